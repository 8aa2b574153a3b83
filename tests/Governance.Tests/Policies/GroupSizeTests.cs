namespace Talentys.Governance.Tests.Policies;

/// <summary>Tables that are only shown in groups of a least size.</summary>
public class GroupSizeTests
{
    [Fact]
    public async Task Small_groups_are_left_out_and_other_forms_refused()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("hr.people", """
            SELECT i AS id, if(i < 7, 'north', 'south') AS site, i * 10 AS pay, if(i = 0, 1, NULL) AS bonus, 'p' || i AS name FROM range(9) t(i)
            """);
        server.Write("policies/pay.yml", "min_group_size: {size: 5, on: [\"hr.people\"]}");

        foreach (var (sql, expected) in new[]
        {
            ("select site, count(*), sum(pay) from hr.people group by site order by site", "[[\"north\",7,210]]"),
            ("select site, count(*) from hr.people group by all", "[[\"north\",7]]"),
            ("from hr.people select count(*)", "[[9]]"),
            ("select avg(pay) from hr.people -- all\n;", "[[40]]"),
            ("select avg(pay) from hr.people where id = 3", "[]"),
            ("select count(*) from hr.people where site = 'south'", "[]"),
            ("select count(*) from hr.people where site = 'north' and not (id in (1, 2)) order by 1 limit 3", "[[5]]"),
            ("select sum(bonus) from hr.people", "[]"),
            ("select count(distinct p.site) from hr.people p where p.pay between 0 and 60", "[[1]]"),
        })
        {
            Assert.Equal((sql, expected), (sql, await server.AskAsync("ann", sql)));
        }

        foreach (var sql in new[]
        {
            "select * from hr.people", "select max(pay) from hr.people", "select sum(if(id = 3, pay, 0)) from hr.people", "select count(*) from hr.people having count(*) < 100",
            "select count(*) filter (where id = 3) from hr.people", "select distinct site from hr.people", "select (select sum(pay) from hr.people)",
            "select count(*) from hr.people a join hr.people b using (id)", "with t as (from hr.people) select count(*) from t", "summarize hr.people",
            "describe hr.people", "explain select count(*) from hr.people", "select count(*) from hr.people where case when id = 3 then error('x') else true end",
            "select count(*) from hr.people where name = 5", "select count(*) over () from hr.people", "select list(pay) from hr.people",
            "select sum(pay) from hr.people union all select sum(pay) from hr.people", "select count(*) from hr.people tablesample 1 rows",
            "select string_agg(name, ',') from hr.people group by site",
            "select count(*) from hr.people qualify true", "select sum(pay) + 0 from hr.people", "select * from hr.\"people$files\"",
        })
        {
            Assert.StartsWith("query.", await server.AskAsync("ann", sql), StringComparison.Ordinal);
        }
    }
}
