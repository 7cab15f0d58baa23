"""What an academic board is told of one proposal, from the verdict to what the report rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.proving import proof_of
from mcred_check.reporting import points, records
from mcred_check.reporting.case import Case
from mcred_check.reporting.document import Banner, Cell, Facts, Paragraph, Span, Table
from mcred_check.reporting.pictures import coverage, hours
from mcred_check.reporting.scorecard import reading_row, scorecard
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import by_outcome, by_weight, mark_of, notes, number_of, rests_on, verdict
from mcred_check.wording import day, in_words, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mcred_check.model import Json, Result, Run
    from mcred_check.reporting.document import Block
    from mcred_check.reporting.scorecard import Row

_TYPES: Final = {
    "list-and-approve": "to list and approve",
    "list-approve-and-accredit": "to list, approve and accredit",
    "accredit": "to accredit",
    "change": "to change what is listed",
}
_LANGUAGES: Final = {"en": "English", "mi": "te reo Māori"}


def board(result: Result, run: Run) -> Iterator[Block]:
    """Tell a board of one proposal; of one among several, its headings stand a level lower."""
    case = Case.of(result, run)
    yield case.heading()
    yield Banner(mark_of(result), case.say(verdict(result)))
    if result.complete:
        yield Paragraph(prose(rests_on(result, run)), "lead")
        yield from (Paragraph(prose(note), "note") for note in notes(result, run))
    yield from case.headed(_parts(case))


def _parts(case: Case) -> Iterator[tuple[str, str, Iterable[Block]]]:
    """Give each part's name, its title and its blocks, which may be none."""
    result = case.result
    data = result.data or {}
    found = by_outcome(result.findings)
    (fix, musts), (better, others) = by_weight(found["not met"], result.stage)
    if result.complete:
        yield "scorecard", "Criterion by criterion", _scorecard(case)
        yield "proposal", "The proposal in short", [*_in_short(case, data), *hours(data), *coverage(data)]
    yield "fix", fix, points.unmet(case, musts, first=1)
    yield "better", better, points.unmet(case, others, first=len(musts) + 1)
    yield "to-do", "To do", points.to_do(case, found["to do"])
    yield "judge", "For a person to judge", points.questions(case, found["judge"])
    yield "judged", "Judged already", records.judged(case, data)
    yield "waived", "Waived", points.waived(case, found["waived"])
    yield "passed", "Passed", records.passed(case)
    yield "not-applicable", "Not applicable", records.not_applicable(case)
    yield "sources", "Where the rules come from", records.sources(case)
    yield "about", "About this report", records.about(case)


# --- At a glance ------------------------------------------------------------------------------------------------------


def _scorecard(case: Case) -> Iterator[Block]:
    """Give a row for each criterion, and a table for each framework."""
    reading = reading_row(case.result)
    for place, card in enumerate(scorecard(case.result, case.run)):
        rows = [reading, *card.rows] if reading and not place else card.rows
        yield Table(card.framework.title, ("Criterion", "State", "Checks"), tuple(map(_row, rows)), (40, 30, 30))


def _row(row: Row) -> tuple[Cell, ...]:
    """Give a criterion's row; a note stands in for the checks where there are none."""
    if row.mark == "none":
        return Cell((Span(row.title),)), Cell((Span(row.note.capitalize()),), "none"), Cell()
    kinds = ((row.to_do, "to do"), (row.waived, "waived"), (row.judge, "to judge"))
    met = [f"{row.met} of {row.tried} met"] if row.tried else []
    checks = ", ".join([*met, *(f"{count} {kind}" for count, kind in kinds if count)])
    return Cell((Span(row.title),)), Cell((), row.mark), Cell((Span(checks or row.note),))


def _in_short(case: Case, data: Json) -> Iterator[Block]:
    """Give what a board asks first of a proposal, and what of it is not given."""
    nzsced, application = data.get("nzsced", {}), data.get("application", {})
    applied = (_TYPES.get(application.get("type", ""), ""), in_words(application.get("date", "")))
    given = {
        "Level": _number(data.get("level")),
        "Credits": _number(data.get("credits")),
        "Learning hours": _number(data.get("hours", {}).get("total")),
        "Field of study (NZSCED)": " ".join(in_words(nzsced[name]) for name in ("code", "field") if name in nzsced),
        "Applicant": in_words(data.get("applicant", {}).get("name", "")),
        "Developer": in_words(data.get("developer", {}).get("name", "")),
        "Application": ", dated ".join(filter(None, applied)),
        "Language of the listing": _LANGUAGES.get(data.get("language", ""), ""),
        **(_since_listed(data, case.run.as_of) if case.result.stage == "listed" else {}),
    }
    missing = frozenset(at for at, text in enumerate(given.values()) if not text)
    yield Facts(tuple((name, case.say(text or "not given")) for name, text in given.items()), missing)


def _since_listed(data: Json, today: date) -> dict[str, str]:
    """Give what a board asks of a micro-credential that is listed: under which number, and when the need was shown."""
    listing, years = data.get("listing", {}), data.get("review", {}).get("period_years")
    proof = proof_of(data, today)
    how = "by the review of" if proof and proof.by == "review" else "when it was listed, on"
    return {
        "Listing": ", ".join(in_words(listing[name]) for name in ("number", "listed_on", "status") if name in listing),
        "Review period": "" if years is None else number_of(years, "year"),
        "Need last shown": f"{how} {day(proof.on)}" if proof else "",
    }


def _number(value: float | None) -> str:
    return "" if value is None else number(value)
