using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class DbtBuildTests
{
    /// <summary>All that dbt's macros of many databases mean here, asked of the engine.</summary>
    private const string Macros = """
        select 1 where (
            {{ dateadd('day', 2, "date '2026-01-30'") }} = date '2026-02-01' and {{ dateadd('quarter', '1 + 1', "timestamp '2026-01-30 10:00:00'") }} = timestamp '2026-07-30 10:00:00'
            and {{ datediff("'2026-01-31'", "'2026-02-01'", 'month') }} = 1 and {{ dbt.date_trunc('month', "date '2026-02-17'") }} = date '2026-02-01'
            and {{ last_day("date '2026-02-17'", 'month') }} = date '2026-02-28' and {{ date(2026, 2, 3) }} = date '2026-02-03'
            and (select string_agg(strftime(date_month, '%m-%d'), ' ' order by 1) from ({{ date_spine('month', "'2026-01-15'", "'2026-03-20'") }})) = '01-15 02-15'
            and {{ get_intervals_between("'2026-01-15'", "'2026-03-20'", 'day') }} = 64 and (select sum(generated_number) from ({{ generate_series(4) }})) = 10
            and {{ safe_cast("'x'", type_int()) }} is null and {{ cast("'7'", type_bigint()) }} = 7 and {{ cast_bool_to_text('1 = 1') }} = 'true'
            and {{ split_part("'a-b-c'", "'-'", 2) }} = 'b' and {{ hash(1) }} = md5('1') and {{ concat(["'a'", "'b'"]) }} = 'ab' and {{ length("'abc'") }} = 3
            and {{ position("'b'", "'abc'") }} = 2 and {{ replace("'abc'", "'b'", "'-'") }} = 'a-c' and {{ right("'abc'", 2) }} = 'bc'
            and (select {{ listagg('x', "'-'", 'order by x', 2) }} || {{ listagg('x', "'+'", 'order by x desc') }} from (values ('c'), ('a'), ('b')) t (x)) = 'a-bc+b+a'
            and (select {{ any_value('x') }} = 1 and {{ bool_or('x = 1') }} from (values (1)) t (x))
            and {{ array_append(array_construct([1, 2]), 3) }} = {{ array_concat('[1]', '[2, 3]') }} and len({{ array_construct([], type_string()) }}) = 0
            and {{ string_literal(escape_single_quotes("it's")) }} = 'it''s' and (select count(*) from (select 1 {{ except() }} select 1)) = 0 and (select count(*) from (select 1 {{ intersect() }} select 1)) = 1
            and {{ current_timestamp() }} > timestamp '2026-01-01' and {{ current_timestamp_backcompat() }} > timestamp '2026-01-01' and {{ equals(1, 1) }}
            and cast('1.5' as {{ type_float() }}) = 1.5 and cast('1.5' as {{ type_numeric() }}) = 1.5 and cast('2026-01-01' as {{ type_timestamp() }}) = date '2026-01-01' and cast('t' as {{ type_boolean() }})
        ) is not true
        """;

    /// <summary>What the engine's types are in templates: Python's values, as dbt has them.</summary>
    private const string Values = """
        {% set found = run_query("select [1, 2] as l, {'a': date '2026-01-02'} as s, time '10:00:00' as t, 18446744073709551615::ubigint as u, 'a\\xAA'::blob as b, timestamp '2026-01-01 10:00:00' as m, 2.50::decimal(9, 2) as d, sum(7) as h, 'x'::enum_of as e".replace("::enum_of", "::enum('x', 'y')")) %}
        {% if execute %}{% set row = found.rows[0] %}{% do found.print_table() %}
        select 1 where [{% for value in row.values() %}$${{ value }}$$, {% endfor %} $${{ row.l[1] + row.h }}$$]
            <> ['[1, 2]', $${'a': datetime.date(2026, 1, 2)}$$, '10:00:00', '18446744073709551615', 'a\xAA', '2026-01-01 10:00:00', '2.50', '7', 'x', '9']
        {% endif %}
        """;

    /// <summary>One project, built twice: each start of the program costs seconds.</summary>
    [Fact]
    public async Task A_dbt_project_is_built_on_the_lake_and_a_failure_stops_only_what_needs_it()
    {
        using var program = new Talentys();
        program.Settings["SHOP_SCHEMA"] = "mine";
        program.Write("conf/profiles.yml", "shop: {target: dev, outputs: {dev: {type: duckdb, schema: \"{{ env_var('SHOP_SCHEMA') }}\"}}}\n");
        program.Write("dbt_project.yml", "name: shop\nprofile: shop\nmodels: {shop: {marts: {+materialized: table, +schema: marts}}}\nseeds: {shop: {+column_types: {code: varchar}}}\non-run-end: [\"create or replace table told as select {{ selected_resources | length }} as n\"]\n");
        program.Write("seeds/raw_orders.csv", "id,code,amount,day\n1,007,2.5,2026-01-01\n2,\"a,\"\"b\",3,2026-01-02\n3,,4.5,\n");
        program.Write("macros/cents.sql", "{% macro cents(column) %}{{ return(adapter.dispatch('cents')(column)) }}{% endmacro %}{% macro default__cents(column) %}cast({{ column }} * 100 as bigint){% endmacro %}");
        program.Write("macros/tests.sql", "{% test positive(model, column_name) %}select * from {{ model }} where {{ column_name }} <= 0{% endtest %}");
        program.Write("macros/noted.sql", """
            {% materialization noted, default %}
                {% set target = this.incorporate(type='table') %}
                {% call statement('main') %}create or replace table {{ target }} as select *, '{{ config.get("note") }}' as note from ({{ sql }}){% endcall %}
                {{ return({'relations': [target]}) }}
            {% endmaterialization %}
            """);
        program.Write("models/stg_orders.sql", "select id, code, {{ cents('amount') }} as cents, day from {{ ref('raw_orders') }}");
        program.Write("models/large.sql", "{{ config(materialized='ephemeral') }} select * from {{ ref('stg_orders') }} where cents > 250");
        program.Write("models/marts/large_orders.sql", "with x as (select * from {{ ref('large') }}) select * from x");
        program.Write("models/growing.sql", """
            {{ config(materialized='incremental', unique_key='id', post_hook="insert into told2 select '{{ this.identifier }}'", pre_hook="create table if not exists told2 (who varchar)") }}
            select id, {{ cents('amount') }}{% if is_incremental() %} + (select max(cents) from {{ this }}){% endif %} as cents from {{ ref('raw_orders') }}
            {% set wanted = run_query("select max(id) from " ~ ref('raw_orders')) %}{% if execute %}where id <= {{ wanted.columns[0].values()[0] }}{% endif %}
            """);
        program.Write("models/appended.sql", "{{ config(materialized='incremental') }} select id from {{ ref('raw_orders') }}");
        program.Write("models/merged.sql", """
            {{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_exclude_columns=['born'], on_schema_change='append_new_columns') }}
            {% if is_incremental() %}select id + 1 as id, 2 as born, 2 as version, 'new' as note{% else %}select id, 1 as born, 1 as version{% endif %} from {{ ref('raw_orders') }}
            """);
        program.Write("models/turned.sql", "{{ config(materialized='view') }} select 1 as n");
        program.Write("models/turned_back.sql", "{{ config(materialized='table') }} select 1 as n");
        program.Write("models/own.sql", "{{ config(materialized='noted', note='by hand') }} select 1 as n");
        program.Write("models/schema.yml", """
            models:
              - name: stg_orders
                columns:
                  - {name: id, tests: [unique, not_null, positive]}
                  - {name: code, tests: [not_null: {severity: warn, store_failures: true}, accepted_values: {values: ['007', 'a,"b'], where: code is not null}]}
              - name: large_orders
                columns:
                  - {name: id, tests: [relationships: {to: ref('stg_orders'), field: id}]}
            """);
        program.Write("tests/no_debts.sql", "select * from {{ ref('growing') }} where cents < 0");
        program.Write("tests/macros.sql", Macros);
        program.Write("tests/values.sql", Values);

        var built = await program.RunAsync("build", "--profiles-dir", "conf");

        Assert.True(built.Code == 0, built.Errors);
        Assert.Contains("PASS=17 WARN=1 ERROR=0 SKIP=0 TOTAL=18", built.Errors, StringComparison.Ordinal);
        using (var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(program.Project, "target", "run_results.json"))))
        {
            Assert.Contains("model.shop.growing", results.RootElement.GetProperty("results").EnumerateArray().Where(one => one.GetProperty("status").GetString() == "success").Select(one => one.GetProperty("unique_id").GetString()));
        }

        // what fails in the middle leaves the table that was there, and only what needs it is skipped; all else is built, incremental models with what they were
        program.Write("models/stg_orders.sql", "select id, code, amount as cents, day, no_such_function(code) as wrong from {{ ref('raw_orders') }}");
        program.Write("models/turned.sql", "{{ config(materialized='table') }} select 2 as n");
        program.Write("models/turned_back.sql", "{{ config(materialized='view') }} select 2 as n");
        var failed = await program.RunAsync("dbt", "build", "--profiles-dir", "conf", "--select", "raw_orders+", "turned", "turned_back", "--exclude", "test_name:positive", "--static-analysis", "off");
        Assert.Equal(1, failed.Code);
        Assert.Contains("models/stg_orders.sql", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("PASS=7 WARN=0 ERROR=1 SKIP=6 TOTAL=14", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("large_orders: skipped, for model.shop.stg_orders failed", failed.Errors, StringComparison.Ordinal);

        var found = await program.GetAsync(
            "query",
            """
            select (select string_agg(concat(id, ':', cents), ' ' order by id) from mine_marts.large_orders), (select count(*) from mine.stg_orders), (select count(*) from told2),
              (select string_agg(concat(id, ':', cents), ' ' order by id) from mine.growing), (select count(*) from mine.appended),
              (select string_agg(concat_ws(':', id, born, version, note), ' ' order by id) from mine.merged),
              (select string_agg(concat(table_name, ' ', table_type), ', ' order by table_name) from information_schema.tables where table_name like 'turned%'),
              (select sum(n)::bigint from (select n from mine.turned union all select n from mine.turned_back)), (select note from mine.own), (select n from told),
              (select count(*) from mine_dbt_test__audit.not_null_stg_orders_code)
            """,
            "--format", "json");
        Assert.Contains(
            "[\"2:300 3:450\",3,2,\"1:700 2:750 3:900\",6,\"1:1:1 2:1:2:new 3:1:2:new 4:2:2:new\",\"turned BASE TABLE, turned_back VIEW\",4,\"by hand\",14,1]", found, StringComparison.Ordinal);

        // once it is mended a retry does what failed and what was left out, as it was asked for, and nothing else
        program.Write("models/stg_orders.sql", "select id, code, amount as cents, day from {{ ref('raw_orders') }} where id < 3");
        var again = await program.RunAsync("dbt", "retry");
        Assert.Contains("PASS=7 WARN=0 ERROR=0 SKIP=0 TOTAL=7", again.Errors, StringComparison.Ordinal);
        Assert.Equal(0, again.Code);
        Assert.Contains("[2]", await program.GetAsync("query", "select count(*) from mine.stg_orders", "--format", "json"), StringComparison.Ordinal);
    }
}
