"""A rule set's examples, run: the specification of each rule, kept beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from mcred_check.checking import Checker
from mcred_check.choosing import Choices
from mcred_check.loading import read
from mcred_check.model import Example
from mcred_check.rule_files import read_yaml
from mcred_check.rules import bundle, reading_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Result, Rule, RuleSet

_WANTED = {"accepts": "met", "ignores": "not applicable", "rejects": "not met", "asks": "judge"}


def merged(target: Json, patch: Json) -> Json:
    """Apply a JSON Merge Patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, change in patch.items():
        if change is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), change)
    return result


class Trial:
    """A rule set's sample, and what its rules make of the sample with a change."""

    def __init__(self, rule_set: RuleSet, folder: Path) -> None:
        raw = bundle()
        self.rule_set = rule_set
        self.folder = folder
        self.shape = raw["proposal"]
        self.reading = reading_rules(raw["reading"])
        self.sample = read_yaml(folder / "sample.yaml")
        self._checkers: dict[tuple[str, str], Checker] = {}

    def proposal(self, change: Json) -> Proposal:
        """Give the sample with a change, as a proposal."""
        text = json.dumps(merged(self.sample, change), ensure_ascii=False)
        return read(text.encode(), "sample.yaml", self.shape, folder=self.folder)[0]

    def result(self, example: Example) -> Result:
        """Check an example, on its own day and at its own stage, or on the sample's."""
        choice = (example.as_of or self.rule_set.framework.sample_date, example.stage)
        if choice not in self._checkers:
            self._checkers[choice] = self.checker(self.rule_set, example)
        return self._checkers[choice].check(self.proposal(example.change))

    def checker(self, rule_set: RuleSet, example: Example) -> Checker:
        """Make a rule set ready for an example's day and stage."""
        day = date.fromisoformat(example.as_of or self.rule_set.framework.sample_date)
        choices = Choices(stage=example.stage or None)
        return Checker([rule_set], day, shape=self.shape, reading=self.reading, choices=choices)

    def complaints(self, rule: Rule, example: Example) -> Iterator[str]:
        """Say where an example does not come out as it says."""
        result = self.result(example)
        outcome = result.outcomes.get(rule.key, "not in force")
        wanted = _WANTED[example.kind]
        if outcome != wanted and not (wanted == "not met" and outcome == "to do"):
            yield f"the rule is {outcome}, and {example.kind} says {wanted}"
        own = [one.message for one in result.findings if one.rule.key == rule.key and one.outcome != "waived"]
        if example.kind == "rejects" and own != list(example.messages):
            yield f"the rule says {own}, and the example {list(example.messages)}"
        if example.kind == "asks" and own != [example.question]:
            yield f"the rule asks {own}, and the example {example.question!r}"
        if example.kind in {"accepts", "rejects"}:
            for one in result.findings:
                if one.outcome != "judge" and one.rule.key != rule.key:
                    yield f"{one.rule.key} says: {one.message}"

    def all_complaints(self) -> Iterator[str]:
        """Run every example of the set, and the sample itself."""
        whole = self.result(Example("accepts", "the sample", {}))
        for one in whole.findings:
            if one.outcome != "judge":
                yield f"sample.yaml: {one.rule.key} says: {one.message}"
        for rule in self.rule_set.rules:
            for example in rule.examples:
                for complaint in self.complaints(rule, example):
                    yield f"{rule.key}: {example.kind}: {example.name}: {complaint}"
