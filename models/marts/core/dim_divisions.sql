with

divisions as (

    select * from {{ ref('divisions') }}

)

select
    division_code,
    name_zh,
    name_en,
    level,
    parent_code,
    successor_code,
    valid_from,
    valid_to,
    valid_to = date '9999-12-31' as is_current,
    status = 'synthetic' as is_synthetic,
    status,
    source
from divisions
