"""Both JSON Schema engines come to the same verdict, within everything that a rule may say, and to the standard's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from generated import MIXED, PROPOSALS, written
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from promises import DAY, FOLDER, NZQA
from texts import SHAPE

from mcred_check.dialect import compiled, reference
from mcred_check.failing import failures
from mcred_check.keywords import KEYWORDS
from mcred_check.loading import read
from mcred_check.routes import Surroundings
from mcred_check.rule_files import read_yaml
from mcred_check.rules import rules_folder

if TYPE_CHECKING:
    from mcred_check.model import Json

AROUND: Final = Surroundings(DAY, FOLDER, NZQA.tables)
META: Final = read_yaml(rules_folder() / "dialect.schema.yaml")
DIALECT: Final = Draft202012Validator(META)
SUITE: Final = sorted((Path(__file__).parent / "json-schema-test-suite").glob("*.json"))
ENGINES: Final = [
    (f"{rule.key}/{part}", compiled(schema, AROUND), reference(schema, AROUND))
    for rule in NZQA.rules
    for part, schema in (("when", rule.when), ("expect", rule.expect))
    if schema is not None
]


@given(PROPOSALS | MIXED)
def test_both_engines_agree_on_every_rule_and_any_proposal(proposal: Json) -> None:
    data = read(written(proposal), "any.yaml", SHAPE, folder=FOLDER)[0].data
    assert [name for name, one, other in ENGINES if one.is_valid(data) != other.is_valid(data)] == []


# --- Any schema of the dialect ----------------------------------------------------------------------------------------

NAMES: Final = st.sampled_from(["a", "b", "c"])
PATHS: Final = st.sampled_from(["a", "b", "c", "a/b", "a/*", "a/*/b", "a/*/c", "b/*/a", "c/a/*", "*", "*/a"])
WORDS: Final = st.sampled_from(
    ["know", "National", "a b", "a-b", "Māori", "LO1", "110103", "2026-11-23", "2024-02-29", "", "x" * 9]
)
INTEGERS: Final = st.integers(-4, 12)
REALS: Final = st.sampled_from([0.5, -1.25, 2.75, 0.1, 0.3, 1e-7, 999999999999999, 100.01])
DATA: Final = st.recursive(
    INTEGERS | REALS | st.booleans() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
"""Values as the reader of a proposal makes them: whole numbers are integers, and nothing is null."""

OPERAND: Final = PATHS | st.lists(PATHS, min_size=1, max_size=2, unique=True)
DERIVED: Final[dict[str, dict[str, st.SearchStrategy[Json]]]] = {
    "total": {"of": OPERAND},
    "gap": {"of": OPERAND, "against": OPERAND},
    "ratio": {"of": OPERAND, "to": OPERAND},
    "days": {"start": OPERAND, "end": OPERAND | st.just("today")},
    "unmatched": {"of": OPERAND, "among": OPERAND},
    "repeated": {"of": OPERAND},
    "mentions": {"of": OPERAND, "any": st.lists(WORDS.filter(bool), min_size=1, max_size=3, unique=True)},
    "unlisted": {"of": OPERAND, "in": st.just("nzsced")},
    "mistitled": {"of": OPERAND, "by": OPERAND, "in": st.just("nzsced")},
    "missing_files": {"of": OPERAND},
    "first_word": {"of": OPERAND},
}
OPTIONAL: Final[dict[str, dict[str, st.SearchStrategy[Json]]]] = {
    "days": {"plus_years": INTEGERS | PATHS, "take": st.sampled_from(["smallest", "largest"])},
    "mentions": {"names": OPERAND},
    "unlisted": {"named": OPERAND},
}
COUNT: Final = st.integers(0, 4)
MANY: Final = settings(max_examples=5 * settings().max_examples)  # they are quick


def named(word: str, part: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Make a schema of one word."""
    return part.map(lambda made: {word: made})


