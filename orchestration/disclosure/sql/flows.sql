-- Where the insured of a county went: a series to each tier of each county.
insert into fine
select
    'flow ' || care_kind as source,
    division_code as place,
    concat_ws(' ', facility_tier, 'to', provider_county_code, destination) as tier,
    'then' as geography,
    month,
    encounters as value
from {database}.indicators.rpt_patient_flows
where encounters is not null;
