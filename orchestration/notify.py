"""Messages about runs to people: WeCom, DingTalk, Feishu, mail, by URLs of Apprise.

`YIGAI_NOTIFY_URLS` or the file `YIGAI_NOTIFY_FILE` (else `data/notify_urls`) names
whom to tell; without either nothing is sent. A message holds names of steps and checks,
counts and times, and no text of a file or an error: those may name a person.
"""

import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from expectations.runner import CheckResult
from orchestration.progress import screen
from orchestration.publication import read_manifest
from orchestration.settings import Settings

SHOWN = 20


@dataclass(frozen=True)
class Message:
    """A title and lines, each in Chinese and English."""

    zh: str
    en: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"医改数据仓库：{self.zh} yigai: {self.en}"

    @property
    def body(self) -> str:
        at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        return "\n".join([*self.lines, f"时间 time: {at}"])


@dataclass(frozen=True)
class Failure:
    """A step that failed, by the kind of its error; the words stay on the machine."""

    step: str
    kind: str


def urls(paths: Settings) -> list[str]:
    """Whom to tell, from the environment or the file; none: messages are off."""
    if said := os.environ.get("YIGAI_NOTIFY_URLS"):
        return said.split()
    file = Path(os.environ.get("YIGAI_NOTIFY_FILE", paths.data / "notify_urls"))
    if not file.exists():
        return []
    if file.stat().st_mode & 0o077:
        screen.print(
            f"[yellow]{file} 含有密钥，别人也能读：chmod 600[/yellow] "
            "(the file holds secrets and others can read it)"
        )
    lines = (line.split("#", 1) for line in file.read_text("utf-8").splitlines())
    return [head.strip() for head, *_ in lines if head.strip()]


def run_failed(
    paths: Settings, run_id: str, job: str, failed: Iterable[Failure]
) -> Message:
    """A run that did not publish."""
    found = list(failed)
    steps = tuple(f"步骤 step {f.step}: {f.kind}" for f in found[:SHOWN])
    return Message(
        "运行失败", "a run failed",
        (
            f"任务 job: {job}，运行 run {run_id}",
            *steps,
            *more(len(found)),
            f"读者看到的仍是 readers keep: {current(paths)}",
            "原因请在服务器上查看 the cause is told on the machine: "
            f"yigai run，或 or make dagster → /runs/{run_id}",
        ),
    )  # fmt: skip


def checks_failed(results: Iterable[CheckResult]) -> Message:
    """Checks of severity 1 that did not hold."""
    found = list(results)
    told = tuple(
        f"{r.check_id} {r.outcome}: {r.says_zh} {r.says_en} "
        f"({r.rows_failed}/{r.rows_checked})"
        for r in found[:SHOWN]
    )
    return Message(
        "严重级别 1 的检查未通过", "checks of severity 1 failed",
        (*told, *more(len(found)),
         "相关数字不发布 what they touch is not published"),
    )  # fmt: skip


def more(count: int) -> tuple[str, ...]:
    return () if count <= SHOWN else (f"另有 and {count - SHOWN} more",)


def current(paths: Settings) -> str:
    manifest = read_manifest(paths.publications)
    return str(manifest["publication_id"]) if manifest else "无 none"


def send(paths: Settings, message: Message) -> bool | None:
    """Send to everyone; a message that cannot be sent never stops a run.

    Returns:
        whether everyone got it; None where nobody is named.
    """
    wanted = urls(paths)
    if not wanted:
        return None
    import apprise  # noqa: PLC0415

    # its log quotes URLs, and URLs hold keys
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    post = apprise.Apprise()
    known = [bool(post.add(url)) for url in wanted]
    try:
        sent = post.notify(body=message.body, title=message.title) if any(known) else 0
    except Exception as error:
        screen.print(f"[yellow]{type(error).__name__}[/yellow]")
        sent = False
    if not (sent and all(known)):
        wrong = [scheme(u) for u, k in zip(wanted, known, strict=True) if not k]
        screen.print(
            "[yellow]有的消息没有送达[/yellow] (not every message was delivered)"
            + (f": 无法识别 not understood: {', '.join(wrong)}" if wrong else "")
        )
    return bool(sent) and all(known)


def scheme(url: str) -> str:
    """What may be shown of a URL."""
    found = re.match(r"\w+://", url)
    return f"{found[0]}…" if found else "…"
