with lines as (
    select
        order_id,
        count(*) as lines,
        sum(quantity) as pieces,
        sum(line_total) as revenue
    from {{ ref('stg_order_lines') }}
    group by order_id
),

returned as (
    select
        order_id,
        sum(refund) as refunded
    from {{ ref('stg_returns') }}
    group by order_id
)

select
    lines.*,
    coalesce(returned.refunded, 0) as refunded,
    lines.revenue - coalesce(returned.refunded, 0) as net_revenue
from lines
left join returned using (order_id)
