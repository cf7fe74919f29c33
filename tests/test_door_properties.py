"""What the door promises of any file: every format, order and repetition, the past."""

import csv
import hashlib
import io
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import jinja2
import pytest
import xlsxwriter
from door import HEADER, Door, fast_way
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tables import CONTRACT, KEPT, TYPES, tables
from writing import FORMATS, Cell, Table, wrap, write

from extracts.contract import load_contracts
from extracts.landing import FileResult, land_arrival

# `make prove` asks for hundreds, other ones each time
EXAMPLES = int(os.environ.get("YIGAI_EXAMPLES", "0"))
QUICK = settings(
    max_examples=EXAMPLES or 8,
    deadline=None,
    derandomize=not EXAMPLES,
    database=None,
    # shrinking a table takes minutes
    phases=list(Phase) if EXAMPLES else [Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Bench:
    """One warehouse for all examples; every file lands under a new name."""

    def __init__(self, door: Door, con: duckdb.DuckDBPyConnection) -> None:
        self.door, self.con = door, con
        self.numbers = itertools.count()

    def land(
        self,
        form: str,
        make: Callable[[Path], list[int]],
        zipped: bool = False,
        fast: bool = False,
    ) -> tuple[FileResult, list[tuple], list[int]]:
        """Land a file that `make` writes: its rows, and their lines."""
        path = self.door.inbox / f"{next(self.numbers)}_{form}"
        make(path)
        path = wrap(path) if zipped else path
        with fast_way(fast):
            (result,) = land_arrival(self.con, path, CONTRACT)
        names = ", ".join(KEPT)
        rows = self.con.sql(
            f"select {names}, _row_number from raw.round_trip order by facility_code"
        ).fetchall()
        assert_counted(self.con)
        self.con.execute("delete from raw.round_trip; delete from raw.files")
        return result, [row[:-1] for row in rows], [row[-1] for row in rows]


def assert_counted(con: duckdb.DuckDBPyConnection) -> None:
    """Rows read are rows landed, rejected or set aside; what landed is there."""
    assert (
        con.sql(
            """
        from raw.files where rows_read <> rows_landed + rows_rejected + rows_set_aside
        """
        ).fetchall()
        == []
    )
    (landed,) = con.sql(
        "select coalesce(sum(rows_landed), 0) from raw.files"
    ).fetchone()
    assert con.sql("select count(*) from raw.round_trip").fetchone() == (landed,)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    door = Door(tmp_path_factory.mktemp("bench"), CONTRACT)
    with door.open() as con:
        yield Bench(door, con)


def write_plain(path: Path, rows: list[dict[str, str]]) -> list[int]:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(TYPES), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")
    return []


@pytest.mark.parametrize("form", FORMATS)
@QUICK
@given(data=st.data())
def test_any_table_in_any_format_gives_the_same_rows(
    bench: Bench, form: str, data: st.DataObject
):
    rows, table = data.draw(tables(form))
    lines: list[int] = []
    zipped, fast = data.draw(st.booleans()), data.draw(st.booleans())
    _, wanted, _ = bench.land("plain.csv", lambda p: write_plain(p, rows))
    result, found, placed = bench.land(
        form, lambda p: lines.extend(write(p, table, form)) or lines, zipped, fast
    )
    assert result.outcome == "landed", result
    assert found == wanted
    assert placed == [lines[at] for at in order_of(rows)]
    counts = result.counts
    assert (counts.landed, counts.rejected) == (len(rows), 0)
    assert counts.set_aside == len(table.feet)


def order_of(rows: list[dict[str, str]]) -> list[int]:
    """The places of the rows in order of their codes."""
    return sorted(range(len(rows)), key=lambda at: rows[at]["FCODE"])


BAD = {
    "YM": ("", "required"), "VISITS": ("十二", "type"), "INCOME": ("#REF!", "formula"),
    "COST": ("1,23", "type"), "DAY": ("2024-02-30", "type"), "OK": ("也许", "type"),
    "PNO": ("1.5E+17", "rounded"),
}  # fmt: skip


def spoil(data: st.DataObject, table: Table) -> tuple[Table, dict[int, set[str]]]:
    """Put bad values into some rows; the reasons by row."""
    shorts = [short_of(header) for header in table.headers]
    rows, reasons = [list(row) for row in table.rows], {}
    for number, row in enumerate(rows):
        for short in data.draw(st.sets(st.sampled_from(list(BAD)), max_size=2)):
            text, code = BAD[short]
            row[shorts.index(short)] = Cell(text)
            reasons.setdefault(number, set()).add(code)
    return replace(table, rows=rows), reasons


def short_of(header: str) -> str:
    plain = header.replace(" ", "").split("（")[0]
    found = [s for s, (name, label, *_) in TYPES.items() if plain in (s, name, label)]
    return found[0] if found else "none"


@pytest.mark.parametrize("form", FORMATS)
@QUICK
@given(data=st.data())
def test_a_bad_value_is_refused_with_its_line_in_any_format(
    bench: Bench, form: str, data: st.DataObject
):
    _, drawn = data.draw(tables(form))
    table, reasons = spoil(data, drawn)
    bench.con.execute("delete from raw.rejected_rows")
    lines: list[int] = []
    result, found, _ = bench.land(
        form,
        lambda p: lines.extend(write(p, table, form)) or lines,
        fast=data.draw(st.booleans()),
    )
    kept = bench.con.sql(
        "select row_number, list_sort(list(distinct reason_code)) "
        "from raw.rejected_rows group by 1 order by 1"
    ).fetchall()
    if len(reasons) == len(table.rows):
        assert result.reason is not None
        assert result.reason.code == "no_rows"
        return
    assert kept == [(lines[n], sorted(reasons[n])) for n in sorted(reasons)]
    assert len(found) == len(table.rows) - len(reasons)
    assert result.counts.rejected == len(reasons)


# --- order, repetition, the past ------------------------------------------------------

LANDING = Path(__file__).parent.parent / "models" / "staging" / "landing"
CURRENT = """
select rows.facility_code, rows.month, rows.visits
from raw.visit_report as rows
inner join ({slices}) as slices
    on rows._file_id = slices.file_id
    and rows.facility_code = slices.reporting_unit
    and cast(rows.month as varchar) = slices.period
where slices.is_current
order by all
"""
NOW = datetime(9999, 1, 1)
# facility and month, visits: what one file reports
reports = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 3)), st.integers(0, 99), min_size=1
)
# the time at which each file was sent
sendings = st.dictionaries(st.integers(1, 99), reports, min_size=1, max_size=4)


