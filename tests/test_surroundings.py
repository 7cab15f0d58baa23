"""Whatever it runs in, the program says what it could not do, ends with a code from the table, shows no traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from program import DAY, POOR, ROOT, SAMPLE, START, Ended, program, unruffled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import Run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shell, signals and limits of Unix")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full and address space limits of Linux")

CHECK: Final = ("check", SAMPLE, *DAY)
NOT_MET: Final = ("check", POOR, *DAY)
BOTH: Final = ("check", SAMPLE, POOR, "--no-config", *DAY)
COMMANDS: Final = {
    "check": CHECK,
    "check-all": (*CHECK, "--show", "all"),
    "check-json": (*CHECK, "--format", "json"),
    "check-two-editions": (*CHECK, "--edition", "2022", "--edition", "2026"),
    "sheet": ("sheet", SAMPLE, *DAY),
    "rules": ("rules",),
    "rules-markdown": ("rules", "--format", "markdown"),
    "rules-compare": ("rules", "--compare", "2022", "2026"),
    "explain": ("explain", "credits-at-most-40"),
    "version": ("--version",),
    "help": ("check", "--help"),
}
every_command = pytest.mark.parametrize("args", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture(scope="module")
def ordinary() -> Ended:
    """What is said of two proposals in ordinary surroundings."""
    ended = unruffled(program(*BOTH))
    assert (ended.code, ended.err) == (1, "")
    assert "2 proposals" in ended.out
    return ended


# --- Streams ----------------------------------------------------------------------------------------------------------


@linux
@every_command
def test_output_onto_a_full_disk_is_said_and_exits_2(args: Sequence[str]) -> None:
    ended = unruffled(program(*args, around='"$@" > /dev/full'))
    assert (ended.code, ended.err.count("No space left on device.\n")) == (2, 1)


def test_a_disk_that_fills_up_within_a_report_is_said_and_exits_2(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    args = (*NOT_MET, "--format", "json")
    ended = unruffled(program(*args, python=("-B",), around=f"ulimit -f 2; exec \"$@\" > '{target}'", without=MEASURES))
    assert (ended.code, ended.err) == (2, "The report could not be written: File too large.\n")
    assert 0 < target.stat().st_size < len(program(*args).out)


MEASURES: Final = ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START", "COVERAGE_FILE")
"""What makes a program write down which of its lines ran, which some surroundings forbid."""


@pytest.mark.parametrize("name", ["check", "check-json", "rules", "version", "help"])
def test_closed_output_is_said_and_exits_2(name: str) -> None:
    ended = unruffled(program(*COMMANDS[name], around='exec "$@" >&-'))
    assert (ended.code, ended.err) == (2, "Standard output is closed, so there is nowhere to write to.\n")


@pytest.mark.parametrize("where", ["2>&-", pytest.param("2> /dev/full", marks=linux)])
@pytest.mark.parametrize(
    ("args", "code"),
    [(CHECK, 0), (NOT_MET, 1), (("check", "nowhere"), 2), (("chekc",), 2), ((*CHECK, "--as-of", "x"), 2)],
)
def test_without_a_place_for_errors_the_exit_code_is_the_same(where: str, args: Sequence[str], code: int) -> None:
    assert program(*args, around=f'exec "$@" {where}').code == code


def test_with_no_stream_at_all_the_exit_code_says_that_nothing_was_checked() -> None:
    assert program(*CHECK, around='exec "$@" <&- >&- 2>&-').code == 2


def test_closed_input_is_said_and_exits_2() -> None:
    ended = unruffled(program("check", "-", around='exec "$@" <&-'))
    assert (ended.code, ended.err) == (2, "Standard input is closed, so there is nothing to check.\n")
    assert program(*CHECK, around='exec "$@" <&-').code == 0


@linux
def test_input_without_an_end_is_read_no_further_than_a_proposal_can_be() -> None:
    ended = unruffled(program("check", "-", around='exec "$@" < /dev/zero'))
    assert ended.code == 1
    assert "The file is larger than 2 MB." in ended.out


def test_input_that_breaks_off_is_a_finding() -> None:
    ended = unruffled(program("check", "-", first="import os; os.close(0)"))
    assert ended.code == 1
    assert "The file cannot be opened: Bad file descriptor" in ended.out


@pytest.mark.parametrize(
    ("args", "code"),
    [(CHECK, 0), (NOT_MET, 1), ((*NOT_MET, "--format", "json"), 1), (("rules", "--format", "json"), 0)],
)
def test_a_reader_that_has_seen_enough_changes_no_exit_code(args: Sequence[str], code: int) -> None:
    ended = unruffled(program(*args, around='{ "$@"; echo "exit code $?" >&2; } | head -n 1'))
    assert ended.err == f"exit code {code}\n"
    assert ended.out.count("\n") == 1


# --- Stops ------------------------------------------------------------------------------------------------------------

SIGNAL_WHEN: Final = """
import os, signal, sys
def hook(event, args, seen=[]):
    if {when} and not seen:
        seen.append(event)
        os.kill(os.getpid(), signal.{name})
