"""A proposal, rule sets and a day to a report: every rule gets an outcome, and what is not met a finding."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from mcred_check import __version__
from mcred_check.choosing import Choices, refuse_unknown
from mcred_check.dialect import compiled, failures, fields_of
from mcred_check.explaining import Telling
from mcred_check.judging import answers_in, judged, judgement_faults
from mcred_check.keywords import Surroundings
from mcred_check.model import SEVERITIES, STAGES, Fault, Finding, Report, Result, Run
from mcred_check.rules import in_force
from mcred_check.shaping import pointer
from mcred_check.wording import day, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from mcred_check.dialect import Failure, Validator
    from mcred_check.loading import Proposal
    from mcred_check.model import Basis, EditionInForce, Json, Outcome, Route, Rule, RuleSet, Severity, Stage

_GROUPS: Final = ("not met", "to do", "judge", "waived")


class _Plan:
    """What a rule set asks in one edition: its rules, and each condition once, however many rules share it.

    What is compiled is compiled when a proposal first needs it, because one proposal needs only a part.
    """

    def __init__(self, rule_set: RuleSet, edition: str, choices: Choices, around: Surroundings) -> None:
        rules = [rule for rule in rule_set.rules if edition in rule.editions]
        self.rules = [rule for rule in rules if choices.take(rule)]
        self.skipped = len(rules) - len(self.rules)
        self.around = around
        self.tables = rule_set.tables
        self._expectations: dict[str, Validator] = {}
        self._conditions: dict[str, tuple[int, Validator]] = {}
        self._texts = {rule.key: repr(rule.when) for rule in self.rules if rule.when is not None}

    def applies(self, rule: Rule, data: Json, known: dict[int, bool]) -> bool:
        """Tell whether a rule is about a proposal; `known` keeps the answers that rules have in common."""
        text = self._texts.get(rule.key)
        if text is None:
            return True
        found = self._conditions.get(text)
        if found is None:
            found = self._conditions[text] = len(self._conditions), compiled(rule.when, self.around)
        number, condition = found
        if number not in known:
            known[number] = condition.is_valid(data)
        return known[number]

    def expectation(self, rule: Rule) -> Validator:
        """Give what a rule expects, ready to evaluate."""
        if rule.key not in self._expectations:
            self._expectations[rule.key] = compiled(rule.expect, self.around)
        return self._expectations[rule.key]


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
        refuse_unknown(choices, rule_sets)
        self.run = Run(__version__, today, choices.fail_on, tuple(rule_sets), judgements=choices.judgements)
        self.shape = shape
        self.reading = reading
        self.choices = choices
        self._ranks = {
            criterion.id: rank
            for rank, criterion in enumerate(one for rules in rule_sets for one in rules.framework.criteria)
        }
        self._plans: dict[tuple[str, str], _Plan] = {}

    def __getstate__(self) -> dict[str, Json]:
        """Leave out what is compiled: another process compiles it anew."""
        return {**self.__dict__, "_plans": {}}

    def report(self, results: Iterable[Result], *, passed_over: Iterable[tuple[str, str]] = ()) -> Report:
        """Put results together."""
        return Report(self.run, tuple(results), tuple(passed_over))

    def check(self, proposal: Proposal, *, stage: Stage | None = None, stage_reason: str = "") -> Result:
        """Check one proposal, at the stage that was asked for, else at the one given here, else at its own."""
        stage, stage_reason = self._staged(proposal, stage, stage_reason)
        data = {**proposal.data, "status": stage}
        faults = list(proposal.faults)
        editions: list[EditionInForce] = []
        outcomes: dict[str, Outcome] = {}
        groups: dict[Outcome, list[Rule]] = {"met": [], "not applicable": []}
        findings: list[Finding] = []
        skipped = 0
        if proposal.found:
            faults += judgement_faults(proposal, self.run.rule_sets, self.run.as_of)
        for rule_set in self.run.rule_sets if proposal.found else ():
            edition = in_force(
                rule_set.framework,
                _applied(data),
                self.run.as_of,
                chosen=self.choices.edition,
                asked=self.choices.edition_reason,
            )
            if edition is None:
                faults.append(_no_edition(proposal, rule_set, data, self.run.as_of))
                continue
            editions.append(edition)
            plan = self._plan(rule_set, edition.edition.id)
            skipped += plan.skipped
            for rule, outcome, found in self._tried(plan, proposal, data, stage):
                outcomes[rule.key] = outcome
                findings += found
                if outcome in groups:
                    groups[outcome].append(rule)
        findings += [self._from_fault(fault, proposal) for fault in faults]
        findings.sort(key=self._rank)
        return Result(
            file=proposal.file,
            document=proposal.document,
            title=proposal.title,
            stage=stage,
            stage_reason=stage_reason,
            ready=not any(self.choices.gates(one, stage) for one in findings),
            complete=proposal.found,
            editions=tuple(editions),
            outcomes=outcomes | {fault.rule: "not met" for fault in faults},
            findings=tuple(findings),
            passed=tuple(groups["met"]),
            not_applicable=tuple(groups["not applicable"]),
            skipped=skipped,
        )

    def _staged(self, proposal: Proposal, given: Stage | None, reason: str) -> tuple[Stage, str]:
        """Choose the stage, and say where it comes from, when not from the proposal's status."""
        status: Stage | None = proposal.data.get("status")
        if self.choices.stage:
            return self.choices.stage, "asked for with --stage"
        if given:
            return given, f"{reason}; the proposal says {status}" if status and status != given else reason
        return (status, "") if status else ("submission", "the proposal gives no status")

    def _plan(self, rule_set: RuleSet, edition: str) -> _Plan:
        key = (rule_set.framework.id, edition)
        if key not in self._plans:
            around = Surroundings(self.run.as_of, None, rule_set.tables)
            self._plans[key] = _Plan(rule_set, edition, self.choices, around)
        return self._plans[key]

    def _tried(
        self, plan: _Plan, proposal: Proposal, data: Json, stage: Stage
    ) -> Iterator[tuple[Rule, Outcome, list[Finding]]]:
        """Give each rule's outcome on a proposal, and its findings."""
        plan.around.folder = proposal.folder
        telling = Telling(data, self.shape, plan.tables)
        answers = answers_in(proposal, self.run.as_of)
        known: dict[int, bool] = {}
        nothing: list[Finding] = []
        for rule in plan.rules:
            applies = not (rule.stage == "listed" != stage) and plan.applies(rule, data, known)
            if not applies or (proposal.lost and rule.when is not None and _hangs_on(proposal.lost, rule.when)):
                yield rule, "not applicable", nothing
            elif rule.expect is None:
                yield rule, *judged(rule, proposal, telling, answers)
            elif plan.expectation(rule).is_valid(data):
                yield rule, "met", nothing
            else:
                yield rule, *_unmet(rule, plan, proposal, telling, stage)

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


