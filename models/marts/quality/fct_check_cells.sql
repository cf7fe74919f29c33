select
    check_id,
    indicator_id,
    division_code,
    case when is_failed then 'fail' else 'warn' end as outcome,
    severity,
    places,
    month
from {{ ref('int_cells_touched') }}
