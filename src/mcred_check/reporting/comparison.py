"""Two editions of the rules held against each other: which rules came and went, and what that means for proposals."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mcred_check.reporting.escaping import as_indented_json, in_markdown
from mcred_check.reporting.lines import BLANK, clamp, flow, pad
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import number_of, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Edition, Json, Result, Rule, RuleSet
    from mcred_check.reporting.lines import Line


class Change(NamedTuple):
    """What differs between two editions: the rules that only the one or only the other asks for."""

    older: Edition
    newer: Edition
    gone: tuple[Rule, ...]
    come: tuple[Rule, ...]
    same: int


def change(rule_set: RuleSet, older: Edition, newer: Edition) -> Change:
    """Hold two editions of a rule set against each other."""
    only = {
        one.id: tuple(rule for rule in rule_set.rules if one.id in rule.editions and other.id not in rule.editions)
        for one, other in ((older, newer), (newer, older))
    }
    same = sum({older.id, newer.id} <= set(rule.editions) for rule in rule_set.rules)
    return Change(older, newer, only[older.id], only[newer.id], same)


def _parts(found: Change) -> list[tuple[str, tuple[Rule, ...]]]:
    return [
        (f"Only {found.newer.title} asks", found.come),
        (f"Only {found.older.title} asks", found.gone),
    ]


def lay_out(found: Change, *, width: int) -> list[Line]:
    """List what only one of two editions asks."""
    width = clamp(width)
    lines = flow(f"{found.older.title} and {found.newer.title}", "bold", width=width)
    lines += flow(f"{number_of(found.same, 'rule')} the same in both.", width=width)
    for title, rules in _parts(found):
        lines += [BLANK, (("bold", title),)]
        for rule in rules:
            lines += flow(visible(rule.title), width=width, lead=(("", f"  {pad(rule.severity, 8)}"),), indent=10)
            lines.append((("", " " * 10), ("rule", f"{rule.key} · {rule.basis}")))
        if not rules:
            lines.append((("", "  "), ("dim", "nothing that the other does not")))
    return lines


def markdown(found: Change) -> str:
    """Write what only one of two editions asks as a page."""
    lines = [f"# {found.older.title} and {found.newer.title}", "", f"{number_of(found.same, 'rule')} the same in both."]
    for title, rules in _parts(found):
        lines += ["", f"## {title}", ""]
        lines += [f"- {in_markdown(rule.title)} ({rule.severity}, `{rule.key}`, {rule.basis})" for rule in rules]
        lines += [] if rules else ["Nothing that the other does not."]
    return "\n".join(lines) + "\n"


def as_json(found: Change) -> str:
    """Write what only one of two editions asks for other programs: `older`, `newer`, `gone`, `come`, `same`."""
    whole: Json = {
        "version": 1,
        "older": found.older.id,
        "newer": found.newer.id,
        "gone": [rule.key for rule in found.gone],
        "come": [rule.key for rule in found.come],
        "same": found.same,
    }
    return as_indented_json(whole)


def lay_out_proposals(found: Iterable[Result], *, width: int) -> list[Line]:
    """Say of each proposal what it means to be checked against one edition and another.

    There is a result for each edition, those of one proposal beside each other.
    """
    width = clamp(width)
    lines: list[Line] = []
    results: tuple[Result, ...] = ()
    for _, group in groupby(found, key=lambda one: (one.file, one.document)):
        results = tuple(group)
        if lines:
            lines.append(BLANK)
        lines += flow(visible(results[0].title), "bold", width=width)
        lines += [(("path", visible(results[0].file)),)]
        for one in results:
            lines += [BLANK, (("bold", _edition(one)),)]
            lines += flow(verdict(one), width=width, lead=(("", "  "),), indent=2)
        lines += list(_differences(results, width))
    edition = _edition(results[-1]).rpartition(" ")[2]
    hint = f"The whole report by one edition: mcred-check check … --edition {edition}"
    return [*lines, BLANK, *flow(hint, "dim", width=width)]


def _edition(result: Result) -> str:
    return visible(", ".join(one.edition.title for one in result.editions)) or "No edition"


def _differences(results: tuple[Result, ...], width: int) -> Iterator[Line]:
    """List the rules that come out differently, with each edition's outcome."""
    keys = list(dict.fromkeys(key for result in results for key in result.outcomes))
    messages = {one.rule.key: one.message for result in results for one in result.findings}
    yield BLANK
    differing = [
        (key, outcomes)
        for key in keys
        if len(set(outcomes := [result.outcomes.get(key, "not asked") for result in results])) > 1
        and {"not met", "to do", "judge"} & set(outcomes)
    ]
    if not differing:
        yield (("", "Nothing to do differs between them."),)
        return
    yield (("bold", "What differs"),)
    for key, outcomes in differing:
        yield from flow(visible(messages[key]), width=width, lead=(("", "  "),), indent=2)
        told = ", ".join(f"{_edition(result)}: {outcome}" for result, outcome in zip(results, outcomes, strict=True))
        yield from flow(f"{key} · {told}", "rule", width=width, lead=(("", "    "),), indent=4)
