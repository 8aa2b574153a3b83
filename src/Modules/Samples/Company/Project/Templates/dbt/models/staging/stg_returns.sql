select
    return_id,
    order_id,
    line_no,
    returned_on,
    quantity,
    coalesce(reason, 'not told') as reason,
    refund
from {{ source('shop', 'returns') }}
