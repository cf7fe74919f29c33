"""All words of the interface, Chinese and English, from words.yml."""

import re
from calendar import month_abbr
from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")
PERIODS = {
    "months": r"(?P<year>\d{4})-(?P<first>\d\d)/(?P=year)-(?P<last>\d\d)",
    "month": r"(?P<year>\d{4})-(?P<first>\d\d)",
    "quarter": r"(?P<year>\d{4})Q(?P<first>\d)",
}
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, str]]:
    """The whole list: key to text by language."""
    text = Path(__file__).with_name("words.yml").read_text("utf-8")
    return yaml.safe_load(text)


def say(lang: str, key: str, **values: object) -> str:
    """The text of a key in a language, its {places} filled."""
    return entries()[key][lang].format(**values)


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
