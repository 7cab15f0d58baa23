"""What a proposal plans, to be seen at a glance: hours by kind, and what each learning outcome rests on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.document import Bars, Cell, Facts, Paragraph, Span, Table
from mcred_check.reporting.te_reo import prose, texts_in
from mcred_check.wording import in_words, listed, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mcred_check.model import Json
    from mcred_check.reporting.document import Block

_KINDS: Final = {
    "directed": "Directed",
    "self_directed": "Self-directed",
    "work_based": "Work-based",
    "assessment": "Assessment",
}
_YES: Final = Cell((Span("yes"),), "ok")
_NO: Final = Cell((Span("no"),), "none")
_WIDEST: Final = 12
"""How many columns of marks a page has room for."""


class _Ground(NamedTuple):
    """What outcomes rest on: the caption of its table, what it is called, and the fields that say what one is."""

    caption: str
    noun: str
    article: str
    names: tuple[str, ...]


_ASSESSED: Final = _Ground("Which assessment is named for each outcome", "assessment", "an ", ("title", "method"))
_NEEDED: Final = _Ground(
    "Which evidence of need is named for each outcome", "evidence of need", "", ("organisation", "kind")
)


def hours(data: Json) -> Iterator[Block]:
    """Picture the learning hours by activity, or by the older four kinds; nothing where none are given."""
    given = data.get("hours", {})
    rows = [(in_words(one.get("name", "An activity")), one.get("hours", 0)) for one in given.get("activities", ())]
    caption = "Learning hours by activity"
    if not any(amount > 0 for _, amount in rows):
        rows = [(name, given.get(kind, 0)) for kind, name in _KINDS.items()]
        caption = "Learning hours by kind"
    rows = [(name, amount) for name, amount in rows if amount > 0]
    if rows:
        yield Bars(caption, "hours", tuple(rows), _summed(rows, given.get("total")))


def _summed(rows: Sequence[tuple[str, float]], total: float | None) -> str:
    """Say in words what the parts come to, and what the proposal says that they come to."""
    whole = sum(amount for _, amount in rows)
    largest, amount = max(rows, key=lambda row: row[1])
    stated = f", and the proposal’s total is {number(total)}" if total is not None and total != whole else ""
    most = f"“{largest}”, {number(amount)} hours ({amount / whole:.0%})"
    return f"Together {number(whole)} hours{stated}; the largest part is {most}."


def coverage(data: Json) -> Iterator[Block]:
    """Show which assessment and which evidence of need each learning outcome rests on; nothing without outcomes."""
    outcomes = [one for one in data.get("learning_outcomes", ()) if "id" in one]
    evidence = data.get("need", {}).get("evidence", ())
    if outcomes:
        known = texts_in(data)
        yield from _shown(outcomes, data.get("assessments", ()), _ASSESSED, known=known)
        yield from _shown(outcomes, evidence, _NEEDED, known=known)


def _shown(
    outcomes: Sequence[Json], given: Sequence[Json], ground: _Ground, *, known: tuple[str, ...]
) -> Iterator[Block]:
    """Lay out outcomes against what they rest on, say what the table shows, and what its columns stand for."""
    entries = [one for one in given if "id" in one]
    if 0 < len(entries) <= _WIDEST:
        head = ("Learning outcome", *(one["id"] for one in entries))
        yield Table(ground.caption, head, tuple(_row(one, entries, known) for one in outcomes), matrix=True)
    without = [one["id"] for one in outcomes if not any(map(partial(_rests_on, one), entries))]
    if without:
        told = f"The proposal names no {ground.noun} for {listed(without, word='or')}."
        yield Paragraph((Span(told),), "note")
    else:
        yield Paragraph((Span(f"The proposal names {ground.article}{ground.noun} for every outcome."),))
    if entries:
        yield Facts(tuple((one["id"], prose(_called(one, ground.names), known)) for one in entries))


def _row(outcome: Json, entries: Sequence[Json], known: tuple[str, ...]) -> tuple[Cell, ...]:
    named = (Span(outcome["id"], "strong"), Span(" "), *prose(in_words(outcome.get("outcome", "")), known))
    return Cell(named), *(_YES if _rests_on(outcome, one) else _NO for one in entries)


def _rests_on(outcome: Json, entry: Json) -> bool:
    return outcome["id"] in entry.get("outcomes", ())


def _called(entry: Json, names: tuple[str, ...]) -> str:
    """Say what an entry is, which a table names by its id alone, and which outcomes it names."""
    said = ": ".join(in_words(entry[name]) for name in names if name in entry) or "not described"
    outcomes = entry.get("outcomes", ())
    return f"{said} ({listed(outcomes)})" if outcomes else said
