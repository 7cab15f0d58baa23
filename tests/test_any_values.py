"""Any JSON value in any field gives a report, and what is found follows from the values, the rules and the day."""

from __future__ import annotations

import copy
import json
import random
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from generated import ANYTHING, MIXED, PROPOSALS, written
from hypothesis import given
from hypothesis import strategies as st
from promises import CHECKER, DAY, FOLDER, NZQA, RAW, kept_on, reported
from texts import SHAPE, routes

from mcred_check.checking import Checker
from mcred_check.keywords import KEYWORDS
from mcred_check.routes import at, paths
from mcred_check.rule_files import read_yaml
from mcred_check.rules import reading_rules
from mcred_check.trying import merged

if TYPE_CHECKING:
    from mcred_check.model import Json, Outcome, Result, Route, Rule

SAMPLE: Final = read_yaml(FOLDER / "sample.yaml")
PLACES: Final = sorted((route for route in routes(SAMPLE) if route), key=str)

Found = set[tuple[str, str, str, str]]


def found(result: Result) -> Found:
    """Give what was found, save where it stands in the file."""
    return {(one.rule.key, one.outcome, one.message, one.pointer) for one in result.findings}


@given(MIXED)
def test_any_json_value_in_any_field_gives_a_report(proposal: Json) -> None:
    kept_on(written(proposal))


@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=4))
def test_any_json_value_in_any_place_of_the_sample_gives_a_report(changes: list[tuple[Route, Json]]) -> None:
    proposal = copy.deepcopy(SAMPLE)
    for route, value in changes:
        try:
            at(proposal, route[:-1])[route[-1]] = value
        except (IndexError, KeyError, TypeError):  # an earlier change took the place away
            continue
    kept_on(written(proposal))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1,
        0.5,
        1e300,
        10**30,
        "",
        "x",
        "2026-02-30",
        "٣",
        [],
        [[]],
        {},
        {"": None},
        ["x"],
        [{}],
        [None, "x", 5],
        "ā" * 5_000,
    ],
    ids=lambda value: repr(value)[:12],
)
def test_one_value_in_every_field_gives_a_report(value: Json) -> None:
    def filled(shape: Json) -> Json:
        if shape["type"] == "object":
            return {
                name: filled(inner) if "properties" in inner else value for name, inner in shape["properties"].items()
            }
        return value

    kept_on(written(filled(SHAPE)))
    kept_on(written({name: [value, value] for name in SHAPE["properties"]}))
    kept_on(written(dict.fromkeys(SHAPE["properties"], value)))


def shuffled(value: Json, seed: int) -> Json:
    """Put the fields of every group in another order."""
    if isinstance(value, dict):
        names = list(value)
        random.Random(seed).shuffle(names)  # noqa: S311 -- no secret
        return {name: shuffled(value[name], seed) for name in names}
    return [shuffled(one, seed) for one in value] if isinstance(value, list) else value


@given(MIXED, st.integers())
def test_the_order_of_the_fields_changes_nothing(proposal: Json, seed: int) -> None:
    (one,), (other,) = (reported(written(way)).results for way in (proposal, shuffled(proposal, seed)))
    assert found(one) == found(other)
    assert (one.outcomes, one.ready, one.stage, one.title) == (other.outcomes, other.ready, other.stage, other.title)


def checker(*rules: Rule, day: date = DAY) -> Checker:
    """Make some of NZQA's rules ready."""
    return Checker([NZQA._replace(rules=rules)], day, shape=SHAPE, reading=reading_rules(RAW["reading"]))


@given(PROPOSALS, st.sets(st.sampled_from(range(len(NZQA.rules))), min_size=1, max_size=len(NZQA.rules) - 1))
def test_removing_rules_never_adds_a_finding(proposal: Json, removed: set[int]) -> None:
    proposal.pop("judgements", None)  # one on a rule that was removed is a judgement on nothing
    kept = [rule for number, rule in enumerate(NZQA.rules) if number not in removed]
    (whole,), (part,) = (reported(written(proposal), checker=one).results for one in (CHECKER, checker(*kept)))
    keys = {rule.key for rule in kept}
    assert found(part) == {one for one in found(whole) if one[0] in keys or one[0].startswith("reading/")}
    assert part.outcomes.items() <= whole.outcomes.items()


# --- The day ----------------------------------------------------------------------------------------------------------


def asks_for_today(schema: Json) -> bool:
    """Tell whether a schema looks at the day of the check."""
    if isinstance(schema, list):
        return any(map(asks_for_today, schema))
    if not isinstance(schema, dict):
        return False
    return any(
        "today" in [path for name in ("start", "end") if name in part for path in paths(part[name])]
        if word in KEYWORDS
        else asks_for_today(part)
        for word, part in schema.items()
    )


BY_DAY: Final = {rule.key for rule in NZQA.rules if rule.judge or asks_for_today([rule.when, rule.expect])}
"""The rules that may change with the day: those that look at it, and the questions, whose answers are dated."""

PINNED: Final = {"application": {"date": "2026-02-01"}}
"""By this date the edition is chosen, and not by the day of the check."""


def on(day: date, proposal: bytes) -> Result:
    """Check a proposal on a day."""
    (result,) = reported(proposal, checker=checker(*NZQA.rules, day=day)).results
    return result


def without_the_day(result: Result) -> tuple[Found, dict[str, Outcome]]:
    """Give what the day must not change."""
    by_day = {*BY_DAY, "reading/judgement"}
    outcomes = {key: outcome for key, outcome in result.outcomes.items() if key not in by_day}
    return {one for one in found(result) if one[0] not in by_day}, outcomes


@given(PROPOSALS, st.dates(), st.dates())
def test_only_rules_that_use_the_day_change_with_it(proposal: Json, one: date, other: date) -> None:
    text = written(merged(proposal, PINNED))
    assert without_the_day(on(one, text)) == without_the_day(on(other, text))


def test_rules_that_use_the_day_are_known_and_do_change_with_it() -> None:
    named = {rule.key for rule in NZQA.rules if rule.judge or '"today"' in json.dumps([rule.when, rule.expect])}
    assert named == BY_DAY
    text = written(merged(SAMPLE, PINNED))
    now, then = on(DAY, text), on(date(2036, 1, 1), text)
    changed = {key for key, outcome in now.outcomes.items() if then.outcomes[key] != outcome}
    assert changed
    assert changed <= BY_DAY
