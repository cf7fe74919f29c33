"""A small door for tests: a contract, an inbox, and a warehouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import duckdb

from extracts.contract import Contract
from extracts.landing import FileResult, land_inbox
from extracts.readers import delimited, parquet
from extracts.warehouse import open_warehouse, prepare

OURS = {"source": "test", "status": "I"}
CONTRACT = Contract.model_validate(
    {
        "extract": "visit_report",
        "name": {"zh": "诊疗月报", "en": "visit report"},
        "grain": {"zh": "一行一个机构一个月", "en": "one row a facility and month"},
        "key": ["facility_code", "month"],
        "reporting_unit": "facility_code",
        "period": "month",
        "submission": "replaces",
        "fields": [
            {"name": "facility_code", "label": {"zh": "机构代码", "en": "facility"},
             "type": "code", "required": True, "origin": OURS},
            {"name": "month", "label": {"zh": "月份", "en": "month"},
             "type": "month", "required": True, "origin": OURS},
            {"name": "visits", "label": {"zh": "诊疗人次", "en": "visits"},
             "type": "integer", "required": True, "minimum": 0, "origin": OURS},
            {"name": "income_yuan", "label": {"zh": "医疗收入", "en": "income"},
             "type": "money", "unit": "千元", "origin": OURS},
        ],
    }
)  # fmt: skip

HEADER = "机构代码,月份,诊疗人次,医疗收入\n"


@contextmanager
def fast_way(is_taken: bool) -> Iterator[None]:
    """Land every file the fast way of large ones, or none: the rows are the same."""
    size = 0 if is_taken else 1 << 60
    with (
        patch.object(delimited, "LARGE", size),
        patch.object(parquet, "LARGE", size),
    ):
        yield


class Door:
    """An inbox with one folder, and the warehouse behind it."""

    def __init__(self, folder: Path, contract: Contract = CONTRACT) -> None:
        self.contract = contract
        self.inbox = folder / "inbox" / contract.extract
        self.inbox.mkdir(parents=True)
        self.build = folder / "build" / "yigai.duckdb"

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with open_warehouse(self.build, wait_seconds=0.5) as con:
            prepare(con, [self.contract])
            yield con

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.inbox / name
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(raw)
        return path

    def land(self) -> dict[str, FileResult]:
        with self.open() as con:
            return self.land_with(con)

    def land_with(self, con: duckdb.DuckDBPyConnection) -> dict[str, FileResult]:
        contracts = {self.contract.extract: self.contract}
        found = land_inbox(con, self.inbox.parent, contracts)
        return {result.file_name: result for result in found}

    def rows(self, sql: str) -> list[tuple]:
        with self.open() as con:
            return con.sql(sql).fetchall()
