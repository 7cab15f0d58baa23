"""A run over many files: the same for any number of processes, bounded in memory, honest when a process is lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from mcred_check import load_rules, running
from mcred_check.checking import Checker
from mcred_check.folders import File, files
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError, Result, Tally
from mcred_check.reporting.formats import Look, form
from mcred_check.reporting.verdict import row_of
from mcred_check.rules import bundle, reading_rules
from mcred_check.running import PARALLEL_FROM, Batch, Spool, Task, run, work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import conftest

    from mcred_check.model import Json, Run, Summary

DAY = date(2026, 11, 23)
RAW = bundle()
CHECKER = Checker(load_rules(), DAY, shape=RAW["proposal"], reading=reading_rules(RAW["reading"]))
GENERATE = [sys.executable, str(ROOT / "benchmarks" / "generate.py")]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of more proposals than one process checks, a tenth of them faulty, and one file that is none."""
    folder = tmp_path_factory.mktemp("many")
    subprocess.run([*GENERATE, str(PARALLEL_FROM + 40), str(folder), "7"], check=True)
    (folder / "000" / "notes.yaml").write_text("a: 1\n", "utf-8")
    (folder / "000" / "two.yaml").write_text("title: A\nstatus: draft\n---\ntitle: B\nstatus: draft\n", "utf-8")
    return folder


def ran(found: Sequence[File], *, jobs: int, **look: Json) -> tuple[Summary, list[str]]:
    """Run files, as text and as JSON."""
    forms = [form("text", Look(**look)), form("json", Look())]
    with closing(Spool()) as text, closing(Spool()) as other:
        task = Task((CHECKER,), tuple(one.part for one in forms))
        summary = run(task, found, [text, other], jobs=jobs, watched=int)
        written = ["".join(one.assemble(summary, spool)) for one, spool in zip(forms, (text, other), strict=True)]
    return summary, written


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_any_number_of_processes_gives_the_same(many: Path, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if start == "fork" and sys.platform != "linux":
        pytest.skip("only Linux forks")
    if start == "spawn":
        monkeypatch.delattr(signal, "pthread_sigmask", raising=False)  # as on Windows
    monkeypatch.setattr(running, "_START", start)
    found = files([many])
    alone = ran(found, jobs=1)
    assert len(alone[0].rows) == PARALLEL_FROM + 42
    assert alone[0].passed_over == (((many / "000" / "notes.yaml").as_posix(), "it has none of a proposal's fields"),)
    for jobs in (2, 3) if start == "fork" else (2,):
        assert ran(found, jobs=jobs) == alone


def test_the_command_prints_the_same_for_any_number_of_processes(
    run: Callable[..., conftest.Run], many: Path, tmp_path: Path
) -> None:
    printed = []
    for jobs in ("1", "2", "5", "0"):
        out = tmp_path / f"{jobs}.json"
        done = run("check", str(many), "--jobs", jobs, "--report", str(out))
        printed.append((done.code, done.out, out.read_bytes()))
    assert printed[0][0] == 1
    assert all(one == printed[0] for one in printed)


# --- A glance ---------------------------------------------------------------------------------------------------------


def glanced(text: str, folder: Path, checker: Checker = CHECKER) -> bool:
    """Hold a glance at a proposal against a check of it; tell whether the glance sufficed."""
    (proposal,) = read(text.encode(), "p.yaml", RAW["proposal"], folder=folder)
    seen = checker.glance(proposal)
    whole = row_of(checker.check(proposal), checker.run)
    if seen is None:
        found = whole.standing.found
        assert found[:3] != (0, 0, 0) or found.to_do or found.waived
        return False
    result, open_ones = seen
    assert row_of(result, checker.run, Tally(judge=open_ones)) == whole
    return True


def test_a_glance_gives_the_row_that_a_check_gives(many: Path) -> None:
    found = [path for path in sorted(many.rglob("*.yaml")) if path.name not in {"notes.yaml", "two.yaml"}]
    sufficed = [glanced(path.read_text("utf-8"), path.parent) for path in found]
    assert 0.7 < sum(sufficed) / len(sufficed) < 1


SAMPLE = (ROOT / "rules" / "nzqa" / "sample.yaml").read_text("utf-8")
ANSWER = "judgements:\n  - {rule: outcomes-fit-the-level, verdict: met, by: Mere Example, on: 2026-11-01}\n"


@pytest.mark.parametrize(
    ("text", "suffices"),
    [
        (SAMPLE, True),
        (SAMPLE + ANSWER, True),
        (SAMPLE + ANSWER.replace("verdict: met", "verdict: not-met"), False),
        (SAMPLE + ANSWER.replace("by: Mere Example, ", ""), False),  # a judgement that does not count is said
        (SAMPLE.replace("level: 4", "level: 11"), False),
        (SAMPLE.replace("status: submission", "status: draft"), True),
        (SAMPLE.replace("status: submission", "status: listed"), False),
        (SAMPLE.replace("date: 2026-11-16", "date: 2010-11-16"), False),  # before the first edition
        (SAMPLE.replace("level: 4", "levle: 4"), False),
        ("title: A\nstatus: draft\n", False),
    ],
)
def test_a_glance_suffices_for_what_meets_every_rule(text: str, suffices: bool) -> None:
    assert glanced(text, ROOT / "rules" / "nzqa") is suffices


def test_what_a_glance_sees_is_said_as_before_among_several(many: Path) -> None:
    found = files([many])
    whole = form("text", Look(show="all"))
    quiet = form("text", Look())
    assert (quiet.quiet, whole.quiet) == (True, False)
    with closing(Spool()) as one, closing(Spool()) as other:
        slow = run(Task((CHECKER,), (quiet.part,)), found, [one], jobs=1, watched=int)
        fast = run(Task((CHECKER,), (quiet.part,), quiet=True), found, [other], jobs=1, watched=int)
        assert list(one) == list(other)
    assert slow == fast


# --- One or several ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "several"),
    [
        (["title: A\n"], False),
        (["title: A\n", "a: 1\n"], False),
        (["a: 1\n", "title: A\n", "b: 1\n"], False),
        (["title: A\n", "# none\n"], True),
        (["title: A\n---\ntitle: B\n"], True),
        (["title: A\n", "a: 1\n", "title: B\n"], True),
    ],
)
def test_a_proposal_is_one_of_several_when_there_is_another(tmp_path: Path, texts: list[str], several: bool) -> None:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text, "utf-8")
    heard = []

    def part(_result: Result, run: Run) -> str:
        heard.append(run.several)
        return ""

    with closing(Spool()) as spool:
        run(Task((CHECKER,), (part,)), files([tmp_path]), [spool], jobs=1, watched=int)
    assert set(heard) == {several}


