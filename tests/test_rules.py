"""The specification: each rule set's sample, the examples of every rule, and what no example would notice."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from faults import faults_in
from mutations import mutants, survivors

from mcred_check.model import Example
from mcred_check.rule_files import read_set
from mcred_check.rules import bundle, reading_rules, rule_set, rules_folder
from mcred_check.trying import Trial
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Json, Rule

BUNDLE = bundle()
FOLDERS = {name: rules_folder() / name for name in BUNDLE["sets"]}
FOLDERS["house-rules"] = Path(__file__).resolve().parents[1] / "examples" / "house-rules"
SETS = {name: rule_set(read_set(folder)) for name, folder in FOLDERS.items()}
RULES = {rule.key: rule for one in SETS.values() for rule in one.rules}
EXAMPLES = {
    f"{rule.key}-{example.kind}-{example.name}": (rule, example) for rule in RULES.values() for example in rule.examples
}
PROSE = RULES | reading_rules(BUNDLE["reading"])

JARGON = re.compile(
    r"\b((?i:invalid|instance|(?<!mcred-check )schema|is not of type|required property|under any of the given schemas"
    r"|null|array|boolean)|None)\b|[{}]"
)
BARE = re.compile(
    r"\b(Maori|whanau|hapu|wananga|matauranga|Pakeha|Otautahi|Otepoti|Tamaki|Whangarei|Ngai|kotuku|kowhai)\b",
    re.IGNORECASE,
)

each_set = pytest.mark.parametrize("name", SETS)
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
each_prose = pytest.mark.parametrize("rule", PROSE.values(), ids=PROSE)
each_example = pytest.mark.parametrize(("rule", "example"), EXAMPLES.values(), ids=EXAMPLES)


def lists_of_choices(shape: Json) -> Iterator[str]:
    """Yield every field's choices as a sentence lists them: those are names of values, and not words."""
    if "enum" in shape:
        yield listed(shape["enum"], word="or")
    for part in [*shape.get("properties", {}).values(), *([shape["items"]] if "items" in shape else [])]:
        yield from lists_of_choices(part)


@cache
def trial(name: str) -> Trial:
    return Trial(SETS[name], FOLDERS[name])


def trial_of(rule: Rule) -> Trial:
    return trial(rule.key.partition("/")[0])


@each_set
def test_nothing_is_wrong_with_a_rule_set(name: str) -> None:
    assert faults_in(FOLDERS[name]) == []


@each_set
def test_the_sample_meets_every_rule(name: str) -> None:
    result = trial(name).result(Example("accepts", "the sample", {}))
    assert [(one.rule.key, one.message) for one in result.findings if one.outcome != "judge"] == []
    assert set(result.outcomes.values()) <= {"met", "not applicable", "judge"}
    assert result.ready


@each_example
def test_an_example_comes_out_as_it_says(rule: Rule, example: Example) -> None:
    assert list(trial_of(rule).complaints(rule, example)) == []


@each_rule
def test_an_example_notices_each_mutation_of_a_rule(rule: Rule) -> None:
    assert [f"{rule.key}: {mutation}" for mutation in survivors(trial_of(rule), rule)] == []


def test_a_mutation_that_no_example_notices_survives() -> None:
    rule = RULES["nzqa/credits-at-most-40"]
    mutation = "expect/properties/credits/maximum: 40 → 41"
    assert mutation in [one for one, _ in mutants(rule)]
    assert mutation in survivors(trial_of(rule), rule._replace(examples=()))


@pytest.mark.parametrize(
    ("example", "complaint"),
    [
        (Example("accepts", "x", {"level": None}), "the rule is not applicable, and accepts says met"),
        (Example("ignores", "x", {}), "the rule is met, and ignores says not applicable"),
        (Example("rejects", "x", {"level": 11}, ("Too high.",)), "the rule says ['Level 11 is not a level of"),
        (
            Example("accepts", "x", {"title": "National Coffee"}),
            "nzqa/title-avoids-qualification-words says: The title",
        ),
        (Example("accepts", "x", {"application": {"date": "2018-01-01"}}), "the rule is not in force, and accepts"),
        (Example("asks", "x", {}, question="Is it?"), "the rule is met, and asks says judge"),
        (Example("asks", "x", {}, question="Is it?"), "the rule asks [], and the example 'Is it?'"),
    ],
)
def test_an_example_that_comes_out_otherwise_is_complained_of(example: Example, complaint: str) -> None:
    rule = RULES["nzqa/level-in-range"]
    assert any(complaint in one for one in trial_of(rule).complaints(rule, example))


def test_a_rule_set_is_tried_with_its_sample_and_all_its_examples() -> None:
    low = {"properties": {"level": {"maximum": 3}}}
    strict = RULES["nzqa/level-in-range"]._replace(expect=low, message="Too high.")
    asked = RULES["nzqa/outcomes-fit-the-level"]
    mild = RULES["nzqa/level-is-given"]._replace(examples=(Example("accepts", "no level", {"level": None}),))
    folder = rules_folder() / "nzqa"
    complaints = list(Trial(SETS["nzqa"]._replace(rules=(asked, strict, mild)), folder).all_complaints())
    assert complaints[0] == "sample.yaml: nzqa/level-in-range says: Too high."
    assert complaints[-1] == "nzqa/level-is-given: accepts: no level: the rule is not met, and accepts says met"


@each_rule
def test_a_rule_has_an_example_of_each_kind_that_it_can_have(rule: Rule) -> None:
    kinds = {example.kind for example in rule.examples}
    assert ({"asks"} if rule.judge else {"rejects"}) <= kinds
    assert len({(example.kind, example.name) for example in rule.examples}) == len(rule.examples)


@each_prose
def test_a_rule_speaks_the_language_of_its_readers(rule: Rule) -> None:
    filled = re.compile("|".join([r"\{[^{}]+\}", *lists_of_choices(BUNDLE["proposal"])]))
    prose = [filled.sub("…", text) for text in (rule.title, rule.message, rule.fix, rule.judge, rule.why)]
    assert [text for text in prose if JARGON.search(text) or BARE.search(text)] == []


@each_rule
def test_what_a_rule_says_is_a_whole_sentence(rule: Rule) -> None:
    said = [text for example in rule.examples for text in (*example.messages, example.question) if text]
    assert [text for text in said if not re.search(r"[.?]”?$", text) or JARGON.search(text)] == []


@each_rule
def test_the_next_step_is_filled_in(rule: Rule) -> None:
    fixes = {
        finding.fix
        for example in rule.examples
        for finding in trial_of(rule).result(example).findings
        if finding.rule.key == rule.key
    }
    assert [fix for fix in fixes if not re.search(r"[.?]$", fix) or JARGON.search(fix) or "not given" in fix] == []


@each_rule
def test_a_rule_claims_no_more_than_its_source_says(rule: Rule) -> None:
    assert rule.basis != "unverified" or rule.severity != "must"
    assert rule.basis != "rule" or rule.source.clause
    assert not rule.source.clause or rule.source.read
