-- The target in force for each cell: the next that falls due, the nearest place's
-- before one for every place; where all have fallen due, the last goes on being asked
-- for. A share asked of a prefecture is asked of its counties too; a count is not.
with

targets as (

    select
        *,
        case
            when division_code in ('any', '0') then ''
            else division_code
        end as place
    from {{ ref('stg_dictionary__targets') }}

),

cells as (

    select distinct
        found.indicator_id,
        found.division_code,
        found.facility_tier,
        found.period_end,
        indicators.kind
    from {{ ref('fct_indicator_values') }} as found
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id

),

ranked as (

    select
        cells.indicator_id,
        cells.division_code,
        cells.facility_tier,
        cells.period_end,
        targets.target_id,
        targets.comparison,
        targets.target_value,
        targets.due_on,
        case
            when targets.place = '' then 'everywhere'
            when targets.place = cells.division_code then 'own'
            else 'higher'
        end as target_scope,
        row_number() over (
            partition by
                cells.indicator_id, cells.division_code, cells.facility_tier,
                cells.period_end
            order by
                case when targets.due_on < cells.period_end then 1 else 0 end asc,
                length(targets.place) desc,
                case when targets.due_on >= cells.period_end then targets.due_on end
                asc nulls last,
                targets.due_on desc nulls last,
                targets.target_id asc nulls last
        ) as preference
    from cells
    inner join targets
        on
            cells.indicator_id = targets.indicator_id
            and cells.facility_tier = targets.facility_tier
            and left(cells.division_code, length(targets.place)) = targets.place
            and (
                cells.kind = 'ratio'
                or targets.place in ('', cells.division_code)
            )

)

select
    indicator_id,
    division_code,
    facility_tier,
    period_end,
    target_id,
    target_scope,
    comparison,
    target_value,
    due_on
from ranked
where preference = 1
