"""The jobs, when they run by themselves, and the sensors."""

from collections.abc import Iterator
from datetime import datetime

import dagster as dg

from orchestration import notify, settings
from orchestration.defs.documents import assessment_tables
from orchestration.defs.freshness import AT_NIGHT
from orchestration.defs.partitions import YEARS
from orchestration.defs.publication import files_are_as_they_were_written
from orchestration.defs.quality import CHECKS
from orchestration.failures import STARTED_BY, kinds
from orchestration.fingerprints import inbox_listing

ZONE = "Asia/Shanghai"
at_night = dg.AssetSelection.checks(AT_NIGHT, files_are_as_they_were_written)

# one process does every step: a process a step costs six seconds each
monthly_run = dg.define_asset_job(
    "monthly_run",
    selection=dg.AssetSelection.all()
    - dg.AssetSelection.assets(assessment_tables)
    - at_night,
    description="上报数据入库、建模、检查、发布 Land, build, check, publish",
    executor_def=dg.in_process_executor,
)

nightly_check = dg.define_asset_job(
    "nightly_check",
    selection=dg.AssetSelection.checks(*CHECKS) | at_night,
    description="只检查 Check the build, the arrivals and what is published",
    executor_def=dg.in_process_executor,
)

yearly_assessment = dg.define_asset_job(
    "yearly_assessment",
    selection=dg.AssetSelection.assets(assessment_tables),
    description="某一年的评估表 The tables of a year's assessment",
    executor_def=dg.in_process_executor,
)

# monthly reports are due on the 20th (2009 edition: the 12th or the 20th)
after_due_day = dg.ScheduleDefinition(
    name="after_due_day",
    job=monthly_run,
    cron_schedule="0 6 21 * *",
    execution_timezone=ZONE,
    description="月报到期后 After the day on which monthly reports are due",
)

every_night = dg.ScheduleDefinition(
    name="every_night",
    job=nightly_check,
    cron_schedule="30 2 * * *",
    execution_timezone=ZONE,
    description="每夜检查，不入库不发布 Every night: checks; nothing is landed",
)


@dg.schedule(
    job=yearly_assessment,
    cron_schedule="0 8 21 1 *",
    execution_timezone=ZONE,
    description="上一年的评估表 The assessment of the year that has ended",
)
def after_annual_reports(
    context: dg.ScheduleEvaluationContext,
) -> dg.RunRequest | dg.SkipReason:
    """The year that has ended, two hours after January's run has published it."""
    at: datetime = context.scheduled_execution_time
    year = str(at.year - 1)
    if not context.instance.has_dynamic_partition(str(YEARS.name), year):
        return dg.SkipReason(f"{year} 年还没有发布 nothing of {year} is published yet")
    return dg.RunRequest(run_key=year, partition_key=year)


@dg.sensor(
    job=monthly_run,
    minimum_interval_seconds=60,
    description="收件箱有新文件且已写完 New files in the inbox that have settled",
)
def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Run when the inbox has changed and has then stayed as it is for a whole minute.

    The cursor is what the last look saw and what the last run was for. Two looks that
    see the same need no clock, and a file that is still being copied waits.
    """
    now = inbox_listing(settings.load().inbox)
    seen, _, ran = (context.cursor or "").partition(" ")
    if now == ran:
        return skipped("收件箱没有变化 nothing new in the inbox", f"{now} {ran}")
    if now != seen:
        return skipped("有新文件，等它们写完 files are arriving", f"{now} {ran}")
    return dg.SensorResult([dg.RunRequest(run_key=now)], cursor=f"{now} {now}")


def skipped(why: str, cursor: str) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=why, cursor=cursor)


@dg.run_failure_sensor(
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="运行失败时通知 Tells people of a run that failed",
)
def failure_sensor(
    context: dg.RunFailureSensorContext,
) -> Iterator[dg.SkipReason]:
    """Tell people of a run that failed; `yigai run` tells of its own by itself."""
    run = context.dagster_run
    if STARTED_BY in run.tags:
        yield dg.SkipReason("yigai run 已经通知 yigai run has told of it")
        return
    paths = settings.load()
    failed = kinds(context.get_step_failure_events())
    notify.send(paths, notify.run_failed(paths, run.run_id, run.job_name, failed))


defs = dg.Definitions(
    jobs=[monthly_run, nightly_check, yearly_assessment],
    schedules=[after_due_day, every_night, after_annual_reports],
    sensors=[inbox_sensor, failure_sensor],
    # also what is started from the asset graph runs in one process
    executor=dg.in_process_executor,
)
