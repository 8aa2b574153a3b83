{# Every macro here may be written anew by a project: of the same name, or as duckdb__NAME or default__NAME. #}
{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {{ adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code) }}
{%- endmacro %}

{% macro default__create_table_as(temporary, relation, compiled_code) -%}
    {{ config.get('sql_header') or '' }}
    create or replace table {{ relation }} as (
{{ compiled_code }}
    )
{%- endmacro %}

{% macro create_view_as(relation, sql) -%}
    {{ adapter.dispatch('create_view_as', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__create_view_as(relation, sql) -%}
    {{ config.get('sql_header') or '' }}
    create or replace view {{ relation }} as (
{{ sql }}
    )
{%- endmacro %}

{% macro load_relation(relation) %}
    {{ return(adapter.get_relation(relation.database, relation.schema, relation.identifier)) }}
{% endmacro %}

{% macro load_cached_relation(relation) %}
    {{ return(adapter.get_relation(relation.database, relation.schema, relation.identifier)) }}
{% endmacro %}

{% macro get_or_create_relation(database, schema, identifier, type) %}
    {% set found = adapter.get_relation(database, schema, identifier) %}
    {{ return([found is not none, found if found is not none else api.Relation.create(database=database, schema=schema, identifier=identifier, type=type)]) }}
{% endmacro %}

{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') %}
    {{ return(adapter.dispatch('make_temp_relation', 'dbt')(base_relation, suffix)) }}
{% endmacro %}

{% macro default__make_temp_relation(base_relation, suffix) %}
    {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix}, type='table')) }}
{% endmacro %}

{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') %}
    {{ return(make_temp_relation(base_relation, suffix)) }}
{% endmacro %}

{% macro make_backup_relation(base_relation, backup_relation_type, suffix='__dbt_backup') %}
    {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix}, type=backup_relation_type)) }}
{% endmacro %}

{% macro drop_relation_if_exists(relation) %}
    {% if relation is not none %}{% do adapter.drop_relation(relation) %}{% endif %}
{% endmacro %}

{% macro create_schema(relation) %}{% do adapter.create_schema(relation) %}{% endmacro %}

{% macro get_columns_in_query(select_sql) %}
    {{ return(adapter.get_columns_in_query(select_sql)) }}
{% endmacro %}

{% macro get_where_subquery(relation) %}
    {{ return(adapter.dispatch('get_where_subquery', 'dbt')(relation)) }}
{% endmacro %}

{# The relation itself where nothing is to be left out: tests may ask it for its columns. #}
{% macro default__get_where_subquery(relation) %}
    {% set where = config.get('where', '') %}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ where ~ ') dbt_subquery' if where else relation) }}
{% endmacro %}

{% macro should_full_refresh() %}
    {% set told = config.get('full_refresh') %}
    {{ return(flags.FULL_REFRESH if told is none else told) }}
{% endmacro %}

{% macro should_store_failures() %}
    {% set told = config.get('store_failures') %}
    {{ return(flags.STORE_FAILURES if told is none else told) }}
{% endmacro %}

{# As what the rows that fail are kept: table, view, or ephemeral for not at all. #}
{% macro how_failures_are_stored() %}
    {% set how = config.get('store_failures_as') or ('table' if should_store_failures() else 'ephemeral') %}
    {% if how not in ('table', 'view', 'ephemeral') %}
        {% do exceptions.raise_compiler_error('store_failures_as is table, view or ephemeral, not ' ~ how) %}
    {% endif %}
    {{ return(how) }}
{% endmacro %}

{% macro is_incremental() %}
    {% if not execute %}{{ return(false) }}{% endif %}
    {% set found = load_relation(this) %}
    {{ return(found is not none and found.type == 'table' and model.config.materialized == 'incremental' and not should_full_refresh()) }}
{% endmacro %}

{% macro run_hooks(hooks, inside_transaction=true) %}
    {% for hook in hooks if hook.get('transaction', true) == inside_transaction %}
        {% set rendered = render(hook.get('sql')) | trim %}
        {% if rendered | length > 0 %}
            {% call statement(auto_begin=inside_transaction) %}{{ rendered }}{% endcall %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{% macro in_transaction(sql) %}{{ return({'sql': sql, 'transaction': true}) }}{% endmacro %}
{% macro before_begin(sql) %}{{ return({'sql': sql, 'transaction': false}) }}{% endmacro %}
{% macro after_commit(sql) %}{{ return({'sql': sql, 'transaction': false}) }}{% endmacro %}
