"""The command `compare`: files, standard input and git revisions, its four forms, and what it exits with."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from texts import SHAPE
from work import steps

import mcred_check
from mcred_check.commands import compare
from mcred_check.folders import files
from mcred_check.rules import bundle
from mcred_check.versions import since

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from mcred_check.model import Json
    from mcred_check.versions import Versions

SCHEMA = json.loads((Path(mcred_check.__file__).parent / "reporting" / "changes.schema.json").read_text("utf-8"))
BUNDLE = bundle()
LISTED = """\
title: Kōwhai Skills
status: listed
level: 3
credits: 10
hours: {total: 100}
listing: {number: 101-1, listed_on: 2025-05-27, status: current}
learning_outcomes:
  - {id: LO1, outcome: Prepare a calf shed for the season, hours: 20}
delivery: {sites: [Taranaki]}
need: {evidence: [{id: E1, organisation: Hauora}]}
"""
CREDITS = LISTED.replace("credits: 10", "credits: 12")
SITE = LISTED.replace("[Taranaki]", "[Taranaki, Online]")
EVIDENCE = LISTED.replace("organisation: Hauora", "organisation: Hauora, says: Yes")
UNREAD = LISTED.replace("level: 3", "lebel: 3")
FORMS = (("--format", "text"), ("--format", "markdown"), ("--format", "json"), ("--line",))


@pytest.fixture(autouse=True)
def _rules_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "bundle", lambda: BUNDLE)


@pytest.fixture
def two(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Compare two texts."""

    def compare_them(old: str, new: str, *args: str) -> Run:
        monkeypatch.chdir(tmp_path)
        Path("old.yaml").write_text(old, "utf-8")
        Path("new.yaml").write_text(new, "utf-8")
        return run("compare", "old.yaml", "new.yaml", *args)

    return compare_them