sys.addaudithook(hook)
"""


@pytest.mark.parametrize(
    "when",
    [
        "event == 'import' and args[0] == 'mcred_check.cli'",
        "event == 'import' and args[0] == 'typer'",
        "event == 'import' and args[0] == 'jsonschema_rs'",
        "event == 'open' and str(args[0]).endswith('proposal.yaml')",
    ],
    ids=["before-the-command-line", "while-it-loads", "while-a-command-loads", "while-a-file-is-read"],
)
def test_ctrl_c_at_any_time_says_so_and_exits_2(when: str) -> None:
    ended = unruffled(program("check", "examples", *DAY, first=SIGNAL_WHEN.format(when=when, name="SIGINT")))
    assert ended == Ended(2, "", "Stopped before the end; nothing is said of what was checked.\n")


def running(folder: Path) -> subprocess.Popen[bytes]:
    """Start the program on many proposals, in a process group of its own, and wait until it is among them."""
    for number in range(600):
        shutil.copy(POOR, folder / f"{number:03}.yaml")
    hook = SIGNAL_WHEN.format(when="event == 'open' and str(args[0]).endswith('007.yaml')", name="SIGCONT")
    hook += "signal.signal(signal.SIGCONT, lambda *_: os.write(2, b'now\\n'))"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{hook}\n{START}", "check", str(folder), *DAY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stderr
    assert process.stderr.readline() == b"now\n"
    return process


def test_ctrl_c_in_the_middle_of_many_files_says_so_and_exits_2(tmp_path: Path) -> None:
    process = running(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.replace(b"now\n", b"") == b"Stopped before the end; nothing is said of what was checked.\n"


def test_a_program_that_is_ended_from_outside_leaves_no_part_of_a_report(tmp_path: Path) -> None:
    process = running(tmp_path)
    os.killpg(process.pid, signal.SIGTERM)
    out, err = process.communicate()
    assert (process.returncode, out, err.replace(b"now\n", b"")) == (-signal.SIGTERM, b"", b"")


def test_a_part_that_cannot_be_loaded_is_said_and_exits_2() -> None:
    ended = unruffled(program(*CHECK, first="import sys; sys.modules['typer'] = None"))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("A part of mcred-check could not be loaded (ModuleNotFoundError: ")
    assert ended.err.endswith("Install it again.\n")
    assert program(*CHECK, first="import sys; sys.modules['typer'] = None", around='exec "$@" 2>&-').code == 2


# --- Python and its environment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "python",
    [["-O", "-X", "utf8=0"], ["-OO", "-bb"], ["-I"], ["-E", "-s", "-P", "-B"], ["-X", "dev", "-W", "error"]],
    ids=" ".join,
)
def test_no_option_of_python_changes_a_report(ordinary: Ended, python: list[str]) -> None:
    assert program(*BOTH, python=python, without=MEASURES) == ordinary


@pytest.mark.parametrize("name", ["rules", "explain", "version", "help"])
def test_without_docstrings_every_command_still_works(name: str) -> None:
    ended = unruffled(program(*COMMANDS[name], python=["-OO"]))
    assert ended.code == 0
    assert ended.out


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONWARNINGS": "error", "PYTHONHASHSEED": "1", "HOME": "/nonexistent"},
        {"PYTHONHASHSEED": "2", "HOME": "/proc", "CI": "true", "TERM": "dumb", "TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "no_SUCH.locale", "TZ": "no such zone", "PYTHONUNBUFFERED": "1"},
        {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8:strict"},
        {"PYTHONIOENCODING": "utf-16", "TERM": "", "COLUMNS": ""},
    ],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()),
)
def test_no_environment_changes_a_report(ordinary: Ended, environment: dict[str, str]) -> None:
    assert program(*BOTH, environment=environment, without=MEASURES) == ordinary


def test_what_the_environment_lacks_is_not_missed(ordinary: Ended) -> None:
    assert program(*BOTH, without=("HOME", "USER", "LOGNAME", "SHELL", "LANG", "TMPDIR", "PATH")) == ordinary


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "cp1252:strict"}, {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}],
    ids=["cp1252", "ascii"],
)
@pytest.mark.parametrize(
    "name", ["check-all", "check-json", "check-two-editions", "rules", "rules-markdown", "explain"]
)
def test_no_encoding_of_the_output_loses_a_letter(name: str, environment: dict[str, str]) -> None:
    ended, wanted = program(*COMMANDS[name], environment=environment), program(*COMMANDS[name])
    assert (ended.code, ended.err) == (wanted.code, "")
    assert words(ended) == words(wanted)


def words(ended: Ended) -> list[str]:
    """Give the words of a report without its marks, some of which are letters in ASCII."""
    return re.findall(r"[^\W\d_]+", ended.out.replace("[ok]", ""))


# --- The terminal -----------------------------------------------------------------------------------------------------

SIZES: Final = ("", "0", "-5", "20", "wide", "²", "٨٠", "9" * 5_000)


def test_no_size_of_a_terminal_stops_a_report(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = run("check", SAMPLE)
    for size in SIZES:
        monkeypatch.setenv("COLUMNS", size)
        monkeypatch.setenv("LINES", size)
        result = run("check", SAMPLE, "--color", "always")
        assert (result.code, result.err) == (0, "")
        assert letters(result.out) == letters(wanted.out)


def letters(text: str) -> str:
    """Give the letters of a report, wherever its lines were broken, without its colours."""
    return "".join(re.findall(r"[^\W\d_]", re.sub("\x1b\\[[0-9;]*m", "", text)))


def test_no_wish_about_colour_changes_a_word(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = run("explain", "credits-at-most-40")
    for no_color, force_color, term, colored in (
        ("", "1", "xterm", True),
        ("", "3", "no-such-terminal", True),
        ("1", "1", "xterm", False),
        ("", "0", "xterm", False),
        ("", "", "xterm", False),
        ("", "1", "dumb", False),
        ("0", "true", "", False),
    ):
        for name, value in {"NO_COLOR": no_color, "FORCE_COLOR": force_color, "TERM": term, "CI": "true"}.items():
            monkeypatch.setenv(name, value)
        result = run("explain", "credits-at-most-40")
        assert ("\x1b" in result.out) == colored
        assert re.sub("\x1b\\[[0-9;]*m", "", result.out) == wanted.out


# --- Memory, files, folders, the network ------------------------------------------------------------------------------

NO_MORE_MEMORY: Final = """
import resource
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize() + {room}
resource.setrlimit(resource.RLIMIT_AS, (size, size))
"""


@linux
@pytest.mark.parametrize("room", [2, 8, 16, 24, 30, 60], ids=lambda room: f"{room}-MB")
def test_too_little_memory_is_said_and_is_no_verdict(ordinary: Ended, room: int) -> None:
    ended = program(*BOTH, first=NO_MORE_MEMORY.format(room=room * 1_000_000), without=MEASURES)
    if ended.code == -signal.SIGABRT:  # how jsonschema-rs ends a program
        assert ended.out == ""
        assert "memory allocation of " in ended.err
    elif ended != ordinary:
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.endswith(("There is not enough memory to go on.\n", "Install it again.\n"))
        engine_spoke = " panicked at " in ended.err  # jsonschema-rs prints a traceback of its own then
        assert engine_spoke or "Traceback (most recent call last):\n" not in ended.err


@linux
def test_one_more_file_that_may_be_open_is_enough(ordinary: Ended) -> None:
    count = "import os, resource; n = len(os.listdir('/proc/self/fd'))"
    limit = "resource.setrlimit(resource.RLIMIT_NOFILE, (n, n))"  # the list itself took one of them
    assert program(*BOTH, first=f"{count}; {limit}", without=MEASURES) == ordinary


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (CHECK, 0, ""),
        (("check", "."), 2, "There is no proposal to check"),
        (("check", "proposal.yaml"), 2, "proposal.yaml: cannot be read: No such file or directory."),
        (("check", "-"), 1, ""),
        (("check", "-", "--stdin-filename", "proposals/a.yaml"), 1, ""),
        (("rules",), 0, ""),
        (("rules", "house"), 2, "There is no rule set and no folder “house”."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_in_a_folder_that_was_deleted_what_can_be_checked_is(args: Sequence[str], code: int, said: str) -> None:
    given = b"title: A\nneed: {evidence: [{file: a.pdf}]}\n"
    around = 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && exec "$@"'
    ended = unruffled(program(*args, around=around, given=given, without=MEASURES))
    assert ended.code == code
    assert said in ended.err


AS_OTHERS: Final = (
    "exec setpriv --bounding-set -dac_override,-dac_read_search --inh-caps=-all " if not os.getuid() else "exec "
)
obeys = pytest.mark.skipif(
    not os.getuid() and not shutil.which("setpriv"), reason="the administrator may read everything"
)


@obeys
def test_a_folder_that_may_only_be_read_is_enough(tmp_path: Path) -> None:
    shutil.copytree(Path(POOR).parent, tmp_path / "poor")
    (tmp_path / "poor").chmod(0o555)
    args = ("check", "poor/proposal.yaml", "--no-config", *DAY)
    here = program(*args, folder=ROOT / "examples")
    assert program(*args, around=AS_OTHERS + '"$@"', folder=tmp_path, without=MEASURES) == here
    assert sorted(path.name for path in (tmp_path / "poor").iterdir()) == sorted(
        path.name for path in Path(POOR).parent.iterdir()
    )


@obeys
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    shutil.copy(POOR, tmp_path / "all" / "a.yaml")
    shutil.copy(POOR, tmp_path / "all" / "b.yaml")
    (tmp_path / "all" / "b.yaml").chmod(0)
    ended = unruffled(program("check", "all", around=AS_OTHERS + '"$@"', folder=tmp_path, without=MEASURES))
    assert ended.code == 1
    assert "The file cannot be opened: Permission denied" in ended.out
    (tmp_path / "all").chmod(0o111)
    ended = unruffled(program("check", "all", around=AS_OTHERS + '"$@"', folder=tmp_path, without=MEASURES))
    assert (ended.code, ended.out, ended.err) == (2, "", "all: cannot be read: Permission denied.\n")


WATCHED: Final = """
import os, sys
BUSY = {"socket", "urllib", "http", "ftplib", "smtplib", "subprocess", "ctypes", "shutil", "tempfile", "webbrowser"}
ACTS = {"system", "exec", "posix_spawn", "remove", "rename", "mkdir", "rmdir", "link", "symlink", "chmod", "truncate"}
def hook(event, args):
    if event.partition(".")[0] in BUSY or (event[:3] == "os." and event[3:] in ACTS):
        print("seen:", event, args, file=sys.stderr)
    elif event == "open" and isinstance(args[0], (str, bytes)) and not hook.busy:
        hook.busy = True
        path = os.path.realpath(os.fsdecode(args[0]))
        writes = args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC)
        print("wrote:" if writes else "read:", path, file=sys.stderr)
        hook.busy = False
