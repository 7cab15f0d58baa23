"""The installed program, run in a process of its own, in surroundings that a test chooses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
SAMPLE: Final = str(ROOT / "rules" / "nzqa" / "sample.yaml")
POOR: Final = str(ROOT / "examples" / "poor" / "proposal.yaml")
START: Final = "from mcred_check.__main__ import start; start()"
DAY: Final = ("--as-of", "2026-11-23")

_CHOICES: Final = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI", "GITHUB_ACTIONS", "TERM"}
"""What the surroundings of the tests themselves must not decide."""

_PATIENCE: Final = 300
"""Seconds after which a program is taken to hang, on however busy a machine."""


class Ended(NamedTuple):
    """How a run of the program ended, and what it said."""

    code: int
    out: str
    err: str


def program(
    *args: str | bytes,
    python: Sequence[str] = (),
    around: str = "",
    first: str = "",
    environment: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    folder: str | Path = ROOT,
    given: bytes = b"",
) -> Ended:
    """Run the program.

    `python` are options of Python, `around` is a command of the shell in which "$@" stands for the program, `first`
    is Python to run before it, `environment` and `without` change the environment, `given` is standard input.
    """
    command: list[str | bytes] = [sys.executable, *python, "-c", f"{first}\n{START}", *args]
    if around:
        command = ["sh", "-c", around, "sh", *command]
    kept = {
        name: value for name, value in os.environ.items() if name not in {*_CHOICES, *without} and name[:6] != "PYTHON"
    }
    done = subprocess.run(
        command,
        capture_output=True,
        input=given,
        env=kept | dict(environment or {}),
        cwd=folder,
        check=False,
        timeout=_PATIENCE,
    )
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def unruffled(ended: Ended) -> Ended:
    """Hold that a program ended as it promises: a code from the table, no traceback, no fault of its own."""
    assert ended.code in {0, 1, 2}, ended
    for sign in ("Traceback", "itself failed", "Exception ignored", "Warning"):
        assert sign not in ended.err, ended.err
        assert sign not in ended.out
    return ended
