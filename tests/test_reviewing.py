"""The review desk agrees with the rules that gate: what is overdue, when it is due, and what cannot be told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcred_check import load_proposals
from mcred_check.checking import Checker
from mcred_check.choosing import Choices
from mcred_check.folders import File
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError, RuleSet
from mcred_check.reviewing import STATES, Reckoner, within
from mcred_check.rules import bundle, load_rules, reading_rules
from mcred_check.wording import day

if TYPE_CHECKING:
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Result
    from mcred_check.reviewing import Entry

RAW = bundle()
(NZQA,) = load_rules()
READING = reading_rules(RAW["reading"])
TODAY = date(2026, 11, 23)
DUE, SOON = "nzqa/need-proved-in-time", "nzqa/review-is-not-close"
LISTED: Json = {"status": "listed", "title": "Kōwhai Skills", "listing": {"number": "1-1", "listed_on": "2025-03-01"}}


def proposal(data: Json) -> Proposal:
    return read(json.dumps(data).encode(), "p.yaml", RAW["proposal"])[0]


def on_file(*proposals: Proposal) -> list[tuple[File, Proposal]]:
    return [(File(one.file, one.file), one) for one in proposals]


@cache
def reckoner(today: date = TODAY) -> Reckoner:
    return Reckoner(checker(today))


def entry(data: Json, today: date = TODAY) -> Entry:
    (found,) = reckoner(today).desk(on_file(proposal(data))).entries
    return found


def checked(one: Proposal, today: date = TODAY) -> Result:
    """Check at the stage of a listed micro-credential, by every rule."""
    return checker(today).check(one)


@cache
def checker(today: date) -> Checker:
    return checker_of(NZQA, today=today)


def checker_of(*rule_sets: RuleSet, today: date = TODAY) -> Checker:
    return Checker(rule_sets, today, shape=RAW["proposal"], reading=READING, choices=Choices(stage="listed"))


def test_what_is_overdue_among_the_examples_is_what_the_rule_finds() -> None:
    proposals = load_proposals("examples", "rules/nzqa/sample.yaml")
    found = {one.file: one.state for one in reckoner().desk(on_file(*proposals)).entries}
    fires = {one.file: checked(one).outcomes[DUE] == "not met" for one in proposals}
    assert {file for file, state in found.items() if state == "overdue"} == {file for file in fires if fires[file]}
    assert sum(fires.values()) == 1


DAYS = st.dates(date(2017, 1, 1), date(2028, 12, 31)).map(str)
CLOSE = st.integers(-120, 120).map(lambda shift: str(date(2025, 11, 23) + timedelta(days=shift)))
REVIEW = st.fixed_dictionaries(
    {},
    optional={
        "date": DAYS | CLOSE,
        "need_confirmed": st.booleans(),
        "decision": st.sampled_from(["continue", "change", "continue", "retire"]),
        "evidence": st.just(["E1"]),
    },
)
HISTORIES = st.fixed_dictionaries(
    {"status": st.sampled_from(["listed", "listed", "submission", "draft"])},
    optional={
        "application": st.fixed_dictionaries({"date": DAYS}),
        "listing": st.fixed_dictionaries(
            {},
            optional={
                "listed_on": DAYS | CLOSE,
                "status": st.sampled_from(["current", "current", "expiring", "discontinued", "gone"]),
                "number": st.just("1-1"),
            },
        ),
        "review": st.fixed_dictionaries(
            {},
            optional={
                "period_years": st.integers(0, 4) | st.sampled_from([1, 1, "one"]),
                "history": st.lists(REVIEW, max_size=4),
            },
        ),
    },
)


@settings(max_examples=600, deadline=None)
@given(HISTORIES)
def test_the_desk_says_overdue_where_the_rule_fires_and_nowhere_else(data: Json) -> None:
    one = proposal(data)
    found, result = entry(data), checked(one)
    listed = "listing" in one.data or one.data.get("status") == "listed"
    assert (found.state == "overdue") == (listed and result.outcomes.get(DUE) == "not met")
    if found.due:
        assert result.outcomes[DUE] in {"met", "not met"}
        assert (found.due < TODAY) == (found.state == "overdue")
        assert found.days_left == (found.due - TODAY).days
        said = [one.message for one in result.findings if one.rule.key in {DUE, SOON}]
        assert all(day(found.due) in message for message in said)
        closes = result.outcomes.get(SOON) == "not met"
        assert not closes or found.state in {"due", "cannot tell"}
        assert found.state != "due" or closes or SOON not in result.outcomes
    assert bool(found.reasons) == (found.state in {"cannot tell", "ending"})


def test_the_last_day_of_a_period_is_in_time_and_the_next_is_overdue() -> None:
    data = {**LISTED, "review": {"period_years": 1}}
    assert [entry(data, date(2026, 3, day)).state for day in (1, 2)] == ["due", "overdue"]
    assert entry(data).due == date(2026, 3, 1)


def test_a_leap_day_comes_round_on_the_28th() -> None:
    data = {"status": "listed", "listing": {"listed_on": "2024-02-29"}, "review": {"period_years": 3}}
    assert entry(data).due == date(2027, 2, 28)


def test_what_is_due_in_ninety_days_is_due_and_a_day_later_in_time() -> None:
    data = {**LISTED, "review": {"period_years": 2}}
    due = date(2027, 3, 1)
    assert [entry(data, due - timedelta(days=days)).state for days in (91, 90)] == ["in time", "due"]


def test_the_need_was_last_shown_by_the_last_review_that_confirmed_it() -> None:
    evidence = [
        {"id": "E1", "organisation": "Cafés of Ōtautahi", "date": "2025-01-05"},
        {"id": "E2", "organisation": "Kārearea Vets"},
        {"id": "E2", "organisation": "another with the id"},
    ]
    history = [
        {"date": "2026-02-01", "need_confirmed": True, "evidence": ["e1", "E2", "E7"], "decision": "continue"},
        {"date": "2025-12-01", "need_confirmed": True, "evidence": ["E1"], "decision": "continue"},
        {"date": "2026-06-01", "need_confirmed": False, "decision": "continue"},
        {"date": "2027-06-01", "need_confirmed": True, "decision": "continue"},
    ]
    found = entry({**LISTED, "need": {"evidence": evidence}, "review": {"period_years": 1, "history": history}})
    assert found.proof
    assert (found.proof.on, found.proof.by) == (date(2026, 2, 1), "review")
    assert [tuple(one) for one in found.proof.evidence] == [
        ("E1", "Cafés of Ōtautahi", date(2025, 1, 5)),
        ("E2", "Kārearea Vets", None),
        ("E7", "", None),
    ]
    assert found.last_review == date(2026, 6, 1)


def test_before_the_first_review_the_listing_and_what_was_gathered_for_it_show_the_need() -> None:
    evidence = [{"id": "E1", "date": "2025-03-01"}, {"id": "E2", "date": "2025-03-02"}, {"id": "E3"}]
    found = entry({**LISTED, "need": {"evidence": evidence}, "review": {"period_years": 2}})
    assert found.proof
    assert (found.proof.on, found.proof.by) == (date(2025, 3, 1), "listing")
    assert [one.id for one in found.proof.evidence] == ["E1"]
    assert found.last_review is None


@pytest.mark.parametrize(
    ("change", "state", "reason"),
    [
        ({"review": {}}, "cannot tell", "No review period is given."),
        ({"review": {"perod_years": 1}}, "cannot tell", "“review” has no field “perod_years”"),
        ({"review": {"period_years": 1}, "listing": {"number": "1-1"}}, "cannot tell", "date of listing is not given"),
        (
            {"review": {"period_years": 2}, "listing": {"listed_on": "2026-12-01"}},
            "cannot tell",
            "The listing is dated 1 December 2026, which is in the future.",
        ),
        (
            {"review": {"period_years": 4}, "listing": {"listed_on": "2023-01-15"}},
            "cannot tell",
            "The review period is 4 years, but a micro-credential listed before mid-January 2023 is reviewed",
        ),
        (
            {"application": {"date": "2020-01-01"}, "review": {"period_years": 2}},
            "cannot tell",
            "does not say that the review takes place every year",
        ),
        (
            {"review": {"period_years": 1, "history": [{"date": "2026-13-01", "decision": "continue"}]}},
            "cannot tell",
            "“2026-13-01” is not a day of the calendar",
        ),
        (
            {"review": {"period_years": 1, "history": [{"date": "2026-10-01", "decision": "continue"}]}},
            "cannot tell",
            "The last review, of 1 October 2026, does not confirm the need.",
        ),
        (
            {"review": {"period_years": 1, "history": [{"date": "2026-10-01", "need_confirmed": "yes"}]}},
            "cannot tell",
            "should be true or false, but this is “yes”. Write true, without quotes.",
        ),
        (
            {"review": {"period_years": 1, "history": [{"date": "2026-12-01", "need_confirmed": True}]}},
            "cannot tell",
            "A review is recorded for 1 December 2026, which is in the future.",
        ),
        ({"application": {"date": "2017-05-01"}}, "cannot tell", "before NZQA 2018 came into force"),
        ({"status": "lsited", "listing": None}, "cannot tell", "“lsited” is not one of the choices for stage"),
        ({"status": "draft", "listing": None}, "not listed", None),
        ({"listing": {"status": "expiring"}}, "ending", "The listing is expiring."),
        ({"listing": {"status": "discontinued"}}, "ending", "The listing is discontinued."),
        (
            {"review": {"period_years": 1, "history": [{"date": "2026-02-01", "decision": "retire"}]}},
            "ending",
            "The review of 1 February 2026 retired it.",
        ),
        ({"review": {"history": [{"decision": "retire"}]}}, "ending", "A review retired it."),
        ({"status": "submission", "review": {"period_years": 1}}, "overdue", None),
    ],
)
def test_a_state_that_needs_a_reason_has_one(change: Json, state: str, reason: str | None) -> None:
    given_ = {name: value for name, value in (LISTED | change).items() if value is not None}
    found = entry(given_)
    assert found.state == state
    assert any(reason in one for one in found.reasons) if reason else not found.reasons


def test_a_file_that_cannot_be_read_is_on_the_desk_with_its_fault() -> None:
    (found,) = reckoner().desk(on_file(*read(b'title: "a\n', "x.yaml", RAW["proposal"]))).entries
    assert (found.state, found.title) == ("cannot tell", "x.yaml")
    assert found.reasons == ("The quotation mark that opens on line 1 is never closed.",)


def test_the_desk_is_in_the_order_of_urgency_then_of_titles_without_macrons_then_of_files() -> None:
    def one(file: str, title: str, listed_on: str | None, **listing: str) -> Proposal:
        there = {"listing": {"listed_on": listed_on, **listing}} if listed_on else {}
        data = json.dumps({"title": title, "review": {"period_years": 1}, **there})
        return read(data.encode(), file, RAW["proposal"])[0]

    proposals = [
        one("a", "Never", None),
        one("b", "Leaving", "2026-01-01", status="expiring"),
        one("c", "Ōpua", "2026-10-01"),
        one("e", "opera", "2026-10-01"),
        one("d", "opera", "2026-10-01"),
        one("f", "Soon", "2025-12-01"),
        one("g", "Late", "2025-10-01"),
        one("h", "Later", "2024-10-01"),
        one("i", "Nobody knows", "2026-12-24"),
    ]
    found = reckoner().desk(on_file(*proposals)).entries
    assert [one.file for one in found] == ["h", "g", "i", "f", "d", "e", "c", "b", "a"]
    assert list(dict.fromkeys(one.state for one in found)) == list(STATES)


def test_where_several_rule_sets_say_when_a_review_is_due_the_sooner_holds() -> None:
    yearly = json.loads(json.dumps(RAW["sets"]["nzqa"]["rules"]["need-proved-in-time"]["expect"]))
    yearly["days"]["plus_years"] = 1
    house = [
        one._replace(key=one.key.replace("nzqa/", "house/"), expect=yearly if one.key == DUE else one.expect)
        for one in NZQA.rules
    ]
    assert NZQA.framework.reviews
    names = NZQA.framework.reviews._replace(due="house/need-proved-in-time", soon="house/review-is-not-close")
    framework = NZQA.framework._replace(id="house", reviews=names)
    both = [NZQA, RuleSet(framework, tuple(house), NZQA.tables)]
    data = {"status": "listed", "listing": {"listed_on": "2025-03-01"}, "review": {"period_years": 2}}
    (found,) = Reckoner(checker_of(*both)).desk(on_file(proposal(data))).entries
    assert (found.state, found.due) == ("overdue", date(2026, 3, 1))


def test_a_rule_set_that_warns_no_sooner_than_a_review_is_due_warns_on_the_last_day() -> None:
    assert NZQA.framework.reviews
    late = NZQA.framework._replace(reviews=NZQA.framework.reviews._replace(soon=NZQA.framework.reviews.due))
    desk = Reckoner(checker_of(NZQA._replace(framework=late))).desk([])
    assert desk.horizon == (TODAY, "0 days")


def test_without_a_rule_that_says_when_a_review_is_due_nothing_can_be_told() -> None:
    silent = NZQA._replace(framework=NZQA.framework._replace(reviews=None))
    with pytest.raises(CouldNotCheckError, match="None of the rule sets says when a review is due"):
        Reckoner(checker_of(silent))


@pytest.mark.parametrize(
    ("span", "until", "words"),
    [
        ("90d", "2027-02-21", "90 days"),
        ("1d", "2026-11-24", "1 day"),
        ("0d", "2026-11-23", "0 days"),
        ("12w", "2027-02-15", "12 weeks"),
        ("1m", "2026-12-23", "1 month"),
        ("14m", "2028-01-23", "14 months"),
    ],
)
def test_a_stretch_of_time_ends_on_a_day(span: str, until: str, words: str) -> None:
    assert within(span, TODAY) == (date.fromisoformat(until), words)


@pytest.mark.parametrize("span", ["90d", "9999w", "1m", "9999m"])
def test_a_stretch_of_time_ends_with_the_calendar(span: str) -> None:
    assert within(span, date(9999, 12, 1)).until == date.max


def test_a_month_ends_on_its_last_day_where_it_has_no_such_day() -> None:
    assert within("1m", date(2027, 1, 31)).until == date(2027, 2, 28)


@pytest.mark.parametrize("span", ["", "90", "d", "-3d", "3y", "99999d", "1.5m", "٣d", "3d\n"])
def test_what_is_no_stretch_of_time_is_refused(span: str) -> None:
    with pytest.raises(CouldNotCheckError, match="write a number and d, w or m"):
        within(span, TODAY)


def test_a_new_version_beside_the_listed_file_leaves_the_day_to_it() -> None:
    listed: Json = LISTED | {"review": {"period_years": 2}}
    files = (("p.yaml", listed), ("v2.yaml", listed | {"status": "draft", "title": "Kōwhai Skills, again"}))
    found = [read(json.dumps(data).encode(), name, RAW["proposal"])[0] for name, data in files]
    day_stands, aside = reckoner().desk(on_file(*found)).entries
    assert (day_stands.file, day_stands.due) == ("p.yaml", date(2027, 3, 1))
    assert (aside.state, aside.due, aside.days_left, aside.listed_on) == ("not listed", None, None, None)
    assert aside.reasons == ("p.yaml is listed under the same number, 1-1; its day stands there.",)
    (alone,) = reckoner().desk(on_file(found[1])).entries
    assert (alone.state, alone.due) == ("in time", date(2027, 3, 1))


def test_a_review_that_does_not_confirm_the_need_has_a_next_step_and_is_never_said_to_have_shown_it() -> None:
    unconfirmed: Json = {"date": "2025-09-01", "need_confirmed": False, "evidence": ["E1"], "decision": "change"}
    data: Json = LISTED | {"review": {"period_years": 1, "history": [unconfirmed]}}
    assert "Record a review that confirms it, or decide to retire" in entry(data, date(2026, 1, 1)).reasons[0]
    found = entry(data)
    assert found.proof
    assert (found.state, found.proof.by, found.proof.on) == ("overdue", "listing", date(2025, 3, 1))
    (message,) = (one.message for one in checked(proposal(data)).findings if one.rule.key == DUE)
    assert message.endswith("; the period counts from 1 September 2025.")


@pytest.mark.parametrize(("date_", "said"), [("2026-06-01", True), ("2025-06-01", False)])
def test_a_review_that_goes_on_after_one_that_retired_is_said(date_: str, *, said: bool) -> None:
    history = [{"date": "2026-01-05", "decision": "retire"}, {"date": date_, "decision": "continue"}]
    found = entry(LISTED | {"review": {"period_years": 1, "history": history}})
    assert (found.state, found.reasons[0]) == ("ending", "The review of 5 January 2026 retired it.")
    otherwise = "The review of 1 June 2026 decided otherwise: no day is reckoned while both stand."
    assert found.reasons[1:] == ((otherwise,) if said else ())
