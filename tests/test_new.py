"""A proposal to fill in: what is written, where, and what goes over from another proposal."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from mcred_check import writing
from mcred_check.checking import Checker
from mcred_check.commands import new as command
from mcred_check.editing import schema_for_editors
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError
from mcred_check.renewing import _STAYS, renewed
from mcred_check.rulebook import Rulebook
from mcred_check.rules import bundle, load_rules, reading_rules
from mcred_check.starting import draft, given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conftest import Run

    from mcred_check.model import Json, Result

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(ROOT.glob("examples/*/proposal.yaml"))
SHAPE = bundle()["proposal"]
RULES = load_rules()
TODAY = date(2026, 11, 23)
BOOK = Rulebook(RULES, TODAY)
SCHEMA = "proposal.schema.json"


def checked(text: str) -> Result:
    (proposal,) = read(text.encode(), "new.yaml", SHAPE)
    checker = Checker(RULES, TODAY, shape=SHAPE, reading=reading_rules(bundle()["reading"]))
    return checker.check(proposal)


def fields(shape: Json) -> Iterable[tuple[str, Json]]:
    """Give every field of a shape with its name."""
    for name, inner in shape.get("properties", {}).items():
        yield name, inner
        yield from fields(inner)
    if "items" in shape:
        yield from fields(shape["items"])


@pytest.fixture
def here(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command line from an empty folder."""
    monkeypatch.chdir(tmp_path)
    return run


# --- What is written --------------------------------------------------------------------------------------------------


def test_a_new_proposal_is_a_draft_with_only_to_do_left() -> None:
    result = checked(draft(SHAPE, BOOK, {}))
    assert result.ready
    assert result.stage == "draft"
    assert {one.outcome for one in result.findings} == {"to do"}
    assert len(result.findings) > 15


def test_every_field_of_the_format_stands_in_it_with_what_it_is_for() -> None:
    text = draft(SHAPE, BOOK, {})
    words = " ".join(re.sub(r"(?m)^ *#", "", text).split())
    for name, inner in fields(SHAPE):
        assert re.search(rf"(?m)^ *(- )?{name}:", text), name
        assert inner["description"] in words, name
        for choice, meaning in zip(inner.get("enum", ()), inner.get("enumDescriptions", ()), strict=True):
            assert f"{choice}: {meaning}" in words


def test_it_goes_in_the_order_of_the_scorecard() -> None:
    (rule_set,) = RULES
    headings = re.findall(r"(?m)^# --- (.+?) -+$", draft(SHAPE, BOOK, {}))
    assert headings == [one.title for one in rule_set.framework.criteria]


def test_no_line_is_longer_than_a_narrow_editor_shows() -> None:
    assert max(map(len, draft(SHAPE, BOOK, {}).splitlines())) <= 88


def test_a_field_that_no_rule_looks_at_stands_with_the_one_before_it() -> None:
    text = draft(SHAPE, BOOK, {})
    assert text.index("quality_management:") < text.index("\nfunding:") < text.index("te_hono_o_te_kahurangi:")


def test_what_is_known_already_is_filled_in() -> None:
    data = {
        "title": "Data: literacy",
        "credits": 10,
        "entry": {"open": False, "requirements": ["Works in a café", "A note: from an employer"]},
        "learning_outcomes": [{"id": "LO1", "outcome": "Explain " + "what is meant " * 12 + "here"}, {"id": "LO2"}],
        "change_control": "One line\n\nand another",
    }
    text = draft(SHAPE, BOOK, data)
    (proposal,) = read(text.encode(), "a.yaml", SHAPE)
    assert proposal.faults == ()
    assert proposal.data == {"format": 1, "status": "draft", **data}
    assert text.count("# [must] What the graduate can do") == 1  # only the first item is explained


def test_only_what_was_said_can_be_written_too() -> None:
    data = {"title": "Data: literacy", "learning_outcomes": [{"id": "LO1", "outcome": "Explain data"}, {"id": "LO2"}]}
    assert given(SHAPE, data) == (
        "title: 'Data: literacy'\nlearning_outcomes:\n  - id: LO1\n    outcome: Explain data\n  - id: LO2\n"
    )


# --- Where it is written ----------------------------------------------------------------------------------------------


