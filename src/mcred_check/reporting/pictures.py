"""What a proposal plans, to be seen at a glance: hours by kind, and what each learning outcome rests on."""

from __future__ import annotations

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


class _Support(NamedTuple):
    """What outcomes may rest on: the field that lists it, what its entries are called, and the words around them."""

    caption: str
    entries: Sequence[Json]
    names: tuple[str, ...]
    verb: str
    kind: str


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
    outcomes = [one for one in data.get("learning_outcomes", ()) if one.get("id")]
    if not outcomes:
        return
    evidence = data.get("need", {}).get("evidence", ())
    yield from _shown(
        outcomes,
        data,
        _Support(
            "Which assessment assesses each outcome",
            data.get("assessments", ()),
            ("title", "method"),
            "assessed",
            "assessment",
        ),
    )
    yield from _shown(
        outcomes,
        data,
        _Support(
            "Which evidence of need supports each outcome", evidence, ("organisation", "kind"), "supported", "evidence"
        ),
    )


def _shown(outcomes: Sequence[Json], data: Json, support: _Support) -> Iterator[Block]:
    """Lay out outcomes against what they may rest on, say what the table shows, and what its columns stand for."""
    entries = [one for one in support.entries if one.get("id")]
    backed = {one["id"]: [each["id"] for each in entries if one["id"] in each.get("outcomes", ())] for one in outcomes}
    without = [one for one, by in backed.items() if not by]
    if 0 < len(entries) <= _WIDEST:
        known = texts_in(data)
        rows = tuple(
            (
                Cell((Span(one["id"], "strong"), Span(" "), *prose(in_words(one.get("outcome", "")), known))),
                *(_YES if each["id"] in backed[one["id"]] else _NO for each in entries),
            )
            for one in outcomes
        )
        yield Table(support.caption, ("Learning outcome", *(one["id"] for one in entries)), rows, matrix=True)
    yield (
        Paragraph((Span(_lacking(without, support)),), "note")
        if without
        else Paragraph((Span(f"Every outcome is {support.verb}."),))
    )
    if entries:
        yield Facts(tuple((one["id"], prose(_called(one, support.names), texts_in(data))) for one in entries))


def _lacking(without: Sequence[str], support: _Support) -> str:
    verb = "is" if len(without) == 1 else "are"
    return f"{listed(without)} {verb} not {support.verb} by any {support.kind}."


def _called(entry: Json, names: tuple[str, ...]) -> str:
    """Say what an entry is, which a table names by its id alone."""
    return ": ".join(in_words(entry[name]) for name in names if name in entry) or "not described"
