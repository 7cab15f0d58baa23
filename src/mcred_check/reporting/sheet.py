"""What an applicant copies into the form and files with it: details, evidence, files and judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.reporting import enclosures, records
from mcred_check.reporting.case import Case
from mcred_check.reporting.document import Cell, Item, Paragraph, Signature, Span, Table
from mcred_check.reporting.enclosures import evidence, files, reviews, support
from mcred_check.reporting.listing import UNREAD, listing, said, to_fill_in
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import is_of_reading, notes, rests_on, verdict
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mcred_check.fingerprints import Fingerprint
    from mcred_check.model import Finding, Result, Run
    from mcred_check.reporting.document import Block


def files_of(result: Result) -> list[str]:
    """Name the files whose fingerprints a sheet shows."""
    return [one.file for one in enclosures.enclosures(result.data) if one.file]


def sheet(result: Result, run: Run, taken: Mapping[str, Fingerprint]) -> Iterator[Block]:
    """Make the sheet of a proposal that could be read; of one among several, its headings stand a level lower.

    `taken` holds the fingerprint of each of its files.
    """
    case = Case.of(result, run)
    yield case.heading()
    bodies = listed([one.framework.body for one in run.rule_sets if one.framework.listing])
    form = f"{bodies}'s form" if bodies else "the form"
    yield Paragraph(prose(f"What to copy into {form} for this micro-credential, and what to file with it."), "lead")
    yield Paragraph((Span("The check says: ", "strong"), *case.say(verdict(result)), Span(f" {rests_on(result, run)}")))
    unread = "The form itself was not read: it may ask for more, and in another order."
    yield Paragraph(
        prose(f"{unread} This sheet is no approval, and does not say that anything is or will be listed."), "note"
    )
    yield from (Paragraph(prose(note), "note") for note in notes(result, run))
    yield from case.headed(_parts(case, taken))


def _parts(case: Case, taken: Mapping[str, Fingerprint]) -> Iterator[tuple[str, str, Iterable[Block]]]:
    """Give each part's name, its title and its blocks, which may be none."""
    result = case.result
    lost = [one for one in result.findings if is_of_reading(one.rule)]
    yield "unread", UNREAD, _unread(case, lost)
    for one in case.run.rule_sets:
        if one.framework.listing:
            yield f"listing-{one.framework.id}", "Listing details", listing(case, one.framework)
    yield "outcomes", "Learning outcomes", _outcomes(case)
    yield "evidence", "Evidence of need", evidence(case)
    yield "support", "Standard-setting body", support(case)
    yield "reviews", "Reviews", reviews(case)
    yield "files", "Files", files(case, taken)
    yield "judged", "Judged already", records.judged(case, result.data)
    yield "judge", "To judge and sign", _questions(case)
    yield "about", "About this sheet", records.about(case)


def _unread(case: Case, lost: Sequence[Finding]) -> Iterator[Block]:
    """Say where something in the file is not what it was meant to be, so that its value is lost or in doubt."""
    rows = tuple(
        (
            Cell((case.where(one.place),)),
            Cell(case.say(one.message)),
            Cell(case.say(one.fix)),
        )
        for one in lost
    )
    if rows:
        yield Table("Slips in the file", ("Where", "What is wrong", "Next step"), rows, (30, 40, 30))


def _outcomes(case: Case) -> Iterator[Block]:
    """List the learning outcomes, which the evidence names."""
    found = case.result.data.get("learning_outcomes", [])
    if not found:
        yield Paragraph((Span("None is given yet: "), *to_fill_in(("learning_outcomes",)), Span(".")), "note")
        return
    rows = tuple(
        (
            Cell(case.say(said(one.get("id", "–")))),
            Cell(case.say(said(one.get("outcome", "")))),
            Cell(case.say(said(one.get("hours", "–")))),
        )
        for one in found
    )
    yield Table("Each outcome, with its learning hours", ("Id", "What a graduate can do", "Hours"), rows, (10, 78, 12))


def _questions(case: Case) -> Iterator[Block]:
    """Ask what nobody has judged yet, with lines to sign on."""
    open_ones = [one for one in case.result.findings if one.outcome == "judge"]
    for number, one in enumerate(open_ones, start=1):
        rule = ((Span(f"{case.criterion(one.rule)}, "), Span(one.rule.key, "code")),)
        yield Item("judge", case.say(one.message), f"Q{number}", details=(("Rule", *rule),))
        yield Signature()
