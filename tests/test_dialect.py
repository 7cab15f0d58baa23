"""The dialect: both engines agree, failures are explained, and what cannot be relied on is refused."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from faults import faults_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcred_check import load_rules
from mcred_check.dialect import compiled, reference
from mcred_check.failing import Failure, failures
from mcred_check.keywords import KEYWORDS
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError
from mcred_check.routes import Surroundings
from mcred_check.rules import bundle, rule_set, rules_folder
from mcred_check.trying import Trial, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mcred_check.model import Json, Route

NZQA: Final = rules_folder() / "nzqa"
TRIAL: Final = Trial(rule_set(bundle()["sets"]["nzqa"]), NZQA)
AROUND: Final = Surroundings(date(2026, 11, 23), NZQA, TRIAL.rule_set.tables)
SCHEMAS: Final = {
    f"{rule.key}-{part}": schema
    for rule in TRIAL.rule_set.rules
    for part, schema in (("when", rule.when), ("expect", rule.expect))
    if schema is not None
}


@cache
def proposals() -> list[Json]:
    changes = [{}, *(example.change for rule in TRIAL.rule_set.rules for example in rule.examples)]
    return [TRIAL.proposal(change).data for change in changes]


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_both_engines_agree_on_every_example(schema: Json) -> None:
    one, other = compiled(schema, AROUND), reference(schema, AROUND)
    assert [data for data in proposals() if one.is_valid(data) != other.is_valid(data)] == []


@cache
def engines() -> list[tuple[str, Json, Json]]:
    return [(name, compiled(schema, AROUND), reference(schema, AROUND)) for name, schema in SCHEMAS.items()]


def routes(value: Json, route: Route = ()) -> Iterator[Route]:
    if route:
        yield route
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from routes(inner, (*route, step))


ROUTES: Final = sorted(routes(TRIAL.sample), key=str)
SCALARS: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 500),
    st.floats(-3, 500, allow_nan=False, width=16),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        ["2024-02-29", "2027-01-01", "LO1", "lo9", "NATIONAL degree", "110103", "evidence/empty.txt", "iwi"]
    ),
)
CHANGES: Final = st.lists(
    st.tuples(st.sampled_from(ROUTES), st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.just({}))), max_size=6
)


def holds(here: Json, step: str | int) -> bool:
    return step in (here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ())


def changed(changes: list[tuple[Route, Json]]) -> Json:
    """Replace values of the sample where they still are; an empty value is none."""
    data = copy.deepcopy(TRIAL.sample)
    for route, value in changes:
        here = data
        for step in route[:-1]:
            here = here[step] if holds(here, step) else None
        if holds(here, route[-1]):
            here[route[-1]] = value
    return data


@given(CHANGES)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_both_engines_agree_on_any_proposal(changes: list[tuple[Route, Json]]) -> None:
    text = json.dumps(changed(changes), ensure_ascii=False)
    data = read(text.encode(), "varied.yaml", TRIAL.shape, folder=NZQA)[0].data
    assert [name for name, one, other in engines() if one.is_valid(data) != other.is_valid(data)] == []


LIST: Final = {"l": [{"a": 1}, {"b": 2}, {"a": 3, "t": "Know it"}], "n": 5, "d": "2026-11-20", "s": {"k": 1}}


@pytest.mark.parametrize(
    ("schema", "wanted"),
    [
        (
            {"required": ["n", "x", "y"]},
            [("required", (), (("x",),), LIST, ("x",)), ("required", (), (("y",),), LIST, ("y",))],
        ),
        (
            {"properties": {"l": {"items": {"required": ["a"]}}}},
            [("required", ("l", 1), (("l", 1, "a"),), {"b": 2}, ("a",))],
        ),
        ({"properties": {"n": {"maximum": 4}}}, [("maximum", ("n",), (("n",),), 5, ())]),
        (
            {"properties": {"l": {"contains": {"required": ["x"]}}}},
            [("contains", ("l",), (("l", "*", "x"),), LIST["l"], ())],
        ),
        (
            {"properties": {"l": {"contains": {"required": ["a"]}, "minContains": 3}}},
            [("contains", ("l",), (("l", "*", "a"),), LIST["l"], ())],
        ),
        (
            {"properties": {"l": {"contains": {"properties": {"a": True}}, "maxContains": 1}}},
            [("contains", ("l",), (("l", "*", "a"),), LIST["l"], ())],
        ),
        (
            {"anyOf": [{"required": ["x"]}, {"properties": {"l": {"items": {"required": ["z"]}}}}]},
            [("anyOf", (), (("x",), ("l", "*", "z")), LIST, ())],
        ),
        (
            {"anyOf": [{"total": {"of": ["n", "l/*/a"], "is": {"maximum": 1}}}, {"not": {"required": ["d"]}}]},
            [("anyOf", (), (("n",), ("l", "*", "a"), ("d",)), LIST, ())],
        ),
        ({"properties": {"l": {"not": {"items": {}}}}}, [("not", ("l",), (("l", "*"),), LIST["l"], ())]),
        ({"properties": {"l": {"not": {}}}}, [("not", ("l",), (("l",),), LIST["l"], ())]),
        ({"not": {"contains": True, "uniqueItems": True}}, [("not", (), (("*",),), LIST, ())]),
        (
            {"if": {"required": ["n"]}, "then": {"required": ["x"]}},
            [("required", (), (("x",),), LIST, ("x",))],
        ),
        # derived
        ({"total": {"of": "l/*/a", "is": {"maximum": 3}}}, [("total", ("l", 0, "a"), (("l", "*", "a"),), 4, ())]),
        (
            {"properties": {"s": {"total": {"of": "k", "is": {"maximum": 0}}}}},
            [("total", ("s", "k"), (("s", "k"),), 1, ())],
        ),
        (
            {"days": {"start": "d", "end": "today", "plus_years": "s/k", "is": {"minimum": 0}}},
            [("days", ("d",), (("d",), ("s", "k")), -362, ())],
        ),
        (
            {"days": {"start": "d", "end": "today", "plus_years": 1, "is": {"minimum": 0}}},
            [("days", ("d",), (("d",),), -362, ())],
        ),
        (
            {"mentions": {"of": "l/*/t", "any": ["know", "it"], "is": {"maxItems": 0}}},
            [("mentions", ("l", 2, "t"), (("l", "*", "t"),), word, ()) for word in ("know", "it")],
        ),
        (
            {"mentions": {"of": "l/*/t", "any": ["do"], "is": {"minItems": 1}}},
            [("mentions", ("l",), (("l", "*", "t"),), [], ())],
        ),
        (
            {"mentions": {"of": "l/*/t", "any": ["know"], "is": {"not": {"maxItems": 1}}}},
            [("mentions", ("l", 2, "t"), (("l", "*", "t"),), "know", ())],
        ),
        (
            {"mentions": {"of": "l/*/t", "any": ["do"], "is": {"not": {"maxItems": 1}}}},
            [("mentions", ("l",), (("l", "*", "t"),), [], ())],
        ),
        (
            {"mentions": {"of": "d", "any": ["do"], "is": {"contains": {"const": "do"}}}},
            [("mentions", ("d",), (("d",),), [], ())],
        ),
        (
            {"first_word": {"of": "l/*/t", "is": {"items": {"not": {"enum": ["know"]}}}}},
            [("first_word", ("l", 2, "t"), (("l", "*", "t"),), "know", ())],
        ),
        ({"total": {"of": "x", "is": {"maximum": 3}}}, []),
        ({}, []),
    ],
)
def test_a_failure_says_where_it_is_and_what_it_looked_at(schema: Json, wanted: list[tuple[Json, ...]]) -> None:
    validator = compiled(schema, AROUND)
    found = list(failures(validator, schema, LIST, AROUND))
    assert [(one.keyword, one.route, one.operands, one.value, one.missing) for one in found] == wanted
    assert validator.is_valid(LIST) == reference(schema, AROUND).is_valid(LIST) == (not wanted)


def test_a_failure_carries_the_facts_of_its_item() -> None:
    schema = {"missing_files": {"of": ["f", "g"], "is": {"maxItems": 0}}}
    data = {"f": "evidence/empty.txt", "g": "none.md"}
    found = list(failures(compiled(schema, AROUND), schema, data, AROUND))
    assert found == [
        Failure("missing_files", ("f",), (("f",), ("g",)), "evidence/empty.txt", facts={"problem": "is empty"}),
        Failure("missing_files", ("g",), (("f",), ("g",)), "none.md", facts={"problem": "is not in the folder"}),
    ]


# --- What is refused --------------------------------------------------------------------------------------------------

FRAMEWORK: Final[Json] = {
    "id": "house",
    "title": "House rules (invented)",
    "authority": "house",
    "sample_date": "2026-11-23",
    "criteria": [{"id": "shape", "title": "Shape"}],
    "editions": [{"id": "one", "title": "House one", "start": "2020-01-01", "instruments": ["A decision (invented)"]}],
}
RULE: Final = {
    "id": "short-title",
    "title": "The title is short",
    "criterion": "shape",
    "severity": "must",
    "stage": "draft",
    "editions": ["one"],
    "basis": "house",
    "source": {"title": "A decision (invented)"},
    "why": "It fits on the page.",
    "fix": "Choose a title with {{few}} letters.",
    "when": {"required": ["title"]},
    "expect": {"properties": {"title": {"maxLength": 20}}},
    "message": "The title “{value}” is long.",
    "covers": ["H-01"],
}


@pytest.fixture
def house(tmp_path: Path) -> Callable[..., Path]:
    def make(rule: Json, framework: Json = None) -> Path:
        folder = tmp_path / "house"
        folder.mkdir()
        (folder / "framework.yaml").write_text(json.dumps(merged(FRAMEWORK, framework or {})), "utf-8")
        text = rule if isinstance(rule, str) else json.dumps(merged(RULE, rule))
        (folder / "short-title.yaml").write_text(text, "utf-8")
        (folder / "codes.csv").write_text("code,title\n01,One\n\n02,Two\n", "utf-8")
        return folder

    return make


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"at": "title", "judge": "Is “{title}” a short title?", "expect": None, "message": None},
        {"expect": {"unlisted": {"of": "nzsced/code", "in": "codes", "is": {"maxItems": 0}}}},
        {"message": "{nzsced/code in codes}: {learning_outcomes/*/id}, {./date}, {item}."},
        {"when": {"properties": {"learning_outcomes": {"items": {"required": ["id"]}}}}},
        {"expect": {"properties": {"title": {"pattern": r"^[A-Za-z]+\.[0-9]"}}}},
        {"expect": {"properties": {"review": {"days": {"start": "history/*/date", "end": "today", "is": {}}}}}},
    ],
)
def test_a_sound_rule_set_loads(house: Callable[..., Path], rule: Json) -> None:
    folder = house(rule)
    assert faults_in(folder) == []
    (loaded,) = load_rules(folder)
    assert [one.key for one in loaded.rules] == ["house/short-title"]
    assert loaded.tables == {"codes": {"01": "One", "02": "Two"}}


DEEP: Final = [
    lambda schema: schema,
    lambda schema: {"properties": {"learning_outcomes": {"items": {"properties": {"outcome": schema}}}}},
    lambda schema: {"not": {"anyOf": [{"allOf": [{"if": schema}]}]}},
    lambda schema: {"properties": {"learning_outcomes": {"contains": schema}}},
    *(
        lambda schema, name=name, rest=rest: {name: {"of": "title", **rest, "is": schema}}
        for name, rest in {"total": {}, "mentions": {"any": ["a"]}}.items()
    ),
]


@pytest.mark.parametrize("part", ["when", "expect"])
@pytest.mark.parametrize("nest", DEEP)
@pytest.mark.parametrize("word", ["minimun", "$schema", "$ref", "$defs", "oneOf", "format", "unevaluatedProperties"])
def test_an_unknown_word_is_refused_at_any_depth(
    house: Callable[..., Path], part: str, nest: Callable[[Json], Json], word: str
) -> None:
    (fault,) = faults_in(house({part: nest({word: "date"})}))
    assert "short-title.yaml: " + part in fault
    assert f"'{word}' was unexpected" in fault


@pytest.mark.parametrize("nest", DEEP)
@pytest.mark.parametrize(
    "pattern", [r"\d", r"\w+", r"\s", r"\bword", r"\p{L}", "x$", "(?i)x", "(?=x)", "[", r"\Ax", r"\u0041"]
)
def test_an_ambiguous_pattern_is_refused_at_any_depth(
    house: Callable[..., Path], nest: Callable[[Json], Json], pattern: str
) -> None:
    faults = faults_in(house({"expect": nest({"pattern": pattern})}))
    assert faults
    assert all("short-title.yaml: expect" in fault and "pattern: " in fault for fault in faults)


NASTY: Final = [
    "^(a+)+b",
    "^(a|a)*b",
    "^(a|aa)+b",
    "(a+a+)+b",
    "(a*)*b",
    "a{1,99}b",
    "^([a-z]+[a-z]*)+0",
    "[ab]*a[ab]{99}c",
]


@pytest.mark.parametrize("pattern", NASTY)
def test_a_pattern_that_could_be_tried_in_endless_ways_is_matched_in_one_pass(pattern: str) -> None:
    text = {"t": "a" * 200_000}
    schemas: list[Json] = [
        {"properties": {"t": {"pattern": pattern}}},
        {"first_word": {"of": "t", "is": {"items": {"pattern": pattern}}}},
    ]
    for schema in schemas:
        validator = compiled(schema, AROUND)
        assert not validator.is_valid(text)
        assert len(list(failures(validator, schema, text, AROUND))) == 1


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(a+)\1b",  # looks back
        "a{1,50000}b",  # as quick as any other on most texts, and a minute and a half on some
        "((a{1,99}){1,99}){1,99}",
        "a{1,99999999999}",
        "(" * 5000 + ")" * 5000,
        "a" * 20_000,
        "[a&&b]",  # here Python and others differ
        "a**",
    ],
)
def test_a_pattern_that_cannot_be_matched_in_one_pass_is_refused_at_once(
    house: Callable[..., Path], pattern: str
) -> None:
    (fault,) = faults_in(house({"expect": {"properties": {"title": {"pattern": pattern}}}}))
    assert "cannot be matched: it is no whole pattern, looks back or ahead, or counts too far" in fault


def test_no_pattern_holds_up_a_rule_set_that_is_tried(house: Callable[..., Path]) -> None:
    title = "a" * 100_000
    found = {"name": "long", "change": {"title": title}, "message": "The title is long."}
    nasty = {"not": {"anyOf": [{"pattern": pattern} for pattern in NASTY]}, "maxLength": 20}
    rule = {
        "expect": {"properties": {"title": nasty}},
        "message": "The title is long.",
        "examples": {"rejects": [found]},
    }
    folder = house(rule)
    (folder / "sample.yaml").write_text("title: Short\n", "utf-8")
    command = [sys.executable, "-m", "mcred_check", "rules", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 rule, 1 example: all come out as they say.\n", "")


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"expect": {"total": {"of": "credits"}}}, "expect.total: 'is' is missing"),
        ({"expect": {"gap": {"of": "credits", "is": {}}}}, "expect.gap: 'against' is missing"),
        ({"expect": {"mentions": {"of": "title", "is": {}}}}, "expect.mentions: 'any' or 'names' is missing"),
        ({"expect": {"total": {"of": "credits", "off": "a", "is": {}}}}, "'off' was unexpected"),
        ({"expect": {"total": {"of": "a//b", "is": {}}}}, "expect.total.of: 'a//b' does not fit anyOf"),
        ({"expect": {"then": {}}}, "expect: 'then' needs if"),
        ({"expect": {"minContains": 1}}, "expect: 'minContains' needs contains"),
        ({"expect": {"type": "null"}}, "expect.type: 'null' is none of object, array"),
        ({"expect": {"properties": {"title": {"maxLength": -1}}}}, "maxLength: -1 does not fit minimum: 0"),
        ({"expect": {"required": []}}, "expect.required: [] does not fit minItems: 1"),
        (
            {"expect": {"unlisted": {"of": "title", "in": "codez", "is": {}}}},
            "expect: unlisted: there is no table codez",
        ),
        (
            {"when": {"allOf": [{"unlisted": {"of": "title", "in": "x", "is": {}}}]}},
            "when: unlisted: there is no table x",
        ),
        # fields that a proposal does not have
        ({"when": {"required": ["titel"]}}, "when: a proposal has no field titel"),
        ({"when": {"properties": {"titel": {}}}}, "when: a proposal has no field titel"),
        ({"expect": {"total": {"of": "hours/totl", "is": {}}}}, "expect: a proposal has no field hours/totl"),
        ({"expect": {"total": {"of": "title/*", "is": {}}}}, "expect: a proposal has no field title/*"),
        ({"expect": {"anyOf": [{"not": {"required": ["a"]}}]}}, "expect: a proposal has no field a"),
        (
            {"expect": {"properties": {"learning_outcomes": {"items": {"required": ["ids"]}}}}},
            "expect: a proposal has no field learning_outcomes/*/ids",
        ),
        ({"at": "title/x", "judge": "Is it?", "expect": None}, "at: a proposal has no field title/x"),
        # the envelope
        ({"id": "other"}, "the file is called short-title, the rule other"),
        ({"criterion": "size"}, "the framework has no criterion size"),
        ({"editions": ["one", 2019]}, "the framework has no edition 2019"),
        ({"severity": "fatal"}, "severity: 'fatal' is none of must, should or advice"),
        ({"title": 5}, "title: 5 should be of kind string"),
        ({"expect": None}, "the file: 'expect' is missing"),
        ({"message": None}, "the file: 'message' is missing"),
        ({"judge": "Is it?"}, "the file: 'expect' cannot stand here"),
        ({"basis": "unverified"}, "severity: 'must' is none of should or advice"),
        ({"basis": "rule"}, "source: 'clause' is missing"),
        ({"verdict": 1}, "the file: this holds a word that the dialect does not know: 'verdict' was unexpected"),
        ({"why": "word " * 500}, "why: 'word word word"),
        (
            {"examples": {"rejects": [{"name": "a", "change": {}}]}},
            "examples.rejects.0: 'message' or 'messages' is missing",
        ),
        (
            {"examples": {"accepts": [{"name": "a", "change": {}, "as_of": "soon"}]}},
            "as_of: 'soon' does not fit format",
        ),
        # the words between braces
        ({"message": "{nothing}"}, "message: nothing is called {nothing}"),
        ({"message": "It {}."}, "message: nothing is called {}"),
        ({"fix": "{title/x}"}, "fix: nothing is called {title/x}"),
        ({"fix": "{title in codez}"}, "fix: nothing is called {title in codez}"),
        ({"judge": "{x}", "expect": None}, "judge: nothing is called {x}"),
        # the file
        ("- a", "the file: ['a'] should be of kind object"),
        ("a: [1", "short-title.yaml:1:4: "),
        ("a: 1\na: 2", "short-title.yaml:2:1: a key is to be text, and to stand once"),
        ("", "short-title.yaml: the file is empty"),
    ],
)
def test_a_fault_in_a_rule_is_said_in_words(house: Callable[..., Path], rule: Json, fault: str) -> None:
    folder = house(rule)
    faults = faults_in(folder)
    assert any(fault in one for one in faults)
    assert all(one.startswith(str(folder / "short-title.yaml")) and len(one) < 400 for one in faults)
    with pytest.raises(CouldNotCheckError) as refused:
        load_rules(folder)
    assert str(refused.value) == "\n".join(faults)


@pytest.mark.parametrize(
    ("framework", "fault"),
    [
        ({"authority": "king"}, "framework.yaml: authority: 'king' is none of statutory, funding, voluntary or house"),
        ({"editions": None}, "framework.yaml: the file: 'editions' is missing"),
        ({"sample_date": "2026-02-29"}, "framework.yaml: sample_date: '2026-02-29' does not fit format: 'date'"),
        (
            {"editions": [{**FRAMEWORK["editions"][0], "earliest": "2019-12-01"}]},
            "framework.yaml: editions.0: 'earliest' needs latest and note",
        ),
    ],
)
def test_a_fault_in_a_framework_is_said_once(house: Callable[..., Path], framework: Json, fault: str) -> None:
    assert [one.rpartition("/")[2] for one in faults_in(house({}, framework))] == [fault]


AGE: Final = {"days": {"start": "application/date", "end": "today", "is": {"maximum": 0}}}


@pytest.mark.parametrize(
    ("expect", "reviews", "fault"),
    [
        (AGE, {"due": "short-title", "soon": "short-title", "doubts": ["short-title"]}, ""),
        (AGE, {"due": "short-title"}, "framework.yaml: reviews: 'soon' is missing"),
        (
            AGE,
            {"due": "short-title", "soon": "long-title"},
            "framework.yaml: reviews: soon: there is no rule long-title",
        ),
        (AGE, {"due": "short-title", "soon": "short-title", "needs": ["x"]}, "reviews: needs: there is no rule x"),
        ({"required": ["title"]}, {"due": "short-title", "soon": "short-title"}, "due: short-title does not count the"),
        (
            {**AGE, "required": []},
            {"due": "short-title", "soon": "short-title"},
            "soon: short-title does not count the",
        ),
        (
            {"days": {**AGE["days"], "end": "application/date"}},
            {"due": "short-title", "soon": "short-title"},
            "due: short-title does not count the days to today up to a maximum",
        ),
        (
            {"days": {**AGE["days"], "is": {"minimum": 0}}},
            {"due": "short-title", "soon": "short-title"},
            "due: short-title does not count the days to today up to a maximum",
        ),
        *(
            (
                {"days": {**AGE["days"], "is": {"maximum": most}}},
                {"due": "short-title", "soon": "short-title"},
                "soon: the maximum of short-title is to be a whole number of days, 4,000 at the most",
            )
            for most in (-4001, 0.5)
        ),
    ],
)
def test_the_rules_that_say_when_a_review_is_due_are_there_and_count_days(
    house: Callable[..., Path], expect: Json, reviews: Json, fault: str
) -> None:
    faults = faults_in(house({"expect": {"properties": None, **expect}}, {"reviews": reviews}))
    assert any(fault in one for one in faults) if fault else faults == []


DETAIL: Final = {"rule": "short-title", "fields": [{"Title": "title"}, {"Field": "nzsced/field"}]}


@pytest.mark.parametrize(
    ("detail", "fault"),
    [
        (DETAIL, ""),
        ({**DETAIL, "language": "mi", "optional": True}, ""),
        ({**DETAIL, "language": "fr"}, "'fr' is none of en or mi"),
        ({**DETAIL, "fields": []}, "listing.0.fields: [] does not fit minItems: 1"),
        ({**DETAIL, "rule": "long-title"}, "framework.yaml: listing: there is no rule long-title"),
        (
            {**DETAIL, "fields": [{"Title": "titel"}]},
            "framework.yaml: listing: fields: a proposal has no field titel. Did you mean title?",
        ),
    ],
)
def test_the_details_that_are_listed_name_rules_and_fields_that_are_there(
    house: Callable[..., Path], detail: Json, fault: str
) -> None:
    faults = faults_in(house({}, {"listing": [detail]}))
    assert any(fault in one for one in faults) if fault else faults == []


KIND: Final = {
    "id": "titles",
    "title": "Titles",
    "part": "words",
    "fields": ["title"],
    "approval": "ask",
    "why": "Somebody may ask.",
    "basis": "house",
    "source": {"title": "A policy"},
}
TOLD: Final = {"parts": [{"id": "words", "title": "Words"}], "changes": [KIND]}
BOARD: Final = {
    "body": "The board",
    "parts": ["words"],
    "when": {"required": ["applicant"]},
    "why": "It decides.",
    "basis": "house",
    "source": {"title": "A policy"},
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"approvers": [BOARD]}, ""),
        ({"parts": None}, "changes.yaml: the file: 'parts' is missing"),
        ({"changes": [{**KIND, "approval": "maybe"}]}, "'maybe' is none of needed, ask or none"),
        ({"changes": [{**KIND, "basis": "unverified", "approval": "needed"}]}, "'needed' is none of ask or none"),
        ({"changes": [{**KIND, "basis": "rule"}]}, "changes.0.source: 'clause' is missing"),
        (
            {"changes": [{**KIND, "fields": ["title", "titel"]}]},
            "changes.yaml: fields: a proposal has no field titel. Did you mean title?",
        ),
        ({"changes": [KIND, KIND]}, "changes.yaml: title stands twice"),
        ({"changes": [{**KIND, "part": "deeds"}]}, "changes.yaml: there is no part deeds"),
        ({"approvers": [{**BOARD, "parts": ["deeds"]}]}, "changes.yaml: there is no part deeds"),
        ({"approvers": [{**BOARD, "when": {"required": ["x"]}}]}, "changes.yaml: approvers: a proposal has no field x"),
        ({"approvers": [{**BOARD, "when": {"minimun": 1}}]}, "'minimun' was unexpected"),
    ],
)
def test_a_fault_in_what_a_rule_set_says_of_changes_is_said(
    house: Callable[..., Path], change: Json, fault: str
) -> None:
    folder = house({})
    (folder / "changes.yaml").write_text(json.dumps(merged(TOLD, change)), "utf-8")
    faults = faults_in(folder)
    assert [fault in one for one in faults] == [True] if fault else faults == []


def test_a_folder_without_a_framework_or_a_rule_is_no_rule_set(house: Callable[..., Path]) -> None:
    folder = house({})
    (folder / "short-title.yaml").unlink()
    assert faults_in(folder) == [f"{folder}: there is no rule in it"]
    (folder / "framework.yaml").unlink()
    assert faults_in(folder) == [f"{folder}: there is no framework.yaml, so this is not a rule set"]


def test_a_rule_set_that_is_not_utf_8_is_refused(house: Callable[..., Path]) -> None:
    folder = house({})
    (folder / "short-title.yaml").write_bytes(b"title: M\xe4ori")
    (fault,) = faults_in(folder)
    assert fault.startswith(f"{folder / 'short-title.yaml'}:1:9: The text is not UTF-8 from line 1 on (byte 0xe4)")
    assert fault.endswith("Save it as UTF-8.")


def test_every_keyword_is_known_to_the_dialect(house: Callable[..., Path]) -> None:
    args: dict[str, Json] = {
        "total": {"of": "credits"},
        "gap": {"of": "credits", "against": "hours/total"},
        "ratio": {"of": "credits", "to": "hours/total"},
        "days": {"start": "application/date", "end": "today", "take": "largest", "plus_years": 1},
        "unmatched": {"of": "title", "among": ["title", "partners/*/name"]},
        "repeated": {"of": "title"},
        "mentions": {"of": "title", "any": ["a"], "names": "partners/*/name"},
        "unlisted": {"of": "nzsced/code", "in": "codes", "named": "nzsced/field"},
        "mistitled": {"of": "nzsced/field", "by": "nzsced/code", "in": "codes"},
        "missing_files": {"of": "support/file"},
        "first_word": {"of": "title"},
    }
    assert set(args) == set(KEYWORDS)
    assert faults_in(house({"expect": {name: {**given, "is": {}} for name, given in args.items()}})) == []
