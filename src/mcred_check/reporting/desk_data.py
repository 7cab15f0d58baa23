"""The review desk for other programs: as CSV for a spreadsheet, and as JSON that reviews.schema.json describes."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from mcred_check import __version__
from mcred_check.reporting.escaping import as_indented_json
from mcred_check.reporting.safe import visible
from mcred_check.reviewing import STATES

if TYPE_CHECKING:
    from datetime import date

    from mcred_check.model import Json
    from mcred_check.proving import Evidence, Proof
    from mcred_check.reporting.desk import Shown
    from mcred_check.reviewing import Entry

_VERSION: Final = 1
_BYTE_ORDER_MARK: Final = "\ufeff"
_COLUMNS: Final = (
    "State",
    "Title",
    "Next due",
    "Days left",
    "Listed on",
    "Period in years",
    "Last review",
    "Need last shown on",
    "Need last shown by",
    "Evidence",
    "Listing number",
    "File",
    "Document",
    "Note",
)
_FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")  # the wide ones count in some languages


def as_csv(shown: Shown) -> str:
    """Write a table that Excel opens as it is: UTF-8 with a byte order mark, ISO dates, a row for each.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(value) for value in _row(one)] for one in shown.entries)
    return _BYTE_ORDER_MARK + table.getvalue()


def _row(entry: Entry) -> tuple[str | int | None, ...]:
    proof = entry.proof
    return (
        entry.state,
        entry.title,
        _iso(entry.due),
        entry.days_left,
        _iso(entry.listed_on),
        entry.period_years,
        _iso(entry.last_review),
        _iso(proof.on) if proof else None,
        proof.by if proof else None,
        "; ".join(_piece(one) for one in proof.evidence) if proof else None,
        entry.number,
        entry.file,
        entry.document,
        " ".join(entry.reasons),
    )


def _cell(value: str | int | None) -> str | int | None:
    """Make a text safe for a spreadsheet; a number of ours is one, even below nought."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _piece(one: Evidence) -> str:
    return " ".join(filter(None, (one.id, one.organisation, _iso(one.on))))


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def as_json(shown: Shown) -> str:
    """Write every name always; what is not known is null, and what cannot be seen is an escape."""
    desk = shown.desk
    whole: Json = {
        "version": _VERSION,
        "tool": {"name": "mcred-check", "version": __version__},
        "as_of": desk.today.isoformat(),
        "within": {"until": desk.horizon.until.isoformat(), "words": desk.horizon.words},
        "reckoned_by": [{"rule": one.key, "basis": one.basis} for one in desk.rules],
        "micro_credentials": [_entry(one) for one in shown.entries],
        "passed_over": [{"file": file, "reason": reason} for file, reason in shown.passed_over],
        "summary": {
            "micro_credentials": len(shown.entries),
            **{state.replace(" ", "_"): sum(one.state == state for one in shown.entries) for state in STATES},
            "left_out": shown.left_out,
        },
    }
    return as_indented_json(whole)


def _entry(entry: Entry) -> dict[str, Json]:
    return {
        "state": entry.state,
        "title": entry.title,
        "next_due": _iso(entry.due),
        "days_left": entry.days_left,
        "listed_on": _iso(entry.listed_on),
        "period_years": entry.period_years,
        "last_review": _iso(entry.last_review),
        "need_last_shown": _proof(entry.proof) if entry.proof else None,
        "listing_number": entry.number,
        "stage": entry.stage,
        "file": entry.file,
        "document": entry.document,
        "reasons": list(entry.reasons),
    }


def _proof(proof: Proof) -> dict[str, Json]:
    evidence = [{"id": one.id, "organisation": one.organisation, "date": _iso(one.on)} for one in proof.evidence]
    return {"on": _iso(proof.on), "by": proof.by, "evidence": evidence}
