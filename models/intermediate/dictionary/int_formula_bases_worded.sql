-- Growth divides an indicator by itself a year before, a quotient by another one.
with

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

growths as (

    select
        growths.indicator_id,
        '本期' || bases.name_zh as above_zh,
        bases.name_en || ' now' as above_en,
        '上年同期' || bases.name_zh as below_zh,
        bases.name_en || ' in the same period of last year' as below_en
    from indicators as growths
    inner join indicators as bases
        on growths.of_indicator_id = bases.indicator_id
    where growths.kind = 'growth'

),

quotients as (

    select
        quotients.indicator_id,
        above.name_zh as above_zh,
        above.name_en as above_en,
        below.name_zh as below_zh,
        below.name_en as below_en
    from indicators as quotients
    inner join indicators as above
        on quotients.of_indicator_id = above.indicator_id
    inner join indicators as below
        on quotients.over_indicator_id = below.indicator_id
    where quotients.kind = 'quotient'

),

pairs as (

    select * from growths
    union all
    select * from quotients

)

select
    indicator_id,
    'numerator' as side,
    above_zh as words_zh,
    above_en as words_en,
    1 as term_count
from pairs
union all
select
    indicator_id,
    'denominator' as side,
    below_zh as words_zh,
    below_en as words_en,
    1 as term_count
from pairs
