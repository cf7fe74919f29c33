"""Landing: the inbox becomes raw tables, and so do the definitions in seeds/."""

import dagster as dg

from extracts.contract import load_contracts
from extracts.landing import FileResult
from orchestration import settings, stages
from orchestration.progress import screen, stage

LEDGERS = ("files", "slices", "rejected_rows", "rejected_files", "resent_files")
DICTIONARY = (
    "dictionary_indicators", "dictionary_indicator_terms",
    "dictionary_indicator_editions", "dictionary_measures", "dictionary_targets",
    "dictionary_calculations", "dictionary_calculation_terms",
    "dictionary_checks", "dictionary_check_terms", "dictionary_check_acceptances",
)  # fmt: skip
TABLES = (*load_contracts(), *LEDGERS, *DICTIONARY)


@dg.multi_asset(
    name="landing",
    specs=[
        dg.AssetSpec(["raw", name], group_name="extracts", kinds={"duckdb"})
        for name in TABLES
    ],
)
def landing(context: dg.AssetExecutionContext):
    """Land every new file of the inbox; a bad file is refused, the rest lands."""
    with stage("入库", "landing"):
        results, lost = stages.land(settings.load())
    for result in results:
        report(context, result)
    for name in lost:
        screen.print(
            f"    [yellow]{name}: 历次发布的数值读不出，修订表从缺 "
            "(the values of this publication cannot be read; the table of revisions "
            "goes without them)[/yellow]"
        )
    for name in TABLES:
        yield dg.MaterializeResult(asset_key=["raw", name])


def report(context: dg.AssetExecutionContext, result: FileResult) -> None:
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
            f"    [red]{told} {result.place}: {result.reason.zh}[/red] "
            f"({result.reason.en})"
        )
    context.log.info(f"{told}: {result.outcome} {counts}")


defs = dg.Definitions(assets=[landing])
