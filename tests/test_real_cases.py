"""Real micro-credentials pass and what only looks like one does not, as far as public facts go.

What is known of each is completed with the sample, a proposal that meets every rule, so whatever a rule then says is
about the known facts.
"""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check import load_rules
from mcred_check.checking import Checker
from mcred_check.loading import read
from mcred_check.rule_files import read_yaml
from mcred_check.rules import bundle, reading_rules, rules_folder
from mcred_check.trying import merged

if TYPE_CHECKING:
    from mcred_check.model import Json, Outcome, Result

NZQA = rules_folder() / "nzqa"
RAW = bundle()
SAMPLE = read_yaml(NZQA / "sample.yaml")
ENTRIES = {entry["id"]: entry for entry in read_yaml(Path(__file__).parent / "real" / "micro-credentials.yaml")}
LEGAL = [name for name, entry in ENTRIES.items() if entry["case"] != "bad"]

CHECKER = Checker(load_rules(), date(2026, 11, 23), shape=RAW["proposal"], reading=reading_rules(RAW["reading"]))
TODAYS, LAST_OF_TE_PUKENGA = "2026-11-16", "2025-12-31"

JUSTIFIED = {
    "startup-ignition": "StartUp® is the name of the series.",
    "startup-accelerate-collision": "StartUp® is the name of the series.",
    "ecnz-infant-toddler": "New Zealand says where the education and care take place, not what kind of award this is.",
}
"""The reasons that an applicant would give for its title; the wording is ours."""

BAD = {
    # As of 2017 there were no rules; held against today's. That the provider is from abroad shows only in its kind.
    "bad-udacity-self-driving": ["developer-may-develop", "credits-at-most-40"],
    "bad-mouldmaster-draft": [
        "title-is-given",
        "level-is-given",
        "credits-are-given",
        "need-is-evidenced",
        "developer-may-develop",
    ],
    # Nobody can tell from the figure that the credits are those of the USA.
    "bad-oregon-state": ["level-is-given", "developer-may-develop"],
    # Nor that they are ECTS, where the hours are not given with them.
    "bad-una-europa": ["level-is-given", "developer-may-develop"],
    "bad-lincoln-uk": ["credits-at-least-1", "developer-may-develop"],
    "bad-dairy-basics": ["level-is-given", "credits-are-given"],
    # Nothing that is known of it is wrong; it is only not known to be one, and its facts alone are far from a proposal.
    "bad-massey-farm-systems": [],
}


def completed(entry: Json) -> Json:
    """Complete what is known with the sample, and share credits, hours and outcomes out anew as its provider would."""
    facts = entry["facts"]
    whole = deepcopy(merged(SAMPLE, facts))
    whole["application"]["date"] = dated(entry)
    for of_the_sample_alone in ("components", "funding"):
        del whole[of_the_sample_alone]
    if entry["id"] in JUSTIFIED:
        whole["title_justification"] = JUSTIFIED[entry["id"]]
    if "credits" not in facts and "hours" in facts:
        whole["credits"] = facts["hours"]["total"] // 10
    if "credits" in whole:
        planned = [
            {**one, "hours": one["hours"] * whole["credits"] / SAMPLE["credits"]}
            for one in SAMPLE["hours"]["activities"]
        ]
        whole["hours"] = {"total": whole["credits"] * 10, "activities": planned}
    for outcome in whole["learning_outcomes"]:
        outcome.pop("hours", None)
    if "standards" in facts:  # what is not known of each is filled in, as its provider could
        share = whole["credits"] // len(facts["standards"])
        unknown = {"version": "1", "title": "Not known", "credits": share, "status": "current", "consent": "held"}
        whole["standards"] = [{**unknown, **one} for one in facts["standards"]]
    if "learning_outcomes" in facts:
        ids = [outcome["id"] for outcome in facts["learning_outcomes"]]
        whole["assessments"] = [{**SAMPLE["assessments"][0], "outcomes": ids}]
        for evidence in whole.get("need", {}).get("evidence", ()):
            evidence["outcomes"] = ids
    return whole


def dated(entry: Json) -> str:
    """Give the day to check for: of a month or a year the first, of an undated award of Te Pūkenga its last."""
    if entry["case"] == "bad":
        return TODAYS
    if "dated" in entry:
        return str(entry["dated"] + "-01-01")[:10]
    applicant = entry["facts"].get("applicant", {})
    return LAST_OF_TE_PUKENGA if applicant.get("kind") == "te-pukenga" else TODAYS


