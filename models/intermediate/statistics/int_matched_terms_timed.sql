{%- set values_of_years = [
    ('value', 'month'), ('base_value', 'base_month'), ('open_value', 'month'),
    ('open_base_value', 'base_month')
] -%}
-- Matched terms over periods and up to prefectures and provinces, as the values' own.
with

terms as (

    select
        {% for value, _ in values_of_years %}
            case when {{ value }} is not null then month end as month_of_{{ value }},
        {% endfor %}
        *,
        cast(month - interval '12' month as date) as base_month
    from {{ ref('int_matched_terms_completed') }}

),

periods as (

    select * from {{ ref('int_periods_listed') }}
    where period_type in ('month', 'quarter', 'ytd', 'year')

),

timed as (

    select
        {% for value, month in values_of_years %}
            case terms.over_time
                when 'last'
                    then max_by(terms.{{ value }}, terms.month_of_{{ value }})
                else {{ exact_sum('terms.' ~ value) }}
            end as {{ value }},
            sum(
                case
                    when terms.{{ value }} is not null
                        then extract(day from last_day(terms.{{ month }}))
                end
            ) as days_of_{{ value }},
            count(terms.{{ value }}) as months_of_{{ value }},
        {% endfor %}
        terms.over_time,
        terms.indicator_id,
        terms.geography,
        terms.division_code,
        terms.facility_tier,
        terms.measure_id,
        periods.period_type,
        periods.period_end
    from terms
    inner join periods
        on
            terms.month = periods.month
            and (periods.period_type = 'year' or not terms.is_yearly)
    group by
        terms.indicator_id, terms.geography, terms.division_code, terms.facility_tier,
        terms.measure_id, terms.over_time, periods.period_type, periods.period_end

),

placed as (

    select *, division_code as place from timed
    union all
    select *, left(division_code, 4) as place from timed
    union all
    select *, left(division_code, 2) as place from timed

)

select
    {% for value, _ in values_of_years %}
        {{ exact_sum(value) }} / case
            when over_time = 'mean' then nullif(max(months_of_{{ value }}), 0) else 1
        end as {{ value }},
        max(days_of_{{ value }}) as days_of_{{ value }},
    {% endfor %}
    indicator_id,
    geography,
    place as division_code,
    facility_tier,
    measure_id,
    period_type,
    period_end
from placed
group by
    indicator_id, geography, place, facility_tier, measure_id, over_time, period_type,
    period_end