hook.busy = False
sys.addaudithook(hook)
"""


def opened(args: Sequence[str], *, folder: Path = ROOT) -> list[str]:
    """Run a command, and give everything beyond Python and the program that it opened, and all else that it did."""
    ended = program(*args, first=WATCHED, without=MEASURES, python=["-B"], folder=folder, compiled=False)
    assert ended.code in {0, 1}
    own = (sys.prefix, sys.base_prefix, str(ROOT / "src"), "/etc/localtime", "/usr/share/zoneinfo", "/proc/self")
    return [line for line in ended.err.splitlines() if not line.startswith(tuple(f"read: {path}" for path in own))]


@every_command
def test_no_command_asks_the_network_runs_a_program_or_writes_a_file(args: Sequence[str]) -> None:
    beyond = [line for line in opened(args) if not line.startswith(f"read: {ROOT / 'rules'}/")]
    assert [line for line in beyond if line != f"read: {SAMPLE}"] == []


def test_nothing_is_read_but_the_rules_and_the_files_that_are_to_be_checked(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    (tmp_path / "other.yaml").write_text("title: A\n")
    text = "need: {evidence: [{file: letter.pdf}, {file: ../other.txt}, {file: /etc/passwd}, {file: no.pdf}]}\n"
    (tmp_path / "proposal.yaml").write_text(text)
    beyond = opened(("check", "proposal.yaml", *DAY), folder=tmp_path)
    assert {line for line in beyond if not line.startswith(f"read: {ROOT / 'rules'}/")} == {
        f"read: {(tmp_path / 'proposal.yaml').resolve()}"
    }


# --- As on Windows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["windows", "old-mac"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_line_ends_and_encodings_of_windows_change_nothing(
    run: Callable[..., Run], tmp_path: Path, line_end: str, encoding: str
) -> None:
    text = Path(POOR).read_text("utf-8")
    shutil.copytree(Path(POOR).parent / "evidence", tmp_path / "evidence")
    reports = []
    for source in (text.encode(), text.replace("\n", line_end).encode(encoding)):
        (tmp_path / "proposal.yaml").write_bytes(source)
        reports.append(run("check", str(tmp_path / "proposal.yaml"), "--format", "json"))
    assert reports[0] == reports[1]
    assert len(json.loads(reports[0].out)["proposals"][0]["findings"]) > 10


@pytest.mark.parametrize(
    "name",
    ["C:\\proposals\\barista.yaml", "\\\\server\\share\\barista.yaml", "\\\\?\\C:\\barista.yaml", "NUL", "aux.yaml"],
)
def test_a_name_from_windows_is_shown_as_it_is(name: str) -> None:
    ended = unruffled(
        program("check", "-", "--stdin-filename", name, "--format", "json", given=Path(POOR).read_bytes())
    )
    assert [one["file"] for one in json.loads(ended.out)["proposals"]] == [name]
