with

reviews as (

    select * from {{ source('facility', 'community_review') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'community_review' and is_current

)

select
    reviews.community_id,
    reviews.community_name,
    reviews.division_code,
    reviews.edition,
    reviews.dimension,
    reviews.item,
    reviews.grade,
    reviews.evidence,
    reviews.month,
    current_slices.submitted_at,
    reviews._file_id as file_id,
    reviews._row_number as file_row
from reviews
inner join current_slices
    on
        reviews._file_id = current_slices.file_id
        and reviews.community_id = current_slices.reporting_unit
        and cast(reviews.month as string) = current_slices.period
