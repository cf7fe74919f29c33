-- Each cell beside the same cell of a year before: as reported, of the facilities that
-- reported in both years, and with those that opened or closed. What has no facility
-- (people, insured) needs no matching.
with

found as (

    select * from {{ ref('fct_indicator_values') }}

),

-- whether any term comes from facilities, and whether all can be matched
grains as (

    select
        indicator_id,
        max(case when grain = 'facility' then 1 else 0 end) as has_facilities,
        max(case when grain = 'person' then 1 else 0 end) as has_persons
    from {{ ref('int_indicator_measures_needed') }}
    group by indicator_id

)

select
    later.indicator_id,
    later.division_code,
    later.division_level,
    later.facility_tier,
    later.geography,
    later.period_type,
    later.period_start,
    later.period_end,
    later.value,
    later.is_provisional,
    later.data_version,
    earlier.period_start as base_period_start,
    earlier.period_end as base_period_end,
    earlier.value as base_value,
    indicators.plus = 0 and indicators.kind in ('ratio', 'count') as is_relative,
    case
        when coalesce(grains.has_facilities, 0) = 0 then 'as_reported'
        when grains.has_persons = 1 or later.period_type = 'rolling_12'
            then 'not_matched'
        when matched.value is null or matched.base_value is null
            then 'no_facility_in_both'
        else 'matched'
    end as matching,
    case when matching = 'as_reported' then later.value else matched.value end
        as matched_value,
    case
        when matching = 'as_reported' then earlier.value else matched.base_value
    end as matched_base_value,
    case when matching = 'as_reported' then later.value else matched.open_value end
        as open_value,
    case
        when matching = 'as_reported' then earlier.value
        else matched.open_base_value
    end as open_base_value
from found as later
inner join found as earlier
    on
        {{ same_cell('later', 'earlier', ['period_end']) }}
        and earlier.period_end
        = last_day(cast(later.period_end - interval '12' month as date))
inner join {{ ref('stg_dictionary__indicators') }} as indicators
    on later.indicator_id = indicators.indicator_id
left join grains
    on later.indicator_id = grains.indicator_id
left join {{ ref('int_matched_values_divided') }} as matched
    on {{ same_cell('later', 'matched') }}
