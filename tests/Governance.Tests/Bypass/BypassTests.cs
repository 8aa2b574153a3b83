using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>No attempt of <c>tests/Scenarios/bypass</c> shows a planted secret on any surface.</summary>
public class BypassTests(PlantedServer planted) : IClassFixture<PlantedServer>
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

    /// <summary>Random statements over the tables, put together of parts that each try something.</summary>
    [Fact]
    public async Task Random_statements_show_nothing_hidden()
    {
        string[] columns = ["id", "name", "email", "phone", "region", "income", "born", "note", "address", "tags", "code", "nick", "score"];
        var column = Gen.Int[0, 12].Select(i => columns[i]);
        var expression = Gen.Select(column, Gen.Int[0, 11]).Select((name, form) => form switch
        {
            0 => name,
            1 => $"cast({name} as varchar)",
            2 => $"max(cast({name} as varchar)) over ()",
            3 => $"coalesce(cast({name} as varchar), 'none')",
            4 => $"list_transform([{name}], lambda x: x)",
            5 => $"{{'v': {name}}}",
            6 => $"(select any_value({name}) from crm.customers)",
            7 => $"try_cast({name} as integer)",
            8 => $"cast({name} as integer)",
            9 => $"reverse(reverse(cast({name} as varchar)))",
            10 => $"struct_pack(a := {name}).a",
            _ => $"lag({name}) over (order by id)",
        });
        var condition = Gen.Select(column, Gen.Int[0, 8]).Select((name, form) => form switch
        {
            0 => "true",
            1 => $"{name} is not null",
            2 => $"cast({name} as varchar) like '%9%'",
            3 => $"case when cast({name} as varchar) like '%e%' then error(cast({name} as varchar)) else true end",
            4 => $"cast({name} as integer) = 1",
            5 => $"exists (select 1 from crm.customers k where k.{name} is not null)",
            6 => $"{name} in (select {name} from crm.customers)",
            7 => "region = 'south' or region is null",
            _ => "id > 2",
        });
        string[] sources =
        [
            "crm.customers c", "(select * from crm.customers) c", "(from crm.customers) c", "crm.customers c join shop.orders o on o.customer_id = c.id",
            "crm.customers c natural join (select id from crm.customers) k", "(select * from crm.customers union all by name select * from crm.customers) c",
            "crm.customers at (version => 1) c", "crm.customers c tablesample 100 percent", "crm.customers c, lateral (select c.email as again) l",
        ];
        var source = Gen.Int[0, sources.Length - 1].Select(i => sources[i]);
        await Gen.Select(expression.List[1, 3], source, condition).Select((list, from, where) => $"select {string.Join(", ", list.Select((one, i) => $"{one} as x{i}"))} from {from} where {where}")
            .SampleAsync(
                async sql =>
                {
                    foreach (var surface in Surfaces.Main.Take(2))
                    {
                        var told = await surface.AskAsync(planted.Server, "ann", sql, []);
                        Assert.True(Secret(told.Bytes, "", []) is null, $"{surface.Name}: {sql}: {Encoding.UTF8.GetString(told.Bytes)}");
                    }
                },
                iter: 100, threads: 1);
    }

    /// <summary>The first secret in a text that is not in what was asked.</summary>
    private static string? Secret(byte[] told, string asked, IEnumerable<string> others)
    {
        var text = Encoding.UTF8.GetString(told);
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
}
