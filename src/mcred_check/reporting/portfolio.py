"""What a board is told of several proposals together, and what every report for a board ends with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.case import SEVERAL, anchor_of
from mcred_check.reporting.configuration import granted, place_of
from mcred_check.reporting.document import Banner, Cell, Heading, Paragraph, Span, Table
from mcred_check.reporting.table import counts, name_of
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import STATES, mark_of, meaning_of_a_pass, number_of, state_of
from mcred_check.wording import document_of, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Row, Summary
    from mcred_check.reporting.document import Block, Mark, Prose
    from mcred_check.waiving import Configuration, Standing, Waiver

_FOUND: Final = ("must be fixed", "should be better", "could be better", "to judge", "waived", "to do")
"""What a tally counts, in its order."""

_STANDINGS: Final[dict[Standing, tuple[Mark, str]]] = {
    "used": ("waived", "Used"),
    "unused": ("should", "Not used"),
    "not checked": ("none", "Not checked"),
    "not yet": ("none", "Not yet"),
    "expired": ("must", "Expired"),
    "refused": ("must", "Does not hold"),
}


def portfolio(summary: Summary) -> Iterator[Block]:
    """Tell of several proposals: how many are ready, and a row for each that leads to what is said of it."""
    rows = summary.rows
    counted, editions, day = counts(summary)
    unready = Counter(state_of(row.standing) for row in rows if not row.standing.ready)
    yield Heading(1, (Span(SEVERAL),))
    are = "is" if unready.total() == 1 else "are"
    told = (
        f"{unready.total()} of {len(rows)} {are} {listed(sorted(unready, key=STATES.index), word='or')}."
        if unready
        else "Nothing that must be fixed was found in any of them."
    )
    yield Banner("must" if unready else "ok", (Span(told),))
    yield Paragraph(prose(f"{counted}. Checked against {editions or 'no rules'}, as of {day}."), "lead")
    notes = dict.fromkeys(note for row in rows for note in row.standing.notes)
    yield from (Paragraph(prose(note), "note") for note in notes)
    yield Heading(2, (Span("All proposals"),), "proposals")
    yield Table(
        "How each proposal stands", ("Proposal", "State", "What was found"), tuple(map(_row, rows)), (40, 25, 35)
    )


def _row(row: Row) -> tuple[Cell, ...]:
    """Give a proposal's row, with a link to its part."""
    named = tuple(span._replace(href=f"#{anchor_of(row.file, row.document)}") for span in prose(name_of(row)))
    found = ", ".join(f"{count} {words}" for count, words in zip(row.standing.found, _FOUND, strict=True) if count)
    mark = mark_of(row.standing)
    return (
        Cell((*named, Span(f" {document_of(row.file, row.document)}", "quiet"))),
        Cell((Span(state_of(row.standing).capitalize()),), mark),
        Cell((Span(found or "nothing"),)),
    )


def ending(summary: Summary) -> Iterator[Block]:
    """End a report: what was passed over, what a configuration grants, and what a pass is."""
    if summary.passed_over:
        yield Heading(2, (Span("Passed over"),), "passed-over")
        rows = tuple((Cell((Span(file, "code"),)), Cell((Span(reason),))) for file, reason in summary.passed_over)
        yield Table("Files that are not proposals, and were not checked", ("File", "Why"), rows, (50, 50))
    if summary.configuration:
        yield from _configured(summary.configuration)
    closing = meaning_of_a_pass(summary)
    if closing:
        yield Heading(2, (Span("What this report means"),), "meaning")
        yield Paragraph(prose(closing), "note")


def _configured(configuration: Configuration) -> Iterator[Block]:
    """Say which configuration was used, how each waiver in it fared, and what else to know of it."""
    yield Heading(2, (Span("Configuration"),), "configuration")
    waivers = number_of(len(configuration.waivers), "waiver") if configuration.waivers else "no waivers"
    yield Paragraph((Span("Configured by "), Span(configuration.file, "code"), Span(f", with {waivers}.")))
    for note in configuration.notes:
        where = (Span(" ("), Span(place_of(configuration, note.place), "code"), Span(")"))
        yield Paragraph((*prose(note.message), *where), "note")
    if configuration.waivers:
        rows = tuple(
            (
                Cell((Span(one.rule, "code"), Span(" in "), Span(one.path, "code"), *_at(one))),
                Cell((Span(_STANDINGS[standing][1]),), _STANDINGS[standing][0]),
                Cell(prose(granted(one))),
            )
            for one, standing in configuration.waivers
        )
        yield Table(
            "Waivers in the configuration", ("Of what", "State", "Until when, by whom and why"), rows, (35, 25, 40)
        )


def _at(waiver: Waiver) -> Prose:
    return (Span(" at "), Span(waiver.pointer, "code")) if waiver.pointer else ()
