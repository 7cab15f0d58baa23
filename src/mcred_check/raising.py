"""What one rule set asks of another's rules: that they weigh more, and never less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcred_check.model import Rule, RuleSet, Severity


def with_raised(rule_sets: Sequence[RuleSet]) -> tuple[RuleSet, ...]:
    """Give rule sets with the severities that any of them raises; each raised rule says by whom, and from what.

    The highest severity counts, and of the sets that ask for it the first is named. What would lower one does nothing.
    """
    wanted: dict[str, list[tuple[Severity, str]]] = {}
    for one in rule_sets:
        for key, severity in one.framework.raises:
            wanted.setdefault(key, []).append((severity, one.framework.id))
    if not wanted:
        return tuple(rule_sets)
    return tuple(
        one._replace(rules=tuple(_raised(rule, wanted.get(rule.key, ())) for rule in one.rules)) for one in rule_sets
    )


def _raised(rule: Rule, wanted: Sequence[tuple[Severity, str]]) -> Rule:
    for severity, set_id in wanted:
        if SEVERITIES.index(severity) < SEVERITIES.index(rule.severity):
            rule = rule._replace(severity=severity, raised_by=set_id, raised_from=rule.raised_from or rule.severity)
    return rule
