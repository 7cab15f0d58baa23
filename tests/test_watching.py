"""`check --watch`: what is noticed and when, what changed first, in a pipe and in a real terminal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check import interface
from mcred_check.commands import check, watching
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError
from mcred_check.reporting.formats import Look
from mcred_check.reporting.lines import plain
from mcred_check.reporting.since import lay_out
from mcred_check.rules import bundle, load_rules
from mcred_check.watching import Watcher, since, whenever_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

    from mcred_check.model import Result

BUNDLE = bundle()
SHAPE = BUNDLE["proposal"]
TEXT = "title: Kōwhai\nneed: {evidence: [{id: E1, file: evidence/a.md}]}\n"


class Stopped(Exception):  # noqa: N818 -- it is no error
    """Ends a watch that would go on for ever."""


@pytest.fixture
def proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("p").mkdir()
    file = Path("p/x.yaml")
    file.write_text(TEXT, "utf-8")
    return file


def watched(paths: list[str], *steps: Callable[[], object] | None, checks: list[str] | None = None) -> list[str]:
    """Watch while one step is done in each pause; give what was read at each check."""
    seen: list[str] = [] if checks is None else checks
    todo = iter(steps)

    def look() -> None:
        seen.append(Path("p/x.yaml").read_text("utf-8") if Path("p/x.yaml").exists() else "gone")

    def pause(seconds: float) -> None:
        assert 0 < seconds < 1
        try:
            step = next(todo)
        except StopIteration:
            raise Stopped from None
        if step:
            step()

    with pytest.raises(Stopped):
        whenever_saved(Watcher(paths, SHAPE), look, pause=pause)
    return seen


def write(text: str, path: str = "p/x.yaml") -> Callable[[], object]:
    def save() -> None:
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text, "utf-8")

    return save


QUIET = (None,) * 12


def test_it_checks_at_once_and_then_only_when_something_was_saved(proposal: Path) -> None:
    assert watched([str(proposal)], *QUIET) == [TEXT]
    assert watched([str(proposal)], None, write("title: B\n"), *QUIET) == [TEXT, "title: B\n"]


def test_a_file_that_is_still_being_written_is_waited_for(proposal: Path) -> None:
    halves = (write("ti"), write("title: "), write("title: Whole\n"))
    assert watched([str(proposal)], *halves, *QUIET) == [TEXT, "title: Whole\n"]


def test_a_file_that_an_editor_puts_in_the_place_of_the_old_is_noticed_at_once_and_once(proposal: Path) -> None:
    def vanish() -> None:
        proposal.rename("p/x.yaml~")

    assert watched([str(proposal)], vanish, None, None, write("title: New\n"), *QUIET) == [TEXT, "title: New\n"]


def test_a_file_of_the_same_length_and_time_in_the_place_of_the_old_is_noticed(proposal: Path) -> None:
    def swap() -> None:
        old = proposal.stat()
        other = Path("p/other")
        other.write_text(TEXT.replace("Kōwhai", "Kōwhia"), "utf-8")
        os.utime(other, ns=(old.st_atime_ns, old.st_mtime_ns))
        other.replace(proposal)

    assert len(watched([str(proposal)], swap, *QUIET)) == 2


def test_a_file_that_is_gone_for_good_is_said_and_waited_for(proposal: Path) -> None:
    assert watched([str(proposal)], proposal.unlink, *QUIET, write("title: Back\n"), *QUIET) == [
        TEXT,
        "gone",
        "title: Back\n",
    ]


def test_a_file_saved_as_it_was_before_it_was_looked_at_is_no_change(proposal: Path) -> None:
    kept = Path("p/kept")

    def away() -> None:
        proposal.rename(kept)

    def back() -> None:
        kept.rename(proposal)

    assert watched([str(proposal)], away, back, *QUIET) == [TEXT]


@pytest.mark.parametrize(
    "step",
    [
        write("Yes\n", "p/evidence/a.md"),
        write("a: b\n", "mcred-check.yaml"),
        write("a: b\n", "p/mcred-check.yaml"),
    ],
)
def test_the_evidence_and_the_configuration_are_watched_too(proposal: Path, step: Callable[[], object]) -> None:
    assert len(watched([str(proposal)], step, *QUIET)) == 2


def test_evidence_that_a_save_names_for_the_first_time_is_watched_from_then_on(proposal: Path) -> None:
    steps = (
        write(TEXT.replace("a.md", "b.md")),
        *QUIET,
        write("Yes\n", "p/evidence/a.md"),
        *QUIET,
        write("Yes\n", "p/evidence/b.md"),
        *QUIET,
    )
    assert len(watched([str(proposal)], *steps)) == 3


@pytest.mark.usefixtures("proposal")
def test_a_folder_is_watched_for_proposals_that_come() -> None:
    assert len(watched(["p"], write("title: Y\n", "p/y.yaml"), *QUIET, write("x", "p/notes.txt"), *QUIET)) == 2


def test_what_is_saved_while_it_is_checked_is_checked_again(proposal: Path) -> None:
    class Saving(list[str]):
        def append(self, text: str) -> None:
            super().append(text)
            if len(self) == 1:
                proposal.write_text("title: During\n", "utf-8")

    assert watched([str(proposal)], *QUIET, checks=Saving()) == [TEXT, "title: During\n"]


def test_a_path_that_goes_while_it_is_looked_at_is_no_fault(proposal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise CouldNotCheckError("p/x.yaml: cannot be read")

    monkeypatch.setattr("mcred_check.watching.files", gone)
    assert len(watched([str(proposal)], *QUIET)) == 1


def test_a_name_that_no_file_can_have_is_no_fault(proposal: Path) -> None:
    proposal.write_text('need: {evidence: [{file: "a\\0b"}, {file: 3}]}\n', "utf-8")
    assert len(watched([str(proposal)], *QUIET)) == 1


# --- What changed -----------------------------------------------------------------------------------------------------


def results(text: str) -> list[Result]:
    only = ["credits-and-hours", "evidence-is-dated", "outcomes-fit-the-level"]
    proposals = read(text.encode(), "p/x.yaml", SHAPE)
    return list(interface.check(proposals, load_rules(), as_of=date(2026, 11, 23), only=only).results)


def said(before: str, after: str) -> tuple[list[str], list[str], int, int]:
    found = since(results(before), results(after))
    fixed, new = ([one.finding.message for one in some] for some in (found.fixed, found.new))
    return fixed, new, found.still_open, found.to_judge


EVIDENCE = "status: submission\nhours: {total: 100}\ncredits: 10\nneed: {evidence: [%s]}\n"


def test_what_is_fixed_new_and_still_open_is_told_by_rule_and_place() -> None:
    dated, undated = "{id: E1, date: 2026-01-01}", "{id: E1}"
    before, after = EVIDENCE % dated, EVIDENCE.replace("total: 100", "total: 90") % undated
    hours = "The hours do not match the credits: at ten hours a credit they would be 100, but the total says 90."
    assert said(before, after) == ([], [hours, "E1 has no date."], 1, 0)
    assert said(after, before) == ([hours, "E1 has no date."], [], 1, 0)


def test_a_finding_that_moved_down_a_list_is_still_the_same() -> None:
    two = "{id: E1}, {id: E2}"
    fixed, new, *_ = said(EVIDENCE % two, EVIDENCE % f"{{id: E0, date: 2026-01-01}}, {two}")
    assert (fixed, new) == ([], [])


def test_a_finding_whose_message_changed_is_still_the_same() -> None:
    before = EVIDENCE.replace("total: 100", "total: 90") % "{id: E1, date: 2026-01-01}"
    fixed, new, still_open, _ = said(before, before.replace("total: 90", "total: 80"))
    assert (fixed, new) == ([], [])
    assert still_open


def test_what_is_for_a_person_is_counted_apart() -> None:
    text = "status: submission\nlevel: 3\nlearning_outcomes: [{id: LO1, outcome: Feed calves}]\n"
    assert said(text, text)[3] == 1


def test_a_question_that_comes_or_goes_is_neither_new_nor_fixed() -> None:
    text = "status: submission\nlevel: 3\nlearning_outcomes: [{id: LO1, outcome: Feed calves}]\n"
    fixed, new, _, judge = said(text.replace("level: 3", "level: 99"), text)
    assert (len(fixed), new, judge) == (0, [], 1)
    fixed, new, _, judge = said(text, text.replace("level: 3", "level:"))
    assert (fixed, new, judge) == ([], [], 0)


def test_what_an_unreadable_file_hides_is_neither_fixed_nor_new() -> None:
    text = EVIDENCE.replace("total: 100", "total: 90") % "{id: E1}"
    broken = text.replace("status: submission", "title: Barista: the basics")
    fixed, new, still_open, _ = said(text, broken)
    assert (fixed, len(new), still_open) == ([], 1, 0)
    assert "second colon" in new[0]
    assert said(broken, text) == (new, [], 3, 0)


def test_only_the_first_few_are_named() -> None:
    many = ", ".join(f"{{id: E{number}}}" for number in range(12))
    found = since(results(EVIDENCE % "{id: E99, date: 2026-01-01}"), results(EVIDENCE % many))
    text = plain(lay_out(found, Look(symbols=False)))
    assert text.startswith("Since the last check: 0 fixed, 12 new, ")
    assert text.count("[!!] new ") == 8
    assert "and 4 more\n" in text
    assert "p/x.yaml:4: " in text


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def watch(run: Callable[..., Run], proposal: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command, doing one step in each pause, and stop it by Ctrl-C after the last."""

    def run_it(*steps: Callable[[], object] | None, args: tuple[str, ...] = ()) -> Run:
        todo = iter(steps)

        def pause(_: float) -> None:
            try:
                step = next(todo)
            except StopIteration:
                raise KeyboardInterrupt from None
            if step:
                step()

        monkeypatch.chdir(proposal.parents[1])
        for module in (check, watching):
            monkeypatch.setattr(module, "bundle", lambda: BUNDLE)
        monkeypatch.setattr(watching, "sleep", pause)
        return run("check", "p/x.yaml", "--watch", *args)

    return run_it


