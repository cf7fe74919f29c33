"""Numbers as Chinese and English readers write them. None stays a dash."""

from math import isfinite

STEPS = {
    "zh": ((1e8, "亿"), (1e4, "万")),
    "en": ((1e9, " billion"), (1e6, " million")),
}
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
SUPPRESSED = "▨"  # of few persons, withheld to protect them
FLAGGED = "△"  # checks failed or warned about it


def plain(value: float | None, decimals: int = 2, least: int = 0) -> str:
    """Thousands apart; trailing zeros only as far as `least` asks for them."""
    if value is None or not isfinite(value):
        return DASH
    whole, _, rest = f"{abs(value):,.{decimals}f}".partition(".")
    rest = rest[:least] + rest[least:].rstrip("0")
    text = f"{whole}.{rest}" if rest else whole
    return MINUS + text if value < 0 and text.strip("0.,") else text


def signed(value: float | None, decimals: int = 2, least: int = 0) -> str:
    """With its sign, plus too; a zero has none."""
    text = plain(value, decimals, least)
    return f"+{text}" if value and value > 0 and text.strip("0.,") else text


def counted(value: float | None, lang: str) -> str:
    """In 万 and 亿, or in million and billion."""
    if value is None or not isfinite(value):
        return DASH
    for size, name in STEPS[lang]:
        if abs(value) >= size:
            return plain(value / size) + name
    return plain(value)


def percent(value: float | None) -> str:
    return f"{plain(value)}%" if value is not None else DASH


def exact(value: float | None) -> str:
    return plain(value, decimals=6)


def decimals_of(printed: str) -> int:
    """How many decimals a printed number has."""
    return len(printed.partition(".")[2])


# units of amounts: large ones are written in 万 and 亿
AMOUNTS = ("元", "人次", "人", "床日", "例", "次", "个", "张", "日", "项", "none")


def valued(value: float | None, unit: str, decimals: int, lang: str) -> str:
    """A value of an indicator with its decimals; large amounts in 万 and 亿."""
    if value is None or not isfinite(value):
        return DASH
    if abs(value) >= 1e4 and unit in AMOUNTS:
        return counted(value, lang)
    return plain(value, decimals, decimals)


def with_unit(text: str, unit: str | None) -> str:
    """A per-cent sign stands close, any other unit apart."""
    if not unit or unit == "none" or text == DASH:
        return text
    # a unit in Chinese stands close, as 万 and 亿 do
    close = unit[0] in "%/" or ord(unit[0]) > 127
    return f"{text}{unit}" if close else f"{text} {unit}"


def share(part: float | None, whole: float | None) -> str:
    """A part of a whole as whole per cent; 100 only when nothing is missing."""
    if part is None or not whole:
        return DASH
    percents = 100 * part / whole
    return f"{min(plain_int(percents), 99) if part < whole else 100}%"


def plain_int(value: float) -> int:
    return int(value + 0.5)
