select
    sku,
    trim(name) as name,
    category,
    kind,
    supplier_id,
    cost,
    list_price,
    launched_on
from {{ source('erp', 'products') }}