@pytest.fixture
def git(
    needs_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Run]
) -> Callable[..., str]:
    """Make a repository, at hand after the fixture `run` went to the root, and give what runs git in it."""
    del needs_git, run
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "repo" / "proposals").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo")

    def call(*args: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        return subprocess.run(["git", *who, *args], check=True, capture_output=True, text=True).stdout.strip()

    call("init", "-q", "-b", "main")
    return call


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (LISTED, LISTED, 0),
        (LISTED, EVIDENCE, 0),
        (LISTED, SITE, 0),
        (LISTED, CREDITS, 1),
        (LISTED, CREDITS.replace("status: listed", "status: submission"), 1),
        (LISTED.replace("status: listed\n", ""), CREDITS, 1),
        (LISTED, LISTED.replace("level: 3", "level: three"), 2),
        (LISTED, LISTED.replace("[Taranaki]", "[{a: b}]"), 2),
        (LISTED, LISTED.replace("{id: LO1", "[LO1]\n  - {id: LO1"), 2),
        (LISTED, UNREAD, 2),
        (LISTED, UNREAD.replace("credits: 10", "credits: 12"), 1),
        (UNREAD, UNREAD, 2),
        (LISTED, LISTED.replace("Kōwhai Skills", "“Kōwhai Skills”"), 1),
        (LISTED, f"{LISTED}level: 3\n", 0),
        (UNREAD, UNREAD.replace("credits: 10", "credits: 9"), 1),
        (LISTED, "title: [a\n", 2),
        ("- a\n", LISTED, 2),
        ("title: A\nstatus: submission\ncredits: 3\n", "title: B\nstatus: submission\ncredits: 4\n", 0),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_it_exits_1_when_something_has_to_be_approved_and_2_when_something_was_not_compared(
    two: Callable[..., Run], old: str, new: str, code: int, form: tuple[str, ...]
) -> None:
    result = two(old, new, *form)
    assert result.code == code
    assert ("it was not compared" in result.err) == (code == 2)
    assert result.out.endswith("\n")


def test_the_text_says_what_has_to_be_approved_first_and_marks_the_words_that_changed(two: Callable[..., Run]) -> None:
    new = SITE.replace("credits: 10", "credits: 12").replace("a calf shed", "the calf shed and yard")
    result = two(
        LISTED,
        new.replace("{id: E1, organisation: Hauora}", "{id: E1, organisation: Hauora}, {id: E2, organisation: Hauora}"),
    )
    assert result.out == TEXT


TEXT = """\
Kōwhai Skills
old.yaml → new.yaml
4 changes, of which 2 have to be approved before they apply, 1 is to be asked
about and 1 needs no approval.

To be approved before it applies
  Level, credit value and purpose (listed details)
  ✘ credits: 10 → 12
    new.yaml:4
    → Apply to NZQA for the change, and go on as before until it is approved.
      Tell the accredited providers.
    From August 2022 to January 2023 NZQA gave level, purpose and credit value
    as examples of a significant change, which is applied for with a summary of
    the changes and a record of internal approval. That page spoke of training
    schemes; that it holds for micro-credentials since is this tool's reading.
    That accredited providers are told stands on NZQA's page on
    responsibilities. Source: NZQA, Micro-credentials (page of late 2022, on
    changes to training schemes) (our reading of related rules).

  Learning outcomes (approved content)
  ✘ learning outcomes › LO1 › wording of the outcome
    was  Prepare «a» calf shed for the season
    now  Prepare «the» calf shed «and yard» for the season
    new.yaml:8
    → Apply to NZQA for the change, and go on as before until it is approved.
      Tell the accredited providers.
    A developer keeps the content up to date, applies for the approval of a
    change and tells the accredited providers. Which changes are too small for
    that was not found; for a slip of the pen, ask NZQA. Source: NZQA,
    Micro-credential responsibilities (read in published guidance).

To be asked about: the sources do not say whether it has to be approved
  Delivery, moderation, staff, facilities and learner support (delivery)
  ? delivery › delivery sites: added Online
    new.yaml:9
    → Ask NZQA whether it has to be approved.
    A provider is accredited on these. Whether a change of them has to be
    approved was not found. Source: A training project's own matrix of NZQA's
    2026 requirements, not affiliated with NZQA (from a second-hand source).

No approval needed, as far as the sources say
  Evidence of need, support and overlap (need and review)
  • need › evidence of need › E2: added E2 (Hauora)
    new.yaml:10
    This shows why the micro-credential is needed and where it differs. Nothing
    that was read asks for an approval before evidence is added to it. Source:
    Sense; evidence is gathered for a review and does not change what learners
    get (our reading of related rules).

What the checks say otherwise than before
  ✘ Total hours are ten for each credit: met → not met
    The hours do not match the credits: at ten hours a credit they would be 120,
    but the total says 100.
    nzqa/hours-match-credits

What has to be approved is said as far as published sources say it, and each
reason tells how sure that is. This is not advice by the body that approves.
"""


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_check_that_no_longer_applies_is_neither_ticked_nor_told_again(two: Callable[..., Run], form: str) -> None:
    old = LISTED + "application: {type: list-approve-and-accredit}\nmoderation: {before: A second tutor}\n"
    result = two(old, old.replace("list-approve-and-accredit", "change"), "--format", form)
    title = "Moderation is described in detail: for a person to judge → not applicable"
    assert title in result.out
    assert f"✔ {title}" not in result.out
    assert "Does the proposal say who moderates" not in result.out


def test_what_was_not_listed_waits_for_no_approval(two: Callable[..., Run]) -> None:
    old = LISTED.replace("status: listed", "status: submission")
    old = "\n".join(line for line in old.splitlines() if not line.startswith("listing")) + "\n"
    result = two(old, old.replace("credits: 10", "credits: 12"))
    assert result.code == 0
    assert "1 change. It was not listed before, so nothing waits for an approval." in result.out
    assert "What changed\n" in result.out
    assert "Apply to" not in result.out
    for form in FORMS[1:]:
        assert "Apply to" not in two(old, old.replace("credits: 10", "credits: 12"), *form).out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("", ""), "Nothing changed in 1 proposal."),
        (("credits: 10\n", ""), "credits: removed 10"),
        (("level: 3\n", "level: 3\nlanguage: en\n"), "language of the listing: added en"),
        (("title: Kōwhai", "title: Kawakawa"), "1 change, which has to be approved before it applies."),
        (("level: 3\ncredits: 10", "level: 4\ncredits: 11"), "2 changes, all of which have to be approved"),
        (("level: 3", "level: 3\nlevel_descriptors: 2025"), "1 change, which is to be asked about."),
        (("level: 3", "lebel: 3"), "Not compared, because it could not be read"),
        (
            ("E1, organisation: Hauora", "E1, organisation: Hauora, group: employers"),
            "1 change, which needs no approval",
        ),
    ],
)
def test_the_text_says_in_words_what_became_of_it(two: Callable[..., Run], change: tuple[str, str], said: str) -> None:
    assert said in " ".join(two(LISTED, LISTED.replace(*change)).out.split())