def test_it_is_written_here_with_the_schema_beside_it(here: Callable[..., Run]) -> None:
    result = here("new")
    assert result.code == 0
    assert "21 things are still to do" in result.out
    text = Path("proposal.yaml").read_text("utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert json.loads(Path(SCHEMA).read_text("utf-8")) == schema_for_editors(SHAPE, BOOK)
    assert here("check", "proposal.yaml").code == 0


def test_a_file_that_is_there_is_not_written_over_unless_asked(here: Callable[..., Run]) -> None:
    Path("proposal.yaml").write_text("title: Mine\n", "utf-8")
    result = here("new")
    assert result.code == 2
    assert "proposal.yaml is there already. Give another name, or --force to write over it." in result.err
    assert Path("proposal.yaml").read_text("utf-8") == "title: Mine\n"
    assert here("new", "--force").code == 0
    assert "title: Mine" not in Path("proposal.yaml").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows may refuse links")
def test_nothing_is_written_through_a_link_that_leads_nowhere(here: Callable[..., Run], tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    Path("proposal.yaml").symlink_to(outside / "p.yaml")
    assert "proposal.yaml is there already." in here("new").err
    Path("one").mkdir()
    Path("one", SCHEMA).symlink_to(outside / "s.json")
    assert here("new", "one").code == 0
    assert list(outside.iterdir()) == []


def test_a_folder_takes_the_usual_name_and_is_made_where_it_is_not_there(here: Callable[..., Run]) -> None:
    Path("one").mkdir()
    assert here("new", "one").code == 0
    assert Path("one/proposal.yaml").is_file()
    assert here("new", "two/three/café.yml").code == 0
    assert Path("two/three/café.yml").is_file()


def test_a_name_that_check_would_pass_over_is_refused(here: Callable[..., Run]) -> None:
    result = here("new", "my barista.docx")
    assert result.code == 2
    assert 'A proposal\'s name ends in .yaml: mcred-check new "my barista.docx.yaml"\n' in result.err
    assert list(Path().iterdir()) == []


def test_a_name_without_an_ending_is_a_folder_of_its_own(here: Callable[..., Run]) -> None:
    result = here("new", "my barista")
    assert result.code == 0
    assert 'mcred-check check "my barista/proposal.yaml"\n' in result.out
    assert Path("my barista/proposal.yaml").is_file()


def test_a_folder_that_cannot_be_made_exits_2(here: Callable[..., Run]) -> None:
    Path("file").write_text("", "utf-8")
    result = here("new", "file/inner/proposal.yaml")
    assert result.code == 2
    assert "file/inner: the folder could not be made" in result.err


def test_a_schema_further_up_is_used_instead_of_another_copy(here: Callable[..., Run]) -> None:
    here("schema", "--output", SCHEMA)
    assert here("new", "barista/first/proposal.yaml").code == 0
    text = Path("barista/first/proposal.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../proposal.schema.json\n")
    assert not Path("barista/first", SCHEMA).exists()


def test_a_schema_that_is_there_stays_as_it_is(here: Callable[..., Run]) -> None:
    Path(SCHEMA).write_text("{}", "utf-8")
    here("new")
    assert Path(SCHEMA).read_text("utf-8") == "{}"


def test_outside_the_working_folder_only_the_folder_itself_is_looked_at(
    here: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert here("new", str(elsewhere / "deep" / "proposal.yaml")).code == 0
    assert (elsewhere / "deep" / SCHEMA).is_file()


# --- From another proposal --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_what_is_of_an_older_application_stays_behind(path: Path, here: Callable[..., Run]) -> None:
    (old,) = read(path.read_bytes(), "old.yaml", SHAPE)
    result = here("new", "new.yaml", "--from", str(path))
    assert result.code == 0
    (proposal,) = read(Path("new.yaml").read_bytes(), "new.yaml", SHAPE)
    assert proposal.faults == ()
    assert proposal.data["status"] == "draft"
    assert not {"listing", "judgements"} & proposal.data.keys()
    assert "history" not in proposal.data.get("review", {})
    assert set(proposal.data.get("support", {})) <= {"body", "date"} - {"date"}
    for piece in proposal.data.get("need", {}).get("evidence", ()):
        assert set(piece) <= {"id", "kind", "group", "organisation", "contact"}
    assert not re.search(r"(?m)^ *[a-z_]+: [0-9]{4}-[0-9]{2}-[0-9]{2}$", Path("new.yaml").read_text("utf-8"))
    for name in ("title", "level", "credits", "purpose", "learning_outcomes", "assessments", "delivery"):
        assert proposal.data.get(name) == old.data.get(name)


def test_what_stays_behind_is_said_in_the_output_and_in_the_file(here: Callable[..., Run]) -> None:
    result = here("new", "new.yaml", "--from", str(ROOT / "examples/listed-overdue"))
    said = "Left behind, because it belongs to that proposal alone: application.date, need.evidence.date"
    flat = " ".join(result.out.split())
    assert said in flat
    assert "review.history and listing." in flat
    assert said in " ".join(Path("new.yaml").read_text("utf-8").replace("#", " ").split())


def test_what_could_not_be_read_is_said_to_stay_behind(here: Callable[..., Run]) -> None:
    Path("old.yaml").write_text("title: A\nlevel: three\ncredits: 10\n", "utf-8")
    result = here("new", "new.yaml", "--from", "old.yaml")
    assert "Left behind, because it could not be read: level." in result.out
    assert "belongs to that proposal alone" not in result.out
    (proposal,) = read(Path("new.yaml").read_bytes(), "new.yaml", SHAPE)
    assert proposal.data["credits"] == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: A\n---\ntitle: B\n", "old.yaml holds 2 proposals; name the file of one."),
        ("- a\n", "old.yaml could not be read: This is a list, not a proposal. mcred-check check old.yaml says where."),
    ],
)
def test_what_is_not_one_proposal_cannot_be_begun_from(here: Callable[..., Run], text: str, said: str) -> None:
    Path("old.yaml").write_text(text, "utf-8")
    result = here("new", "new.yaml", "--from", "old.yaml")
    assert result.code == 2
    assert said in result.err
    assert not Path("new.yaml").exists()


def test_a_folder_with_one_proposal_will_do(here: Callable[..., Run]) -> None:
    Path("old").mkdir()
    Path("old/proposal.yaml").write_text("title: Weaving\n", "utf-8")
    Path("old/compose.yaml").write_text("services: {web: 1}\n", "utf-8")
    assert here("new", "new.yaml", "--from", "old").code == 0
    Path("old/proposal.yaml").unlink()
    assert "old holds 0 proposals; name the file of one." in here("new", "b.yaml", "--from", "old").err


def test_what_stays_behind_are_fields_of_the_format() -> None:
    assert _STAYS
    for path in _STAYS:
        shape: Json = SHAPE
        for step in path.split("/"):
            shape = shape["items"] if step == "*" else shape["properties"][step]
        assert shape["title"]


def test_of_nothing_nothing_goes_over() -> None:
    assert renewed(SHAPE, {}) == ({}, [])
    assert renewed(SHAPE, {"judgements": [{"rule": "a"}], "status": "listed"}) == ({}, ["judgements"])


# --- The rules of an institution -------------------------------------------------------------------------------------


def test_the_rules_of_the_configuration_above_ask_too(kauri: Callable[..., Run]) -> None:
    result = kauri("new", "proposals/one/proposal.yaml")
    assert result.code == 0
    assert "2 are for a person" in result.out  # which NZQA's rules ask of no empty draft
    text = Path("proposals/one/proposal.yaml").read_text("utf-8")
    assert (
        "# [must unless application.type is accredit] What the micro-credential is worth" in text
    )  # which NZQA's rule alone calls should
    head = " ".join(text.replace("#", " ").split())
    assert "“NZQA micro-credential rules” and “House rules of Kauri University (invented)”." in head
    assert "house-rules/level-is-4-to-8" in Path("proposals/one", SCHEMA).read_text("utf-8")
    said = kauri("check", "proposals/one/proposal.yaml").out
    assert "21 things are still to do, 2 are for a person" in said


def test_other_rules_may_be_named_and_the_configuration_left(kauri: Callable[..., Run]) -> None:
    result = kauri("new", "a.yaml", "--no-config")
    assert "2 are for a person" not in result.out
    assert result.out.count("mcred-check check a.yaml --no-config") == 1
    result = kauri("new", "b b.yaml", "--no-config", "--rules", "nz-tec", "--rules", "house-rules")
    assert 'mcred-check check "b b.yaml" --rules nz-tec --rules house-rules --no-config' in " ".join(result.out.split())
    result = kauri("new", "c.yaml", "--config", "mcred-check.yaml")
    assert "mcred-check check c.yaml --config mcred-check.yaml" in result.out


def test_a_rule_set_that_is_not_there_leaves_no_file_behind(here: Callable[..., Run]) -> None:
    result = here("new", "deep/a.yaml", "--rules", "hause")
    assert result.code == 2
    assert "There is no rule set and no folder “hause”." in result.err
    assert list(Path().iterdir()) == []


# --- An interview -----------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(here: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Hold an interview by lines on standard input."""

    def ask(*lines: str, args: tuple[str, ...] = ()) -> Run:
        typed = io.BytesIO("".join(f"{line}\n" for line in lines).encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed, encoding="ascii"))
        return here("new", "new.yaml", "--ask", *args)

    return ask


