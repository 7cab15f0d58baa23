"""The report as a Word file, for a board to read, to sign and to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.reporting.board import board
from mcred_check.reporting.portfolio import ending, portfolio
from mcred_check.reporting.table import name_of
from mcred_check.reporting.verdict import number_of
from mcred_check.reporting.wordml import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Result, Run, Summary


def part(result: Result, run: Run) -> str:
    """Write what a board is told of a proposal; one among several begins on a page of its own."""
    return "".join(written(board(result, run), new_page=run.several))


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[bytes]:
    """Put a Word file together."""
    from mcred_check.reporting.word import Labels, file  # noqa: PLC0415 -- only who writes one needs python-docx

    rows = summary.rows
    title = name_of(rows[0]) if len(rows) == 1 else number_of(len(rows), "micro-credential proposal")
    labels = Labels(title, "Report of a check", summary.run.version, summary.run.as_of)
    return file(labels, _body(summary, parts))


def _body(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    if len(summary.rows) > 1:
        yield from written(portfolio(summary))
    yield from parts
    yield from written(ending(summary))
