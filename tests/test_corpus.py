"""The corpus: ugly files of real life, each with what it must give."""

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from door import Door, fast_way

from extracts.contract import load_contracts

CORPUS = Path(__file__).parent / "corpus"
EXPECTED = yaml.safe_load((CORPUS / "expected.yml").read_text("utf-8"))
CONTRACTS = load_contracts()
NAMES = [
    "测试甲某",
    "测试乙某",
    "测试丙某",
    "测试丁某",
    "测试戊某",
    "990101199001011239",
]


def land(folder: Path, name: str) -> dict[str, Any]:
    """Land one file of the corpus; what became of it, as `expected.yml` says it."""
    wanted = EXPECTED[name]
    door = Door(folder, CONTRACTS[wanted["extract"]])
    shutil.copy2(CORPUS / "files" / name, door.inbox / name)
    results = door.land().values()
    found = {"what": wanted["what"], "extract": wanted["extract"]}
    if refused := [r.reason.code for r in results if r.reason]:
        return {**found, "refused": ", ".join(refused)}
    assert all(r.counts.read == sum_of(r.counts) for r in results)
    found["landed"] = sum(r.counts.landed for r in results)
    if aside := sum(r.counts.set_aside for r in results):
        found["set_aside"] = aside
    if rejected := sum(r.counts.rejected for r in results):
        found["rejected"] = reasons(door)
        assert len(found["rejected"]) == rejected
    if "probe" in wanted:
        rows = door.rows(f"with t as (from raw.{wanted['extract']}) {wanted['probe']}")
        found |= {"probe": wanted["probe"], "gives": [[*map(str, r)] for r in rows]}
    return found


def sum_of(counts) -> int:
    return counts.landed + counts.rejected + counts.set_aside


def reasons(door: Door) -> dict[int, list[str]]:
    found = defaultdict(list)
    for line, code in door.rows(
        "select distinct row_number, reason_code from raw.rejected_rows order by all"
    ):
        found[line].append(code)
    return dict(found)


def test_every_file_has_its_expectation():
    files = {p.name for p in (CORPUS / "files").iterdir() if p.name[0] != "."}
    assert files == set(EXPECTED)
    assert len(files) >= 50


# workbooks and DBF tables have one way in
WAYS = [(name, "small") for name in EXPECTED]
WAYS += [(n, "large") for n in EXPECTED if not n.endswith((".xlsx", ".dbf"))]


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_file_gives_what_it_must(tmp_path: Path, name: str, way: str):
    with fast_way(way == "large"):
        assert land(tmp_path, name) == EXPECTED[name]
    kept = b"".join(p.read_bytes() for p in (tmp_path / "build").rglob("*"))
    assert [person for person in NAMES if person.encode() in kept] == []
