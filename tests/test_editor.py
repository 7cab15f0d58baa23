"""The schema for editors: what it says by itself, against the checks, and in a real editor."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from editor import Editor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from mcred_check.checking import Checker
from mcred_check.editing import schema_for_editors
from mcred_check.loading import read
from mcred_check.rule_files import plain, read_yaml
from mcred_check.rulebook import Rulebook
from mcred_check.rules import bundle, load_rules, reading_rules
from mcred_check.shaping import pointer
from mcred_check.starting import draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

    from mcred_check.model import Json

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = [*sorted(ROOT.glob("examples/*/proposal.yaml")), ROOT / "rules/nzqa/sample.yaml"]
SHAPE = bundle()["proposal"]
RULES = load_rules()
TODAY = date(2026, 11, 23)
BOOK = Rulebook(RULES, TODAY)
SCHEMA = schema_for_editors(SHAPE, BOOK)
VALIDATOR = jsonschema_rs.Draft7Validator(SCHEMA, validate_formats=True)
CHECKER = Checker(RULES, TODAY, shape=SHAPE, reading=reading_rules(bundle()["reading"]))


def marked(data: Json, *, by_rules: bool = True) -> list[str]:
    """Give a pointer to each value that the schema rejects, with or without what it has of rules."""
    pointers = []
    for error in VALIDATOR.iter_errors(data):
        route = tuple(error.instance_path)
        if error.kind.name == "additionalProperties":
            pointers += [pointer((*route, name)) for name in error.kind.as_dict()["unexpected"]]
        elif by_rules or error.schema_path[0] != "allOf":
            pointers.append(pointer(route))
    return pointers


def test_it_is_a_schema_of_draft_7() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_without_a_fault_passes(path: Path) -> None:
    (proposal,) = read(path.read_bytes(), path.name, SHAPE, folder=path.parent)
    wrong = marked(plain(path.read_text("utf-8"), path.name))
    assert bool(wrong) == bool(proposal.faults or path.parent.name == "poor"), wrong


def test_a_blank_proposal_passes() -> None:
    assert marked(plain(draft(SHAPE, BOOK, {}), "new.yaml")) == []


@pytest.mark.parametrize(
    ("data", "at"),
    [
        ({"credits": 41}, ["/credits"]),
        ({"credits": 0}, ["/credits"]),
        ({"credits": 40}, []),
        ({"credits": "ten"}, ["/credits"]),
        ({"credits": 41, "listing": {"listed_on": "2021-03-01"}}, []),
        ({"credits": 41, "listing": {"listed_on": None}}, ["/credits"]),
        ({"credits": 0, "application": {"date": "2020-05-05"}}, []),
        ({"credits": 0, "application": {"date": "2023-01-15"}}, []),
        ({"credits": 0, "application": {"date": "2023-01-16"}}, ["/credits"]),
        ({"level": 11}, ["/level"]),
        ({"level": 11, "application": {"date": "2020-05-05"}}, ["/level"]),
        ({"level": 11, "application": {"date": "2018-08-22"}}, ["/level"]),
        ({"level": 11, "application": {"date": "2018-08-21"}}, []),  # no edition was in force
        ({"level": 11, "application": {"date": " 2015-05-05"}}, []),
        ({"nzsced": {"code": "50301"}}, ["/nzsced/code"]),
        ({"nzsced": {"code": "0503011"}}, ["/nzsced/code"]),
        ({"nzsced": {"code": " "}}, []),
        ({"review": {"period_years": 4}}, ["/review/period_years"]),
        ({"review": {"period_years": None}}, []),
        ({"listing": {"status": "expiring", "enrolling": True}}, ["/listing/enrolling"]),
        ({"listing": {"status": "expiring", "enrolling": None}}, []),
        ({"assessments": [{"weight": 101}, None, {"weight": 5}]}, ["/assessments/0/weight"]),
        ({"status": "drat"}, ["/status"]),
        ({"status": " draft"}, []),
        ({"status": ""}, []),
        ({"level_descriptors": 2025}, []),
        ({"level_descriptors": 2024}, ["/level_descriptors"]),
        ({"title": 5, "x-own": [1]}, []),
        ({"title": [5]}, ["/title"]),
        ({"tilte": "A"}, ["/tilte"]),
        ({"hours": "many", "partners": "none"}, ["/hours", "/partners"]),
        ({"application": {"date": "2026-02-30"}}, ["/application/date"]),
        ({"application": {"date": " 2026-02-28 "}}, []),
        ({"application": {"date": 2026}}, ["/application/date"]),
    ],
)
def test_it_marks_what_cannot_be_right_and_nothing_else(data: Json, at: list[str]) -> None:
    assert sorted(set(marked(data))) == at


def test_only_rules_that_an_editor_can_explain_are_in_it() -> None:
    folded = {one["title"] for one in SCHEMA["allOf"]}
    assert {"nzqa/credits-at-most-40", "nzqa/level-in-range", "nzqa/weights-are-shares"} <= folded
    rules = {rule.key: rule for rule_set in RULES for rule in rule_set.rules}
    assert {rules[key].stage for key in folded} == {"draft"}
    assert {rules[key].severity for key in folded} == {"must", "should"}
    assert "nzqa/title-is-given" not in folded  # a draft may be half empty
    assert "nzqa/nzsced-names-a-field" not in folded  # an editor says of “not” only that it is not allowed


def folded(book: Rulebook) -> dict[str, Json]:
    """Give the rules that are in a schema, by name."""
    return {one["title"]: one for one in schema_for_editors(SHAPE, book)["allOf"]}


def with_editions(*starts: str, ids: tuple[str, ...], edition: str | None = None) -> Rulebook:
    """Give a rulebook with the rule on levels alone, in editions a, b … of which it is in those of `ids`."""
    (made,) = RULES
    editions = tuple(
        made.framework.editions[0]._replace(id=name, start=date.fromisoformat(start))
        for name, start in zip("abcd", starts, strict=False)
    )
    rule = next(one for one in made.rules if one.key == "nzqa/level-in-range")._replace(editions=ids)
    return Rulebook(
        [made._replace(framework=made.framework._replace(editions=editions), rules=(rule,))], TODAY, edition
    )


def marks(book: Rulebook, data: Json) -> bool:
    return not jsonschema_rs.Draft7Validator(schema_for_editors(SHAPE, book)).is_valid(data)


PAST, NOW, LATER = "2020-01-01", "2026-01-01", "2027-01-01"


@pytest.mark.parametrize(
    ("starts", "ids", "since"),
    [
        ((PAST, NOW), ("a", "b"), PAST),
        ((PAST, NOW), ("b",), NOW),
        ((PAST, NOW), ("a",), None),  # it is a rule no more
        ((PAST, NOW, LATER), ("a", "b"), None),  # it will be none when the file is used a year on
        ((PAST, NOW, LATER), ("b", "c"), NOW),
        ((PAST, NOW, LATER), ("c",), None),  # it is none yet
        ((PAST, "2023-01-01", NOW), ("a", "c"), NOW),
        ((LATER,), ("a",), None),
    ],
)
def test_a_rule_is_in_it_only_where_every_edition_that_can_apply_has_it(
    starts: tuple[str, ...], ids: tuple[str, ...], since: str | None
) -> None:
    book = with_editions(*starts, ids=ids)
    assert marks(book, {"level": 11}) == (since is not None)
    for day in (PAST, "2019-12-31", NOW, "2025-12-31", LATER):
        dated = {"level": 11, "application": {"date": day}}
        assert marks(book, dated) == (since is not None and day >= since), day


@pytest.mark.parametrize(("edition", "marked_at_all"), [("a", False), ("b", True)])
def test_an_edition_that_was_asked_for_holds_of_every_date(edition: str, marked_at_all: bool) -> None:
    book = with_editions(PAST, NOW, ids=("b",), edition=edition)
    assert marks(book, {"level": 11, "application": {"date": PAST}}) is marked_at_all
    assert marks(book, {"level": 11}) is marked_at_all


# --- No false alarm ---------------------------------------------------------------------------------------------------


def values(shape: Json) -> st.SearchStrategy[Any]:
    """Give values for a field: mostly of its kind, sometimes blank, sometimes of another kind."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "string": st.sampled_from(
            ["text", "050301", "5", " ", "none", "2026", "true", *map(str, shape.get("examples", []))]
        ),
        "integer": st.integers(-1, 60),
        "number": st.one_of(st.integers(-1, 400), st.sampled_from([0.5, 12.5])),
        "boolean": st.booleans(),
    }
    strange = st.sampled_from([None, "", " ", "text", 7, True, [], {}, ["text"], {"a": 1}, [None], {"x-own": 1}])
    if shape["type"] == "object":
        fields = {name: values(inner) for name, inner in shape["properties"].items()}
        usual: st.SearchStrategy[Any] = st.fixed_dictionaries({}, optional=fields)
    elif shape["type"] == "array":
        usual = st.lists(values(shape["items"]), max_size=3)
    elif "enum" in shape:
        usual = st.sampled_from(shape["enum"])
    elif "format" in shape:
        usual = st.dates(date(2015, 1, 1), date(2028, 1, 1)).map(str)
    else:
        usual = kinds[shape["type"]]
    return st.one_of(*[usual] * 12, strange)


