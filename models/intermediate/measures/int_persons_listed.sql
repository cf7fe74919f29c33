{{ config(materialized='view') }}

-- People by county and month for what is counted in people: the insured with a stay
-- (marked: inside the county, as it was then or as it is now), the signed whose
-- agreement fell due (marked: signed again by thirty days later). What ended early or
-- was replaced more than ninety days before its end fell not due.
with

due as (

    select
        division_code,
        certno,
        cast(date_trunc('month', valid_to) as date) as month,
        bool_or(coalesce(next_signed_on <= cast(valid_to + 30 as date), false))
            as is_renewed
    from {{ ref('int_signings_dated') }}
    where
        is_resident
        and (ended_on is null or ended_on > valid_to)
        and coalesce(next_signed_on, valid_to) >= cast(valid_to - 90 as date)
    group by division_code, certno, date_trunc('month', valid_to)

)

select
    'settlement' as extract_id,
    division_code,
    psn_no as person,
    month,
    is_inside_then as is_marked_then,
    is_inside_now as is_marked_now
from {{ ref('int_patients_placed') }}
union all
select
    'signing' as extract_id,
    division_code,
    certno as person,
    month,
    is_renewed as is_marked_then,
    is_renewed as is_marked_now
from due
