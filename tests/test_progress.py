"""What people see at a terminal while a run works."""

import os
import pty
import subprocess
import sys

from commandline import PROJECT

# stderr is taken away, as Dagster does for the log of a step
TAKEN = """
import os, time
from orchestration.progress import kept_screen, stage
with kept_screen():
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with stage("建模", "build"):
        time.sleep(0.5)
"""


def test_a_stage_moves_on_the_terminal_although_stderr_is_taken_away():
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", TAKEN], cwd=PROJECT, stderr=theirs, env=env
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 10_000):
            said += part
    except OSError:
        """The other end is closed."""
    os.close(ours)
    assert process.wait() == 0
    shown = said.decode()
    frames = [line for line in shown.replace("\r", "\n").splitlines() if "…" in line]
    assert len(frames) > 2  # a spinner, not one line
    assert "✓" in shown
