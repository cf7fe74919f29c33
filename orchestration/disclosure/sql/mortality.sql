-- Deaths and stays behind standardised mortality: where they are those of the discharge
-- records, they are the same cells; and where some lack an age, cells of their own.
insert into found
select
    'standardised ' || counted.measure as source,
    case
        when recorded.value = counted.value then counted.measure
        else 'standardised ' || counted.measure
    end as quantity,
    true as is_flow,
    true as is_person,
    counted.division_code,
    'all' as tier,
    'then' as geography,
    'year' as period_type,
    make_date(counted.year, 12, 31) as period_end,
    counted.value
from (
    select division_code, year, 'recorded_deaths' as measure, deaths as value
    from {database}.indicators.rpt_standardised_mortality
    union all
    select division_code, year, 'recorded_discharges', stays
    from {database}.indicators.rpt_standardised_mortality
) as counted
left join (
    select distinct quantity, place, year(period_end) as year, value
    from found
    where period_type = 'year' and tier = 'all' and geography = 'then'
) as recorded
    on
        counted.measure = recorded.quantity
        and counted.division_code = recorded.place
        and counted.year = recorded.year;
