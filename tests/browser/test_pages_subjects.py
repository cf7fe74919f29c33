"""The pages of subjects: county, income, flow, signing, communities, data quality."""

import re
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from browser import pages_more
from browser.conftest import Ask, Open, asking, opening
from browser.seeing import barriers, chinese, overflow, query_of
from playwright.sync_api import BrowserContext, Page, expect

from dashboards.app import running

pytestmark = pytest.mark.browser
LATEST = "month = (select max(month) from rpt_patient_flows)"
PAGES = ("county", "income", "flow", "signing", "communities", "quality")
LAST = "select max(period_end) from fct_indicator_values where period_type = 'month'"


@pytest.fixture(scope="module")
def more(made_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up warehouse with flows, communities and quality."""
    path = tmp_path_factory.mktemp("more") / "yigai.duckdb"
    shutil.copy(made_up, path)
    return pages_more.add(path)


@pytest.fixture(scope="module")
def served_more(more: Path) -> Generator[str]:
    with running(more) as address:
        yield address


@pytest.fixture
def open_more(context: BrowserContext, served_more: str) -> Generator[Open]:
    yield from opening(context, served_more)


@pytest.fixture
def ask_more(more: Path) -> Ask:
    return asking(more)


@pytest.fixture
def value(ask_more: Ask) -> Callable[..., float]:
    """A value of the newest month, past the dashboard."""

    def asked(indicator_id: str, division_code: str) -> float:
        rows = ask_more(
            f"""
            select value from fct_indicator_values
            where indicator_id = ? and division_code = ? and facility_tier = 'all'
                and geography = 'then' and period_type = 'month'
                and period_end = ({LAST})
            """,
            indicator_id, division_code,
        )  # fmt: skip
        return rows[0][0]

    return asked


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window, once the charts have shrunk."""
    for _ in range(50):
        if overflow(page) <= 0:
            return True
        page.wait_for_timeout(100)
    return False


def share_inside(ask: Ask, code: str) -> float:
    """Of a county all of whose flows are published."""
    return ask(
        f"""
        select 100 * sum(encounters) filter (where destination = 'own_county')
            / sum(encounters)
        from rpt_patient_flows where division_code = ? and {LATEST}
        """,
        code,
    )[0][0]


def measured(ask: Ask, code: str) -> dict[str, float]:
    """The published sums of a division, by measure."""
    found = ask(
        f"""
        select measure_id, value from fct_measures
        where division_code = ? and {LATEST}
        """,
        code,
    )
    return dict(found)


def test_county_says_everything_and_prints_on_one_sheet(open_more, ask_more, value):
    page = open_more("/county?place=890102")
    ratio = page.locator("table.profile tr", has=page.get_by_text("县域内就诊率"))
    expect(ratio.locator(".number")).to_have_text(
        f"{value('county_visit_ratio', '890102'):.2f}%"
    )
    expect(ratio).to_contain_text("/12")
    inside = share_inside(ask_more, "890102")
    expect(page.locator("#county-flow-title")).to_contain_text(f"{inside:.1f}%")
    expect(page.locator("#county-communities")).to_contain_text("白石县人民医院")
    expect(page.locator("#county-quality")).to_contain_text("项检查有发现")
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1
    ratio.locator(".number").click()
    expect(page.locator("#origin h2")).to_have_text("县域内就诊率")


def test_flow_counts_people_and_money(open_more, ask_more):
    page = open_more("/flow?place=8901")
    sums = measured(ask_more, "8901")
    inside = 100 * sums["encounters_inside"] / sums["encounters"]
    expect(page.locator("#flow-stream-title")).to_contain_text(
        f"{inside:.1f}% 的就诊人次留在县内"
    )
    assert page.locator("#flow-matrix tbody tr").count() == 12
    drawn = page.locator("#flow-stream .sankey-link")
    assert drawn.count() == 61
    page.get_by_role("link", name="医保基金").click()
    expect(page.locator("#flow-stream-title")).to_contain_text("医保基金支出")
    assert query_of(page)["show"] == "fund"
    page.get_by_role("link", name="住院", exact=True).click()
    expect(page.locator(".switch .is-on").nth(1)).to_have_text("住院")
    # some stays are withheld: sums are at least so many, and there are no means
    away = page.locator("#flow-money tbody tr").filter(has_text="市外")
    expect(away).to_contain_text("≥")
    page = open_more("/flow?place=890102&care=stay")
    away = page.locator("#flow-money tbody tr").filter(has_text="市外")
    expect(away).to_contain_text("32,400")


def test_few_people_are_withheld_and_it_says_so(open_more):
    """What disclosure control leaves empty is told apart from nothing."""
    page = open_more("/flow?place=890111&care=stay")
    expect(page.locator("#flow-stream")).to_contain_text("为保护个人不公布")
    assert page.locator(".switch").count() == 2
    page = open_more("/flow?place=8901")
    expect(page.locator("#flow-stream .note")).to_contain_text("人数太少")
    expect(page.locator("#flow-stream")).to_contain_text("不公布 ")


def test_shares_are_of_the_whole_also_where_cells_are_withheld(open_more, ask_more):
    """The published sum of a county is the whole; a part is at least what is shown."""
    sums = measured(ask_more, "890111")
    ((shown, village),) = ask_more(
        f"""
        select
            sum(encounters), sum(encounters) filter (where facility_tier = 'township')
        from rpt_patient_flows where division_code = '890111' and {LATEST}
        """
    )
    whole = sums["encounters"]
    page = open_more("/flow?place=890111")
    kept = f"{100 * sums['encounters_inside'] / whole:.1f}% 的就诊人次留在县内"
    expect(page.locator("#flow-stream-title")).to_contain_text(kept)
    own = page.locator("#flow-matrix tbody tr.is-chosen td")
    assert own.first.text_content() == f"≥ {100 * village / whole:.1f}"
    assert own.last.text_content() == f"{100 * (whole - shown) / whole:.1f}"
    expect(page.locator("#flow-money-title")).to_contain_text("均值从略")
    page = open_more("/county?place=890111")
    inside = f"{100 * sums['encounters_inside'] / whole:.1f}%"
    expect(page.locator("#county-flow-title")).to_contain_text(inside)
    # the fees of all care are not published here: no share of them is given
    page = open_more("/flow?place=890111&show=fee")
    expect(page.locator("#flow-stream .note")).to_contain_text("占比从略")
    expect(page.locator("#flow-stream-title")).not_to_contain_text("%")


def test_income_tells_parts_and_both_drug_shares(open_more, value, ask_more):
    page = open_more("/income?place=890103&by=year")
    shares = dict(
        ask_more(
            """
            select indicator_id, value from fct_indicator_values
            where division_code = '890103' and facility_tier = 'all'
                and geography = 'then' and period_type = 'year'
            qualify row_number() over (
                partition by indicator_id order by period_end desc
            ) = 1
            """
        )
    )
    said = page.locator("#income-drugs-title")
    for name in ("with", "without"):
        share = shares[f"medical_income_share_drug_{name}_pieces"]
        expect(said).to_contain_text(f"{share:.1f}%")
    medical = shares["income_share_medical_income"]
    expect(page.locator("#income-sources-title")).to_contain_text(f"{medical:.1f}%")
    expect(page.locator("#income-visit-title")).to_contain_text("次均门诊费用")


def test_signing_orders_counties_and_groups(open_more, value):
    page = open_more("/signing?place=890103")
    rate = value("signing_rate", "890103")
    expect(page.locator("#signing-history-title")).to_contain_text(
        f"柳林县签约率 {rate:.1f}%"
    )
    expect(page.locator("#signing-groups-title")).to_contain_text("重点人群中")
    row = page.locator("#signing-table tr.is-chosen")
    expect(row.locator("th")).to_have_text("柳林县")
    expect(row.locator(".number").first).to_have_text(f"{rate:.1f}")


def test_communities_show_the_list_of_2024_and_grades(open_more, ask_more):
    page = open_more("/communities?place=8901")
    met, judged = ask_more(
        """
        select count(*) filter (where met = all_), count(*) from (
            select division_code, item, count(*) filter (where grade = 'met') as met,
                count(*) as all_
            from rpt_community_reviews where edition = '2024' group by all
        )
        """
    )[0]
    signs = page.locator("#communities-list tbody tr").nth(0).locator("td")
    assert signs.count() == 12
    rows = page.locator("#communities-list tbody tr").filter(
        has_text=re.compile("资源统一管理|医共体内部民主决策|服务协同联动")
    )
    assert rows.locator(".state-met").count() == met
    assert rows.locator(".state-missed").count() == judged - met
    assert page.locator("#communities-members tbody tr").count() == 10
    assert page.locator("#communities-items tbody tr").count() == 10


def test_quality_tells_arrivals_checks_and_revisions(open_more, ask_more):
    page = open_more("/quality?place=8901")
    arrived, expected = ask_more(
        f"""
        select sum(reports_arrived), sum(reports_expected) from rpt_arrivals
        where month > ({LAST}) - interval 24 month
        """
    )[0]
    expect(page.locator("#quality-calendar-title")).to_contain_text(
        f"应报 {expected:,}"
    )
    assert arrived < expected
    found = ask_more(
        f"""
        select distinct check_id from fct_check_cells where last_day(month) = ({LAST})
        """
    )
    expect(page.locator("#quality-checks-title")).to_contain_text(
        f"{len(found)} 项检查有发现"
    )
    first = page.locator(".checks details").first
    first.locator("summary").click()
    expect(first.locator("p")).to_contain_text("指标：")
    assert page.locator("#quality-claims tbody tr").count() == 12
    expect(page.locator("#quality-revisions-title")).to_contain_text("在发布后改过")
    expect(page.locator("#quality-revisions thead")).to_contain_text("第 4 次")


@pytest.mark.parametrize("name", PAGES)
def test_in_english_on_a_phone_without_barriers(open_more, name):
    page = open_more(f"/{name}?place=890102&lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert chinese(page) == []
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)


def test_pages_say_kindly_what_is_not_there(open_page):
    """The warehouse without flows, communities and quality."""
    page = open_page("/quality")
    expect(page.locator("#quality-calendar")).to_contain_text("本次发布没有这项数据")
    expect(page.locator("#quality-revisions")).to_contain_text("本次发布没有这项数据")
    page.locator("nav").get_by_text("患者流向", exact=True).click()
    expect(page.locator("#flow-stream")).to_contain_text("本次发布没有这项数据")
