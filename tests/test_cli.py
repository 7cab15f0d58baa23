"""The command line as its users meet it: exit codes, streams, options, and what is said when nothing can be checked."""

from __future__ import annotations

import gc
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check import __version__, checking, cli, console
from mcred_check.__main__ import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

SAMPLE = "rules/nzqa/sample.yaml"
ANSI = "\x1b["


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    """Give a proposal with one must and nothing else wrong: its credits and hours disagree."""
    text = (
        Path(SAMPLE).read_text("utf-8").replace("\ncredits: 10", "\ncredits: 11").replace("credits: 6,", "credits: 7,")
    )
    folder = tmp_path / "proposal"
    folder.mkdir()
    (folder / "evidence").symlink_to(Path("rules/nzqa/evidence").resolve())
    (folder / "faulty.yaml").write_text(text, "utf-8")
    return str(folder / "faulty.yaml")


def test_a_proposal_without_a_fault_exits_0(run: Callable[..., Run]) -> None:
    result = run("check", SAMPLE)
    assert result.code == 0
    assert result.out.startswith("Coffee Service and Equipment Care for Cafés")
    assert "No problem found by the checks that a machine can make" in result.out
    assert result.err == ""


def test_a_must_that_is_not_met_exits_1(run: Callable[..., Run], faulty: str) -> None:
    result = run("check", faulty, "--skip", "evidence-files-are-there", "--skip", "support-file-is-there")
    assert result.code == 1
    assert "Not ready for submission: 1 thing must be fixed" in result.out
    assert "nzqa/hours-match-credits" in result.out


def test_a_should_gates_only_when_asked(run: Callable[..., Run], tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("status: submission\nneed: {evidence: [{organisation: Cafés, says: Yes}]}\n", "utf-8")
    only = ("--only", "nzqa/evidence-is-dated")
    assert run("check", str(file), *only).code == 0
    assert run("check", str(file), *only, "--fail-on", "should").code == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("check", "nowhere.yaml"), "nowhere.yaml: cannot be read: No such file or directory."),
        (("check", "tests"), "There is no proposal to check in tests."),
        (("check", SAMPLE, "--only", "credits-in-rang"), "there is no rule or criterion “credits-in-rang”."),
        (("check", SAMPLE, "--only", "hours-match-credit"), "Did you mean hours-match-credits?"),
        (("check", SAMPLE, "--edition", "2021"), "has no edition 2021; it has 2018, 2022, 2025, 2026."),
        (("check", SAMPLE, "--only", "level", "--skip", "level"), "leave no rule to check"),
        (("check", SAMPLE, "--stage", "final"), "--stage"),
        (("check",), "PATH"),
        (("chekc",), "chekc"),
        (("explain", "hours-match-credit"), "Did you mean hours-match-credits?"),
        (("explain", "zzzz"), "mcred-check rules lists them all."),
        (("rules", "nzqaa"), "Did you mean nzqa?"),
        (("rules", "zzzz"), "The rule sets are: nz-tec, nzqa."),
        (("rules", "docs"), "there is no framework.yaml"),
    ],
)
def test_what_cannot_be_checked_exits_2_and_says_why_on_standard_error(
    run: Callable[..., Run], args: tuple[str, ...], said: str
) -> None:
    result = run(*args)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""
    assert "Traceback" not in result.err


def test_a_day_that_is_none_is_refused(run: Callable[..., Run]) -> None:
    result = run("check", SAMPLE, "--as-of", "soon", dated=False)
    assert result.code == 2
    assert "“soon” is not a date; write year-month-day" in result.err


