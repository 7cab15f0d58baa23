"""What rules ask of each field, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mcred_check.asking import asks, described
from mcred_check.rulebook import Rulebook
from mcred_check.rules import bundle, load_rules

if TYPE_CHECKING:
    from mcred_check.model import Json

RULES = load_rules()
TODAY = date(2026, 11, 23)
ASKED = asks(Rulebook(RULES, TODAY).in_force())
SHAPE = bundle()["proposal"]
DELIVERS = "list-approve-and-accredit or accredit"


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("title", "must"),
        ("hours/total", "should"),
        ("english_description", "should where language is mi"),
        ("assessment_policy/grading", "advice"),
        ("standards_reason", "should unless standards is given"),
        ("entry/requirements", "must unless entry.open is true"),
        ("purpose/stands_alone", "should unless application.type is accredit"),
        ("delivery/work_based", "should in some cases"),
        ("learning_outcomes/*/hours", "should in some cases"),
        ("overlap/similar/*/difference", "should in some cases"),
        ("support/reason", "should where support.decision is declined, or where support.decision is not-needed"),
        ("listing/listed_on", "should once listed, in some cases"),
        (
            "purpose/community_contribution",
            "must unless purpose.employment_pathways is given or purpose.cultural_pathways is given",
        ),
        (
            "resources/staff/*/experience",
            f"must where application.type is {DELIVERS}, unless resources.staff.qualifications is given",
        ),
    ],
)
def test_a_field_is_asked_for_as_its_rules_say(route: str, said: str) -> None:
    assert str(ASKED[tuple(route.split("/"))]) == said


@pytest.mark.parametrize(("day", "edition"), [("2026-11-23", "2026"), ("2020-05-05", "2018"), ("2026-01-18", "2025")])
def test_only_the_edition_in_force_asks(day: str, edition: str) -> None:
    asked = asks(Rulebook(RULES, date.fromisoformat(day)).in_force())
    assert all(edition in ask.rule.editions for ask in asked.values())
    assert asked[("level",)].rule.key == "nzqa/level-is-given"


def test_an_edition_that_was_asked_for_asks_on_any_day() -> None:
    asked = asks(Rulebook(RULES, TODAY, "2018").in_force())
    assert all("2018" in ask.rule.editions for ask in asked.values())


def test_before_the_first_edition_nothing_asks() -> None:
    assert asks(Rulebook(RULES, date(2018, 8, 21)).in_force()) == {}


def test_every_field_that_is_asked_for_is_one_of_the_format() -> None:
    assert ASKED
    for route in ASKED:
        shape: Json = SHAPE
        for step in route:
            shape = shape["items"] if step == "*" else shape["properties"][step]
        assert shape["title"]


def test_a_rule_of_an_all_of_is_read_too() -> None:
    (rule_set,) = RULES
    rule = next(one for one in rule_set.rules if one.key == "nzqa/title-is-given")
    made = rule._replace(expect={"allOf": [{"required": ["title"]}, {"required": ["level"]}]})
    assert {route: str(ask) for route, ask in asks([made]).items()} == {("title",): "must", ("level",): "must"}


def test_a_field_is_described_with_its_reason_and_examples() -> None:
    fields = SHAPE["properties"]
    title = described(fields["title"], ASKED[("title",)], with_reason=True)
    assert title.startswith("[must] The title under which the micro-credential is to be listed. A suitable title")
    assert title.endswith("For\xa0example: Barista Skills for Cafés")
    assert described(fields["funding"], None, with_reason=True) == fields["funding"]["description"]
    assert described(fields["status"], None, with_reason=True).endswith("checked for. One\xa0of:")
    entry = fields["entry"]["properties"]
    assert described(entry["open"], None, with_reason=False).endswith("enrol. Write\xa0true\xa0or\xa0false.")
    assert described(entry["requirements"], None, with_reason=False).endswith("a placement in one")
