{# What is written about a model and its columns, kept at its table or view where persist_docs says so. #}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
    {{ return(adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns)) }}
{%- endmacro %}

{% macro default__persist_docs(relation, model, for_relation, for_columns) %}
    {% if for_relation and config.persist_relation_docs() and model.description %}
        {% do adapter.run_after_commit(alter_relation_comment(relation, model.description)) %}
    {% endif %}
    {% if for_columns and config.persist_column_docs() and model.columns %}
        {% do alter_column_comment(relation, model.columns) %}
    {% endif %}
{% endmacro %}

{% macro alter_relation_comment(relation, relation_comment) -%}{{ return(adapter.dispatch('alter_relation_comment', 'dbt')(relation, relation_comment)) }}{%- endmacro %}
{% macro default__alter_relation_comment(relation, relation_comment) -%}
    comment on {{ 'view' if relation.is_view else 'table' }} {{ relation }} is '{{ escape_single_quotes(relation_comment) }}'
{%- endmacro %}

{# What is told of columns that are not there is left out. #}
{% macro alter_column_comment(relation, column_dict) -%}{{ return(adapter.dispatch('alter_column_comment', 'dbt')(relation, column_dict)) }}{%- endmacro %}
{% macro default__alter_column_comment(relation, column_dict) -%}
    {% for column in adapter.get_columns_in_relation(relation) %}
        {% for name, told in column_dict.items() if name | lower == column.name | lower and told.description %}
            {% do adapter.run_after_commit('comment on column ' ~ relation ~ '.' ~ column.quoted ~ " is '" ~ escape_single_quotes(told.description) ~ "'") %}
        {% endfor %}
    {% endfor %}
{%- endmacro %}
