"""A published warehouse with made-up numbers, as big as asked, in a second or a minute.

It has the marts' columns and the dictionary's names; the numbers follow from a hash of
their place, so that the same call gives the same file. The browser tests and
`benchmarks/dashboard` read it; what the real pipeline gives is tested elsewhere.
"""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml

PROJECT = Path(__file__).parents[2]
PARTS = ("frame", "values", "judged", "around")
SQL = {part: Path(__file__).with_name(f"pages_{part}.sql") for part in PARTS}
MEMORY = "4GB"
# counties × months × indicators that are made at once: what fits into the memory
BATCH = 72_000
SCHEMAS = ("core", "indicators", "assessment", "policy", "quality", "reference")
NAMES = (
    "青河", "白石", "柳林", "云台", "双桥", "东川", "长岭", "南湾", "石门", "金沙",
    "古城", "新泉",
)  # fmt: skip
TIERS = ("all", "primary", "county_hospital", "township", "village")
# what indicators of facilities really have
EVERY_TIER = (*TIERS, "city", "other")


def write(
    path: Path,
    counties: int = 12,
    months: int = 36,
    tiers: tuple[str, ...] = TIERS,
    *,
    is_whole: bool = False,
) -> Path:
    """Write a warehouse of a prefecture with so many counties and months.

    Args:
        tiers: of the indicators that are told by tier.
        is_whole: both readings of the hierarchy for every type of period; otherwise
            the second one for some, in half the time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(path) as con:
        for schema in SCHEMAS:
            con.execute(f"create schema {schema}")
        frames = {"indicators": indicators(), "divisions": divisions(counties)}
        for name, frame in frames.items():
            con.register(f"given_{name}", frame.to_arrow())
        con.execute(f"set memory_limit = '{MEMORY}'")
        con.execute(f"set variable months = {months}")
        con.execute("set variable tiers = $1", [list(tiers)])
        con.execute("set variable both_whole = $1", [is_whole])
        make(con, "frame")
        names = sorted(frames["indicators"]["indicator_id"])
        size = max(1, BATCH // (counties * months))
        for start in range(0, len(names), size):
            con.execute("set variable batch = $1", [names[start : start + size]])
            make(con, "values")
            make(con, "judged")
        make(con, "around")
    return path


def make(con: duckdb.DuckDBPyConnection, part: str) -> None:
    for statement in SQL[part].read_text("utf-8").split(";\n"):
        con.execute(statement)


def indicators() -> pl.DataFrame:
    """The dictionary's own indicators, with a level and a size for their numbers."""
    files = sorted((PROJECT / "seeds" / "indicators").glob("*.yml"))
    rows = [indicator(yaml.safe_load(file.read_text("utf-8"))) for file in files]
    return pl.DataFrame(rows, infer_schema_length=None)


def indicator(it: dict[str, Any]) -> dict[str, Any]:
    low, high = it.get("plausible") or (0, 100)
    middle = low + (high - low) * (0.62 if high <= 100 else 0.3)
    source = it.get("source", {})
    editions = it.get("editions") or []
    return {
        "indicator_id": it["indicator_id"],
        "name_zh": it["name"]["zh"],
        "name_en": it["name"]["en"],
        "question_zh": it["question"]["zh"],
        "question_en": it["question"]["en"],
        "subject": it.get("subject", "flow"),
        "kind": it.get("kind", "ratio"),
        "numerator_zh": str(it.get("numerator", "")),
        "numerator_en": str(it.get("numerator", "")),
        "denominator_zh": str(it.get("denominator", "") or "") or None,
        "denominator_en": str(it.get("denominator", "") or "") or None,
        "unit": it.get("unit", "%"),
        "decimals": it.get("decimals", 1),
        "factor": float(it.get("factor", 1)),
        "plus": float(it.get("plus", 0)),
        "direction": it.get("direction", "monitor"),
        "tiers": it.get("tiers", "all"),
        "interval_method": it.get("interval", "none"),
        "source_document": source.get("document"),
        "source_clause": source.get("clause"),
        "source_status": source.get("status", "I"),
        "notes_zh": (it.get("notes") or {}).get("zh"),
        "notes_en": (it.get("notes") or {}).get("en"),
        "plausible_low": float(low),
        "plausible_high": float(high),
        "editions_zh": " · ".join(str(one["edition"]) for one in editions) or None,
        "editions_en": " · ".join(str(one["edition"]) for one in editions) or None,
        "formula_zh": f"{it.get('numerator', '')} ÷ {it.get('denominator', '')}",
        "formula_en": f"{it.get('numerator', '')} ÷ {it.get('denominator', '')}",
        "is_archived": False,
        "middle": float(middle),
    }


def divisions(counties: int) -> pl.DataFrame:
    """示范市 and its counties, a hundred at most, in a code range of no real place."""
    rows = [("8901", "示范市", "Shifan", "prefecture", "89")]
    for number in range(counties):
        name = NAMES[number % 12] + ("" if number < 12 else str(number // 12 + 1))
        # two digits name 99 counties; the hundredth takes the number that is left
        code = f"8901{(number + 1) % 100:02d}"
        rows.append((code, f"{name}县", f"County {number + 1}", "county", "8901"))
    names = ("division_code", "name_zh", "name_en", "level", "parent_code")
    return pl.DataFrame(rows, schema=list(names), orient="row")
