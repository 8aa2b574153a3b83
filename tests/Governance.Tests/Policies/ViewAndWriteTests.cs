namespace Talentys.Governance.Tests.Policies;

/// <summary>Policies hold through views, and for statements that write.</summary>
public class ViewAndWriteTests
{
    private const string Policy = """
        masks:
          - {columns: "crm.customers.email", mask: constant, value: hidden, except: ["group:crm"]}
          - {columns: "marts.*.phone", mask: constant, value: hidden, except: ["group:crm"]}
        rows: [{on: "crm.customers", keep: "region = 'north'", except: ["group:crm"]}]
        """;

    [Fact]
    public async Task A_view_reads_as_its_definer_or_as_who_asks_and_has_policies_of_its_own()
    {
        await using var server = await StartAsync();
        await DoAsync(server, "cora engineer", "create view marts.defined as select id, email, phone from crm.customers");
        await DoAsync(server, "cora engineer", "create view marts.invoked security invoker as select id, email, phone, current_user() as who from crm.customers");
        await DoAsync(server, "cora engineer", "create view marts.outer_one as select id, email from marts.defined where id > 1");

        Assert.Equal("[[1,\"a zztop\",\"hidden\"],[2,\"b zztop\",\"hidden\"]]", await server.AskAsync("ann", "select * from marts.defined order by id"));
        Assert.Equal("[[1,\"hidden\",\"hidden\",\"ann\"]]", await server.AskAsync("ann", "select * from marts.invoked"));
        Assert.Equal("[[2,\"b zztop\"]]", await server.AskAsync("ann", "select * from marts.outer_one"));
        Assert.Equal("[[1,\"hidden\"]]", await server.AskAsync("ann", "select id, email from crm.customers"));
        Assert.Equal("[[1,\"a zztop\",\"hidden\"]]", await server.AskAsync("ann", "select d.id, d.email, c.email from marts.defined d join crm.customers c using (id)"));
        Assert.Equal("[[2]]", await server.AskAsync("cora engineer", "select count(*) from marts.invoked"));
        Assert.Equal("query.policy_explain", await server.AskAsync("ann", "explain select * from marts.outer_one"));
        Assert.Equal("query.failed_on_value", await server.AskAsync("ann", "select cast(email as integer) from marts.defined"));
    }

    [Fact]
    public async Task Conditions_stay_above_a_view_that_shows_a_part_of_what_is_hidden()
    {
        await using var server = await StartAsync();
        server.Write("access.yml", "groups: {crm: {members: [cora]}}\ngrants: [{to: everyone, can: read, on: [\"marts.*\"]}, {to: \"group:crm\", can: write, on: [\"*\"]}]");
        await DoAsync(server, "cora engineer", "create view marts.north as select id, email from crm.customers where region = 'north'");

        Assert.Equal("[[1]]", await server.AskAsync("ann", "select id from marts.north where case when email = 'b zztop' then error('there') else true end"));
        Assert.Equal("query.table_not_found", await server.AskAsync("ann", "select id from crm.customers"));
    }

    [Fact]
    public async Task Who_does_not_see_a_table_whole_cannot_change_it_and_copies_what_is_seen()
    {
        await using var server = await StartAsync();
        foreach (var sql in new[]
        {
            "insert into crm.customers (id) values (9)", "update crm.customers set phone = email", "delete from crm.customers", "truncate crm.customers",
            "drop table crm.customers", "alter table crm.customers rename to crm.other", "alter table crm.customers rename column email to other",
            "merge into crm.customers t using (select 1 as id) s on t.id = s.id when matched then delete", "create or replace table crm.customers as select 1 as id",
        })
        {
            Assert.Equal((sql, "query.write_denied"), (sql, await server.AskAsync("eve engineer", sql)));
        }

        await DoAsync(server, "eve engineer", "create table lab.copy as select * from crm.customers");
        Assert.Equal("[[1,\"hidden\"]]", await server.AskAsync("cora engineer", "select id, email from lab.copy"));
        Assert.Equal("query.policy_explain", await server.AskAsync("eve engineer", "explain insert into lab.copy select * from crm.customers"));
        Assert.Equal("query.write_denied", await server.AskAsync("eve engineer", "explain delete from crm.customers"));
        await DoAsync(server, "eve engineer", "create table lab.alike (like crm.customers)");
        Assert.Equal("query.failed_on_value", await server.AskAsync("eve engineer", "insert into lab.copy (id) select cast(email as integer) from crm.customers"));

        await DoAsync(server, "cora engineer", "create view marts.invoked security invoker as select id, email from crm.customers");
        Assert.Equal("query.write_denied", await server.AskAsync("eve engineer", "alter view marts.invoked set security definer"));
        Assert.Equal("query.as_reads", await server.AskAsync("ada administrator", "delete from lab.copy", "group:crm"));
        Assert.Equal("[[2]]", await server.AskAsync("cora engineer", "select count(*) from crm.customers"));
    }

    private static async Task<PolicyServer> StartAsync()
    {
        var server = await PolicyServer.StartAsync();
        await server.MakeAsync("crm.customers", "SELECT 1 AS id, 'a zztop' AS email, '1' AS phone, 'north' AS region UNION ALL SELECT 2, 'b zztop', '2', 'south'");
        server.Write("access.yml", "groups: {crm: {members: [cora]}}");
        server.Write("policies/privacy.yml", Policy);
        return server;
    }

    private static async Task DoAsync(PolicyServer server, string who, string sql)
    {
        var told = await server.AskAsync(who, sql);
        Assert.True(told.StartsWith('['), $"{sql}: {told}");
    }
}
