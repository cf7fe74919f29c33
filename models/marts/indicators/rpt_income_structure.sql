with

statistics as (

    select * from {{ ref('fct_published_statistics') }}
    where indicator_id = 'income_structure'

),

figures as (

    select * from {{ ref('rpt_published_figures') }}
    where indicator_id = 'income_structure' and unit_zh = '%'

),

-- where a total is printed with its parts in money, each part has a share,
-- whether or not the document prints it
parts as (

    select
        terms.quantity as statistic_id,
        totals.base_value as total_yuan
    from {{ ref('stg_dictionary__calculation_terms') }} as terms
    inner join statistics as totals
        on terms.statistic_id = totals.statistic_id
    where
        terms.reading = 'literal'
        and terms.side = 'numerator'
        and totals.unit_zh in ('元', '千元', '万元', '亿元')

),

printed_shares as (

    select
        statistic_id,
        verdict,
        explanation_zh,
        explanation_en,
        numerator,
        denominator,
        recomputed_value as share_pct,
        stated_value as stated_share_pct
    from figures

),

implied_shares as (

    select
        statistics.statistic_id,
        'not_printed' as verdict,
        '所印为金额，比例由本系统算得。' as explanation_zh,
        'The amounts are printed; the share is ours.' as explanation_en,
        statistics.base_value as numerator,
        parts.total_yuan as denominator,
        100 * statistics.base_value / nullif(parts.total_yuan, 0) as share_pct,
        cast(null as double) as stated_share_pct
    from statistics
    inner join parts
        on statistics.statistic_id = parts.statistic_id

),

shares as (

    select * from printed_shares
    union all
    select * from implied_shares

)

select
    shares.statistic_id,
    statistics.document_id,
    statistics.division_code,
    statistics.document_zh,
    statistics.document_en,
    statistics.clause,
    statistics.subject_zh,
    statistics.subject_en,
    statistics.period,
    statistics.measure_zh as income_source_zh,
    statistics.measure_en as income_source_en,
    statistics.status,
    shares.verdict,
    shares.explanation_zh,
    shares.explanation_en,
    shares.numerator,
    shares.denominator,
    shares.share_pct,
    shares.stated_share_pct
from shares
inner join statistics
    on shares.statistic_id = statistics.statistic_id
