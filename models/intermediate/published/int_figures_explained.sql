with

judged as (

    select
        *,
        {{ short_number('recomputed_value') }} as recomputed_text,
        {{ short_number('abs(difference)') }} as difference_text
    from {{ ref('int_figures_judged') }}

)

select
    judged.statistic_id,
    concat_ws(
        '',
        case judged.verdict
            when 'agrees'
                then concat_ws(
                        '', '由所列数字算得', judged.recomputed_text, '，与所印数字相符。'
                    )
            when 'truncated'
                then concat_ws(
                        '', '由所列数字算得', judged.recomputed_text,
                        '，所印数字是截去尾数，不是四舍五入。'
                    )
            when 'disagrees'
                then concat_ws(
                        '', '由所列数字算得', judged.recomputed_text, '，与所印数字相差',
                        judged.difference_text, '。'
                    )
            else judged.missing_zh
        end,
        case
            when judged.verdict in ('truncated', 'disagrees')
                and judged.is_within_rounding_of_parts
                then '差额可由各部分的四舍五入解释。'
        end,
        case when judged.note_zh <> 'none' then judged.note_zh end,
        case
            when judged.other_reading_agrees
                then concat_ws('', '另一种读法与所印数字相符：', judged.other_reading_zh)
        end
    ) as explanation_zh,
    concat_ws(
        ' ',
        case judged.verdict
            when 'agrees'
                then concat_ws(
                        '', 'The printed parts give ', judged.recomputed_text,
                        ', which agrees.'
                    )
            when 'truncated'
                then concat_ws(
                        '', 'The printed parts give ', judged.recomputed_text,
                        '; the printed figure is cut off, not rounded.'
                    )
            when 'disagrees'
                then concat_ws(
                        '', 'The printed parts give ', judged.recomputed_text,
                        ', which differs by ', judged.difference_text, '.'
                    )
            else judged.missing_en
        end,
        case
            when judged.verdict in ('truncated', 'disagrees')
                and judged.is_within_rounding_of_parts
                then 'Rounding of the parts can explain the difference.'
        end,
        case when judged.note_en <> 'none' then judged.note_en end,
        case
            when judged.other_reading_agrees
                then concat_ws('', 'It agrees when read so: ', judged.other_reading_en)
        end
    ) as explanation_en
from judged
