"""What a run was asked for, where not what the proposals and the rules say themselves; and whether it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mcred_check.model import CouldNotCheckError
from mcred_check.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcred_check.model import Basis, Rule, RuleSet, Severity, Stage


class Choices(NamedTuple):
    """The choices of a run.

    `edition` overrides the edition that the application's date chooses, `stage` the proposal's status. `only` and
    `skip` hold ids of rules (`nzqa/credits-at-most-40`) or criteria, `basis` how sure a rule is; empty means all.
    """

    edition: str | None = None
    stage: Stage | None = None
    fail_on: Severity = "must"
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    basis: frozenset[Basis] = frozenset()

    def take(self, rule: Rule) -> bool:
        """Tell whether a rule is to be tried."""
        if self.basis and rule.basis not in self.basis:
            return False
        names = _names(rule) if self.only or self.skip else set()
        return (not self.only or bool(names & self.only)) and not names & self.skip


def refuse_unknown(choices: Choices, rule_sets: Sequence[RuleSet]) -> None:
    """Raise CouldNotCheckError where a choice names what is not there, or leaves nothing to check."""
    known = {one.framework.title: [edition.id for edition in one.framework.editions] for one in rule_sets}
    if choices.edition is not None and not any(choices.edition in editions for editions in known.values()):
        raise CouldNotCheckError(
            " ".join(
                f"{title} has no edition {choices.edition}; it has {', '.join(editions)}."
                for title, editions in known.items()
            )
        )
    if choices.only or choices.skip:
        _refuse_unknown_names(choices, rule_sets)
    if not any(choices.take(rule) for rule_set in rule_sets for rule in rule_set.rules):
        message = "--only, --skip and --basis leave no rule to check."
        raise CouldNotCheckError(message)


def _refuse_unknown_names(choices: Choices, rule_sets: Sequence[RuleSet]) -> None:
    known = {name for rule_set in rule_sets for rule in rule_set.rules for name in _names(rule)}
    known |= {criterion.id for rule_set in rule_sets for criterion in rule_set.framework.criteria}
    for option, names in (("--only", choices.only), ("--skip", choices.skip)):
        for name in sorted(names - known):
            near = nearest(name, known)
            hint = f" Did you mean {near}?" if near else " mcred-check rules lists them all."
            message = f"{option}: there is no rule or criterion “{name}”.{hint}"
            raise CouldNotCheckError(message)


def _names(rule: Rule) -> set[str]:
    """Give the names that a rule goes by in --only and --skip."""
    set_id, _, name = rule.key.partition("/")
    return {rule.key, name, rule.criterion, f"{set_id}/{rule.criterion}"}
