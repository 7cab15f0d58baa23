"""A step of GitHub Actions: text that the runner obeys nothing of, annotations and a job summary beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from readers import obeyed

from mcred_check import actions, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

POOR = "examples/poor"
EVIL = '"::error::boo"\n'


@pytest.fixture
def step(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Run]:
    """Run the command line as in a step, with a word that the test knows."""

    def run_it(*args: str, summary: bool = True) -> Run:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md") if summary else "")
        monkeypatch.setattr(actions, "fresh_token", lambda: "word")
        done = run(*args)
        monkeypatch.delenv("GITHUB_ACTIONS")
        return done

    return run_it


def test_the_text_is_shielded_and_annotations_and_the_summary_come_by_themselves(
    run: Callable[..., Run], step: Callable[..., Run], tmp_path: Path
) -> None:
    done = step("check", POOR)
    assert (done.code, done.err) == (1, "")
    plain, commands = run("check", POOR).out, run("check", POOR, "--format", "github").out
    assert done.out == f"::stop-commands::word\n{plain}::word::\n{commands}"
    assert (tmp_path / "summary.md").read_text("utf-8") == run("check", POOR, "--format", "markdown").out
    assert [one.name for one in obeyed(done.out)].count("error") == 10


def test_without_a_summary_file_there_is_no_summary(step: Callable[..., Run], tmp_path: Path) -> None:
    assert step("check", POOR, summary=False).code == 1
    assert not (tmp_path / "summary.md").exists()


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github", "gitlab", "markdown", "html"])
def test_any_other_form_is_the_same_as_elsewhere(
    run: Callable[..., Run], step: Callable[..., Run], tmp_path: Path, form: str
) -> None:
    assert step("check", POOR, "--format", form) == run("check", POOR, "--format", form)
    assert not (tmp_path / "summary.md").exists()


def test_a_proposal_steers_nothing(run: Callable[..., Run], step: Callable[..., Run], tmp_path: Path) -> None:
    proposal = tmp_path / "p.yaml"
    proposal.write_text("title: '::error::boo'\nstatus: draft\nlevel: '##[add-mask]x'\n")
    assert {one.name for one in obeyed(run("check", str(proposal)).out)} == set(), (
        "what would steer is escaped even without a shield"
    )
    done = step("check", str(proposal))
    assert {one.properties.get("title") for one in obeyed(done.out)} == {"reading/wrong-kind"}
    assert obeyed(done.out + "::error::after\n")[-1].data == "after", "and the shield is taken down"


def test_what_cannot_be_checked_is_shielded_too(step: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "##[error]boo.yaml").write_text("a: 1\n")
    done = step("check", str(tmp_path / "p"))
    assert (done.code, done.out) == (2, "")
    assert "\\x23#[error]boo.yaml: it has none of a proposal's fields" in done.err
    assert obeyed(done.err) == []


def test_the_word_cannot_be_guessed() -> None:
    words = {actions.fresh_token() for _ in range(100)}
    assert len(words) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", word) for word in words)


def test_the_summary_is_added_to_what_is_there(step: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "summary.md").write_text("# Another tool")
    step("check", "examples/digital-skills")
    text = (tmp_path / "summary.md").read_text("utf-8")
    assert text.startswith("# Another tool\n# Digital Skills for the Workplace\n\n**✔ No problem found")


def test_the_summary_is_cut_to_what_github_takes(
    step: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SUMMARY_BYTES", 10_000)
    (tmp_path / "summary.md").write_text("x" * 1000)
    step("check", POOR)
    text = (tmp_path / "summary.md").read_bytes()
    assert 6000 < len(text) <= 10_000
    assert "more points did not fit" in text.decode()


def test_a_summary_that_cannot_be_written_is_said(step: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "summary.md").mkdir()
    done = step("check", POOR)
    assert done.code == 2
    assert "The job summary could not be written: Is a directory." in done.err


def test_two_editions_are_told_as_text_without_annotations(step: Callable[..., Run], tmp_path: Path) -> None:
    done = step("check", POOR, "--edition", "2022", "--edition", "2026")
    assert done.out.startswith("::stop-commands::word\n")
    assert done.out.endswith("::word::\n")
    with_report = step("check", POOR, "--edition", "2022", "--edition", "2026", "--report", str(tmp_path / "r.json"))
    assert with_report.out.endswith("::word::\n")
    assert not (tmp_path / "summary.md").exists()


@pytest.mark.parametrize("more", [("--format", "sarif"), ("--report", "junit:x.xml")])
def test_two_editions_cannot_be_told_in_other_forms(run: Callable[..., Run], more: tuple[str, str]) -> None:
    done = run("check", POOR, "--edition", "2022", "--edition", "2026", *more)
    assert (done.code, done.out) == (2, "")
    assert "Two editions can be told as text or as JSON only" in " ".join(done.err.replace("│", " ").split())


def test_paths_count_from_the_root_of_the_repository_wherever_the_command_is_run(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "proposals"
    folder.mkdir()
    (folder / "p.yaml").write_text("credits: 41\n")
    monkeypatch.chdir(folder)
    for given in ("p.yaml", ".", str(folder / "p.yaml"), "../proposals"):
        for form, said in (("github", "file=proposals/p.yaml,"), ("sarif", '"uri": "proposals/p.yaml"')):
            assert said in run("check", given, "--format", form).out


def test_with_show_all_a_sarif_report_says_of_every_result_whether_it_is_waived(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    path = tmp_path / "scan.sarif"
    run("check", POOR, "--report", str(path), "--show", "all")
    assert path.read_text("utf-8").count('"suppressions": []') == 20


def test_every_form_has_the_same_bytes_from_any_number_of_processes(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PARALLEL_FROM", 2)
    monkeypatch.setattr(running, "_BATCH", 3)
    names = [f"sarif:{tmp_path}/a", f"junit:{tmp_path}/b", f"github:{tmp_path}/c", f"gitlab:{tmp_path}/d"]
    names += [f"markdown:{tmp_path}/e"]
    reports = [part for name in names for part in ("--report", name)]
    written = []
    for jobs in ("1", "2"):
        run("check", "examples", "--jobs", jobs, *reports)
        written.append([(tmp_path / letter).read_bytes() for letter in "abcde"])
    assert written[0] == written[1]
    assert all(written[0])
