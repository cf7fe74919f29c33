"""Landing a large settlement file against a bare DuckDB read of the same file.

    python -m benchmarks.landing --rows 5000000 --pairs 3

Every run is a process of its own; bare and landing take turns, and the ratio is taken
pair by pair. The bare read makes a table of the same columns in the same types from
the same file, or for GB18030 from its UTF-8 twin. At last a million settlements of the
sample are made and landed, in the files of twelve counties and months.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from demo.sample import world
from demo.sample.flows import Flows
from demo.sample.generate import Writer
from demo.sample.sample import Sample
from demo.sample.scope import Scope
from extracts.contract import load_contracts
from extracts.landing import land_file, land_inbox
from extracts.readers import find_layout
from extracts.readers.native import native_type
from extracts.warehouse import memory_limit_mib, open_warehouse, prepare

LIMITS = {"csv": 1.6, "parquet": 1.5, "gb18030": 2.2}
PERSONS = 8  # settlements a person
SAMPLE_ROWS, SAMPLE_A_YEAR = 1_000_000, 9_400_000  # of a sample at scale 1
# every field of the contract, as a full NHSA export has them
SPECIAL = {
    "setl_id": "'S' || lpad(i::varchar, 14, '0')",
    "mdtrt_id": "'M' || lpad(i::varchar, 14, '0')",
    "psn_no": "'P' || lpad((hash(i) % {persons})::varchar, 12, '0')",
    "certno": "'9901' || lpad((hash(i) % {persons})::varchar, 14, '0')",
    "psn_name": "'合成' || chr((19968 + hash(i * 3) % 5000)::int)",
    "setl_time": "date '2022-01-01' + (hash(i * 13) % 31)::int",
    "med_type": "case when hash(i * 17) % 10 = 0 then '21' else '11' end",
    "insutype": "case when hash(i * 11) % 4 = 0 then '310' else '390' end",
    "insu_admdvs": "'9901' || lpad((1 + hash(i * 41) % 12)::varchar, 2, '0')",
    "fixmedins_code": "'H9901' || lpad((hash(i * 47) % 4750)::varchar, 7, '0')",
    "fixmedins_name": "'示范甲县第' || (hash(i * 47) % 4750) || '卫生院'",
    "diag_code": "'I' || lpad((hash(i * 53) % 99)::varchar, 2, '0') || '.x00'",
    "diag_name": "'合成诊断' || (hash(i * 53) % 99)",
}
BY_TYPE = {
    "money": "((hash(i * {n}) % 100000) / 100.0)::decimal(16, 2)",
    "decimal": "(hash(i * {n}) % 90)::decimal(18, 4)",
    "date": "date '2022-01-01' + (hash(i * {n}) % 31)::int",
    "flag": "'0'",
    "code": "(1 + hash(i * {n}) % 9)::varchar",
    "text": "'合成文字' || (hash(i * {n}) % 50)",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--child", nargs=3, metavar=("WAY", "FORMAT", "FOLDER"))
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], asked.child[1], Path(asked.child[2]))
        return
    with tempfile.TemporaryDirectory(prefix="yigai-bench-") as name:
        folder = Path(name)
        make_files(folder, asked.rows)
        print(machine())
        print(f"{asked.rows} settlements, {asked.pairs} pairs, memory limit "
              f"{memory_limit_mib()} MiB")  # fmt: skip
        print("| format | file MiB | bare s | landing s | ratio | ratio of CPU time "
              "| limit | peak MiB |")  # fmt: skip
        print("|---|--:|--:|--:|--:|--:|--:|--:|")
        for kind in LIMITS:
            print(line(kind, folder, asked.pairs), flush=True)
        made, landed = (run(way, "sample", folder) for way in ("make", "land"))
        rows, files = landed["rows"], landed["files"]
        print(f"{rows} settlements of a sample in {files} files: "
              f"made in {told(made)}, landed in {told(landed)}")  # fmt: skip


def told(run: dict[str, float]) -> str:
    return f"{run['seconds']:.1f} s ({run['cpu']:.1f} s of CPU)"


def line(kind: str, folder: Path, pairs: int) -> str:
    """Run the pairs of one format; medians, the ratio's median and range."""
    found = [(run("bare", kind, folder), run("land", kind, folder))
             for _ in range(pairs)]  # fmt: skip
    ratios, cpu = (
        [land[name] / bare[name] for bare, land in found] for name in ("seconds", "cpu")
    )
    bare, land = ([pair[n]["seconds"] for pair in found] for n in (0, 1))
    peak = max(pair[1]["peak_mib"] for pair in found)
    size = path_of(kind, folder).stat().st_size >> 20
    return (
        f"| {kind} | {size} | {statistics.median(bare):.1f} "
        f"| {statistics.median(land):.1f} "
        f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}) "
        f"| {statistics.median(cpu):.2f} "
        f"| {LIMITS[kind]} | {peak} |"
    )


