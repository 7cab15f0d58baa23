"""`explain`: one rule, told in full."""

from collections.abc import Iterable
from typing import Annotated

import typer

from mcred_check import console
from mcred_check.commands import options
from mcred_check.model import CouldNotCheckError, Framework, Rule, RuleSet


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's name, as a report gives it.")],
    *,
    rules: options.Rules = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    color: console.ColorOption = "auto",
) -> None:
    """Say what a rule asks, why, from where and how to meet it.

    It may be a rule that ships, or one of the rule sets of the configuration above the folder that you are in.
    """
    from mcred_check.choosing import chosen_sets
    from mcred_check.reporting.explain import lay_out
    from mcred_check.rules import bundle, in_full, reading_rules, rule_set

    raw = bundle()
    known: _Known = {key: (one, None) for key, one in reading_rules(raw["reading"]).items()}
    known |= _by_key(rule_set(fields) for fields in raw["sets"].values())
    key = _key(rule, known)
    if not key:  # only now, so that a broken configuration keeps no rule that ships from being explained
        settings = options.settings_for(".", raw, {"rules": rules}, named=config, ignored=no_config)
        known |= _by_key(chosen_sets(settings.rules, raw))
        key = _key(rule, known)
    if not key:
        raise _no_such_rule(rule, known)
    found, framework = known[key]
    console.show_lines(lambda width: lay_out(in_full(found), framework, width=width), color)


_Known = dict[str, tuple[Rule, Framework | None]]


def _by_key(rule_sets: Iterable[RuleSet]) -> _Known:
    return {rule.key: (rule, one.framework) for one in rule_sets for rule in one.rules}


def _key(name: str, known: _Known) -> str:
    """Give the whole name of a rule; of several with the same short name, that of the first."""
    return name if name in known else next((key for key in known if key.partition("/")[2] == name), "")


def _no_such_rule(name: str, known: _Known) -> CouldNotCheckError:
    from mcred_check.wording import nearest

    near = nearest(name, [*known, *(key.partition("/")[2] for key in known)], likeness=0.5)
    hint = f"Did you mean {near}?" if near else "mcred-check rules lists them all."
    return CouldNotCheckError(f"There is no rule “{name}”. {hint}")
