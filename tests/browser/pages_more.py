"""The made-up marts of patient flows, communities and data quality, beside pages_data.

Written into the warehouse that `pages_data.write` made; the numbers follow from hashes.
"""

from pathlib import Path

import duckdb

SQL = Path(__file__).with_suffix(".sql")
ITEMS = ("unified_resources", "democratic_decisions", "joined_services")
ITEMS_2020 = (
    "decision_powers", "insurance_reform", "orderly_referral", "residents_take_part",
    "unified_finance", "unified_income", "unified_staff",
)  # fmt: skip


def add(path: Path) -> Path:
    """Add the marts; the file must be one of `pages_data.write`."""
    with duckdb.connect(path) as con:
        con.execute("set search_path = 'core,indicators,quality,reference'")
        con.execute("set variable items = $1", [list(ITEMS)])
        con.execute("set variable items_2020 = $1", [list(ITEMS_2020)])
        for statement in SQL.read_text("utf-8").split(";\n"):
            con.execute(statement)
    return path
