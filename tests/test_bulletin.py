"""The monthly bulletin: its words and numbers, its two forms, what it refuses."""

import re
from pathlib import Path

import duckdb
import pytest
from browser import pages_data, pages_more

from dashboards import bulletin

MONTH = "2023-06"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulletin") / "yigai.duckdb"
    return pages_more.add(pages_data.write(path, counties=5, months=24, tiers=("all",)))


@pytest.fixture(scope="module")
def made(published: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return bulletin.make(published, MONTH, tmp_path_factory.mktemp("made"))


def value_of(published: Path, indicator_id: str) -> float:
    with duckdb.connect(published, read_only=True) as con:
        return con.execute(
            """
            select value from indicators.fct_indicator_values
            where indicator_id = ? and division_code = '8901' and facility_tier = 'all'
                and geography = 'then' and period_type = 'month'
                and period_end = last_day(cast(? || '-01' as date))
            """,
            [indicator_id, MONTH],
        ).fetchall()[0][0]


def test_the_page_says_the_published_numbers_in_both_languages(made, published):
    page = made[0].read_text("utf-8")
    ratio = f"{value_of(published, 'county_visit_ratio'):.2f}%"
    assert page.count(ratio) >= 2
    for said in (
        "县域医改监测月报", "示范市", "2023年6月", "三点发现", "主要是", "个县中",
        "English summary", "Three findings", "Jun 2023",
    ):  # fmt: skip
        assert said in page
    assert len(re.findall(r"<li>", page.split("三点发现")[1].split("</ol>")[0])) == 3


def test_the_page_needs_nothing_else(made):
    page = made[0].read_text("utf-8")
    addresses = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)|url\(([^)]+)\)""", page)
    assert [
        one for pair in addresses for one in pair if one and not one.startswith("#")
    ] == []
    assert page.count("<svg ") == 4
    assert "<script" not in page


def test_made_up_places_are_named_so(made):
    page, sheet = made
    assert "虚构的地方" in page.read_text("utf-8")
    assert all(path.name.startswith("synthetic_bulletin_8901_2023-06") for path in made)
    assert sheet.suffix == ".pdf"


def test_the_sheets_are_two_to_four_of_a4(made):
    sheets = made[1].read_bytes()
    assert sheets.startswith(b"%PDF")
    assert 2 <= int(re.findall(rb"/Count (\d+)", sheets)[0]) <= 4


def test_the_same_publication_gives_the_same_bulletin(made, published, tmp_path):
    again = bulletin.make(published, MONTH, tmp_path)
    assert again[0].read_bytes() == made[0].read_bytes()
    assert again[1].read_bytes() == made[1].read_bytes()


def test_a_county_may_have_one_of_its_own(published, tmp_path):
    page, _ = bulletin.make(published, MONTH, tmp_path, "890102")
    assert "白石县" in page.read_text("utf-8")


@pytest.mark.parametrize(("month", "place"), [("2031-01", ""), (MONTH, "110000")])
def test_what_is_not_published_is_refused(published, tmp_path, month, place):
    with pytest.raises(bulletin.NoData):
        bulletin.make(published, month, tmp_path, place)
    assert list(tmp_path.iterdir()) == []


def test_the_newest_month_is_known(published):
    assert bulletin.newest_month(published) == "2023-12"


def test_no_detail_of_facilities_is_in_it(made, published):
    """A bulletin goes to anyone: it is made without a right to detail."""
    page = made[0].read_text("utf-8")
    assert "卫生院" not in page.replace("乡镇卫生院", "")
    assert "F2" not in page
