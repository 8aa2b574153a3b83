select
    order_id,
    ordered_at,
    cast(ordered_at as date) as ordered_on,
    channel,
    store_id,
    customer_id,
    country,
    status,
    {{ is_sold('status') }} as is_sold,
    payment_method,
    shipping_fee
from {{ source('shop', 'orders') }}
