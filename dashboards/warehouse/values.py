"""Questions about values: one cell, a history, a row of counties."""

from typing import Any

import polars as pl

from dashboards.warehouse import ask, records

KEY = (
    "indicator_id", "division_code", "facility_tier", "geography", "period_type",
    "period_end",
)  # fmt: skip
SAME = " and ".join(f"{name} = ${name}" for name in KEY)


def cell(**key: object) -> dict[str, Any] | None:
    """Everything known of one value."""
    rows = ask(f"from fct_indicator_values where {SAME}", key)
    return next(iter(records(rows)), None)


def cell_query(**key: object) -> str:
    """The SQL with which a reader gets the value again, for `yigai query`."""
    said = {name: str(value).replace("'", "''") for name, value in key.items()}
    where = "\n  and ".join(f"{name} = '{said[name]}'" for name in KEY)
    return f"select * from fct_indicator_values\nwhere {where};"


def history(
    indicator_id: str, division_code: str, tier: str, geography: str, period_type: str
) -> pl.DataFrame:
    """One division over time, the oldest first."""
    return ask(
        """
        from fct_indicator_values
        where
            indicator_id = ? and division_code = ? and facility_tier = ?
            and geography = ? and period_type = ?
        order by period_end
        """,
        [indicator_id, division_code, tier, geography, period_type],
    )
