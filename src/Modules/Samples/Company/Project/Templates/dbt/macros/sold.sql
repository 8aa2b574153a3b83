{# Whether an order counts as sold. #}
{% macro is_sold(status) -%}
    {{ status }} in ({% for state in var('sold_states') %}'{{ state }}'{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}
