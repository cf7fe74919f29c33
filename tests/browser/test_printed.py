"""The page of printed figures and its view of headlines, held against the warehouse."""

import csv
import re

import openpyxl
import pytest
from browser.seeing import barriers, chinese, height, overflow, query_of
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

VERDICTS = ("disagrees", "truncated", "agrees", "not_recomputable")
COUNTS = "select verdict, count(*) from rpt_published_figures group by all"
FIGURES, HEADLINES = "/printed-figures", "/printed-figures/headlines"
ROWS = "#table .ag-center-cols-container .ag-row"


def choose_document(page, document_id: str) -> None:
    page.click("#document")
    page.click(f".dash-dropdown-option:has(input[value='{document_id}'])")


def shown_counts(page) -> dict[str, int]:
    texts = {v: page.locator(f"#count-{v}").inner_text() for v in VERDICTS}
    return {v: int(re.findall(r"\d+", text)[-1]) for v, text in texts.items()}


def test_headlines_are_recomputed_from_what_is_printed(open_printed, ask_printed):
    page = open_printed(HEADLINES)
    growth, income, signing, county = (page.locator(".tile").nth(n) for n in range(4))
    expect(growth.locator("h2")).to_contain_text("2009—2017 年")
    for said in (
        "+8.55%",
        "1,038.6万 → 1,127.4万",
        "印出 8.5%",
        "+22.55%",
        "10.2万 → 12.5万",
    ):
        expect(growth).to_contain_text(said)
    expect(growth.locator(".chart")).to_contain_text("全国基层医疗卫生机构")
    expect(income.locator("h2")).to_contain_text("由 66.42% 降至 41.01%")
    for share in ("66.4%", "32.4%", "0.1%", "1.0%", "41.0%", "49.1%", "6.0%", "3.8%"):
        expect(income.locator(".chart")).to_contain_text(share)
    for rate in ("62.95", "75.9", "100"):
        expect(signing.locator(".chart")).to_contain_text(rate)
    expect(signing).to_contain_text("仅印比率")
    expect(county.locator("h2")).to_contain_text("79.58%—99.76%")
    ranked = ask_printed(
        "select printed_value from rpt_published_figures"
        " where statistic_id in (select statistic_id"
        " from rpt_county_visit_ratios where document_id = 'chinaxiv_2019')"
        " order by stated_value desc"
    )
    texts = county.locator(".textpoint").all_text_contents()
    assert [text.strip() for text in texts] == [value for (value,) in ranked]
    assert height(page) <= 720
    assert shown_counts(page) == {
        v: dict(ask_printed(COUNTS)).get(v, 0) for v in VERDICTS
    }
    page.click("#count-disagrees")
    page.wait_for_url("**/printed-figures?verdict=disagrees")
    pressed = page.locator(".chips [aria-pressed=true]")
    expect(pressed).to_have_attribute("id", "chip-disagrees")


def test_a_tile_leads_to_its_figure_and_downloads(open_printed, tmp_path):
    page = open_printed(HEADLINES)
    tile = page.locator(".tile").nth(1)
    starts = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    for kind, start in starts.items():
        tile.locator("summary").click()
        with page.expect_download() as started:
            tile.locator("details").get_by_text(kind.upper()).click()
        started.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(start)
        if kind in ("csv", "xlsx"):
            page.keyboard.press("Escape")
    assert "医疗业务" in (tmp_path / "svg").read_text()
    page.locator(".tile").nth(0).get_by_text("核对明细").click()
    page.wait_for_url("**id=chifeng_2018.visits_growth")
    expect(page.locator("#detail h2")).to_have_text("门急诊诊疗人次增长")
    expect(page.locator("#detail .comparison")).to_contain_text("8.55")