GOOD = "title: Kōwhai\nstatus: draft\ncredits: 40\n"
BAD = "title: Kōwhai\nstatus: draft\ncredits: 41\n"


def test_in_a_pipe_it_says_so_and_the_reports_follow_each_other(watch: Callable[..., Run]) -> None:
    result = watch(write(BAD), *QUIET, write(GOOD), *QUIET)
    assert result.code == 0
    assert result.err == "Standard output is no terminal, so each report follows the one before. Ctrl-C ends it.\n"
    assert result.out.startswith("=== Check 1 ===\n\n")
    first, second, third = result.out.split("=== Check ")[1:]
    assert "Since the last check" not in first
    assert "0 fixed, 0 new" not in second
    assert "  ✘ new  p/x.yaml:3: 41 credits" in second
    assert "  ✔ fixed  41 credits" in third
    assert third.index("Since the last check") < third.index("A draft with nothing wrong")
    assert "\x1b" not in result.out


def test_in_a_terminal_the_screen_is_cleared_and_what_goes_on_stands_below(
    watch: Callable[..., Run], proposal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_a_terminal() -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    proposal.write_text(GOOD, "utf-8")
    result = watch(in_a_terminal, write(BAD), *QUIET, proposal.unlink, *QUIET, args=("--color", "always"))
    second = result.out.partition("Since the last check")[2]
    assert "\x1b[2J" in result.out
    assert "\x1b[2mWatching p/x.yaml; Ctrl-C ends it." in second
    assert (
        result.out.count("0 fixed, 1 new") == 2
    )  # above the report, and below it because it is longer than the screen
    assert "=== Check 2" not in result.out


def test_ctrl_c_ends_it_with_the_code_of_the_last_verdict(watch: Callable[..., Run], proposal: Path) -> None:
    assert watch(write(BAD), *QUIET).code == 1
    assert watch(write(GOOD), *QUIET).code == 0
    assert watch(proposal.unlink, *QUIET).code == 2


def test_what_cannot_be_checked_is_said_and_waited_for(watch: Callable[..., Run], proposal: Path) -> None:
    result = watch(proposal.unlink, *QUIET, write(BAD), *QUIET)
    assert result.code == 1
    assert "p/x.yaml: cannot be read: No such file or directory." in result.err
    assert result.out.count("=== Check") == 3


def test_reports_are_written_anew_each_time(watch: Callable[..., Run]) -> None:
    watch(write(BAD), *QUIET, args=("--report", "out.json"))
    assert "41 credits" in Path("out.json").read_text("utf-8")


def test_two_editions_can_be_watched(watch: Callable[..., Run]) -> None:
    result = watch(write(BAD), *QUIET, args=("--edition", "2018", "--edition", "2026"))
    assert result.code == 1
    assert result.out.count("NZQA 2018") > 1


@pytest.mark.parametrize("args", [("--format", "json"), ("-",)])
def test_only_the_text_report_of_files_can_be_watched(watch: Callable[..., Run], args: tuple[str, ...]) -> None:
    result = watch(args=args)
    assert result.code == 2
    assert "--watch shows the text report of files" in result.err


class Terminal:
    """A real terminal, 100 by 300 cells, tall enough for a whole report."""

    def __init__(self, folder: Path) -> None:
        self._tmux = ("tmux", "-L", f"mcred-{os.getpid()}", "-f", os.devnull)
        command = [*self._tmux, "new-session", "-d", "-c", str(folder), "-x", "100", "-y", "300", "sh"]
        sizes = {"LINES", "COLUMNS"}  # also without what readline sets behind Python's back
        subprocess.run(command, check=True, env={name: one for name, one in os.environ.items() if name not in sizes})

    def press(self, *keys: str) -> None:
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def wait_for(self, *texts: str) -> str:
        for _ in range(300):
            done = subprocess.run([*self._tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True)
            if all(text in done.stdout for text in texts):
                return done.stdout
            time.sleep(0.1)
        raise AssertionError(done.stdout)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=True)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed, so there is no terminal to watch in")
    one = Terminal(tmp_path)
    yield one
    one.close()


def test_in_a_real_terminal_the_screen_shows_one_report_what_changed_first(terminal: Terminal, proposal: Path) -> None:
    proposal.write_text(BAD, "utf-8")
    terminal.press("PS1='> '; clear", "Enter")
    terminal.press(f"{sys.executable} -m mcred_check check p/x.yaml --watch; echo code $?", "Enter")
    shown = terminal.wait_for("41 credits", "Watching p/x.yaml; Ctrl-C ends it.")
    assert shown.startswith("Kōwhai")
    assert "mcred_check check" not in shown
    other = proposal.with_name("saved")
    other.write_text(GOOD, "utf-8")
    other.replace(proposal)
    shown = terminal.wait_for("1 fixed, 0 new", "Watching")
    assert shown.startswith("Since the last check: 1 fixed")
    assert "✔ fixed  41 credits" in shown
    proposal.write_text(BAD, "utf-8")
    shown = terminal.wait_for("0 fixed, 1 new", "Watching")
    assert shown.count("Since the last check: 0 fixed, 1 new") == 1
    assert "1 fixed" not in shown
    terminal.press("C-c", "")
    shown = terminal.wait_for("code 1")
    assert "Traceback" not in shown
    assert "^C\ncode 1\n" in shown


def test_a_signal_that_interrupts_a_pipe_ends_it_with_the_last_verdict(proposal: Path) -> None:
    proposal.write_text(BAD, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "mcred_check", "check", "p/x.yaml", "--watch", "--show", "brief"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout
    for line in process.stdout:
        if "at-most-40" in line:
            break
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in errors