FIELDS = {name: values(inner) for name, inner in SHAPE["properties"].items()}
SAMPLE = read_yaml(ROOT / "rules/nzqa/sample.yaml")


@st.composite
def cases(draw: st.DrawFn) -> Json:
    """Give the sample, or nothing, with some fields changed."""
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=6, unique=True))
    return {**draw(st.sampled_from([{}, SAMPLE])), **{name: draw(FIELDS[name]) for name in names}}


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=cases())
def test_whatever_it_marks_a_check_finds_at_the_same_place(data: Json) -> None:
    (proposal,) = read(json.dumps(data).encode(), "a.yaml", SHAPE)
    found = {one.pointer for one in CHECKER.check(proposal).findings if one.outcome in {"not met", "to do"}}
    by_rules = not proposal.lost  # what could not be read keeps some rules from being tried
    assert set(marked(data, by_rules=by_rules)) <= found


# --- In a real editor -------------------------------------------------------------------------------------------------

SERVER = shutil.which("yaml-language-server")
MODELINE = "# yaml-language-server: $schema=proposal.schema.json\n"
MISTAKEN = """\
title: [A list]
status: drat
lvel: 3
level: eleven
credits: 41
application:
  date: 3 November 2026
  type: accredit
nzsced: {code: '11'}
hours: 100
learning_outcomes:
  - id: LO1
    oucome: Prepare
  -
partners: none
review:
  period_years: 5
entry:
  open: yes
  requirements: [5, a note, null]
listing:
delivery:
  weeks: 0
  modes:
    -
    - by post
    - online
purpose:
  x-mine: 5
  used_in: ''
"""
WRONG_LINES = [1, 2, 3, 4, 5, 7, 9, 10, 13, 15, 17, 19, 23, 26]
FINE = """\
title: 2025
level_descriptors: 2025
nzsced: {code: 050301}
credits: 5.0
status: ' draft'
developer: {kind: , name: }
standards: ''
purpose: {used_in: [], relevance: [{group: }, ]}
application: {date: '2026-11-23 '}
x-own: {any: thing}
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Give an editor in a folder with the schema."""
    if SERVER is None:
        assert not os.environ.get("MCRED_REQUIRE_EDITOR"), "yaml-language-server is not there"
        pytest.skip("yaml-language-server is not there; npm installs it")
    folder = tmp_path_factory.mktemp("editor")
    (folder / "proposal.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    opened = Editor(SERVER, folder)
    yield opened
    opened.close()


def test_an_editor_marks_the_lines_where_a_check_finds_something(editor: Editor) -> None:
    uri = editor.open("mistaken.yaml", MODELINE + MISTAKEN)
    (proposal,) = read(MISTAKEN.encode(), "a.yaml", SHAPE)
    found = {one.place.line for one in CHECKER.check(proposal).findings if one.outcome == "not met"}
    lines = sorted({line - 1 for line, _, _ in editor.problems(uri)})  # the first line is the modeline
    assert lines == WRONG_LINES
    assert set(lines) <= found


def test_an_editor_says_what_is_wrong_in_a_readers_words(editor: Editor) -> None:
    uri = editor.open("words.yaml", MODELINE + MISTAKEN)
    said = {line - 1: (message, source) for line, message, source in editor.problems(uri)}
    assert said[2] == ("Stage is one of draft, submission or listed.", "yaml-schema: stage")
    assert said[4][0] == "Level should be a whole number."
    assert said[5] == ("Value is above the maximum of 40.", "yaml-schema: nzqa/credits-at-most-40")
    assert "written year-month-day, as in 2026-11-23" in said[7][0]
    assert said[9][0].startswith("The NZSCED code has six digits. Write all six digits under nzsced.code")
    assert said[10][0] == "Learning hours should be a group of fields."
    assert said[13][0] == "Property oucome is not allowed."


@pytest.mark.parametrize(
    "name", ["fine", "new", *(path.parent.name for path in EXAMPLES if path.parent.name != "poor")]
)
def test_an_editor_marks_nothing_that_a_check_reads_without_complaint(editor: Editor, name: str) -> None:
    paths = {path.parent.name: path for path in EXAMPLES}
    text = {"fine": FINE, "new": draft(SHAPE, BOOK, {})}.get(name) or paths[name].read_text("utf-8")
    assert editor.problems(editor.open(f"{name}.yaml", MODELINE + text)) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("status: ", {"draft", "submission", "listed"}),
        ("level_descriptors: ", {'"2025"', "earlier"}),
        ("entry:\n  open: ", {"true", "false"}),
        ("delivery:\n  modes:\n    - ", {"online", "on-site", "blended", "workplace", "distance"}),
        ("learning_outcomes:\n  - ", {"id", "outcome", "hours"}),
        ("learning_outcomes:\n  - id: LO1\n    ", {"outcome", "hours"}),
        ("nzsced:\n  ", {"code", "field"}),
        ("cred", set(SHAPE["properties"])),
    ],
)
def test_an_editor_offers_the_choices_and_the_fields(editor: Editor, text: str, labels: set[str]) -> None:
    uri = editor.open(f"{abs(hash(text))}.yaml", MODELINE + text)
    lines = text.split("\n")
    offered = editor.complete(uri, len(lines) + 1, len(lines[-1]) + 1)
    assert set(offered) == labels
    assert not any("null" in typed for typed, _ in offered.values())


