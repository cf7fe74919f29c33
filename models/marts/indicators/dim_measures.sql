with

measures as (

    select * from {{ ref('stg_dictionary__measures') }}

),

uses as (

    select
        measure_id,
        count(distinct indicator_id) as indicator_count
    from {{ ref('stg_dictionary__indicator_terms') }}
    group by measure_id

)

select
    measures.measure_id,
    measures.extract_id,
    measures.name_zh,
    measures.name_en,
    measures.unit,
    measures.grain,
    measures.item,
    measures.facilities,
    measures.over_time,
    measures.over_places,
    measures.frequency,
    measures.source,
    measures.status,
    measures.final_after_months,
    coalesce(cast(uses.indicator_count as int), 0) as indicator_count
from measures
left join uses
    on measures.measure_id = uses.measure_id
