with

written as (

    select * from {{ source('dictionary', 'dictionary_calculation_terms') }}

),

-- an installation that has not landed a document has nothing to calculate in it
landed_documents as (

    select distinct document_id from {{ ref('stg_published__statistics') }}

)

select
    written.statistic_id,
    written.reading,
    written.side,
    written.quantity,
    written.times,
    cast(written.term_number as int) as term_number,
    cast(written.weight as double) as weight
from written
inner join landed_documents
    on split_part(written.statistic_id, '.', 1) = landed_documents.document_id
