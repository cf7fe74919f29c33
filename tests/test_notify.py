"""Messages: to whom, what they say and do not say, and that they never stop a run."""

import os
import re
import subprocess
import sys
from datetime import datetime
from mailbox import mailbox
from pathlib import Path

import apprise
import pytest
from commandline import PROJECT, YIGAI

from expectations.runner import CheckResult
from orchestration import notify
from orchestration.settings import Settings

FAILED = CheckResult(
    "R002", "raw", "raw.files", "conformance", 1, "行数守恒", "rows are kept",
    "fail", 12, 3, "张三 150402199001011234", datetime(2026, 1, 1), True,
)  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("YIGAI_NOTIFY_URLS", "YIGAI_NOTIFY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Settings(tmp_path)


def test_without_urls_nothing_is_sent(paths: Settings):
    assert notify.urls(paths) == []
    assert notify.send(paths, notify.checks_failed([FAILED])) is None


def test_urls_come_from_the_environment_before_the_file(paths: Settings, monkeypatch):
    file = paths.data / "notify_urls"
    file.write_text("# whom\njson://a/  # the team\n\nmailto://b:c@d.e\n", "utf-8")
    file.chmod(0o600)
    assert notify.urls(paths) == ["json://a/", "mailto://b:c@d.e"]
    monkeypatch.setenv("YIGAI_NOTIFY_URLS", "json://x/\njson://y/ json://z/")
    assert notify.urls(paths) == ["json://x/", "json://y/", "json://z/"]


def test_a_file_of_urls_that_others_can_read_is_named(paths: Settings, capsys):
    file = paths.data / "notify_urls"
    file.write_text("json://a/", "utf-8")
    file.chmod(0o644)
    assert notify.urls(paths) == ["json://a/"]
    assert "chmod 600" in capsys.readouterr().err


def test_a_message_arrives_in_both_languages_and_names_nobody(
    paths: Settings, monkeypatch
):
    failed = [notify.Failure("landing", "KeyFileError")]
    with mailbox() as box:
        monkeypatch.setenv("YIGAI_NOTIFY_URLS", box.url)
        assert notify.send(paths, notify.checks_failed([FAILED] * 30))
        assert notify.send(
            paths, notify.run_failed(paths, "9f2c", "monthly_run", failed)
        )
    assert len(box.messages) == 2
    for said in ("R002", "行数守恒", "rows are kept", "3/12", "and 10 more", "9f2c",
                 "landing: KeyFileError", "a run failed", "运行失败"):  # fmt: skip
        assert said in box.text
    for message in box.messages:
        for part in (message["title"], message["message"]):
            assert CHINESE.search(part)
            assert re.search(r"[a-z]{4}", part)
    # what a check observed may be a value of a file
    assert "张三" not in box.text
    assert "150402" not in box.text


@pytest.mark.parametrize("url", ["nonsense", "unheard://of", "json://127.0.0.1:1/"])
def test_a_message_that_cannot_be_sent_is_told_and_stops_nothing(
    paths: Settings, monkeypatch, capsys, url: str
):
    monkeypatch.setenv("YIGAI_NOTIFY_URLS", url)
    assert notify.send(paths, notify.checks_failed([FAILED])) is False
    assert "not every message was delivered" in capsys.readouterr().err


def test_a_refused_message_does_not_show_the_url(paths: Settings, monkeypatch, capsys):
    with mailbox(status=500) as box:
        monkeypatch.setenv("YIGAI_NOTIFY_URLS", f"{box.url}secret-key")
        assert notify.send(paths, notify.checks_failed([FAILED])) is False
    said = capsys.readouterr()
    assert "secret-key" not in said.out + said.err


@pytest.mark.parametrize(
    "url",
    [
        "wecombot://0123abcd-0123-abcd-0123-0123456789ab",
        "dingtalk://0123456789abcdef0123456789abcdef",
        "feishu://0123456789abcdef0123456789abcdef0123",
        "mailtos://user:password@example.org:465?to=team@example.org",
    ],
)
def test_the_services_of_the_runbook_are_understood(url: str):
    assert apprise.Apprise().add(url)
    runbook = (PROJECT / "docs" / "runbook.md").read_text("utf-8")
    assert url.split("://", maxsplit=1)[0] + "://" in runbook


@pytest.mark.slow
def test_a_failing_headless_run_tells_once(tmp_path: Path):
    with mailbox() as box:
        done = subprocess.run(
            [YIGAI, "run"], cwd=PROJECT, capture_output=True, text=True, check=False,
            env={**os.environ, "YIGAI_DATA": str(tmp_path),
                 "YIGAI_KEY_FILE": str(tmp_path / "nowhere"),
                 "YIGAI_NOTIFY_URLS": box.url},
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "nowhere" in done.stderr
    assert len(box.messages) == 1
    assert "landing: KeyFileError" in box.text
    assert str(tmp_path) not in box.text


@pytest.mark.slow
def test_the_sensor_tells_of_runs_that_dagster_started_and_of_no_others(
    paths: Settings, monkeypatch, tmp_path: Path
):
    import dagster as dg  # noqa: PLC0415

    from orchestration.defs.schedules import failure_sensor  # noqa: PLC0415
    from orchestration.failures import STARTED_BY  # noqa: PLC0415

    @dg.op
    def broken() -> None:
        raise ValueError("张三")

    @dg.job
    def monthly_run() -> None:
        broken()

    monkeypatch.setenv("YIGAI_DATA", str(tmp_path))
    with mailbox() as box, dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("YIGAI_NOTIFY_URLS", box.url)
        for tags in ({}, {STARTED_BY: "yigai run"}):
            result = monthly_run.execute_in_process(
                instance=instance, raise_on_error=False, tags=tags
            )
            context = dg.build_run_status_sensor_context(
                sensor_name="failure_sensor", dagster_instance=instance,
                dagster_run=result.dagster_run,
                dagster_event=result.get_run_failure_event(),
            ).for_run_failure()  # fmt: skip
            told = list(failure_sensor(context))
            assert bool(told) is bool(tags)
    assert len(box.messages) == 1
    assert "broken: ValueError" in box.text
    assert "张三" not in box.text


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-q"]))
