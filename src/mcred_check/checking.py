"""A proposal, rule sets and a day to a report: every rule gets an outcome, and what is not met a finding."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from mcred_check import __version__
from mcred_check.dialect import compiled, failures, fields_of
from mcred_check.explaining import Telling
from mcred_check.judging import judged, judgement_faults
from mcred_check.keywords import Surroundings
from mcred_check.model import SEVERITIES, STAGES, CouldNotCheckError, Fault, Finding, Report, Result
from mcred_check.rules import in_force
from mcred_check.shaping import pointer
from mcred_check.wording import day, fill, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from mcred_check.dialect import Failure, Validator
    from mcred_check.loading import Proposal
    from mcred_check.model import Basis, EditionInForce, Json, Outcome, Rule, RuleSet, Severity, Stage

_GROUPS: Final = ("not met", "to do", "judge", "waived")


class Checker:
    """Rule sets made ready for a run, on one day and with one set of choices.

    `shape` is the shape of a proposal and `reading` the rules of the set `reading`, as `rules` gives them. `only` and
    `skip` hold ids of rules or criteria, `basis` how sure a rule is. Raises CouldNotCheckError where a choice names
    what is not there.
    """

    def __init__(  # noqa: PLR0913 -- the choices of a run
        self,
        rule_sets: Sequence[RuleSet],
        today: date,
        *,
        shape: Json,
        reading: Mapping[str, Rule],
        edition: str | None = None,
        stage: Stage | None = None,
        fail_on: Severity = "must",
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
        basis: Iterable[Basis] = (),
    ) -> None:
        self.rule_sets = tuple(rule_sets)
        self.today = today
        self.shape = shape
        self.reading = reading
        self.edition = edition
        self.stage = stage
        self.fail_on = fail_on
        self.only, self.skip, self.basis = frozenset(only), frozenset(skip), frozenset(basis)
        self._ready_made: dict[tuple[str, str], Validator] = {}
        self._around = {one.framework.id: Surroundings(today, None, one.tables) for one in self.rule_sets}
        self._ranks = {
            criterion.id: rank
            for rank, criterion in enumerate(one for rules in self.rule_sets for one in rules.framework.criteria)
        }
        self._refuse_unknown_edition()
        self._refuse_unknown_names()

    def report(self, results: Iterable[Result], *, passed_over: Iterable[tuple[str, str]] = ()) -> Report:
        """Put results together."""
        return Report(__version__, self.today, self.fail_on, self.rule_sets, tuple(results), tuple(passed_over))

    def check(self, proposal: Proposal) -> Result:
        """Check one proposal."""
        stage: Stage = self.stage or proposal.data.get("status", "submission")
        faults = list(proposal.faults)
        editions: list[EditionInForce] = []
        tried: list[tuple[Rule, Outcome, list[Finding]]] = []
        skipped = 0
        if proposal.found:
            data = {**proposal.data, "status": stage}
            faults += judgement_faults(proposal, self.rule_sets, self.today)
            for rule_set in self.rule_sets:
                edition = in_force(rule_set.framework, _applied(data), self.today, chosen=self.edition)
                if edition is None:
                    faults.append(_no_edition(proposal, rule_set, data, self.today))
                    continue
                editions.append(edition)
                rules = [rule for rule in rule_set.rules if edition.edition.id in rule.editions]
                chosen = [rule for rule in rules if self._is_chosen(rule)]
                skipped += len(rules) - len(chosen)
                tried += [(rule, *self._try(rule, rule_set, proposal, data, stage)) for rule in chosen]
        findings = [self._from_fault(fault, proposal) for fault in faults]
        findings += [finding for _, _, found in tried for finding in found]
        findings.sort(key=self._rank)
        return Result(
            file=proposal.file,
            document=proposal.document,
            title=proposal.title,
            stage=stage,
            stage_reason=self._stage_reason(proposal),
            ready=not any(one.outcome == "not met" and self._gates(one.rule) for one in findings),
            complete=proposal.found,
            editions=tuple(editions),
            outcomes={rule.key: outcome for rule, outcome, _ in tried} | {f.rule: "not met" for f in faults},
            findings=tuple(findings),
            passed=tuple(rule for rule, outcome, _ in tried if outcome == "met"),
            not_applicable=tuple(rule for rule, outcome, _ in tried if outcome == "not applicable"),
            skipped=skipped,
        )

    def _gates(self, rule: Rule) -> bool:
        return SEVERITIES.index(rule.severity) <= SEVERITIES.index(self.fail_on)

    def _stage_reason(self, proposal: Proposal) -> str:
        if self.stage:
            return "asked for with --stage"
        return "" if "status" in proposal.data else "the proposal gives no status"

    def _is_chosen(self, rule: Rule) -> bool:
        if self.basis and rule.basis not in self.basis:
            return False
        names = _names(rule) if self.only or self.skip else set()
        return (not self.only or bool(names & self.only)) and not names & self.skip

    def _refuse_unknown_edition(self) -> None:
        known = {one.framework.title: [edition.id for edition in one.framework.editions] for one in self.rule_sets}
        if self.edition is not None and not any(self.edition in editions for editions in known.values()):
            raise CouldNotCheckError(
                " ".join(
                    f"{title} has no edition {self.edition}; it has {', '.join(editions)}."
                    for title, editions in known.items()
                )
            )

    def _refuse_unknown_names(self) -> None:
        rules = [rule for rule_set in self.rule_sets for rule in rule_set.rules]
        known = {name for rule in rules for name in _names(rule)} | set(self._ranks)
        for option, names in (("--only", self.only), ("--skip", self.skip)):
            for name in sorted(names - known):
                near = nearest(name, known)
                hint = f" Did you mean {near}?" if near else " mcred-check rules lists them all."
                message = f"{option}: there is no rule or criterion “{name}”.{hint}"
                raise CouldNotCheckError(message)
        if not any(self._is_chosen(rule) for rule in rules):
            message = "--only, --skip and --basis leave no rule to check."
            raise CouldNotCheckError(message)

    def _validator(self, rule: Rule, part: str, schema: Mapping[str, Json], around: Surroundings) -> Validator:
        key = (rule.key, part)
        if key not in self._ready_made:
            self._ready_made[key] = compiled(schema, around)
        return self._ready_made[key]

    def _try(
        self, rule: Rule, rule_set: RuleSet, proposal: Proposal, data: Json, stage: Stage
    ) -> tuple[Outcome, list[Finding]]:
        """Give a rule's outcome on a proposal, and its findings."""
        if rule.stage == "listed" and stage != "listed":
            return "not applicable", []
        around = self._around[rule_set.framework.id]
        around.folder = proposal.folder
        if rule.when is not None and (
            _hangs_on(proposal.lost, rule.when) or not self._validator(rule, "when", rule.when, around).is_valid(data)
        ):
            return "not applicable", []
        telling = Telling(data, self.shape, rule_set.tables)
        if rule.expect is None:
            return judged(rule, proposal, telling, self.today)
        validator = self._validator(rule, "expect", rule.expect, around)
        if validator.is_valid(data):
            return "met", []
        found = _merged(failures(validator, rule.expect, data, around))
        open_ones = [one for one in found if not any(map(proposal.is_lost, map(proposal.origin, one.operands)))]
        outcome: Outcome = "to do" if STAGES.index(stage) < STAGES.index(rule.stage) else "not met"
        findings = [_from_failure(rule, outcome, one, proposal, telling) for one in open_ones]
        return (outcome, _without_repeats(findings)) if findings else ("not applicable", [])

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


