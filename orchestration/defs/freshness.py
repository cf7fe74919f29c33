"""Freshness of arrivals: what was due has come, by the data's time and by the calendar.

In a run the data's own time counts, so that an old sample is judged as it was then. At
night the calendar counts too: it alone knows that nothing comes any more. Dagster's own
freshness policies look at when an asset was written, which says nothing of reports.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import dagster as dg

from extracts.warehouse import open_warehouse
from orchestration import settings
from orchestration.arrivals import Arrival, arrivals, with_due_day
from orchestration.defs.extracts import CONTRACTS
from orchestration.defs.writer import POOL, RETRIES, Writer
from orchestration.progress import screen

DUE = with_due_day(CONTRACTS)
ZONE = ZoneInfo("Asia/Shanghai")
BY_DATA, BY_CALENDAR = "has_come_by_its_due_day", "has_come_by_the_calendar"
SAYS = {
    BY_DATA: "到期的报表已经报来（按数据自己的时间） "
    "What was due by the time of the newest file has come",
    BY_CALENDAR: "到期的报表已经报来（按日历） What is due by the calendar has come",
}


def arrival_checks(name: str) -> dg.AssetChecksDefinition:
    """One check an extract that has a due day."""

    @dg.multi_asset_check(
        name=name,
        specs=[
            dg.AssetCheckSpec(name, asset=["raw", extract], description=SAYS[name])
            for extract in DUE
        ],
        retry_policy=RETRIES,
        pool=POOL,
    )
    def check_arrivals(writer: Writer) -> Iterator[dg.AssetCheckResult]:
        with writer.step("check"), open_warehouse(settings.load().build) as con:
            found = arrivals(con, DUE, today() if name == BY_CALENDAR else None)
        for arrival in found:
            report(arrival)
            yield as_dagster(arrival, name)

    return check_arrivals


def today() -> date:
    return datetime.now(ZONE).date()


def report(arrival: Arrival) -> None:
    if not arrival.is_fresh:
        screen.print(
            f"    [yellow]{arrival.extract}[/yellow] 最新一期是 {arrival.newest}，"
            f"{arrival.expected} 的报表已到期未到 [dim]the newest period is "
            f"{arrival.newest}; that of {arrival.expected} is overdue[/dim]"
        )


def as_dagster(arrival: Arrival, name: str) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=["raw", arrival.extract],
        check_name=name,
        passed=arrival.is_fresh,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "newest_period": str(arrival.newest),
            "expected_period": str(arrival.expected),
            "as_of": str(arrival.as_of),
            # a word: of numbers Dagster draws a curve
            "due_day": str(arrival.due_day),
        },
    )


IN_A_RUN, AT_NIGHT = arrival_checks(BY_DATA), arrival_checks(BY_CALENDAR)

defs = dg.Definitions(asset_checks=[IN_A_RUN, AT_NIGHT])