def test_an_item_without_a_name_is_told_by_what_it_holds(two: Callable[..., Run]) -> None:
    old = LISTED + "review: {period_years: 1}\n"
    new = LISTED + "review: {period_years: 1, history: [{date: 2026-05-01, need_confirmed: true, evidence: [E1]}]}\n"
    out = " ".join(two(old, new).out.split())
    assert "review › review history › 1 May 2026: added date 1 May 2026, need confirmed true, evidence E1" in out
    assert "→ Tell NZQA, in its report form for reviews." in out


def test_a_verdict_that_improved_or_waits_for_a_person_is_told_too(two: Callable[..., Run]) -> None:
    out = two(CREDITS, LISTED).out
    assert "✔ Total hours are ten for each credit: not met → met" in out
    assert "Before: The hours do not match the credits" in " ".join(out.split())
    out = two(LISTED.replace("level: 3\n", ""), LISTED).out
    assert "  ? The learning outcomes fit the level: not applicable → for a person to judge" in out


def test_without_symbols_the_marks_are_ascii(two: Callable[..., Run], tmp_path: Path) -> None:
    two(LISTED, CREDITS)
    done = subprocess.run(
        [sys.executable, "-m", "mcred_check", "compare", "old.yaml", "new.yaml"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "[!!] credits: 10 -> 12" in done.stdout


def test_the_text_keeps_to_the_width(two: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (40, 55, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, two(LISTED, CREDITS.replace("a calf", "the calf")).out.splitlines())) <= width


# --- One line, Markdown, JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (LISTED, "Nothing changed in 1 proposal."),
        (
            CREDITS,
            "1 change, which has to be approved before it applies. To be approved: credits. Not met any more: nzqa/",
        ),
        (SITE, "1 change, which is to be asked about."),
        (
            UNREAD.replace("credits: 10", "credits: 12"),
            "and reading/unknown-field. Not compared: 1 place that could not be read.",
        ),
        (
            LISTED.replace("level: 3\ncredits: 10\n", "language: en\nnzsced: {code: '050105', field: A}\n"),
            "5 changes, all of which have to be approved before they apply. To be approved: language of the listing,",
        ),
    ],
)
def test_one_line_says_it_for_a_pull_request(two: Callable[..., Run], new: str, line: str) -> None:
    out = two(LISTED, new, "--line").out
    assert out.count("\n") == 1
    assert line in out
    assert out.startswith("Kōwhai Skills: ") or line.startswith("Nothing")


