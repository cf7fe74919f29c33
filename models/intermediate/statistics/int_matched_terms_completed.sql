-- Terms of matched facilities beside those of the place (people, insured), which are
-- the same with and without better reporting. A cell that lacks a term in either year
-- stands in neither.
with

needed as (

    select
        *,
        max(frequency = 'year' and over_time = 'sum') over (partition by indicator_id)
            as is_yearly,
        min(case when grain in ('facility', 'place') then 1 else 0 end)
            over (partition by indicator_id) as is_matchable,
        count(*) over (partition by indicator_id) as terms_needed
    from {{ ref('int_indicator_measures_needed') }}

),

from_facilities as (

    select * from {{ ref('int_matched_terms_summed') }}

),

cells as (

    select distinct indicator_id, geography, division_code, facility_tier, month
    from from_facilities

),

from_places as (

    select
        cells.indicator_id,
        cells.geography,
        cells.division_code,
        cells.facility_tier,
        cells.month,
        later.measure_id,
        later.value,
        earlier.value as base_value,
        later.value as open_value,
        earlier.value as open_base_value
    from cells
    inner join {{ ref('int_county_terms_completed') }} as later
        on
            {{ same_cell('cells', 'later', ['period_type', 'period_end']) }}
            and cells.month = later.month
    inner join {{ ref('int_county_terms_completed') }} as earlier
        on
            {{ same_cell('later', 'earlier', ['period_type', 'period_end']) }}
            and later.measure_id = earlier.measure_id
            and earlier.month = cast(later.month - interval '12' month as date)
    inner join needed
        on
            later.indicator_id = needed.indicator_id
            and later.measure_id = needed.measure_id
            and needed.grain = 'place'

),

terms as (

    select * from from_facilities
    union all
    select * from from_places
    where value is not null and base_value is not null

),

described as (

    select
        terms.*,
        needed.over_time,
        needed.is_yearly,
        needed.terms_needed,
        count(*) over (
            partition by
                terms.indicator_id, terms.geography, terms.division_code,
                terms.facility_tier, terms.month
        ) as terms_given
    from terms
    inner join needed
        on
            terms.indicator_id = needed.indicator_id
            and terms.measure_id = needed.measure_id
            and needed.is_matchable = 1

)

select * from described
where terms_given = terms_needed
