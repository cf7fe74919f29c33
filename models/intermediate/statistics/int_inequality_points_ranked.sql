-- Counties of a prefecture and of a province in a row from the worst off to the best
-- off: each stands in the middle of the share of residents that it is.
with

counties as (

    select
        found.*,
        covariates.covariate_id,
        covariates.residents,
        case covariates.better_off when 'high' then 1 else -1 end
        * covariates.covariate_value as wellbeing,
        indicators.factor as whole,
        indicators.plus = 0 and (
            indicators.interval_method = 'wilson'
            or (indicators.unit = '%' and indicators.plausible_high <= 100)
        ) as is_share
    from {{ ref('fct_indicator_values') }} as found
    inner join {{ ref('int_covariates_valued') }} as covariates
        on
            found.geography = covariates.geography
            and found.division_code = covariates.division_code
            and cast(date_trunc('month', found.period_end) as date) = covariates.month
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id
    where
        found.null_reason = 'none'
        and found.facility_tier = 'all'
        and found.division_level = 'county'
        -- in single months chance is larger than what income or distance does
        and found.period_type in ('quarter', 'year', 'rolling_12')

),

groups as (

    select *, left(division_code, 4) as higher_code from counties
    union all
    select *, left(division_code, 2) as higher_code from counties

),

positions as (

    select
        *,
        sum(residents) over (
            partition by
                indicator_id, covariate_id, higher_code, geography, period_type,
                period_end
        ) as all_residents,
        sum(residents) over (
            partition by
                indicator_id, covariate_id, higher_code, geography, period_type,
                period_end
            order by wellbeing nulls last
            range between unbounded preceding and current row
        ) as residents_so_far,
        -- counties that are equally well off stand at one place
        sum(residents) over (
            partition by
                indicator_id, covariate_id, higher_code, geography, period_type,
                period_end, wellbeing
        ) as residents_there
    from groups

)

select
    indicator_id,
    covariate_id,
    higher_code,
    geography,
    period_type,
    period_end,
    division_code,
    value,
    lower_95,
    upper_95,
    case when is_share then whole end as whole,
    residents / nullif(all_residents, 0) as weight,
    (residents_so_far - residents_there / 2) / nullif(all_residents, 0) as place
from positions
