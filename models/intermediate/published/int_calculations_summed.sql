with

terms as (

    select * from {{ ref('int_calculation_terms_valued') }}

)

-- what nothing divides is divided by one
select
    statistic_id,
    reading,
    {{ exact_sum("case when side = 'numerator' then term_value end") }} as numerator,
    coalesce(
        {{ exact_sum("case when side = 'denominator' then term_value end") }}, 1.0
    ) as denominator
from terms
group by statistic_id, reading
