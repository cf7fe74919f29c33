-- Documents print the ratio alone: the sides stay null, they are never invented.

select
    statistic_id,
    document_id,
    division_code,
    document_zh,
    document_en,
    clause,
    subject_zh,
    subject_en,
    period,
    measure_zh,
    measure_en,
    status,
    verdict,
    explanation_zh,
    explanation_en,
    numerator,
    denominator,
    recomputed_value as ratio_pct,
    stated_value as stated_ratio_pct
from {{ ref('rpt_published_figures') }}
where indicator_id = 'signing_rate' and unit_zh = '%'
