"""A proposal, rule sets and a day to a report: every rule gets an outcome, and what is not met a finding."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mcred_check import __version__
from mcred_check.choosing import Choices, refuse_unknown
from mcred_check.explaining import Telling
from mcred_check.judging import answer_to, answers_in, by_name, judged, judgement_faults
from mcred_check.model import SEVERITIES, Fault, Finding, Report, Result, Run
from mcred_check.planning import Plan
from mcred_check.raising import with_raised
from mcred_check.routes import Surroundings
from mcred_check.rules import in_force
from mcred_check.shaping import pointer
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from mcred_check.folders import Staged
    from mcred_check.loading import Proposal
    from mcred_check.model import EditionInForce, Json, Outcome, Rule, RuleSet, Stage

_GROUPS: Final = ("not met", "to do", "judge", "waived")


class Checker:
    """Rule sets made ready for a run, on one day and with one set of choices.

    `shape` is the shape of a proposal and `reading` the rules of the set `reading`, as `rules` gives them. Raises
    CouldNotCheckError where a choice names what is not there.
    """

    def __init__(
        self,
        rule_sets: Sequence[RuleSet],
        today: date,
        *,
        shape: Json,
        reading: Mapping[str, Rule],
        choices: Choices = Choices(),  # noqa: B008 -- it cannot change
    ) -> None:
        rule_sets = with_raised(rule_sets)
        refuse_unknown(choices, rule_sets)
        self.run = Run(
            __version__,
            today,
            choices.fail_on,
            rule_sets,
            reading=tuple(reading.values()),
            judgements=choices.judgements,
        )
        self.shape = shape
        self.reading = reading
        self.choices = choices
        self._ranks = {
            criterion.id: rank
            for rank, criterion in enumerate(one for rules in rule_sets for one in rules.framework.criteria)
        }
        self._plans: dict[tuple[str, str], Plan] = {}

    def __getstate__(self) -> dict[str, Json]:
        """Leave out what is compiled: another process compiles it anew."""
        return {**self.__dict__, "_plans": {}}

    @cached_property
    def _named(self) -> dict[str, Rule]:
        return by_name(self.run.rule_sets)

    def report(self, results: Iterable[Result], *, passed_over: Iterable[tuple[str, str]] = ()) -> Report:
        """Put results together."""
        return Report(self.run, tuple(results), tuple(passed_over))

    def check(self, proposal: Proposal, given: Staged | None = None) -> Result:
        """Check one proposal at the stage that was asked for, else at the one `given` for its file, else at its own."""
        stage, data, reason = self._staged(proposal, given)
        faults = list(proposal.faults)
        editions: list[EditionInForce] = []
        outcomes: dict[str, Outcome] = {}
        groups: dict[Outcome, list[Rule]] = {"met": [], "not applicable": []}
        findings: list[Finding] = []
        skipped = 0
        if proposal.found:
            faults += judgement_faults(proposal, self._named, self.run.as_of)
        sets = self.run.rule_sets if proposal.found else ()
        by_date = [self._edition(one, data) for one in sets]
        for rule_set, edition in zip(sets, by_date, strict=True):
            if edition is None and (rule_set.framework.authority == "statutory" or not any(by_date)):
                faults.append(_no_edition(proposal, rule_set, data, self.run.as_of))
                continue
            if edition is None:
                tried = self._left_alone(rule_set)
            else:
                editions.append(edition)
                plan = self._plan(rule_set, edition.edition.id)
                skipped += plan.skipped
                tried = self._tried(plan, proposal, data, stage)
            for rule, outcome, found in tried:
                outcomes[rule.key] = outcome
                findings += found
                if outcome in groups:
                    groups[outcome].append(rule)
        findings += [self._from_fault(fault, proposal) for fault in faults]
        findings.sort(key=self._rank)
        return self._result(
            proposal,
            stage,
            stage_reason=reason,
            data=data,
            ready=not any(self.run.gates(one, stage) for one in findings),
            editions=editions,
            outcomes=outcomes | {fault.rule: "not met" for fault in faults},
            findings=tuple(findings),
            passed=tuple(groups["met"]),
            not_applicable=tuple(groups["not applicable"]),
            skipped=skipped,
        )

    def glance(self, proposal: Proposal, given: Staged | None = None) -> tuple[Result, int] | None:
        """Give how a proposal stands that was read whole and meets every rule, and how many questions it leaves open.

        The result has no outcomes and no findings; of any other proposal it is None. A quarter of the time of `check`.
        """
        today = self.run.as_of
        if not proposal.found or proposal.faults or any(judgement_faults(proposal, self._named, today)):
            return None
        stage, data, reason = self._staged(proposal, given)
        answers = answers_in(proposal, today)
        editions: list[EditionInForce] = []
        open_ones = skipped = 0
        for rule_set in self.run.rule_sets:
            edition = self._edition(rule_set, data)
            if edition is None:
                return None
            plan = self._plan(rule_set, edition.edition.id)
            plan.around.enter(proposal.folder)
            answered = [answer_to(rule, answers) for rule in plan.asked(stage, data)]
            if any(answer and answer[1]["verdict"] != "met" for answer in answered) or not plan.all_met(stage, data):
                return None
            open_ones += answered.count(None)
            editions.append(edition)
            skipped += plan.skipped
        if open_ones and self.choices.judgements == "gate":
            return None
        return self._result(proposal, stage, stage_reason=reason, editions=editions, skipped=skipped), open_ones

    def _result(self, proposal: Proposal, stage: Stage, **found: Any) -> Result:  # noqa: ANN401 -- a result's fields
        """Put a result together of what a proposal is called and what was found of it."""
        nothing = {"ready": True, "outcomes": {}, "findings": (), "passed": (), "not_applicable": ()}
        return Result(
            file=proposal.file,
            document=proposal.document,
            title=proposal.title,
            stage=stage,
            complete=proposal.found,
            content=proposal.content,
            **{**nothing, **found, "editions": tuple(found["editions"])},
        )

    def _staged(self, proposal: Proposal, given: Staged | None) -> tuple[Stage, Json, str]:
        """Give the stage that a proposal is checked at, its data at that stage, and who says so, if not its status."""
        status: Stage | None = proposal.data.get("status")
        stage, reason = status or "submission", "" if status else "the proposal gives no status"
        if self.choices.stage:
            stage, reason = self.choices.stage, "asked for with --stage"
        elif given:
            stage, reason = given
            reason += f"; the proposal says {status}" if status and status != stage else ""
        return stage, {**proposal.data, "status": stage}, reason

    def _edition(self, rule_set: RuleSet, data: Json) -> EditionInForce | None:
        choices = self.choices
        return in_force(
            rule_set.framework,
            _applied(data),
            self.run.as_of,
            chosen=choices.edition,
            asked=choices.edition_reason,
        )

    def _plan(self, rule_set: RuleSet, edition: str) -> Plan:
        key = (rule_set.framework.id, edition)
        if key not in self._plans:
            around = Surroundings(self.run.as_of, None, rule_set.tables)
            self._plans[key] = Plan(rule_set, edition, self.choices, around)
        return self._plans[key]

    def _left_alone(self, rule_set: RuleSet) -> Iterator[tuple[Rule, Outcome, list[Finding]]]:
        """Apply no rule of a set that is used beside NZQA's: a proposal may well be older than the set."""
        return ((rule, "not applicable", []) for rule in rule_set.rules if self.choices.take(rule))

    def _tried(
        self, plan: Plan, proposal: Proposal, data: Json, stage: Stage
    ) -> Iterator[tuple[Rule, Outcome, list[Finding]]]:
        """Give each rule's outcome on a proposal, and its findings."""
        plan.around.enter(proposal.folder)
        telling = Telling(data, self.shape, plan.tables)
        answers = answers_in(proposal, self.run.as_of)
        known: dict[str, bool] = {}
        nothing: list[Finding] = []
        for rule in plan.rules:
            hangs = bool(proposal.lost) and not proposal.lost.isdisjoint(plan.looks_at(rule))
            if hangs or not plan.applies(rule, stage, data, known):
                yield rule, "not applicable", nothing
            elif rule.expect is None:
                yield rule, *judged(rule, proposal, telling, answers)
            elif plan.expectation(rule).is_valid(data):
                yield rule, "met", nothing
            else:
                from mcred_check.unmet import unmet  # noqa: PLC0415 -- a good proposal has nothing to say

                yield rule, *unmet(rule, plan, proposal, telling, stage)

    def _from_fault(self, fault: Fault, proposal: Proposal) -> Finding:
        rule = self.reading[fault.rule]
        excerpt = proposal.excerpt(fault.place)
        fix = fault.fix or rule.fix
        return Finding(rule, "not met", fault.message, fix, fault.pointer, fault.place, excerpt, fault.also)

    def _rank(self, finding: Finding) -> tuple[int, int, int, int, int, str, str]:
        return (
            _GROUPS.index(finding.outcome),
            SEVERITIES.index(finding.rule.severity),
            self._ranks.get(finding.rule.criterion, -1),
            finding.place.line,
            finding.place.column,
            finding.rule.key,
            finding.message,
        )


def _applied(data: Json) -> str | None:
    """Give the date of the application, an ISO date."""
    applied = data.get("application", {}).get("date")
    return applied if isinstance(applied, str) else None


def _no_edition(proposal: Proposal, rule_set: RuleSet, data: Json, today: date) -> Fault:
    first, applied = rule_set.framework.editions[0], _applied(data)
    what = f"The application is dated {day(applied)}" if applied else f"This check is of {day(today)}"
    message = f"{what}, before {first.title} came into force on {day(first.start)}."
    route = ("application", "date")
    fix = "Correct the date of the application." if applied else "Check on a later day."
    return Fault("reading/no-edition", message, proposal.place(route), pointer(route), fix)