def written() -> Json:
    (proposal,) = read(Path("new.yaml").read_bytes(), "new.yaml", SHAPE)
    return proposal.data


EVERYTHING = (
    *("Raranga: he tīmatanga", "3", "10", "Prepare harakeke", "Weave a kono", "", "Kura look for weavers."),
    *("Te Rōpū Raranga", "iwi", "", "Tōtara Polytechnic", "polytechnic", "list-approve-and-accredit"),
)


def test_every_answer_is_in_the_draft(asked: Callable[..., Run]) -> None:
    result = asked(*EVERYTHING)
    assert result.code == 0
    assert written() == {
        "format": 1,
        "status": "draft",
        "title": "Raranga: he tīmatanga",
        "level": 3,
        "credits": 10,
        "learning_outcomes": [{"id": "LO1", "outcome": "Prepare harakeke"}, {"id": "LO2", "outcome": "Weave a kono"}],
        "need": {
            "summary": "Kura look for weavers.",
            "evidence": [{"id": "E1", "organisation": "Te Rōpū Raranga", "group": "iwi"}],
        },
        "applicant": {"name": "Tōtara Polytechnic", "kind": "polytechnic"},
        "application": {"type": "list-approve-and-accredit"},
    }
    assert "9 of 9  [must] What is applied for" in result.out
    assert "A draft with nothing wrong so far" in result.out
    assert {one.outcome for one in checked(Path("new.yaml").read_text("utf-8")).findings} == {"to do", "judge"}


