using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

/// <summary>Where columns of a project come from and what hangs on them.</summary>
public class LineageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_column_is_followed_down_to_columns_rows_tests_and_exposures()
    {
        using var project = Sales();
        using var lineage = await ProjectLineage.ReadAsync(project.Order, Cancellation);
        Assert.Equal(
            [
                "stg_orders.total <- crm.orders.amount computed",
                "daily.revenue <- stg_orders.total aggregated",
                "wide.total <- stg_orders.total copied",
                "wide <- stg_orders.total filtered",
                "test.shop.not_null_stg_orders_total.951ce1abac <- stg_orders.total tested",
                "test.shop.positive <- daily.revenue tested",
                "exposure.shop.board <- daily used",
            ],
            Told(await lineage.DownstreamAsync("crm.orders.amount", Cancellation)).OrderBy(Rank));
        Assert.Equal([], Told(await lineage.DownstreamAsync("daily.day", Cancellation)).Where(step => !step.Contains("used", StringComparison.Ordinal)));

        static int Rank(string step) => step.Contains("tested", StringComparison.Ordinal) ? 3 : step.Contains(" used", StringComparison.Ordinal) ? 4 : step.Contains("filtered", StringComparison.Ordinal) ? 2 : step.StartsWith("stg", StringComparison.Ordinal) ? 0 : 1;
    }

    [Fact]
    public async Task A_column_is_followed_up_to_sources_and_seeds_through_ephemeral_models()
    {
        using var project = Sales();
        using var lineage = await ProjectLineage.ReadAsync(project.Order, Cancellation);
        var up = Told(lineage.Upstream("daily.revenue"));
        Assert.Equal("daily.revenue <- stg_orders.total aggregated", up[0]);
        Assert.Contains("stg_orders.total <- crm.orders.amount computed", up);
        Assert.Contains("daily.revenue <- stg_orders.placed grouped", up);
        Assert.Contains("wide.country <- people.country copied", Told(lineage.Upstream("wide.country")));
        Assert.Contains("people.country <- raw_people.country computed", Told(lineage.Upstream("wide.country")));
        Assert.Empty(lineage.Upstream("raw_people.country"));
        Assert.Equal(["daily <- stg_orders reads", "stg_orders <- crm.orders reads"], Told(lineage.Upstream("daily")));
        Assert.Contains("exposure.shop.board <- daily reads", Told(await lineage.DownstreamAsync("stg_orders", Cancellation)));
    }

    [Fact]
    public async Task A_star_over_a_source_takes_the_column_along()
    {
        using var project = new TestProject(
            ("models/schema.yml", "sources: [{name: crm, tables: [{name: t}]}]\n"), ("models/a.sql", "select * from {{ source('crm', 't') }}"), ("models/b.sql", "select x as y from {{ ref('a') }}"));
        using var lineage = await ProjectLineage.ReadAsync(project.Order, Cancellation);
        Assert.Equal(["a.x <- crm.t.x copied", "b.y <- a.x copied"], Told(await lineage.DownstreamAsync("crm.t.x", Cancellation)));
        Assert.Equal(["b.y <- a.x copied", "a.x <- crm.t.x copied"], Told(lineage.Upstream("b.y")));
    }

    [Theory]
    [InlineData("daily.revenu", "lineage.column_not_found", "Did you mean revenue?")]
    [InlineData("dayly.revenue", "lineage.asset_not_found", "Did you mean daily?")]
    [InlineData("crm.orders.amonut", "lineage.column_not_found", "Did you mean amount?")]
    [InlineData("raw_people.contry", "lineage.column_not_found", "Did you mean country?")]
    [InlineData("nothing_like_it", "lineage.asset_not_found", "talentys dbt list")]
    public async Task An_unknown_name_is_told_with_the_nearest(string asset, string code, string mend)
    {
        using var project = Sales();
        using var lineage = await ProjectLineage.ReadAsync(project.Order, Cancellation);
        var fault = Assert.Throws<FaultException>(() => lineage.Upstream(asset)).Fault;
        Assert.Equal(code, fault.Code);
        Assert.Contains(mend, fault.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_the_rest_is_followed()
    {
        using var project = Sales();
        project.Add("models/broken.sql", "select {{ oops( }}");
        using var lineage = await ProjectLineage.ReadAsync(project.Order, Cancellation);
        Assert.Equal("broken", Assert.Single(lineage.Unread).Node.Name);
        Assert.NotEmpty(lineage.Upstream("daily.revenue"));
    }

    private static TestProject Sales() => new(
        ("seeds/raw_people.csv", "id,country\n1,fr\n"),
        ("models/schema.yml", """
            sources: [{name: crm, schema: crm_raw, tables: [{name: orders}]}]
            models: [{name: stg_orders, columns: [{name: total, tests: [not_null]}]}]
            exposures: [{name: board, type: dashboard, depends_on: [ref('daily')], owner: {name: Ann}}]
            """),
        ("models/stg_orders.sql", "select id, person_id, cast(placed_at as date) as placed, amount / 100.0 as total from {{ source('crm', 'orders') }}"),
        ("models/people.sql", "{{ config(materialized='ephemeral') }} select id, upper(country) as country from {{ ref('raw_people') }}"),
        ("models/daily.sql", "select placed as day, sum(total) as revenue from {{ ref('stg_orders') }} group by placed"),
        ("models/wide.sql", "select o.id, o.total, p.country from {{ ref('stg_orders') }} o join {{ ref('people') }} p on p.id = o.person_id where o.total > 0"),
        ("tests/positive.sql", "select revenue from {{ ref('daily') }} where revenue < 0"));

    private static List<string> Told(IEnumerable<LineageStep> steps) => [.. steps.Select(step => $"{step.Target} <- {string.Join(", ", step.Sources)} {step.Kind}")];
}
