"""Run the job headless: the same job that the schedule and the sensor run."""

import shutil
from pathlib import Path

from orchestration import publication, settings
from orchestration.fingerprints import code_version, inbox_version
from orchestration.problems import RunFailedError
from orchestration.progress import screen, stage

# people watch the stages; Dagster's own log is kept in the instance
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


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


def run_job() -> None:
    """Execute the job in this process and keep its record for `dagster dev`.

    Raises:
        RunFailedError: a step failed or a blocking check did not pass.
    """
    paths = settings.load()
    template = Path(__file__).with_name("dagster.yaml")
    shutil.copyfile(template, paths.dagster_home / "dagster.yaml")
    with stage("启动", "start Dagster, parse dbt"):
        import dagster as dg  # noqa: PLC0415

        from orchestration.definitions import defs  # noqa: PLC0415

        job = defs.resolve_job_def("monthly_run")
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance, raise_on_error=False, run_config=QUIET
        )
    if not result.success:
        raise RunFailedError("\n".join(failures(result)))


def failures(result) -> list[str]:
    """The first cause of each failed step, without stack traces."""
    told = []
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error and error.cause:
                error = error.cause
            told.append(f"{event.step_key}: {error.message.strip() if error else ''}")
    return told or ["the run failed"]
