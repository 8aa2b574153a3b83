using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>No attempt of <c>tests/Scenarios/bypass</c> shows a planted secret on any surface.</summary>
public partial class BypassTests(PlantedServer planted) : IClassFixture<PlantedServer>
{
    public static TheoryData<string> Files => [.. BypassCase.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Nothing_hidden_is_told(string file) => TryAsync(file, number => Surfaces.Main.Append(Surfaces.Others[number % Surfaces.Others.Count]));

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Lane", "full")]
    public Task Nothing_hidden_is_told_by_any_surface(string file) => TryAsync(file, _ => Surfaces.Others);

    private async Task TryAsync(string file, Func<int, IEnumerable<ISurface>> surfaces)
    {
        var leaks = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            BypassCase.Of(file).Index(), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
            async (numbered, _) =>
            {
                var one = numbered.Item;
                foreach (var surface in surfaces(numbered.Index))
                {
                    if (await LeakAsync(one, surface) is { } leak)
                    {
                        leaks.Add($"{one.Name}, {surface.Name}: {leak}");
                    }
                }
            });

        Assert.True(leaks.IsEmpty, string.Join(Environment.NewLine, leaks));
    }

    private async Task<string?> LeakAsync(BypassCase one, ISurface surface)
    {
        var told = await surface.AskAsync(planted.Server, one.As, one.Sql, one.Parameters);
        return Secret(told.Bytes, one.Sql + string.Join(' ', one.Parameters), one.Never) is { } secret
            ? $"tells {secret}: {Encoding.UTF8.GetString(told.Bytes)}"
            : one.Expect is not null && told.Rows is { } rows && BypassCase.Plain(one.Expect) != rows
                ? $"came {rows} {Encoding.UTF8.GetString(told.Bytes)}"
            : one.Expect is not null && told.Count is { } count && JsonNode.Parse(one.Expect)!.AsArray().Count != count
                ? $"came {count} rows {Encoding.UTF8.GetString(told.Bytes)}"
                : null;
    }

    [Fact]
    public void There_are_many_attempts_and_each_has_a_name_of_its_own()
    {
        var cases = BypassCase.All();

        Assert.True(cases.Count >= 100, cases.Count.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(cases.Count, cases.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public async Task Who_may_see_the_secrets_does()
    {
        Assert.Contains(PlantedServer.Word, await planted.Server.AskAsync("cora", "select email, name from crm.customers where id = 3"), StringComparison.Ordinal);
        Assert.Contains("987654321", await planted.Server.AskAsync("hugo", "select zztop_amount from hr.salaries"), StringComparison.Ordinal);
        Assert.Contains("Cid", await planted.Server.AskAsync("max", "select name from crm.customers"), StringComparison.Ordinal);
    }

    [Fact]
    public Task Random_statements_show_nothing_hidden() => DrawAsync(300);

    [Fact]
    [Trait("Lane", "full")]
    public Task Many_random_statements_show_nothing_hidden() => DrawAsync(6_000);

    private async Task DrawAsync(int count)
    {
        var number = 0;
        await RandomAttempt.Statement.SampleAsync(
            async sql =>
            {
                // one surface for each, in turn; the property is of the path, and the surfaces have attempts of their own
                var surface = number++ % 4 == 0 ? Surfaces.Main[2] : Surfaces.Main[0];
                var told = await surface.AskAsync(planted.Server, "ann", sql, []);
                Assert.True(Secret(told.Bytes, sql, []) is null, $"{surface.Name}: {sql}: {Encoding.UTF8.GetString(told.Bytes)}");
            },
            iter: count, threads: 1);
    }

    /// <summary>The first secret in a text that is not in what was asked.</summary>
    private static string? Secret(byte[] told, string asked, IEnumerable<string> others)
    {
        var text = Ids().Replace(Encoding.UTF8.GetString(told), ""); // made of the time and of chance, so that short words stand in them now and then
        string[] words = [PlantedServer.Word, "potzz", "1977-07", "1977-08", "1977-09", "1977-10", PlantedServer.Number.ToString(CultureInfo.InvariantCulture)];
        if (words.Where(word => !asked.Contains(word, StringComparison.OrdinalIgnoreCase)).Concat(others)
            .FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        // Arrow has the least byte first, PostgreSQL's wire the greatest
        Span<byte> number = stackalloc byte[sizeof(int)];
        Span<byte> turned = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, (int)PlantedServer.Number);
        BinaryPrimitives.WriteInt32BigEndian(turned, (int)PlantedServer.Number);
        return !asked.Contains("987654321", StringComparison.Ordinal) && (told.AsSpan().IndexOf(number) >= 0 || told.AsSpan().IndexOf(turned) >= 0) ? "a number" : null;
    }

    [GeneratedRegex("[0-9a-hjkmnp-tv-z]{26}")]
    private static partial Regex Ids();
}
