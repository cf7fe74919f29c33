"""A series as small as a word: an SVG picture, drawn here."""

from urllib.parse import quote

from dashboards.charts.theme import ACCENT, GREY

WIDTH, HEIGHT, EDGE = 160, 32, 3


def spark(values: list[float | None], target: float | None = None) -> str:
    """The address of a picture: the line, its last point, the target as dots."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    # a target far away would press the line flat: it stays out of the picture
    if target is not None and low - (high - low) <= target <= high + (high - low):
        low, high = min(low, target), max(high, target)
    span = (high - low) or 1.0

    def at(number: int, value: float) -> tuple[float, float]:
        x = EDGE + number * (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
        return round(x, 1), round(
            HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1
        )

    points = [(n, at(n, value)) for n, value in enumerate(values) if value is not None]
    drawn = "".join(
        f"{'M' if not n or values[n - 1] is None else 'L'}{x} {y}"
        for n, (x, y) in points
    )
    x, y = points[-1][1]
    aim = ""
    if target is not None and low <= target <= high:
        level = at(0, target)[1]
        aim = f"<path d='M0 {level}H{WIDTH}' stroke='{GREY}' stroke-dasharray='2 3'/>"
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'"
        f" width='{WIDTH}' height='{HEIGHT}' fill='none'>{aim}"
        f"<path d='{drawn}' stroke='{GREY}' stroke-width='1.5'/>"
        f"<circle cx='{x}' cy='{y}' r='2.6' fill='{ACCENT}'/></svg>"
    )
    return "data:image/svg+xml," + quote(svg)
