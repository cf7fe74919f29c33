-- What insurers paid for at a facility, and the most that its own report allows: the
-- tolerance is that of seeds/reference/claims_tolerances.csv.
with

compared as (

    select
        *,
        reported * highest_ratio as tolerated
    from {{ ref('int_reports_compared') }}
    where
        not is_small
        and quantity in ('stays', 'visits')
        and reported is not null
        and claimed is not null

)

select
    'settlement' as extract_id,
    facility_code as reporting_unit,
    month,
    quantity || '_at_facility' as item,
    claimed as value
from compared

union all

select
    'facility_monthly' as extract_id,
    facility_code as reporting_unit,
    month,
    case quantity when 'stays' then 'discharges' else quantity end || '_tolerated'
        as item,
    tolerated as value
from compared
