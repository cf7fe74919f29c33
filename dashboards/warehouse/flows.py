"""Questions about where the insured of a county go, and what it costs."""

from datetime import date

import polars as pl

from dashboards.warehouse import ask, lately

# where care was given, seen from home: what a reader tells apart
PLACES = ("primary", "county_hospital", "other_inside", "other_county", "outside",
          "unknown")  # fmt: skip
PLACE = """
case
    when destination = 'other_county' then 'other_county'
    when destination = 'outside_prefecture' then 'outside'
    when destination = 'unknown' then 'unknown'
    when facility_tier in ('township', 'village') then 'primary'
    when facility_tier = 'county_hospital' then 'county_hospital'
    else 'other_inside'
end
"""


@lately
def where_to(within: str, start: date, end: date, care: str) -> pl.DataFrame:
    """By county of the insured and place of care: encounters, fee, fund.

    Args:
        care: visit, stay, or all of both.
    """
    return ask(
        f"""
        select
            division_code, {PLACE} as place,
            sum(encounters)::bigint as encounters, sum(fee_yuan) as fee_yuan,
            sum(fund_yuan) as fund_yuan,
            count(*) filter (where encounters is null) as withheld
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month between $start and $end
            and (care_kind = $care or $care = 'all')
        group by all
        order by all
        """,
        {"within": within, "start": start, "end": end, "care": care},
    )


def all_stays_withheld(within: str, start: date, end: date) -> bool:
    """Whether there were stays, and every count of them is withheld."""
    found = ask(
        """
        select count(*) as stays, count(encounters) as shown
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month between $start and $end
            and care_kind = 'stay'
        """,
        {"within": within, "start": start, "end": end},
    ).row(0)
    return found[0] > 0 and found[1] == 0


@lately
def matrix(within: str, start: date, end: date, care: str) -> pl.DataFrame:
    """By county of the insured and county of the provider."""
    return ask(
        """
        select
            division_code, provider_county_code,
            sum(encounters)::bigint as encounters, sum(fee_yuan) as fee_yuan,
            sum(fund_yuan) as fund_yuan
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month between $start and $end
            and (care_kind = $care or $care = 'all')
        group by all
        order by all
        """,
        {"within": within, "start": start, "end": end, "care": care},
    )


@lately
def by_month(within: str, end: date, care: str) -> pl.DataFrame:
    """By month and place of care, over all that are insured within a division."""
    return ask(
        f"""
        select
            month, {PLACE} as place,
            sum(encounters)::bigint as encounters, sum(fee_yuan) as fee_yuan,
            sum(fund_yuan) as fund_yuan
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month <= $end
            and (care_kind = $care or $care = 'all')
        group by all
        order by all
        """,
        {"within": within, "end": end, "care": care},
    )
