{# The whole of a node is one transaction: readers see what was there before until all of it is done. #}
{% materialization table, default %}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {% do adapter.make_way(target_relation) %}
    {% call statement('main') %}{{ create_table_as(false, target_relation, sql) }}{% endcall %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, default %}
    {% set target_relation = this.incorporate(type='view') %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {% do adapter.make_way(target_relation) %}
    {% call statement('main') %}{{ create_view_as(target_relation, sql) }}{% endcall %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# What it shows is kept and made anew by each build: a table, which reads as fast. #}
{% materialization materialized_view, default %}
    {{ return(dbt.materialization_table()) }}
{% endmaterialization %}

{% materialization incremental, default %}
    {% set target_relation = this.incorporate(type='table') %}
    {% set existing = load_relation(this) %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {% if existing is none or existing.is_view or should_full_refresh() %}
        {% do adapter.make_way(target_relation) %}
        {% call statement('main') %}{{ create_table_as(false, target_relation, sql) }}{% endcall %}
    {% else %}
        {# rows are found before anything changes: what they are made of may read the table itself #}
        {% set tmp = make_temp_relation(target_relation) %}
        {% set unique_key = config.get('unique_key') %}
        {% set strategy = config.get('incremental_strategy') or ('delete+insert' if unique_key else 'append') %}
        {% set build_sql = adapter.get_incremental_strategy_macro(strategy) %}
        {% call statement('rows') %}{{ create_table_as(true, tmp, sql) }}{% endcall %}
        {% set columns = process_schema_changes(config.get('on_schema_change', 'ignore'), tmp, existing) %}
        {% call statement('main') %}{{ build_sql({
            'target_relation': target_relation, 'temp_relation': tmp, 'unique_key': unique_key, 'dest_columns': columns,
            'incremental_predicates': config.get('predicates') or config.get('incremental_predicates') or []
        }) }}{% endcall %}
        {% do adapter.drop_relation(tmp) %}
    {% endif %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization seed, default %}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {% do adapter.make_way(target_relation) %}
    {% do adapter.load_seed(target_relation) %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization test, default %}
    {% set main_sql = sql %}
    {% set relations = [] %}
    {% set how = how_failures_are_stored() %}
    {% if how != 'ephemeral' %}
        {% set target_relation = this.incorporate(type=how) %}
        {% do adapter.make_way(target_relation) %}
        {% call statement() %}{{ create_view_as(target_relation, sql) if how == 'view' else create_table_as(false, target_relation, sql) }}{% endcall %}
        {% set main_sql = 'select * from ' ~ target_relation %}
        {% do relations.append(target_relation) %}
    {% endif %}
    {% call statement('main', fetch_result=true) %}
        {{ get_test_sql(main_sql, config.get('fail_calc', 'count(*)'), config.get('warn_if', '!= 0'), config.get('error_if', '!= 0'), config.get('limit')) }}
    {% endcall %}
    {{ return({'relations': relations}) }}
{% endmaterialization %}

{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    {{ adapter.dispatch('get_test_sql', 'dbt')(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}

{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    select {{ fail_calc }} as failures, {{ fail_calc }} {{ warn_if }} as should_warn, {{ fail_calc }} {{ error_if }} as should_error
    from (
{{ main_sql }}
{{ 'limit ' ~ limit if limit is not none }}
    ) dbt_internal_test
{%- endmacro %}