def _names(rule: Rule) -> set[str]:
    """Give the names that a rule goes by in --only and --skip."""
    set_id, _, name = rule.key.partition("/")
    return {rule.key, name, rule.criterion, f"{set_id}/{rule.criterion}"}


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
    return bool(lost) and any(pointer(route) in lost for route in fields_of(when))


def _from_failure(rule: Rule, outcome: Outcome, failure: Failure, proposal: Proposal, telling: Telling) -> Finding:
    words = partial(telling.words, failure)
    route = proposal.origin(failure.route)
    place = proposal.place((*route, failure.missing[0]) if failure.missing else route)
    message, fix = fill(rule.message, words), fill(rule.fix, words)
    return Finding(rule, outcome, message, fix, pointer(route), place, proposal.excerpt(place))


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Keep one finding of each message at one place, or at a place within it."""
    kept: list[Finding] = []
    told: set[tuple[str, str]] = set()
    around: set[tuple[str, str]] = set()
    for one in findings:
        above = [(one.message, pointer) for pointer in accumulate(re.split("(?=/)", one.pointer))]
        if above[-1] not in around and told.isdisjoint(above):
            kept.append(one)
            told.add(above[-1])
            around.update(above)
    return kept


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
    checker = Checker(
        rule_sets,
        as_of,
        shape=raw["proposal"],
        reading=reading_rules(raw["reading"]),
        edition=edition,
        stage=stage,
        fail_on=fail_on,
        only=only,
        skip=skip,
        basis=basis,
    )
    return checker.report(checker.check(proposal) for proposal in proposals)
