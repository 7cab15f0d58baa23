"""What a rule set asks in one edition, compiled as far as the proposals need it."""

from __future__ import annotations

import marshal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mcred_check.dialect import compiled, fields_of
from mcred_check.shaping import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.choosing import Choices
    from mcred_check.dialect import Validator
    from mcred_check.model import Json, Rule, RuleSet, Stage
    from mcred_check.routes import Surroundings


_BY_VALUE: Final = 2
"""The version of marshal that writes equal values alike, whichever objects they are made of."""


class Plan:
    """A rule set's rules in one edition, as far as they were chosen; `skipped` counts those that were not.

    Each condition is evaluated once for a proposal, however many rules have it. What is compiled is compiled when a
    proposal first needs it, because one proposal needs only a part.
    """

    def __init__(self, rule_set: RuleSet, edition: str, choices: Choices, around: Surroundings) -> None:
        rules = [rule for rule in rule_set.rules if edition in rule.editions]
        self.rules = [rule for rule in rules if choices.take(rule)]
        self.skipped = len(rules) - len(self.rules)
        self.around = around
        self.tables = rule_set.tables
        self._conditions: dict[str, Validator] = {}
        self._expectations: dict[str, Validator] = {}
        self._looks_at: dict[str, frozenset[str]] = {}
        self._all: dict[bool, Validator] = {}

    @cached_property
    def _shared(self) -> dict[str, str]:
        """Each rule that has a condition, and the first rule that has the same."""
        first: dict[bytes, str] = {}
        conditions = {
            rule.key: marshal.dumps(dict(rule.when), _BY_VALUE) for rule in self.rules if rule.when is not None
        }
        return {key: first.setdefault(condition, key) for key, condition in conditions.items()}

    @cached_property
    def _questions(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.expect is None]

    def asked(self, stage: Stage, data: Json) -> list[Rule]:
        """Give the rules about a proposal that only a person can decide."""
        known: dict[str, bool] = {}
        return [rule for rule in self._questions if self.applies(rule, stage, data, known)]

    def applies(self, rule: Rule, stage: Stage, data: Json, known: dict[str, bool]) -> bool:
        """Tell whether a rule is about a proposal; `known` keeps the answers that rules have in common."""
        if rule.stage == "listed" != stage:
            return False
        if rule.when is None:
            return True
        first = self._shared[rule.key]
        if first not in known:
            if first not in self._conditions:
                self._conditions[first] = compiled(rule.when, self.around)
            known[first] = self._conditions[first].is_valid(data)
        return known[first]

    def looks_at(self, rule: Rule) -> frozenset[str]:
        """Give the pointers of the fields that decide whether a rule is about a proposal."""
        if rule.key not in self._looks_at:
            self._looks_at[rule.key] = frozenset(pointer(route) for route in fields_of(rule.when or {}))
        return self._looks_at[rule.key]

    def expectation(self, rule: Rule) -> Validator:
        """Give what a rule expects, ready to evaluate."""
        if rule.key not in self._expectations:
            self._expectations[rule.key] = compiled(rule.expect, self.around)
        return self._expectations[rule.key]

    def all_met(self, stage: Stage, data: Json) -> bool:
        """Tell whether a proposal meets every rule that is about it, those aside that only a person can decide."""
        listed = stage == "listed"
        if listed not in self._all:
            self._all[listed] = compiled({"allOf": [*self._together(listed=listed)] or [True]}, self.around)
        return self._all[listed].is_valid(data)

    def _together(self, *, listed: bool) -> Iterator[Json]:
        """Put what rules expect under the condition that they share."""
        groups: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.expect is not None and (listed or rule.stage != "listed"):
                groups.setdefault(self._shared.get(rule.key, ""), []).append(rule)
        for first, rules in groups.items():
            expected = {"allOf": [rule.expect for rule in rules]}
            yield {"if": rules[0].when, "then": expected} if first else expected
