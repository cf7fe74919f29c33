-- How many rows of a county and month are in question, for each reason that a check
-- asks about; zero where none, so that a clean month passes instead of being no case.
with

reasons as (

    select distinct
        extract_id,
        item
    from {{ ref('stg_checks__terms') }}
    where left(item, 5) = 'rows_'

),

questioned as (

    select
        extract_id,
        item,
        division_code,
        month,
        count(*) as row_count
    from {{ ref('int_rows_questioned') }}
    group by extract_id, item, division_code, month

),

registered as (

    select
        'facility_registry' as extract_id,
        registry.division_code,
        cast(date_trunc('month', files.submitted_at) as date) as month,
        cast(count(*) as double) as row_count
    from {{ ref('stg_facility__facilities') }} as registry
    inner join {{ ref('stg_landing__files') }} as files
        on registry.file_id = files.file_id and files.extract_id = 'facility_registry'
    group by all

),

sent as (

    select * from {{ ref('int_partitions_counted') }}

    union all

    select * from registered

)

select
    sent.extract_id,
    'rows' as item,
    sent.division_code,
    sent.month,
    sent.row_count as value
from sent

union all

select
    sent.extract_id,
    reasons.item,
    sent.division_code,
    sent.month,
    cast(coalesce(questioned.row_count, 0) as double) as value
from sent
inner join reasons
    on sent.extract_id = reasons.extract_id
left join questioned
    on
        sent.extract_id = questioned.extract_id
        and reasons.item = questioned.item
        and sent.division_code = questioned.division_code
        and sent.month = questioned.month
