"""The report in plain words, for a terminal: calm, exact, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.reporting.findings import findings, one_line_each
from mcred_check.reporting.lines import BLANK, cells, clamp, flow, pad, plain, unbroken
from mcred_check.reporting.page import ASCII, SYMBOLS, Page, Show, heading_of
from mcred_check.reporting.safe import visible
from mcred_check.reporting.scorecard import reading_row, scorecard
from mcred_check.reporting.table import table
from mcred_check.reporting.verdict import (
    addresses,
    is_of_reading,
    notes,
    number_of,
    rests_on,
    tally,
    title_of,
    verdict,
)
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mcred_check.model import Report, Result, Rule
    from mcred_check.reporting.lines import Line, Span
    from mcred_check.reporting.scorecard import Row

__all__ = ["ASCII", "SYMBOLS", "Show", "lay_out", "plain"]


def lay_out(report: Report, *, show: Show, width: int, symbols: bool) -> list[Line]:
    """Lay a report out in lines; without `symbols`, marks and frames are ASCII.

    One proposal is reported in full. Of several, those that are not ready are (with `all` every one), and a table sums
    up.
    """
    width = clamp(width)
    page = Page(report, show, width, SYMBOLS if symbols else ASCII, addresses(report))
    several = len(report.results) > 1
    told = [one for one in report.results if not several or show == "all" or not one.ready]
    untold = [one for one in report.results if several and show != "all" and (show == "brief" or one.ready)]
    parts: list[list[Line]] = []
    if several and show == "brief":
        parts.append([line for one in told for line in one_line_each(one)])
    else:
        for one in told:
            if parts:
                parts.append([(("dim", page.signs["line"] * width),)])
            parts += _full(page, one)
    if several:
        parts += [table(report, width=width, signs=page.signs), _notes(page, untold)]
    parts.append(_passed_over(page))
    if show != "brief":
        parts.append(_closing(page))
    return _spaced(parts)


def _spaced(parts: Iterable[list[Line]]) -> list[Line]:
    """Put a blank line between parts, and leave out the empty ones."""
    return [line for part in parts if part for line in (BLANK, *part)][1:]


def _full(page: Page, result: Result) -> Iterator[list[Line]]:
    """Lay out all that there is to say of one proposal, part by part."""
    yield [*_heading(page, result), *_verdict(page, result)]
    if result.complete:
        yield from _scorecard(page, result)
    if page.show == "brief":
        yield one_line_each(result)
        return
    yield from findings(page, result)
    if page.show == "all":
        yield from _by_criterion(page, "Passed", result.passed, mark="ok")
        yield from _by_criterion(page, "Not applicable", result.not_applicable, mark="none")
    if result.complete:
        yield _counted(page, result)


# --- The head ---------------------------------------------------------------------------------------------------------


def _heading(page: Page, result: Result) -> list[Line]:
    """Put the title on the left and the file on the right, or the file below where they do not fit on one line."""
    file = visible(result.file) + (f", document {result.document}" if result.document > 1 else "")
    title = visible(title_of(result))
    if not title:
        return [(("bold", file),)]
    gap = page.width - cells(title) - cells(file)
    if gap > 1:
        return [(("bold", title), ("", " " * gap), ("path", file))]
    return [*flow(title, "bold", width=page.width), (("path", file),)]


def _verdict(page: Page, result: Result) -> list[Line]:
    style = "must" if not result.ready else "to do" if result.stage == "draft" else "ok"
    lines = page.flow(verdict(result), style)
    if not result.complete:
        return lines
    return [*lines, *page.flow(rests_on(result, page.report)), *_notes(page, [result])]


def _notes(page: Page, results: Iterable[Result]) -> list[Line]:
    """Say each note once."""
    said = dict.fromkeys(note for one in results for note in notes(one, page.report))
    return [line for note in said for line in page.flow(note, "should")]


# --- The scorecard ----------------------------------------------------------------------------------------------------


def _scorecard(page: Page, result: Result) -> Iterator[list[Line]]:
    """Lay out a row for each criterion, and name the framework where there are several."""
    cards = scorecard(result, page.report)
    reading = reading_row(result)
    rows = [row for card in cards for row in card.rows] + ([reading] if reading else [])
    title_width = max((cells(row.title) for row in rows), default=0) + 4
    counted = [[cells(text) for _, text in _figures(page, row)] for row in rows if not row.note]
    widths = [max(column) for column in zip(*counted, strict=True)] or [0] * 4
    lines = [_row(page, reading, title_width=title_width, widths=widths)] if reading else []
    for card in cards:
        if len(cards) > 1:
            yield lines
            lines = [(("bold", f"  {visible(card.framework.title)}"),)]
        lines += [_row(page, row, title_width=title_width, widths=widths) for row in card.rows]
    yield lines


def _row(page: Page, row: Row, *, title_width: int, widths: Sequence[int]) -> Line:
    style = "dim" if row.mark == "none" else row.mark
    spans: list[Span] = [("", f"  {pad(visible(row.title), title_width)}"), (style, page.signs[row.mark])]
    if row.note:
        return (*spans, (style, f"  {row.note}"))
    gap = "  "
    for (name, text), width in zip(_figures(page, row), widths, strict=True):
        if width:
            spans.append((name, gap + pad(text, width)))
            gap = " " * 5
    return _trimmed(spans)


def _figures(page: Page, row: Row) -> tuple[Span, ...]:
    """Give the cells of a row: what is met, then what is still to do, waived or for a person to judge."""
    judge = f"{row.judge} to judge" if row.judge else ""
    if row.mark == "judge":
        return ("judge", judge), ("", ""), ("", ""), ("", "")
    return (
        ("", f"{row.met} of {row.tried}"),
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


# --- The end ----------------------------------------------------------------------------------------------------------


def _by_criterion(page: Page, heading: str, rules: Iterable[Rule], *, mark: str) -> Iterator[list[Line]]:
    """List rules under their criteria, in the order of the scorecard."""
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.key.partition("/")[0], rule.criterion), []).append(rule)
    if groups:
        yield heading_of(heading)
    for one in page.report.rule_sets:
        for criterion in one.framework.criteria:
            some = groups.get((one.framework.id, criterion.id), [])
            title: Line = (("", f"  {visible(criterion.title)}"),)
            if some:
                yield [title, *(line for rule in some for line in _listed(page, rule, mark=mark))]


def _listed(page: Page, rule: Rule, *, mark: str) -> list[Line]:
    """Give a rule's title, and its name on the same line where there is room."""
    indent = cells(f"  {page.signs[mark]}  ")
    style = "dim" if mark == "none" else mark
    *lines, last = page.flow(rule.title, lead=((style, f"  {page.signs[mark]}  "),), indent=indent)
    key = visible(rule.key)
    if sum(cells(text) for _, text in last) + 2 + cells(key) <= page.width:
        return [*lines, (*last, ("dim", f"  {key}"))]
    return [*lines, last, (("", " " * indent), ("dim", key))]


