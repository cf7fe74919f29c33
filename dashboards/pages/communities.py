"""Communities: who belongs to which, graded items, the list of 2024 by county."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.communities import list2024, members, reviews
from dashboards.view import View
from dashboards.warehouse import communities, tables
from dashboards.words import say

PATH, NAME = "/communities", "communities"
FILTERS = ("place", "by", "period", "geo")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    blocks = [list2024.block(it), members.block(it), reviews.block(it)]
    return [html.Div(blocks, className="grid")]


def member_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if "rpt_communities" not in tables():
        return pl.DataFrame()
    found = communities.communities(it.within["division_code"], it.lang)
    return pl.DataFrame(found, infer_schema_length=None)


def item_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if "rpt_community_reviews" not in tables():
        return pl.DataFrame()
    within = it.within["division_code"]
    return pl.DataFrame(communities.reviews(within, "2020", it.period_end, it.lang))


def list_rows(view: View) -> pl.DataFrame:
    listed = list2024.Listed(chosen(view))
    return pl.DataFrame(
        [
            {
                "number": one["edition_number"],
                "indicator": one["name"],
                "name": name,
                "state": say(
                    view.lang, f"communities.state_{listed.state(one, code)[0]}"
                ),
                "value": listed.state(one, code)[1],
            }
            for one in listed.indicators
            for code, name in listed.counties.items()
        ]
    )


TABLES = {
    "communities-members": member_rows,
    "communities-items": item_rows,
    "communities-list": list_rows,
}


def connect(app: Dash) -> None:
    """Nothing of its own."""
