select
    measure_id,
    division_code,
    month
from {{ ref('int_withheld_measures_listed') }}
