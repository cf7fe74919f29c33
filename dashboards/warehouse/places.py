"""Questions about divisions and periods: what a reader can choose."""

from datetime import date
from operator import itemgetter
from typing import Any

from dashboards.warehouse import ask, in_language, kept, records


@kept
def divisions(lang: str) -> dict[str, dict[str, Any]]:
    """The divisions that have values, each under the one that it lies in."""
    rows = ask(
        """
        select distinct
            division_code, name_zh, name_en, level, parent_code, is_synthetic
        from dim_divisions
        where division_code in (
            select distinct division_code from fct_indicator_values
        )
        """
    )
    # a code begins with the code of what it lies in: sorted, they make an outline
    found = sorted(records(in_language(rows, lang)), key=itemgetter("division_code"))
    return {row["division_code"]: row for row in found}


@kept
def periods() -> dict[str, list[date]]:
    """Period types and the last days of their periods, the newest first."""
    rows = ask(
        """
        select period_type, period_end
        from fct_indicator_values
        group by all
        order by period_type, period_end desc
        """
    )
    found: dict[str, list[date]] = {}
    for period_type, end in rows.iter_rows():
        found.setdefault(period_type, []).append(end)
    return found


@kept
def tiers(indicator_id: str) -> list[str]:
    """The tiers for which an indicator is computed."""
    rows = ask(
        """
        select distinct facility_tier from fct_indicator_values where indicator_id = ?
        """,
        [indicator_id],
    )
    return rows["facility_tier"].to_list()
