"""What pages ask most is kept in memory: it says the same as the published file."""

import gc
import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import orjson
import pytest
from browser import pages_data
from dash import html
from dash._utils import to_json

from dashboards import frame, wire
from dashboards.app import create_app, warm
from dashboards.quality.compared import stood
from dashboards.view import View
from dashboards.warehouse import near, profiles, rows, subjects, summaries

IDS = ["cost_per_visit", "county_visit_ratio", "signing_rate", "visits"]
COUNTY, YEAR = "890102", date(2024, 12, 31)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("near") / "yigai.duckdb"
    return pages_data.write(path, counties=3, months=26)


@pytest.fixture
def ask(published):
    """Ask the file itself, past the dashboard."""

    def asked(sql: str, *values: object) -> list:
        with duckdb.connect(published, read_only=True) as con:
            con.execute("set search_path = 'core,indicators'")
            return con.execute(sql, values).fetchall()

    return asked


@pytest.fixture
def app(published):
    with create_app(published).server.test_request_context("/") as context:
        yield context


@pytest.fixture
def newest(ask) -> date:
    return ask(
        "select max(period_end) from fct_indicator_values where period_type = 'month'"
    )[0][0]


@pytest.mark.parametrize("geography", ["then", "now"])
def test_values_of_a_place_are_those_of_the_file(app, ask, newest, geography):
    found = profiles.values(IDS, [COUNTY, "8901"], geography, "month", newest, YEAR)
    told = {
        (r["indicator_id"], r["division_code"], r["period_type"]): r["value"]
        for r in found
    }
    expected = ask(
        """
        select indicator_id, division_code, period_type, value
        from fct_indicator_values
        where
            list_contains(?, indicator_id) and facility_tier = 'all' and geography = ?
            and division_code in (?, '8901')
            and (
                (period_type = 'month' and period_end = ?)
                or (period_type = 'year' and period_end = ?)
            )
        """,
        IDS, geography, COUNTY, newest, YEAR,
    )  # fmt: skip
    assert told == {tuple(key): value for *key, value in expected}
    assert len(told) > len(IDS)


def test_changes_of_a_place_follow_from_its_values(app, ask, newest):
    found = profiles.standings(IDS, COUNTY, "then", "month", newest, None)
    before = profiles.year_before(newest)
    value = """
        select value from fct_indicator_values
        where
            indicator_id = ? and division_code = ? and facility_tier = 'all'
            and geography = 'then' and period_type = 'month' and period_end = ?
    """
    assert len(found) == len(IDS)
    for row in found:
        (now,), (then,) = (
            ask(value, row["indicator_id"], COUNTY, end)[0] for end in (newest, before)
        )
        assert row["difference"] == pytest.approx(now - then)
        assert row["growth_pct"] == pytest.approx(100 * (now / then - 1))
        assert row["peer_rank"] <= row["peers"] == 3


@pytest.mark.parametrize(
    ("end", "before"),
    [
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2024, 12, 31), date(2023, 12, 31)),
        (None, None),
    ],
)
def test_the_same_period_of_the_year_before(end, before):
    assert profiles.year_before(end) == before


def test_a_word_that_is_not_there_finds_nothing(app, newest):
    assert profiles.values(IDS, ["nowhere"], "then", "month", newest, None) == []
    assert profiles.values(["no such"], [COUNTY], "then", "month", newest, None) == []
    assert summaries.standing(IDS, "'; drop", "then", "month", newest) == {}


def test_every_county_stands_in_a_row(app, newest):
    found = subjects.across(tuple(IDS), "8901", "then", "month", newest, "en")
    assert {row["division_code"] for row in found} == {"890101", "890102", "890103"}
    assert all("name" in row and "name_zh" not in row for row in found)


def test_details_of_tiers_stay_in_the_file(app):
    tiers = "select count(*) as n from fct_indicator_values where facility_tier = 'all'"
    kept = rows("select count(*) as n from near_values")
    assert kept == rows(tiers)
    assert all("facility_code" not in columns for _, _, columns in near.TABLES.values())


def test_a_page_that_fails_says_so_and_what_to_do(app, caplog):
    def broken(_):
        raise ValueError("a bug")

    page = frame.page("flow", View.of(place=COUNTY), ("place",), broken)
    assert "这一页没有做出来" in str(page)
    assert f"/flow?place={COUNTY}" in str(page)
    assert "a bug" in caplog.text


def test_the_server_makes_every_page_before_the_first_reader(published, caplog):
    frame.made.cache_clear()
    warm(create_app(published).server)
    try:
        # printed figures and headlines are no pages on computed indicators
        assert frame.made.cache_info().currsize >= 2 * (len(frame.PAGES) - 2)
        assert gc.get_freeze_count() > 0
        assert caplog.text == ""
    finally:
        gc.unfreeze()


def test_the_server_starts_before_anything_is_published(tmp_path):
    warm(create_app(tmp_path / "none.duckdb").server)
    gc.unfreeze()


def test_a_page_is_kept_as_the_browser_gets_it(app):
    content = [html.P("数", id="a"), html.B([1.5, None, date(2024, 1, 31)])]
    told = json.loads(orjson.dumps(wire.written(content)))
    assert told == json.loads(to_json(content))
    with pytest.raises(TypeError) as refused:
        wire.written([{1, 2}])
    assert "set does not go to a browser" in str(refused.value.__cause__)


def test_a_revision_stands_until_the_next():
    month = date(2024, 1, 31)
    found = [
        {"period_end": month, "publication_number": 1, "value": 5.0},
        {"period_end": month, "publication_number": 3, "value": None},
        {"period_end": month, "publication_number": 4, "value": 6.0},
    ]
    seen = stood(found, [1, 2, 3, 4, 5])
    assert [seen[month, n]["value"] for n in range(1, 6)] == [5.0, 5.0, None, 6.0, 6.0]


def test_a_publication_whose_facts_are_empty_opens(published, tmp_path):
    """As the demo's: printed figures alone, and tables of values without a row."""
    path = tmp_path / "yigai.duckdb"
    shutil.copy(published, path)
    with duckdb.connect(path) as con:
        for source, *_ in near.TABLES.values():
            con.execute(f"delete from indicators.{source}")
    client = create_app(path).server
    with client.test_request_context("/"):
        assert rows("select count(*) as n from near_values") == [{"n": 0}]
