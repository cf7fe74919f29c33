-- Reports of a facility that can be compared with last year's: every term of the
-- indicator given in both months; or given in one, and the facility was not open in the
-- other. What is left out is where reports differ and facilities do not.
with

matched as (

    select * from {{ ref('int_facility_terms_matched') }}

),

months as (

    select * from {{ ref('int_months_listed') }}

),

open_months as (

    select distinct facility_code, part, month
    from {{ ref('int_facilities_placed') }}
    where geography = 'then' and is_open

),

both_years as (

    select indicator_id, facility_code, part, month, 1 as is_later
    from matched
    union all
    select
        indicator_id,
        facility_code,
        part,
        cast(month + interval '12' month as date) as month,
        0 as is_later
    from matched

),

given as (

    select
        indicator_id,
        facility_code,
        part,
        month,
        cast(month - interval '12' month as date) as base_month,
        case
            when min(is_later) = 0 and max(is_later) = 1 then 'both'
            when max(is_later) = 1 then 'opened'
            else 'closed'
        end as pairing
    from both_years
    group by indicator_id, facility_code, part, month

)

select
    given.indicator_id,
    given.facility_code,
    given.part,
    given.month,
    given.base_month,
    given.pairing
from given
inner join months
    on given.month = months.month
inner join months as base_months
    on given.base_month = base_months.month
left join open_months as other_year
    on
        given.facility_code = other_year.facility_code
        and given.part = other_year.part
        and case given.pairing when 'opened' then given.base_month else given.month end
        = other_year.month
where given.pairing = 'both' or other_year.facility_code is null
