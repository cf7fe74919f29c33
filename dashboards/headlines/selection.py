"""Which printed figures are the headlines, for the page and for its downloads."""

from collections.abc import Callable

import polars as pl

from dashboards.view import View
from dashboards.warehouse import printed

OURS = ["chifeng_2018.visits_growth", "chifeng_2018.inpatients_growth"]
NATION = [
    f"bulletin_2019_10.{who}_{what}_growth"
    for who in ("primary", "hospitals", "total")
    for what in ("visits", "discharges")
]
INCOME = [
    f"chifeng_2018.income_{source}_share_{year}"
    for year in (2009, 2017)
    for source in ("medical", "superior", "fiscal", "other")
]
SIGNING_DOCUMENT = "chifeng_2018"
COUNTY_DOCUMENT = "chinaxiv_2019"
COUNTY_LEVEL = "xinjiang_2023.county_visit_ratio_level"


def visit_growth(lang: str) -> pl.DataFrame:
    return printed.growth(OURS + NATION, lang)


def income_structure(lang: str) -> pl.DataFrame:
    return printed.income(INCOME, lang)


def signing_rates(lang: str) -> pl.DataFrame:
    return printed.signing(SIGNING_DOCUMENT, lang)


def county_visit_ratios(lang: str) -> pl.DataFrame:
    return printed.county_visits(COUNTY_DOCUMENT, lang)


HEADLINES = {
    "visit-growth": visit_growth,
    "income-structure": income_structure,
    "signing-rates": signing_rates,
    "county-visit-ratios": county_visit_ratios,
}


def of(name: str) -> Callable[[View], pl.DataFrame]:
    return lambda view: HEADLINES[name](view.lang)


TABLES = {name: of(name) for name in HEADLINES}