def _unmet(
    rule: Rule, plan: _Plan, proposal: Proposal, telling: Telling, stage: Stage
) -> tuple[Outcome, list[Finding]]:
    """Say where a proposal does not meet a rule; a rule whose every failure hangs on what was lost does not apply."""
    found = _merged(failures(plan.expectation(rule), rule.expect, telling.data, plan.around))
    open_ones = [one for one in found if not _touches(proposal.lost, map(proposal.origin, one.operands))]
    outcome: Outcome = "to do" if STAGES.index(stage) < STAGES.index(rule.stage) else "not met"
    findings = [_from_failure(rule, outcome, one, proposal, telling) for one in open_ones]
    return (outcome, _without_repeats(findings)) if findings else ("not applicable", [])


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


def _hangs_on(lost: frozenset[str], when: Json) -> bool:
    """Tell whether a condition asks for a field that was given and could not be read."""
    return any(pointer(route) in lost for route in fields_of(when))


def _touches(lost: frozenset[str], operands: Iterable[Route]) -> bool:
    """Tell whether a failure looks at anything that could not be read."""
    broken = [one.split("/")[1:] for one in lost]
    return any(
        all("*" in pair or pair[0] == pair[1] for pair in zip(map(str, route), steps, strict=False))
        for route in operands
        for steps in broken
    )


def _from_failure(rule: Rule, outcome: Outcome, failure: Failure, proposal: Proposal, telling: Telling) -> Finding:
    words = partial(telling.words, failure)
    route = proposal.origin(failure.route)
    place = proposal.place((*route, failure.missing[0]) if failure.missing else route)
    message, fix = fill(rule.message, words), fill(rule.fix, words)
    return Finding(rule, outcome, message, fix, pointer(route), place, proposal.excerpt(place))


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Keep one finding of each message at one place, or at a place within it."""
    kept: list[Finding] = []
    for one in findings:
        if not any(one.message == other.message and _nested(one.pointer, other.pointer) for other in kept):
            kept.append(one)
    return kept


def _nested(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def check(  # noqa: PLR0913 -- the choices of a run
    proposals: Iterable[Proposal],
    rule_sets: Sequence[RuleSet],
    *,
    as_of: date,
    edition: str | None = None,
    stage: Stage | None = None,
    fail_on: Severity = "must",
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    basis: Iterable[Basis] = (),
) -> Report:
    """Check proposals against rule sets on the day `as_of`, and give the report.

    `edition` overrides the edition that the application's date chooses, `stage` the proposal's status. `only` and
    `skip` hold ids of rules (`nzqa/credits-at-most-40`) or criteria, `basis` how sure a rule is. Raises
    CouldNotCheckError where a choice names what is not there.
    """
    from mcred_check.rules import bundle, reading_rules  # noqa: PLC0415

    raw = bundle()
    choices = Choices(edition, stage, fail_on, frozenset(only), frozenset(skip), frozenset(basis))
    checker = Checker(rule_sets, as_of, shape=raw["proposal"], reading=reading_rules(raw["reading"]), choices=choices)
    return checker.report(checker.check(proposal) for proposal in proposals)
