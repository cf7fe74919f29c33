"""What indicators cost: the whole build, the claims part at scale, and one more month.

    python -m benchmarks.indicators --rows 20000000

Three parts, each in a folder of its own that is removed again:
build   `dbt build` on a sample of the demo's size, seconds by part of the models;
claims  from raw settlements to int_settlements_aggregated, against one query written by
        hand that makes the same table, in turns, each in a process of its own;
month   a month that newly lands, with 36 months of history and with 6.
Times of models are what dbt notes for each; the start of dbt is given beside them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.landing import machine
from demo.sample import generate
from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.landing import land_inbox
from extracts.warehouse import memory_limit_mib, open_warehouse, prepare

PROJECT = Path(__file__).parent.parent
MONTHS, FEW, PERSONS = 36, 6, 8  # persons: settlements of each
CLAIMS_LIMIT, MONTH_LIMIT = 1.5, 1.2
CLAIMS = "+int_settlements_aggregated"
# rows of one month: of a hundred one is a refund, of a thousand one is sent again
SETTLEMENTS = """
insert into raw.settlement by name
with numbered as (
    select
        i,
        case
            when i % 100 = 99 then i - 40
            when i % 1000 = 500 and i >= {rows} then i - {rows} + 1
            else i
        end as j,
        i % 100 = 99 as is_refund
    from range({first}, {first} + {rows}) as t(i)
),
priced as (
    select
        *,
        hash(j) % {persons} as person,
        j // {rows} as month_number,
        (1 + hash(j * 3) % 100000 / 100.0)::decimal(18, 2)
        * case when is_refund then -1 else 1 end as fee,
        -- one in ten goes to another county, and most to a few facilities
        1 + if(hash(j * 11) % 10 = 0, hash(j), person) % 12 as county,
        floor(396 * pow(hash(j * 13) % 1000 / 1000.0, 3))::int as provider
    from numbered
)
select
    printf('9901%014d', case when is_refund then i else j end) as setl_id,
    printf('9900%014d', j) as mdtrt_id,
    md5(person::varchar) as psn_no,
    md5('c' || person) as certno,
    (1 + person % 2)::varchar as gend,
    (person % 90)::decimal(18, 4) as age,
    case when person % 4 = 0 then '310' else '390' end as insutype,
    (date '2022-01-01' + month_number * interval '1' month)::date
    + (hash(j * 5) % 28)::int as setl_time,
    case hash(j * 7) % 20 when 0 then '21' when 1 then '41' when 2 then '2101'
        when 3 then '14' else '11' end as med_type,
    fee as medfee_sumamt, fee * 0.05 as fulamt_ownpay_amt,
    fee * 0.9 as inscp_scp_amt, fee * 0.5 as hifp_pay, fee * 0.55 as fund_pay_sumamt,
    fee * 0.45 as psn_part_amt, fee * 0.25 as acct_pay, fee * 0.2 as psn_cash_pay,
    '9901' || lpad((1 + person % 12)::varchar, 2, '0') as insu_admdvs,
    '9901' || lpad(county::varchar, 2, '0') as mdtrtarea_admdvs,
    printf('H9901%02d%05d', county, provider) as fixmedins_code,
    is_refund as refd_setl_flag,
    case when is_refund then printf('9901%014d', j) end as init_setl_id,
    true as vali_flag,
    case when hash(j * 7) % 20 in (0, 2) then (1 + hash(j * 17) % 14)::decimal(18, 4)
    end as ipt_days,
    'J' || (hash(j * 19) % 99) || '.x00' as diag_code,
    md5('month {month}') as _file_id,
    i - {first} + 2 as _row_number,
    timestamp '{landed}' as _landed_at
from priced
"""
LEDGER = """
insert into raw.files by name
select md5('month {month}') as file_id, 'settlement' as extract,
    'month {month}' as file_name, file_id as sha256, 'parquet' as format,
    timestamp '{landed}' as submitted_at, submitted_at as landed_at,
    {rows} as rows_read, {rows} as rows_landed, 0 as rows_rejected, 0 as rows_set_aside;
