{{ config(materialized='incremental', unique_key='order_id', on_schema_change='append_new_columns') }}

select
    orders.order_id,
    orders.ordered_at,
    orders.ordered_on,
    orders.channel,
    orders.store_id,
    orders.customer_id,
    orders.country,
    orders.status,
    orders.is_sold,
    totals.lines,
    totals.pieces,
    totals.revenue,
    totals.refunded,
    totals.net_revenue
from {{ ref('stg_orders') }} as orders
join {{ ref('int_order_totals') }} as totals using (order_id)
{% if is_incremental() %}
-- returns come up to 60 days after the order
where orders.ordered_on >= (select max(ordered_on) from {{ this }}) - interval 60 day
{% endif %}
