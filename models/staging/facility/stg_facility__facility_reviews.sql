with

reviews as (

    select * from {{ source('facility', 'facility_review') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'facility_review' and is_current

)

select
    reviews.facility_code,
    reviews.subject_kind,
    reviews.subject_id,
    reviews.post_kind,
    reviews.post_coefficient,
    reviews.full_points,
    reviews.general_points,
    reviews.post_points,
    reviews.points,
    reviews.review_result,
    reviews.reward_pool_yuan,
    reviews.director_fund_yuan,
    reviews.reward_paid_yuan,
    reviews.month,
    current_slices.submitted_at,
    reviews._file_id as file_id,
    reviews._row_number as file_row
from reviews
inner join current_slices
    on
        reviews._file_id = current_slices.file_id
        and reviews.facility_code = current_slices.reporting_unit
        and cast(reviews.month as string) = current_slices.period
