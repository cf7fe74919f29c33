with

statistics as (

    select * from {{ source('published', 'published_statistic') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'published_statistic' and is_current

)

select
    statistics.statistic_id,
    statistics.document_id,
    statistics.division_code,
    statistics.indicator_id,
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
    statistics.kind,
    statistics.status,
    cast(replace(statistics.printed_value, ',', '') as double) as stated_value,
    length(split_part(statistics.printed_value, '.', 2)) as decimals,
    statistics._file_id as file_id,
    statistics._row_number as file_row
from statistics
inner join current_slices
    on
        statistics._file_id = current_slices.file_id
        and statistics.document_id = current_slices.reporting_unit
