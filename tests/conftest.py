"""Fixtures that several rooms' tests use."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from mcred_check import rule_files
from mcred_check.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mcred_check.model import Json

ROOT = Path(__file__).resolve().parents[1]
DATED = ("check", "compare", "new", "reviews", "schema", "sheet")

for variable in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):  # what a test runs is no step, even where the tests are one
    os.environ.pop(variable, None)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is started deaf to Ctrl-C
settings.register_profile(  # the same cases on each run, so that the gate never fails by luck
    "gate",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("thorough", settings.get_profile("gate"), derandomize=False, max_examples=5_000)
settings.load_profile("gate")


@dataclass(frozen=True)
class Run:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def _read_the_rules_once() -> Iterator[None]:
    """Keep the rules of the checkout for all the runs in this process, which else take most of their time to read."""
    compiled = json.dumps(rule_files.read_bundle(ROOT / "rules"))
    read = rule_files.read_bundle

    def kept(folder: Path) -> Json:
        return json.loads(compiled) if folder == ROOT / "rules" else read(folder)

    rule_files.read_bundle = kept
    yield
    rule_files.read_bundle = read


@pytest.fixture
def needs_git() -> None:
    """Pass over a test where there is no git to try it with."""
    if shutil.which("git") is None:
        pytest.skip("git is not there")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command line in this process, from the repository's root, on the day that the examples are of."""
    monkeypatch.chdir(ROOT)
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str, dated: bool = True) -> Run:
        day = ["--as-of", "2026-11-23"] if args and args[0] in DATED and dated else []
        monkeypatch.setattr(sys, "argv", ["mcred-check", *args, *day])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Run(int(stopped.value.code or 0), captured.out, captured.err)

    return run_it


@pytest.fixture
def kauri(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command line in a folder whose configuration names the house rules of an invented university."""
    shutil.copytree(ROOT / "examples" / "house-rules", tmp_path / "house-rules")
    (tmp_path / "mcred-check.yaml").write_text("rules: [house-rules]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the documentation's site, and fail on any warning; skip where there is no MkDocs, unless it is required."""
    if find_spec("mkdocs") is None or find_spec("material") is None:
        if os.environ.get("MCRED_REQUIRE_SITE"):
            pytest.fail("MkDocs or its theme is not installed, and MCRED_REQUIRE_SITE asks for them.")
        pytest.skip('no MkDocs here: pip install -e ".[docs]"')
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder
