{% macro get_quoted_csv(names) %}
    {% set quoted = [] %}
    {% for name in names %}{% do quoted.append(adapter.quote(name)) %}{% endfor %}
    {{ return(quoted | join(', ')) }}
{% endmacro %}

{% macro process_schema_changes(on_schema_change, source_relation, target_relation) %}
    {% set source_columns = adapter.get_columns_in_relation(source_relation) %}
    {% set target_columns = adapter.get_columns_in_relation(target_relation) %}
    {% set added = adapter.get_missing_columns(source_relation, target_relation) %}
    {% set removed = adapter.get_missing_columns(target_relation, source_relation) %}
    {% if on_schema_change == 'fail' and (added or removed) %}
        {% do exceptions.raise_compiler_error('The columns of ' ~ this ~ ' changed: added ' ~ (added | map(attribute='name') | list) ~ ', removed ' ~ (removed | map(attribute='name') | list) ~ '. Run it with --full-refresh, or set on_schema_change.') %}
    {% elif on_schema_change in ('append_new_columns', 'sync_all_columns') %}
        {% for column in added %}{% call statement() %}alter table {{ target_relation }} add column {{ column.quoted }} {{ column.data_type }}{% endcall %}{% endfor %}
        {% if on_schema_change == 'sync_all_columns' %}
            {% for column in removed %}{% call statement() %}alter table {{ target_relation }} drop column {{ column.quoted }}{% endcall %}{% endfor %}
            {% for column in source_columns %}
                {% for old in target_columns if old.name | lower == column.name | lower and old.data_type != column.data_type %}
                    {% call statement() %}alter table {{ target_relation }} alter column {{ old.quoted }} type {{ column.data_type }}{% endcall %}
                {% endfor %}
            {% endfor %}
        {% endif %}
        {{ return(source_columns) }}
    {% endif %}
    {{ return(target_columns) }}
{% endmacro %}

{% macro get_incremental_append_sql(arg_dict) %}
    {% set columns = get_quoted_csv(arg_dict.dest_columns | map(attribute='name')) %}
    insert into {{ arg_dict.target_relation }} ({{ columns }}) select {{ columns }} from {{ arg_dict.temp_relation }}
{% endmacro %}

{% macro key_match(unique_key, left, right) -%}
    {%- set keys = [unique_key] if unique_key is string else unique_key -%}
    {%- for key in keys %}{{ left }}.{{ key }} = {{ right }}.{{ key }}{{ ' and ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{% macro get_incremental_delete_insert_sql(arg_dict) %}
    {{ return(get_delete_insert_merge_sql(arg_dict.target_relation, arg_dict.temp_relation, arg_dict.unique_key, arg_dict.dest_columns, arg_dict.incremental_predicates)) }}
{% endmacro %}

{% macro delete_insert_statements(arg_dict) %}
    {% if arg_dict.unique_key %}
    delete from {{ arg_dict.target_relation }} as dbt_internal_dest using {{ arg_dict.temp_relation }} as dbt_internal_source
    where {{ key_match(arg_dict.unique_key, 'dbt_internal_dest', 'dbt_internal_source') }}
    {%- for predicate in arg_dict.incremental_predicates %} and {{ predicate }}{% endfor %};
    {% endif %}
    {{ get_incremental_append_sql(arg_dict) }}
{% endmacro %}

{% macro get_incremental_merge_sql(arg_dict) %}
    {{ return(get_merge_sql(arg_dict.target_relation, arg_dict.temp_relation, arg_dict.unique_key, arg_dict.dest_columns, arg_dict.incremental_predicates)) }}
{% endmacro %}

{% macro merge_statement(arg_dict) %}
    {% if not arg_dict.unique_key %}{{ return(get_incremental_append_sql(arg_dict)) }}{% endif %}
    {% set names = arg_dict.dest_columns | map(attribute='name') | list %}
    {% set only = config.get('merge_update_columns') %}
    {% set but = config.get('merge_exclude_columns') %}
    {% if only and but %}
        {% do exceptions.raise_compiler_error('The model has both merge_update_columns and merge_exclude_columns: keep one of them') %}
    {% endif %}
    {% set only = ([only] if only is string else only or []) | map('lower') | list %}
    {% set but = ([but] if but is string else but or []) | map('lower') | list %}
    merge into {{ arg_dict.target_relation }} as dbt_internal_dest using {{ arg_dict.temp_relation }} as dbt_internal_source
    on {{ key_match(arg_dict.unique_key, 'dbt_internal_dest', 'dbt_internal_source') }}
    {%- for predicate in arg_dict.incremental_predicates %} and {{ predicate }}{% endfor %}
    when matched then update set
    {%- set pairs = [] %}
    {%- for name in names if (name | lower in only if only else name | lower not in but) %}{% do pairs.append(adapter.quote(name) ~ ' = dbt_internal_source.' ~ adapter.quote(name)) %}{% endfor %} {{ pairs | join(', ') }}
    when not matched then insert ({{ get_quoted_csv(names) }}) values ({% for name in names %}dbt_internal_source.{{ adapter.quote(name) }}{{ ', ' if not loop.last }}{% endfor %})
{% endmacro %}

{# The partitions that have new rows are written anew; without partitions the whole table is. #}
{% macro get_incremental_insert_overwrite_sql(arg_dict) %}
    {% set by = config.get('partition_by') %}
    {% set parts = [] %}
    {% for part in ([] if by is none else [by] if by is string or by is mapping else by) %}
        {% set field = part if part is string else part.field %}
        {% set granularity = none if part is string or part.get('data_type') == 'int64' else part.get('granularity') %}
        {% do parts.append((("date_trunc('" ~ granularity ~ "', ") if granularity else '', field, ')' if granularity else '')) %}
    {% endfor %}
    {% if parts %}
    delete from {{ arg_dict.target_relation }} as dbt_internal_dest using {{ arg_dict.temp_relation }} as dbt_internal_source
    where {% for part in parts %}{{ part[0] }}dbt_internal_dest.{{ part[1] }}{{ part[2] }} is not distinct from {{ part[0] }}dbt_internal_source.{{ part[1] }}{{ part[2] }}{{ ' and ' if not loop.last }}{% endfor %}
    {%- for predicate in arg_dict.incremental_predicates %} and {{ predicate }}{% endfor %};
    {% else %}
    delete from {{ arg_dict.target_relation }};
    {% endif %}
    {{ get_incremental_append_sql(arg_dict) }}
{% endmacro %}

{% macro get_incremental_microbatch_sql(arg_dict) %}
    {% set column = config.get('event_time') %}
    delete from {{ arg_dict.target_relation }}
    where cast({{ column }} as timestamp) >= cast('{{ model.batch.event_time_start.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as timestamp)
    and cast({{ column }} as timestamp) < cast('{{ model.batch.event_time_end.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as timestamp);
    {{ get_incremental_append_sql(arg_dict) }}
{% endmacro %}
