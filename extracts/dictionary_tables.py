"""The dictionary as rows: landed as `raw.dictionary_*` like any other data."""

from typing import Any

import duckdb
import pandas as pd
from pydantic import BaseModel

from extracts.dictionary import Calculation, Calculations, Dictionary, Indicator


def land_dictionary(con: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> None:
    """Replace the `raw.dictionary_*` tables in one transaction."""
    tables = {
        "dictionary_indicators": indicator_rows(dictionary.indicators),
        "dictionary_indicator_terms": indicator_terms(dictionary.indicators),
        "dictionary_measures": [m.model_dump() for m in dictionary.measures],
        "dictionary_calculations": calculation_rows(dictionary.calculations),
        "dictionary_calculation_terms": calculation_terms(dictionary.calculations),
    }
    con.begin()
    con.execute("create schema if not exists raw")
    for name, rows in tables.items():
        con.register("definition_rows", pd.DataFrame(rows))
        con.execute(
            f"create or replace table raw.{name} as select * from definition_rows"
        )
        con.unregister("definition_rows")
    con.commit()


def flat(model: BaseModel, *names: str) -> dict[str, Any]:
    """`Name` fields as two columns each, `none` where there is no text."""
    row: dict[str, Any] = {}
    for name in names:
        value = getattr(model, name)
        for language in ("zh", "en"):
            row[f"{name}_{language}"] = getattr(value, language) if value else "none"
    return row


def term_rows(owner: dict[str, Any], formula: Any) -> list[dict[str, Any]]:
    return [
        {**owner, "side": side, "term_number": number, **term.model_dump()}
        for side in ("numerator", "denominator")
        for number, term in enumerate(getattr(formula, side), start=1)
    ]


def indicator_rows(indicators: list[Indicator]) -> list[dict[str, Any]]:
    return [
        {
            "indicator_id": i.indicator_id,
            **flat(i, "name", "question", "notes"),
            "plus": i.plus,
            "factor": i.factor,
            "unit": i.unit,
            "decimals": i.decimals,
            "direction": i.direction,
            "plausible_low": i.plausible[0],
            "plausible_high": i.plausible[1],
            "source_document": i.source.document,
            "source_clause": i.source.clause,
            "source_status": i.source.status,
        }
        for i in indicators
    ]


def indicator_terms(indicators: list[Indicator]) -> list[dict[str, Any]]:
    return [
        row
        for i in indicators
        for row in term_rows({"indicator_id": i.indicator_id}, i)
    ]


def full(document: str, statistic: str) -> str:
    return (
        statistic
        if "." in statistic or statistic == "none"
        else f"{document}.{statistic}"
    )


def readings(calculation: Calculation) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("literal", calculation)]
    if calculation.otherwise:
        found.append(("other", calculation.otherwise))
    return found


def calculation_rows(files: list[Calculations]) -> list[dict[str, Any]]:
    return [
        {
            "statistic_id": full(file.document, c.result),
            "reading": reading,
            "reading_kind": formula.kind if reading == "other" else "none",
            "plus": formula.plus,
            **flat(c, "note", "missing"),
            "reading_zh": formula.reading.zh if reading == "other" else "none",
            "reading_en": formula.reading.en if reading == "other" else "none",
        }
        for file in files
        for c in file.calculations
        for reading, formula in readings(c)
    ]


def calculation_terms(files: list[Calculations]) -> list[dict[str, Any]]:
    rows = [
        row
        for file in files
        for c in file.calculations
        for reading, formula in readings(c)
        for row in term_rows(
            {"statistic_id": full(file.document, c.result), "reading": reading,
             "document": file.document},
            formula,
        )
    ]  # fmt: skip
    for row in rows:
        document = row.pop("document")
        row["quantity"] = full(document, row["quantity"])
        row["times"] = full(document, row["times"])
    return rows
