"""Why a run failed: in full for the terminal, as names alone for messages."""

from collections.abc import Iterable, Iterator

import dagster as dg
from dagster import DagsterEvent

from orchestration.notify import Failure

# marks runs of the command line: their process tells what became of them
STARTED_BY = "yigai/started_by"
UNFINISHED = [
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.CANCELING,
    dg.DagsterRunStatus.NOT_STARTED,
]


def words(events: Iterable[DagsterEvent]) -> list[str]:
    """The first cause of each failed step, without stack traces."""
    found = [f"{step}: {message}" for step, _, message in causes(events)]
    return found or ["the run failed"]


def kinds(events: Iterable[DagsterEvent]) -> list[Failure]:
    """Each failed step with the kind of its error."""
    return [Failure(step, kind) for step, kind, _ in causes(events)]


def causes(events: Iterable[DagsterEvent]) -> Iterator[tuple[str, str, str]]:
    for event in events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error and error.cause:
                error = error.cause
            kind = (error.cls_name if error else None) or "error"
            yield event.step_key or "", kind, error.message.strip() if error else ""


def bury(instance: dg.DagsterInstance, only_ours: bool) -> list[str]:
    """Record as failed what broke off: a killed process cannot say so itself.

    The caller holds the lock of the warehouse, so no run of the command line lives.
    Left as they are, such runs would keep the queue of `dagster dev` waiting for ever.

    Args:
        instance: the instance that knows the runs.
        only_ours: leave the runs that another Dagster may be about to begin.
    """
    unfinished = instance.get_runs(filters=dg.RunsFilter(statuses=UNFINISHED))
    dead = [r for r in unfinished if not only_ours or STARTED_BY in r.tags]
    for run in dead:
        instance.report_run_failed(
            run, "进程中断，没有说明原因 the process ended without a word"
        )
    return [run.run_id for run in dead]
