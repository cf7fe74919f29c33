"""`yigai notify`: a message of trial to everyone who is told of failures."""

import typer

from orchestration import settings
from orchestration.cli.errors import UserError, told


def register(app: typer.Typer) -> None:
    app.command("notify")(notify)


def notify() -> None:
    """给所有通知对象发一条测试消息 Send a message of trial to whoever is told."""
    from orchestration import notify as messages  # noqa: PLC0415

    with told():
        trial = messages.Message(
            "测试消息", "a trial", ("通知已配置好 messages are set up",)
        )
        sent = messages.send(settings.load(), trial)
        if sent is None:
            raise UserError(
                "没有配置通知：见 docs/runbook.md 的 YIGAI_NOTIFY_URLS "
                "(messages are off: see YIGAI_NOTIFY_URLS in docs/runbook.md)"
            )
        if not sent:
            raise UserError("消息没有送达 (the message was not delivered)")
    typer.echo("已送达 delivered")
