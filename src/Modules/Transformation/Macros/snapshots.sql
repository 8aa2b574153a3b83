{# One row for each state that a key was in: closed when the key changes or is gone, and never changed again. #}
{% materialization snapshot, default %}
    {% set target_relation = this.incorporate(type='table') %}
    {% set existing = load_relation(this) %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks) }}
    {% if existing is not none and existing.is_view %}
        {% do exceptions.raise_compiler_error('The snapshot ' ~ this ~ ' cannot be kept: there is a view of that name. Drop the view, or give the snapshot another alias') %}
    {% endif %}
    {% set strategy = strategy_dispatch(config.get('strategy'))(model, 'snapshotted_data', 'source_data', model['config'], existing is not none) %}
    {% set ids = get_snapshot_table_column_names() %}
    {% if existing is none %}
        {% call statement('main') %}{{ create_table_as(false, target_relation, build_snapshot_table(strategy, sql)) }}{% endcall %}
    {% else %}
        {% set target_names = adapter.get_columns_in_relation(existing) | map(attribute='name') | map('lower') | list %}
        {% for id in [ids.dbt_scd_id, ids.dbt_valid_from, ids.dbt_valid_to] if id | lower not in target_names %}
            {% do exceptions.raise_compiler_error('The table ' ~ this ~ ' is no snapshot: it has no column ' ~ id ~ '. Drop it, or give the snapshot another alias') %}
        {% endfor %}
        {% if snapshot_hard_deletes(strategy) == 'new_record' and ids.dbt_is_deleted | lower not in target_names %}
            {% call statement() %}alter table {{ existing }} add column {{ adapter.quote(ids.dbt_is_deleted) }} varchar{% endcall %}
        {% endif %}
        {% set staging = make_temp_relation(target_relation) %}
        {% call statement('rows') %}{{ create_table_as(true, staging, snapshot_staging_table(strategy, sql, existing)) }}{% endcall %}
        {% for column in adapter.get_missing_columns(staging, existing) if column.name != 'dbt_change_type' %}
            {% call statement() %}alter table {{ existing }} add column {{ column.quoted }} {{ column.data_type }}{% endcall %}
        {% endfor %}
        {% set names = [] %}
        {% for column in adapter.get_columns_in_relation(staging) if column.name != 'dbt_change_type' %}{% do names.append(column.quoted) %}{% endfor %}
        {% call statement('main') %}{{ snapshot_merge_sql(existing, staging, names) }}{% endcall %}
        {% do adapter.drop_relation(staging) %}
    {% endif %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro get_snapshot_table_column_names() %}
    {% set own = config.get('snapshot_meta_column_names') or {} %}
    {% set names = {} %}
    {% for name in ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] %}{% do names.update({name: own.get(name) or name}) %}{% endfor %}
    {{ return(names) }}
{% endmacro %}

{% macro snapshot_hard_deletes(strategy) %}
    {{ return(strategy.get('hard_deletes') or ('invalidate' if strategy.get('invalidate_hard_deletes') else 'ignore')) }}
{% endmacro %}

{% macro snapshot_hash_arguments(args) -%}{{ return(adapter.dispatch('snapshot_hash_arguments', 'dbt')(args)) }}{%- endmacro %}
{% macro default__snapshot_hash_arguments(args) -%}
    md5({% for arg in args %}coalesce(cast({{ arg }} as varchar), ''){{ " || '|' || " if not loop.last }}{% endfor %})
{%- endmacro %}

