"""How runs behave: what is tried again, what broke off, which months a run covers."""

import subprocess
import sys
from pathlib import Path

import pytest

from extracts.problems import BusyError
from extracts.warehouse import open_warehouse
from orchestration.cli.errors import UserError
from orchestration.cli.running import month_range

pytestmark = pytest.mark.slow

HOLD = """
import sys, time
from pathlib import Path
from orchestration.settings import Settings
from orchestration.writing import only_writer
with only_writer(Settings(Path(sys.argv[1])), "test"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
INSURED = (
    "参保地,险种,月份,参保人数\n990101,310,{month},1200\n990101,390,{month},3400\n"
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YIGAI_DATA", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


def hold(data: Path, seconds: float) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data), str(seconds)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def tried(
    problem: Exception | None, holder: subprocess.Popen | None = None
) -> tuple[bool, int]:
    """Run a step that meets a problem; whether it succeeded, and how often it began.

    A process that holds the lock lets go of it before the second try.
    """
    import dagster as dg  # noqa: PLC0415

    from orchestration.defs.writer import RETRIES, Writer  # noqa: PLC0415

    begun = []

    @dg.asset(retry_policy=RETRIES)
    def step(writer: Writer) -> None:
        begun.append(1)
        if holder and len(begun) == 2:
            holder.kill()
            holder.wait()
        with writer.step("test"):
            if problem:
                raise problem

    result = dg.materialize(
        [step], resources={"writer": Writer()}, raise_on_error=False,
        instance=dg.DagsterInstance.ephemeral(),
    )  # fmt: skip
    return result.success, len(begun)


def test_a_lock_that_another_holds_is_waited_for(data: Path):
    assert tried(None, hold(data, 600)) == (True, 2)


def test_bad_data_are_not_tried_again_and_the_lock_is_let_go(data: Path):
    import dagster as dg  # noqa: PLC0415

    assert tried(ValueError("bad data")) == (False, 1)
    # what dbt raises says of itself that it may be tried again
    assert tried(dg.Failure("a model failed")) == (False, 1)
    assert tried(None) == (True, 1)


def test_a_step_keeps_the_lock_until_its_run_ends(data: Path):
    import dagster as dg  # noqa: PLC0415

    from orchestration.defs.writer import Writer  # noqa: PLC0415
    from orchestration.settings import Settings  # noqa: PLC0415
    from orchestration.writing import held  # noqa: PLC0415

    lock = Settings(data).data / "writing.lock"
    seen = []

    @dg.asset
    def first(writer: Writer) -> None:
        with writer.step("test"):
            pass

    @dg.asset(deps=[first])
    def second() -> None:
        seen.append(lock in held)

    assert dg.materialize([first, second], resources={"writer": Writer()}).success
    assert seen == [True]
    assert lock not in held


def test_dbt_that_meets_a_lock_is_a_busy_warehouse(data: Path):
    from orchestration.defs.writer import Writer  # noqa: PLC0415

    said = 'IO Error: Could not set lock on file "yigai.duckdb": Conflicting lock'
    with pytest.raises(BusyError), Writer().step("test"):
        raise RuntimeError(said)


def test_a_run_that_was_killed_is_recorded_as_failed(data: Path):
    import dagster as dg  # noqa: PLC0415

    from orchestration.failures import STARTED_BY, bury  # noqa: PLC0415

    with dg.DagsterInstance.ephemeral() as instance:
        for status in (dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.SUCCESS):
            for tags in ({}, {STARTED_BY: "yigai run"}):
                instance.add_run(
                    dg.DagsterRun(job_name="monthly_run", status=status, tags=tags)
                )
        assert len(bury(instance, only_ours=True)) == 1
        assert len(bury(instance, only_ours=False)) == 1
        assert bury(instance, only_ours=False) == []


def test_partitions_stand_in_order_of_time_however_they_came():
    import dagster as dg  # noqa: PLC0415

    from orchestration.defs.partitions import MONTHS, follow  # noqa: PLC0415

    with dg.DagsterInstance.ephemeral() as instance:
        for months in (["2024-02"], ["2024-03"], ["2023-12", "2024-02"], []):
            follow(instance, MONTHS, months)
        found = instance.get_dynamic_partitions("months")
    assert list(found) == ["2023-12", "2024-02", "2024-03"]


@pytest.mark.parametrize("said", ["2024-13", "2024", "2024-03:2024-01", "a:b"])
def test_months_that_are_no_months_are_refused(said: str):
    with pytest.raises(UserError, match="2024-01:2024-03"):
        month_range(said)


def test_a_landing_marks_the_months_of_its_files_and_a_backfill_asks_for_them(
    data: Path,
):
    """The real step, with files of two months; nothing is built."""
    import dagster as dg  # noqa: PLC0415

    from orchestration import months  # noqa: PLC0415
    from orchestration.defs.extracts import landing  # noqa: PLC0415
    from orchestration.defs.writer import Writer  # noqa: PLC0415
    from orchestration.run import RANGE  # noqa: PLC0415

    inbox = data / "inbox" / "insured_population"
    inbox.mkdir(parents=True)

    def run(**tags: str) -> list[str | None]:
        result = dg.materialize(
            [landing], resources={"writer": Writer()}, instance=instance, tags=tags
        )
        events = result.get_asset_materialization_events()
        return sorted(e.partition for e in events if e.partition)

    with dg.DagsterInstance.ephemeral() as instance:
        (inbox / "1.csv").write_text(INSURED.format(month="2024-01"), "utf-8")
        assert run() == ["2024-01"]
        for number in (3, 2):
            text = INSURED.format(month=f"2024-0{number}")
            (inbox / f"{number}.csv").write_text(text, "utf-8")
        assert run() == ["2024-02", "2024-03"]
        assert run() == []
        span = dict(zip(RANGE, ("2024-02", "2024-03"), strict=True))
        assert run(**span) == ["2024-02", "2024-03"]
        known = list(instance.get_dynamic_partitions("months"))
    assert known == ["2024-01", "2024-02", "2024-03"]
    with open_warehouse(data / "build" / "yigai.duckdb") as con:
        assert months.asked(con) == ["2024-02-01", "2024-03-01"]


def test_a_backfill_of_the_job_is_one_run_for_all_its_months():
    """Of months that follow each other; each gap makes another run."""
    import dagster as dg  # noqa: PLC0415

    from orchestration.definitions import defs  # noqa: PLC0415
    from orchestration.defs.partitions import MONTHS  # noqa: PLC0415

    job = defs.resolve_job_def("monthly_run")
    assert job.partitions_def == MONTHS
    assert job.backfill_policy == dg.BackfillPolicy.single_run()


def test_months_that_are_asked_for_alone_are_built_in_one_run():
    import dagster as dg  # noqa: PLC0415
    from dagster._core.execution.backfill import (  # noqa: PLC0415
        BulkActionStatus,
        PartitionBackfill,
    )

    from orchestration.defs.backfills import ASKING, asked_months_sensor  # noqa: PLC0415
    from orchestration.defs.publication import publish  # noqa: PLC0415

    def asked(instance: dg.DagsterInstance, *keys: dg.AssetKey, **tags: str):
        run = dg.DagsterRun(
            job_name="__ASSET_JOB", asset_selection=set(keys), tags=tags
        )
        event = dg.DagsterEvent(
            dg.DagsterEventType.RUN_SUCCESS.value, "__ASSET_JOB", message=""
        )
        context = dg.build_run_status_sensor_context(
            "asked_months_sensor", event, instance, run
        )
        found = asked_months_sensor(context)
        return found.run_key if isinstance(found, dg.RunRequest) else None

    with dg.DagsterInstance.ephemeral() as instance:
        for name, selected in {
            "alone": [ASKING],
            "whole": [ASKING, publish.key],
        }.items():
            instance.add_backfill(
                PartitionBackfill(
                    backfill_id=name, status=BulkActionStatus.REQUESTED, tags={},
                    from_failure=False, backfill_timestamp=0.0,
                    asset_selection=selected,
                )
            )  # fmt: skip
        # its runs, however many, lead to one run
        keys = [asked(instance, ASKING, **{"dagster/backfill": "alone"}) for _ in "ab"]
        assert keys == ["alone", "alone"]
        assert asked(instance, ASKING) is not None
        assert asked(instance, ASKING, **{"dagster/backfill": "whole"}) is None
        assert asked(instance, ASKING, publish.key) is None
        assert asked(instance) is None


def test_a_change_of_the_inbox_starts_a_run_when_it_has_settled_and_only_one(
    data: Path,
):
    import dagster as dg  # noqa: PLC0415

    from orchestration.defs.schedules import inbox_sensor  # noqa: PLC0415

    inbox, cursor = data / "inbox" / "insured_population", None
    inbox.mkdir(parents=True)

    def look() -> int:
        nonlocal cursor
        found = inbox_sensor(dg.build_sensor_context(cursor=cursor))
        cursor = found.cursor
        return len(found.run_requests)

    (inbox / "1.csv").write_text("half", "utf-8")
    assert look() == 0  # it may still be written
    (inbox / "1.csv").write_text("half and half", "utf-8")
    assert [look(), look(), look(), look()] == [0, 1, 0, 0]
    (inbox / ".2.csv").write_text("hidden", "utf-8")
    assert [look(), look()] == [0, 0]
    (inbox / ".2.csv").rename(inbox / "2.csv")
    assert [look(), look(), look()] == [0, 1, 0]
