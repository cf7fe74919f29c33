select
    indicator_id,
    division_code,
    period_type,
    worst_outcome,
    checks,
    worst_severity,
    check_count,
    -- severity 1 stops publishing of what it touches
    worst_outcome = 'fail' and worst_severity = 1 as is_withheld,
    period_end
from {{ ref('int_cells_flagged') }}
