"""Make a sample: all files of the made-up prefecture, and the truth about it."""

from datetime import date
from pathlib import Path

from demo.sample import world
from demo.sample.faults import Injector
from demo.sample.files import Sheet, write
from demo.sample.flows import Flows
from demo.sample.reform import EFFECTS
from demo.sample.sample import Sample
from demo.sample.scope import Scope
from demo.sample.truth import CONVENTIONS, Truth, starts


def generate(
    target: Path,
    *,
    scale: float,
    months: int,
    seed: int,
    start: date = date(2022, 1, 1),
    faults: bool = False,
    fmt: str = "csv",
    fault_rates: dict[str, float] | None = None,
) -> Truth:
    """Write the extract files of a sample into `target/<extract>/`.

    Files of an earlier sample there (`synthetic_*`) are removed first.

    Args:
        target: the inbox.
        scale: 1 is 4.6 million residents.
        months: how many months are reported.
        seed: the same seed gives the same bytes.
        start: a day of the first month.
        faults: inject the listed faults.
        fmt: `csv` mixes formats as in life, `parquet` takes it for flat tables.
        fault_rates: by kind of fault, the share of files of its extract.

    Returns:
        what is true of the sample.

    Raises:
        SampleError: there are too few files to hold the faults.
    """
    scope = Scope(seed, scale, months, start.replace(day=1))
    sample = Sample(scope, Flows(world.build(scope)), fmt)
    injector = Injector(sample.world, fmt, fault_rates or {}) if faults else None
    clear(target)
    writer = Writer(target, injector)
    for sheet in sample.sheets():
        writer.add(sheet)
    return known(sample, writer)


def known(sample: Sample, writer: "Writer") -> Truth:
    """Everything that is true of the sample."""
    injector, scope = writer.injector, sample.scope
    return Truth(
        seed=scope.seed,
        scale=scope.scale,
        months=scope.months,
        start=scope.start,
        has_faults=injector is not None,
        conventions=CONVENTIONS,
        effects=[vars(effect) for effect in EFFECTS],
        starts=starts(sample.world),
        faults=injector.faults if injector else [],
        fault_minimum=injector.wanted if injector else {},
        crosswalk_gaps=[f.code for f in sample.world.facilities if not f.is_mapped],
        files=writer.files,
        rows=writer.rows,
        values=sample.values(),
    )


def clear(target: Path) -> None:
    """Remove the files of an earlier sample, and nothing else."""
    for path in target.glob("*/synthetic_*"):
        path.unlink()


class Writer:
    """Writes sheets, with faults where they are wanted, and counts rows."""

    def __init__(self, inbox: Path, injector: Injector | None) -> None:
        self.inbox, self.injector = inbox, injector
        self.files: dict[str, int] = {}
        self.rows: dict[str, int] = {}

    def add(self, clean: Sheet) -> None:
        injector = self.injector
        for sheet in injector.sheets(clean) if injector else [clean]:
            if sheet.frame.is_empty():
                continue
            path = write(sheet, self.inbox)
            self.files[sheet.extract] = self.files.get(sheet.extract, 0) + 1
            height = sheet.frame.height
            self.rows[sheet.extract] = self.rows.get(sheet.extract, 0) + height
            if injector:
                injector.after(sheet, path)
