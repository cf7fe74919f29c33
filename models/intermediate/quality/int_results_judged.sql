-- What the limits of its check make of every result, and whether people have accepted
-- it.
with

measured as (

    select * from {{ ref('int_checks_measured') }}

),

controls as (

    select * from {{ ref('stg_checks__controls') }}

),

accepted as (

    select
        measured.check_id,
        measured.division_code,
        measured.facility_code,
        measured.part,
        measured.month,
        min(acceptances.acceptance_number) as acceptance_number
    from measured
    inner join {{ ref('stg_checks__acceptances') }} as acceptances
        on
            measured.check_id = acceptances.check_id
            and acceptances.division_code in (
                'any', measured.division_code, left(measured.division_code, 4),
                left(measured.division_code, 2)
            )
            and acceptances.facility_code in ('any', measured.facility_code)
            and acceptances.part in ('any', measured.part)
            and measured.month >= coalesce(acceptances.first_month, measured.month)
            and measured.month <= coalesce(acceptances.last_month, measured.month)
    group by all

)

select
    measured.check_id,
    measured.division_code,
    measured.facility_code,
    measured.part,
    measured.month,
    controls.severity,
    controls.touches,
    measured.observed,
    measured.expected,
    measured.statistic,
    {{ outcome('measured.statistic', 'controls') }} as outcome,
    coalesce(accepted.acceptance_number, 0) as acceptance_number
from measured
inner join controls
    on measured.check_id = controls.check_id
left join accepted
    on
        measured.check_id = accepted.check_id
        and measured.division_code = accepted.division_code
        and measured.facility_code = accepted.facility_code
        and measured.part = accepted.part
        and measured.month = accepted.month
