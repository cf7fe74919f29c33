-- What counties are standardised to: the stays of their prefecture in the same year.
select
    left(division_code, 4) as standard_code,
    year,
    age_band,
    sum(stays) as standard_stays,
    sum(deaths) as standard_deaths
from {{ ref('int_stay_ages_summed') }}
group by left(division_code, 4), year, age_band
