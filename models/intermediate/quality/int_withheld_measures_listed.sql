-- The measures of a division and month that a failure of severity 1 puts in doubt: with
-- them one could work out a withheld indicator.
with

failed as (

    select * from {{ ref('int_results_judged') }}
    where
        severity = 1
        and outcome = 'fail'
        and acceptance_number = 0
        and touches = 'cells'

),

in_doubt as (

    select * from {{ ref('int_check_measures_derived') }}

),

places as (

    select * from {{ ref('int_divisions_rolled') }}

)

select distinct
    in_doubt.measure_id,
    places.rolled_code as division_code,
    failed.month
from failed
inner join in_doubt
    on failed.check_id = in_doubt.check_id
inner join places
    on failed.division_code = places.division_code