def test_why_a_field_is_asked_for_is_told_of_a_whole_one_and_not_of_its_parts(asked: Callable[..., Run]) -> None:
    said = " ".join(asked(*[""] * 9).out.split())
    assert "how demanding the micro-credential is" in said
    assert "help a reader to weigh the letters" not in said
    assert "depends on what kind of organisation it is" not in said


def test_an_answer_is_checked_as_it_is_given(asked: Callable[..., Run]) -> None:
    result = asked("Diploma of Weaving", "Weaving", "three", "3", "41", "40")
    said = " ".join(result.out.split())
    assert "✘ The title says “diploma”, a word kept for qualifications. → Choose another title" in said
    assert "title [Diploma of Weaving]: Weaving" in said
    assert "✘ Level should be a whole number, but this is “three”." in said
    assert "✘ 41 credits; a micro-credential carries at most 40." in said
    assert written() == {"format": 1, "status": "draft", "title": "Weaving", "level": 3, "credits": 40}


def test_an_answer_that_is_not_right_stays_if_it_is_to(asked: Callable[..., Run]) -> None:
    result = asked("Diploma of Weaving", "", "3")
    assert written()["title"] == "Diploma of Weaving"
    assert result.out.count("✘ The title says") == 1
    assert "A draft that is not right yet: 1 thing must be fixed" in result.out


def test_a_number_with_a_fraction_is_said_to_be_wrong_where_it_is(asked: Callable[..., Run]) -> None:
    result = asked("A", "3.5", "3")
    assert "Level should be a whole number, but this is “3.5”." in result.out


def test_the_end_of_the_answers_is_the_end_of_the_questions(asked: Callable[..., Run]) -> None:
    result = asked("Weaving")
    assert result.code == 0
    assert written() == {"format": 1, "status": "draft", "title": "Weaving"}


