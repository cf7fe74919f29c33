{%- set values_of_years = [
    'value', 'base_value', 'open_value', 'open_base_value'
] -%}
-- What an indicator is, and was a year before, among the facilities that reported in
-- both years; and with those that opened or closed in between.
with

terms as (

    select * from {{ ref('int_matched_terms_timed') }}

),

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

sides as (

    select
        {% for value in values_of_years %}
            {% for side in ['numerator', 'denominator'] %}
                {{ exact_sum(
                    "case when formulas.side = '" ~ side
                    ~ "' then formulas.weight * terms." ~ value ~ ' end'
                ) }} as {{ side }}_of_{{ value }},
            {% endfor %}
            max(terms.days_of_{{ value }}) as days_of_{{ value }},
        {% endfor %}
        terms.indicator_id,
        terms.geography,
        terms.division_code,
        terms.facility_tier,
        terms.period_type,
        terms.period_end
    from terms
    inner join {{ ref('stg_dictionary__indicator_terms') }} as formulas
        on
            terms.indicator_id = formulas.indicator_id
            and terms.measure_id = formulas.measure_id
    group by
        terms.indicator_id, terms.geography, terms.division_code, terms.facility_tier,
        terms.period_type, terms.period_end

)

select
    {% for value in values_of_years %}
        (
            sides.numerator_of_{{ value }} / case
                when indicators.kind = 'count' then 1
                else nullif(sides.denominator_of_{{ value }}, 0)
            end + indicators.plus
        ) * indicators.factor * case indicators.scaled_by
            when 'days' then sides.days_of_{{ value }}
            when 'year' then 365.0 / nullif(sides.days_of_{{ value }}, 0)
            when 'per_day' then 1.0 / nullif(sides.days_of_{{ value }}, 0)
            else 1
        end as {{ value }},
    {% endfor %}
    sides.indicator_id,
    sides.geography,
    sides.division_code,
    sides.facility_tier,
    sides.period_type,
    sides.period_end
from sides
inner join indicators
    on sides.indicator_id = indicators.indicator_id
