with

reviews as (

    select * from {{ ref('stg_facility__community_reviews') }}

),

codes as (

    select * from {{ ref('code_sets') }}

)

select
    reviews.community_id,
    reviews.division_code,
    reviews.edition,
    reviews.dimension,
    dimensions.name_zh as dimension_zh,
    dimensions.name_en as dimension_en,
    reviews.item,
    items.name_zh as item_zh,
    items.name_en as item_en,
    items.status as item_status,
    reviews.grade,
    reviews.month
from reviews
left join codes as items
    on reviews.item = items.code and items.list = 'review_item'
left join codes as dimensions
    on reviews.dimension = dimensions.code and dimensions.list = 'review_dimension'