def test_enter_alone_leaves_everything_open(asked: Callable[..., Run]) -> None:
    result = asked(*[""] * 9)
    assert result.code == 0
    assert written() == {"format": 1, "status": "draft"}


def test_a_part_of_an_item_may_stay_open(asked: Callable[..., Run]) -> None:
    asked("", "", "", "", "", "Te Rōpū Raranga", "", "")
    assert written()["need"]["evidence"] == [{"id": "E1", "organisation": "Te Rōpū Raranga"}]


def test_what_another_proposal_said_is_offered_and_added_to(asked: Callable[..., Run]) -> None:
    Path("old.yaml").write_text("title: Weaving\nlevel: 2\nlearning_outcomes: [{id: LO2, outcome: Weave}]\n", "utf-8")
    result = asked("", "3", "", "Prepare harakeke", "", args=("--from", "old.yaml"))
    assert "title [Weaving]: " in result.out
    assert "level [2]: 3" in result.out
    assert "Already there: 1. What you say now is added." in result.out
    assert written()["title"] == "Weaving"
    assert written()["level"] == 3
    assert written()["learning_outcomes"] == [
        {"id": "LO2", "outcome": "Weave"},
        {"id": "LO1", "outcome": "Prepare harakeke"},
    ]


def test_an_answer_is_held_against_the_house_rules(asked: Callable[..., Run]) -> None:
    shutil.copytree(ROOT / "examples/house-rules", "house-rules")
    result = asked("Weaving", "3", "4", args=("--rules", "house-rules"))
    assert "✘ Level 3; this university awards micro-credentials at levels 4 to 8." in result.out
    assert written()["level"] == 4


@pytest.mark.parametrize(
    ("title", "kind", "wanted"),
    [
        ("“Weaving”", "PTE", "pte"),
        ("‘Weaving’", "Te Pūkenga", "te-pukenga"),
        ('"Weaving"', "wānanga", "wananga"),
        ("Weaving", "school", "school"),
    ],
)
def test_an_answer_is_taken_as_it_is_meant_and_that_is_said(
    asked: Callable[..., Run], title: str, kind: str, wanted: str
) -> None:
    result = asked(title, "", "", "", "“Kura” ask.", "", "A", kind)
    assert ("  Taken as: Weaving\n" in result.out) == (title != "Weaving")
    assert (f"  Taken as: {wanted}\n" in result.out) == (kind != wanted)
    assert "✘" not in result.out
    assert written()["title"] == "Weaving"
    assert written()["applicant"]["kind"] == wanted
    assert written()["need"]["summary"] == "“Kura” ask."  # somebody's words keep their quotes


def test_what_is_no_choice_is_said_to_be_none(asked: Callable[..., Run]) -> None:
    result = asked(*[""] * 6, "A", "college", "")
    assert "✘ “college” is not one of the choices for kind of applicant" in result.out
    assert "Taken as" not in result.out


def test_a_stop_keeps_what_was_said(here: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["Weaving", "3"])

    def type_an_answer(_: str) -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", type_an_answer)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    result = here("new", "new.yaml", "--ask")
    assert result.code == 2
    assert "Stopped. new.yaml holds what you said so far; go on in the file with an editor." in result.err
    assert written() == {"format": 1, "status": "draft", "title": "Weaving", "level": 3}


def test_what_was_said_is_shown_where_it_cannot_be_written(
    asked: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(3))

    def fill_the_disk(name: str, texts: Iterable[str], *, what: str) -> None:
        if next(left, None) is None:
            message = f"{name}: the {what} could not be written: No space left on device."
            raise CouldNotCheckError(message)
        writing.write_whole(name, texts, what=what)

    monkeypatch.setattr(command, "write_whole", fill_the_disk)
    result = asked("Weaving", "3")
    assert result.code == 2
    assert "No space left on device." in result.err
    assert result.out.endswith("What you said so far:\n\ntitle: Weaving\nlevel: 3\n")


def test_letters_that_are_none_are_shown_and_not_lost(asked: Callable[..., Run]) -> None:
    asked("Weaving\x1b[31m")
    assert written()["title"] == "Weaving\x1b[31m"
