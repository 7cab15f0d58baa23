"""Checking: editions, stages, judgements, choices of rules, and findings that say each mistake once."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest

import mcred_check
from mcred_check import CouldNotCheckError, __version__, check, load_proposals, load_rules
from mcred_check.checking import Checker
from mcred_check.choosing import Choices
from mcred_check.compiling import compile_bundle
from mcred_check.loading import read
from mcred_check.rules import bundle, in_full, reading_rules, rule_set, rules_folder
from mcred_check.trying import Trial, merged

if TYPE_CHECKING:
    from pathlib import Path

    from mcred_check.model import Json, Result, RuleSet

TODAY: Final = date(2026, 11, 23)
RAW: Final = bundle()
SHAPE: Final = RAW["proposal"]
NZQA: Final = rule_set(RAW["sets"]["nzqa"])


def rule(name: str, **fields: Json) -> Json:
    return {
        "id": name,
        "title": name,
        "criterion": "first",
        "severity": "must",
        "stage": "draft",
        "editions": ["old", "new"],
        "basis": "house",
        "source": {"title": "A decision (invented)"},
        "why": "It was decided.",
        "fix": "Mend it.",
        **fields,
    }


HOUSE: Final[Json] = {
    "framework": {
        "id": "house",
        "title": "House rules (invented)",
        "authority": "house",
        "sample_date": "2026-11-23",
        "criteria": [{"id": "first", "title": "First"}, {"id": "second", "title": "Second"}],
        "editions": [
            {"id": "old", "title": "House old", "start": "2020-01-01", "instruments": ["A decision (invented)"]},
            {"id": "new", "title": "House new", "start": "2024-01-01", "instruments": ["A decision (invented)"]},
        ],
    },
    "rules": {
        one["id"]: one
        for one in (
            rule("title-given", stage="submission", expect={"required": ["title"]}, message="There is no title."),
            rule(
                "short-title",
                severity="should",
                when={"required": ["title"]},
                expect={"properties": {"title": {"maxLength": 20}}},
                message="The title is long.",
            ),
            rule(
                "few-credits",
                criterion="second",
                when={"required": ["credits"]},
                expect={"properties": {"credits": {"maximum": 40}}},
                message="{value} credits.",
            ),
            rule(
                "whole-outcomes",
                criterion="second",
                severity="advice",
                expect={"properties": {"learning_outcomes": {"items": {"required": ["id", "outcome"]}}}},
                message="{item} has no {missing}.",
            ),
            rule(
                "some-outcome-is-timed",
                criterion="second",
                severity="advice",
                when={"required": ["learning_outcomes"]},
                expect={"properties": {"learning_outcomes": {"contains": {"required": ["hours"]}}}},
                message="No outcome has hours.",
            ),
            rule(
                "hours-add-up",
                expect={"gap": {"of": "hours/activities/*/hours", "against": "hours/total", "is": {"const": 0}}},
                message="{sum} of {expected} hours.",
            ),
            rule("listed-somewhere", stage="listed", expect={"required": ["listing"]}, message="It is not listed."),
            rule("fair", at="title", when={"required": ["title"]}, judge="Is “{title}” fair?"),
            rule("wise", judge="Is it wise?"),
            rule("of-old", editions=["old"], expect={"required": ["level"]}, message="There is no level."),
        )
    },
    "tables": {},
    "changes": {},
}
RULES: Final = rule_set(HOUSE)
SOUND: Final[Json] = {"status": "submission", "title": "Coffee", "credits": 10, "application": {"date": "2026-11-16"}}


def checker(*sets: RuleSet, today: date = TODAY, **choices: Any) -> Checker:  # noqa: ANN401
    sure: Any = {name: frozenset(given) if isinstance(given, list) else given for name, given in choices.items()}
    reading = reading_rules(RAW["reading"])
    return Checker(sets or (RULES,), today, shape=SHAPE, reading=reading, choices=Choices(**sure))


def result_of(proposal: Json, *sets: RuleSet, **choices: Any) -> Result:  # noqa: ANN401
    """Check a proposal that is a YAML text, or a change to a sound one."""
    text = proposal if isinstance(proposal, str) else json.dumps(merged(SOUND, proposal), ensure_ascii=False)
    return checker(*sets, **choices).check(read(text.encode(), "proposal.yaml", SHAPE)[0])


def said(result: Result, *outcomes: str) -> list[tuple[str, str, str]]:
    """Give the findings that are not questions: the rule, the message, the pointer."""
    return [
        (one.rule.key.removeprefix("house/"), one.message, one.pointer)
        for one in result.findings
        if one.outcome in (outcomes or ("not met", "to do"))
    ]


# --- Editions ---------------------------------------------------------------------------------------------------------

LATE_START: Final = "the exact day was not found"


@pytest.mark.parametrize(
    ("applied", "edition", "doubt"),
    [
        ("2018-08-22", "2018", ""),
        ("2022-12-31", "2018", ""),
        ("2023-01-01", "2018", LATE_START),
        ("2023-01-15", "2018", LATE_START),
        ("2023-01-16", "2022", LATE_START),
        ("2023-01-24", "2022", LATE_START),
        ("2023-01-25", "2022", ""),
        ("2025-06-30", "2022", ""),
        ("2025-07-01", "2025", ""),
        ("2026-01-18", "2025", ""),
        ("2026-01-19", "2026", ""),
        ("2030-01-01", "2026", ""),
    ],
)
def test_the_edition_is_the_one_in_force_on_the_day_of_the_application(applied: str, edition: str, doubt: str) -> None:
    (one,) = result_of({"application": {"date": applied}}, NZQA).editions
    assert (one.set_id, one.edition.id, one.reason) == ("nzqa", edition, "by the date of the application")
    assert doubt in one.doubt
    assert bool(one.doubt) == bool(doubt)


def test_without_an_application_the_edition_is_the_one_in_force_on_the_day_of_the_check() -> None:
    (one,) = result_of({"application": None}, today=date(2023, 12, 31)).editions
    assert (one.edition.id, one.reason, one.doubt) == ("old", "by the day of the check", "")


def test_a_rule_is_tried_only_in_its_editions() -> None:
    assert "house/of-old" not in result_of({}).outcomes
    assert ("of-old", "There is no level.", "") in said(result_of({"application": {"date": "2023-12-31"}}))


@pytest.mark.parametrize(
    ("applied", "chosen", "doubt"),
    [
        ("2023-01-01", "old", ""),
        ("2024-01-01", "old", "By date, edition new would be in force."),
        ("2019-12-31", "old", "By date, no edition would be in force."),
    ],
)
def test_an_edition_that_is_asked_for_is_used_and_doubted(applied: str, chosen: str, doubt: str) -> None:
    (one,) = result_of({"application": {"date": applied}}, edition=chosen).editions
    assert (one.edition.id, one.reason, one.doubt) == (chosen, "asked for with --edition", doubt)


def test_an_edition_that_is_asked_for_leaves_the_other_rule_sets_to_the_date() -> None:
    result = result_of({}, RULES, NZQA, edition="2025")
    assert [one.edition.id for one in result.editions] == ["new", "2025"]


def test_an_edition_that_no_rule_set_has_is_refused() -> None:
    with pytest.raises(CouldNotCheckError, match=r"^House rules \(invented\) has no edition 2021; it has old, new\.$"):
        checker(edition="2021")


@pytest.mark.parametrize(
    ("proposal", "today", "message", "fix"),
    [
        (
            {"application": {"date": "2018-08-21"}},
            TODAY,
            "The application is dated 21 August 2018, before NZQA 2018 came into force on 22 August 2018.",
            "Correct the date of the application.",
        ),
        (
            {"application": None},
            date(2017, 1, 1),
            "This check is of 1 January 2017, before NZQA 2018 came into force on 22 August 2018.",
            "Check on a later day.",
        ),
    ],
)
def test_before_the_first_edition_there_is_nothing_to_check(
    proposal: Json, today: date, message: str, fix: str
) -> None:
    result = result_of(proposal, NZQA, today=today)
    (one,) = result.findings
    assert (one.rule.key, one.message, one.fix, one.pointer) == (
        "reading/no-edition",
        message,
        fix,
        "/application/date",
    )
    assert (result.editions, result.ready, result.outcomes) == ((), False, {"reading/no-edition": "not met"})


def test_a_rule_set_beside_nzqas_does_not_apply_to_what_is_older_than_it() -> None:
    proposal = {"application": {"date": "2019-05-06"}, "credits": 41}
    result = result_of(proposal, NZQA, RULES)
    assert [one.edition.id for one in result.editions] == ["2018"]
    assert {result.outcomes[rule.key] for rule in RULES.rules} == {"not applicable"}
    assert [one for one in result.not_applicable if one.key.startswith("house/")] == list(RULES.rules)
    assert "reading/no-edition" not in result.outcomes
    alone = result_of(proposal, RULES)
    assert [one.message for one in alone.findings] == [
        "The application is dated 6 May 2019, before House old came into force on 1 January 2020."
    ]
    assert not alone.ready


# --- Stages -----------------------------------------------------------------------------------------------------------


def test_what_a_later_stage_asks_for_is_to_do_in_a_draft() -> None:
    result = result_of({"status": "draft", "title": None})
    assert (result.stage, result.stage_reason, result.ready) == ("draft", "", True)
    assert said(result, "to do") == [("title-given", "There is no title.", "")]
    assert result.outcomes["house/title-given"] == "to do"
    assert said(result, "not met") == []


@pytest.mark.parametrize("stage", ["draft", "submission"])
def test_a_rule_for_what_is_listed_does_not_apply_before(stage: str) -> None:
    result = result_of({"status": stage})
    assert result.outcomes["house/listed-somewhere"] == "not applicable"
    assert "house/listed-somewhere" in [one.key for one in result.not_applicable]


def test_a_rule_for_what_is_listed_gates_then() -> None:
    assert said(result_of({"status": "listed"})) == [("listed-somewhere", "It is not listed.", "")]


@pytest.mark.parametrize(
    ("proposal", "stage", "expected"),
    [
        ({"status": None}, None, ("submission", "the proposal gives no status")),
        ({"status": " "}, None, ("submission", "the proposal gives no status")),
        ({"status": "darft"}, None, ("submission", "the proposal gives no status")),
        ({"status": "draft"}, None, ("draft", "")),
        ({"status": "draft"}, "listed", ("listed", "asked for with --stage")),
        ({"status": None}, "draft", ("draft", "asked for with --stage")),
    ],
)
def test_the_stage_is_the_status_unless_it_is_asked_for(
    proposal: Json, stage: str | None, expected: tuple[str, str]
) -> None:
    result = result_of(proposal, stage=stage)
    assert (result.stage, result.stage_reason) == expected


# --- Judgements -------------------------------------------------------------------------------------------------------

ANSWER: Final = {"rule": "fair", "verdict": "met", "by": "Hana Example", "on": "2026-11-01"}


def judged(*answers: Json, change: Json = None) -> tuple[str, list[tuple[str, str, str]]]:
    result = result_of({"judgements": list(answers), **(change or {})})
    findings = [
        (one.rule.key, one.message, one.pointer)
        for one in result.findings
        if one.rule.key in {"house/fair", "reading/judgement"}
    ]
    return result.outcomes["house/fair"], findings


ASKED: Final = ("house/fair", "Is “Coffee” fair?", "/title")
UNMET: Final = "Hana Example judged on 1 November 2026 that “fair” is not met"


@pytest.mark.parametrize(
    ("answers", "outcome", "findings"),
    [
        ([], "judge", [ASKED]),
        ([ANSWER], "met", []),
        ([{**ANSWER, "rule": "house/fair"}], "met", []),
        ([{**ANSWER, "on": "2026-11-23"}], "met", []),
        ([{**ANSWER, "verdict": "not-met"}], "not met", [("house/fair", f"{UNMET}.", "/judgements/0")]),
        (
            [{**ANSWER, "verdict": "not-met", "note": "Too  long."}],
            "not met",
            [("house/fair", f"{UNMET}: Too long.", "/judgements/0")],
        ),
        (
            [{**ANSWER, "verdict": "not-met", "note": "too long"}],
            "not met",
            [("house/fair", f"{UNMET}: too long.", "/judgements/0")],
        ),
        # the later one wins, wherever it stands, and the last of one day
        ([{**ANSWER, "verdict": "not-met"}, {**ANSWER, "on": "2026-11-02"}], "met", []),
        ([{**ANSWER, "on": "2026-11-02"}, {**ANSWER, "verdict": "not-met"}], "met", []),
        ([{**ANSWER, "verdict": "not-met"}, ANSWER], "met", []),
        # a blank one before it moves no pointer
        ([{}, {**ANSWER, "verdict": "not-met"}], "not met", [("house/fair", f"{UNMET}.", "/judgements/1")]),
        # those that do not count
        (
            [{**ANSWER, "by": None}],
            "judge",
            [("reading/judgement", "A judgement without “by” does not count.", "/judgements/0"), ASKED],
        ),
        (
            [{"note": "Yes."}],
            "judge",
            [
                (
                    "reading/judgement",
                    "A judgement without “rule”, “verdict”, “by” and “on” does not count.",
                    "/judgements/0",
                ),
                ASKED,
            ],
        ),
        (
            [{**ANSWER, "rule": "fare"}],
            "judge",
            [("reading/judgement", "There is no rule “fare” to judge.", "/judgements/0"), ASKED],
        ),
        (
            [{**ANSWER, "rule": "few-credits"}],
            "judge",
            [
                (
                    "reading/judgement",
                    "The rule few-credits is checked by machine, so a judgement on it does not count.",
                    "/judgements/0",
                ),
                ASKED,
            ],
        ),
        (
            [{**ANSWER, "on": "2026-11-24"}],
            "judge",
            [
                (
                    "reading/judgement",
                    "The judgement on fair is dated 24 November 2026, after the day of this check.",
                    "/judgements/0",
                ),
                ASKED,
            ],
        ),
        ([{**ANSWER, "rule": "other/fair"}], "judge", [ASKED]),  # a set that is not in use
        ([{**ANSWER, "rule": "wise"}], "judge", [ASKED]),
    ],
)
def test_a_judgement_answers_a_question_when_it_counts(answers: list[Json], outcome: str, findings: list[Json]) -> None:
    assert judged(*answers) == (outcome, findings)


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("fare", "Did you mean fair?"),
        ("xyzzy", reading_rules(RAW["reading"])["reading/judgement"].fix),
        ("few-credits", "Take the judgement away, and mend what the rule finds."),
    ],
)
def test_a_judgement_that_does_not_count_has_a_next_step(name: str, fix: str) -> None:
    findings = result_of({"judgements": [{**ANSWER, "rule": name}]}).findings
    assert [one.fix for one in findings if one.rule.key == "reading/judgement"] == [fix]


def test_only_the_first_hundred_judgements_get_a_guess_at_the_rule_that_was_meant() -> None:
    found = result_of({"judgements": [{**ANSWER, "rule": "fare"}] * 110}).findings
    fixes = [one.fix for one in found if one.rule.key == "reading/judgement"]
    assert len(fixes) == 110
    assert [fix.startswith("Did you mean ") for fix in fixes] == [True] * 100 + [False] * 10


def test_a_question_about_a_field_that_is_not_there_stands_at_the_top() -> None:
    (one,) = (one for one in result_of({}).findings if one.rule.key == "house/wise")
    assert (one.message, one.pointer, one.place.line) == ("Is it wise?", "", 1)
    assert judged(change={"title": None}) == ("not applicable", [])


def test_a_short_name_is_that_of_the_rule_that_asks_a_question() -> None:
    namesake = RULES.rules[0]._replace(key="other/fair", judge="", expect={})
    other = RULES._replace(framework=RULES.framework._replace(id="other"), rules=(namesake,))
    for sets in ((RULES, other), (other, RULES)):
        result = result_of({"judgements": [ANSWER]}, *sets)
        assert (result.outcomes["house/fair"], result.outcomes["other/fair"]) == ("met", "met")
        assert "reading/judgement" not in result.outcomes


def test_an_open_question_gates_only_where_that_is_asked_for() -> None:
    assert result_of({}).ready
    assert not result_of({}, judgements="gate").ready
    assert not result_of({"judgements": [{**ANSWER, "verdict": "not-met"}]}).ready


# --- Choices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "tried"),
    [
        ({"only": ["few-credits"]}, {"few-credits"}),
        ({"only": ["house/few-credits", "fair"]}, {"few-credits", "fair"}),
        ({"only": ["second"]}, {"few-credits", "whole-outcomes", "some-outcome-is-timed"}),
        ({"only": ["house/second"], "skip": ["few-credits"]}, {"whole-outcomes", "some-outcome-is-timed"}),
        ({"skip": ["first"]}, {"few-credits", "whole-outcomes", "some-outcome-is-timed"}),
    ],
)
def test_rules_are_chosen_by_name_or_criterion(choice: Json, tried: set[str]) -> None:
    result = result_of({}, **choice)
    assert {key.removeprefix("house/") for key in result.outcomes} == tried
    assert result.skipped == 9 - len(tried)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"only": ["few-credit"]}, "--only: there is no rule or criterion “few-credit”. Did you mean few-credits?"),
        ({"skip": ["xyzzy"]}, "--skip: there is no rule or criterion “xyzzy”. mcred-check rules lists them all."),
        ({"only": ["first"], "skip": ["house/first"]}, "--only, --skip and --basis leave no rule to check."),
    ],
)
def test_a_choice_that_means_nothing_is_refused(choice: Json, message: str) -> None:
    with pytest.raises(CouldNotCheckError) as refused:
        checker(**choice)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("change", "fail_on", "ready"),
    [
        ({"credits": 41}, "must", False),
        ({"title": "A title that is much too long"}, "must", True),
        ({"title": "A title that is much too long"}, "should", False),
        ({"learning_outcomes": [{"id": "LO1"}]}, "should", True),
        ({"learning_outcomes": [{"id": "LO1"}]}, "advice", False),
        ({"titel": "x"}, "must", False),
        ({}, "advice", True),
    ],
)
def test_the_severities_that_gate_are_chosen(change: Json, fail_on: str, ready: bool) -> None:
    assert result_of(change, fail_on=fail_on).ready is ready


# --- Findings ---------------------------------------------------------------------------------------------------------

FAULTY: Final = """\
# A comment
status: submission
hours: {total: 100, activities: [{hours: 60}, {hours: 30}]}
credits: 41
learning_outcomes:
  - id: LO1
    outcome: Set up
  -
  - outcome: >-
      Prepare
  - id: LO3
