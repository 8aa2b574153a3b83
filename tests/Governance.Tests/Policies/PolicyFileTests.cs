using System.Text.Json;

namespace Talentys.Governance.Tests.Policies;

/// <summary>Files of policies as people write them: faults, and what closes when they have some.</summary>
public class PolicyFileTests
{
    [Fact]
    public async Task All_faults_of_a_policy_are_told_with_their_places()
    {
        await using var server = await PolicyServer.StartAsync();
        server.Write("policies/wrong.yml", """
            masks:
              - {columns: "crm.customers", mask: email}
              - {columns: "crm.customers.phone", mask: blur}
              - {tag: pii, sql: "upper(email"}
              - {columns: "a.b.c", sql: "(select max(x) from hr.salaries)"}
              - {columns: "a.b.c", sql: "read_text('x')"}
              - {columns: "a.b.c", mask: constant}
              - {columns: "a.b.c", mask: null, except: ["group:nobody", "ann"]}
            rows:
              - {on: "crm..x", keep: "1 = 1"}
              - {on: "crm.x", keep: "a) or (b"}
              - {on: "crm.x", keep: "a = current_user"}
              - {on: "crm.x", keep: "row_number() over () > 1"}
            tests:
              - {as: ann, sql: "select 1"}
            """);

        var told = await server.GetAsync("ada administrator", "/api/v1/validation");
        using var json = JsonDocument.Parse(told[4..]);
        var faults = json.RootElement.GetProperty("faults").EnumerateArray()
            .Select(fault => $"{fault.GetProperty("place").GetString()!.Split(' ')[0]} {fault.GetProperty("code").GetString()}").ToList();

        Assert.Equal(
            [
                "policies/wrong.yml:2:15 governance.pattern_invalid",
                "policies/wrong.yml:3:44 governance.mask_unknown",
                "policies/wrong.yml:4:21 query.expression_invalid",
                "policies/wrong.yml:5:29 query.expression_table",
                "policies/wrong.yml:6:29 query.function_denied",
                "policies/wrong.yml:7:5 governance.mask_value",
                "policies/wrong.yml:8:61 governance.subject_invalid",
                "policies/wrong.yml:10:10 governance.pattern_invalid",
                "policies/wrong.yml:11:25 query.expression_invalid",
                "policies/wrong.yml:12:25 query.context_invalid",
                "policies/wrong.yml:13:25 query.expression_invalid",
                "policies/wrong.yml:15:5 governance.test_expects",
            ],
            faults.Distinct());
    }

    [Fact]
    public async Task Nobody_reads_while_policies_have_faults_and_everybody_when_they_are_mended()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("crm.customers", "SELECT 1 AS id, 'a@example.com' AS email");
        Assert.Equal("[[1]]", await server.AskAsync("ann", "select id from crm.customers"));

        server.Write("policies/privacy.yml", """masks: [{columns: "crm.customers.email", mask: "null", to: ["group:missing"]}]""");
        Assert.Equal("governance.policies_invalid", await server.AskAsync("ann", "select id from crm.customers"));
        Assert.Contains("governance.group_unknown", await server.GetAsync("ada administrator", "/api/v1/validation"), StringComparison.Ordinal);

        server.Write("access.yml", "groups: {missing: {members: [ann]}}");
        Assert.Equal("[[null]]", await server.AskAsync("ann", "select email from crm.customers"));
        Assert.Equal("[[\"a@example.com\"]]", await server.AskAsync("bob", "select email from crm.customers"));

