select
    date as spent_on,
    channel,
    campaign_id,
    country,
    spend,
    impressions,
    clicks
from {{ source('marketing', 'spend') }}
