"""`rules`: the rule sets that there are, what changed between two editions, and a trial of a set of one's own."""

from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from mcred_check import console
from mcred_check.model import CouldNotCheckError, RuleSet


def rules(
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[SET]", help="A rule set's name, or the folder of one of your own, whose examples are run."
        ),
    ] = None,
    *,
    format: Annotated[
        Literal["text", "markdown", "json"],
        typer.Option("--format", case_sensitive=False, help="The form of the list."),
    ] = "text",
    compare: Annotated[
        tuple[str, str] | None, typer.Option(metavar="OLDER NEWER", help="Two editions: what only one of them asks.")
    ] = None,
    color: console.ColorOption = "auto",
) -> None:
    """List rule sets, editions and rules; test a rule set of yours."""
    from mcred_check.reporting import catalogue
    from mcred_check.rules import bundle, rule_set

    sets = bundle()["sets"]
    if which is not None and which not in sets:
        _try_rules(Path(which), sorted(sets))
    chosen = [rule_set(raw) for name, raw in sorted(sets.items()) if which in {None, name}]
    if compare:
        _compare(chosen, compare, format, color)
        return
    if format == "text":
        console.show_lines(lambda width: catalogue.lay_out(chosen, width=width), color)
    else:
        console.write([catalogue.markdown(chosen) if format == "markdown" else catalogue.as_json(chosen)])


def _compare(chosen: list[RuleSet], editions: tuple[str, str], form: str, color: console.Color) -> None:
    """Print what differs between two editions of the one rule set that has both."""
    from mcred_check.reporting import comparison

    for one in chosen:
        known = {edition.id: edition for edition in one.framework.editions}
        if all(edition in known for edition in editions):
            found = comparison.change(one, *(known[edition] for edition in editions))
            break
    else:
        has = "; ".join(f"{one.framework.id} has {', '.join(e.id for e in one.framework.editions)}" for one in chosen)
        message = f"No rule set has both editions {editions[0]} and {editions[1]}: {has}."
        raise CouldNotCheckError(message)
    if form == "text":
        console.show_lines(lambda width: comparison.lay_out(found, width=width), color)
    else:
        console.write([comparison.markdown(found) if form == "markdown" else comparison.as_json(found)])


def _try_rules(folder: Path, known: list[str]) -> NoReturn:
    """Hold a folder's rule set against the dialect, run its examples, and exit."""
    from mcred_check.choosing import folder_of
    from mcred_check.reporting.safe import visible
    from mcred_check.reporting.verdict import number_of
    from mcred_check.rules import load_rules
    from mcred_check.trying import Trial

    folder = folder_of(str(folder), known).resolve()
    (loaded,) = load_rules(folder)
    complaints = list(Trial(loaded, folder).all_complaints())
    examples = sum(len(rule.examples) for rule in loaded.rules)
    bare = [rule.key for rule in loaded.rules if not rule.examples]
    lines = [*complaints, *(f"{key}: has no examples, so nothing shows what it does" for key in bare)]
    verdict = f"{len(lines)} to mend" if lines else "all come out as they say"
    counted = f"{number_of(len(loaded.rules), 'rule')}, {number_of(examples, 'example')}"
    lines.append(f"{counted}: {verdict}.")
    console.write(f"{visible(line)}\n" for line in lines)
    console.leave(met=len(lines) == 1)
