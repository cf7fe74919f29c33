-- What insurers settled with each facility, by month and quantity: the facility is
-- found by the pairs of codes that counties send, whoever was insured wherever.
with

settlements as (

    select
        providers.facility_code,
        settlements.month,
        kinds.care_kind,
        sum(settlements.settlements) as settlements,
        {{ exact_sum('settlements.fee_yuan') }} as fee_yuan
    from {{ ref('int_settlements_aggregated') }} as settlements
    inner join {{ ref('int_providers_mapped') }} as providers
        on settlements.fixmedins_code = providers.fixmedins_code
    inner join {{ ref('care_kinds') }} as kinds
        on settlements.med_type = kinds.med_type
    where kinds.care_kind in ('visit', 'stay')
    group by providers.facility_code, settlements.month, kinds.care_kind

)

select
    facility_code,
    month,
    case care_kind when 'visit' then 'visits' else 'stays' end as quantity,
    cast(settlements as double) as value
from settlements
union all
select
    facility_code,
    month,
    case care_kind when 'visit' then 'visit_money' else 'stay_money' end as quantity,
    fee_yuan as value
from settlements
