-- Who of the insured had a stay in a month, and where, so that people can be counted
-- once in any period without a look at the claims. Only touched months are built again.
with

settlements as (

    select * from {{ ref('int_settlements_netted') }}

),

stay_types as (

    select * from {{ ref('care_kinds') }}
    where care_kind = 'stay'

),

touched as (

    {{ months_touched() }}

),

stays as (

    select
        settlements.month,
        settlements.insu_admdvs as division_code,
        settlements.psn_no,
        coalesce(settlements.mdtrtarea_admdvs, 'none') as provider_county_code,
        coalesce(settlements.fixmedins_code, 'none') as fixmedins_code,
        false as is_empty,
        count(*) as stays,
        max(settlements.landed_at) as landed_at
    from settlements
    inner join stay_types
        on left(settlements.med_type, 2) = stay_types.med_type
    where
        settlements.setl_time >= (select min(touched.month) from touched)
        and settlements.setl_time
        <= (select max(last_day(touched.month)) from touched)
        and settlements.month in (select touched.month from touched)
    group by
        settlements.month, settlements.insu_admdvs, settlements.psn_no,
        settlements.mdtrtarea_admdvs, settlements.fixmedins_code

)

select * from stays
{%- if is_incremental() %}
    union all
    -- takes along what the month had, if nothing of it is left, and is deleted
    select
        month, 'none', 'none', 'none', 'none', true, 0, cast(null as timestamp)
    from touched
{%- endif %}
