with

figures as (

    select * from {{ ref('rpt_published_figures') }}
    where indicator_id = 'visit_growth' and unit_zh = '%'

),

parts as (

    select
        terms.statistic_id,
        max(case when terms.side = 'numerator' then statistics.period end)
            as current_period,
        max(case when terms.side = 'denominator' then statistics.period end)
            as base_period
    from {{ ref('stg_dictionary__calculation_terms') }} as terms
    inner join {{ ref('fct_published_statistics') }} as statistics
        on terms.quantity = statistics.statistic_id
    where terms.reading = 'literal'
    group by terms.statistic_id

)

select
    figures.statistic_id,
    figures.document_id,
    figures.division_code,
    figures.document_zh,
    figures.document_en,
    figures.clause,
    figures.subject_zh,
    figures.subject_en,
    figures.measure_zh,
    figures.measure_en,
    parts.base_period,
    coalesce(parts.current_period, figures.period) as current_period,
    figures.status,
    figures.verdict,
    figures.explanation_zh,
    figures.explanation_en,
    figures.numerator,
    figures.denominator,
    figures.recomputed_value as growth_pct,
    figures.stated_value as stated_growth_pct
from figures
left join parts
    on figures.statistic_id = parts.statistic_id