def test_our_own_bug_exits_2_without_a_traceback(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nought")

    monkeypatch.setattr(checking.Checker, "check", fail)
    result = run("check", SAMPLE)
    assert result.code == 2
    assert "mcred-check itself failed (ZeroDivisionError" in result.err
    assert "Traceback" not in result.err


def test_ctrl_c_exits_2(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking.Checker, "check", interrupt)
    result = run("check", SAMPLE)
    assert (result.code, result.out) == (2, "")
    assert result.err == "Stopped before the end; nothing is said of what was checked.\n"


def test_a_stop_before_any_command_exits_2_and_says_so(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "command_line", interrupt)
    result = run("check", SAMPLE)
    assert (result.code, result.out) == (2, "")
    assert "Stopped before the end" in result.err


@pytest.fixture
def _only_the_program_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests go on as they were after `start`."""
    monkeypatch.setattr(sys, "argv", ["mcred-check", "check", SAMPLE])
    monkeypatch.setattr(console, "prepare", lambda: None)  # the streams here are not the program's
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(os, "_exit", sys.exit)


@pytest.mark.usefixtures("_only_the_program_stops")
@pytest.mark.parametrize(
    ("part", "error", "said"),
    [
        ("command_line", MemoryError("no more"), "There is not enough memory to go on."),
        ("command_line", AttributeError("value: MemoryError()"), "There is not enough memory to go on."),
        ("command_line", ImportError("no more"), "could not be loaded (ImportError: no more). Install it again."),
        ("main", KeyboardInterrupt("no more"), "Stopped before the end; nothing is said of what was checked."),
    ],
    ids=["memory", "memory-of-the-engine", "a-part", "ctrl-c"],
)
def test_what_leaves_little_that_works_is_said_by_the_shortest_way(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], part: str, error: BaseException, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(cli, part, fail)
    with pytest.raises(SystemExit, match="2"):
        start()
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.endswith(f"{said}\n")
    assert shown.err.count("\n") == 1


def test_a_shell_gets_the_commands_that_it_asks_for() -> None:
    script = Path(sys.executable).with_name("mcred-check")
    asked = {"_MCRED_CHECK_COMPLETE": "complete_bash", "COMP_WORDS": "mcred-check ch", "COMP_CWORD": "1"}
    done = subprocess.run([script], capture_output=True, env=os.environ | asked, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [b"check"], b"")


def test_an_empty_folder_is_no_pass(run: Callable[..., Run], tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert (result.code, result.out) == (2, "")
    why = "it holds no file that ends in .yaml or .yml"
    assert result.err == f"There is no proposal to check in {tmp_path}.\n  {tmp_path}: {why}\n"


def test_streams_that_are_no_files_are_let_be(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert run("--version").code == 0


def test_standard_input_is_read_and_named(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    for args, name in (((), "<stdin>"), (("--stdin-filename", "a/b.yaml"), "a/b.yaml")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"credits: 41\n")))
        result = run("check", "-", "--format", "json", *args)
        (proposal,) = json.loads(result.out)["proposals"]
        assert (result.code, proposal["file"]) == (1, name)


def test_a_folder_names_what_it_passes_over(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "ci.yml").write_text("jobs: {}\n")
    (tmp_path / "p.yaml").write_text("title: A\nstatus: draft\n")
    result = run("check", str(tmp_path))
    assert result.code == 0
    assert "ci.yml" in "".join(result.out.split())  # a long path is broken anywhere
    assert "it has none of a proposal's fields" in " ".join(result.out.split())
    (tmp_path / "p.yaml").unlink()
    result = run("check", str(tmp_path))
    assert result.code == 2
    assert "ci.yml: it has none of a proposal's fields" in result.err


def test_json_is_the_whole_of_standard_output(run: Callable[..., Run]) -> None:
    result = run("check", SAMPLE, "--format", "json")
    report = json.loads(result.out)
    assert report["tool"] == {"name": "mcred-check", "version": __version__}
    assert report["as_of"] == "2026-11-23"
    assert report["proposals"][0]["ready"] is True
    assert result.err == ""


def test_the_day_of_the_check_is_today_in_new_zealand_unless_it_is_given(run: Callable[..., Run]) -> None:
    before = console.today().isoformat()
    found = json.loads(run("check", SAMPLE, "--format", "json", dated=False).out)["as_of"]
    assert before <= found <= console.today().isoformat()
    given = run("check", SAMPLE, "--format", "json", "--as-of", "2026-12-01", dated=False)
    assert json.loads(given.out)["as_of"] == "2026-12-01"


@pytest.mark.parametrize(
    ("args", "environment", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_option_then_the_environment(
    run: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    environment: dict[str, str],
    colored: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (ANSI in run("check", SAMPLE, *args).out) is colored


def test_colour_adds_weight_and_no_meaning(run: Callable[..., Run]) -> None:
    colored = run("check", SAMPLE, "--color", "always").out
    bare = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", colored).splitlines()]
    assert bare == run("check", SAMPLE).out.splitlines()


@pytest.mark.parametrize("columns", [80, 100, 120, 400])
def test_no_line_is_wider_than_the_terminal(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("check", SAMPLE, "--show", "all").out.splitlines()
    assert max(map(len, lines)) <= min(columns, 120)


def test_a_very_narrow_terminal_still_gets_the_whole_report(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = "".join(run("check", SAMPLE).out.replace("·", " ").split())
    monkeypatch.setenv("COLUMNS", "20")
    narrow = "".join(run("check", SAMPLE).out.replace("·", " ").split())
    assert narrow == wide


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_rules_lists_every_rule(run: Callable[..., Run], form: str) -> None:
    every = run("rules", "--format", form)
    assert every.code == 0
    titles = {"nzqa": "NZQA micro-credential rules", "nz-tec": "TEC funding of micro-credentials"}
    for name in titles:
        alone = run("rules", name, "--format", form).out
        assert [one for one, title in titles.items() if title in alone] == [name]
        for file in Path("rules", name).glob("*.yaml"):
            if file.stem not in {"framework", "sample", "changes"}:
                assert file.stem in alone
                assert file.stem in every.out


def test_rules_runs_the_examples_of_ones_own(run: Callable[..., Run], tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    for name in ("framework.yaml", "level-in-range.yaml"):
        text = Path("rules/nzqa", name).read_text("utf-8").replace("id: nzqa", "id: house")
        text = re.sub(r"\n(?:reviews|listing):\n(  .*\n)+", "\n", text)  # they name rules that this set does not have
        (house / name).write_text(text, "utf-8")
    (house / "sample.yaml").write_text("level: 4\napplication: {date: 2026-11-16}\n")
    result = run("rules", str(house))
    assert (result.code, result.err) == (0, "")
    assert "all come out as they say" in result.out
    broken = (house / "level-in-range.yaml").read_text("utf-8").replace("maximum: 10", "maximum: 9")
    (house / "level-in-range.yaml").write_text(broken, "utf-8")
    result = run("rules", str(house))
    assert result.code == 1
    assert "house/level-in-range: accepts:" in result.out


def test_explain_takes_the_short_and_the_full_name(run: Callable[..., Run]) -> None:
    full = run("explain", "nzqa/hours-match-credits")
    assert full.code == 0
    assert "Total hours are ten for each credit" in full.out
    assert "the total says 110" in full.out, "the rejected example is shown"
    assert run("explain", "hours-match-credits").out == full.out
    assert run("explain", "reading/syntax").code == 0


def test_version(run: Callable[..., Run]) -> None:
    assert run("--version").out == f"mcred-check {__version__}\n"


def program(*args: str, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program in a process of its own."""
    command = [sys.executable, "-c", "from mcred_check.__main__ import start; start()", *args]
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=kept | environment, check=False)


