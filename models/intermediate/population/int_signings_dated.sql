-- Agreements and the days between which they bind. A person has one at a time: the next
-- signing ends the one before. An agreement without an end holds for a year.
with

signings as (

    select
        certno,
        facility_code,
        division_code,
        signed_on,
        coalesce(is_resident, true) as is_resident,
        coalesce(is_key_group, false) as is_key_group,
        coalesce(key_group, 'not_key_group') as key_group,
        coalesce(
            valid_to, cast(cast(signed_on + interval '1' year as date) - 1 as date)
        ) as valid_to,
        ended_on,
        submitted_at
    from {{ ref('stg_population__signings') }}

),

facilities as (

    select
        facility_code,
        max_by(division_code, month) as division_code
    from {{ ref('int_facilities_dated') }}
    group by facility_code

),

followed as (

    select
        signings.*,
        coalesce(signings.division_code, facilities.division_code) as county_code,
        lead(signings.signed_on) over (
            partition by signings.certno
            order by signings.signed_on nulls last, signings.facility_code
        ) as next_signed_on
    from signings
    left join facilities
        on signings.facility_code = facilities.facility_code

)

select
    certno,
    facility_code,
    county_code as division_code,
    signed_on,
    valid_to,
    ended_on,
    is_resident,
    is_key_group,
    key_group,
    least(
        valid_to,
        coalesce(cast(ended_on - 1 as date), valid_to),
        coalesce(cast(next_signed_on - 1 as date), valid_to)
    ) as binds_until,
    next_signed_on,
    submitted_at
from followed
