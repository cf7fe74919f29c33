{%- set adding = {
    'discharge_record': (ref('stg_facility__discharges'), 'discharged_on'),
    'procurement': (ref('stg_facility__orders'), 'ordered_on'),
    'signing': (ref('stg_population__signings'), 'signed_on'),
} -%}

-- What came for a county and month, and what took the place of something that had come:
-- a figure that changes has one of these to blame.
with

placed as (

    select * from {{ ref('int_submissions_placed') }}

),

-- where submissions add, what is not the newest of its key was sent again
newest as (

    {% for extract, (relation, day) in adding.items() -%}
        select
            '{{ extract }}' as extract_id,
            facility_code as reporting_unit,
            cast(date_trunc('month', {{ day }}) as date) as month,
            count(*) as row_count
        from {{ relation }}
        group by facility_code, cast(date_trunc('month', {{ day }}) as date)
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

sent_again as (

    select
        placed.extract_id,
        placed.division_code,
        placed.month,
        sum(placed.row_count) - max(newest.row_count) as superseded
    from placed
    inner join newest
        on
            placed.extract_id = newest.extract_id
            and placed.reporting_unit = newest.reporting_unit
            and placed.month = newest.month
    group by
        placed.extract_id, placed.division_code, placed.month, placed.reporting_unit

),

counted as (

    select
        extract_id,
        division_code,
        month,
        case when is_current then 1 else 0 end as submissions,
        case when is_current then 0 else 1 end as superseded,
        0 as refunds
    from placed
    union all
    select extract_id, division_code, month, 0 as submissions, superseded, 0 as refunds
    from sent_again
    union all
    select
        'settlement' as extract_id,
        insu_admdvs as division_code,
        month,
        0 as submissions,
        1 as superseded,
        0 as refunds
    from {{ ref('int_settlements_repeated') }}
    union all
    select
        'settlement' as extract_id,
        refunds.insu_admdvs as division_code,
        taken_back.month,
        0 as submissions,
        0 as superseded,
        1 as refunds
    from {{ ref('int_refunds_matched') }} as taken_back
    inner join {{ ref('int_refunds_listed') }} as refunds
        on taken_back.refund_id = refunds.setl_id

)

select
    extract_id,
    division_code,
    month,
    cast(sum(submissions) as bigint) as submissions,
    cast(sum(superseded) as bigint) as superseded,
    cast(sum(refunds) as bigint) as refunds
from counted
where division_code is not null
group by extract_id, division_code, month
