using System.Text;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Tests;

/// <summary>What templates cannot do to the program that runs them.</summary>
public class JinjaLimitTests
{
    private static readonly JinjaLimits Small = new() { Depth = 100, Output = 1_000_000, Steps = 200_000 };

    public static TheoryData<string> Hostile =>
    [
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro a() %}{{ caller() }}{% endmacro %}{% macro b() %}{% call a() %}{{ b() }}{% endcall %}{% endmacro %}{{ b() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% for x in range(1000000000) %}{% endfor %}",
        "{% for x in range(10 ** 18) %}{% endfor %}",
        "{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}",
        "{% for x in range(100000) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=(1,)) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% do ns.x.extend(ns.x) %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = ns.x|replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = ns.x.replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = ns.x.join([ns.x, ns.x]) %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x]|join %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = '%s%s' % (ns.x, ns.x) %}{% endfor %}",
        "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = '{0}{0}'.format(ns.x) %}{% endfor %}",
        "{% set ns = namespace(x=[]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        "{% set l = [] %}{% do l.append(l) %}{{ l }}",
        "{% set l = [] %}{% do l.append(l) %}{{ l|tojson }}",
        "{% set l = [] %}{% do l.append(l) %}{% set m = [] %}{% do m.append(m) %}{{ l == m }}",
        "{% set l = [] %}{% for i in range(100000) %}{% set l2 = [l] %}{% do l.append(l2) %}{% endfor %}{{ l|pprint }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(10000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=()) %}{% for i in range(10000) %}{% set ns.x = (ns.x,) %}{% endfor %}{{ {ns.x: 1} }}",
        "{{ 'a' * 10 ** 9 }}",
        "{{ [1] * 10 ** 9 }}",
        "{{ range(10 ** 9)|list }}",
        "{{ range(10 ** 9)|join }}",
        "{{ range(10 ** 9)|sum }}",
        "{{ (10 ** 9) in range(10 ** 9)|map('string') }}",
        "{{ 10 ** (10 ** 10) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%.1000000000f' % 1 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:.1000000000f}'.format(1.5) }}",
        "{{ 'a'.center(10 ** 9) }}",
        "{{ 'a'.ljust(10 ** 9) }}",
        "{{ 'a'.zfill(10 ** 9) }}",
        "{{ 'a'|center(10 ** 9) }}",
        "{{ [1]|batch(10 ** 9, 'x')|list }}",
        "{{ [1]|slice(10 ** 9)|list }}",
        "{{ modules.re.match('(a+)+$', 'a' * 40 ~ 'b') }}",
        "{{ modules.itertools.count()|list }}",
        "{{ modules.itertools.cycle('ab')|join }}",
        "{{ modules.itertools.repeat(1)|sum }}",
        "{{ modules.itertools.product(range(1000), repeat=5)|list|length }}",
        "{{ modules.itertools.permutations(range(50))|list|length }}",
        "{{ modules.itertools.zip_longest(modules.itertools.count())|list|length }}",
        new StringBuilder("{{ ").Insert(3, "(", 5000).Append('1').Append(')', 5000).Append(" }}").ToString(),
        new StringBuilder("{{ ").Insert(3, "[", 5000).Append(']', 5000).Append(" }}").ToString(),
        new StringBuilder("{{ ").Insert(3, "-", 50000).Append("1 }}").ToString(),
        new StringBuilder("{{ ").Insert(3, "not ", 50000).Append("1 }}").ToString(),
        new StringBuilder("{{ 1").Insert(4, " + 1", 50000).Append(" + [] }}").ToString(),
        new StringBuilder("{{ 1").Insert(4, " if 1 else 0", 50000).Append(" + [] }}").ToString(),
        new StringBuilder("{{ a").Insert(4, ".b", 50000).Append(" }}").ToString(),
        new StringBuilder("{{ 1").Insert(4, "|abs", 50000).Append("|nothing }}").ToString(),
        new StringBuilder().Insert(0, "{% if 1 %}", 50000).ToString(),
        new StringBuilder().Insert(0, "{% for x in [1] %}", 50000).Insert(900_000, "{% endfor %}", 50000).Append("{{ 1 + [] }}").ToString(),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_does_not_end_or_grows_without_bound_is_stopped_with_a_fault(string template)
    {
        var environment = new JinjaEnvironment { Limits = Small };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var failure = Assert.Throws<JinjaException>(() => environment.Parse(template, "hostile").Render(JinjaCase.Names(), patience.Token));

        Assert.NotEqual("", failure.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000_000);
    }

    [Fact]
    public void A_run_ends_when_it_is_cancelled()
    {
        var environment = new JinjaEnvironment { Limits = new JinjaLimits { Steps = long.MaxValue } };
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => environment.Parse("{% for x in range(10 ** 12) %}{% endfor %}", "long").Render(new JinjaNames(), soon.Token));
    }

    [Theory]
    [InlineData("{{ 'a'.Length is defined }}{{ [].Count is defined }}{{ {}.Keys is defined }}{{ ().Item is defined }}")]
    [InlineData("{{ 'a'.GetType is defined }}{{ 1.5.GetType is defined }}{{ none.GetType is defined }}{{ range(1).GetType is defined }}")]
    [InlineData("{{ thing.Secret is defined }}{{ thing['Secret'] is defined }}{{ thing|attr('Secret') is defined }}{{ [thing]|map(attribute='Secret')|first is defined }}")]
    [InlineData("{{ modules.re.compile('a').Regex is defined }}{{ modules.datetime.datetime(2024,1,1).Value is defined }}{{ cycler(1).items is defined }}{{ range.call is defined }}")]
    public void Nothing_of_dotnet_is_reachable(string template)
    {
        var names = JinjaCase.Names();
        names["thing"] = new Thing("hidden");

        Assert.Equal("FalseFalseFalseFalse", new JinjaEnvironment().Parse(template, "sandbox").Render(names));
    }

    [Fact]
    public void A_value_of_a_foreign_type_does_not_tell_what_is_in_it() =>
        Assert.DoesNotContain("hidden", new JinjaEnvironment().Parse("{{ thing }}{{ [thing] }}", "sandbox").Render(new JinjaNames { ["thing"] = new Thing("hidden") }), StringComparison.Ordinal);

    private sealed record Thing(string Secret);
}