insert into raw.slices by name
select _file_id as file_id, 'settlement' as extract, insu_admdvs as reporting_unit,
    cast(cast(date_trunc('month', setl_time) as date) as varchar) as period,
    'adds' as submission, count(*) as row_count
from raw.settlement where _file_id = md5('month {month}') group by all
"""
BY_HAND = """
create or replace table by_hand as
with newest as (
    select settlements.*
    from raw.settlement as settlements
    inner join raw.files as files
        on settlements._file_id = files.file_id and files.extract = 'settlement'
    qualify row_number() over (
        partition by setl_id
        order by submitted_at desc, file_id desc, _row_number desc
    ) = 1
)
select
    date_trunc('month', setl_time) as month, insu_admdvs, mdtrtarea_admdvs,
    fixmedins_code, left(med_type, 2) as med_type, insutype,
    count(*) as settlements, sum(medfee_sumamt) as fee_yuan,
    sum(inscp_scp_amt) as scope_yuan, sum(fund_pay_sumamt) as fund_yuan,
    sum(psn_part_amt) as person_paid_yuan, sum(ipt_days) as stay_days
from newest
where medfee_sumamt >= 0 and setl_id not in (
    select init_setl_id from newest
    where medfee_sumamt < 0 and init_setl_id is not null
)
group by all
"""
SAME = """
select count(*), sum(settlements), sum(fee_yuan), sum(scope_yuan), sum(fund_yuan),
    sum(person_paid_yuan), sum(stay_days) from {table}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--parts", nargs="+", default=["build", "claims", "month"])
    parser.add_argument("--by-hand", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.by_hand:
        by_hand(asked.by_hand)
        return
    print(f"{machine()}, memory limit of landing {memory_limit_mib()} MiB")
    for part in asked.parts:
        with tempfile.TemporaryDirectory(prefix="yigai-bench-") as name:
            {"build": build, "claims": claims, "month": month}[part](Path(name), asked)


# ---- the whole build


def build(folder: Path, asked: argparse.Namespace) -> None:
    """Generate, land and build a sample as large as the demo's."""
    started = time.perf_counter()
    truth = generate(folder / "inbox", scale=asked.scale, months=MONTHS, seed=1)
    generated = time.perf_counter()
    contracts, warehouse = load_contracts(), folder / "build" / "yigai.duckdb"
    with open_warehouse(warehouse) as con:
        prepare(con, list(contracts.values()))
        land_dictionary(con, load_dictionary())
        files = len(list(land_inbox(con, folder / "inbox", contracts)))
    landed = time.perf_counter()
    seconds, parts = dbt(warehouse, "build", "--exclude-resource-type", "unit_test")
    print(f"\nscale {asked.scale}, {MONTHS} months, {sum(truth.rows.values())} rows in "
          f"{files} files, {truth.rows['settlement']} settlements")  # fmt: skip
    print(f"generated in {generated - started:.0f} s, landed in "
          f"{landed - generated:.0f} s, `dbt build` {seconds:.0f} s")  # fmt: skip
    print("| part of the build | seconds of its nodes (two threads) |\n|---|--:|")
    for part, spent in parts.most_common():
        print(f"| {part} | {spent:.1f} |")


def dbt(warehouse: Path, *words: str) -> tuple[float, Counter]:
    """Run dbt; seconds in all, and those of its nodes by folder of the models."""
    target = warehouse.parent / "target"
    started = time.perf_counter()
    program = Path(sys.executable).parent / "dbt"
    subprocess.run(
        [program, "--quiet", *words, "--target-path", target], cwd=PROJECT, check=True,
        env={**os.environ, "DBT_PROFILES_DIR": str(PROJECT),
             "YIGAI_BUILD": str(warehouse), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
    )  # fmt: skip
    seconds = time.perf_counter() - started
    nodes = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    parts: Counter = Counter()
    for result in results:
        parts[part_of(nodes[result["unique_id"]])] += result["execution_time"]
    return seconds, parts


def part_of(node: dict) -> str:
    """`models/intermediate/claims`, or the kind of a node that is no model."""
    if node["resource_type"] != "model":
        return f"{node['resource_type']}s"
    return str(Path(node["original_file_path"]).parent)


# ---- claims


def claims(folder: Path, asked: argparse.Namespace) -> None:
    """The models from the raw table to the aggregates, and the query by hand."""
    warehouse = folder / "build" / "yigai.duckdb"
    rows = asked.rows // MONTHS
    make_claims(warehouse, rows, asked.rows // PERSONS, range(MONTHS))
    ours, hand, whole = [], [], []
    for _ in range(asked.pairs):
        hand.append(in_a_process(warehouse))
        seconds, parts = dbt(warehouse, "run", "--full-refresh", "--select", CLAIMS)
        whole.append(seconds)
        ours.append(sum(parts.values()))
    with duckdb.connect(warehouse, read_only=True) as con:
        tables = "by_hand", "intermediate.int_settlements_aggregated"
        found = [con.execute(SAME.format(table=t)).fetchall() for t in tables]
        assert found[0] == found[1], found
    ratios = [a / b for a, b in zip(ours, hand, strict=True)]
    size = warehouse.stat().st_size >> 20
    print(f"\n{rows * MONTHS} settlements, {size} MiB, {asked.pairs} pairs, "
          f"{found[0][0][0]} aggregates")  # fmt: skip
    print("| query by hand s | models s | `dbt run` s | ratio | limit |")
    print("|--:|--:|--:|--:|--:|")
    middles = " | ".join(f"{statistics.median(x):.1f}" for x in (hand, ours, whole))
    print(f"| {middles} | {shown(ratios)} | {CLAIMS_LIMIT} |")


def in_a_process(warehouse: Path) -> float:
    """The seconds of the query by hand, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.indicators", "--by-hand", warehouse]
    done = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def by_hand(warehouse: Path) -> None:
    with duckdb.connect(warehouse) as con:
        con.execute("set threads = 2")
        started = time.perf_counter()
        con.execute(BY_HAND)
        print(time.perf_counter() - started)


def shown(ratios: list[float]) -> str:
    middle = statistics.median(ratios)
    return f"{middle:.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


# ---- one more month


def month(folder: Path, asked: argparse.Namespace) -> None:
    """Land one month after another on a short and on a long history, in turns."""
    rows, persons = asked.rows // MONTHS, asked.rows // PERSONS
    places = {n: folder / str(n) / "build" / "yigai.duckdb" for n in (FEW, MONTHS)}
    for history, warehouse in places.items():
        make_claims(warehouse, rows, persons, range(history))
        dbt(warehouse, "run", "--select", CLAIMS)
    spent: dict[int, list[float]] = {FEW: [], MONTHS: []}
    for again in range(asked.pairs):
        for history, warehouse in places.items():
            new = history + again
            make_claims(warehouse, rows, persons, range(new, new + 1))
            _, parts = dbt(warehouse, "run", "--select", CLAIMS)
            spent[history].append(sum(parts.values()))
    ratios = [a / b for a, b in zip(spent[MONTHS], spent[FEW], strict=True)]
    print(f"\na month of {rows} settlements, {asked.pairs} months one after another")
    print("| after 6 months s | after 36 months s | ratio | limit |\n|--:|--:|--:|--:|")
    middles = " | ".join(f"{statistics.median(x):.2f}" for x in spent.values())
    print(f"| {middles} | {shown(ratios)} | {MONTH_LIMIT} |")


def make_claims(warehouse: Path, rows: int, persons: int, months: range) -> None:
    """Put months of settlements into the raw table, as landing leaves them."""
    contracts = load_contracts()
    with open_warehouse(warehouse) as con:
        con.execute("set preserve_insertion_order = false")
        prepare(con, list(contracts.values()))
        for at in months:
            landed = f"{date(2022 + (at + 1) // 12, (at + 1) % 12 + 1, 5)} 09:00:00"
            names = {"first": at * rows, "rows": rows, "persons": persons,
                     "month": at, "landed": landed}  # fmt: skip
            con.begin()
            con.execute(SETTLEMENTS.format(**names))
            con.execute(LEDGER.format(**names))
            con.commit()


if __name__ == "__main__":
    main()
