with

compared as (

    select * from {{ ref('int_reports_compared') }}

),

facilities as (

    select * from {{ ref('int_facilities_placed') }}
    where geography = 'now' and part = 'own'

),

duties as (

    select * from {{ ref('int_reports_expected') }}
    where extract_id = 'facility_monthly'

),

-- months that both sources have reached: what is not there yet is not missing
reached as (

    select
        extract_id,
        first_month,
        last_month
    from {{ ref('int_extracts_spanned') }}
    where extract_id in ('facility_monthly', 'settlement')

),

judged as (

    select
        compared.*,
        facilities.division_code,
        facilities.facility_tier,
        case
            when compared.is_small then 'too_few'
            when compared.reported is null and duties.facility_code is null
                then 'reported_by_another'
            when compared.reported is null then 'report_missing'
            when compared.months_claimed = 0 then 'never_in_claims'
            when compared.claimed is null then 'claims_missing'
            when compared.claimed > compared.highest_ratio * compared.reported
                then 'claims_above_report'
            when compared.ratio > compared.highest_usual_ratio
                then 'ratio_unusually_high'
            when compared.ratio < compared.lowest_usual_ratio
                then 'ratio_unusually_low'
            else 'within'
        end as verdict
    from compared
    left join facilities
        on
            compared.facility_code = facilities.facility_code
            and compared.month = facilities.month
    left join duties
        on
            compared.facility_code = duties.facility_code
            and compared.month = duties.month
    where
        not exists (
            select 1 from reached
            where compared.month not between reached.first_month and reached.last_month
        )

)

select
    judged.facility_code,
    judged.division_code,
    judged.facility_tier,
    judged.month,
    judged.quantity,
    tolerances.unit,
    judged.reported,
    judged.claimed,
    judged.ratio as claims_ratio,
    judged.usual_ratio,
    judged.lowest_usual_ratio,
    judged.highest_usual_ratio,
    judged.highest_ratio as highest_claims_ratio,
    judged.verdict,
    verdicts.is_question,
    verdicts.reason_zh,
    verdicts.reason_en
from judged
inner join {{ ref('claims_tolerances') }} as tolerances
    on judged.quantity = tolerances.quantity
inner join {{ ref('claims_verdicts') }} as verdicts
    on judged.verdict = verdicts.verdict
