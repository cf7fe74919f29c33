with

sheets as (

    select * from {{ source('population', 'signing_sheet') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'signing_sheet' and is_current

)

select
    sheets.division_name,
    sheets.facility_name,
    sheets.facility_code,
    sheets.teams,
    sheets.registered_residents,
    sheets.residents,
    sheets.signed_residents,
    sheets.key_group_people,
    sheets.signed_key_group_people,
    sheets.child_0_6_people,
    sheets.followed_child_0_6_people,
    sheets.signed_child_0_6_people,
    sheets.aged_65_people,
    sheets.managed_aged_65_people,
    sheets.signed_aged_65_people,
    sheets.early_registered_mothers,
    sheets.signed_maternal_people,
    sheets.hypertension_patients,
    sheets.managed_hypertension_patients,
    sheets.signed_hypertension_patients,
    sheets.diabetes_patients,
    sheets.managed_diabetes_patients,
    sheets.signed_diabetes_patients,
    sheets.managed_tuberculosis_patients,
    sheets.signed_tuberculosis_patients,
    sheets.managed_mental_disorder_patients,
    sheets.signed_mental_disorder_patients,
    sheets.month,
    current_slices.submitted_at,
    sheets._file_id as file_id,
    sheets._row_number as file_row
from sheets
inner join current_slices
    on
        sheets._file_id = current_slices.file_id
        and sheets.division_name = current_slices.reporting_unit
        and cast(sheets.month as string) = current_slices.period