def checked(proposal: Json) -> Result:
    text = json.dumps(proposal, ensure_ascii=False)
    (one,) = read(text.encode(), "proposal.yaml", CHECKER.shape, folder=NZQA)
    return CHECKER.check(one)


def musts(result: Result, outcome: Outcome = "not met") -> list[str]:
    """Name the rules with a must that have an outcome."""
    found = [one.rule for one in result.findings if one.outcome == outcome and one.rule.severity == "must"]
    return [rule.key.partition("/")[2] for rule in found]


@pytest.mark.parametrize("name", LEGAL)
def test_a_real_micro_credential_is_not_turned_away(name: str) -> None:
    result = checked(completed(ENTRIES[name]))
    assert musts(result) == []
    assert result.ready


@pytest.mark.parametrize("name", LEGAL)
def test_nothing_is_wrong_with_the_bare_facts_as_a_draft(name: str) -> None:
    reason = {"title_justification": JUSTIFIED[name]} if name in JUSTIFIED else {}
    result = checked({**ENTRIES[name]["facts"], **reason, "status": "draft"})
    assert musts(result) == []
    assert musts(result, "to do") != []


@pytest.mark.parametrize("name", LEGAL)
def test_another_provider_may_apply_to_deliver_a_real_one_without_proving_again_what_was_approved(name: str) -> None:
    whole = completed(ENTRIES[name])
    whole["application"]["type"] = "accredit"
    for of_the_developer in ("title_justification", "need"):
        whole.pop(of_the_developer, None)
    result = checked(whole)
    assert musts(result) == []
    assert result.ready


@pytest.mark.parametrize("day", ["2023-01-16", "2025-07-01", "2026-01-19"])
@pytest.mark.parametrize("kind", ["list-and-approve", "list-approve-and-accredit", "accredit", "change"])
def test_no_later_edition_turns_a_real_one_away_whatever_is_applied_for(day: str, kind: str) -> None:
    turned_away = {}
    for name in LEGAL:
        whole = completed(ENTRIES[name])
        ended = whole["applicant"]["kind"] == "te-pukenga" and day > LAST_OF_TE_PUKENGA
        whole["application"] |= {"date": day, "type": kind}
        if found := [rule for rule in musts(checked(whole)) if not (ended and rule == "applicant-has-not-ended")]:
            turned_away[name] = found
    assert turned_away == {}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_one_gets_the_findings_that_fit(name: str) -> None:
    result = checked(completed(ENTRIES[name]))
    assert sorted(musts(result)) == sorted(BAD[name])


def test_every_bad_case_is_in_the_table() -> None:
    assert [name for name, entry in ENTRIES.items() if entry["case"] == "bad"] == list(BAD)


@pytest.mark.parametrize("name", ENTRIES)
def test_bare_facts_are_never_a_proposal_that_is_ready(name: str) -> None:
    assert not checked(ENTRIES[name]["facts"]).ready


def test_the_facts_known_of_digital_skills_lack_level_credits_and_outcomes() -> None:
    result = checked(ENTRIES["mindlab-digital-skills-workplace"]["facts"])
    assert {"level-is-given", "credits-are-given", "outcomes-are-given", "need-is-evidenced"} <= set(musts(result))


def test_a_pilot_of_2017_has_no_edition_of_the_rules() -> None:
    proposal = completed(ENTRIES["bad-udacity-self-driving"])
    proposal["application"]["date"] = "2017-08-01"
    assert musts(checked(proposal)) == ["no-edition"]


def test_ects_credits_show_once_their_hours_are_given() -> None:
    proposal = completed(ENTRIES["bad-una-europa"])
    proposal["hours"]["total"] = 250  # the usual 25 hours of an ECTS credit; not on the page
    assert "hours-match-credits" in musts(checked(proposal))


def test_four_credits_were_too_few_before_2023() -> None:
    proposal = completed(ENTRIES["forestry-geotextile"])
    proposal["application"]["date"] = "2022-06-01"
    assert musts(checked(proposal)) == ["credits-5-to-40"]


def test_new_zealand_in_the_title_needs_its_reason_and_then_a_person() -> None:
    proposal = completed(ENTRIES["ecnz-infant-toddler"])
    assert "title-words-are-justified" in musts(checked(proposal), "judge")
    del proposal["title_justification"]
    assert musts(checked(proposal)) == ["title-avoids-qualification-words"]
