-- Mortality of stays as if every county had the ages of its prefecture (direct), and
-- deaths against what the prefecture's rates by age let expect (indirect).
-- Ages that a county does not have count on neither side.
with

strata as (

    select
        stays.division_code,
        stays.year,
        stays.stays,
        stays.deaths,
        standards.standard_stays,
        standards.standard_deaths,
        stays.stays * standards.standard_deaths
        / nullif(cast(standards.standard_stays as double), 0) as expected_deaths,
        standards.standard_stays / nullif(cast(stays.stays as double), 0) as weight
    from {{ ref('int_stay_ages_summed') }} as stays
    inner join {{ ref('int_age_standards_pooled') }} as standards
        on
            left(stays.division_code, 4) = standards.standard_code
            and stays.year = standards.year
            and stays.age_band = standards.age_band

)

select
    division_code,
    year,
    sum(stays) as stays,
    sum(deaths) as deaths,
    sum(standard_deaths) / nullif(cast(sum(standard_stays) as double), 0)
        as standard_ratio,
    {{ exact_sum('expected_deaths') }} as expected_deaths,
    {{ exact_sum('weight * deaths') }} / nullif(sum(standard_stays), 0)
        as standardised_ratio,
    {{ exact_sum('weight * weight * deaths') }}
    / nullif(power(sum(standard_stays), 2), 0) as standardised_variance
from strata
group by division_code, year
