"""Questions that only a person can answer, and the answers that a proposal records under `judgements`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mcred_check.model import Fault, Finding
from mcred_check.shaping import pointer
from mcred_check.wording import GUESSES, day, fill, in_words, listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from mcred_check.explaining import Telling
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Outcome, Route, Rule, RuleSet

_PARTS = ("rule", "verdict", "by", "on")
"""What a judgement has to say to count."""


def answers_in(proposal: Proposal, today: date) -> dict[str, tuple[int, Json]]:
    """Give the last answer to each question, by the rule as the proposal names it, with its place in the list."""
    counting = [
        (answer["on"], index, answer)
        for index, answer in enumerate(proposal.data.get("judgements", ()))
        if _counts(answer, today)
    ]
    return {answer["rule"]: (index, answer) for _, index, answer in sorted(counting, key=lambda one: one[:2])}


def answer_to(rule: Rule, answers: Mapping[str, tuple[int, Json]]) -> tuple[int, Json] | None:
    """Give the last answer to a rule's question, by whichever of its names; None where there is none."""
    given = [answers[name] for name in (rule.key, rule.key.partition("/")[2]) if name in answers] if answers else []
    return max(given, key=lambda one: (one[1]["on"], one[0]), default=None)


def judged(
    rule: Rule, proposal: Proposal, telling: Telling, answers: Mapping[str, tuple[int, Json]]
) -> tuple[Outcome, list[Finding]]:
    """Give the outcome of a question: what a person last answered, else that a person has to."""
    words = partial(telling.words, None)
    fix = fill(rule.fix, words)
    given = answer_to(rule, answers)
    if given is None:
        route: Route = rule.at if telling.has(rule.at) else ()
        return "judge", [_finding(rule, "judge", fill(rule.judge, words), fix, proposal=proposal, route=route)]
    index, answer = given
    if answer["verdict"] == "met":
        return "met", []
    note = f": {in_words(answer['note']).removesuffix('.')}" if "note" in answer else ""
    message = f"{in_words(answer['by'])} judged on {day(answer['on'])} that “{rule.title}” is not met{note}."
    route = proposal.origin(("judgements", index))
    return "not met", [_finding(rule, "not met", message, fix, proposal=proposal, route=route)]


def _finding(rule: Rule, outcome: Outcome, message: str, fix: str, *, proposal: Proposal, route: Route) -> Finding:
    place = proposal.place(route)
    return Finding(rule, outcome, message, fix, pointer(route), place, proposal.excerpt(place))


def _counts(answer: Json, today: date) -> bool:
    """Tell whether a judgement says all that makes it one, and is not from the future."""
    return all(part in answer for part in _PARTS) and answer["on"] <= today.isoformat()


def by_name(rule_sets: Iterable[RuleSet]) -> dict[str, Rule]:
    """Give each rule by the names that a judgement may give it: with its set, and without.

    Of several with the same short name, the first that asks a question, for that is what a judgement answers.
    """
    named: dict[str, Rule] = {}
    for rule in sorted((rule for one in rule_sets for rule in one.rules), key=lambda rule: not rule.judge):
        named[rule.key] = rule
        named.setdefault(rule.key.partition("/")[2], rule)
    return named


def judgement_faults(proposal: Proposal, rules: Mapping[str, Rule], today: date) -> Iterator[Fault]:
    """Say which judgements do not count, and why; `rules` are those in use, by name."""
    for index, answer in enumerate(proposal.data.get("judgements", ())):
        complaint = complaint_about(answer, rules, today, guess=index < GUESSES)
        route = proposal.origin(("judgements", index))
        if complaint and not any(pointer((*route, part)) in proposal.lost for part in _PARTS):
            yield Fault("reading/judgement", complaint[0], proposal.place(route), pointer(route), complaint[1])


def complaint_about(answer: Json, rules: Mapping[str, Rule], today: date, *, guess: bool) -> tuple[str, str] | None:
    """Say why a judgement does not count and what to do; None where it does, or belongs to a set not in use."""
    missing = [part for part in _PARTS if part not in answer]
    if missing:
        lacking = listed(f"“{part}”" for part in missing)
        return f"A judgement without {lacking} does not count.", f"Add {lacking}."
    name = answer["rule"]
    if name not in rules:
        if "/" in name and not any(known.startswith(f"{name.partition('/')[0]}/") for known in rules):
            return None
        near = nearest(name, rules) if guess else ""
        return f"There is no rule “{in_words(name)}” to judge.", f"Did you mean {near}?" if near else ""
    if not rules[name].judge:
        message = f"The rule {name} is checked by machine, so a judgement on it does not count."
        return message, "Take the judgement away, and mend what the rule finds."
    if answer["on"] > today.isoformat():
        message = f"The judgement on {name} is dated {day(answer['on'])}, after the day of this check."
        return message, "Correct the date."
    return None
