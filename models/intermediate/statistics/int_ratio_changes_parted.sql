-- A change of a ratio in parts that add to the whole exactly (Griliches and Regev
-- 1995): within, facilities in both periods at their mean share; mix, their shares at
-- their mean ratio; entry and exit against the mean ratio of the whole.
with

changes as (

    select
        *,
        later_numerator / nullif(later_denominator, 0) as later_ratio,
        base_numerator / nullif(base_denominator, 0) as base_ratio
    from {{ ref('int_division_changes_rolled') }}
    where later_denominator > 0 and base_denominator > 0

),

centred as (

    select
        *,
        (later_ratio + base_ratio) / 2 as mean_ratio,
        nullif(later_denominator, 0) as later_cases,
        nullif(base_denominator, 0) as base_cases,
        coalesce(common_later_numerator, 0) as both_later_numerator,
        coalesce(common_later_denominator, 0) as both_later_denominator,
        coalesce(common_base_numerator, 0) as both_base_numerator,
        coalesce(common_base_denominator, 0) as both_base_denominator,
        coalesce(base_cases_at_later_ratio, 0) as base_at_later,
        coalesce(later_cases_at_base_ratio, 0) as later_at_base
    from changes

)

select
    indicator_id,
    division_code,
    facility_tier,
    period_type,
    period_end,
    compared_with,
    facilities_in_both,
    facilities_entered,
    facilities_left,
    later_numerator,
    base_numerator,
    later_denominator,
    base_denominator,
    later_ratio,
    base_ratio,
    mean_ratio,
    (
        (base_at_later - both_base_numerator) / base_cases
        + (both_later_numerator - later_at_base) / later_cases
    ) / 2 as within_part,
    (
        (later_at_base + both_later_numerator) / later_cases
        - (both_base_numerator + base_at_later) / base_cases
    ) / 2
    - mean_ratio * (
        both_later_denominator / later_cases
        - both_base_denominator / base_cases
    ) as mix_part,
    (
        later_numerator - both_later_numerator
        - mean_ratio * (later_denominator - both_later_denominator)
    ) / later_cases as entry_part,
    (
        mean_ratio * (base_denominator - both_base_denominator)
        - (base_numerator - both_base_numerator)
    ) / base_cases as exit_part
from centred
