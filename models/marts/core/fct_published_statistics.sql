with

statistics as (

    select * from {{ ref('int_statistics_converted') }}

),

documents as (

    select * from {{ ref('documents') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}
    where extract_id = 'published_statistic'

)

select
    statistics.statistic_id,
    statistics.document_id,
    statistics.division_code,
    statistics.indicator_id,
    documents.title_zh as document_zh,
    documents.title_en as document_en,
    statistics.clause,
    statistics.subject_zh,
    statistics.subject_en,
    statistics.period,
    statistics.measure_zh,
    statistics.measure_en,
    statistics.printed_text,
    statistics.qualifier,
    statistics.printed_value,
    statistics.unit_zh,
    statistics.unit_en,
    statistics.kind,
    statistics.status,
    documents.address as document_address,
    documents.licence as document_licence,
    files.file_name,
    statistics.file_id,
    statistics.file_row,
    statistics.stated_value,
    statistics.base_value
from statistics
inner join documents
    on statistics.document_id = documents.document_id
inner join files
    on statistics.file_id = files.file_id
