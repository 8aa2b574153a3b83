select
    products.sku,
    products.name,
    products.category,
    sum(lines.quantity) as pieces,
    sum(lines.line_total) as revenue,
    sum(lines.line_total - lines.quantity * products.cost) as margin,
    round(100 * sum(lines.line_total - lines.quantity * products.cost) / nullif(sum(lines.line_total), 0), 1) as margin_pct
from {{ ref('stg_order_lines') }} as lines
join {{ ref('stg_orders') }} as orders using (order_id)
join {{ ref('stg_products') }} as products using (sku)
where orders.is_sold
group by products.sku, products.name, products.category