{# A strategy: which rows changed, since when, and what a state of a row is called. A project adds one as snapshot_NAME_strategy. #}
{% macro strategy_dispatch(name) %}
    {% set (package, plain) = name.split('.', 1) if '.' in name else (none, name) %}
    {% set search = context[package] if package else context %}
    {% set found = search['snapshot_' ~ plain ~ '_strategy'] %}
    {% if not found %}{% do exceptions.raise_compiler_error("There is no snapshot strategy '" ~ name ~ "': write timestamp or check, or the macro snapshot_" ~ plain ~ "_strategy") %}{% endif %}
    {{ return(found) }}
{% endmacro %}

{% macro snapshot_told_deletes(model_config) %}
    {{ return(model_config.get('hard_deletes') or ('invalidate' if model_config.get('invalidate_hard_deletes') else 'ignore')) }}
{% endmacro %}

{% macro snapshot_scd_id(unique_key, updated_at) %}
    {{ return(snapshot_hash_arguments((unique_key if unique_key is not string else [unique_key]) + [updated_at])) }}
{% endmacro %}

{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
    {% set updated_at = model_config['updated_at'] %}
    {% set since = get_snapshot_table_column_names().dbt_valid_from %}
    {{ return({
        'unique_key': model_config['unique_key'], 'updated_at': updated_at, 'scd_id': snapshot_scd_id(model_config['unique_key'], updated_at),
        'row_changed': '(' ~ snapshotted_rel ~ '.' ~ since ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')', 'hard_deletes': snapshot_told_deletes(model_config)
    }) }}
{% endmacro %}

{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
    {% set updated_at = model_config.get('updated_at') or snapshot_get_time() %}
    {% set changed = [] %}
    {% if target_exists %}
        {% set there = adapter.get_columns_in_relation(this) | map(attribute='name') | map('lower') | list %}
        {% set told = model_config['check_cols'] %}
        {% for name in (get_columns_in_query(compiled_code) if told == 'all' else told) %}
            {# a column that the snapshot does not have yet makes every row another #}
            {% do changed.append(snapshotted_rel ~ '.' ~ adapter.quote(name) ~ ' is distinct from ' ~ current_rel ~ '.' ~ adapter.quote(name) if name | lower in there else 'true') %}
        {% endfor %}
    {% endif %}
    {{ return({
        'unique_key': model_config['unique_key'], 'updated_at': updated_at, 'scd_id': snapshot_scd_id(model_config['unique_key'], updated_at),
        'row_changed': '(' ~ (changed | join(' or ') or 'false') ~ ')', 'hard_deletes': snapshot_told_deletes(model_config)
    }) }}
{% endmacro %}

{% macro build_snapshot_table(strategy, sql) -%}{{ return(adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql)) }}{%- endmacro %}
{% macro default__build_snapshot_table(strategy, sql) -%}
    {%- set ids = get_snapshot_table_column_names() -%}
    select *, {{ snapshot_state_columns(strategy, ids) }}
    {%- if snapshot_hard_deletes(strategy) == 'new_record' %}, 'False' as {{ ids.dbt_is_deleted }}{% endif %}
    from (
{{ sql }}
    ) dbt_snapshot_source
{%- endmacro %}

{% macro snapshot_state_columns(strategy, ids) -%}
    {{ strategy.scd_id }} as {{ ids.dbt_scd_id }}, {{ strategy.updated_at }} as {{ ids.dbt_updated_at }}, {{ strategy.updated_at }} as {{ ids.dbt_valid_from }},
    coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ ids.dbt_valid_to }}
{%- endmacro %}

{% macro snapshot_is_open(of, ids) -%}
    ({{ of }}{{ ids.dbt_valid_to }} is null{{ ' or ' ~ of ~ ids.dbt_valid_to ~ ' = ' ~ config.get('dbt_valid_to_current') if config.get('dbt_valid_to_current') }})
{%- endmacro %}

{# All that is to be done in one table, so that one moment holds for all of it: 'insert' is a new state, 'update' and 'delete' the end of one. #}
{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}{{ return(adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation)) }}{%- endmacro %}
{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {%- set ids = get_snapshot_table_column_names() -%}
    {%- set keys = [strategy.unique_key] if strategy.unique_key is string else strategy.unique_key -%}
    {%- set hard = snapshot_hard_deletes(strategy) -%}
    {%- set source_names = get_columns_in_query(source_sql) -%}
    {%- set target_names = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | map('lower') | list -%}
    {%- set changed = '(' ~ strategy.row_changed ~ (" or coalesce(snapshotted_data." ~ ids.dbt_is_deleted ~ ", 'False') = 'True'" if hard == 'new_record' else '') ~ ')' -%}
    {%- set match -%}{% for key in keys %}snapshotted_data.dbt_unique_key_{{ loop.index }} = source_data.dbt_unique_key_{{ loop.index }}{{ ' and ' if not loop.last }}{% endfor %}{%- endset -%}
    with snapshot_query as (
{{ source_sql }}
    ), snapshotted_data as (
        select *, {% for key in keys %}{{ key }} as dbt_unique_key_{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}
        from {{ target_relation }} where {{ snapshot_is_open('', ids) }}
    ), source_data as (
        select *, {{ snapshot_state_columns(strategy, ids) }}, {% for key in keys %}{{ key }} as dbt_unique_key_{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}
        from snapshot_query
    )
    select 'insert' as dbt_change_type, {{ snapshot_names('source_data', source_names) }}, source_data.{{ ids.dbt_scd_id }}, source_data.{{ ids.dbt_updated_at }},
        source_data.{{ ids.dbt_valid_from }}, source_data.{{ ids.dbt_valid_to }}{{ ", 'False' as " ~ ids.dbt_is_deleted if hard == 'new_record' }}
    from source_data left join snapshotted_data on {{ match }}
    where snapshotted_data.dbt_unique_key_1 is null or {{ changed }}
    union all
    select 'update', {{ snapshot_names('source_data', source_names) }}, snapshotted_data.{{ ids.dbt_scd_id }}, source_data.{{ ids.dbt_updated_at }},
        snapshotted_data.{{ ids.dbt_valid_from }}, source_data.{{ ids.dbt_updated_at }}{{ ", snapshotted_data." ~ ids.dbt_is_deleted if hard == 'new_record' }}
    from source_data join snapshotted_data on {{ match }}
    where {{ changed }}
    {%- if hard != 'ignore' %}
    {%- set gone -%}
    from snapshotted_data left join source_data on {{ match }}
    where source_data.dbt_unique_key_1 is null{{ " and coalesce(snapshotted_data." ~ ids.dbt_is_deleted ~ ", 'False') <> 'True'" if hard == 'new_record' }}
    {%- endset %}
    union all
    select 'delete', {{ snapshot_names('snapshotted_data', source_names, target_names) }}, snapshotted_data.{{ ids.dbt_scd_id }}, {{ snapshot_get_time() }},
        snapshotted_data.{{ ids.dbt_valid_from }}, {{ snapshot_get_time() }}{{ ", snapshotted_data." ~ ids.dbt_is_deleted if hard == 'new_record' }}
    {{ gone }}
    {%- if hard == 'new_record' %}
    union all
    select 'insert', {{ snapshot_names('snapshotted_data', source_names, target_names) }}, {{ snapshot_hash_arguments(['snapshotted_data.' ~ ids.dbt_scd_id, snapshot_get_time()]) }},
        {{ snapshot_get_time() }}, {{ snapshot_get_time() }}, snapshotted_data.{{ ids.dbt_valid_to }}, 'True'
    {{ gone }}
    {%- endif %}
    {%- endif %}
{%- endmacro %}

{% macro snapshot_names(of, names, there=none) -%}
    {%- for name in names %}{{ of ~ '.' ~ adapter.quote(name) if there is none or name | lower in there else 'null' }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{% macro snapshot_merge_sql(target, source, insert_cols) -%}{{ return(adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols)) }}{%- endmacro %}
{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
    {%- set ids = get_snapshot_table_column_names() -%}
    merge into {{ target }} as dbt_internal_dest using {{ source }} as dbt_internal_source
    on dbt_internal_source.{{ ids.dbt_scd_id }} = dbt_internal_dest.{{ ids.dbt_scd_id }} and dbt_internal_source.dbt_change_type <> 'insert'
    when matched and {{ snapshot_is_open('dbt_internal_dest.', ids) }} then update set {{ ids.dbt_valid_to }} = dbt_internal_source.{{ ids.dbt_valid_to }}
    when not matched and dbt_internal_source.dbt_change_type = 'insert'
        then insert ({{ insert_cols | join(', ') }}) values ({% for column in insert_cols %}dbt_internal_source.{{ column }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}
