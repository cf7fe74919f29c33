"""Landing: the inbox becomes raw tables, and so do the definitions in seeds/."""

from collections.abc import Iterator

import dagster as dg

from extracts.contract import Contract, load_contracts
from extracts.landing import FileResult
from orchestration import settings, stages
from orchestration.defs.owners import owners
from orchestration.defs.partitions import MONTHS, follow
from orchestration.defs.writer import POOL, RETRIES, Writer
from orchestration.progress import screen, stage

CONTRACTS = load_contracts()
SHOWN = 20
# the one ledger that has months: a row a file, reporting unit and period
MONTHLY = "slices"
LEDGERS = {
    "files": "一行一个已入库文件 One row a landed file, with what became of its rows",
    MONTHLY: "每个文件涉及的上报单位和期间，按月分区 "
    "What files touch: unit and period; a partition a month that files touch",
    "rejected_rows": "被拒的值，个人信息已遮盖 Refused values, personal ones masked",
    "rejected_files": "被拒的文件 Refused files and why",
    "resent_files": "重复报送的文件 Files that were sent again unchanged",
    "publications": "用来比较的历次发布 Earlier publications that are compared with",
    "publication_values": "历次发布的数值 What earlier publications showed",
}
DICTIONARY = {
    "dictionary_indicators": "指标目录 The indicators",
    "dictionary_indicator_terms": "指标的分子分母 Their numerators and denominators",
    "dictionary_indicator_editions": "指标的版本 The editions that name them",
    "dictionary_measures": "数据项 The measures",
    "dictionary_targets": "目标 Targets",
    "dictionary_calculations": "印出数字之间的算式 How printed figures follow",
    "dictionary_calculation_terms": "算式的各项 The terms of these calculations",
    "dictionary_checks": "检查 The checks as data",
    "dictionary_check_terms": "检查涉及的项目 The items that checks compare",
    "dictionary_check_acceptances": "已知并接受的情形 What is known and accepted",
}


def said(contract: Contract) -> str:
    """What an extract is: its name and grain."""
    name, grain = contract.name, contract.grain
    return f"{name.zh}：{grain.zh} {name.en}: {grain.en}"


TABLES = {name: said(c) for name, c in CONTRACTS.items()} | LEDGERS | DICTIONARY


@dg.multi_asset(
    name="landing",
    specs=[
        dg.AssetSpec(
            ["raw", name],
            description=description,
            group_name="extracts",
            kinds={"duckdb"},
            owners=owners("extracts"),
            partitions_def=MONTHS if name == MONTHLY else None,
        )
        for name, description in TABLES.items()
    ],
    can_subset=True,
    backfill_policy=dg.BackfillPolicy.single_run(),
    retry_policy=RETRIES,
    pool=POOL,
)
def landing(
    context: dg.AssetExecutionContext, writer: Writer
) -> Iterator[dg.MaterializeResult]:
    """Land every new file of the inbox; a bad file is refused, the rest lands.

    A run for months lands what is new like any other, and has the build make those
    months again.
    """
    is_backfill = context.has_partition_key or context.has_partition_key_range
    asked = list(context.partition_keys) if is_backfill else []
    with writer.step("run"):
        with stage("入库", "landing"):
            landed = stages.land(settings.load(), asked)
        for result in landed.results:
            report(result)
        log_files(context, landed.results)
        tell_lost(landed.lost)
        tell_ahead(landed.ahead)
        follow(context.instance, MONTHS, landed.known_months)
        log_months(context, landed, asked)
    for key in sorted(context.selected_asset_keys):
        yield dg.MaterializeResult(asset_key=key, metadata=sent(landed, key.path[-1]))


def sent(landed: stages.Landed, name: str) -> dict[str, dg.MetadataValue]:
    """When the newest file of an extract was sent: what its freshness is about."""
    if name not in landed.newest:
        return {}
    moment = landed.newest[name].timestamp()
    return {"dagster/last_updated_timestamp": dg.MetadataValue.timestamp(moment)}


def log_months(
    context: dg.AssetExecutionContext, landed: stages.Landed, asked: list[str]
) -> None:
    """Mark each month that new files touch, with the rows that they brought."""
    for found in landed.touched:
        if found.month not in asked:
            context.log_event(
                dg.AssetMaterialization(
                    ["raw", MONTHLY],
                    partition=found.month,
                    metadata={"rows": dg.MetadataValue.json(found.rows)},
                )
            )


def tell_ahead(files: list[str]) -> None:
    for name in files[:SHOWN]:
        screen.print(
            f"    [yellow]{name}[/yellow] 文件时间在未来，按入库时间算；请核对时钟 "
            "[dim]its time is still to come and counts as the time of landing: check "
            "the clock[/dim]"
        )


def tell_lost(lost: list[str]) -> None:
    for name in lost:
        screen.print(
            f"    [yellow]{name}: 历次发布的数值读不出，修订表从缺 "
            "(the values of this publication cannot be read; the table of revisions "
            "goes without them)[/yellow]"
        )


def log_files(context: dg.AssetExecutionContext, results: list[FileResult]) -> None:
    """A line a file that is new or refused; of the known ones, years of them, one."""
    known = [result for result in results if result.outcome == "unchanged"]
    for result in results:
        if result.outcome != "unchanged":
            told = f"{result.extract}/{result.file_name}"
            context.log.info(f"{told}: {result.outcome} {result.counts}")
    context.log.info(f"known before: {len(known)} of {len(results)} files")


def report(result: FileResult) -> None:
    """Say what became of a file; people see what is new or refused."""
    counts = result.counts
    told = f"{result.extract}/{result.file_name}"
    if result.outcome == "landed":
        screen.print(
            f"    {told}: 读 read {counts.read} = 入库 landed {counts.landed} + "
            f"拒收 rejected {counts.rejected} + 另列 set aside {counts.set_aside}"
        )
    elif result.reason:
        screen.print(
            f"    [red]{f'{told} {result.place}'.strip()}: {result.reason.zh}[/red] "
            f"({result.reason.en})"
        )


defs = dg.Definitions(assets=dg.with_source_code_references([landing]))