def schemas(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Make schemas of the dialect's words around others."""
    plain: dict[str, st.SearchStrategy[Json]] = {
        "type": st.sampled_from(["object", "array", "string", "integer", "number", "boolean"]),
        "const": DATA,
        "enum": st.lists(INTEGERS | WORDS | st.booleans(), min_size=1, max_size=4, unique_by=repr),
        "pattern": st.sampled_from(["^[A-Z]", "[0-9]{2}", "a|b", "^LO[0-9]+", "[^a-z]", "(ab)*x"]),
        **dict.fromkeys(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], INTEGERS | REALS),
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 0.25]),
        **dict.fromkeys(["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], COUNT),
        "uniqueItems": st.just(value=True),
        "required": st.lists(NAMES, min_size=1, unique=True),
        "properties": st.dictionaries(NAMES, inner, min_size=1),
        "items": inner,
        "not": inner,
        **dict.fromkeys(["allOf", "anyOf"], st.lists(inner, min_size=1, max_size=2)),
    }
    joined = [
        st.fixed_dictionaries({"contains": inner}, optional={"minContains": COUNT, "maxContains": COUNT}),
        st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner}),
    ]
    derived = [
        named(name, st.fixed_dictionaries({**args, "is": inner}, optional=OPTIONAL.get(name, {})))
        for name, args in DERIVED.items()
    ]
    single = [named(name, one) for name, one in plain.items()]
    several = st.lists(st.one_of(*single, *joined, *derived), max_size=3)
    return several.map(lambda parts: {name: part for one in parts for name, part in one.items()})


SCHEMAS: Final = schemas(schemas(schemas(st.just({}))))


@MANY
@example({"unlisted": {"of": "a", "in": "nzsced", "is": {}}}, [{"a": []}])  # a list is no code
@given(SCHEMAS, st.lists(DATA | st.dictionaries(NAMES, DATA), min_size=1, max_size=4))
def test_both_engines_agree_on_any_schema_of_the_dialect(schema: Json, values: list[Json]) -> None:
    assert DIALECT.is_valid(schema)
    one, other = compiled(schema, AROUND), reference(schema, AROUND)
    for value in values:
        assert one.is_valid(value) == other.is_valid(value)
        assert bool(list(failures(one, schema, value, AROUND))) == (not one.is_valid(value))


def test_every_word_of_the_dialect_is_among_the_schemas() -> None:
    words = set(META["properties"])
    assert set(DERIVED) == set(KEYWORDS)
    assert {name for name in META["$defs"]["derived"]["properties"] if name != "is"} == {
        name for args in (*DERIVED.values(), *OPTIONAL.values()) for name in args
    }
    seen: set[str] = set()

    @MANY
    @given(SCHEMAS)
    def look(schema: Json) -> None:
        seen.update(words_of(schema))

    look()
    assert words == seen


def words_of(schema: Json) -> set[str]:
    """Give the words that a schema is made of, at every depth."""
    words: set[str] = set()
    for word, part in schema.items():
        inner = part.values() if word == "properties" else part if word in {"allOf", "anyOf"} else [part]
        deeper = (one["is"] if word in KEYWORDS else one for one in inner if isinstance(one, dict))
        words |= {word, *(found for one in deeper if word != "const" for found in words_of(one))}
    return words


# --- The official tests -----------------------------------------------------------------------------------------------


def official() -> list[object]:
    """Give the groups of the official tests whose schema the dialect allows."""
    groups = [(file.stem, group) for file in SUITE for group in json.loads(file.read_text("utf-8"))]
    for _, group in groups:
        group["schema"].pop("$schema")
    return [
        pytest.param(
            group["schema"], test["data"], test["valid"], id=f"{name}: {group['description']}: {test['description']}"
        )
        for name, group in groups
        if DIALECT.is_valid(group["schema"])
        for test in group["tests"]
    ]


@pytest.mark.parametrize(("schema", "data", "valid"), official())
def test_the_dialect_passes_what_it_keeps_of_the_official_tests(schema: Json, data: Json, valid: bool) -> None:
    assert compiled(schema, AROUND).is_valid(data) == valid
    assert reference(schema, AROUND).is_valid(data) == valid


def test_the_official_tests_cover_every_word_that_the_dialect_keeps() -> None:
    words = set(META["properties"]) - set(KEYWORDS)
    assert {file.stem for file in SUITE} == words - {"if", "then", "else"} | {"if-then-else"}
