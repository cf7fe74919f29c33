-- Terms over periods: flows add, stocks take the last of their months. Where the mean
-- is wanted the months add here, and are divided when the counties have been added.
-- What is reported once a year has a value for the year alone.
with

terms as (

    select
        terms.*,
        case when terms.value is not null then terms.month end as month_given,
        max(measures.frequency = 'year' and measures.over_time = 'sum')
            over (partition by terms.indicator_id) as is_yearly
    from {{ ref('int_county_terms_completed') }} as terms
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on terms.measure_id = measures.measure_id

),

periods as (

    select * from {{ ref('int_periods_listed') }}

)

select
    terms.indicator_id,
    terms.geography,
    terms.division_code,
    terms.facility_tier,
    terms.measure_id,
    terms.over_time,
    periods.period_type,
    periods.period_end,
    case
        when terms.over_time = 'last' then max_by(terms.value, terms.month_given)
        else {{ exact_sum('terms.value') }}
    end as value,
    count(terms.value) as months_reported,
    sum(case when terms.value is not null then periods.month_days end)
        as days_reported
from terms
inner join periods
    on
        terms.month = periods.month
        and (periods.period_type = 'year' or not terms.is_yearly)
group by
    terms.indicator_id, terms.geography, terms.division_code, terms.facility_tier,
    terms.measure_id, terms.over_time, periods.period_type, periods.period_end
