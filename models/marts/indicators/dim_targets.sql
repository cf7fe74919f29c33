with

targets as (

    select * from {{ ref('stg_dictionary__targets') }}

),

documents as (

    select * from {{ ref('documents') }}

),

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

)

select
    targets.target_id,
    targets.indicator_id,
    targets.division_code,
    targets.document_id,
    targets.statistic_id,
    indicators.name_zh,
    indicators.name_en,
    targets.facility_tier,
    targets.comparison,
    targets.unit,
    documents.title_zh as document_zh,
    documents.title_en as document_en,
    targets.clause,
    targets.status,
    targets.words_zh,
    targets.target_value,
    indicators.kind in ('ratio', 'count', 'growth', 'quotient') as is_computable,
    targets.due_on
from targets
inner join documents
    on targets.document_id = documents.document_id
inner join indicators
    on targets.indicator_id = indicators.indicator_id
