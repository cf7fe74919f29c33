{%- set withheld = "('suppressed', 'withheld_by_check')" -%}

-- How each month's value looked at each publication. A row stands for the publication
-- that first showed it so, and holds until the next row of the same cell. The published
-- file has it made again over what readers see of the newest publication.
with

followed as (

    select * from {{ ref('int_revisions_followed') }}

),

changed as (

    select
        *,
        null_reason in {{ withheld }} as is_withheld,
        coalesce(previous_null_reason in {{ withheld }}, false) as was_withheld,
        coalesce(submissions - previous_submissions, 0) as late_reports,
        coalesce(superseded - previous_superseded, 0) as corrections,
        coalesce(refunds - previous_refunds, 0) as new_refunds
    from followed
    where
        (value is not null or previous_value is not null)
        and (
            previous_publication_id is null
            or value is distinct from previous_value
            or numerator is distinct from previous_numerator
            or denominator is distinct from previous_denominator
        )

),

explained as (

    select
        *,
        concat_ws(
            '+',
            case when definition <> previous_definition then 'definition' end,
            case when corrections > 0 then 'corrections' end,
            case when new_refunds <> 0 then 'refunds' end,
            case when late_reports > 0 then 'late_reports' end
        ) as causes
    from changed

)

select
    indicator_id,
    division_code,
    period_end,
    publication_id,
    cast(publication_number as bigint) as publication_number,
    coalesce(previous_publication_id, 'none') as previous_publication_id,
    case
        when is_withheld then 'withheld'
        when was_withheld then 'shown'
        when previous_publication_id is null then 'first'
        when causes = '' then 'other'
        when contains(causes, '+') then 'mixed'
        else causes
    end as reason,
    case
        when is_withheld then null_reason
        when was_withheld then previous_null_reason
        when causes = '' then 'none'
        else causes
    end as causes,
    value,
    previous_value,
    value - previous_value as change,
    numerator,
    denominator,
    facilities_reported,
    facilities_expected,
    late_reports,
    corrections,
    new_refunds as refunds
from explained