def test_filters_narrow_the_table_and_the_address_restores_them(
    open_printed, ask_printed
):
    page = open_printed(FIGURES)
    counts = dict(ask_printed(COUNTS))
    assert shown_counts(page) == {v: counts.get(v, 0) for v in VERDICTS}
    expect(page.locator(".ag-row[row-index='0'] [col-id=rank]")).to_have_text("不符")
    choose_document(page, "chifeng_2018")
    page.click("#chip-agrees")
    page.fill("#text", "收入 2017")
    found = ask_printed(
        "select statistic_id from rpt_published_figures where verdict = 'agrees'"
        " and document_id = 'chifeng_2018' and contains(concat_ws(' ', statistic_id,"
        " document_zh, clause, subject_zh, measure_zh, printed_text, explanation_zh),"
        " '收入') and contains(concat_ws(' ', statistic_id, document_en, subject_en,"
        " clause, period, measure_en, printed_text, explanation_zh, explanation_en),"
        " '2017')"
    )
    assert found
    expect(page.locator("#shown")).to_contain_text(f"显示 {len(found)} / ")
    expect(page.locator(ROWS)).to_have_count(len(found))
    shown = {row.get_attribute("row-id") for row in page.locator(ROWS).all()}
    assert shown == {statistic_id for (statistic_id,) in found}
    page.locator("#table .ag-row[row-index='0'] .ag-cell").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#detail .comparison")).to_be_visible()
    page.reload()
    page.wait_for_selector(ROWS)
    expect(page.locator("#shown")).to_contain_text(f"显示 {len(found)} / ")
    expect(page.locator("#text")).to_have_value("收入 2017")
    expect(page.locator("#document")).to_contain_text("赤峰")
    expect(page.locator("#chip-agrees")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ag-row-selected")).to_have_count(1)
    page.fill("#text", "zzzz")
    expect(page.locator("#table")).to_contain_text("没有符合条件的数字")
    page.click("#reset")
    everything = sum(counts.values())
    expect(page.locator("#shown")).to_contain_text(f"显示 {everything} / {everything}")
    assert set(query_of(page)) <= {"id"}


def test_a_chosen_row_tells_everything(open_printed, ask_printed):
    page = open_printed(f"{FIGURES}?document=chifeng_2018&verdict=disagrees")
    page.click(".ag-row[row-id='chifeng_2018.income_fiscal_share_2009']")
    panel = page.locator("#detail")
    for said in ("33", "32.44", "−0.56", "25368.5万元 ÷", "财政补助 33%", "2009年饼图",
                 "另一种读法", "chifeng_2018.csv", "文件所述"):  # fmt: skip
        expect(panel).to_contain_text(said)
    sql = panel.locator(".query code").inner_text()
    assert ask_printed(sql)[0][0] == "chifeng_2018.income_fiscal_share_2009"
    assert query_of(page)["id"] == "chifeng_2018.income_fiscal_share_2009"


def test_english_keeps_the_view_changes_every_word_and_downloads(
    open_printed, ask_printed, tmp_path
):
    page = open_printed(f"{FIGURES}?verdict=truncated")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.click("#language")
    expect(page.locator("h1")).to_have_text("Printed figures")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert query_of(page) == {"lang": "en", "verdict": "truncated"}
    assert chinese(page) == []
    truncated = dict(ask_printed(COUNTS))["truncated"]
    expect(page.locator("#shown")).to_contain_text(f"{truncated} of")
    for kind in ("csv", "xlsx"):
        with page.expect_download() as started:
            page.click(f"#download-{kind}")
        started.value.save_as(tmp_path / f"figures.{kind}")
    lines = (tmp_path / "figures.csv").read_text("utf-8-sig").splitlines(keepends=True)
    assert len(list(csv.reader(lines))) == truncated + 1
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx").worksheets[0]
    assert sheet.max_row == truncated + 1


@pytest.mark.parametrize("path", [FIGURES, HEADLINES])
def test_pages_fit_a_phone_and_keep_nobody_out(open_printed, path):
    page = open_printed(path)
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    assert overflow(page) <= 0


def test_unknown_addresses_do_no_harm(open_printed):
    page = open_printed(f"{FIGURES}?lang=xx&verdict=%3Cb%3E&id=%3Cscript%3E&zz=1")
    expect(page.locator("#detail")).to_contain_text("没有数字“<script>”")
    missing = open_printed("/nowhere")
    expect(missing.locator("h1")).to_have_text("没有这个页面")


def test_a_publication_without_indicators_says_so_kindly(open_printed):
    """It opens with what it has; a page that needs indicators leads there."""
    page = open_printed("/?lang=en")
    expect(page.locator("h1")).to_have_text("Printed figures")
    page = open_printed("/indicator?lang=en")
    expect(page.locator("main")).to_contain_text("no indicators computed from reports")
    page.get_by_text("See the printed figures").click()
    page.wait_for_url("**/printed-figures?lang=en")
