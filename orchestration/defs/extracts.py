"""Landing: the inbox becomes raw tables, and so do the definitions in seeds/."""

import dagster as dg

from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.landing import FileResult, land_inbox
from extracts.warehouse import open_warehouse, prepare
from orchestration import settings
from orchestration.progress import screen, stage

LEDGERS = ("files", "slices", "rejected_rows", "rejected_files")
DICTIONARY = (
    "dictionary_indicators", "dictionary_indicator_terms", "dictionary_measures",
    "dictionary_calculations", "dictionary_calculation_terms",
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
    paths = settings.load()
    contracts = load_contracts()
    with stage("入库", "landing"):
        dictionary = load_dictionary()
        with open_warehouse(paths.build) as con:
            prepare(con, list(contracts.values()))
            land_dictionary(con, dictionary)
            results = list(land_inbox(con, paths.inbox, contracts))
    for result in results:
        report(context, result)
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
