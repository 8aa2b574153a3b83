select
    ordered_on,
    channel,
    country,
    count(*) as orders,
    sum(pieces) as pieces,
    sum(revenue) as revenue,
    sum(net_revenue) as net_revenue
from {{ ref('orders') }}
where is_sold
group by ordered_on, channel, country