def report(rows: dict[tuple[str, int], int]) -> bytes:
    lines = (f"{code},2024-0{month},{visits},\n"
             for (code, month), visits in sorted(rows.items()))  # fmt: skip
    return (HEADER + "".join(lines)).encode()


def send(door: Door, name: str, content: bytes, hour: int) -> Path:
    path = door.write(name, content)
    os.utime(path, (hour * 3600, hour * 3600))
    return path


def model(name: str, moment: datetime) -> str:
    """The model's own SQL, so that its rule and not a copy of it is tested."""
    return jinja2.Template((LANDING / f"{name}.sql").read_text("utf-8")).render(
        source=lambda _, table: f"raw.{table}",
        ref=lambda other: f"({model(other, moment)})",
        var=lambda _: f"{moment:%Y-%m-%d %H:%M:%S.%f}",
    )


def current(con: duckdb.DuckDBPyConnection, moment: datetime = NOW) -> list[tuple]:
    slices = model("stg_landing__slices", moment)
    return con.execute(CURRENT.format(slices=slices)).fetchall()


def newest(sent: dict[int, dict]) -> list[tuple]:
    """What must be current: of each facility and month the last file's report.

    The same bytes again change nothing, so the first sending of them counts.
    """
    first: dict[bytes, int] = {}
    for hour in sorted(sent):
        first.setdefault(report(sent[hour]), hour)
    state: dict[tuple[str, int], int] = {}
    for hour in sorted(first.values()):
        state |= sent[hour]
    return [
        (code, datetime(2024, month, 1).date(), visits)
        for (code, month), visits in sorted(state.items())
    ]


@QUICK
@given(data=st.data())
def test_any_order_and_repetition_of_files_gives_the_same_state(data):
    sent = data.draw(sendings)
    arrivals = data.draw(st.permutations([*sent, *data.draw(
        st.lists(st.sampled_from(sorted(sent)), max_size=3))]))  # fmt: skip
    with TemporaryDirectory() as folder:
        door = Door(Path(folder))
        with door.open() as con:
            for number, hour in enumerate(arrivals):
                path = send(door, f"{number}.csv", report(sent[hour]), hour)
                (result,) = land_arrival(con, path, door.contract)
                assert result.outcome in ("landed", "unchanged")
            assert current(con) == newest(sent)
            assert con.sql("select count(*) from raw.files").fetchone() == (
                len({report(rows) for rows in sent.values()}),
            )


@QUICK
@given(data=st.data())
def test_the_past_stays_as_it_was(data):
    sent = {report(rows): (hour, rows) for hour, rows in data.draw(sendings).items()}
    sent = dict(sent.values())
    with TemporaryDirectory() as folder:
        door = Door(Path(folder))
        with door.open() as con:
            seen = []
            for hour in data.draw(st.permutations(list(sent))):
                path = send(door, f"{hour}.csv", report(sent[hour]), hour)
                list(land_arrival(con, path, door.contract))
                (moment,) = con.sql("select max(landed_at) from raw.files").fetchone()
                seen.append((moment, current(con)))
            assert [(m, current(con, m)) for m, _ in seen] == seen
            assert current(con, datetime(2000, 1, 1)) == []


def test_two_sheets_of_one_county_and_month_are_both_current(tmp_path: Path):
    """One sheet a township is common; none supersedes another."""
    door = Door(tmp_path, load_contracts()["signing_sheet"])
    with xlsxwriter.Workbook(door.inbox / "示范县.xlsx") as book:
        for township in ("甲镇", "乙镇"):
            page = book.add_worksheet(township)
            page.write_row(0, 0, ["区县", "机构", "月份", "常住人口签约数"])
            page.write_row(1, 0, ["示范县", f"{township}卫生院", "2024-06", 5])
    door.land()
    sql = model("stg_landing__slices", NOW)
    assert door.rows(f"select is_current from ({sql})") == [(True,), (True,)]


def test_line_numbers_are_of_the_file_and_not_of_the_rows(tmp_path: Path):
    door = Door(tmp_path)
    door.write("a.csv", HEADER + "\nA01,2024-01,1,\n\n\nA02,2024-01,x,\nA03,2024-01\n")
    door.land()
    assert door.rows("select _row_number from raw.visit_report") == [(3,)]
    assert door.rows("select row_number from raw.rejected_rows order by 1") == [
        (6,),
        (7,),
    ]


def test_the_fingerprint_is_of_the_bytes(tmp_path: Path):
    door = Door(tmp_path)
    raw = report({("A", 1): 5})
    door.write("a.csv", raw)
    door.land()
    assert door.rows("select sha256 from raw.files") == [
        (hashlib.sha256(raw).hexdigest(),)
    ]
