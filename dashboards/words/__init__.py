"""All words of the interface, Chinese and English, one file a subject."""

import re
from calendar import month_abbr
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")
PERIODS = {
    "months": r"(?P<year>\d{4})-(?P<first>\d\d)/(?P=year)-(?P<last>\d\d)",
    "month": r"(?P<year>\d{4})-(?P<first>\d\d)",
    "quarter": r"(?P<year>\d{4})Q(?P<first>\d)",
}
# how sure it is that a list holds an indicator, after each list
STATUS = re.compile(r" ?[（(]([VSIK])[）)]")
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, str]]:
    """The whole list: key to text by language."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.yml")):
        texts = yaml.safe_load(path.read_text("utf-8"))
        twice = found.keys() & texts.keys()
        assert not twice, f"{path.name} says again: {', '.join(sorted(twice))}"
        found |= texts
    return found


def say(lang: str, key: str, **values: object) -> str:
    """The text of a key in a language, its {places} filled."""
    return entries()[key][lang].format(**values)


def coded(lang: str, family: str, code: object) -> str:
    """A code of the warehouse in words; one that nobody has worded stands as it is."""
    known = entries().get(f"{family}.{code}")
    return known[lang] if known else str(code)


def editions(lang: str, text: str | None) -> str:
    """The lists that hold an indicator, and how sure each is, in words."""

    def told(found: re.Match[str]) -> str:
        return found[0].replace(found[1], coded(lang, "status", found[1]))

    return "" if text in (None, "none") else STATUS.sub(told, text)


def editions_alone(text: str | None) -> str:
    """The same without how sure it is, where there is no room."""
    return "" if text in (None, "none") else STATUS.sub("", text)


def unit(lang: str, stated: str | None) -> str:
    """A unit of the dictionary; one without words stands as it is."""
    known = entries().get(f"unit.{stated}")
    return known[lang] if known else stated or ""


def period(lang: str, printed: str) -> str:
    """A period as people write it; what a document does not state is said so."""
    if printed == "none":
        return say(lang, "period.none")
    for key, pattern in PERIODS.items():
        if found := re.fullmatch(pattern, printed):
            parts = {
                name: spoken(lang, key, part)
                for name, part in found.groupdict().items()
            }
            return say(lang, f"period.{key}", **parts)
    return printed.replace("/", say(lang, "period.to"))


def spoken(lang: str, key: str, part: str) -> str:
    """A month by its name in English; numbers without their leading zero."""
    number = int(part)
    if lang == "en" and key.startswith("month") and number <= 12:
        return month_abbr[number]
    return str(number)


def dates(lang: str, period_type: str, end: date) -> str:
    """A period of the warehouse: its type and last day in words."""
    if period_type == "quarter":
        return period(lang, f"{end.year}Q{(end.month + 2) // 3}")
    if period_type == "ytd" and end.month > 1:
        return period(lang, f"{end.year}-01/{end.year}-{end.month:02d}")
    if period_type in ("month", "ytd"):
        return period(lang, f"{end:%Y-%m}")
    last = month_abbr[end.month] if lang == "en" else str(end.month)
    return say(lang, f"period.{period_type}", year=end.year, last=last)
