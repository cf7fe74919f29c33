-- The sums that a check compares, by check, place and month: the terms above and below
-- the line, and of a plain sum the parts and the whole (its negative terms).
with

controls as (

    select * from {{ ref('stg_checks__controls') }}

),

terms as (

    select * from {{ ref('stg_checks__terms') }}

),

items as (

    select * from {{ ref('int_items_listed') }}

),

valued as (

    select
        terms.check_id,
        terms.side || cast(terms.term_number as string) as term,
        items.division_code,
        case when controls.per = 'facility' then items.facility_code else 'none' end
            as facility_code,
        case when controls.per = 'facility' then items.facility_tier else 'none' end
            as facility_tier,
        items.part,
        items.month,
        terms.side = 'numerator' as is_above,
        terms.weight * items.value as value,
        -- the coarsest step that an amount may have been printed in: 千元 whole, 千元
        -- with two decimals, or fen
        case
            when mod(cast(round(items.value * 100) as bigint), 100000) = 0 then 1000
            when mod(cast(round(items.value * 100) as bigint), 1000) = 0 then 10
            else 0.01
        end as step
    from terms
    inner join controls
        on terms.check_id = controls.check_id
    inner join items
        on
            terms.extract_id = items.extract_id
            and terms.item = items.item

),

summed as (

    select
        check_id,
        division_code,
        facility_code,
        facility_tier,
        part,
        month,
        {{ exact_sum('case when is_above then value end') }} as numerator,
        {{ exact_sum('case when not is_above then value end') }} as denominator,
        {{ exact_sum('case when is_above and value > 0 then value else 0 end') }}
            as parts,
        -{{ exact_sum('case when is_above and value < 0 then value else 0 end') }}
            as whole,
        count(distinct term) as terms,
        min(step) as step
    from valued
    group by check_id, division_code, facility_code, facility_tier, part, month

)

select
    summed.check_id,
    controls.statistic_kind,
    summed.division_code,
    summed.facility_code,
    summed.part,
    -- one place's months, and the places of a kind
    concat_ws(
        ' ', summed.check_id, summed.division_code, summed.facility_code, summed.part
    ) as series_id,
    concat_ws(' ', summed.check_id, summed.facility_tier, summed.part) as peers_id,
    summed.month,
    summed.numerator,
    summed.denominator,
    summed.parts,
    summed.whole,
    cast(summed.step as double) as step,
    cast(summed.terms as int) as terms
from summed
inner join controls
    on summed.check_id = controls.check_id
-- a place that lacks a term cannot be judged
where summed.terms = controls.terms
