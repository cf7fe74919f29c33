with

found as (

    select * from {{ ref('int_indicator_values_divided') }}
    union all
    select * from {{ ref('int_indicator_quotients_divided') }}

),

periods as (

    select
        period_type,
        period_start,
        period_end,
        count(*) as months
    from {{ ref('int_periods_listed') }}
    group by period_type, period_start, period_end

),

-- after how many months the slowest of an indicator's extracts is final
settling as (

    select
        indicators.indicator_id,
        max(needed.final_after_months) as months,
        max(needed.frequency = 'year' and needed.over_time = 'sum') as is_yearly
    from {{ ref('stg_dictionary__indicators') }} as indicators
    inner join {{ ref('int_indicator_measures_needed') }} as needed
        on
            needed.indicator_id in (
                indicators.indicator_id, indicators.of_indicator_id,
                indicators.over_indicator_id
            )
    group by indicators.indicator_id

)

select
    found.indicator_id,
    found.division_code,
    found.division_level,
    found.facility_tier,
    found.geography,
    found.period_type,
    periods.period_start,
    found.period_end,
    found.numerator,
    found.denominator,
    found.value,
    intervals.lower_95,
    intervals.upper_95,
    intervals.lower_998,
    intervals.upper_998,
    indicators.interval_method,
    intervals.dispersion,
    found.facilities_reported,
    found.facilities_expected,
    found.facilities_on_time,
    found.counties_reported,
    found.months_reported,
    case when settling.is_yearly then 1 else periods.months end as months_expected,
    found.facilities_reported < found.facilities_expected
    or cast(found.period_end + settling.months * interval '1' month as date)
    > versions.submitted_until as is_provisional,
    found.null_reason,
    versions.data_version
from found
inner join {{ ref('stg_dictionary__indicators') }} as indicators
    on found.indicator_id = indicators.indicator_id
inner join settling
    on found.indicator_id = settling.indicator_id
inner join periods
    on found.period_type = periods.period_type and found.period_end = periods.period_end
left join {{ ref('int_indicator_intervals_computed') }} as intervals
    on
        found.indicator_id = intervals.indicator_id
        and found.geography = intervals.geography
        and found.division_code = intervals.division_code
        and found.facility_tier = intervals.facility_tier
        and found.period_type = intervals.period_type
        and found.period_end = intervals.period_end
cross join {{ ref('int_data_versions_stamped') }} as versions
