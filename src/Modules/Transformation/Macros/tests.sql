{% test not_null(model, column_name) %}
    select {{ column_name }} from {{ model }} where {{ column_name }} is null
{% endtest %}

{% test unique(model, column_name) %}
    select {{ column_name }} as unique_field, count(*) as n_records
    from {{ model }}
    where {{ column_name }} is not null
    group by {{ column_name }}
    having count(*) > 1
{% endtest %}

{% test accepted_values(model, column_name, values, quote=true) %}
    select value_field, n_records
    from (select {{ column_name }} as value_field, count(*) as n_records from {{ model }} group by {{ column_name }})
    where value_field not in (
        {%- for value in values %}{{ "'" ~ value ~ "'" if quote else value }}{{ ', ' if not loop.last }}{% endfor -%}
    )
{% endtest %}

{% test relationships(model, column_name, to, field) %}
    select child.{{ column_name }} as from_field
    from {{ model }} as child
    left join {{ to }} as parent on child.{{ column_name }} = parent.{{ field }}
    where child.{{ column_name }} is not null and parent.{{ field }} is null
{% endtest %}
