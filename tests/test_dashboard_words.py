"""The dashboard's words and numbers, in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from dashboards import numbers, words


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (10_386_000, "1,038.6万", "10.39 million"),
        (253_685_000, "2.54亿", "253.69 million"),
        (9_999, "9,999", "9,999"),
        (-20_000, "−2万", "−20,000"),
        (0, "0", "0"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_counted(value, zh, en):
    assert (numbers.counted(value, "zh"), numbers.counted(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "least", "text"),
    [
        (8.549971, 1, "+8.55"),
        (8.5, 1, "+8.5"),
        (5980.0, 0, "+5,980"),
        (-0.0001, 0, "0"),
        (-0.39848, 2, "−0.3985"),
        (0.0, 2, "0.00"),
    ],
)
def test_signed_keeps_the_printed_digits(value, least, text):
    assert numbers.signed(value, least + 2, least) == text


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ("2009/2017", "2009—2017", "2009–2017"),
        ("2019-01/2019-10", "2019年1—10月", "Jan–Oct 2019"),
        ("2024-05", "2024年5月", "May 2024"),
        ("2020Q3", "2020年第3季度", "Q3 2020"),
        ("none", "期间未注明", "period not stated"),
        ("2017-12-31", "2017-12-31", "2017-12-31"),
    ],
)
def test_periods(printed, zh, en):
    assert (words.period("zh", printed), words.period("en", printed)) == (zh, en)


def places(text: str) -> set[str]:
    return {part[1] for part in Formatter().parse(text) if part[1]}


def test_both_languages_have_every_word_with_the_same_places():
    odd = {"growth.title", "income.rises", "income.falls", "county.title"}
    odd |= {"income.share"}  # the two sentences are made of different facts
    for key, texts in words.entries().items():
        assert set(texts) == set(words.LANGUAGES), key
        # English may say less, never more: what it needs must be given
        assert places(texts["en"]) <= places(texts["zh"]) or key in odd, key


def test_every_word_is_used_and_every_word_used_is_there():
    folder = Path(words.__file__).parents[1]
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    code += "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))
    # families whose keys are made from data or from names in the code
    made = set(re.findall(r"""f["']([\w]+)\.\{""", code)) | {
        "column",
        "verdict",
        "status",
    }
    made |= set(re.findall(r"""f["']([\w]+\.[\w]+_)\{""", code))
    made |= set(re.findall(r'coded\([\w.]+, "(\w+)"', code))
    for key in words.entries():
        known = key.partition(".")[0] in made
        known |= any(key.startswith(start) for start in made if "." in start)
        assert known or f'"{key}"' in code, key
    for key in re.findall(r'say\(\s*[\w.]+,\s*"([\w.]+)"', code):
        assert key in words.entries()


def test_how_sure_a_list_is_stands_in_words():
    told = words.editions("zh", "2020版第2项（V） 2024版第11项（K）")
    assert told == "2020版第2项（见于公开表格） 2024版第11项（凭经验）"
    assert words.editions("en", "2020 no. 2 (I)") == "2020 no. 2 (inferred)"
    assert words.editions_alone("2020 no. 2 (V) 2024 no. 11 (V)") == (
        "2020 no. 2 2024 no. 11"
    )
    assert words.editions("zh", "none") == words.editions_alone(None) == ""
