select
    check_id,
    division_code,
    facility_code,
    part,
    because_zh,
    because_en,
    accepted_by,
    cast(acceptance_number as int) as acceptance_number,
    cast(first_month as date) as first_month,
    cast(last_month as date) as last_month,
    cast(accepted_on as date) as accepted_on
from {{ source('checks', 'dictionary_check_acceptances') }}
