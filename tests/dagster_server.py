"""`dagster dev` as `make dagster` starts it, and questions to it by GraphQL."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from commandline import PROJECT

PATIENCE = 240.0


class Dagster:
    """A running `dagster dev`."""

    def __init__(self, process: subprocess.Popen, port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer; what is wrong with a question fails the test."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps({"query": query, "variables": variables}).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from error
        assert "errors" not in found, found
        return found["data"]

    def until(self, look: Callable[[], Any]) -> Any:
        """What a look finds, when it finds something."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text("utf-8")
            try:
                if found := look():
                    return found
            except OSError:
                """It does not listen yet."""
            time.sleep(0.5)
        raise AssertionError(self.log.read_text("utf-8"))


@contextmanager
def dagster_dev(data: Path, **env: str) -> Iterator[Dagster]:
    """Start it on a free port; at the end stop it with all that it started."""
    port, log = free_port(), data / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "orchestration.develop", "-p", str(port)],
            cwd=PROJECT, env={**os.environ, "YIGAI_DATA": str(data), **env},
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield Dagster(process, port, log)
    finally:
        stop(process)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def stop(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
