-- Each facility in every month from its opening to the end of the year in which it
-- closed (its last annual report speaks of that year), as the registry had it then.
with

facilities as (

    select * from {{ ref('stg_facility__facilities') }}

),

months as (

    select month from {{ ref('int_months_listed') }}

),

classes as (

    select * from {{ ref('facility_classes') }}

),

leads as (

    select distinct
        memberships.facility_code,
        months.month
    from {{ ref('stg_facility__memberships') }} as memberships
    inner join months
        on
            last_day(months.month)
            between memberships.valid_from and memberships.valid_to
    where memberships.is_lead

),

described as (

    select
        facilities.facility_code,
        facilities.division_code,
        facilities.facility_class_code,
        facilities.village_count,
        facilities.valid_from,
        facilities.valid_to,
        coalesce(
            facilities.facility_tier, nullif(classes.facility_tier, 'none'), 'other'
        ) as facility_tier,
        coalesce(
            classes.is_primary_care,
            left(facilities.facility_class_code, 1) in ('B', 'C', 'D')
        ) as is_primary_care,
        coalesce(classes.statistical_group_zh = '医院', false) as is_hospital
    from facilities
    left join classes
        on facilities.facility_class_code = classes.facility_class_code

),

-- the period that holds at the end of the month, else the last one before
ranked as (

    select
        described.*,
        months.month,
        described.valid_to >= months.month as is_open,
        row_number() over (
            partition by described.facility_code, months.month
            order by described.valid_from desc, described.division_code desc
        ) as nearness
    from described
    inner join months
        on
            described.valid_from <= last_day(months.month)
            and (
                described.valid_to >= months.month
                or year(described.valid_to) = year(months.month)
            )

)

select
    ranked.facility_code,
    ranked.month,
    ranked.division_code,
    ranked.facility_class_code,
    ranked.village_count,
    ranked.facility_tier,
    ranked.is_primary_care,
    ranked.is_hospital,
    ranked.is_open,
    leads.facility_code is not null as is_lead
from ranked
left join leads
    on ranked.facility_code = leads.facility_code and ranked.month = leads.month
where ranked.nearness = 1
