{%- set relations = {
    'facility_monthly': ref('int_monthly_items_unpivoted'),
    'facility_annual': ref('int_annual_items_unpivoted'),
    'staffing': ref('int_staff_items_unpivoted'),
    'chronic_care': ref('int_chronic_items_unpivoted'),
    'discharge_record': ref('int_discharge_items_summed'),
    'procurement': ref('int_order_items_summed'),
} -%}
{%- set columns = [
    'facility_code', 'part', 'month', 'item', 'value', 'submitted_at'
] -%}

-- What facilities gave, item by item, under the names of the dictionary. Whom a measure
-- counts is decided by what the facility was in that month.
with

measures as (

    select * from {{ ref('stg_dictionary__measures') }}
    where grain = 'facility'

),

facilities as (

    select * from {{ ref('int_facilities_placed') }}
    where geography = 'then'

),

items as (

    {{ unioned_by_extract(relations, columns) }}

)

select
    items.facility_code,
    items.part,
    items.month,
    measures.measure_id,
    items.value,
    items.submitted_at
from items
inner join measures
    on items.extract_id = measures.extract_id and items.item = measures.item
inner join facilities
    on
        items.facility_code = facilities.facility_code
        and items.part = facilities.part
        and items.month = facilities.month
where items.value is not null and {{ in_scope('measures.facilities', 'facilities') }}
