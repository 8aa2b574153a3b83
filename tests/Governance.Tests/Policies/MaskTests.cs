using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;

namespace Talentys.Governance.Tests.Policies;

/// <summary>What each mask gives for each type, how masks combine, and the tests that policies bring along.</summary>
public class MaskTests
{
    private static readonly (string Type, string Value)[] Columns =
    [
        ("VARCHAR", "'ann.alpha@example.com'"), ("INTEGER", "42"), ("BIGINT", "42"), ("DECIMAL(9,2)", "4.20"), ("DOUBLE", "4.2"), ("BOOLEAN", "true"),
        ("DATE", "DATE '2024-05-17'"), ("TIMESTAMP", "TIMESTAMP '2024-05-17 10:00:00'"), ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ '2024-05-17 10:00:00+00'"),
        ("UUID", "UUID '00000000-0000-0000-0000-000000000001'"), ("BLOB", "'x'::BLOB"), ("INTEGER[]", "[1]"),
    ];

    [Fact]
    public async Task Columns_keep_their_types_and_nulls_under_every_mask()
    {
        await using var server = await PolicyServer.StartAsync();
        string[] masks = ["\"null\"", "constant, value: \"7\"", "pseudonym", "hash", "partial", "email", "year", "month"];
        var select = string.Join(", ", Columns.Select((column, i) => $"{column.Value} AS c{i}"));
        var policy = "masks:\n";
        foreach (var (mask, i) in masks.Select((mask, i) => (mask, i)))
        {
            await server.MakeAsync($"m.t{i}", $"SELECT {select} UNION ALL SELECT {string.Join(", ", Columns.Select(column => $"NULL::{column.Type}"))}");
            policy += $"  - {{columns: \"m.t{i}.*\", mask: {mask}}}\n";
        }

        server.Write("policies/all.yml", policy);
        var types = string.Join(", ", Columns.Select((_, i) => $"typeof(c{i})"));
        for (var i = 0; i < masks.Length; i++)
        {
            var told = await server.AskAsync("ann", $"select distinct {types} from m.t{i}");
            Assert.Equal(JsonSerializer.Serialize(new[] { Columns.Select(column => column.Type) }), told);
            var nulls = string.Join(" and ", Columns.Select((_, c) => $"c{c} is null"));
            Assert.Equal("[[true]]", await server.AskAsync("ann", $"select count(*) >= 1 from m.t{i} where {nulls}"));
        }

        Assert.Equal("[[\"7\",7,7]]", await server.AskAsync("ann", "select c0, c1, c2 from m.t1 where c0 is not null"));
        Assert.Equal("[[\"***.com\"]]", await server.AskAsync("ann", "select c0 from m.t4 where c0 is not null"));
        Assert.Equal("[[\"a***@example.com\"]]", await server.AskAsync("ann", "select c0 from m.t5 where c0 is not null"));
        Assert.Equal("[[\"2024-01-01\",\"2024-05-01\"]]", await server.AskAsync(
            "ann", "select y.c6, m.c6 from m.t6 y, m.t7 m where y.c6 is not null and m.c6 is not null"));
        Assert.Equal("[[true,true,true,false]]", await server.AskAsync(
            "ann", "select length(c0) = 32, c1 > 42, c2 > 42, c9 = '00000000-0000-0000-0000-000000000001'::uuid from m.t2 where c0 is not null"));
    }

    [Fact]
    public async Task The_strictest_of_several_masks_holds_and_an_exception_counts_for_its_own_rule()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("crm.people", "SELECT 1 AS id, 'ann@example.com' AS email, '0612345678' AS phone, 10 AS age");
        server.Write("access.yml", "groups: {crm: {members: [cora]}}");
        server.Write("policies/a.yml", """
            masks:
              - {columns: "crm.*.email", mask: email, except: ["group:crm"]}
              - {columns: "crm.people.phone", mask: partial, keep: 4}
              - {columns: "crm.people.age", sql: "age // 10"}
            """);
        server.Write("policies/b.yml", """
            masks:
              - {columns: "*.*.email", mask: partial}
              - {columns: "crm.people.phone", mask: partial, keep: 1}
              - {columns: "crm.people.age", sql: "age // 5"}
            """);

        Assert.Equal("[[\"***.com\",\"***8\",null]]", await server.AskAsync("ann", "select email, phone, age from crm.people"));
        Assert.Equal("[[\"***.com\"]]", await server.AskAsync("cora", "select email from crm.people"));
    }

    [Fact]
    public async Task Tests_of_policies_run_as_those_they_name()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("crm.people", "SELECT 1 AS id, 'ann@example.com' AS email UNION ALL SELECT 2, NULL");
        server.Write("access.yml", "groups: {crm: {}}\ngrants: [{to: \"user:bob\", can: none, on: [\"crm.*\"]}]\nusers: {bob: {}}");
        server.Write("policies/a.yml", """
            masks: [{columns: "crm.*.email", mask: constant, value: hidden, except: ["group:crm"]}]
            tests:
              - {as: "group:crm", sql: "select email from crm.people order by id", expect: ["ann@example.com", null]}
              - {as: bob, sql: "select 1 from crm.people", fails: query.table_not_found}
              - {as: bob, sql: "select 1", expect: 2}
              - {as: nobody, sql: "select 1", expect: 1}
            """);

        using var response = await server.Client("ada administrator").PostAsync("/api/v1/policies/tests", null, TestContext.Current.CancellationToken);
        var results = (await response.Content.ReadFromJsonAsync<PolicyTestResult[]>(TestContext.Current.CancellationToken))!;

        Assert.Equal([true, true, false, false], results.Select(result => result.Passed));
        Assert.Equal("policies/a.yml:5:5", results[2].Place);
        Assert.Contains("[[1]]", results[2].Difference, StringComparison.Ordinal);
        Assert.Contains("query.as_unknown", results[3].Difference, StringComparison.Ordinal);
    }
}
