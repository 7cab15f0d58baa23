"""The installed program, run in a process of its own, in surroundings that a test chooses."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.compiling import compile_bundle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
SAMPLE: Final = str(ROOT / "rules" / "nzqa" / "sample.yaml")
POOR: Final = str(ROOT / "examples" / "poor" / "proposal.yaml")
START: Final = "from mcred_check.__main__ import start; start()"
DAY: Final = ("--as-of", "2026-11-23")

_CHOICES: Final = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI", "GITHUB_ACTIONS", "TERM", "RUST_BACKTRACE"}
"""What the surroundings of the tests themselves must not decide."""

_PATIENCE: Final = 300
"""Seconds after which a program is taken to hang, on however busy a machine."""


@cache
def _installed() -> Path:
    """Give a folder that holds the rules as an installed package does, which are ready in a third of the time."""
    folder = Path(mkdtemp(prefix="mcred-check-"))
    atexit.register(rmtree, folder)
    (folder / "rules.json").write_text(compile_bundle(ROOT / "rules"), "utf-8")
    (folder / "rules").symlink_to(ROOT / "rules", target_is_directory=True)
    return folder


def _with_compiled_rules() -> str:
    return f"import mcred_check.rules, pathlib; mcred_check.rules._HERE = pathlib.Path({str(_installed())!r})"


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
    compiled: bool = True,
) -> Ended:
    """Run the program.

    `python` are options of Python, `around` is a command of the shell in which "$@" stands for the program, `first`
    is Python to run before it, `environment` and `without` change the environment, `given` is standard input. The
    rules are `compiled`, as in an installed package, or else read from the checkout.
    """
    before = _with_compiled_rules() if compiled else ""
    command: list[str | bytes] = [sys.executable, *python, "-c", f"{before}\n{first}\n{START}", *args]
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
