-- What facilities claimed, and the stays that they reported: a series of each facility.
insert into fine
select
    'claim ' || left(quantity, len(quantity) - 1) as source,
    coalesce(division_code, 'none') as place,
    concat_ws(' ', facility_tier, 'at', facility_code) as tier,
    'now' as geography,
    month,
    claimed as value
from {database}.indicators.rpt_reports_against_claims
where quantity in ('visits', 'stays') and claimed is not null
union all
select
    'report stay',
    coalesce(division_code, 'none'),
    concat_ws(' ', facility_tier, 'at', facility_code),
    'now',
    month,
    reported
from {database}.indicators.rpt_reports_against_claims
where quantity = 'stays' and reported is not null;
