"""Run the job headless: the same job that the schedule and the sensor run."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration import notify, publication, settings, stages
from orchestration.fingerprints import code_version, inbox_version
from orchestration.problems import RunFailedError
from orchestration.progress import kept_screen, screen, stage

if TYPE_CHECKING:
    import dagster as dg

# people watch the stages; Dagster's own log is kept in the instance
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
JOB = "monthly_run"
RANGE = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


def is_up_to_date(paths: settings.Settings) -> bool:
    """Whether the publication is whole and made from just these files and this code."""
    manifest = publication.read_manifest(paths.publications)
    if (
        manifest is None
        or not paths.build.exists()
        or manifest["inbox_version"] != inbox_version(paths.inbox)
        or manifest["code_version"] != code_version()
    ):
        return False
    current = paths.publications / "current"
    if damaged := publication.damages(current):
        screen.print(
            f"[yellow]当前发布已损坏，将重做：{'、'.join(damaged)} (the publication is "
            f"damaged and will be made again: {', '.join(damaged)})[/yellow]"
        )
    return not damaged


def prepare_home(paths: settings.Settings) -> None:
    """Give Dagster this project's settings of an instance."""
    template = Path(__file__).with_name("dagster.yaml")
    shutil.copyfile(template, paths.dagster_home / "dagster.yaml")


def run_job(months: tuple[str, str] | None = None) -> None:
    """Execute the job in this process and keep its record for `dagster dev`.

    The caller holds the lock of the warehouse.

    Args:
        months: the first and last month that are to be built again, in one run.

    Raises:
        RunFailedError: a step failed or a blocking check did not pass.
    """
    paths = settings.load()
    prepare_home(paths)
    with stage("启动", "start Dagster, parse dbt"):
        import dagster as dg  # noqa: PLC0415

        from orchestration.definitions import defs  # noqa: PLC0415
        from orchestration.failures import STARTED_BY, bury  # noqa: PLC0415

        job = defs.resolve_job_def(JOB)
    tags = {STARTED_BY: "yigai run"}
    with dg.DagsterInstance.get() as instance:
        tell_broken_off(paths, bury(instance, only_ours=True))
        if months:
            tags |= month_range(paths, instance, months)
        try:
            with kept_screen():
                result = job.execute_in_process(
                    instance=instance, raise_on_error=False, run_config=QUIET, tags=tags
                )
        except Exception as error:
            # no step's: Dagster cannot keep its own records, as on a full disk
            tell_unrecorded(paths, error)
            raise
    if not result.success:
        tell_failed(paths, result)


def month_range(
    paths: settings.Settings, instance: "dg.DagsterInstance", wanted: tuple[str, str]
) -> dict[str, str]:
    """The tags by which a run of Dagster covers a range of partitions.

    Raises:
        RunFailedError: a month that no landed file touches.
    """
    from orchestration.defs.partitions import MONTHS, follow  # noqa: PLC0415

    known = stages.known_months(paths)
    # a build may be older than its record in Dagster
    follow(instance, MONTHS, known)
    if unknown := [month for month in wanted if month not in known]:
        span = f"{known[0]} … {known[-1]}" if known else "无 none"
        raise RunFailedError(
            f"没有任何已入库文件涉及 {'、'.join(unknown)}；已知的月份：{span} "
            f"(no landed file touches {', '.join(unknown)}; known months: {span})"
        )
    return dict(zip(RANGE, sorted(wanted), strict=True))


def tell_broken_off(paths: settings.Settings, run_ids: list[str]) -> None:
    for run_id in run_ids:
        screen.print(
            f"[yellow]上一次运行 {run_id[:8]} 中断了，现在从头再来[/yellow] "
            "(the run before broke off; this one begins anew, nothing is lost)"
        )
        broken = [notify.Failure("—", "进程中断 the process was ended")]
        notify.send(paths, notify.run_failed(paths, run_id, JOB, broken))


def tell_unrecorded(paths: settings.Settings, error: Exception) -> None:
    found = [notify.Failure("—", type(error).__name__)]
    notify.send(paths, notify.run_failed(paths, "—", JOB, found))


def tell_failed(paths: settings.Settings, result: Any) -> None:
    """Tell people by message and the caller by an exception."""
    from orchestration.failures import kinds, words  # noqa: PLC0415

    found = kinds(result.all_events)
    notify.send(paths, notify.run_failed(paths, result.run_id, JOB, found))
    raise RunFailedError("\n".join(words(result.all_events)))
