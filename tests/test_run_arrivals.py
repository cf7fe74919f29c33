"""Clocks that are wrong, months that are missing, years that are sent again.

Each has the same figures in the end as a quiet run, and is told while it lasts.
"""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from commandline import yigai
from fault_table import Tally, survived
from prefecture import Base, base, figures, full, own

__all__ = ["base", "own"]
pytestmark = [pytest.mark.slow, full]

# an extract, the month of the year that is left out, and the check that tells it
MISSING = {
    "facility_monthly": ("06", "B001"),
    "settlement": ("04", "B002"),
    "insured_population": ("09", "B004"),
}


def inbox_of(base: Base, data: Path) -> Path:
    """A data folder with the files and the key of the base, and nothing built."""
    shutil.copytree(base.data / "inbox", data / "inbox")
    shutil.copy2(base.data / "key", data / "key")
    return data


@pytest.mark.parametrize("days", [-4_000, 9_000])
def test_times_of_files_in_the_past_and_future_change_no_figure(
    base: Base, tmp_path: Path, tally: Tally, days: int
):
    """All files of another time, in their order: only what is on time may change."""
    data = inbox_of(base, tmp_path / "data")
    for path in files(data):
        moment = path.stat().st_mtime + days * 86_400
        os.utime(path, (moment, moment))
    with survived(tally, f"clock: file times moved by {days} days"):
        done = yigai(data, "run")
        assert ("check the clock" in done.stderr) is (days > 0)
        assert figures(data) == figures(base.data)


def test_missing_months_are_told_and_come_later(
    base: Base, tmp_path: Path, tally: Tally
):
    """Of three extracts a month each."""
    data, away = inbox_of(base, tmp_path / "data"), tmp_path / "away"
    for extract, (month, _) in MISSING.items():
        (away / extract).mkdir(parents=True)
        for path in files(data, extract, f"2022-{month}"):
            shutil.move(path, away / extract / path.name)
        assert list((away / extract).iterdir())
    yigai(data, "run")
    assert figures(data) != figures(base.data)
    told = {extract: is_told(data, extract) for extract in MISSING}
    for path in away.rglob("*.*"):
        shutil.move(path, data / "inbox" / path.relative_to(away))
    yigai(data, "run")
    for extract in MISSING:
        with survived(tally, "a missing month, then it comes"):
            assert told[extract]
            assert not is_told(data, extract)
            # of the build: what readers did not see before may stay withheld
            assert figures(data, "build") == figures(base.data, "build")


def is_told(data: Path, extract: str) -> bool:
    """Whether a check says that the month is missing."""
    month, check = MISSING[extract]
    found = yigai(
        data, "query", "-f", "json",
        "select count(*) as n from rpt_check_results where check_id = "
        f"'{check}' and month = date '2022-{month}-01' and outcome = 'fail'",
    )  # fmt: skip
    return json.loads(found.stdout)[0]["n"] > 0


@pytest.mark.parametrize("form", ["other bytes", "another encoding, zipped"])
def test_a_year_that_is_sent_again_counts_once(own: Path, tally: Tally, form: str):
    """The same rows in files of other bytes and a later time."""
    before = figures(own)
    sent = [p for p in files(own) if p.suffix == ".csv"]
    assert len(sent) > 50
    with survived(tally, "a re-sent year"):
        for path in sent:
            moment = path.stat().st_mtime + 86_400
            os.utime(send_again(path, form), (moment, moment))
        done = yigai(own, "run")
        assert "again_" in done.stderr
        assert figures(own) == before


def send_again(path: Path, form: str) -> Path:
    raw = path.read_bytes().rstrip(b"\r\n") + b"\n\n\n"
    again = path.with_name(f"again_{path.name}")
    if form == "other bytes":
        again.write_bytes(raw)
        return again
    zipped = again.with_suffix(".zip")
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(again.name, in_other_encoding(raw))
    return zipped


def in_other_encoding(raw: bytes) -> bytes:
    """UTF-8 as GB18030, and the other way round."""
    try:
        return raw.decode("utf-8-sig").encode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("gb18030").encode("utf-8")


def files(data: Path, extract: str = "*", month: str = "") -> list[Path]:
    found = sorted((data / "inbox").glob(f"{extract}/*"))
    return [p for p in found if month.replace("-", "") in p.name.replace("-", "")]
