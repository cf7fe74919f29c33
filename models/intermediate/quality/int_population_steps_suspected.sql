with

insured as (

    select * from {{ ref('stg_population__insured_counts') }}

),

residents as (

    select
        *,
        residents / nullif(cast(registered_residents as double), 0) as resident_share
    from {{ ref('stg_population__resident_counts') }}

),

usual_insured as (

    select
        division_code,
        insutype,
        percentile_cont(0.5) within group (order by insured_people) as usual_people
    from insured
    group by division_code, insutype

),

-- two or three years are no series: residents are held against the registered, and
-- that share against the other areas of the year
usual_share as (

    select
        year,
        percentile_cont(0.5) within group (order by resident_share) as usual_share
    from residents
    group by year

)

select
    'population_step' as fault_kind,
    'insured_population' as extract_id,
    insured.division_code,
    'none' as facility_code,
    'insured_people' as field_name,
    insured.month,
    insured.file_id,
    insured.file_row
from insured
inner join usual_insured
    on
        insured.division_code = usual_insured.division_code
        and insured.insutype = usual_insured.insutype
where abs(insured.insured_people / nullif(usual_insured.usual_people, 0) - 1) > 0.15

union all

select
    'population_step' as fault_kind,
    'resident_population' as extract_id,
    residents.division_code,
    'none' as facility_code,
    'residents' as field_name,
    residents.year as month,
    residents.file_id,
    residents.file_row
from residents
inner join usual_share
    on residents.year = usual_share.year
where abs(residents.resident_share / nullif(usual_share.usual_share, 0) - 1) > 0.15
