"""A value that checks doubt is marked wherever it shows: pages, downloads, bulletin."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from browser import pages_data, pages_more
from dash._utils import to_json

from dashboards import bulletin
from dashboards.app import create_app
from dashboards.pages import county, indicator, overview, signing
from dashboards.view import View

COUNTY, MONTH, BEFORE = "890101", date(2023, 6, 30), date(2023, 3, 31)
DOUBTED = (
    ("county_visit_ratio", COUNTY, MONTH), ("county_visit_ratio", COUNTY, BEFORE),
    ("signing_rate", COUNTY, MONTH), ("county_visit_ratio", "8901", MONTH),
)  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages' data in which checks doubt these values, and no others."""
    path = tmp_path_factory.mktemp("flags") / "yigai.duckdb"
    pages_more.add(pages_data.write(path, counties=3, months=24, tiers=("all",)))
    with duckdb.connect(path) as con:
        con.execute("delete from quality.rpt_flagged_cells")
        for indicator_id, division_code, period_end in DOUBTED:
            con.execute(
                """
                insert into quality.rpt_flagged_cells by name
                select ? as indicator_id, ? as division_code, ? as period_end,
                    'month' as period_type, 'fail' as worst_outcome,
                    'U01 L01' as checks, 2 as worst_severity, 2 as check_count,
                    false as is_withheld
                """,
                [indicator_id, division_code, period_end],
            )
    return path


@pytest.fixture
def app(published: Path):
    with create_app(published).server.test_request_context("/") as context:
        yield context


def shown(page, **query: str) -> str:
    body = page.layout(place=COUNTY, period=f"{MONTH:%Y-%m}", **query)
    return json.dumps(json.loads(to_json(body)), ensure_ascii=False)


@pytest.mark.usefixtures("app")
def test_an_indicators_history_marks_every_month_that_is_in_doubt():
    view = View.of(
        place=COUNTY, period=f"{MONTH:%Y-%m}", indicator="county_visit_ratio"
    )
    found = indicator.history_rows(view)
    doubted = found.filter(found["check_count"] > 0)
    assert set(doubted["period_end"]) == {MONTH, BEFORE}
    page = shown(indicator, indicator="county_visit_ratio")
    assert page.count("△ 2 项检查涉及此数") >= 3  # two months, and among the counties


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("page", "marked"), [(overview, 2), (county, 2), (signing, 1)])
def test_pages_of_many_values_mark_those_in_doubt(page, marked):
    assert shown(page).count("mark mark-flagged") == marked


def test_downloads_tell_how_many_checks_doubt_a_value(published: Path):
    client = create_app(published).server.test_client()
    query = f"place={COUNTY}&period={MONTH:%Y-%m}&indicator=county_visit_ratio"
    for table in ("indicator-history", "indicator-table"):
        text = client.get(f"/download/{table}.csv?{query}").data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        doubted = [row for row in rows if row.get("check_count") not in ("", "0")]
        assert 0 < len(doubted) < len(rows), table


def test_the_bulletin_marks_headlines_and_counties_in_doubt(published, tmp_path):
    made = bulletin.make(published, f"{MONTH:%Y-%m}", tmp_path)
    page = made[0].read_text("utf-8")
    headline = re.findall(r'<span title="flagged">△</span>', page)
    assert len(headline) == 2  # of the prefecture, in both languages
    rows = [row for row in page.split("<tr>") if re.search(r"\d △", row)]
    assert rows
