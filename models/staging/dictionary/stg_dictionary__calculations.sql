with

written as (

    select * from {{ source('dictionary', 'dictionary_calculations') }}

),

-- an installation that has not landed a document has nothing to calculate in it
landed_documents as (

    select distinct document_id from {{ ref('stg_published__statistics') }}

)

select
    written.statistic_id,
    written.reading,
    written.reading_kind,
    written.reading_zh,
    written.reading_en,
    written.note_zh,
    written.note_en,
    written.missing_zh,
    written.missing_en,
    cast(written.plus as double) as plus
from written
inner join landed_documents
    on split_part(written.statistic_id, '.', 1) = landed_documents.document_id
