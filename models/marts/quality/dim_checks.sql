with

controls as (

    select * from {{ ref('stg_checks__controls') }}

),

at_risk as (

    select
        check_id,
        count(*) as indicators
    from {{ ref('int_check_indicators_derived') }}
    group by check_id

),

acceptances as (

    select
        check_id,
        count(*) as acceptances
    from {{ ref('stg_checks__acceptances') }}
    group by check_id

)

select
    controls.check_id,
    controls.name_zh,
    controls.name_en,
    controls.note_zh,
    controls.note_en,
    controls.kind,
    controls.statistic_kind,
    controls.layer,
    controls.category,
    controls.touches,
    controls.status,
    controls.basis,
    controls.severity,
    controls.warn_below,
    controls.warn_above,
    controls.fail_below,
    controls.fail_above,
    controls.tolerated,
    coalesce(at_risk.indicators, 0) as indicators_at_risk,
    coalesce(acceptances.acceptances, 0) as acceptances
from controls
left join at_risk
    on controls.check_id = at_risk.check_id
left join acceptances
    on controls.check_id = acceptances.check_id
