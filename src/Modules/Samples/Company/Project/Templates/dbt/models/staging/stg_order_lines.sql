select
    order_id,
    line_no,
    sku,
    quantity,
    unit_price,
    discount_pct,
    line_total
from {{ source('shop', 'order_lines') }}
