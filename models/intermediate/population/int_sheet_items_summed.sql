{%- set items = [
    'teams', 'registered_residents', 'residents', 'signed_residents',
    'key_group_people', 'signed_key_group_people', 'child_0_6_people',
    'followed_child_0_6_people', 'signed_child_0_6_people', 'aged_65_people',
    'managed_aged_65_people', 'signed_aged_65_people', 'early_registered_mothers',
    'signed_maternal_people', 'hypertension_patients',
    'managed_hypertension_patients', 'signed_hypertension_patients',
    'diabetes_patients', 'managed_diabetes_patients', 'signed_diabetes_patients',
    'managed_tuberculosis_patients', 'signed_tuberculosis_patients',
    'managed_mental_disorder_patients', 'signed_mental_disorder_patients'
] -%}

-- The county sheets of signings, added over their facilities; an item that one of them
-- left blank is missing. A sheet names its county in words; a name that two counties
-- bear is left out.
with

counties as (

    select
        name_zh,
        max(division_code) as division_code
    from {{ ref('divisions') }}
    where level = 'county' and valid_to = date '9999-12-31'
    group by name_zh
    having count(*) = 1

),

sheets as (

    select * from {{ ref('stg_population__signing_sheets') }}

),

summed as (

    select
        counties.division_code,
        sheets.month,
        max(sheets.submitted_at) as submitted_at,
        {{ whole_sums_as_doubles(items) }}
    from sheets
    inner join counties
        on sheets.division_name = counties.name_zh
    group by counties.division_code, sheets.month

)

select
    division_code,
    month,
    item,
    value,
    submitted_at
from summed
unpivot (value for item in ({{ items | join(', ') }}))
