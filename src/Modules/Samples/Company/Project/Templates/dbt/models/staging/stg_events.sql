select
    event_id,
    "at" as occurred_at,
    session_id,
    type,
    sku,
    order_id,
    context.device as device,
    context.channel as channel
from {{ source('web', 'events') }}