def test_an_editor_types_no_example_in_and_says_what_a_choice_means(editor: Editor) -> None:
    uri = editor.open("fields.yaml", f"{MODELINE}ti")
    offered = editor.complete(uri, 2, 3)
    assert {name: offered[name][0] for name in ("title", "level", "partners", "hours")} == {
        "title": "title: ",
        "level": "level: ",
        "partners": "partners:\n  - ",
        "hours": "hours:\n  ",
    }
    uri = editor.open("choices.yaml", f"{MODELINE}applicant:\n  kind: ")
    assert editor.complete(uri, 3, 9)["pte"] == ("pte", "A private training establishment")


def test_an_editor_explains_a_field(editor: Editor) -> None:
    uri = editor.open("hover.yaml", f"{MODELINE}credits: 10\nlearning_outcomes:\n  - outcome: Prepare\nstatus: draft\n")
    shown = editor.hover(uri, 2, 3)
    assert shown.startswith("#### credits\n\n\\[must\\] The credit value, a whole number")
    assert "For example: 10 (nzqa/credits-are-given)" in shown
    assert "beginning with a verb that can be observed" in editor.hover(uri, 4, 6)
    assert "* `draft`: Still being written; what is missing is only to do" in editor.hover(uri, 5, 2)


def test_an_editor_marks_by_house_rules_too(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> None:
    (house,) = load_rules(ROOT / "examples/house-rules")
    schema = tmp_path_factory.mktemp("house") / "house.schema.json"
    schema.write_text(json.dumps(schema_for_editors(SHAPE, Rulebook([*RULES, house], TODAY))), "utf-8")
    uri = editor.open("house.yaml", f"# yaml-language-server: $schema={schema.as_uri()}\nlevel: 3\ncredits: 45\n")
    assert [(line, source) for line, _, source in sorted(editor.problems(uri))] == [
        (2, "yaml-schema: house-rules/level-is-4-to-8"),
        (3, "yaml-schema: nzqa/credits-at-most-40"),
    ]


# --- The command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_schema(run: Callable[..., Run]) -> None:
    result = run("schema")
    assert result.code == 0
    assert json.loads(result.out) == SCHEMA


def test_the_schema_holds_the_rules_of_the_configuration(kauri: Callable[..., Run]) -> None:
    own = {"house-rules/level-is-4-to-8", "house-rules/size-is-5-to-30-points", "house-rules/need-is-proved-every-year"}
    rules = {one["title"] for one in json.loads(kauri("schema").out)["allOf"]}
    assert {one for one in rules if one.startswith("house")} == own
    Path("proposals").mkdir()
    assert kauri("schema", "--output", "proposals/a.json").code == 0
    assert {one["title"] for one in json.loads(Path("proposals/a.json").read_text("utf-8"))["allOf"]} == rules
    assert json.loads(kauri("schema", "--no-config").out) == SCHEMA
    assert json.loads(kauri("schema", "--no-config", "--rules", "house-rules").out)["allOf"] != SCHEMA["allOf"]


def test_the_schema_is_of_the_configurations_edition(kauri: Callable[..., Run]) -> None:
    Path("mcred-check.yaml").write_text("edition: '2018'\n", "utf-8")
    made = json.loads(kauri("schema").out)
    assert made == schema_for_editors(SHAPE, Rulebook(RULES, TODAY, "2018"))
    assert "nzqa/credits-at-most-40" not in {one["title"] for one in made["allOf"]}


def test_the_schema_is_of_the_day(kauri: Callable[..., Run]) -> None:
    del kauri
    early = folded(Rulebook(RULES, date(2020, 5, 5)))
    assert set(early) < set(folded(BOOK))
    assert "nzqa/level-in-range" in early
    assert "nzqa/credits-at-most-40" not in early


def test_the_command_writes_the_schema_to_a_file(run: Callable[..., Run], tmp_path: Path) -> None:
    target = tmp_path / "proposal.schema.json"
    result = run("schema", "--output", str(target))
    assert result.code == 0
    assert "# yaml-language-server: $schema=proposal.schema.json\n" in result.out
    assert json.loads(target.read_text("utf-8")) == SCHEMA


def test_a_schema_that_cannot_be_written_exits_2(run: Callable[..., Run], tmp_path: Path) -> None:
    result = run("schema", "--output", str(tmp_path / "none" / "a.json"))
    assert result.code == 2
    assert "the schema could not be written: No such file or directory." in result.err
