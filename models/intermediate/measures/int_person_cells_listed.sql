-- Where and when people would have been counted had there been any: places and periods
-- of which claims have come, or agreements signed by then.
with

arrived as (

    select distinct
        'settlement' as extract_id,
        insured_county_code as division_code,
        month
    from {{ ref('int_settlements_aggregated') }}
    where not is_empty
    union all
    select
        'signing' as extract_id,
        signings.division_code,
        months.month
    from {{ ref('int_months_listed') }} as months
    inner join (
        select division_code, min(signed_on) as signed_on
        from {{ ref('int_signings_dated') }}
        group by division_code
    ) as signings
        on signings.signed_on <= last_day(months.month)

)

select distinct
    arrived.extract_id,
    ladders.place_code as division_code,
    ladders.geography,
    periods.period_type,
    periods.period_end
from arrived
inner join {{ ref('int_divisions_laddered') }} as ladders
    on arrived.division_code = ladders.division_code
inner join {{ ref('int_periods_listed') }} as periods
    on arrived.month = periods.month
