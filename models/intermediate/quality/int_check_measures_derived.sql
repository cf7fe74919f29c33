-- The measures that a check puts in doubt, derived from the items that it is about.
-- Counts that are nobody's item (rows, reports) are about the whole extract.
with

terms as (

    select
        terms.*,
        controls.doubts
    from {{ ref('stg_checks__terms') }} as terms
    inner join {{ ref('stg_checks__controls') }} as controls
        on terms.check_id = controls.check_id
    where terms.side = 'numerator' or controls.doubts = 'terms'

),

measures as (

    select * from {{ ref('stg_dictionary__measures') }}

),

-- some items are made of others and named after them: visits_with_behalf holds visits,
-- stays_at_facility are a part of stays, visits_tolerated follow from visits
about_items as (

    select distinct
        terms.check_id,
        terms.extract_id,
        terms.doubts,
        measures.measure_id,
        measures.unit
    from terms
    inner join measures
        on
            terms.extract_id = measures.extract_id
            and (
                terms.item = measures.item
                or measures.item like terms.item || '_with_%'
                or terms.item = measures.item || '_at_facility'
                or terms.item = measures.item || '_tolerated'
            )

)

select
    check_id,
    measure_id
from about_items

union

select
    about_items.check_id,
    measures.measure_id
from about_items
inner join measures
    on
        about_items.extract_id = measures.extract_id
        and about_items.unit = measures.unit
where about_items.doubts = 'unit'

union

-- an amount that no measure counts stands in the same columns as those that some do
select
    terms.check_id,
    measures.measure_id
from terms
inner join measures
    on terms.extract_id = measures.extract_id
where
    terms.doubts = 'unit'
    and right(terms.item, 5) = '_yuan'
    and right(measures.item, 5) = '_yuan'

union

select
    terms.check_id,
    measures.measure_id
from terms
inner join measures
    on terms.extract_id = measures.extract_id
left join about_items
    on
        terms.check_id = about_items.check_id
        and terms.extract_id = about_items.extract_id
where terms.is_counted and about_items.check_id is null
