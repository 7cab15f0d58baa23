"""A report's file is written whole or not at all, and its form is known by its name."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check.model import CouldNotCheckError
from mcred_check.reporting.formats import named
from mcred_check.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and devices of POSIX")


def test_a_file_is_written_with_everything_in_it(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "r.txt"), ["Māori\n", b"\x00\x01", "\ud800"])
    assert (tmp_path / "r.txt").read_bytes() == "Māori\n".encode() + b"\x00\x01\\ud800"
    assert [one.name for one in tmp_path.iterdir()] == ["r.txt"]


def test_a_file_may_have_the_longest_name_that_there_is(tmp_path: Path) -> None:
    name = f"{'a' * 250}.yaml"
    write_whole(str(tmp_path / name), ["a"])
    assert [one.name for one in tmp_path.iterdir()] == [name]


@posix
def test_a_new_file_has_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(str(tmp_path / "new.txt"), ["a"])
    finally:
        os.umask(before)
    (tmp_path / "old.txt").write_text("before")
    (tmp_path / "old.txt").chmod(0o604)
    write_whole(str(tmp_path / "old.txt"), ["after"])
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new.txt", "old.txt")]
    assert modes == [0o640, 0o604]
    assert (tmp_path / "old.txt").read_text() == "after"


def test_what_was_there_stays_when_the_writing_stops_half_way(tmp_path: Path) -> None:
    def texts() -> Iterator[str]:
        yield "half"
        raise OSError(28, "No space left on device")

    file = tmp_path / "r.json"
    file.write_text("before")
    with pytest.raises(CouldNotCheckError, match=r"r\.json: the report could not be written: No space left on"):
        write_whole(str(file), texts())
    assert file.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["r.json"]


@posix
def test_a_link_stays_a_link_and_a_device_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "r.txt")
    write_whole(str(tmp_path / "link.txt"), ["a"])
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real" / "r.txt").read_text() == "a"
    write_whole(os.devnull, ["a"])
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["no/such/folder/r.txt", "a\0b"])
def test_a_place_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(CouldNotCheckError, match="the report could not be written"):
        write_whole(f"{tmp_path}/{name}", ["a"])


@pytest.mark.parametrize(
    ("given", "form"),
    [("a/r.json", ("json", "a/r.json")), ("R.TXT", ("text", "R.TXT")), ("json:out", ("json", "out"))],
)
def test_the_form_is_known_by_the_ending_or_said_before_the_path(given: str, form: tuple[str, str]) -> None:
    assert named(given) == form


@pytest.mark.parametrize("given", ["report", "C:report", "yaml:r"])
def test_a_form_that_is_not_clear_is_asked_for(given: str) -> None:
    with pytest.raises(
        CouldNotCheckError,
        match=r"what form the report is to have; end it in \.html or \.docx, or write FORM:",
    ):
        named(given)


def test_a_form_without_a_file_asks_for_the_file() -> None:
    with pytest.raises(CouldNotCheckError, match="“docx:” names a form and no file; write docx:PATH"):
        named("docx:")


@pytest.mark.parametrize(
    "command",
    [
        ("reviews", "examples/digital-skills"),
        ("reviews", "examples/digital-skills", "--format", "ics"),
        ("schema",),
        ("sheet", "examples/draft"),
    ],
)
def test_an_output_that_is_a_hyphen_is_standard_output(run: Callable[..., Run], command: tuple[str, ...]) -> None:
    assert run(*command, "--output", "-") == run(*command)
    assert not Path("-").exists()


@pytest.mark.parametrize(("given", "form"), [("-", "FORM"), ("sarif:-", "sarif")])
def test_a_report_for_standard_output_says_which_option_that_is(given: str, form: str) -> None:
    with pytest.raises(
        CouldNotCheckError, match=f"a report goes to a file. For standard output, write --format {form}"
    ):
        named(given)


def test_reports_go_to_files_beside_standard_output(run: Callable[..., Run], tmp_path: Path) -> None:
    text, json = tmp_path / "r.txt", tmp_path / "any"
    done = run("check", "examples/poor", "--report", str(text), "--report", f"json:{json}")
    assert done.code == 1
    on_screen_only = "Slips in writing that can be repaired safely:\nmcred-check fix examples/poor/proposal.yaml\n\n"
    assert done.out.count(on_screen_only) == 1
    assert text.read_text("utf-8") == done.out.replace(on_screen_only, "")
    assert json.read_text("utf-8") == run("check", "examples/poor", "--format", "json").out


def test_a_report_that_cannot_be_written_is_no_verdict(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("check", "examples/poor", "--report", str(tmp_path / "no" / "r.txt"))
    assert (done.code, done.out) == (2, "")
    assert "the report could not be written: No such file or directory." in done.err
