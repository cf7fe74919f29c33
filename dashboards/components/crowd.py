"""Which counties a table shows where there are more than a reader can look at."""

from collections.abc import Callable, Sequence

from dashboards.words import say

MOST = 24  # a screen of rows; a prefecture has about twelve


def is_crowd(codes: Sequence[object]) -> bool:
    return len(codes) > MOST


def shown(
    codes: Sequence[str], chosen: str, size: Callable[[str], float | None],
    most: int = MOST,
) -> list[str]:  # fmt: skip
    """The first by size, the chosen one with them, in the order in which they came.

    Args:
        size: what decides; the smallest are shown, those without a size last.
    """
    if not is_crowd(codes):
        return list(codes)

    def order(code: str) -> tuple[bool, bool, float]:
        value = size(code)
        return code != chosen, value is None, value or 0.0

    kept = set(sorted(codes, key=order)[:most])
    return [code for code in codes if code in kept]


def note(codes: Sequence[str], key: str, lang: str) -> str:
    """What is left out, after the note of a table; nothing where all are there."""
    if not is_crowd(codes):
        return ""
    return say(lang, "crowd.note", which=say(lang, key), count=MOST, all=len(codes))
