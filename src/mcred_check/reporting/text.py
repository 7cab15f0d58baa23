"""The report in plain words, for a terminal: calm, exact, in reading order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mcred_check.reporting.frame import frame
from mcred_check.reporting.lines import BLANK, cells, flow, pad, plain, unbroken
from mcred_check.reporting.safe import visible
from mcred_check.reporting.scorecard import reading_row, scorecard
from mcred_check.reporting.table import table
from mcred_check.reporting.verdict import (
    address,
    addresses,
    citation,
    is_of_reading,
    notes,
    number_of,
    rests_on,
    tally,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mcred_check.model import Finding, Outcome, Report, Result, Rule
    from mcred_check.reporting.lines import Line, Span
    from mcred_check.reporting.scorecard import Card, Row

Show: TypeAlias = Literal["all", "findings", "brief"]

SYMBOLS: Final = {
    "ok": "✔",
    "must": "✘",
    "should": "~",
    "to do": "…",
    "judge": "?",
    "none": "–",
    "bar": "│",
    "arrow": "→",
    "bullet": "•",
    "dot": "·",
    "cut": "…",
    "line": "─",
}
ASCII: Final = {
    "ok": "[ok]",
    "must": "[!!]",
    "should": "[ ~]",
    "to do": "[..]",
    "judge": "[ ?]",
    "none": "[ -]",
    "bar": "|",
    "arrow": "->",
    "bullet": "*",
    "dot": "-",
    "cut": "...",
    "line": "-",
}
_NARROWEST: Final = 40
_WIDEST: Final = 100  # longer lines are hard to read
_MARGIN: Final = 3

__all__ = ["ASCII", "SYMBOLS", "Show", "lay_out", "plain"]


class _Page(NamedTuple):
    """What the layout of every part depends on."""

    report: Report
    show: Show
    width: int
    signs: Mapping[str, str]
    sites: dict[str, str]

    def flow(self, text: str, style: str = "", *, lead: Line = (), indent: int = 0) -> list[Line]:
        """Wrap a text that may come from a proposal."""
        return flow(visible(text), style, width=self.width, lead=lead, indent=indent)


def lay_out(report: Report, *, show: Show, width: int, symbols: bool) -> list[Line]:
    """Lay a report out in lines; without `symbols`, marks and frames are ASCII.

    One proposal is reported in full. Of several, those that are not ready are (with `all` every one), and a table sums up.
    """
    width = max(_NARROWEST, min(width, _WIDEST))
    page = _Page(report, show, width, SYMBOLS if symbols else ASCII, addresses(report))
    several = len(report.results) > 1
    told = [one for one in report.results if not several or show == "all" or not one.ready]
    parts: list[list[Line]] = []
    if several and show == "brief":
        parts.append([line for one in told for line in _one_line_each(one)])
    else:
        for one in told:
            if parts:
                parts.append([(("dim", page.signs["line"] * width),)])
            parts += _full(page, one)
    if several:
        untold = report.results if show == "brief" else [one for one in report.results if one.ready]
        parts += [table(report, width=width, signs=page.signs), _notes(page, untold)]
    parts.append(_passed_over(page))
    if show != "brief":
        parts.append(_closing(page))
    return _spaced(parts)


def _spaced(parts: Iterable[list[Line]]) -> list[Line]:
    """Put a blank line between parts, and leave out the empty ones."""
    return [line for part in parts if part for line in (BLANK, *part)][1:]


def _full(page: _Page, result: Result) -> Iterator[list[Line]]:
    """Lay out all that there is to say of one proposal, part by part."""
    yield [*_heading(page, result), *_verdict(page, result)]
    if result.complete:
        yield from _scorecard(page, result)
    if page.show == "brief":
        yield _one_line_each(result)
        return
    yield from _findings(page, result)
    if page.show == "all":
        yield from _rules_by_criterion(page, "Passed", result.passed, mark="ok")
        yield from _rules_by_criterion(page, "Not applicable", result.not_applicable, mark="none")
    if result.complete:
        yield _counted(page, result)


# --- The head ----------------------------------------------------------------------------------------------------------


def _heading(page: _Page, result: Result) -> list[Line]:
    """Put the title on the left and the file on the right, or the file below where they do not fit on one line."""
    file = visible(result.file) + (f", document {result.document}" if result.document > 1 else "")
    title = visible(result.title)
    if not title:
        return [(("bold", file),)]
    gap = page.width - cells(title) - cells(file)
    if gap > 1:
        return [(("bold", title), ("", " " * gap), ("path", file))]
    return [*flow(title, "bold", width=page.width), (("path", file),)]


def _verdict(page: _Page, result: Result) -> list[Line]:
    style = "must" if not result.ready else "to do" if result.stage == "draft" else "ok"
    lines = page.flow(verdict(result), style)
    if not result.complete:
        return lines
    return [*lines, *page.flow(rests_on(result, page.report)), *_notes(page, [result])]


def _notes(page: _Page, results: Iterable[Result]) -> list[Line]:
    """Say each note once."""
    said = dict.fromkeys(note for one in results for note in notes(one, page.report))
    return [line for note in said for line in page.flow(note, "should")]


# --- The scorecard -----------------------------------------------------------------------------------------------------


def _scorecard(page: _Page, result: Result) -> Iterator[list[Line]]:
    cards = scorecard(result, page.report)
    reading = reading_row(result)
    rows = [row for card in cards for row in card.rows] + ([reading] if reading else [])
    if not rows:
        return
    title_width = max(cells(row.title) for row in rows) + 4
    columns = [_figures(page, row) for row in rows]
    widths = [max(cells(text) for _, text in column) for column in zip(*columns, strict=True)]

    def lines(some: Iterable[Row]) -> list[Line]:
        return [_row(page, row, title_width=title_width, widths=widths) for row in some]

    if reading:
        yield lines([reading])
    for card in cards:
        yield [*_card_title(card, cards), *lines(card.rows)]


def _card_title(card: Card, cards: Sequence[Card]) -> list[Line]:
    """Name the framework where there are several."""
    return [(("bold", f"  {visible(card.framework.title)}"),)] if len(cards) > 1 else []


def _row(page: _Page, row: Row, *, title_width: int, widths: Sequence[int]) -> Line:
    spans: list[Span] = [
        ("", f"  {pad(visible(row.title), title_width)}"),
        ("dim" if row.mark == "none" else row.mark, page.signs[row.mark]),
        ("", "  "),
    ]
    for (style, text), width in zip(_figures(page, row), widths, strict=True):
        if width:
            spans.append((style, pad(text, width) + " " * 5))
    return _trimmed(spans)


def _figures(page: _Page, row: Row) -> tuple[Span, ...]:
    """Give the cells of a row: what is met, then what is still to do, waived or for a person to judge."""
    met = f"{row.met} of {row.tried}" if row.tried else row.note
    judge = f"{row.judge} to judge" if row.judge else ""
    if row.mark == "judge":
        return ("judge", judge), ("", ""), ("", ""), ("", "")
    return (
        ("dim" if row.mark == "none" else "", met),
        ("to do", f"{row.to_do} to do" if row.to_do else ""),
        ("", f"{row.waived} waived" if row.waived else ""),
        ("judge", f"{page.signs['judge']} {judge}" if judge else ""),
    )


def _trimmed(spans: list[Span]) -> Line:
    """Take the white space off the end."""
    while spans and not spans[-1][1].strip():
        spans.pop()
    style, text = spans.pop()
    return (*spans, (style, text.rstrip()))


# --- The findings ------------------------------------------------------------------------------------------------------


def _findings(page: _Page, result: Result) -> Iterator[list[Line]]:
    """Number what is not met, and list what is to do, to judge and waived."""
    groups: dict[Outcome, list[Finding]] = {"not met": [], "to do": [], "judge": [], "waived": []}
    for one in result.findings:
        groups[one.outcome].append(one)
    unmet = groups["not met"]
    numbers: dict[str, int] = {}
    hang = max(_MARGIN, len(str(len(unmet))) + 2)
    title = "Fix now" if result.stage == "listed" else "Fix before submission"
    count = 0
    for heading, some in (
        (title, [one for one in unmet if one.rule.severity == "must"]),
        ("Should be better", [one for one in unmet if one.rule.severity != "must"]),
    ):
        if some:
            yield [(("bold", heading),)]
        for one in some:
            count += 1
            yield _finding(page, result, one, number=count, hang=hang, earlier=numbers.setdefault(one.rule.key, count))
    for heading, some in (("To do", groups["to do"]), ("Waived", groups["waived"])):
        if some:
            yield [(("bold", heading),)]
            yield from (_item(page, result, one) for one in some)
    if groups["judge"]:
        yield [(("bold", "For a person to judge"),)]
        yield from (_question(page, result, one) for one in groups["judge"])