application: {date: 2026-11-16}
colour: red
title: A title that is much too long
"""


def test_findings_go_by_outcome_severity_criterion_and_place() -> None:
    result = result_of(FAULTY)
    assert [(one.rule.key, one.pointer, one.place.line, one.place.column, one.excerpt) for one in result.findings] == [
        ("reading/unknown-field", "/colour", 13, 1, ("application: {date: 2026-11-16}", "colour: red")),
        (
            "house/hours-add-up",
            "/hours/activities/0/hours",
            3,
            42,
            ("status: submission", "hours: {total: 100, activities: [{hours: 60}, {hours: 30}]}"),
        ),
        (
            "house/few-credits",
            "/credits",
            4,
            10,
            ("hours: {total: 100, activities: [{hours: 60}, {hours: 30}]}", "credits: 41"),
        ),
        ("house/short-title", "/title", 14, 8, ("colour: red", "title: A title that is much too long")),
        ("house/some-outcome-is-timed", "/learning_outcomes", 5, 1, ("credits: 41", "learning_outcomes:")),
        ("house/whole-outcomes", "/learning_outcomes/2", 9, 5, ("  -", "  - outcome: >-")),
        ("house/whole-outcomes", "/learning_outcomes/3", 11, 5, ("      Prepare", "  - id: LO3")),
        ("house/wise", "", 1, 1, ()),
        ("house/fair", "/title", 14, 8, ("colour: red", "title: A title that is much too long")),
    ]
    assert [one.message for one in result.findings[1:7]] == [
        "90 of 100 hours.",
        "41 credits.",
        "The title is long.",
        "No outcome has hours.",
        "“Prepare” has no id.",
        "LO3 has no wording of the outcome.",
    ]
    assert result_of(FAULTY) == result


@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_does_not_depend_on_the_order_of_the_fields(seed: int) -> None:
    def shuffled(value: Json) -> Json:
        if isinstance(value, dict):
            names = sorted(value)
            random.Random(seed).shuffle(names)  # noqa: S311 -- no secret
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(one) for one in value] if isinstance(value, list) else value

    trial = Trial(NZQA, rules_folder() / "nzqa")
    change = {"credits": 41, "title": "Master of Coffee", "need": {"evidence": None}, "level": 11, "moderation": None}
    data = merged(trial.sample, change)
    here, there = (result_of(json.dumps(one, default=str), NZQA) for one in (data, shuffled(data)))
    assert {(one.rule.key, one.message, one.pointer) for one in here.findings} == {
        (one.rule.key, one.message, one.pointer) for one in there.findings
    }
    assert len(here.findings) > 5
    assert list(here.outcomes.items()) == list(there.outcomes.items())


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"title": None}, ["title-given"]),
        ({"title": " \n"}, ["title-given"]),
        ({"title": []}, ["reading/wrong-kind"]),
        ({"title": ["a"]}, ["reading/wrong-kind"]),
        ({"credits": "41"}, ["reading/wrong-kind"]),
        ({"credits": 41}, ["few-credits"]),
        ({"learning_outcomes": []}, []),
        ({"learning_outcomes": [{}, {}]}, []),
        ({"learning_outcomes": [{"id": "", "outcome": " "}]}, []),
        ({"learning_outcomes": [{"hours": 5}]}, ["whole-outcomes"]),
        ({"learning_outcomes": [{"id": "LO1", "outcome": ["a"], "hours": 5}]}, ["reading/wrong-kind"]),
        ({"learning_outcomes": [{"id": "LO1", "outcome": "a", "hours": "five"}]}, ["reading/wrong-kind"]),
        # what is lost hides no mistake beside it, and blank items before it move nothing
        (
            {"learning_outcomes": ["a", {"id": "LO1", "hours": 5}]},
            ["reading/wrong-kind", "whole-outcomes"],
        ),
        ({"learning_outcomes": [{}, {"id": "LO1", "outcome": None, "hours": 5}]}, ["whole-outcomes"]),
        ({"learning_outcomes": [{}, {"id": "LO1", "outcome": 5, "hours": 5}]}, []),
        ({"learning_outcomes": [{}, {"id": "LO1", "outcome": ["a"], "hours": 5}]}, ["reading/wrong-kind"]),
        (
            {"learning_outcomes": [{"id": "LO1", "outcome": ["a"]}, {"id": "LO2", "outcome": "b"}]},
            ["reading/wrong-kind", "some-outcome-is-timed"],
        ),
        ({"hours": {"total": 100, "activities": [{"hours": 60}, {"hours": "40"}]}}, ["reading/wrong-kind"]),
        ({"hours": {"total": "100", "activities": [{"hours": 60}]}}, ["reading/wrong-kind"]),
        (
            {"hours": {"total": 100, "activities": [{"hours": 60}, {"name": ["a"]}]}},
            ["reading/wrong-kind", "hours-add-up"],
        ),
        ({"application": {"date": "2026-02-30"}}, ["reading/not-a-date"]),
    ],
)
def test_one_mistake_gives_one_finding(change: Json, wanted: list[str]) -> None:
    assert [key for key, _, _ in said(result_of(change))] == wanted


def test_a_rule_that_looks_only_at_what_is_lost_does_not_apply() -> None:
    result = result_of({"title": ["a"]})
    assert result.outcomes["house/title-given"] == "not applicable"
    assert result.outcomes["reading/wrong-kind"] == "not met"


def repeating(message: str) -> RuleSet:
    mentions = {"of": ["title", "partners/*/name"], "any": ["new", "zealand"], "is": {"maxItems": 0}}
    one = rule("no-places", expect={"mentions": mentions}, message=message)
    return rule_set({**HOUSE, "rules": {"no-places": one}})


def test_the_same_words_are_said_once_in_a_place() -> None:
    change = {"title": "New Zealand", "partners": [{"name": "Zealand"}]}
    assert said(result_of(change, repeating("This names a place."))) == [
        ("no-places", "This names a place.", "/title"),
        ("no-places", "This names a place.", "/partners/0/name"),
    ]
    assert len(said(result_of(change, repeating("This says {value}.")))) == 3


def test_fields_that_are_missing_in_one_place_are_one_finding() -> None:
    one = rule("named", expect={"required": ["level", "credits", "title"]}, message="There is no {missing}.")
    result = result_of({"credits": None, "title": None}, rule_set({**HOUSE, "rules": {"named": one}}))
    assert said(result) == [("named", "There is no level, credits and title.", "")]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("{value}", "lo1"),
        ("{item}", "number 2"),
        ("{./hours} hours", "5 hours"),
        ("{./outcome}", "not given"),
        ("{title}: {credits}", "Coffee: 10"),
        ("{level}", "not given"),
        ("{application/date}", "16 November 2026"),
        ("{learning_outcomes/*/hours}", "3, 5 and 7"),
        ("{title in codes}", "A drink"),
        ("{credits in codes}", "10, which is not in the table"),
        ("{{value}}", "{value}"),
    ],
)
def test_the_words_between_braces_stand_for_the_proposal(message: str, words: str) -> None:
    first = {"of": "learning_outcomes/*/id", "any": ["lo1"], "is": {"maxItems": 0}}
    one = rule("told", expect={"mentions": first}, message=message)
    sets = rule_set({**HOUSE, "rules": {"told": one}, "tables": {"codes": {"Coffee": "A drink"}}})
    outcomes = [{"id": "a", "hours": 3}, {"id": "lo1", "hours": 5}, {"id": "b", "hours": 7}]
    if message == "{item}":
        outcomes = [{"hours": 3}, {"hours": 5}]
        one |= {"expect": {"properties": {"learning_outcomes": {"items": {"properties": {"hours": {"maximum": 4}}}}}}}
        sets = rule_set({**HOUSE, "rules": {"told": one}})
    assert [text for _, text, _ in said(result_of({"learning_outcomes": outcomes}, sets))] == [words]


def test_outside_a_list_the_item_is_the_proposal() -> None:
    one = rule("told", expect={"properties": {"credits": {"maximum": 5}}}, message="{item} in {sum}.")
    assert said(result_of({}, rule_set({**HOUSE, "rules": {"told": one}}))) == [
        ("told", "the proposal in not given.", "/credits")
    ]


# --- Reports ----------------------------------------------------------------------------------------------------------


def test_a_report_is_ready_when_every_result_is() -> None:
    one = checker()
    sound, unsound = (result_of(change) for change in ({}, {"credits": 41}))
    assert one.report([sound, sound]).ready
    assert not one.report([sound, unsound], passed_over=[("notes.yaml", "it is empty")]).ready
    report = one.report([unsound], passed_over=[("notes.yaml", "it is empty")])
    assert (report.run.version, report.run.as_of, report.run.fail_on) == (__version__, TODAY, "must")
    assert (report.passed_over, report.run.rule_sets) == ((("notes.yaml", "it is empty"),), (RULES,))


@pytest.mark.parametrize("text", ["", "- a\n", "title: [1\n", "a: \0"])
def test_a_file_that_cannot_be_read_is_not_complete(text: str) -> None:
    result = result_of(text)
    assert (result.complete, result.ready, result.editions) == (False, False, ())
    assert [key.partition("/")[0] for key in result.outcomes] == ["reading"]


def test_a_result_tells_what_passed_and_what_did_not_apply() -> None:
    result = result_of({})
    assert {one.key.removeprefix("house/") for one in result.passed} == {
        "title-given",
        "short-title",
        "few-credits",
        "whole-outcomes",
        "hours-add-up",
    }
    assert [one.key for one in result.not_applicable] == ["house/listed-somewhere", "house/some-outcome-is-timed"]
    assert (result.file, result.document, result.title) == ("proposal.yaml", 1, "Coffee")


def test_rules_come_in_the_order_of_the_scorecard() -> None:
    assert [one.criterion for one in RULES.rules] == ["first"] * 7 + ["second"] * 3
    stray = rule_set({**HOUSE, "rules": {"a": rule("a", criterion="elsewhere", judge="Is it?"), **HOUSE["rules"]}})
    assert stray.rules[-1].key == "house/a"


def test_the_programming_interface_checks_files(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(json.dumps({**SOUND, "credits": 41}), "utf-8")
    report = check(load_proposals(tmp_path), load_rules(), as_of=TODAY, only=["credits-at-most-40"])
    (result,) = report.results
    assert [one.rule.key for one in result.findings] == ["nzqa/credits-at-most-40"]
    assert not report.ready
    assert (result.stage, result.editions[0].edition.id) == ("submission", "2026")


def test_a_rule_set_of_ones_own_is_checked_beside_nzqas(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "framework.yaml").write_text(json.dumps(HOUSE["framework"]), "utf-8")
    for name, fields in HOUSE["rules"].items():
        (folder / f"{name}.yaml").write_text(json.dumps(fields), "utf-8")
    (loaded,) = load_rules(folder)
    assert loaded == RULES
    result = result_of({"credits": 41}, NZQA, loaded)
    assert {"house/few-credits", "nzqa/credits-at-most-40"} <= {
        key for key, one in result.outcomes.items() if one == "not met"
    }


def test_the_compiled_rules_are_the_rules() -> None:
    compiled = json.loads(compile_bundle(rules_folder()))
    bare = [rule_set(without_examples(raw)) for raw in RAW["sets"].values()]
    assert [rule_set(raw) for raw in compiled["sets"].values()] == bare
    assert compiled["proposal"] == SHAPE
    assert compiled["reading"] == RAW["reading"]
    assert compile_bundle(rules_folder()) == compile_bundle(rules_folder())


def test_the_compiled_rules_are_read_where_there_are_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcred_check.rules._HERE", tmp_path)
    (tmp_path / "rules.json").write_text('{"sets": {}}', "utf-8")
    assert bundle() == {"sets": {}}
    (tmp_path / "rules").mkdir()
    assert rules_folder() == tmp_path / "rules"


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match=r"^module 'mcred_check' has no attribute 'nothing'$"):
        _ = mcred_check.nothing


def test_a_rule_in_full_has_its_examples() -> None:
    bare = rule_set(without_examples(RAW["sets"]["nzqa"])).rules[0]
    assert in_full(bare) == NZQA.rules[0]
    assert in_full(RULES.rules[0]) == RULES.rules[0]


def without_examples(raw: Json) -> Json:
    rules = {
        name: {field: value for field, value in fields.items() if field != "examples"}
        for name, fields in raw["rules"].items()
    }
    return {**raw, "rules": rules}
