-- more cannot be given back than was paid
select order_id, revenue, refunded
from {{ ref('orders') }}
where refunded > revenue
