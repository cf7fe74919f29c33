"""The frame and the pages overview, indicator and dictionary, in a real browser."""

import re

import pytest
from browser.seeing import barriers, chinese, choose, height, overflow, query_of
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

RATIO = """
select value, numerator, denominator from fct_indicator_values
where indicator_id = 'county_visit_ratio' and division_code = ?
    and facility_tier = 'all' and geography = 'then' and period_type = 'month'
    and period_end = ?
"""
LAST = "select max(period_end) from fct_indicator_values where period_type = 'month'"
PAGES = ("/", "/indicator?place=890103", "/dictionary?id=county_visit_ratio")


@pytest.fixture
def last(ask):
    return ask(LAST)[0][0]


def test_overview_answers_on_the_first_screen(open_page, ask, last):
    page = open_page("/")
    tiles = page.locator(".indicator-tile")
    assert tiles.count() >= 10
    tile = tiles.filter(has=page.get_by_text("县域内就诊率", exact=True))
    value, *_ = ask(RATIO, "8901", last)[0]
    expect(tile.locator(".number")).to_have_text(f"{value:.2f}%")
    expect(page.locator("#overview-headlines-title")).to_contain_text(
        "项比上年同期向好"
    )
    expect(page.locator(".banner")).to_contain_text("合成数据：示范市是虚构的地方")
    for said in ("主要是机构自身变化", "升"):
        expect(page.locator("#overview-moved")).to_contain_text(said)
    alerts = page.locator("#overview-alerts li:not(.note)")
    assert 0 < alerts.count() <= 6
    assert height(page) <= 720


def test_a_number_opens_its_origin_and_closes_again(open_page, ask, last):
    page = open_page("/")
    tile = page.locator(".indicator-tile").filter(
        has=page.get_by_text("县域内就诊率", exact=True)
    )
    tile.locator(".number").click()
    panel = page.locator("#origin")
    expect(panel.locator("h2")).to_have_text("县域内就诊率")
    value, above, below = ask(RATIO, "8901", last)[0]
    for said in (f"{value:.2f}%", f"{above:,.0f}", f"{below:,.0f}", "覆盖", "应报",
                 "synthetic_", "0123abcd", "推定", "没有检查"):  # fmt: skip
        expect(panel).to_contain_text(said)
    sql = panel.locator(".query code").inner_text()
    assert value in ask(sql)[0]
    cell = query_of(page)["cell"]
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(tile.locator(".number")).to_be_focused()
    assert "cell" not in query_of(page)
    again = open_page(f"/?cell={cell}")
    expect(again.locator("#origin .stated")).to_contain_text(f"{value:.2f}%")
    unknown = open_page("/?cell=nothing~8901~all~then~month~2020-01-31")
    expect(unknown.locator("#origin")).to_contain_text("没有这个数字")


def test_filters_go_to_the_address_and_along_to_other_pages(open_page, ask):
    page = open_page("/")
    choose(page, "place", "柳林县")
    page.wait_for_url("**place=890103**")
    expect(page.locator("#overview-headlines-title")).to_contain_text("柳林县")
    choose(page, "by", "年")
    expect(page.locator("#overview-headlines-title")).to_contain_text("2023年：")
    page.locator("nav").get_by_text("指标", exact=True).click()
    expect(page.locator("#indicator-history-title")).to_contain_text("柳林县")
    assert query_of(page) == {"place": "890103", "by": "year"}
    page.click("#language")
    expect(page.locator("#indicator-history-title")).to_contain_text("County 3")
    assert query_of(page) == {"place": "890103", "by": "year", "lang": "en"}
    page.go_back()
    page.go_back()
    expect(page.locator("#overview-headlines-title")).to_contain_text("柳林县2023年：")


