"""What readers see, in a real browser, held against the warehouse."""

import csv
import re
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

VERDICTS = ("disagrees", "truncated", "agrees", "not_recomputable")
COUNTS = "select verdict, count(*) from core.rpt_published_figures group by all"
PAGES = ("/", "/printed-figures")


def query_of(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def overflow(page) -> int:
    """How far the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def choose_document(page, document_id: str) -> None:
    page.click("#document")
    page.click(f".dash-dropdown-option:has(input[value='{document_id}'])")


def test_headlines_show_the_recomputed_growth(open_page):
    tile = open_page("/").locator(".tile").nth(0)
    expect(tile.locator("h2")).to_contain_text("2009—2017 年")
    expect(tile.locator("h2")).to_contain_text("8.55%")
    expect(tile.locator(".stat").nth(0)).to_contain_text("+8.55%")
    expect(tile.locator(".stat").nth(0)).to_contain_text("1,038.6万 → 1,127.4万")
    expect(tile.locator(".stat").nth(0)).to_contain_text("印出 8.5%")
    expect(tile.locator(".stat").nth(1)).to_contain_text("+22.55%")
    expect(tile.locator(".stat").nth(1)).to_contain_text("10.2万 → 12.5万")
    expect(tile.locator(".chart")).to_contain_text("全国基层医疗卫生机构")


def test_headlines_show_shares_computed_from_amounts(open_page):
    tile = open_page("/").locator(".tile").nth(1)
    expect(tile.locator("h2")).to_contain_text("由 66.42% 降至 41.01%")
    expect(tile.locator(".stat").nth(1)).to_contain_text("49.14%")
    for share in ("66.4%", "32.4%", "0.1%", "1.0%", "41.0%", "49.1%", "6.0%", "3.8%"):
        expect(tile.locator(".chart")).to_contain_text(share)


def test_headlines_say_where_only_a_ratio_is_printed(open_page):
    page = open_page("/")
    signing, county = page.locator(".tile").nth(2), page.locator(".tile").nth(3)
    for rate in ("62.95", "75.9", "100"):
        expect(signing.locator(".chart")).to_contain_text(rate)
    expect(signing).to_contain_text("仅印比率")
    expect(signing).to_contain_text("不可重算")
    expect(county.locator("h2")).to_contain_text("79.58%—99.76%")
    expect(county).to_contain_text("仅印比率")


def test_counties_are_ranked(open_page, ask):
    ranked = ask(
        "select printed_value from core.rpt_published_figures"
        " where statistic_id in (select statistic_id"
        " from indicators.rpt_county_visit_ratios where document_id = 'chinaxiv_2019')"
        " order by stated_value desc"
    )
    page = open_page("/")
    page.wait_for_selector("#county-visit-ratios .textpoint")
    texts = page.locator("#county-visit-ratios .textpoint").all_text_contents()
    assert [text.strip() for text in texts] == [value for (value,) in ranked]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headlines_fit_the_first_screen(open_page, lang):
    page = open_page(f"/?lang={lang}")
    page.wait_for_selector("#county-visit-ratios .textpoint")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 720
    for tile in page.locator(".tile").all():
        inside = tile.evaluate("it => it.scrollHeight - it.clientHeight")
        assert inside <= 0


@pytest.mark.parametrize("path", PAGES)
def test_verdict_counts_are_those_of_the_warehouse(open_page, ask, path):
    page = open_page(path)
    counts = dict(ask(COUNTS))
    for verdict in VERDICTS:
        shown = page.locator(f"#count-{verdict}").inner_text()
        assert int(re.findall(r"\d+", shown)[-1]) == counts.get(verdict, 0)


def test_a_count_leads_to_its_figures(open_page, ask):
    page = open_page("/")
    page.click("#count-disagrees")
    page.wait_for_url("**/printed-figures?verdict=disagrees")
    count = dict(ask(COUNTS))["disagrees"]
    expect(page.locator("#shown")).to_contain_text(f"显示 {count} / ")
    pressed = page.locator(".chips [aria-pressed=true]")
    expect(pressed).to_have_attribute("id", "chip-disagrees")


def test_a_tile_leads_to_its_figure(open_page):
    page = open_page("/")
    page.locator(".tile").nth(0).get_by_text("核对明细").click()
    page.wait_for_url("**id=chifeng_2018.visits_growth")
    expect(page.locator("#detail h2")).to_have_text("门急诊诊疗人次增长")
    expect(page.locator("#detail .comparison")).to_contain_text("8.55")


def test_filters_narrow_the_table(open_page, ask):
    page = open_page("/printed-figures")
    choose_document(page, "chifeng_2018")
    page.click("#chip-agrees")
    page.fill("#text", "签约")
    page.fill("#text", "收入 2017")
    found = ask(
        "select statistic_id from core.rpt_published_figures where verdict = 'agrees'"
        " and document_id = 'chifeng_2018' and contains(concat_ws(' ', statistic_id,"
        " document_zh, clause, subject_zh, measure_zh, printed_text, explanation_zh),"
        " '收入') and contains(concat_ws(' ', statistic_id, document_en, subject_en,"
        " clause, period, measure_en, printed_text, explanation_zh, explanation_en),"
        " '2017')"
    )
    assert found
    expect(page.locator("#shown")).to_contain_text(f"显示 {len(found)} / ")
    expect(page.locator("#table .ag-center-cols-container .ag-row")).to_have_count(
        len(found)
    )
    rows = page.locator("#table .ag-center-cols-container .ag-row").all()
    shown = {row.get_attribute("row-id") for row in rows}
    assert shown == {statistic_id for (statistic_id,) in found}


def test_filters_that_find_nothing_say_so_and_can_be_cleared(open_page, ask):
    page = open_page("/printed-figures?q=zzzz")
    expect(page.locator("#table")).to_contain_text("没有符合条件的数字")
    page.click("#reset")
    everything = sum(dict(ask(COUNTS)).values())
    expect(page.locator("#shown")).to_contain_text(f"显示 {everything} / {everything}")
    assert query_of(page) == {}
    expect(page.locator("#text")).to_have_value("")


def test_worst_come_first(open_page):
    page = open_page("/printed-figures")
    first = page.locator("#table .ag-row[row-index='0']")
    expect(first.locator("[col-id=rank]")).to_have_text("不符")


def test_a_chosen_row_tells_everything(open_page, ask):
    page = open_page("/printed-figures?document=chifeng_2018&verdict=disagrees")
    page.click(".ag-row[row-id='chifeng_2018.income_fiscal_share_2009']")
    panel = page.locator("#detail")
    for said in (
        "33",
        "32.44",
        "−0.56",
        "25368.5万元 ÷",
        "财政补助 33%",
        "2009年饼图",
        "另一种读法",
        "chifeng_2018.csv",
        "文件所述",
    ):
        expect(panel).to_contain_text(said)
    sql = panel.locator(".query code").inner_text()
    assert [row[0] for row in ask(sql)] == ["chifeng_2018.income_fiscal_share_2009"]
    assert query_of(page)["id"] == ["chifeng_2018.income_fiscal_share_2009"]


def test_keyboard_chooses_a_row(open_page):
    page = open_page("/printed-figures")
    page.locator("#table .ag-row[row-index='0'] .ag-cell").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("#table .ag-row[row-index='1']")).to_have_class(
        re.compile("ag-row-selected")
    )
    expect(page.locator("#detail .comparison")).to_be_visible()


def test_the_address_restores_the_view(open_page):
    page = open_page("/printed-figures?lang=en")
    choose_document(page, "chifeng_2018")
    page.click("#chip-disagrees")
    page.fill("#text", "beds_per_1000")
    expect(page.locator("#shown")).to_contain_text("1 of")
    page.click(".ag-row[row-index='0']")
    expect(page.locator("#detail h2")).to_have_text("Beds per thousand people")
    again = open_page(page.url.removeprefix(page.evaluate("location.origin")))
    expect(again.locator("#detail h2")).to_have_text("Beds per thousand people")
    expect(again.locator("#shown")).to_have_text(page.locator("#shown").inner_text())
    expect(again.locator("#text")).to_have_value("beds_per_1000")
    expect(again.locator("#document")).to_contain_text("Chifeng")
    expect(again.locator("#chip-disagrees")).to_have_attribute("aria-pressed", "true")
    expect(again.locator(".ag-row-selected")).to_have_count(1)


def test_english_switch_keeps_the_view_and_changes_every_word(open_page):
    page = open_page("/printed-figures?verdict=truncated")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_contain_text("印出数字核对")
    expect(page.locator("h1 .english")).to_have_text("Printed figures")
    page.click("#language")
    expect(page.locator("h1")).to_have_text("Printed figures")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert query_of(page) == {"lang": ["en"], "verdict": ["truncated"]}
    words = page.locator("#content").inner_text() + page.locator("nav").inner_text()
    assert not re.findall(r"[\u4e00-\u9fff]+", words)


def test_headlines_in_english(open_page):
    page = open_page("/?lang=en")
    tile = page.locator(".tile").nth(0)
    expect(tile.locator("h2")).to_contain_text("visit growth 8.55%, 2009–2017")
    expect(tile).to_contain_text("10.39 million → 11.27 million")
    expect(page.locator(".nature")).to_contain_text("not computed from raw reports")
    chinese = "it => it.innerText.match(/[\\u4e00-\\u9fff]+/g)"
    for part in page.locator(".tile h2, .stat, .plot, .eyebrow, .strip").all():
        assert part.evaluate(chinese) is None


@pytest.mark.parametrize("query", ["", "?verdict=truncated", "?lang=en&q=beds"])
def test_downloads_are_what_the_table_shows(open_page, tmp_path, query):
    page = open_page(f"/printed-figures{query}")
    shown = int(re.findall(r"\d+", page.locator("#shown").inner_text())[0])
    assert shown
    for kind in ("csv", "xlsx"):
        with page.expect_download() as started:
            page.click(f"#download-{kind}")
        started.value.save_as(tmp_path / f"figures.{kind}")
    content = (tmp_path / "figures.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    assert len(list(csv.reader(lines))) == shown + 1
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx").worksheets[0]
    assert sheet.max_row == shown + 1


def test_downloads_follow_the_filters(open_page, tmp_path, ask):
    page = open_page("/printed-figures")
    page.click("#chip-truncated")
    expect(page.locator("#shown")).to_contain_text(
        f"显示 {dict(ask(COUNTS))['truncated']} /"
    )
    with page.expect_download() as started:
        page.click("#download-csv")
    started.value.save_as(tmp_path / "cut.csv")
    text = (tmp_path / "cut.csv").read_text("utf-8-sig")
    found = {row["编号"] for row in csv.DictReader(text.splitlines(keepends=True))}
    truncated = "from core.rpt_published_figures where verdict = 'truncated'"
    assert found == {row[0] for row in ask(f"select statistic_id {truncated}")}


@pytest.mark.parametrize("kind", ["png", "svg", "csv", "xlsx"])
def test_every_chart_downloads(open_page, tmp_path, kind):
    page = open_page("/")
    page.wait_for_selector("#income-structure .barlayer")
    tile = page.locator(".tile").nth(1)
    tile.locator("summary").click()
    with page.expect_download() as started:
        tile.locator("details").get_by_text(kind.upper()).click()
    started.value.save_as(tmp_path / f"chart.{kind}")
    content = (tmp_path / f"chart.{kind}").read_bytes()
    starts = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    assert content.startswith(starts[kind])
    if kind == "svg":
        assert "医疗业务" in content.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", [*PAGES, "/printed-figures?id=chifeng_2018.visits_growth"]
)
def test_a_phone_needs_no_sideways_scrolling(open_page, path, lang):
    mark = "&" if "?" in path else "?"
    page = open_page(f"{path}{mark}lang={lang}", width=390, height=844)
    page.wait_for_timeout(300)
    assert overflow(page) <= 0


def test_unknown_addresses_do_no_harm(open_page):
    page = open_page("/printed-figures?lang=xx&verdict=%3Cb%3E&id=%3Cscript%3E&zz=1")
    expect(page.locator("#detail")).to_contain_text("没有数字“<script>”")
    missing = open_page("/nowhere")
    expect(missing.locator("h1")).to_have_text("没有这个页面")


def test_focus_can_be_seen(open_page):
    page = open_page("/printed-figures")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator("#chip-agrees").focus()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "2px"
