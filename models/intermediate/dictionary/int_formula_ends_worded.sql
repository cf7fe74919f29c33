-- What stands around the division of an indicator: constant, factor and scaling.
with

-- growth is less one without saying so in its file
indicators as (

    select
        indicator_id,
        unit,
        factor,
        scaled_by,
        case kind when 'growth' then -1.0 else plus end as plus
    from {{ ref('stg_dictionary__indicators') }}

),

parts as (

    select
        indicator_id,
        case when plus <> 0 then '(' else '' end as opening,
        case
            when plus < 0 then ' − ' || {{ short_number('abs(plus)') }} || ')'
            when plus > 0 then ' + ' || {{ short_number('plus') }} || ')'
            else ''
        end as constant,
        case
            when unit = '%' and factor = 100 then ' × 100%'
            when factor <> 1 then ' × ' || {{ short_number('factor') }}
            else ''
        end as multiplier,
        case scaled_by
            when 'days' then ' × 期间天数'
            when 'year' then ' × 365 ÷ 期间天数'
            when 'per_day' then ' ÷ 期间天数'
            else ''
        end as scale_zh,
        case scaled_by
            when 'days' then ' × days of the period'
            when 'year' then ' × 365 ÷ days of the period'
            when 'per_day' then ' ÷ days of the period'
            else ''
        end as scale_en
    from indicators

)

select
    indicator_id,
    opening,
    constant || multiplier || scale_zh as ending_zh,
    constant || multiplier || scale_en as ending_en
from parts