def test_indicator_shows_its_counties_and_their_origins(open_page, ask, last):
    page = open_page("/indicator?place=890103")
    found = ask(
        "select value from fct_indicator_values"
        " where indicator_id = 'county_visit_ratio' and division_level = 'county'"
        " and facility_tier = 'all' and geography = 'then' and period_type = 'month'"
        " and period_end = ? and value is not null order by value desc",
        last,
    )
    shown = page.locator("#indicator-ranked .y2tick").all_text_contents()
    assert shown == [f"{value:.2f}" for (value,) in found]
    expect(page.locator("#indicator-table tbody tr")).to_have_count(12)
    expect(page.locator("#indicator-table .is-chosen")).to_contain_text("柳林县")
    expect(page.locator("#indicator-ranked-title")).to_contain_text("柳林县在")
    expect(page.locator("#indicator-history-title")).to_contain_text("目标 81.00%")
    expect(page.locator("#indicator-funnel-title")).to_contain_text("不像偶然")
    expect(page.locator("#indicator-map")).to_contain_text("青河")
    expect(page.locator("#indicator-definition")).to_contain_text("推定")
    # the four charts of the first screen stand above its lower edge
    for name in ("history", "tenths", "ranked", "funnel", "map"):
        box = page.locator(f"#indicator-{name}").bounding_box()
        assert box["y"] + box["height"] <= 720, name
    expect(page.locator("#indicator-definition")).to_contain_text("有疑问")
    page.locator("#indicator-table .is-chosen .number").click()
    expect(page.locator("#origin h2")).to_have_text("县域内就诊率")
    expect(page.locator("#origin")).to_contain_text("U01 收入各项相加等于合计")
    page.keyboard.press("Escape")
    marks = page.locator("#indicator-ranked .scatterlayer .point")
    marks.last.click(force=True)
    expect(page.locator("#origin .sides")).to_be_visible()
    assert query_of(page)["cell"].startswith("county_visit_ratio~8901")


def test_a_chart_downloads_as_picture_and_data(open_page, tmp_path):
    page = open_page("/indicator?place=890103")
    card = page.locator("#indicator-ranked")
    starts = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    for kind, start in starts.items():
        card.locator("summary").click()
        with page.expect_download() as started:
            card.locator("details").get_by_text(kind.upper()).click()
        started.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(start), kind
        page.keyboard.press("Escape")
    picture = (tmp_path / "svg").read_text()
    for said in ("柳林县在", "合成数据", "发布 yigai.duckdb"):
        assert said in picture, said
    lines = (tmp_path / "csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 12
    assert "区划代码" in lines[0]


def test_dictionary_finds_and_leads_to_files(open_page):
    page = open_page("/dictionary")
    rows = page.locator("#dictionary-grid .ag-center-cols-container .ag-row")
    everything = rows.count()
    page.fill("#dictionary-search", "县域内就诊率 越高 county_visit_ratio chinaxiv")
    expect(page.locator("#dictionary-grid")).to_contain_text("没有找到")
    page.fill("#dictionary-search", "county_visit_ratio")
    row = page.locator("#dictionary-grid .ag-row[row-id=county_visit_ratio]")
    expect(row).to_be_visible()
    assert rows.count() < 5 < everything
    row.click()
    detail = page.locator("#dictionary-detail")
    expect(detail.locator("h2")).to_have_text("县域内就诊率")
    for said in ("容易误读", "fct_indicator_values", "int_", "份文件", "示范市"):
        expect(detail).to_contain_text(said)
    assert query_of(page) == {"q": "county_visit_ratio", "id": "county_visit_ratio"}
    detail.locator(".number").click()
    expect(page.locator("#origin h2")).to_have_text("县域内就诊率")


@pytest.mark.parametrize("path", PAGES)
def test_english_phone_and_no_barriers(open_page, path):
    mark = "&" if "?" in path else "?"
    page = open_page(f"{path}{mark}lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert chinese(page) == []
    assert chinese(page, "nav") == []
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    assert overflow(page) <= 0


def test_keyboard_reaches_the_filters_and_focus_is_seen(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator(".choice-place button, .choice-place .dash-dropdown").first.focus()
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) != "none"
    focused = page.evaluate("document.activeElement.closest('.choice')?.className")
    assert re.search("choice-by", focused or "")


def test_tables_are_there_also_for_who_is_faster_than_their_script(open_page):
    page = open_page("/")
    # as it is before the tables' script has come
    page.evaluate(
        """() => {
          window.marked = true;
          delete window.dash_ag_grid;
          document.getElementById("grid-script")?.remove();
          const link = document.createElement("link");
          link.id = "grid-script";
          link.dataset.pages = "/dictionary";
          document.head.append(link);
        }"""
    )
    page.click('nav a[href^="/dictionary"]')
    expect(page.locator(".ag-row").first).to_be_visible()
    # the page was brought anew, with the script
    assert page.evaluate("window.marked") is None


def test_the_tables_script_comes_after_a_page_without_tables(open_page):
    page = open_page("/")
    expect(page.locator("#grid-script")).to_have_count(0)
    page.evaluate("window.marked = true")
    page.click('nav a[href^="/dictionary"]')
    expect(page.locator(".ag-row").first).to_be_visible()
    assert page.evaluate("window.marked") is True