def run(way: str, kind: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.landing", "--child", way, kind, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def child(way: str, kind: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        started, busy = time.perf_counter(), cpu_time()
        match way:
            case "bare":
                found = bare(kind, folder, Path(scratch))
            case "land":
                found = land(kind, folder, Path(scratch))
            case _:
                found = make_sample(folder)
        found["seconds"] = time.perf_counter() - started
        found["cpu"] = cpu_time() - busy
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps(found))


def cpu_time() -> float:
    """Of this process and its children; a busy machine changes it little."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in who]
    return sum(one.ru_utime + one.ru_stime for one in used)


def make_sample(folder: Path) -> dict[str, float]:
    """Write the settlements of a sample as they are made."""
    scope = Scope(1, SAMPLE_ROWS / SAMPLE_A_YEAR, 12, date(2022, 1, 1))
    writer = Writer(folder / "inbox", None)
    for sheet in Sample(scope, Flows(world.build(scope)), "csv").sheets():
        if sheet.extract == "settlement":
            writer.add(sheet)
        elif "settlement" in writer.files and sheet.extract != "discharge_record":
            break
    return {"rows": writer.rows["settlement"]}


def path_of(kind: str, folder: Path) -> Path:
    return folder / {"csv": "s.csv", "parquet": "s.parquet", "gb18030": "g.csv"}[kind]


def land(kind: str, folder: Path, scratch: Path) -> dict[str, float]:
    contract = load_contracts()["settlement"]
    with open_warehouse(scratch / "build" / "yigai.duckdb") as con:
        prepare(con, [contract])
        if kind == "sample":
            contracts = {contract.extract: contract}
            results = list(land_inbox(con, folder / "inbox", contracts))
        else:
            results = [land_file(con, path_of(kind, folder), contract)]
    for result in results:
        if result.outcome != "landed" or result.counts.rejected:
            raise SystemExit(f"not landed whole: {result}")
    return {"files": len(results), "rows": sum(r.counts.landed for r in results)}


def bare(kind: str, folder: Path, scratch: Path) -> dict[str, float]:
    """CREATE TABLE AS SELECT of the columns that landing keeps, in their types."""
    path = folder / ("s.parquet" if kind == "parquet" else "s.csv")
    contract = load_contracts()["settlement"]
    names = [row[0] for row in duckdb.sql(f"describe from '{path}'").fetchall()]
    layout = find_layout(path.name, [names], contract)
    fields = {layout.columns[f.name]: f for f in contract.landed
              if f.name in layout.columns}  # fmt: skip
    kept = ", ".join(f'"{names[at]}"' for at in fields)
    source = f"read_parquet('{path}')"
    if kind != "parquet":
        types = {at: native_type(f, "元") or "varchar" for at, f in fields.items()}
        columns = ", ".join(
            f"'{name}': '{types.get(at, 'varchar')}'" for at, name in enumerate(names)
        )
        source = (
            f"read_csv('{path}', auto_detect = false, header = true, delim = ',', "
            f"quote = '\"', columns = {{{columns}}})"
        )
    with duckdb.connect(scratch / "bare.duckdb") as con:
        con.execute(f"set memory_limit = '{memory_limit_mib()}MiB'")
        con.execute(f"create table t as select {kept} from {source}")
        found = con.execute("select count(*) from t").fetchone()
    return {"rows": found[0] if found else 0}


def make_files(folder: Path, rows: int) -> None:
    """Write the same rows as CSV in UTF-8 and GB18030 and as Parquet."""
    columns = ", ".join(
        SPECIAL.get(field.name, BY_TYPE[field.type]).format(
            n=2 * at + 101, persons=max(rows // PERSONS, 1)
        )
        + f' as "{field.label.zh}"'
        for at, field in enumerate(load_contracts()["settlement"].fields)
    )
    with duckdb.connect() as con:
        con.execute(f"create view s as select {columns} from range({rows}) as t(i)")
        con.execute(f"copy s to '{folder}/s.csv' (header)")
        con.execute(f"copy s to '{folder}/s.parquet' (format parquet)")
    with (
        (folder / "s.csv").open(encoding="utf-8", newline="") as source,
        (folder / "g.csv").open("w", encoding="gb18030", newline="") as out,
    ):
        while text := source.read(1 << 24):
            out.write(text)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        found = [x for x in cpu.read_text().splitlines() if x.startswith("model name")]
        model = found[0].partition(":")[2].strip() if found else model
    return (
        f"{model}, {os.cpu_count()} cores, {memory} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, duckdb {duckdb.__version__}"
    )


if __name__ == "__main__":
    main()
