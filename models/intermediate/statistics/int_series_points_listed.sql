-- The series of every cell by month, quarter and year: its points with a value. A
-- rebase (seeds/reference/rebases.csv) starts a new group with limits of its own. What
-- is known once a year stands still between two figures and is a series of years only.
with

yearly as (

    select indicator_id
    from {{ ref('int_indicator_measures_needed') }}
    group by indicator_id
    having min(frequency) = 'year'

),

found as (

    select found.*
    from {{ ref('fct_indicator_values') }} as found
    left join yearly
        on found.indicator_id = yearly.indicator_id
    where
        found.null_reason = 'none'
        and (
            found.period_type = 'year'
            or (
                found.period_type in ('month', 'quarter')
                and yearly.indicator_id is null
            )
        )

),

rebases as (

    select * from {{ ref('rebases') }}

)

select
    found.indicator_id,
    found.geography,
    found.division_code,
    found.division_level,
    found.facility_tier,
    found.period_type,
    found.period_start,
    found.period_end,
    found.value,
    found.data_version,
    count(rebases.rebased_on) as rebase_group
from found
left join rebases
    on
        rebases.indicator_id in (found.indicator_id, 'any')
        and rebases.division_code in (found.division_code, 'any')
        and rebases.rebased_on <= found.period_start
group by
    found.indicator_id, found.geography, found.division_code, found.division_level,
    found.facility_tier, found.period_type, found.period_start, found.period_end,
    found.value, found.data_version
