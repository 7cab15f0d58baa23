"""Waivers: on which days they hold, what they may and may not change, and how each is accounted for."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcred_check.console import day_in_new_zealand
from mcred_check.model import Finding, Place, Result, Rule, Run, Source
from mcred_check.rules import bundle, reading_rules, rule_set
from mcred_check.waiving import SOON, Held, Waiver, accounted, held, waived

TODAY = date(2026, 11, 23)
HOURS = Rule(
    key="nzqa/hours-match-credits",
    title="Hours match",
    criterion="credits-and-hours",
    severity="must",
    stage="draft",
    editions=("2026",),
    basis="rule",
    source=Source("Rules", "rule 3"),
    why="A credit is ten hours.",
    fix="Mend the hours.",
)
TITLE = HOURS._replace(key="nzqa/title-is-given", waivable=False)
FRESH = HOURS._replace(key="nzqa/need-is-fresh", severity="should")
FITS = HOURS._replace(key="nzqa/outcomes-fit", judge="Do they fit?")
SYNTAX = HOURS._replace(key="reading/syntax", waivable=False)
ALL = (HOURS, TITLE, FRESH, FITS, SYNTAX)
RULES = {rule.key: rule for rule in ALL} | {rule.key.partition("/")[2]: rule for rule in ALL}


def waiver(rule: str = HOURS.key, pointer: str = "", **fields: date) -> Waiver:
    given = {"granted": date(2026, 1, 1), "expires": date(2027, 12, 31), **fields}
    return Waiver(rule, "a.yaml", pointer, "The letter comes.", "Mere Example", place=Place(3, 5, 3, 9), **given)


def finding(rule: Rule = HOURS, pointer: str = "/hours", outcome: str = "not met") -> Finding:
    return Finding(rule, outcome, f"{rule.key} at {pointer}", "Mend it.", pointer, Place())  # type: ignore[arg-type]


def result(*findings: Finding) -> Result:
    outcomes = {"nzqa/level-in-range": "met"} | {one.rule.key: one.outcome for one in findings}
    return Result("a.yaml", 1, "A", "submission", False, True, (), outcomes, findings, (), ())  # type: ignore[arg-type]


def run(fail_on: str = "must", judgements: str = "list") -> Run:
    return Run("0.1.0", TODAY, fail_on, (), judgements=judgements)  # type: ignore[arg-type]


def only(*waivers: Waiver, today: date = TODAY) -> Held:
    (one,) = held(waivers, RULES, today)
    return one


# --- Days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # summer time, 13 hours ahead
        (datetime(2026, 12, 31, 10, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 11, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 12, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        # winter, 12 hours ahead
        (datetime(2026, 6, 30, 11, 0, 0, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 11, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 12, 0, 0, tzinfo=UTC), date(2026, 7, 1)),
        # the days on which the clocks change: 5 April and 27 September 2026
        (datetime(2026, 4, 4, 11, 30, tzinfo=UTC), date(2026, 4, 5)),
        (datetime(2026, 4, 5, 11, 30, tzinfo=UTC), date(2026, 4, 5)),
        (datetime(2026, 9, 26, 11, 30, tzinfo=UTC), date(2026, 9, 26)),
        (datetime(2026, 9, 27, 11, 30, tzinfo=UTC), date(2026, 9, 28)),
    ],
)
def test_the_day_changes_at_midnight_in_auckland(moment: datetime, day: date) -> None:
    assert day_in_new_zealand(moment) == day


def test_the_last_day_counts_until_midnight_in_auckland() -> None:
    one = waiver(expires=date(2026, 12, 31))
    before, after = (datetime(2026, 12, 31, 10, 59, tzinfo=UTC) + timedelta(minutes=minutes) for minutes in (0, 2))
    assert only(one, today=day_in_new_zealand(before)).standing == "unused"
    assert only(one, today=day_in_new_zealand(after)).standing == "expired"


@pytest.mark.parametrize(
    ("today", "standing", "said"),
    [
        (date(2025, 12, 31), "not yet", "holds from 1 January 2026 on, and not before."),
        (date(2026, 1, 1), "unused", ""),
        (date(2026, 11, 30), "unused", ""),
        (date(2026, 12, 1), "unused", "expires in 30 days, on 31 December 2026."),
        (date(2026, 12, 30), "unused", "expires in 1 day, on 31 December 2026."),
        (date(2026, 12, 31), "unused", "expires today."),
        (
            date(2027, 1, 1),
            "expired",
            "expired on 31 December 2026, so nothing is waived. Mend what the rule finds, or",
        ),
    ],
)
def test_a_waiver_holds_from_its_first_day_to_its_last_and_warns_before_that(
    today: date, standing: str, said: str
) -> None:
    one = only(waiver(expires=date(2026, 12, 31)), today=today)
    assert one.standing == standing
    assert said in one.message
    assert bool(said) is bool(one.message)
    assert SOON == 30


# --- Which rules ------------------------------------------------------------------------------------------------------


def test_a_short_name_stands_for_the_rule() -> None:
    assert only(waiver("hours-match-credits")).waiver.rule == "nzqa/hours-match-credits"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "nzqa/hours-match-credit",
            (
                "No rule set in use has a rule “nzqa/hours-match-credit”, so nothing is waived. Did you mean "
                "nzqa/hours-match-credits?"
            ),
        ),
        ("zzz", "No rule set in use has a rule “zzz”, so nothing is waived."),
        ("nzqa/title-is-given", "The rule nzqa/title-is-given cannot be waived, so nothing is. Mend what it finds."),
        ("reading/syntax", "The rule reading/syntax cannot be waived, so nothing is. Mend what it finds."),
    ],
)
def test_a_waiver_of_no_rule_or_of_one_that_cannot_be_waived_is_refused(rule: str, said: str) -> None:
    one = only(waiver(rule))
    assert (one.standing, one.message) == ("refused", said)


def test_what_cannot_be_waived_is_what_else_is_read_by() -> None:
    raw = bundle()
    nzqa = rule_set(raw["sets"]["nzqa"])
    assert {rule.key for rule in nzqa.rules if not rule.waivable} == {
        "nzqa/application-date-is-given",  # it chooses the edition
        "nzqa/application-type-is-given",  # it chooses the rules of a route
        "nzqa/title-is-given",  # of what is not given no rule says anything: a waiver would waive all of them
        "nzqa/level-is-given",
        "nzqa/credits-are-given",
        "nzqa/outcomes-are-given",
        "nzqa/assessment-is-given",
        "nzqa/need-is-evidenced",
    }
    assert not any(rule.waivable for rule in reading_rules(raw["reading"]).values())


# --- What changes -----------------------------------------------------------------------------------------------------


def test_what_is_waived_carries_its_waiver_comes_last_and_no_longer_gates() -> None:
    found = waived(result(finding(), finding(FRESH)), [waiver()], run())
    assert [(one.rule.key, one.outcome) for one in found.findings] == [
        (FRESH.key, "not met"),
        (HOURS.key, "waived"),
    ]
    assert found.findings[1].waiver == waiver()
    assert found.outcomes == {"nzqa/level-in-range": "met", HOURS.key: "waived", FRESH.key: "not met"}
    assert found.ready
    assert not waived(result(finding(), finding(FRESH)), [waiver()], run(fail_on="should")).ready


def test_a_rule_that_is_waived_at_one_place_and_not_met_at_another_is_not_met() -> None:
    found = waived(result(finding(pointer="/need/0"), finding(pointer="/need/1")), [waiver(pointer="/need/1")], run())
    assert found.outcomes[HOURS.key] == "not met"
    assert [one.outcome for one in found.findings] == ["not met", "waived"]
    assert not found.ready


@pytest.mark.parametrize(
    ("pointer", "at", "covered"),
    [("", "/a", True), ("/a", "/a", True), ("/a", "/a/0/b", True), ("/a", "/ab", False), ("/a/0", "/a", False)],
)
def test_a_pointer_stands_for_a_value_and_what_lies_in_it(pointer: str, at: str, *, covered: bool) -> None:
    found = waived(result(finding(pointer=at)), [waiver(pointer=pointer)], run())
    assert (found.findings[0].outcome == "waived") is covered


def test_of_several_waivers_the_one_that_holds_longest_is_used() -> None:
    short, long = waiver(expires=date(2026, 12, 1)), waiver(expires=date(2027, 6, 1))
    for order in ((short, long), (long, short)):
        assert waived(result(finding()), order, run()).findings[0].waiver == long


RANDOM_FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(ALL),
        st.sampled_from(["", "/a", "/a/0", "/a/0/b", "/ab"]),
        st.sampled_from(["not met", "to do", "judge"]),
    ),
    max_size=8,
)
RANDOM_WAIVERS = st.lists(
    st.builds(
        waiver,
        st.sampled_from([*(rule.key for rule in ALL), "nzqa/other"]),
        st.sampled_from(["", "/a", "/a/0"]),
    ),
    max_size=4,
)


@given(RANDOM_FINDINGS, RANDOM_WAIVERS, st.sampled_from(["must", "should"]), st.sampled_from(["gate", "list"]))
def test_a_waiver_changes_nothing_but_what_it_is_about(
    findings: list[Finding], waivers: list[Waiver], fail_on: str, judgements: str
) -> None:
    of = run(fail_on=fail_on, judgements=judgements)
    before = result(*findings)
    before = before._replace(ready=not any(of.gates(one, before.stage) for one in findings))
    after = waived(before, waivers, of)
    changed = [one for one in after.findings if one.waiver]
    kept = [one for one in after.findings if not one.waiver]
    for one in changed:
        assert one.outcome == "waived"
        assert one.waiver in waivers
        assert one.rule.waivable
        assert one.waiver.rule == one.rule.key
        assert one._replace(outcome="not met", waiver=None) in findings
    # all others are what they were, in the order they were in
    rest = [one._replace(outcome="not met", waiver=None) for one in changed]
    assert sorted(map(repr, [*kept, *rest])) == sorted(map(repr, findings))
    assert kept == [one for one in findings if one in kept]
    assert {key for key in before.outcomes if after.outcomes[key] != before.outcomes[key]} <= {
        one.rule.key for one in changed
    }
    assert after.ready == (not any(of.gates(one, after.stage) for one in after.findings))
    assert after.ready or not before.ready
    assert after._replace(findings=(), outcomes={}, ready=False) == before._replace(
        findings=(), outcomes={}, ready=False
    )


def test_a_waiver_survives_the_way_to_another_process() -> None:
    found = waived(result(finding()), [waiver()], run())
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- our own


# --- What gates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "rule", "stage", "judgements", "fail_on", "gates"),
    [
        ("not met", HOURS, "draft", "list", "must", True),
        ("not met", FRESH, "draft", "list", "must", False),
        ("not met", FRESH, "draft", "list", "should", True),
        ("to do", HOURS, "draft", "gate", "should", False),
        ("waived", HOURS, "listed", "gate", "should", False),
        ("judge", FITS, "submission", "list", "must", False),
        ("judge", FITS, "submission", "gate", "must", True),
        ("judge", FITS._replace(stage="submission"), "submission", "gate", "must", True),
        ("judge", FITS._replace(stage="submission"), "draft", "gate", "must", False),
        ("judge", FITS._replace(severity="should"), "submission", "gate", "must", False),
        ("judge", FITS._replace(severity="should"), "submission", "gate", "should", True),
    ],
)
def test_what_keeps_a_proposal_from_being_ready(
    outcome: str, rule: Rule, stage: str, judgements: str, fail_on: str, *, gates: bool
) -> None:
    of = run(fail_on=fail_on, judgements=judgements)
    assert of.gates(finding(rule, outcome=outcome), stage) is gates  # type: ignore[arg-type]


# --- How they fared ---------------------------------------------------------------------------------------------------


def test_every_waiver_is_accounted_for() -> None:
    used, idle, lost, elsewhere = (
        Held(waiver(pointer=f"/{name}"), "unused", message)
        for name, message in (("used", "It expires."), ("idle", ""), ("lost", ""), ("elsewhere", ""))
    )
    expired = Held(waiver("nzqa/need-is-fresh"), "expired", "It expired.")
    fared = accounted(
        [used, idle, lost, elsewhere, expired],
        used={used.waiver},
        looked_at={used.waiver, idle.waiver},
        lost={lost.waiver},
    )
    assert [(one.waiver, one.standing) for one in fared] == [
        (used.waiver, "used"),
        (idle.waiver, "unused"),
        (lost.waiver, "unused"),
        (elsewhere.waiver, "not checked"),
        (expired.waiver, "expired"),
    ]
    of = "The waiver of nzqa/hours-match-credits for"
    assert [one.message for one in fared] == [
        "It expires.",
        f"{of} /idle in a.yaml is not used, because there is nothing to waive. Take it away.",
        f"{of} /lost in a.yaml is not used, because no proposal has that path. Correct the path, or take it away.",
        "",
        "It expired.",
    ]
