-- Recorded stays and deaths of each county by year and by five years of age.
select
    facilities.division_code,
    year(discharges.discharged_on) as year,
    cast(least(floor(discharges.age / 5), 17) as int) as age_band,
    count(*) as stays,
    count(case when discharges.discharge_way_code = '5' then 1 end) as deaths
from {{ ref('stg_facility__discharges') }} as discharges
inner join {{ ref('int_facilities_placed') }} as facilities
    on
        discharges.facility_code = facilities.facility_code
        and cast(date_trunc('month', discharges.discharged_on) as date)
        = facilities.month
        and facilities.geography = 'now'
        and facilities.part = 'own'
where discharges.age >= 0
group by all
