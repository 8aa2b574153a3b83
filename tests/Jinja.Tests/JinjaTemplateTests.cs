using Talentys.Jinja.Public;

namespace Talentys.Jinja.Tests;

public class JinjaTemplateTests
{
    private static readonly JinjaNames None = [];

    private static string Render(string template, params (string Name, string Text)[] others)
    {
        Dictionary<string, JinjaTemplate> templates = [];
        var environment = new JinjaEnvironment { Loader = name => templates.GetValueOrDefault(name) };
        foreach (var (name, text) in others)
        {
            templates[name] = environment.Parse(text, name);
        }

        return environment.Parse(template, "main.sql").Render(new JinjaNames { ["x"] = 5L });
    }

    [Fact]
    public void A_fault_names_file_and_line_and_the_macros_that_led_to_it()
    {
        var failure = Assert.Throws<JinjaException>(() => Render(
            "{% import 'lib.sql' as lib %}select\n  {{ lib.outer(\n 0) }}", ("lib.sql", "{% macro outer(a) %}\n\n{{ inner(a) }}{% endmacro %}\n{% macro inner(a) %}\n  {{ 1 / a }}\n{% endmacro %}")));
        Assert.Equal("division by zero\n  in macro inner (lib.sql, line 5)\n  in macro outer (lib.sql, line 3)\n  in main.sql, line 2", failure.Describe());
        Assert.Equal(new JinjaPlace("lib.sql", 5, "inner"), failure.Place);
    }

    [Theory]
    [InlineData("select 1\n{{ a b }}", 2)]
    [InlineData("\n\n{% if x %}", 3)]
    [InlineData("a\n{{ 'text", 2)]
    [InlineData("a\r\nb\r\n{% nothing %}", 3)]
    [InlineData("{#\n\n#}\n{% endif %}", 4)]
    [InlineData("{{\n\n x |\n nofilter }}", 4)]
    public void A_fault_in_the_writing_names_its_line(string template, int line)
    {
        var failure = Assert.Throws<JinjaException>(() => Render(template));

        Assert.Equal(("main.sql", line), (failure.Place?.Template, failure.Place?.Line));
    }

    [Fact]
    public void Templates_include_import_and_extend_each_other()
    {
        (string, string)[] others =
        [
            ("part", "part {{ x }}"),
            ("macros", "{% macro m(a) %}<{{ a }}{{ x }}>{% endmacro %}{% set v = 3 %}{% set _hidden = 1 %}"),
            ("base", "[{% block one %}base {{ x }}{% endblock %}|{% block two %}two{% endblock %}]"),
            ("middle", "{% extends 'base' %}{% block one %}middle {{ super() }}{% endblock %}"),
        ];

        Assert.Equal("a part 5 b", Render("a {% include 'part' %} b", others));
        Assert.Equal("part part 5", Render("{% include 'part' without context %}{% include ['none', 'part'] %}", others));
        Assert.Equal("", Render("{% include 'none' ignore missing %}", others));
        Assert.Equal("<1>3", Render("{% import 'macros' as l %}{{ l.m(1) }}{{ l.v }}{{ l._hidden }}", others));
        Assert.Equal("<15>", Render("{% from 'macros' import m as n with context %}{{ n(1) }}", others));
        Assert.Equal("[middle base 5|child]", Render("{% extends 'middle' %}ignored{% block two %}child{% endblock %}", others));
        Assert.Equal("TemplateNotFound", Assert.Throws<JinjaException>(() => Render("{% include 'none' %}", others)).Kind);
    }

    [Fact]
    public void A_template_that_includes_itself_is_stopped()
    {
        JinjaTemplate? self = null;
        var environment = new JinjaEnvironment { Loader = _ => self };
        self = environment.Parse("{% include 'self' %}", "self");

        Assert.Equal("RecursionError", Assert.Throws<JinjaException>(() => self.Render(None)).Kind);
    }

    [Fact]
    public void A_macro_that_returns_gives_a_value_of_any_kind()
    {
        var environment = new JinjaEnvironment();
        environment.Globals["return"] = new JinjaFunction("return", arguments => new JinjaReturn(arguments.Bind("return", "data")[0]));

        Assert.Equal("[1, 2]3", environment.Parse(
            "{% macro a() %}ignored{% for x in [1] %}{% if x %}{{ return([1, 2]) }}{% endif %}{% endfor %}{{ fail() }}{% endmacro %}{{ a() }}{{ a()[1] + 1 }}", "t").Render(None));
        Assert.Equal("7", environment.Parse("{% macro a() %}{% do return(b()) %}{% endmacro %}{% macro b() %}{% set x = return(7) %}{% endmacro %}{{ a() }}", "t").Render(None));
    }

    [Fact]
    public void A_program_adds_statements_filters_tests_and_objects()
    {
        var environment = new JinjaEnvironment();
        environment.Blocks["test"] = new JinjaBlock(words => "test_" + words[0], ["model"]);
        environment.Filters["twice"] = arguments => arguments.Bind("twice", "value")[0] is string text ? text + text : null;
        environment.Tests["short"] = arguments => arguments.Bind("short", "value")[0] is string { Length: < 3 };
        var template = environment.Parse("{% test unique(model, column_name) %}select {{ column_name }} from {{ model }}{% endtest %}{{ 'a'|twice }}{{ 'ab' is short }}", "t");

        Assert.Equal("aaTrue", template.Render(None));
        Assert.Equal(["test_unique"], template.Macros);
        var macro = template.Macro(new JinjaRun(environment), "test_unique", None);
        Assert.NotNull(macro);
        Assert.Equal("select id from t", environment.Parse("{{ m('t', column_name='id') }}", "t").Render(new JinjaNames { ["m"] = macro }));
    }

    [Fact]
    public void Undefined_names_are_forgiven_where_that_is_asked_for()
    {
        var environment = new JinjaEnvironment { ForgivesUndefined = true };

        Assert.Equal("|", environment.Parse("{{ a.b.c('x')[1] }}|{% for x in a.b %}{{ x }}{% endfor %}", "t").Render(None));
    }

    [Fact]
    public void One_template_runs_in_many_threads_at_once()
    {
        var template = new JinjaEnvironment().Parse("{% macro m(n) %}{{ n if n < 2 else m(n - 1)|int + m(n - 2)|int }}{% endmacro %}{{ m(x) }}", "t");

        Parallel.For(0, 200, i => Assert.Equal("55", template.Render(new JinjaNames { ["x"] = 10L })));
    }
}
