"""The scorecard: how a proposal stands at each criterion, in the framework's order."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from mcred_check.reporting.verdict import is_of_reading

if TYPE_CHECKING:
    from mcred_check.model import Criterion, Edition, Framework, Result, RuleSet, Run

Mark: TypeAlias = Literal["ok", "must", "should", "to do", "judge", "none"]
Place: TypeAlias = tuple[str, str]
"""A rule set's id and a criterion's id."""


class Row(NamedTuple):
    """A criterion's state: `met` of `tried` rules that a machine can check; `note` stands in for them where none is."""

    title: str
    mark: Mark
    met: int = 0
    tried: int = 0
    to_do: int = 0
    waived: int = 0
    judge: int = 0
    note: str = ""


class Card(NamedTuple):
    """One framework's part of the scorecard."""

    framework: Framework
    rows: tuple[Row, ...]


def scorecard(result: Result, run: Run) -> list[Card]:
    """Give the rows of each framework that a proposal was checked against."""
    kinds = [("met", rule) for rule in result.passed]
    kinds += [("not applicable", rule) for rule in result.not_applicable]
    for rule in {one.rule.key: one.rule for one in result.findings}.values():
        outcome = result.outcomes[rule.key]
        kinds.append((rule.severity if outcome == "not met" else outcome, rule))
    counts: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    for kind, rule in kinds:
        counts[rule.key.partition("/")[0], rule.criterion][kind] += 1
    sets = {one.framework.id: one for one in run.rule_sets}
    return [
        Card(
            sets[one.set_id].framework,
            tuple(
                _row(counts.get((one.set_id, criterion.id)), criterion, one.edition, sets[one.set_id])
                for criterion in sets[one.set_id].framework.criteria
            ),
        )
        for one in result.editions
    ]


def reading_row(result: Result) -> Row | None:
    """Give the row about the file itself, where something in it could not be read."""
    severities = [one.rule.severity for one in result.findings if is_of_reading(one.rule)]
    if not severities:
        return None
    return Row("The file itself", "must" if "must" in severities else "should", note=f"{len(severities)} to fix")


def _row(count: Counter[str] | None, criterion: Criterion, edition: Edition, rules: RuleSet) -> Row:
    if count is None:
        asked = any(rule.criterion == criterion.id and edition.id in rule.editions for rule in rules.rules)
        return Row(criterion.title, "none", note="left out" if asked else "no rules yet")
    unmet = count["must"] + count["should"] + count["advice"]
    tried = count["met"] + unmet + count["to do"] + count["waived"]
    marks: tuple[tuple[int, Mark], ...] = (
        (count["must"], "must"),
        (unmet, "should"),
        (count["to do"], "to do"),
        (tried, "ok"),
        (count["judge"], "judge"),
    )
    mark: Mark = next((name for number, name in marks if number), "none")
    note = "" if mark != "none" else "not applicable"
    return Row(criterion.title, mark, count["met"], tried, count["to do"], count["waived"], count["judge"], note)