def test_progress_is_told_as_files_are_done(many: Path) -> None:
    heard: list[int] = []
    with closing(Spool()) as spool:
        run(Task((CHECKER,), (lambda *_: "",)), files([many]), [spool], jobs=1, watched=heard.append)
    assert sum(heard) >= PARALLEL_FROM
    assert len(heard) > 3


# --- Memory -----------------------------------------------------------------------------------------------------------


def test_a_spool_gives_back_what_was_put_in_however_much_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_IN_MEMORY", 100)
    texts = ["", "a", "Ngā", "\ud800", "x" * 1000, "\r\n"]
    with closing(Spool()) as spool:
        for text in texts:
            spool.add(text)
        assert list(spool) == texts
        assert list(spool) == texts


def test_a_run_keeps_a_row_of_each_proposal_and_no_more() -> None:
    (proposal,) = read(SAMPLE.encode(), "p.yaml", RAW["proposal"], folder=ROOT / "rules" / "nzqa")
    row = row_of(CHECKER.check(proposal), CHECKER.run)
    assert len(pickle.dumps(row)) < 2_000


# --- Processes --------------------------------------------------------------------------------------------------------


def test_a_checker_can_be_sent_to_another_process() -> None:
    (proposal,) = read(SAMPLE.encode(), "p.yaml", RAW["proposal"], folder=ROOT / "rules" / "nzqa")
    before = CHECKER.check(proposal)
    sent = pickle.loads(pickle.dumps(CHECKER))  # noqa: S301 -- made here
    assert sent.check(proposal) == before


def _fail(_result: Result, _run: Run) -> str:
    raise ZeroDivisionError("nought")


