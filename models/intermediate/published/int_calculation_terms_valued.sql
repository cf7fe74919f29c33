with

terms as (

    select * from {{ ref('stg_dictionary__calculation_terms') }}

),

statistics as (

    select * from {{ ref('int_statistics_worded') }}

),

valued as (

    select
        terms.*,
        -- a bare number, as the 365 of a year, has no quantity
        coalesce(quantities.base_value, 1.0) as quantity_value,
        coalesce(partners.base_value, 1.0) as times_value,
        coalesce(quantities.base_half_digit, 0.0) as quantity_half_digit,
        coalesce(partners.base_half_digit, 0.0) as times_half_digit,
        case
            when terms.weight < 0 then '−'
            when terms.term_number > 1 then '+'
        end as sign_words,
        case
            when abs(terms.weight) <> 1 or terms.quantity = 'none'
                then {{ short_number('abs(terms.weight)') }}
        end as weight_words,
        case
            when quantities.subject_zh = results.subject_zh then quantities.words_zh
            else concat_ws('', quantities.subject_zh, quantities.words_zh)
        end as quantity_zh,
        case
            when quantities.subject_en = results.subject_en then quantities.words_en
            else concat_ws(': ', quantities.subject_en, quantities.words_en)
        end as quantity_en,
        partners.words_zh as partner_zh,
        partners.words_en as partner_en
    from terms
    inner join statistics as results
        on terms.statistic_id = results.statistic_id
    left join statistics as quantities
        on terms.quantity = quantities.statistic_id
    left join statistics as partners
        on terms.times = partners.statistic_id

)

select
    statistic_id,
    reading,
    side,
    term_number,
    quantity,
    times,
    weight,
    quantity_value,
    times_value,
    quantity_half_digit,
    times_half_digit,
    weight * quantity_value * times_value as term_value,
    concat_ws(
        ' ', sign_words, concat_ws(' × ', weight_words, quantity_zh, partner_zh)
    ) as words_zh,
    concat_ws(
        ' ', sign_words, concat_ws(' × ', weight_words, quantity_en, partner_en)
    ) as words_en
from valued