def test_ascii_and_cp1252_get_marks_that_they_can_show_and_macrons_all_the_same() -> None:
    for encoding in ("cp1252", "ascii"):
        done = program("check", SAMPLE, "--as-of", "2026-11-23", PYTHONIOENCODING=encoding)
        assert done.returncode == 0
        text = done.stdout.decode("utf-8")
        assert "[ok]" in text
        assert "✔" not in text
        assert "Cafés" in text


def test_a_reader_that_goes_away_changes_no_exit_code(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("title: A\ncredits: 41\n")
    for file, code in ((SAMPLE, 0), (str(tmp_path / "p.yaml"), 1)):
        reading, writing = os.pipe()
        os.close(reading)
        done = program("check", file, "--as-of", "2026-11-23", stdout=writing)
        os.close(writing)
        assert (done.returncode, done.stderr) == (code, b"")


def on_a_terminal(*args: str) -> tuple[int, bytes]:
    """Run the program with a terminal of its own; give its exit code and what the terminal was sent."""
    seen = b""
    pid, terminal = pty.fork()
    if not pid:  # pragma: no cover -- the other process
        environment = {name: value for name, value in os.environ.items() if name not in {"CI", "NO_COLOR", "COLUMNS"}}
        command = [sys.executable, "-c", "from mcred_check.__main__ import start; start()", *args]
        os.execve(sys.executable, command, environment | {"TERM": "xterm-256color"})
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            break
        if not chunk:
            break
        seen += chunk
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen


def test_a_terminal_gets_colour_and_a_progress_bar(tmp_path: Path) -> None:
    for number in range(70):
        (tmp_path / f"{number}.yaml").write_text("title: A\nstatus: draft\n")
    code, seen = on_a_terminal("check", str(tmp_path))
    assert code == 0
    assert b"Checking" in seen
    assert ANSI.encode() in seen


def test_a_terminal_is_told_last_which_reports_were_written_and_a_log_is_not(tmp_path: Path) -> None:
    page = str(tmp_path / "board.html")
    args = ("check", SAMPLE, "--as-of", "2026-11-23", "--report", page)
    code, seen = on_a_terminal(*args)
    assert (code, seen.decode().splitlines()[-1]) == (0, f"{page}: written.")
    assert program(*args).stderr == b""


def test_every_command_is_told_whole_in_the_list_of_commands(run: Callable[..., Run]) -> None:
    out = run("--help").out
    told = out.split("Commands:\n")[1].split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in told] == list(cli.COMMANDS)
    assert all(line.endswith(".") and "..." not in line for line in told), told


@pytest.mark.parametrize(
    ("args", "begins"),
    [
        (
            ("check", "examples/draft", "--format", "JSON", "--stage", "Draft", "--show", "ALL", "--fail-on", "Must"),
            "{",
        ),
        (("config", "examples/draft", "--format", "Json", "--color", "NEVER"), "{"),
        (("rules", "--format", "MARKDOWN"), "#"),
        (("reviews", "examples/listed-due-soon", "--format", "CSV"), "\ufeffState,"),
        (("compare", "examples/draft/proposal.yaml", "examples/draft/proposal.yaml", "--format", "JSON"), "{"),
    ],
)
def test_a_choice_may_be_typed_in_any_case(run: Callable[..., Run], args: tuple[str, ...], begins: str) -> None:
    result = run(*args)
    assert result.err == ""
    assert result.out.startswith(begins)
