with bought as (
    select
        customer_id,
        count(*) as orders,
        min(ordered_on) as first_order_on,
        max(ordered_on) as last_order_on,
        sum(net_revenue) as net_revenue
    from {{ ref('orders') }}
    where is_sold
    group by customer_id
)

select
    customers.customer_id,
    customers.email,
    customers.full_name,
    customers.country,
    countries.region,
    customers.loyalty_tier,
    customers.signed_up_on,
    coalesce(bought.orders, 0) as orders,
    bought.first_order_on,
    bought.last_order_on,
    coalesce(bought.net_revenue, 0) as net_revenue
from {{ ref('stg_customers') }} as customers
left join {{ ref('countries') }} as countries using (country)
left join bought using (customer_id)
