"""The command line `yigai`: one module a family of commands."""

import typer

from orchestration.cli import (
    bulletin,
    demo,
    notifying,
    reading,
    releasing,
    running,
    sample,
    users,
)

app = typer.Typer(
    name="yigai",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="医改监测数据仓库 A data warehouse that measures county health reform.",
)
for module in (
    demo, sample, running, releasing, reading, users, bulletin, notifying,
):  # fmt: skip
    module.register(app)
