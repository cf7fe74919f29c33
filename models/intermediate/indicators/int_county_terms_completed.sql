-- Every cell with every term that it needs. A county and month that lacks a term stands
-- in neither side. Claims are events: where they have arrived, none is zero. In a form
-- a blank is a blank.
with

terms as (

    select * from {{ ref('int_tier_terms_summed') }}

),

needed as (

    select * from {{ ref('int_indicator_measures_needed') }}
    where grain in ('facility', 'place')

),

arrived as (

    select distinct
        measured.geography,
        measured.division_code,
        measured.month,
        measures.extract_id
    from {{ ref('int_place_measures_carried') }} as measured
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on measured.measure_id = measures.measure_id
    where measures.extract_id = 'settlement'

),

cells as (

    select distinct indicator_id, geography, division_code, facility_tier, month
    from terms

),

filled as (

    select
        cells.indicator_id,
        cells.geography,
        cells.division_code,
        cells.facility_tier,
        cells.month,
        needed.measure_id,
        needed.over_time,
        coalesce(
            terms.value,
            case
                when arrived.extract_id is not null and needed.over_time = 'sum' then 0
            end
        ) as value
    from cells
    inner join needed
        on cells.indicator_id = needed.indicator_id
    left join terms
        on
            cells.indicator_id = terms.indicator_id
            and cells.geography = terms.geography
            and cells.division_code = terms.division_code
            and cells.facility_tier = terms.facility_tier
            and cells.month = terms.month
            and needed.measure_id = terms.measure_id
    left join arrived
        on
            needed.grain = 'place'
            and needed.extract_id = arrived.extract_id
            and cells.geography = arrived.geography
            and cells.division_code = arrived.division_code
            and cells.month = arrived.month

),

counted as (

    select
        *,
        count(value) over cell as terms_given,
        count(*) over cell as terms_needed
    from filled
    window cell as (
        partition by indicator_id, geography, division_code, facility_tier, month
    )

)

select
    indicator_id,
    geography,
    division_code,
    facility_tier,
    month,
    measure_id,
    over_time,
    case when terms_given = terms_needed then value end as value
from counted
