using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Talentys.Governance.Tests.Policies;

/// <summary>What statements ask of tables with row filters and masks reaches their files, and changes nothing of what they see.</summary>
public class AskedRowsTests
{
    private const string Rows = """
        select i::integer as id, if(i % 3 = 0, 'north', 'south') as site, i * 10 as pay, if(i % 7 = 0, null, i % 5)::integer as grade, (i / 4)::decimal(12, 2) as rate,
            date '2026-01-01' + i::integer as day, timestamp '2026-01-01' + to_hours(i) as moment, i / 3.0::double as share, 'person ' || i as name from range(60) t(i)
        """;

    private static readonly string[] Statements =
    [
        "select * from {0} where id = 9", "select id from {0} where id in (3, 9, 50) and site = 'north'", "select id, name from {0} where name like 'person 1%'",
        "select count(*), sum(rate) from {0} where day >= date '2026-01-20' and day < '2026-02-10'", "select id from {0} where moment between '2026-01-01 05:00:00' and timestamp '2026-01-02'",
        "select id from {0} where grade is null", "select id from {0} where grade is not null and not grade = 2", "select id from {0} where id < 10 or day > date '2026-02-20'",
        "select id from {0} where rate >= 2.5 and share < 10", "select id from {0} where share > 7", "select pay from {0} where pay = -1 and id < 20", "select id from {0} where pay > 100",
        "select a.id, b.id from {0} a left join {0} b on a.id = b.id + 3 where b.grade is null", "select a.id, b.name from {0} a join {0} b using (id) where a.id < 30 and b.id > 20",
        "select id from {0} where id not in (3, 6)", "select id from {0} a where exists (from {0} b where b.id = a.id + 3 and b.grade = 1)", "select id from {0} where id = 2.5",
        "select id, row_number() over (order by id) from {0} where id > 20 qualify row_number() over (order by id) < 4", "with t as (from {0}) select id from t where id = 12",
        "select id from {0} where site = 'south'", "select id from {0} where id = '9'", "select id from (select * from {0} limit 40) where id = 9",
        "select id from {0} where id = 9 union all select id from {0} where id = 12",
    ];

    [Fact]
    public async Task Statements_see_what_the_row_filter_and_the_masks_show()
    {
        await using var server = await StartAsync();
        var wrong = new List<string>();
        foreach (var statement in Statements)
        {
            var (seen, kept) = (await server.AskAsync("ann", Of(statement, "hr.seen")), await server.AskAsync("ann", Of(statement, "hr.people")));
            if (seen != kept || seen.StartsWith("query", StringComparison.Ordinal) || seen.StartsWith("engine", StringComparison.Ordinal))
            {
                wrong.Add($"{statement}\n  {seen}\n  {kept}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Statements_that_ask_for_other_rows_at_once_do_not_see_each_others()
    {
        await using var server = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                var id = ((worker * 10) + turn) / 3 * 3;
                Assert.Equal($"[[{id}]]", await server.AskAsync("ann", $"select id from hr.people where id = {id}"));
            }
        }));
    }

    [Fact]
    public async Task A_text_that_was_read_before_means_what_it_means_now_and_to_whom()
    {
        await using var server = await StartAsync();
        const string sql = "select count(*), min(site) from hr.people where id < 30";
        Assert.Equal("[[10,\"north\"]]", await server.AskAsync("ann", sql));
        Assert.Equal("[[30,\"north\"]]", await server.AskAsync("ada administrator", sql));
        server.Write("policies/p.yml", "rows: [{on: \"hr.people\", keep: \"site = 'south'\"}]");
        Assert.Equal("[[20,\"south\"]]", await server.AskAsync("ann", sql));
        await server.MakeAsync("hr.people", Rows.Replace("range(60)", "range(15)", StringComparison.Ordinal));
        Assert.Equal("[[10,\"south\"]]", await server.AskAsync("ann", sql));
        server.Delete("policies/p.yml");
        Assert.Equal("[[15,\"north\"]]", await server.AskAsync("ann", sql));

        const string ofView = "select n from hr.counted";
        await server.AskAsync("cora engineer", "create view hr.counted as select count(*) as n from hr.people");
        Assert.Equal("[[15]]", await server.AskAsync("ann", ofView));
        await server.AskAsync("cora engineer", "create or replace view hr.counted as select 0 - count(*) as n from hr.people");
        Assert.Equal("[[-15]]", await server.AskAsync("ann", ofView));
        await server.AskAsync("cora engineer", "drop view hr.counted");
        Assert.Equal("query.table_not_found", await server.AskAsync("ann", ofView));
        await server.AskAsync("cora engineer", "create table hr.counted as select 4 as n");
        Assert.Equal("[[4]]", await server.AskAsync("ann", ofView));

        // parameters are not in the text
        Assert.Equal("[[3]]", await BoundAsync(server, 3));
        Assert.Equal("[[5]]", await BoundAsync(server, 5));
    }

    private static async Task<string> BoundAsync(PolicyServer server, int id)
    {
        using var response = await server.Client("ann").PostAsJsonAsync(
            "/api/v1/query", new { sql = "select id from hr.people where id = ?", parameters = new[] { id } });
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("rows").GetRawText();
    }

    private static string Of(string statement, string table) =>
        $"select * from ({string.Format(CultureInfo.InvariantCulture, statement, table)}) as answers order by all";

    private static async Task<PolicyServer> StartAsync()
    {
        var server = await PolicyServer.StartAsync();
        await server.MakeAsync("hr.people", Rows);
        await server.MakeAsync("hr.seen", $"select * replace (-1::bigint as pay) from ({Rows}) where site = 'north'");
        server.Write("policies/p.yml", """
            masks: [{columns: "hr.people.pay", mask: constant, value: -1, except: ["user:ada"]}]
            rows: [{on: "hr.people", keep: "site = 'north'", except: ["user:ada"]}]
            """);
        return server;
    }
}
