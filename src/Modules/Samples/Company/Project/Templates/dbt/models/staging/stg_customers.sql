with cleaned as (
    select
        customer_id,
        lower(trim(email)) as email,
        full_name,
        trim(city) as city,
        upper(trim(country)) as country,
        birth_date,
        try_cast(signup_date as date) as signed_up_on,
        marketing_opt_in,
        loyalty_tier
    from {{ source('shop', 'customers') }}
)

select *
from cleaned
qualify birth_date is null
    or row_number() over (partition by full_name, birth_date, country order by signed_up_on nulls last, customer_id) = 1
