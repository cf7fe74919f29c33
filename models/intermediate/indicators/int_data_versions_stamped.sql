-- One row: what the warehouse was built from. Known by files, not by the clock, so that
-- the same files give the same version again.
select
    left(
        md5(
            concat_ws(
                ' ',
                cast(count(*) as string), min(file_id), max(file_id),
                cast(max(submitted_at) as string), cast(sum(rows_landed) as string)
            )
        ),
        12
    ) as data_version,
    cast(max(submitted_at) as date) as submitted_until
from {{ ref('stg_landing__files') }}