        server.Delete("policies/privacy.yml");
        Assert.Equal("[[\"a@example.com\"]]", await server.AskAsync("ann", "select email from crm.customers"));
    }

    [Fact]
    public async Task Files_of_policies_are_the_administrators()
    {
        await using var server = await PolicyServer.StartAsync();
        server.Write("access.yml", "groups: {secret_project: {members: [ann]}}\ngrants: [{to: nobody, can: read, on: [\"a.b\"]}]");

        foreach (var path in new[] { "/api/v1/resources", "/api/v1/resources/access/access", "/api/v1/resources/access/access/text", "/api/v1/validation", "/api/v1/policies" })
        {
            var told = await server.GetAsync("eve engineer", path);
            Assert.DoesNotContain("secret_project", told, StringComparison.Ordinal);
            Assert.DoesNotContain("nobody", told, StringComparison.Ordinal);
        }

        using var deleted = await server.Client("eve engineer").SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/api/v1/resources/access/access") { Headers = { { "If-Match", "\"x\"" } } });
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, deleted.StatusCode);
    }

    [Fact]
    public async Task Administrators_look_as_others_and_history_tells_both()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("crm.customers", "SELECT 1 AS id, 'north' AS region UNION ALL SELECT 2, 'south'");
        server.Write("access.yml", """
            groups: {sales: {attributes: [regions]}, crm: {}}
            users: {ann: {groups: [sales], attributes: {regions: [north]}}}
            """);
        server.Write("policies/regions.yml", """
            rows:
              - {on: "crm.*", keep: "region in (select unnest(current_attribute('regions')))", except: ["group:crm"]}
            """);

        Assert.Equal("[]", await server.AskAsync("ada administrator", "select id from crm.customers"));
        Assert.Equal("[[1]]", await server.AskAsync("ada administrator", "select id from crm.customers", "ann"));
        Assert.Equal("[[1],[2]]", await server.AskAsync("ada administrator", "select id from crm.customers order by id", "group:crm"));
        Assert.Equal("query.as_unknown", await server.AskAsync("ada administrator", "select id from crm.customers", "nobody"));
        Assert.Equal("query.as_denied", await server.AskAsync("ann", "select id from crm.customers", "group:crm"));

        var history = await server.GetAsync("ada administrator", "/api/v1/queries");
        for (var tries = 0; tries < 300 && !history.Contains("\"as\":\"ann\"", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            history = await server.GetAsync("ada administrator", "/api/v1/queries");
        }

        Assert.Contains("\"as\":\"ann\"", history, StringComparison.Ordinal);
        Assert.DoesNotContain("\"principal\":\"ada\"", await server.GetAsync("ann", "/api/v1/queries"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_and_details_of_tables_tell_what_the_caller_may_know()
    {
        await using var server = await PolicyServer.StartAsync();
        await server.MakeAsync("crm.customers", "SELECT 1 AS id, 'a@example.com' AS email, 'zztop' AS card, 'south' AS region");
        await server.MakeAsync("hr.salaries", "SELECT 1 AS zztop");
        server.Write("access.yml", """
            grants: [{to: "role:reader", can: read, on: ["crm.*"]}, {to: everyone, can: none, on: ["*.*.card"]}]
            """);
        server.Write("policies/privacy.yml", """
            masks: [{columns: "*.*.email", mask: email}]
            rows: [{on: "crm.customers", keep: "region = 'north'"}]
            """);

        foreach (var path in new[] { "/api/v1/tables", "/api/v1/tables/window", "/api/v1/tables/schemas", "/api/v1/tables/hr/salaries", "/iceberg/v1/namespaces", "/iceberg/v1/namespaces/hr/tables" })
        {
            Assert.DoesNotContain("salaries\",", await server.GetAsync("eve engineer", path), StringComparison.Ordinal);
            Assert.DoesNotContain("\"hr\"", await server.GetAsync("eve engineer", path), StringComparison.Ordinal);
        }

        var detail = await server.GetAsync("eve engineer", "/api/v1/tables/crm/customers");
        Assert.Contains("\"mask\":\"email\"", detail, StringComparison.Ordinal);
        Assert.Contains("\"countsHidden\":true", detail, StringComparison.Ordinal);
        Assert.Contains("\"rows\":0", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("card", detail, StringComparison.Ordinal);
        Assert.StartsWith("403", await server.GetAsync("eve engineer", "/iceberg/v1/namespaces/crm/tables/customers"), StringComparison.Ordinal);
        Assert.StartsWith("404", await server.GetAsync("eve engineer", "/iceberg/v1/namespaces/hr/tables/salaries"), StringComparison.Ordinal);
        using var dropped = await server.Client("eve engineer").DeleteAsync("/api/v1/tables/crm/customers");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, dropped.StatusCode);
        using var missing = await server.Client("eve engineer").DeleteAsync("/api/v1/tables/hr/salaries");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }
}
