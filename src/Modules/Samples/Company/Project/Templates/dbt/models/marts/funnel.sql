-- how many sessions of a day came how far
select
    cast(occurred_at as date) as day,
    device,
    count(distinct session_id) as sessions,
    count(distinct session_id) filter (where type = 'add_to_cart') as with_cart,
    count(distinct session_id) filter (where type = 'checkout') as with_checkout,
    count(distinct session_id) filter (where type = 'purchase') as with_purchase
from {{ ref('stg_events') }}
group by all