def test_the_markdown_marks_the_words_and_obeys_nothing_in_the_proposal(two: Callable[..., Run]) -> None:
    evil = LISTED.replace("Kōwhai Skills", '"<b>x</b> [a](http://e) `c` | *d*\\n# e"').replace("a calf", "the *calf*")
    out = two(LISTED, evil, "--format", "markdown").out
    assert "## \\<b\\>x\\</b\\> \\[a\\](http\\://e) \\`c\\` \\| \\*d\\* \\# e\n" in out
    assert "- learning outcomes › LO1 › wording of the outcome: Prepare ~~a calf~~ shed" in out
    assert "Prepare **the \\*calf\\*** shed for the season" in out
    assert "\n# e" not in out
    assert not re.search(r"(?<!\\)<b", out)
    many = two(LISTED, CREDITS.replace("level: 3", "lebel: 3"), "--format", "markdown").out
    assert "### Not compared, because it could not be read" in many
    assert "(`nzqa/hours-match-credits`)" in many
    assert "Nothing changed in 1 proposal." in two(LISTED, LISTED, "--format", "markdown").out


def test_the_json_has_the_shape_that_is_shipped(two: Callable[..., Run]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    for new in (LISTED, CREDITS, SITE, UNREAD, "title: [a\n"):
        validator.validate(json.loads(two(LISTED, new, "--format", "json").out))
    (proposal,) = json.loads(two(LISTED, CREDITS + '# "\nlanguage: en\n', "--format", "json").out)["proposals"]
    first, second = proposal["changes"]
    assert (first["field"], first["old"], first["new"], first["approval"]) == ("language", None, "en", "needed")
    assert (second["where"], second["kind"], second["approved_by"]) == (
        "new.yaml:4",
        "level-credits-and-purpose",
        "NZQA",
    )
    assert proposal["verdicts"][0]["rule"] == "nzqa/hours-match-credits"
    hidden = two(LISTED, LISTED.replace("[Taranaki]", '["a\\u200bb"]'), "--format", "json").out
    assert "a\\u200bb" in hidden


# --- Several documents, standard input, git ---------------------------------------------------------------------------


def test_documents_are_found_again_by_their_number_or_title(two: Callable[..., Run]) -> None:
    other = "title: Other\nstatus: draft\ncredits: 4\n"
    result = two(f"{LISTED}---\n{other}", f"{other}---\n{LISTED.replace('Kōwhai', 'New')}---\ntitle: Third\n")
    assert result.code == 1
    assert "old.yaml → new.yaml, document 2" in result.out
    assert "title\n    was  «Kōwhai» Skills\n    now  «New» Skills" in result.out
    assert "new.yaml, document 3\nIt is only in the newer version, so there is nothing to compare." in result.out
    assert "Nothing changed in 1 proposal." in result.out
    line = two(f"{LISTED}---\n{other}", f"{CREDITS}---\n{other.replace('4', '5')}", "--line").out
    assert line == "2 proposals changed; approval before it applies: Kōwhai Skills.\n"
    line = two(f"{SITE}---\n{other}", f"{LISTED}---\n{other.replace('4', '5')}", "--line").out
    assert line == "2 proposals changed; none waits for an approval.\n"


def test_a_document_that_was_listed_meanwhile_is_found_again_by_its_title(two: Callable[..., Run]) -> None:
    draft, other = "title: Kōwhai Skills\nstatus: draft\n", "title: Other\nstatus: draft\n"
    out = two(f"{other}---\n{draft}", f"{LISTED}---\n{other}").out
    assert "listing › listing number: added 101-1" in out
    assert "It is only" not in out


def test_standard_input_is_a_version(
    two: Callable[..., Run], run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    two(LISTED, CREDITS)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LISTED.encode())))
    result = run("compare", "-", "new.yaml", "--line")
    assert result.code == 1
    assert "1 change" in result.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("new.yaml",), "Name the older and the newer version"),
        (("new.yaml", "new.yaml", "new.yaml"), "Name the older and the newer version"),
        (("nowhere.yaml", "new.yaml"), "nowhere.yaml: cannot be read"),
        ((".", "new.yaml"), ".: is a folder. Name two files, or compare a folder with a revision"),
        (("HEAD", "new.yaml"), "HEAD: is no file. A revision in git is named with the file's path"),
        (("--base", "HEAD", "nowhere"), "nowhere: cannot be read"),
        (("--base", "HEAD", "-"), "Standard input has no place in git"),
    ],
)
def test_what_cannot_be_compared_exits_2(
    two: Callable[..., Run],
    run: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    said: str,
) -> None:
    two(LISTED, CREDITS)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    result = run("compare", *args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.usefixtures("needs_git")
@pytest.mark.parametrize("args", [("HEAD:new.yaml", "new.yaml"), ("--base", "HEAD", "new.yaml")])
def test_outside_a_repository_there_is_nothing_older(
    two: Callable[..., Run], run: Callable[..., Run], args: tuple[str, ...]
) -> None:
    two(LISTED, CREDITS)
    result = run("compare", *args)
    assert (result.code, result.out) == (2, "")
    assert "is not in a git repository" in result.err


def test_a_file_that_was_named_from_a_folder_is_found_from_the_root(
    git: Callable[..., str], run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(git, a=LISTED)
    monkeypatch.chdir("proposals")
    result = run("compare", "HEAD:a.yaml", "a.yaml")
    assert result.code == 2
    root = "HEAD:a.yaml: there is no such file at that revision. From the repository's root it is HEAD:proposals/a.yaml"
    assert root in result.err
    assert "From the repository's root" not in run("compare", "HEAD:b.yaml", "a.yaml").err
    assert run("compare", "HEAD:proposals/a.yaml", "a.yaml").code == 0


def test_an_empty_folder_is_nothing_to_compare(git: Callable[..., str], run: Callable[..., Run]) -> None:
    git("commit", "-q", "--allow-empty", "-m", "x")
    Path("empty").mkdir()
    result = run("compare", "--base", "HEAD", "empty")
    assert (result.code, result.out) == (2, "")
    assert "There is no proposal to compare in empty." in result.err


def commit(git: Callable[..., str], **texts: str) -> None:
    for name, text in texts.items():
        Path(f"proposals/{name}.yaml").write_text(text, "utf-8")
    git("add", "-A")
    git("commit", "-qm", "x")


def test_revisions_are_compared_with_files_and_with_each_other(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    commit(git, a=LISTED)
    commit(git, a=CREDITS)
    Path("proposals/a.yaml").write_text(CREDITS.replace("level: 3", "level: 4"), "utf-8")
    args = ("HEAD~1:proposals/a.yaml", "HEAD:proposals/a.yaml")
    assert "credits: 10 → 12" in run("compare", *args).out
    out = run("compare", "HEAD:proposals/a.yaml", "proposals/a.yaml").out
    assert "level: 3 → 4" in out
    assert "credits" not in out.partition("What the checks")[0].partition("Level, credit")[0]
    missing = run("compare", "HEAD:proposals/b.yaml", "proposals/a.yaml")
    assert missing.code == 2
    assert "HEAD:proposals/b.yaml: there is no such file at that revision." in missing.err
    nowhere = run("compare", "--", "-x:proposals/a.yaml", "proposals/a.yaml", dated=False)
    assert nowhere.code == 2
    assert "The repository has no revision “-x”." in nowhere.err


def test_a_file_whose_name_holds_a_colon_is_a_file(git: Callable[..., str], run: Callable[..., Run]) -> None:
    git("commit", "-q", "--allow-empty", "-m", "x")
    Path("HEAD:x.yaml").write_text(LISTED, "utf-8")
    assert run("compare", "HEAD:x.yaml", "HEAD:x.yaml").code == 0


def test_a_folder_is_compared_with_a_revision_and_what_came_and_went_is_said(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    plain = "title: {}\nstatus: draft\n".format
    commit(git, kept=LISTED, gone=plain("Gone"), same=plain("Same"), none="x: y\n", still="x: y\n", bad="title: [a\n")
    Path("proposals/kept.yaml").write_text(CREDITS, "utf-8")
    Path("proposals/gone.yaml").unlink()
    Path("proposals/none.yaml").unlink()
    Path("proposals/new.yaml").write_text(plain("New"), "utf-8")
    Path("proposals/.hidden.yaml").write_text(plain("Hidden"), "utf-8")
    for where in (("proposals",), (".",), ("proposals", ".", "proposals")):
        result = run("compare", "--base", "HEAD", *where)
        assert result.code == 1
        assert "credits: 10 → 12" in result.out
        assert "Gone\nHEAD:proposals/gone.yaml\nIt is only in the older version" in result.out
        assert "New\nproposals/new.yaml\nIt is only in the newer version" in result.out
        assert "Nothing changed in 2 proposals." in result.out
        assert result.out.count("Gone\n") == 1
        assert "Hidden" not in result.out
        assert "x: y" not in result.out
    assert run("compare", "--base", "HEAD", "proposals/same.yaml").code == 0
    assert run("compare", "--base", "HEAD", "proposals/new.yaml").code == 0
    assert run("compare", "--base", "HEAD", "proposals/bad.yaml").code == 0


@pytest.mark.parametrize(
    "new",
    [CREDITS, CREDITS.replace("title: ", "title: Once more, ")],
    ids=["found again by its title", "found again by its number"],
)
def test_a_file_that_was_moved_is_compared_with_what_it_was(
    git: Callable[..., str], run: Callable[..., Run], new: str
) -> None:
    commit(git, a=LISTED)
    Path("proposals/a.yaml").unlink()
    Path("proposals/b.yaml").write_text(new, "utf-8")
    result = run("compare", "--base", "HEAD", "proposals")
    assert result.code == 1
    assert "HEAD:proposals/a.yaml → proposals/b.yaml" in result.out
    assert "credits: 10 → 12" in result.out
    assert "It is only in" not in result.out


def test_a_file_that_was_only_moved_is_unchanged_and_one_that_may_be_two_is_new(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    commit(git, a=LISTED, c=LISTED)
    Path("proposals/a.yaml").rename("proposals/b.yaml")
    assert run("compare", "--base", "HEAD", "proposals").out == "Nothing changed in 2 proposals.\n"
    Path("proposals/c.yaml").unlink()
    result = run("compare", "--base", "HEAD", "proposals")
    assert "proposals/b.yaml\nIt is only in the newer version" in result.out
    assert result.out.count("It is only in the older version") == 2


def test_many_files_that_were_moved_take_as_much_longer_as_they_are_more(git: Callable[..., str]) -> None:
    def moved(count: int) -> int:
        folder = Path(f"{count}")
        folder.mkdir()
        for number in range(count):
            (folder / f"a{number}.yaml").write_text(f"title: Tea {number}\n", "utf-8")
        git("add", ".")
        git("commit", "-m", "more")
        for number in range(count):
            (folder / f"a{number}.yaml").rename(folder / f"b{number}.yaml")
        with ExitStack() as open_ones:
            return steps(lambda: found.extend(since("HEAD", [str(folder)], files([folder]), SHAPE, open_ones)))

    found: list[Versions] = []
    few, many = moved(20), moved(160)
    assert [one.same for one in found] == [False] * 180
    assert all(one.old.proposals and one.new.proposals for one in found)
    assert many < 8 * few


def test_a_rule_set_that_lies_among_the_proposals_is_none_of_them(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    Path("proposals/house/more").mkdir(parents=True)
    for name in ("framework", "level-is-high", "more/sample"):
        Path(f"proposals/house/{name}.yaml").write_text("title: Ours\nlevel: 3\ncriteria: []\n", "utf-8")
    commit(git, a=LISTED)
    assert run("compare", "--base", "HEAD", "proposals").out == "Nothing changed in 1 proposal.\n"


def test_a_link_is_compared_as_what_it_leads_to(git: Callable[..., str], run: Callable[..., Run]) -> None:
    commit(git, a=LISTED)
    Path("link.yaml").symlink_to("proposals/a.yaml")
    assert run("compare", "--base", "HEAD", "link.yaml").out == "Nothing changed in 1 proposal.\n"
    Path("proposals/a.yaml").write_text(CREDITS, "utf-8")
    assert "credits: 10 → 12" in run("compare", "--base", "HEAD", "link.yaml").out


def test_what_lies_outside_the_repository_is_refused(
    git: Callable[..., str], run: Callable[..., Run], tmp_path: Path
) -> None:
    commit(git, a=LISTED)
    (tmp_path / "out.yaml").write_text(LISTED, "utf-8")
    result = run("compare", "--base", "HEAD", "proposals/a.yaml", str(tmp_path / "out.yaml"))
    assert result.code == 2
    assert "out.yaml: lies outside the repository" in result.err


def test_the_evidence_of_a_revision_is_looked_for_where_it_lies_now(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    with_file = LISTED.replace("organisation: Hauora", "organisation: Hauora, file: letter.md")
    commit(git, a=with_file)
    Path("proposals/letter.md").write_text("Yes\n", "utf-8")
    new = with_file.replace("credits: 10", "credits: 12")
    Path("proposals/a.yaml").write_text(new, "utf-8")
    git("add", "-A")
    for args in (
        ("HEAD:proposals/a.yaml", "proposals/a.yaml"),
        ("HEAD:proposals/a.yaml", ":proposals/a.yaml"),
        ("--base", "HEAD", "proposals"),
    ):
        result = run("compare", *args)
        assert result.code == 1
        assert "evidence-files-are-there" not in result.out


# --- The configuration ------------------------------------------------------------------------------------------------

HOUSE_RULE = "house-rules/level-is-4-to-8"
LEVEL_4 = LISTED.replace("level: 3", "level: 4")
CONFIGURED = """\
edition: 2025
exclude: [proposals/old]
stages: [{path: proposals/listed, stage: listed}, {path: proposals/drafts, stage: draft}]
waivers:
  - {rule: nzqa/hours-match-credits, path: proposals/a.yaml, reason: The hours are agreed soon., approver: The board,
     granted: 2026-11-01, expires: 2026-12-24}
"""


def compared(result: Run) -> Json:
    assert "Traceback" not in result.err
    return json.loads(result.out)["proposals"]


@pytest.mark.parametrize(
    ("args", "asked"),
    [
        ((), True),
        (("--no-config",), False),
        (("--no-config", "--rules", "house-rules"), True),
        (("--edition", "2022"), True),
        (("--config", "other.yaml"), False),
    ],
)
def test_the_verdicts_are_those_that_check_gives_of_each_version(
    kauri: Callable[..., Run], args: tuple[str, ...], *, asked: bool
) -> None:
    Path("old.yaml").write_text(LEVEL_4, "utf-8")
    Path("new.yaml").write_text(LISTED.replace("credits: 10", "credits: 12"), "utf-8")
    Path("other.yaml").write_text(CONFIGURED.replace("proposals/a", "new"), "utf-8")
    (found,) = compared(kauri("compare", "old.yaml", "new.yaml", *args, "--format", "json"))
    old, new = (
        json.loads(kauri("check", name, *args, "--format", "json").out)["proposals"][0]["outcomes"]
        for name in ("old.yaml", "new.yaml")
    )
    turned = {one["rule"]: (one["before"], one["after"]) for one in found["verdicts"]}
    assert turned == {key: (old[key], new[key]) for key in turned}
    assert turned.keys() == {
        key for key in old if old[key] != new[key] and {old[key], new[key]} & {"not met", "to do", "judge", "waived"}
    }
    assert (HOUSE_RULE in turned) == asked
    assert turned["nzqa/hours-match-credits"] == ("met", "waived" if "other.yaml" in args else "not met")


def test_a_revision_goes_by_what_the_configuration_says_of_its_path(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    Path("mcred-check.yaml").write_text(CONFIGURED, "utf-8")
    for folder in ("old", "listed", "drafts"):
        Path("proposals", folder).mkdir()
    plain = "title: Plain\nlevel: 3\n"
    commit(git, **{"a": CREDITS, "old/b": LISTED, "old/gone": LISTED, "listed/c": plain, "drafts/d": plain})
    Path("proposals/a.yaml").write_text(SITE.replace("credits: 10", "credits: 13"), "utf-8")
    Path("proposals/old/gone.yaml").unlink()
    for name in ("old/b", "listed/c", "drafts/d"):
        path = Path(f"proposals/{name}.yaml")
        path.write_text(path.read_text("utf-8").replace("level: 3", "level: 4"), "utf-8")
    found = {one["new"]: one for one in compared(run("compare", "--base", "HEAD", ".", "--format", "json"))}
    assert set(found) == {f"proposals/{one}.yaml" for one in ("a", "listed/c", "drafts/d")}
    listed = {name: one["listed"] for name, one in found.items()}
    assert listed == {"proposals/a.yaml": True, "proposals/drafts/d.yaml": False, "proposals/listed/c.yaml": True}
    assert "nzqa/hours-match-credits" not in {one["rule"] for one in found["proposals/a.yaml"]["verdicts"]}
    (alone,) = compared(run("compare", "HEAD:proposals/a.yaml", "proposals/a.yaml", "--format", "json"))
    assert alone["verdicts"] == found["proposals/a.yaml"]["verdicts"]
    (named,) = compared(run("compare", "HEAD:proposals/old/b.yaml", "proposals/old/b.yaml", "--format", "json"))
    assert named["changes"], "what is named is compared, whatever the patterns say"


def test_what_goes_by_another_configuration_is_not_compared_in_one_run(
    git: Callable[..., str], run: Callable[..., Run]
) -> None:
    commit(git, a=LISTED)
    Path("mcred-check.yaml").write_text("fail_on: must\n", "utf-8")
    Path("proposals/mcred-check.yaml").write_text("edition: nothing\n", "utf-8")
    result = run("compare", "--base", "HEAD", ".")
    assert (result.code, result.out) == (2, "")
    assert "a run has one configuration" in result.err
    assert run("compare", "--base", "HEAD", ".", "--no-config").code == 0
    Path("old.yaml").write_text(LISTED, "utf-8")
    assert run("compare", "proposals/a.yaml", "old.yaml").code == 0, "the newer version's configuration counts"
    assert "no edition nothing" in run("compare", "old.yaml", "proposals/a.yaml").err


def test_a_rule_set_of_ones_own_may_ask_for_an_approval(kauri: Callable[..., Run]) -> None:
    change = {
        "id": "other-listed-details",  # as one of NZQA's is called
        "title": "Sites \x1b[31mand evidence",
        "part": "listed",
        "fields": ["delivery/sites", "need/evidence"],
        "approval": "needed",
        "why": "The board sees to it.",
        "basis": "house",
        "source": {"title": "A decision (invented)"},
    }
    whole = {"parts": [{"id": "listed", "title": "Ours"}], "changes": [change]}
    Path("house-rules/changes.yaml").write_text(json.dumps(whole), "utf-8")
    Path("old.yaml").write_text(LISTED, "utf-8")
    Path("new.yaml").write_text(SITE.replace("title: K", "title: More k"), "utf-8")
    result = kauri("compare", "old.yaml", "new.yaml")
    assert result.code == 1
    headings = [line for line in result.out.splitlines() if line.endswith(("(listed details)", "(ours)"))]
    assert headings == ["  Other details that NZQA lists (listed details)", "  Sites \\x1b[31mand evidence (ours)"]
    assert "Apply to the university's academic board for the change" in " ".join(result.out.split())
    (found,) = compared(kauri("compare", "old.yaml", "new.yaml", "--no-config", "--format", "json"))
    assert [one["approval"] for one in found["changes"]] == ["needed", "ask"]
