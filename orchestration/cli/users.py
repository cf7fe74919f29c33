"""Accounts of the dashboard: `yigai user add`, `list`, `remove`, `exports`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration import settings
from orchestration.cli.errors import UserError, told

users = typer.Typer(
    no_args_is_help=True, help="看板账号 Accounts of the dashboard: who may see what."
)


def register(app: typer.Typer) -> None:
    app.add_typer(users, name="user")


def folder() -> Path:
    """Where accounts are kept: beside the data, never in a publication."""
    return settings.load().data / "access"


def accounts():
    from dashboards.access.accounts import Accounts  # noqa: PLC0415

    return Accounts(folder() / "accounts.db")


@users.command("add")
def add(
    name: Annotated[str, typer.Argument(help="账号名 name")],
    role: Annotated[str, typer.Option(help="analyst | county | reader")] = "reader",
    division: Annotated[
        str,
        typer.Option(help="区划代码：分析员 2 或 4 位，县级用户 6 位 division code"),
    ] = "",
    oidc: Annotated[
        bool, typer.Option(help="只用单位账号登录，不设密码 no password, OIDC alone")
    ] = False,
    stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读密码")
    ] = False,
) -> None:
    """开户或改密码 Add an account, or give one a new role and password."""
    with told():
        password = None if oidc else asked_password(stdin)
        try:
            accounts().add(name, role, division, password)
        except ValueError as error:
            raise UserError(str(error)) from error
        print(f"✓ {name} · {role} {division}".rstrip())


def asked_password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\n")
    return typer.prompt("密码 password", hide_input=True, confirmation_prompt=True)


@users.command("remove")
def remove(name: str) -> None:
    """停用账号 Close an account; its sessions end with the next request."""
    with told():
        if not accounts().remove(name):
            raise UserError(f"没有这个账号 no such account: {name}")
        print(f"✓ {name}")


@users.command("list")
def listed() -> None:
    """账号一览 All accounts."""
    table(["name", "role", "division", "active", "created"], accounts().all())


@users.command("exports")
def exports(last: Annotated[int, typer.Option(min=1)] = 50) -> None:
    """下载记录 What was exported, the newest first."""
    heads = ["at", "account", "role", "address", "what", "kind", "publication"]
    table(heads, accounts().exports(last))


def table(heads: list[str], rows: list[tuple]) -> None:
    from rich.console import Console  # noqa: PLC0415

    from orchestration.reporting import rows_table  # noqa: PLC0415

    with told():
        Console().print(rows_table(heads, rows))