def _counted(page: Page, result: Result) -> list[Line]:
    """Count what needs nothing done."""
    passed = number_of(len(result.passed), "check") if result.passed else "none"
    if result.passed and page.show != "all":
        passed += f" (show {'it' if len(result.passed) == 1 else 'them'} with --show all)"
    waived = tally(result.findings).waived or "none"
    return page.flow(f"Passed: {passed}. Not applicable: {len(result.not_applicable) or 'none'}. Waived: {waived}.")


def _passed_over(page: Page) -> list[Line]:
    if not page.report.passed_over:
        return []
    lines = heading_of("Passed over")
    for file, reason in page.report.passed_over:
        lines += page.flow(f"{file}: {reason}", lead=(("", "  "),), indent=4)
    return lines


def _closing(page: Page) -> list[Line]:
    """Say what a pass is, and what it is not."""
    results = [one for one in page.report.results if one.complete]
    if not results:
        return []
    asked = any(one.outcome == "judge" for result in results for one in result.findings)
    above = "above " if len(page.report.results) == 1 else ""
    yours = f", and the judgements {above}remain yours" if asked else ""
    bodies = listed(dict.fromkeys(one.framework.body for one in page.report.rule_sets if one.framework.body), word="or")
    by = f" by {bodies}" if bodies else ""
    text = f"A pass means that a machine found no problem. It is not approval{by}{yours}."
    rules = (rule for result in results for rule in (*(one.rule for one in result.findings), *result.passed))
    example = next((rule.key for rule in rules if not is_of_reading(rule)), None)
    if example:
        command = unbroken(f"mcred-check explain {example}")
        text += f" How sure the rules are of themselves is on each rule: {command}"
    return page.flow(text, "dim")
