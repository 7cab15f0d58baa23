"""The command `sheet`: listing details in order, evidence, files with their fingerprints, judgements, hostile paths."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from docx import Document
from made import EVIL, report, result, rule
from office import needs_office, pages
from readers import rendered, tags

from mcred_check import fingerprints as reading
from mcred_check import load_rules
from mcred_check.commands import sheet as command
from mcred_check.fingerprints import Fingerprint, fingerprints
from mcred_check.model import Detail, RuleSet, Source
from mcred_check.reporting.case import Case
from mcred_check.reporting.document import Paragraph
from mcred_check.reporting.listing import listing
from mcred_check.rules import bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

BUNDLE = bundle()
NZQA = load_rules()[0]
NOT_AN_APPROVAL = "This sheet is no approval, and does not say that anything is or will be listed."


@pytest.fixture(autouse=True)
def _rules_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "bundle", lambda: BUNDLE)


@pytest.fixture
def proposal(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        (tmp_path / "proposal.yaml").write_text(text, "utf-8")
        return str(tmp_path / "proposal.yaml")

    return write


def rows(told: str, caption: str) -> list[list[str]]:
    """Read the rows of a table in Markdown below its caption, without the head."""
    table = told.partition(f"**{caption}**\n\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.splitlines()[2:]]


# --- Listing details --------------------------------------------------------------------------------------------------


def test_the_details_stand_in_the_order_of_rule_6_each_with_its_value(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/digital-skills")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# Digital Skills for the Workplace\n\nWhat to copy into NZQA's form")
    details = rows(done.out, "Details that NZQA lists")
    clauses = [clause for _, clause, _ in details if clause.startswith("rule 6(1)")]
    assert clauses == sorted(clauses)
    assert set("abcdefg") == {clause[len("rule 6(1)(")] for clause in clauses}
    given = {name: value for name, _, value in details}
    assert given["Title"] == "Digital Skills for the Workplace"
    assert given["Why it matters: hapori Māori"].startswith("Marae offices and trusts gain people of their own")
    assert given["Employment pathways"] == "Administrator; Team coordinator; Customer support officer"
    assert given["Te Hono o Te Kahurangi applies"] == "no"
    assert "Standards" not in given
    assert "Each of the details below is given." in done.out
    assert NOT_AN_APPROVAL in done.out
    assert "read in the rules' text on 23 November 2026" in done.out


def test_a_detail_that_is_missing_names_the_field_to_fill_in(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/draft")
    assert done.code == 0
    given = {name: value for name, _, value in rows(done.out, "Details that NZQA lists")}
    assert given["Knowledge"] == "… not given yet: fill in `purpose.knowledge`"
    assert given["Standards or why no standard is used"] == "… not given yet: fill in `standards` or `standards_reason`"
    assert given["Cultural pathways, employment pathways or contribution to the community"] == (
        "… not given yet: fill in `purpose.cultural_pathways`, `purpose.employment_pathways` or "
        "`purpose.community_contribution`"
    )
    missing = [value for value in given.values() if "not given yet" in value]
    assert f"**… {len(missing)} details are not given yet.**" in done.out
    assert "Description in English" not in given
    assert "Reason for the words in the title" not in given
    assert "> No evidence is given yet: fill in `need.evidence`." in done.out
    assert "> No answer of a standard-setting body is given yet: fill in `support`." in done.out
    assert "The proposal names no file yet." in done.out


def test_one_detail_that_is_missing_is_one(run: Callable[..., Run], tmp_path: Path) -> None:
    text = (ROOT / "rules/nzqa/sample.yaml").read_text("utf-8").replace("\nlevel:", "\nformat: 1 #")
    (tmp_path / "a.yaml").write_text(text.replace("format: 1\n", "", 1), "utf-8")
    assert "**… 1 detail is not given yet.**" in run("sheet", str(tmp_path / "a.yaml")).out


def test_every_detail_is_a_field_of_a_proposal_and_has_a_rule_with_its_source() -> None:
    rules = {rule.key: rule for rule in NZQA.rules}
    for detail in NZQA.framework.listing:
        rule = rules[detail.rule]
        assert rule.source.clause or rule.basis == "inferred"
    assert len({route for detail in NZQA.framework.listing for _, route in detail.fields}) == 21


def test_a_listing_in_te_reo_has_its_description_in_english(run: Callable[..., Run]) -> None:
    details = rows(run("sheet", "examples/te-reo-maori").out, "Details that NZQA lists")
    (row,) = [one for one in details if one[0] == "Description in English"]
    assert row[1] == "our reading of related rules"
    assert row[2]


def test_standards_are_told_one_by_one(run: Callable[..., Run]) -> None:
    told = rows(run("sheet", "examples/unit-standards").out, "Details that NZQA lists")
    standards = [row for row in told if row[0].startswith("Standards: ")]
    assert len(standards) > 1
    assert all(row[1] == "rule 6(1)(f)" and "version" in row[2] for row in standards)


def test_a_list_that_names_nothing_is_told_as_it_is(run: Callable[..., Run], proposal: Callable[[str], str]) -> None:
    told = run("sheet", proposal("purpose: {relevance: [{statement: It helps.}]}\ntitle: A\n")).out
    (row,) = [one for one in rows(told, "Details that NZQA lists") if one[0] == "Why it matters"]
    assert row[1:] == [
        "rule 6(1)(d)(ii)",
        "✘ It helps. **– to be fixed:** The purpose does not say whom the micro-credential matters to, and why.",
    ]


def test_an_older_edition_says_that_the_details_are_of_later_rules(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/edition-2018")
    assert "> The details and their order are of later rules; of NZQA 2018 no such list was read." in done.out
    assert "no such list was read" not in run("sheet", "examples/edition-2018", "--edition", "2022").out


def test_what_could_not_be_read_is_said_and_not_called_missing(
    run: Callable[..., Run], proposal: Callable[[str], str]
) -> None:
    done = run("sheet", proposal("title: A\nlevel: four\npurpose: [none]\ncredits: 10\n"))
    assert done.code == 0
    given = {name: value for name, _, value in rows(done.out, "Details that NZQA lists")}
    seen = "✘ could not be read: see “What could not be read as it was meant”"
    assert (given["Level"], given["Knowledge"], given["Credit value"]) == (seen, seen, "10")
    wrong = [value for value in given.values() if value == seen]
    assert f"not given yet and {len(wrong)} details do not pass the check.**" in done.out
    assert "## What could not be read as it was meant" in done.out
    (level, purpose) = rows(done.out, "Slips in the file")
    assert level[0].endswith("proposal.yaml:2:8`")
    assert purpose[0].endswith("proposal.yaml:3:10`")
    assert all(level + purpose)


def test_a_value_that_does_not_pass_the_check_says_why_before_it_is_copied(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/poor")
    given = {name: value for name, _, value in rows(done.out, "Details that NZQA lists")}
    assert given["NZSCED code"] == "✘ 1101 **– to be fixed:** The NZSCED code 1101 does not have six digits."
    assert given["Title"].startswith("✘ National Barista Skills for Cafés **– to be fixed:** The title says “national”")
    assert given["NZSCED field"] == "Food and Beverage Service"
    assert "**✘ 1 detail is not given yet and 2 details do not pass the check.**" in done.out


def test_what_is_wrong_with_a_list_is_said_once(run: Callable[..., Run], proposal: Callable[[str], str]) -> None:
    text = "title: A\nstandards: [{id: '1', title: One}, {title: Two, version: 3}]\n"
    told = [row for row in rows(run("sheet", proposal(text)).out, "Details that NZQA lists") if "Standard" in row[0]]
    assert [("to be fixed" in row[2], row[0]) for row in told] == [(True, "Standards: 1"), (False, "Standards")]


# --- Evidence and files -----------------------------------------------------------------------------------------------


def test_the_evidence_is_indexed_and_every_file_has_its_fingerprint(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/listed-overdue")
    first = rows(done.out, "Who says what about the need, when, and of which outcomes")[0]
    assert first[0] == "E1"
    assert all(first)
    files = {row[1].strip("`"): row for row in rows(done.out, "Files to send")}
    folder = ROOT / "examples" / "listed-overdue"
    for name, (what, _, digest) in files.items():
        assert what.startswith(("Evidence E", "Letter of the standard-setting body", "Review of "))
        assert digest.strip("`") == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert any(row[0].startswith("Review of ") for row in files.values())
    assert any(row[0] == "Letter of the standard-setting body" for row in files.values())
    reviews = rows(done.out, "Reviews so far")
    assert reviews[0][1:] == ["yes", reviews[0][2], "It goes on as it is."]


def test_the_sheet_ends_with_what_it_rests_on(run: Callable[..., Run]) -> None:
    end = run("sheet", "examples/digital-skills").out.split("## About this sheet\n")[1]
    content = (ROOT / "examples/digital-skills/proposal.yaml").read_bytes()
    assert f"SHA-256 of the file: `{hashlib.sha256(content).hexdigest()}`" in end
    for said in ("Day of the check: 23 November 2026", "NZQA 2026, in force from 19 January 2026", "mcred-check 0."):
        assert said in end


SUPPORT = "title: A\nsupport: {body: Services, decision: requested, reason: Asked., consultation: A call.}\n"


def test_a_support_that_is_not_there_yet_says_what_is_missing(
    run: Callable[..., Run], proposal: Callable[[str], str]
) -> None:
    done = run("sheet", proposal(SUPPORT))
    assert "- What it says: It has been asked, and has not answered yet.\n" in done.out
    assert "- Date: … not given yet: fill in `support.date`\n" in done.out
    assert "- Reason: Asked.\n- Consultation: A call.\n" in done.out
    assert "The proposal names no file yet." in done.out


def test_a_support_that_is_not_needed_misses_neither_a_body_nor_a_date(run: Callable[..., Run]) -> None:
    told = run("sheet", "examples/te-reo-maori").out.partition("## Standard-setting body\n\n")[2].partition("\n\n")[0]
    assert told.startswith(
        "- What it says: Its support is not needed in this case.\n- Reason: No Industry Skills Board"
    )
    assert "not given" not in told


def test_what_names_no_file_says_which_field_to_fill_in(
    run: Callable[..., Run], proposal: Callable[[str], str]
) -> None:
    text = (
        "title: A\nsupport: {decision: supported}\nneed: {evidence: [{says: Yes}]}\nlearning_outcomes: [{outcome: Do}]"
        "\nreview: {history: [{date: 2026-01-05}, {decision: continue, need_confirmed: false}]}\n"
    )
    done = run("sheet", proposal(text))
    assert rows(done.out, "Files to send") == [
        ["Evidence number 1", "… no file is named: fill in `need.evidence.file`", ""],
        ["Letter of the standard-setting body", "… no file is named: fill in `support.file`", ""],
        ["Review of 5 January 2026", "… no file is named: fill in `review.history.file`", ""],
        ["Review", "… no file is named: fill in `review.history.file`", ""],
    ]
    assert rows(done.out, "Reviews so far") == [
        ["5 January 2026", "not said", "", "not said"],
        ["not dated", "no", "", "It goes on as it is."],
    ]
    assert rows(done.out, "Each outcome, with its learning hours") == [["–", "Do", "–"]]


def evidence(*files: str) -> str:
    return "title: A\nneed:\n  evidence:\n" + "".join(
        f"    - {{id: E{at}, file: '{file}'}}\n" for at, file in enumerate(files)
    )


HOSTILE = {
    "../secret.txt": "The file lies outside the proposal's folder.",
    "evidence/../../secret.txt": "The file lies outside the proposal's folder.",
    "/etc/passwd": "The file is not a path beside the proposal, written with forward slashes.",
    "~/.ssh/id_rsa": "The file is not a path beside the proposal, written with forward slashes.",
    "C:\\secret": "The file is not a path beside the proposal, written with forward slashes.",
    "link-out": "The file lies outside the proposal's folder.",
    "pipe": "The file is not a file.",
    "folder": "The file is not a file.",
    "nowhere.pdf": "The file is not in the folder.",
    "empty.pdf": "The file is empty.",
    "large.pdf": "The file is larger than 100,000,000 bytes, so it was not read.",
}


def test_a_file_that_may_not_or_cannot_be_read_is_said_and_never_read(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "proposals"
    (folder / "folder").mkdir(parents=True)
    (folder / "evidence").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link-out").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe")
    (folder / "empty.pdf").touch()
    with (folder / "large.pdf").open("wb") as stream:
        stream.truncate(100_000_001)
    (folder / "sound.pdf").write_bytes(b"sound")
    (folder / "a.yaml").write_text(evidence(*HOSTILE, "sound.pdf", "./sound.pdf"), "utf-8")
    done = run("sheet", str(folder / "a.yaml"))
    assert done.code == 0
    said = {
        row[1].strip("`").replace("\\\\", "\\").replace("\\~", "~"): row[2] for row in rows(done.out, "Files to send")
    }
    assert {name: said[name].removeprefix("✘ ").replace("\\", "") for name in HOSTILE} == HOSTILE
    digest = hashlib.sha256(b"sound").hexdigest()
    assert said["sound.pdf"] == said["./sound.pdf"] == f"`{digest}`"
    assert hashlib.sha256(b"secret").hexdigest() not in done.out


def test_a_file_that_is_named_twice_stands_once(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "both.pdf").write_bytes(b"both")
    reviews = "review: {history: [{date: 2026-01-05, file: both.pdf}, {file: both.pdf}]}\n"
    (tmp_path / "a.yaml").write_text(evidence("both.pdf", "both.pdf") + reviews, "utf-8")
    (row,) = rows(run("sheet", str(tmp_path / "a.yaml")).out, "Files to send")
    assert row[0] == "Evidence E0 and E1; Review of 5 January 2026"


def test_what_is_read_for_fingerprints_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 7)
    for name in "abc":
        (tmp_path / name).write_bytes(b"1234")
    taken = fingerprints(tmp_path, ["a", "a", "b", "c"])
    assert taken["a"] == Fingerprint(hashlib.sha256(b"1234").hexdigest(), 4)
    assert [taken[name].problem for name in "bc"] == [
        "was not read, because the files come to more than 7 bytes",
        "was not read, because the files come to more than 7 bytes",
    ]


def test_a_file_that_changes_between_the_look_and_the_reading_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / "link").symlink_to(tmp_path / "other")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(reading, "file_problem", lambda *_: "")
    monkeypatch.setattr(reading.os.path, "realpath", str)  # type: ignore[attr-defined]
    assert fingerprints(tmp_path, ["link", "pipe", "gone"]) == {
        "link": Fingerprint(problem="cannot be opened"),
        "pipe": Fingerprint(problem="is not a file"),
        "gone": Fingerprint(problem="cannot be opened"),
    }


# --- Judgements -------------------------------------------------------------------------------------------------------


def test_answers_are_told_and_open_questions_get_lines_to_sign(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/digital-skills")
    answered = rows(done.out, "Judgements that the proposal records")
    assert [row[1] for row in answered] == ["✔ Met", "✔ Met"]
    assert answered[0][2].startswith("Aroha Example, academic adviser (invented), 9 November 2026: Read against levels")
    asked = done.out.split("## To judge and sign\n")[1].split("## About")[0]
    questions = re.findall(r"^Q(\d+) \? For a person to judge: \*\*", asked, re.MULTILINE)
    assert questions == [str(at) for at in range(1, len(questions) + 1)]
    assert asked.count("☐ Met ☐ Not met · Name and role: ____") == len(questions)
    assert f"{len(questions)} questions are for a person to judge" in done.out


@pytest.mark.parametrize("name", ["digital-skills", "draft"])
@pytest.mark.parametrize(("form", "ending"), [("markdown", "md"), ("html", "html")])
def test_the_sheet_of_an_example_is_the_golden_one(run: Callable[..., Run], name: str, form: str, ending: str) -> None:
    golden = (ROOT / "tests" / "golden" / f"{name}.sheet.{ending}").read_text("utf-8")
    assert run("sheet", f"examples/{name}", "--format", form).out == golden


# --- Forms, streams and exit codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["md", "markdown", "MD"])
def test_a_file_gets_markdown_by_its_ending(run: Callable[..., Run], tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"sheet.{ending}"
    done = run("sheet", "examples/draft", "--output", str(out))
    assert (done.code, done.out, done.err) == (0, "", f"{out}: written.\n")
    assert out.read_text("utf-8") == run("sheet", "examples/draft").out


@pytest.mark.parametrize(("ending", "given"), [("html", ()), ("htm", ()), ("page", ("--format", "html"))])
def test_a_file_gets_a_page_by_its_ending_or_as_it_is_asked_for(
    run: Callable[..., Run], tmp_path: Path, ending: str, given: tuple[str, ...]
) -> None:
    out = tmp_path / f"sheet.{ending}"
    assert run("sheet", "examples/draft", "--output", str(out), *given).code == 0
    page = out.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Visitor Guiding on Local Walks: sheet for the application</title>" in page
    assert page == run("sheet", "examples/draft", "--format", "html").out


def test_a_word_file_opens_and_is_the_same_each_time(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("one.docx", "two.docx"):
        assert run("sheet", "examples/digital-skills", "--output", str(tmp_path / name)).code == 0
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    document = Document(str(tmp_path / "one.docx"))
    assert document.core_properties.title == "Digital Skills for the Workplace"
    assert document.core_properties.subject == "Sheet for the application"
    assert document.paragraphs[0].text == "Digital Skills for the Workplace"
    assert any(NOT_AN_APPROVAL in one.text for one in document.paragraphs)


def test_a_word_file_goes_to_a_pipe_and_not_to_a_terminal(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "mcred_check", "sheet", "examples/draft", "--as-of", "2026-11-23", "--format", "docx"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert zipfile.ZipFile(io.BytesIO(piped.stdout)).testzip() is None
    monkeypatch.setattr("mcred_check.commands.sheet.console.refuse_a_terminal", _refuses)
    done = run("sheet", "examples/draft", "--format", "docx")
    assert (done.code, done.out, done.err) == (2, "", "A Word file: --output sheet.docx\n")


def _refuses(what: str, instead: str) -> None:
    from mcred_check.model import CouldNotCheckError

    message = f"{what}: {instead}"
    raise CouldNotCheckError(message)


@needs_office
def test_an_office_shows_the_sheet(run: Callable[..., Run], tmp_path: Path) -> None:
    out = tmp_path / "sheet.docx"
    run("sheet", "examples/digital-skills", "--output", str(out))
    shown = pages(out)
    assert "Small firms gain staff who work well with shared files" in " ".join(shown[0].split())
    assert f"Page {len(shown)} of {len(shown)}" in shown[-1]
    assert "About this sheet" in shown[-1]


def test_several_proposals_come_one_after_the_other(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("sheet", "examples/draft", "examples/digital-skills")
    assert done.code == 0
    assert done.out.startswith("# Micro-credential proposals\n\nA sheet for each, one after the other.\n")
    assert re.findall("^## .*", done.out, re.MULTILINE) == [
        "## Visitor Guiding on Local Walks",
        "## Digital Skills for the Workplace",
    ]
    out = tmp_path / "both.docx"
    run("sheet", "examples/draft", "examples/digital-skills", "--output", str(out))
    breaks = [one.text for one in Document(str(out)).paragraphs if "w:pageBreakBefore" in one._p.xml]
    assert breaks == ["Visitor Guiding on Local Walks", "Digital Skills for the Workplace"]


def test_a_folder_says_what_it_passes_over(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: A\n", "utf-8")
    (tmp_path / "other.yaml").write_text("a: b\n", "utf-8")
    done = run("sheet", str(tmp_path))
    assert done.code == 0
    assert done.out.startswith("# A\n")
    assert done.err == f"Passed over: {tmp_path}/other.yaml: it has none of a proposal's fields\n"


def test_a_proposal_that_cannot_be_read_exits_1_with_the_finding(run: Callable[..., Run], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: A\nlevel: [3\n", "utf-8")
    out = tmp_path / "sheet.docx"
    done = run("sheet", str(broken), "--output", str(out))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"No sheet: {broken}:")
    assert not out.exists()
    (tmp_path / "sound.yaml").write_text("title: B\n", "utf-8")
    both = run("sheet", str(tmp_path))
    assert both.code == 1
    assert both.out.startswith("# B\n")
    assert f"No sheet: {broken}:" in both.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nowhere.yaml",), "nowhere.yaml: cannot be read"),
        (("tests/golden",), "There is no proposal in tests/golden."),
        (
            ("examples/draft", "--output", "sheet.pdf"),
            "does not say what form it is to have; end it in .md, .markdown, .html, .htm or .docx, or add --format",
        ),
        (("examples/draft", "--output", "nowhere/sheet.md"), "nowhere/sheet.md: the sheet could not be written"),
        (("examples/draft", "--format", "pdf"), "pdf"),
        (("examples/draft", "--as-of", "soon"), "“soon” is not a date"),
        (("examples/draft", "--edition", "1999"), "1999"),
        (("examples/draft", "--config", "a.yaml", "--no-config"), "give one of them"),
        (("examples/draft", "examples/repository"), "a run has one configuration"),
    ],
)
def test_what_cannot_be_done_exits_2(run: Callable[..., Run], args: tuple[str, ...], said: str) -> None:
    done = run("sheet", *args, dated="--as-of" not in args)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())


def test_a_folder_without_a_proposal_says_why(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: b\n", "utf-8")
    done = run("sheet", str(tmp_path))
    assert done.code == 2
    assert "a.yaml: it has none of a proposal's fields" in done.err


def test_the_configuration_holds_as_it_does_for_a_check(run: Callable[..., Run], tmp_path: Path) -> None:
    text = (ROOT / "examples/digital-skills/proposal.yaml").read_text("utf-8")
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    (tmp_path / "mcred-check.yaml").write_text(
        "edition: '2025'\nstages:\n  - {path: a.yaml, stage: draft}\nexclude: [b.yaml]\n", "utf-8"
    )
    (tmp_path / "b.yaml").write_text("title: B\n", "utf-8")
    done = run("sheet", str(tmp_path))
    assert done.out.startswith("# Digital Skills for the Workplace\n")
    assert "Checked at stage draft" in done.out
    assert "NZQA 2025" in done.out
    assert "NZQA 2026" in run("sheet", str(tmp_path / "a.yaml"), "--no-config").out
    (tmp_path / "mcred-check.yaml").write_text("exclude: ['*.yaml']\n", "utf-8")
    assert "leave out all that there is to check" in run("sheet", str(tmp_path)).err


def test_standard_input_is_read_and_its_files_looked_for_in_the_working_folder(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"title: A\nneed: {evidence: [{id: E1, file: LICENSE}]}\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    ((what, file, digest),) = rows(run("sheet", "-").out, "Files to send")
    assert (what, file) == ("Evidence E1", "`LICENSE`")
    assert digest == f"`{hashlib.sha256((ROOT / 'LICENSE').read_bytes()).hexdigest()}`"


def test_only_rules_with_a_number_stand_in_the_line_about_the_numbers() -> None:
    page = Source("Listing Rules 2022", url="https://rules.example/3")
    rules = [
        rule(name, source=page._replace(clause=clause)) for name, clause in (("a", ""), ("b", "rule 3"), ("c", ""))
    ]
    framework = NZQA.framework._replace(listing=tuple(Detail(one.key, (("A", ("a",)),)) for one in rules))
    run = report(rule_sets=(RuleSet(framework, tuple(rules), {}),)).run
    *_, sources = listing(Case.of(result(data={"a": 1}), run), framework)
    assert isinstance(sources, Paragraph)
    assert "".join(span.text for span in sources.text) == "Rule 3: Listing Rules 2022 (read in the rules' text)."


def test_a_rule_set_without_details_leaves_those_of_nzqa(run: Callable[..., Run]) -> None:
    done = run("sheet", "examples/digital-skills", "--rules", "examples/house-rules")
    assert done.code == 0
    assert done.out.count("## Listing details") == 1


def test_the_help_says_that_it_is_no_approval(run: Callable[..., Run]) -> None:
    done = run("sheet", "--help")
    assert done.code == 0
    told = " ".join(done.out.split())
    assert "never an approval" in told
    for option in ("--output", "--format", "--as-of", "--edition", "--rules", "--config"):
        assert option in told


def test_nothing_in_a_proposal_becomes_markdown_or_html(run: Callable[..., Run], tmp_path: Path) -> None:
    evil = "".join(char for char in EVIL if char not in "\x00\x1b\x07\ud800\ufffe")  # what a file cannot hold
    data = {
        "title": evil,
        "level": 3,
        "purpose": {"knowledge": evil, "relevance": [{"group": evil, "statement": evil}], "used_in": [evil]},
        "standards": [{"id": evil, "title": evil}],
        "need": {"evidence": [{"id": evil, "file": evil, "says": evil, "date": evil, "outcomes": [evil]}]},
        "support": {"body": evil, "file": evil},
        "learning_outcomes": [{"id": evil, "outcome": evil}],
    }
    (tmp_path / "a.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    for form in ("markdown", "html"):
        done = run("sheet", str(tmp_path / "a.yaml"), "--format", form)
        assert done.code == 0
        assert "<img src=x" not in done.out.replace("\\<img", "")
        assert "\u202e" not in done.out
    told = run("sheet", str(tmp_path / "a.yaml")).out
    assert not {"html_block", "html_inline", "image"} & tags(told)
    inner = [child for token in rendered(told) for child in token.children or ()]
    links = [str(child.attrs["href"]) for child in inner if child.type == "link_open"]
    assert links
    assert all(one.startswith("https://d3fukx320kx0in.cloudfront.net/") for one in links)
