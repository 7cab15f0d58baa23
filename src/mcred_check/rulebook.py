"""The rules by which a proposal is being written, as they stand on one day."""

from __future__ import annotations

from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from mcred_check.rules import in_force

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from mcred_check.checking import Checker
    from mcred_check.model import Framework, Rule, RuleSet


class Rulebook(NamedTuple):
    """Rule sets, the day of today, and the id of an edition where one was asked for."""

    rule_sets: Sequence[RuleSet]
    today: date
    edition: str | None = None

    @classmethod
    def of(cls, checker: Checker) -> Self:
        """Give the rules that a checker goes by."""
        return cls(checker.run.rule_sets, checker.run.as_of, checker.choices.edition)

    def in_force(self) -> Iterator[Rule]:
        """Yield the rules that hold of a proposal which gives no date: those of each set's edition in force."""
        for one in self.rule_sets:
            found = in_force(one.framework, None, self.today, chosen=self.edition, asked="")
            yield from (rule for rule in one.rules if found and found.edition.id in rule.editions)

    def held_since(self, rule: Rule, framework: Framework) -> date | None:
        """Give the day from which on a rule holds of every application without a break, or None.

        A file that was made by it today is still right when the next edition that is known comes into force. Where an
        edition was asked for, the application's date decides nothing.
        """
        if self.edition in {one.id for one in framework.editions}:
            return date.min if self.edition in rule.editions else None
        held = list(takewhile(lambda one: one.id in rule.editions, reversed(framework.editions)))
        return held[-1].start if held and held[-1].start <= self.today else None
