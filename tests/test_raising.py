"""Severities that a rule set raises for another's rules: never lowered, and never without saying who raised them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from faults import faults_in
from jsonschema import Draft202012Validator

import mcred_check
from mcred_check import CouldNotCheckError, check, load_rules
from mcred_check.loading import read
from mcred_check.raising import with_raised
from mcred_check.reporting.formats import Look, form, render
from mcred_check.rules import bundle, rule_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcred_check.model import Json, Report, Rule, RuleSet, Severity

TODAY: Final = date(2026, 11, 23)
RAW: Final = bundle()
NZQA: Final = rule_set(RAW["sets"]["nzqa"])
ADVICE, SHOULD, MUST = "nzqa/newest-evidence-is-recent", "nzqa/stand-alone-value-is-stated", "nzqa/level-is-given"
SCHEMA: Final = json.loads((Path(mcred_check.__file__).parent / "reporting" / "report.schema.json").read_text("utf-8"))
FRAMEWORK: Final[Json] = {
    "id": "house",
    "title": "House rules (invented)",
    "authority": "house",
    "sample_date": "2026-11-23",
    "criteria": [{"id": "title", "title": "Title"}],
    "editions": [{"id": "one", "title": "House", "start": "2020-01-01", "instruments": ["A decision (invented)"]}],
}
RULE: Final[Json] = {
    "id": "short-title",
    "title": "The title is short",
    "criterion": "title",
    "severity": "should",
    "stage": "draft",
    "editions": ["one"],
    "basis": "house",
    "source": {"title": "A decision (invented)"},
    "why": "It fits on the page.",
    "fix": "Shorten it.",
    "when": {"required": ["title"]},
    "expect": {"properties": {"title": {"maxLength": 90}}},
    "message": "The title is long.",
}


def house(*raises: tuple[str, Severity], name: str = "house") -> RuleSet:
    framework = {**FRAMEWORK, "id": name, "raises": dict(raises)}
    return rule_set({"framework": framework, "rules": {"short-title": RULE}, "tables": {}, "changes": {}})


def rule_in(sets: tuple[RuleSet, ...], key: str) -> Rule:
    return next(rule for one in sets for rule in one.rules if rule.key == key)


def test_a_rule_that_is_raised_says_by_whom_and_from_what() -> None:
    sets = with_raised([NZQA, house((ADVICE, "must"), (SHOULD, "must"))])
    for key, before in ((ADVICE, "advice"), (SHOULD, "should")):
        rule = rule_in(sets, key)
        assert (rule.severity, rule.raised_by, rule.raised_from) == ("must", "house", before)
        assert rule.basis == rule_in((NZQA,), key).basis
    assert [one for one in sets[0].rules if not one.raised_by] == [
        one for one in NZQA.rules if one.key not in {ADVICE, SHOULD}
    ]


@pytest.mark.parametrize(
    ("key", "severity"), [(MUST, "must"), (MUST, "should"), (SHOULD, "should"), (SHOULD, "advice"), (ADVICE, "advice")]
)
def test_nothing_is_lowered(key: str, severity: Severity) -> None:
    assert with_raised([NZQA, house((key, severity))])[0] == NZQA


@pytest.mark.parametrize(
    ("first", "second", "by"),
    [
        ("should", "must", "second"),
        ("must", "should", "first"),
        ("must", "must", "first"),
        ("should", "should", "first"),
    ],
)
def test_the_highest_of_several_counts_in_any_order(first: Severity, second: Severity, by: str) -> None:
    sets = [house((ADVICE, first), name="first"), NZQA, house((ADVICE, second), name="second")]
    rule = rule_in(with_raised(sets), ADVICE)
    assert (rule.severity, rule.raised_by, rule.raised_from) == (min(first, second), by, "advice")


def test_rule_sets_that_raise_nothing_stay_as_they_are() -> None:
    assert with_raised([NZQA, house()]) == (NZQA, house())
    alone = house((ADVICE, "must"))
    assert with_raised([alone]) == (alone,)


def report(*sets: RuleSet) -> Report:
    source = json.dumps({"title": "Coffee", "need": {"evidence": [{"id": "E1", "date": "2019-05-06"}]}})
    proposals = read(source.encode(), "coffee.yaml", RAW["proposal"])
    return check(proposals, sets, as_of=TODAY, only=["newest-evidence-is-recent", "short-title"])


def test_a_raised_rule_gates_and_every_report_says_who_raised_it_and_how_sure_it_is() -> None:
    before, after = report(NZQA, house()), report(NZQA, house((ADVICE, "must")))
    assert (before.ready, after.ready) == (True, False)
    assert rule_in(after.run.rule_sets, ADVICE).severity == "must"
    text = " ".join(render(after, form("text", Look(width=100))).split())
    assert f"must · {ADVICE} · No published figure" in text
    assert "(not verified; raised from advice by house)" in text


def test_the_json_report_names_who_raised_a_severity_where_somebody_did() -> None:
    for one, by, before in ((house(), "", ""), (house((ADVICE, "must")), "house", "advice")):
        document = json.loads(render(report(NZQA, one), form("json", Look())))
        (found,) = document["proposals"][0]["findings"]
        assert (found["raised_by"], found["raised_from"], found["basis"]) == (by, before, "unverified")
        Draft202012Validator(SCHEMA).validate(document)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Json], Path]:
    def make(framework: Json) -> Path:
        made = tmp_path / "house"
        made.mkdir()
        (made / "framework.yaml").write_text(json.dumps({**FRAMEWORK, **framework}), "utf-8")
        (made / "short-title.yaml").write_text(json.dumps(RULE), "utf-8")
        return made

    return make


def test_what_a_folder_raises_is_loaded(folder: Callable[[Json], Path]) -> None:
    (loaded,) = load_rules(folder({"raises": {ADVICE: "must", SHOULD: "must"}}))
    assert loaded.framework.raises == ((ADVICE, "must"), (SHOULD, "must"))


@pytest.mark.parametrize(
    ("framework", "fault"),
    [
        (
            {"raises": {"nzqa/level-gvien": "must"}},
            "raises: no rule that comes with mcred-check is called nzqa/level-gvien. Did you mean nzqa/level-is-given?",
        ),
        (
            {"raises": {"house/short-title": "must"}},
            "raises: no rule that comes with mcred-check is called house/short-title",
        ),
        ({"raises": {SHOULD: "should"}}, f"raises: {SHOULD} is should already"),
        ({"raises": {MUST: "should"}}, f"raises: {MUST} is must, and a severity can be raised and never lowered"),
        ({"raises": {MUST: "advice"}}, f"raises.{MUST}: 'advice' is none of must or should"),
        ({"raises": [ADVICE]}, f"raises: ['{ADVICE}'] should be of kind object"),
        (
            {"raises": {ADVICE: "must"}, "authority": "voluntary"},
            "raises: only a set of authority house raises the severity of another set's rules",
        ),
    ],
)
def test_what_cannot_be_raised_is_said_when_the_set_is_loaded(
    folder: Callable[[Json], Path], framework: Json, fault: str
) -> None:
    made = folder(framework)
    assert faults_in(made) == [f"{made / 'framework.yaml'}: {fault}"]
    with pytest.raises(CouldNotCheckError, match="framework"):
        load_rules(made)
