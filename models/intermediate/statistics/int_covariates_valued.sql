-- What each county is like in a month, for those covariates whose measures are sent;
-- the number of its residents is its weight.
with

measured as (

    select
        geography,
        division_code,
        month,
        measure_id,
        {{ exact_sum('value') }} as value
    from {{ ref('int_place_measures_carried') }}
    where facility_tier = 'none'
    group by geography, division_code, month, measure_id

)

select
    measured.geography,
    measured.division_code,
    measured.month,
    covariates.covariate_id,
    covariates.better_off,
    measured.value / case
        when covariates.per_measure_id = 'none' then 1 else nullif(bases.value, 0)
    end as covariate_value,
    residents.value as residents
from measured
inner join {{ ref('covariates') }} as covariates
    on measured.measure_id = covariates.measure_id
inner join measured as residents
    on
        measured.geography = residents.geography
        and measured.division_code = residents.division_code
        and measured.month = residents.month
        and residents.measure_id = 'residents'
        and residents.value > 0
left join measured as bases
    on
        measured.geography = bases.geography
        and measured.division_code = bases.division_code
        and measured.month = bases.month
        and covariates.per_measure_id = bases.measure_id
where covariates.per_measure_id = 'none' or bases.value > 0
