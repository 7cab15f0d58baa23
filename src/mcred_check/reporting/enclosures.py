"""What is filed with an application: evidence of need, the standard-setting body's letter, reviews, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.document import Cell, Facts, Paragraph, Span, Table
from mcred_check.reporting.listing import said, to_fill_in
from mcred_check.wording import in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mcred_check.fingerprints import Fingerprint
    from mcred_check.model import Json, Route
    from mcred_check.reporting.case import Case
    from mcred_check.reporting.document import Block

_DECISIONS: Final = {
    "supported": "It supports the micro-credential.",
    "declined": "It does not support the micro-credential.",
    "requested": "It has been asked, and has not answered yet.",
    "not-needed": "Its support is not needed in this case.",
}
_AFTER_A_REVIEW: Final = {"continue": "It goes on as it is.", "change": "It changes.", "retire": "It comes to an end."}


class Enclosure(NamedTuple):
    """A file that goes with the application: what it is and which, the field that names it, and its name, if given."""

    what: str
    which: str
    field: Route
    file: str


def enclosures(data: Json) -> Iterator[Enclosure]:
    """Give every file that a proposal names, or should: of the evidence, of the letter, and of each review."""
    for at, one in enumerate(_evidence(data)):
        which = said(one["id"]) if "id" in one else f"number {at + 1}"
        yield Enclosure("Evidence", which, ("need", "evidence", "file"), one.get("file", ""))
    support = data.get("support", {})
    if "file" in support or support.get("decision") in {"supported", "declined"}:
        yield Enclosure("Letter of the standard-setting body", "", ("support", "file"), support.get("file", ""))
    for one in data.get("review", {}).get("history", ()):
        which = f"of {in_words(one['date'])}" if "date" in one else ""
        yield Enclosure("Review", which, ("review", "history", "file"), one.get("file", ""))


def _evidence(data: Json) -> list[Json]:
    pieces: list[Json] = data.get("need", {}).get("evidence", [])
    return pieces


def evidence(case: Case) -> Iterator[Block]:
    """Give the index of the evidence of need."""
    found = _evidence(case.result.data)
    if not found:
        yield _nothing(("need", "evidence"), "No evidence")
        return
    rows = tuple(
        tuple(
            Cell(case.say(text))
            for text in (
                said(one.get("id", "–")),
                ", ".join(said(one[part]) for part in ("organisation", "contact") if part in one),
                ", ".join(said(one[part]) for part in ("kind", "group") if part in one),
                in_words(one["date"]) if "date" in one else "",
                said(one.get("says", "")),
                said(one.get("outcomes", "")).replace("; ", ", "),
            )
        )
        for one in found
    )
    head = ("Id", "Who", "Kind, and for whom", "When", "What it says", "Outcomes")
    yield Table("Who says what about the need, when, and of which outcomes", head, rows, (7, 21, 14, 14, 28, 16))


def support(case: Case) -> Iterator[Block]:
    """Say what the standard-setting body answered."""
    given = case.result.data.get("support", {})
    if not given:
        yield _nothing(("support",), "No answer of a standard-setting body")
        return
    asked = given.get("decision") != "not-needed"
    rows = (
        ("Standard-setting body", said(given.get("body", "")), "body" if asked else ""),
        ("What it says", _DECISIONS.get(given.get("decision"), ""), "decision"),
        ("Date", in_words(given["date"]) if "date" in given else "", "date" if asked else ""),
        ("Reason", said(given.get("reason", "")), ""),
        ("Consultation", said(given.get("consultation", "")), ""),
    )
    shown = [row for row in rows if row[1] or row[2]]
    missing = frozenset(at for at, row in enumerate(shown) if not row[1])
    told = [
        (name, case.say(text) if text else (Span("not given yet: "), *to_fill_in(("support", field))))
        for name, text, field in shown
    ]
    yield Facts(tuple(told), missing)


def reviews(case: Case) -> Iterator[Block]:
    """List the reviews that are recorded; nothing where there are none."""
    history = case.result.data.get("review", {}).get("history", ())
    rows = tuple(
        (
            Cell(case.say(in_words(one["date"]) if "date" in one else "not dated")),
            Cell(case.say(said(one["need_confirmed"]) if "need_confirmed" in one else "not said")),
            Cell(case.say(said(one.get("evidence", "")).replace("; ", ", "))),
            Cell(case.say(_AFTER_A_REVIEW.get(one.get("decision"), "not said"))),
        )
        for one in history
    )
    if rows:
        yield Table("Reviews so far", ("Date", "Need confirmed", "Evidence", "Decision"), rows, (25, 20, 20, 35))


def files(case: Case, taken: Mapping[str, Fingerprint]) -> Iterator[Block]:
    """List the files, each once, with what it is and its SHA-256, or why it cannot be sent."""
    of: dict[str, list[Enclosure]] = {}
    for one in enclosures(case.result.data):
        of.setdefault(one.file or f"\n{one.what}\n{one.which}", []).append(one)
    rows = []
    for some in of.values():
        what, name = _told(some), some[0].file
        if not name:
            rows.append(
                (Cell(case.say(what)), Cell((Span("no file is named: "), *to_fill_in(some[0].field)), "to do"), Cell())
            )
            continue
        found = taken[name]
        proof = (
            Cell((Span(found.digest, "code"),)) if found.digest else Cell((Span(f"The file {found.problem}."),), "must")
        )
        rows.append((Cell(case.say(what)), Cell((Span(name, "code"),)), proof))
    if not rows:
        yield Paragraph((Span("The proposal names no file yet."),))
        return
    told = "The SHA-256 is a file's fingerprint: whoever has the file can show that it is the same to the last letter."
    yield Paragraph((Span(told),))
    yield Table("Files to send", ("What it is", "File", "SHA-256"), tuple(rows), (20, 30, 50))


def _told(some: list[Enclosure]) -> str:
    """Say what a file is, and of several things of a kind the kind once."""
    kinds: dict[str, list[str]] = {}
    for one in some:
        kinds.setdefault(one.what, []).append(one.which)
    return "; ".join(f"{what} {listed(filter(None, which))}".rstrip() for what, which in kinds.items())


def _nothing(field: Route, what: str) -> Paragraph:
    return Paragraph((Span(f"{what} is given yet: "), *to_fill_in(field), Span(".")), "note")
