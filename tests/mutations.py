"""Mutants of a rule, each with one constraint dropped or moved, and those that no example of the rule notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from mcred_check.keywords import KEYWORDS
from mcred_check.model import Example, Json, RuleSet

if TYPE_CHECKING:
    from mcred_check.loading import Proposal
    from mcred_check.model import Rule
    from mcred_check.trying import Trial

Mutations: TypeAlias = Iterator[tuple[str, Json]]
"""What was changed, and what is left."""

_SCHEMA = {"items", "contains", "not", "if", "then", "else", "is"}
_SCHEMAS = {"properties", "anyOf", "allOf"}
_LISTS = {"anyOf", "allOf", "required", "enum", "any", "of", "against", "to", "start", "end", "among", "names"}
_OPTIONAL = {"take", "plus_years"}
_COUNTS = {"minItems", "maxItems", "minLength", "maxLength", "minContains", "maxContains"}


def survivors(trial: Trial, rule: Rule) -> list[str]:
    """List the mutations of a rule that change neither its outcome nor its messages on any of its examples."""
    examples = [*rule.examples, Example("accepts", "the sample", {})]
    cases = [(example, trial.proposal(example.change)) for example in examples]
    wanted = [_said(trial, rule, example, proposal) for example, proposal in cases]
    return [
        mutation
        for mutation, mutant in mutants(rule)
        if all(_said(trial, mutant, *case) == said for case, said in zip(cases, wanted, strict=True))
    ]


def _said(trial: Trial, rule: Rule, example: Example, proposal: Proposal) -> tuple[str | None, list[str]]:
    alone = RuleSet(trial.rule_set.framework, (rule,), trial.rule_set.tables)
    result = trial.checker(alone, example).check(proposal)
    return result.outcomes.get(rule.key), [one.message for one in result.findings if one.rule.key == rule.key]


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield every mutation of a rule with the mutant."""
    for mutation, changed in _in_schema(rule.when or {}, "when"):
        yield mutation, rule._replace(when=changed)
    for mutation, changed in _in_schema(rule.expect or {}, "expect"):
        yield mutation, rule._replace(expect=changed)


def _in_schema(schema: Json, where: str) -> Mutations:
    """Drop each keyword, and mutate what it holds."""
    for name, value in schema.items():
        here = f"{where}/{name}"
        yield f"{here} dropped", {other: kept for other, kept in schema.items() if other != name}
        for mutation, changed in _in_keyword(name, value, here):
            yield mutation, {**schema, name: changed}


def _in_keyword(name: str, value: Json, where: str) -> Mutations:
    if name in KEYWORDS:
        yield from _in_arguments(value, where)
    elif name in _SCHEMA:
        yield from _in_schema(value, where)
    elif name in _SCHEMAS:
        parts = value if isinstance(value, dict) else dict(enumerate(value))
        for key, part in parts.items():
            for mutation, changed in _in_schema(part, f"{where}/{key}"):
                mutant = {**parts, key: changed}
                yield mutation, mutant if isinstance(value, dict) else list(mutant.values())
    if name in _LISTS:
        yield from _without_one(value, where)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _moved(name, value, where)


def _in_arguments(args: Json, where: str) -> Mutations:
    """Mutate the arguments of a derive-then-constrain keyword; those that it cannot be without are not dropped."""
    for name, value in args.items():
        here = f"{where}/{name}"
        if name in _OPTIONAL or ({"any", "names"} <= set(args) and name in {"any", "names"}):
            yield f"{here} dropped", {other: kept for other, kept in args.items() if other != name}
        for mutation, changed in _in_keyword(name, value, here):
            yield mutation, {**args, name: changed}


def _without_one(values: Json, where: str) -> Mutations:
    """Drop each item of a list; a lone item goes with its keyword, and a lone path is text."""
    if isinstance(values, list) and len(values) > 1:
        for place, item in enumerate(values):
            shown = place if isinstance(item, dict) else item
            yield f"{where} without {shown}", [*values[:place], *values[place + 1 :]]


def _moved(name: str, value: float, where: str) -> Mutations:
    """Move a number by one each way, save to where it would mean nothing."""
    for moved in (value - 1, value + 1):
        if not (moved < 0 and name in _COUNTS) and not (moved <= 0 and name == "multipleOf"):
            yield f"{where}: {value} → {moved}", moved
