"""`explain`: one rule, told in full."""

from typing import Annotated, Any

import typer

from mcred_check import console
from mcred_check.model import CouldNotCheckError


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's name, as a report gives it.")],
    *,
    color: console.ColorOption = "auto",
) -> None:
    """Say what a rule asks, why, from where and how to meet it."""
    from mcred_check.reporting.explain import lay_out
    from mcred_check.rules import bundle, in_full, reading_rules, rule_set
    from mcred_check.wording import nearest

    raw = bundle()
    known: dict[str, tuple[Any, Any]] = {key: (one, None) for key, one in reading_rules(raw["reading"]).items()}
    for fields in raw["sets"].values():
        made = rule_set(fields)
        known |= {one.key: (one, made.framework) for one in made.rules}
    short = {key.partition("/")[2]: key for key in reversed(known)}
    key = rule if rule in known else short.get(rule, "")
    if not key:
        near = nearest(rule, [*known, *short], likeness=0.5)
        message = (
            f"There is no rule “{rule}”. {f'Did you mean {near}?' if near else 'mcred-check rules lists them all.'}"
        )
        raise CouldNotCheckError(message)
    found, framework = known[key]
    console.show_lines(lambda width: lay_out(in_full(found), framework, width=width), color)
