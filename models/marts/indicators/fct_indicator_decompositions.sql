with

changes as (

    select * from {{ ref('int_ratio_changes_valued') }}

),

of_values as (

    select
        *,
        'value' as quantity,
        later_value as whole_later,
        base_value as whole_base,
        mean_factor as per,
        0.0 as shown_volume_part,
        calendar_part as shown_calendar_part
    from changes

),

of_money as (

    select
        *,
        'money' as quantity,
        later_numerator as whole_later,
        base_numerator as whole_base,
        mean_cases as per,
        volume_part as shown_volume_part,
        0.0 as shown_calendar_part
    from changes
    where is_price

),

both_quantities as (

    select * from of_values
    union all
    select * from of_money

),

parted as (

    select
        indicator_id,
        division_code,
        division_level,
        facility_tier,
        period_type,
        period_end,
        compared_with,
        base_period_end,
        quantity,
        whole_base as base_value,
        whole_later as later_value,
        whole_later - whole_base as change,
        shown_volume_part as volume_part,
        per * within_part as within_part,
        per * mix_part as mix_part,
        per * entry_part as entry_part,
        per * exit_part as exit_part,
        shown_calendar_part as calendar_part,
        facilities_in_both,
        facilities_entered,
        facilities_left
    from both_quantities

)

select
    *,
    change - volume_part - within_part - mix_part - entry_part - exit_part
    - calendar_part as other_part
from parted
