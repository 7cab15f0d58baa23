"""Where a proposal does not meet a rule: what the engine reports, as findings."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from mcred_check.failing import failures
from mcred_check.model import STAGES, Finding
from mcred_check.shaping import pointer
from mcred_check.wording import fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mcred_check.explaining import Telling
    from mcred_check.failing import Failure
    from mcred_check.loading import Proposal
    from mcred_check.model import Outcome, Route, Rule, Stage
    from mcred_check.planning import Plan


def unmet(rule: Rule, plan: Plan, proposal: Proposal, telling: Telling, stage: Stage) -> tuple[Outcome, list[Finding]]:
    """Say where a proposal does not meet a rule; a rule whose every failure hangs on what was lost does not apply."""
    found = _merged(failures(plan.expectation(rule), rule.expect, telling.data, plan.around))
    open_ones = [one for one in found if not any(map(proposal.is_lost, map(proposal.origin, one.operands)))]
    outcome: Outcome = "to do" if STAGES.index(stage) < STAGES.index(rule.stage) else "not met"
    findings = [_from_failure(rule, outcome, one, proposal, telling) for one in open_ones]
    return (outcome, _without_repeats(findings)) if findings else ("not applicable", [])


def _merged(found: Iterable[Failure]) -> list[Failure]:
    """Join the fields that are missing at one place into one failure."""
    joined: list[Failure] = []
    for one in found:
        last = joined[-1] if joined else one
        if last is not one and last.missing and one.missing and last.route == one.route:
            missing, operands = (*last.missing, *one.missing), (*last.operands, *one.operands)
            joined[-1] = last._replace(missing=missing, operands=operands)
        else:
            joined.append(one)
    return joined


def _from_failure(rule: Rule, outcome: Outcome, failure: Failure, proposal: Proposal, telling: Telling) -> Finding:
    words = partial(telling.words, failure)
    route = proposal.origin(failure.route)
    place = proposal.place(proposal.origin(_nearest(failure)))
    message, fix = fill(rule.message, words), fill(rule.fix, words)
    return Finding(rule, outcome, message, fix, pointer(route), place, proposal.excerpt(place))


def _nearest(failure: Failure) -> Route:
    """Give the route of what is to be filled in or mended, as far as a proposal may have it: of several, the first."""
    if failure.keyword == "anyOf":
        return failure.operands[0]
    return (*failure.route, *failure.missing[:1])


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Keep one finding of each message at one place, or at a place within it."""
    kept: list[Finding] = []
    told: set[tuple[str, str]] = set()
    around: set[tuple[str, str]] = set()
    for one in findings:
        above = [(one.message, way) for way in accumulate(re.split("(?=/)", one.pointer))]
        if above[-1] not in around and told.isdisjoint(above):
            kept.append(one)
            told.add(above[-1])
            around.update(above)
    return kept
