using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class DbtBuildTests
{
    [Fact]
    public async Task A_dbt_project_is_built_on_the_lake_and_a_failure_stops_only_what_needs_it()
    {
        using var program = new Talentys();
        program.Write("dbt_project.yml", "name: shop\nmodels: {shop: {marts: {+materialized: table, +schema: marts}}}\nseeds: {shop: {+column_types: {code: varchar}}}\non-run-end: [\"create or replace table told as select {{ selected_resources | length }} as n\"]\n");
        program.Write("seeds/raw_orders.csv", "id,code,amount,day\n1,007,2.5,2026-01-01\n2,\"a,\"\"b\",3,2026-01-02\n3,,4.5,\n");
        program.Write("macros/cents.sql", "{% macro cents(column) %}{{ return(adapter.dispatch('cents')(column)) }}{% endmacro %}{% macro default__cents(column) %}cast({{ column }} * 100 as bigint){% endmacro %}");
        program.Write("macros/tests.sql", "{% test positive(model, column_name) %}select * from {{ model }} where {{ column_name }} <= 0{% endtest %}");
        program.Write("models/stg_orders.sql", "select id, code, {{ cents('amount') }} as cents, day from {{ ref('raw_orders') }}");
        program.Write("models/large.sql", "{{ config(materialized='ephemeral') }} select * from {{ ref('stg_orders') }} where cents > 250");
        program.Write("models/marts/large_orders.sql", "with x as (select * from {{ ref('large') }}) select * from x");
        program.Write("models/marts/growing.sql", """
            {{ config(materialized='incremental', unique_key='id', post_hook="insert into told2 select '{{ this.identifier }}'", pre_hook="create table if not exists told2 (who varchar)") }}
            select id, cents{% if is_incremental() %} + (select max(cents) from {{ this }}) as cents{% endif %} from {{ ref('stg_orders') }}
            {% set wanted = run_query("select max(id) from " ~ ref('stg_orders')) %}{% if execute %}where id <= {{ wanted.columns[0].values()[0] }}{% endif %}
            """);
        program.Write("models/schema.yml", """
            models:
              - name: stg_orders
                columns:
                  - {name: id, tests: [unique, not_null, positive]}
                  - {name: code, tests: [not_null: {severity: warn}, accepted_values: {values: ['007', 'a,"b'], where: code is not null}]}
              - name: large_orders
                columns:
                  - {name: id, tests: [relationships: {to: ref('stg_orders'), field: id}]}
            """);
        program.Write("tests/no_debts.sql", "select * from {{ ref('growing') }} where cents < 0");

        var built = await program.RunAsync("build");

        Assert.True(built.Code == 0, built.Errors);
        Assert.Contains("PASS=10 WARN=1 ERROR=0 SKIP=0 TOTAL=11", built.Errors, StringComparison.Ordinal);
        Assert.Equal("2,300\n3,450\n", (await program.GetAsync("query", "select id, cents from main_marts.large_orders order by id", "--format", "csv")).Replace("\r", "", StringComparison.Ordinal).Replace("id,cents\n", "", StringComparison.Ordinal));
        using (var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(program.Project, "target", "run_results.json"))))
        {
            Assert.Contains("model.shop.growing", results.RootElement.GetProperty("results").EnumerateArray().Where(one => one.GetProperty("status").GetString() == "success").Select(one => one.GetProperty("unique_id").GetString()));
        }

        // an incremental model reads itself as it was; the rows of its keys take the place of those that were there
        Assert.Equal(0, (await program.RunAsync("dbt", "run", "--select", "growing")).Code);
        Assert.Contains("[\"growing\",2,3,2350]", await program.GetAsync("query", "select who, count(*), (select count(*) from main_marts.growing), (select cast(sum(cents) as bigint) from main_marts.growing) from told2 group by who", "--format", "json"), StringComparison.Ordinal);

        // what fails in the middle leaves the table that was there, and only what needs it is skipped
        program.Write("models/stg_orders.sql", "select id, code, amount as cents, day, 1 / (select 0 where nothing) as wrong from {{ ref('raw_orders') }}");
        var failed = await program.RunAsync("dbt", "build");
        Assert.Equal(1, failed.Code);
        Assert.Contains("models/stg_orders.sql", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("PASS=1 WARN=0 ERROR=1 SKIP=9 TOTAL=11", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("[3]", await program.GetAsync("query", "select count(*) from stg_orders", "--format", "json"), StringComparison.Ordinal);
    }
}
