-- The headline values with what stands behind them: what a publication leaves for the
-- next one to compare with.
with

found as (

    select
        *,
        cast(date_trunc('month', period_end) as date) as month
    from {{ ref('int_indicator_values_divided') }}
    where facility_tier = 'all' and geography = 'then' and period_type = 'month'

),

extracts as (

    select distinct
        indicator_id,
        extract_id
    from {{ ref('int_indicator_measures_needed') }}

),

-- what came for a county stands behind every division that it lies in
reached as (

    select
        submissions.extract_id,
        divisions.division_code,
        submissions.month,
        sum(submissions.submissions) as submissions,
        sum(submissions.superseded) as superseded,
        sum(submissions.refunds) as refunds
    from {{ ref('int_submissions_reached') }} as submissions
    inner join (select distinct division_code from found) as divisions
        on
            divisions.division_code
            = left(submissions.division_code, length(divisions.division_code))
    group by submissions.extract_id, divisions.division_code, submissions.month

),

counted as (

    select
        extracts.indicator_id,
        reached.division_code,
        reached.month,
        sum(reached.submissions) as submissions,
        sum(reached.superseded) as superseded,
        sum(reached.refunds) as refunds
    from extracts
    inner join reached
        on extracts.extract_id = reached.extract_id
    group by extracts.indicator_id, reached.division_code, reached.month

)

select
    found.indicator_id,
    found.division_code,
    found.period_end,
    found.value,
    found.numerator,
    found.denominator,
    definitions.definition,
    cast(found.facilities_reported as bigint) as facilities_reported,
    cast(found.facilities_expected as bigint) as facilities_expected,
    cast(coalesce(counted.submissions, 0) as bigint) as submissions,
    cast(coalesce(counted.superseded, 0) as bigint) as superseded,
    cast(coalesce(counted.refunds, 0) as bigint) as refunds,
    found.null_reason
from found
inner join {{ ref('int_definitions_hashed') }} as definitions
    on found.indicator_id = definitions.indicator_id
left join counted
    on
        found.indicator_id = counted.indicator_id
        and found.division_code = counted.division_code
        and found.month = counted.month