def _die(_result: Result, _run: Run) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def test_an_error_in_another_process_is_raised_here(many: Path) -> None:
    with closing(Spool()) as spool, pytest.raises(ZeroDivisionError, match="nought"):
        run(Task((CHECKER,), (_fail,)), files([many]), [spool], jobs=2, watched=int)


@pytest.mark.skipif(sys.platform == "win32", reason="no process is killed like this")
def test_a_process_that_is_killed_is_no_verdict(many: Path) -> None:
    with closing(Spool()) as spool, pytest.raises(CouldNotCheckError, match="ended from outside"):
        run(Task((CHECKER,), (_die,)), files([many]), [spool], jobs=2, watched=int)


class _Pipe:
    """A pipe that nobody reads, or that takes what is sent."""

    def __init__(self, *, is_read: bool) -> None:
        self.is_read = is_read
        self.sent: list[object] = []

    def send(self, what: object) -> None:
        if not self.is_read:
            raise BrokenPipeError
        self.sent.append(what)


def test_a_process_stops_when_nobody_reads_its_pipe(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    task = Task((CHECKER,), (lambda *_: "",))
    running._serve(_Pipe(is_read=False), task, [files([many])[:2]])  # type: ignore[arg-type]
    pipe = _Pipe(is_read=True)
    running._serve(pipe, task, [files([many])[:2], files([many])[2:3]])  # type: ignore[arg-type]
    assert [type(one) for one in pipe.sent] == [Batch, Batch]
    running._serve(pipe, task._replace(parts=(_fail,)), [files([many])[:1]])  # type: ignore[arg-type]
    assert isinstance(pipe.sent[-1], ZeroDivisionError)


def test_a_process_lets_go_of_the_pipes_of_the_others(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    reading, writing = multiprocessing.Pipe(duplex=False)
    with reading, writing:
        running._serve(writing, Task((CHECKER,), (lambda *_: "",)), [files([many])[:1]], inherited=[reading])
        assert (reading.closed, writing.closed) == (True, False)
        with pytest.raises(BrokenPipeError):
            writing.send(None)


@pytest.fixture(scope="session")
def very_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with so many proposals that no check of them is over before a test has done what it does to it."""
    folder = tmp_path_factory.mktemp("very-many")
    subprocess.run([*GENERATE, "500", str(folder / "0")], check=True)
    for number in range(1, 20):
        shutil.copytree(folder / "0", folder / str(number), copy_function=os.link)
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of processes")
def test_ctrl_c_stops_every_process_and_says_so(very_many: Path) -> None:
    command = [sys.executable, "-m", "mcred_check", "check", str(very_many), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        children = _children(process.pid, 2)
        assert all(_is_deaf(child) for child in children)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert err.decode().splitlines()[-1] == "Stopped before the end; nothing is said of what was checked."
    assert b"Traceback" not in err
    assert len(children) == 2
    assert not any(_runs(child) for child in children)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of processes")
def test_no_process_outlives_the_one_that_started_it(very_many: Path) -> None:
    command = [sys.executable, "-m", "mcred_check", "check", str(very_many), "--jobs", "2", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        children = _children(process.pid, 2)
        process.kill()
    assert len(children) == 2
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(map(_runs, children)):
        time.sleep(0.05)
    assert not any(map(_runs, children))


def _children(pid: int, count: int) -> list[int]:
    """Wait until a process has started so many others."""
    children: list[int] = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(children) < count:
        time.sleep(0.01)
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children


def _is_deaf(pid: int) -> bool:
    """Tell whether a process lets Ctrl-C wait or ignores it, whatever it has got to."""
    told = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return bool((int(told["SigBlk"], 16) | int(told["SigIgn"], 16)) >> (signal.SIGINT - 1) & 1)


def _runs(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_work_reads_what_was_not_read_ahead(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: A\nstatus: draft\n", "utf-8")
    found = files([tmp_path])
    task = Task((CHECKER,), (lambda result, _: json.dumps(result.title),))
    assert work(task, found).texts == [('"A"',)]
    ahead = {found[0]: read(b"title: B\n", "b.yaml", RAW["proposal"])}
    assert work(task, found, ahead).texts == [('"B"',)]
    assert not ahead
