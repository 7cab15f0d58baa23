"""The report in plain words, for a terminal: calm, exact, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.reporting.findings import findings, one_line_each
from mcred_check.reporting.lines import BLANK, cells, clamp, flow, pad, unbroken
from mcred_check.reporting.page import ASCII, SYMBOLS, Page, heading_of
from mcred_check.reporting.safe import visible
from mcred_check.reporting.scorecard import reading_row, scorecard
from mcred_check.reporting.terminal import painted
from mcred_check.reporting.verdict import (
    addresses,
    mark_of,
    meaning_of_a_pass,
    notes,
    number_of,
    rests_on,
    title_of,
    verdict,
)
from mcred_check.wording import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mcred_check.model import Result, Rule, Run, Summary
    from mcred_check.reporting.formats import Look
    from mcred_check.reporting.lines import Line, Span
    from mcred_check.reporting.scorecard import Row


def part(result: Result, run: Run, *, look: Look) -> str:
    """Write what there is to say of one proposal; of one among several that is ready, the table says enough."""
    return painted(_told(page_of(run, look), result), color=look.color)


def assemble(summary: Summary, parts: Iterable[str], *, look: Look) -> Iterator[str]:
    """Write a report: its parts with a line between them, then a table where there are several."""
    page = page_of(summary.run, look)
    rule: Line = (("dim", page.signs["line"] * page.width),)
    line = "" if look.show == "brief" else painted([BLANK, rule, BLANK], color=look.color)
    if summary.configuration:
        from mcred_check.reporting.configuration import head  # noqa: PLC0415 -- most runs have none

        yield painted(head(summary.configuration, page), color=look.color)
    told = False
    for text in filter(None, parts):
        yield (line if told else "") + text
        told = True
    for lines in _ending(page, summary):
        for place, laid_out in enumerate(lines):
            gap = [BLANK] if told and not place else []
            yield painted([*gap, laid_out], color=look.color)
            told = True


def page_of(run: Run, look: Look) -> Page:
    """Give what the layout of every part depends on."""
    return Page(run, look.show, clamp(look.width), SYMBOLS if look.symbols else ASCII, addresses(run))


def _told(page: Page, result: Result) -> list[Line]:
    if not page.run.several:
        return _spaced(_full(page, result))
    if result.ready and page.show != "all":
        return []
    return one_line_each(page, result) if page.show == "brief" else _spaced(_full(page, result))


def _ending(page: Page, summary: Summary) -> Iterator[Iterable[Line]]:
    """Sum up, part by part; one proposal alone has said all but what a pass is."""
    if len(summary.rows) > 1:
        from mcred_check.reporting.table import table  # noqa: PLC0415 -- one proposal needs no table

        yield table(summary, width=page.width, signs=page.signs)
        untold = (row.standing for row in summary.rows if page.show != "all")
        yield _notes(page, (one.notes for one in untold if page.show == "brief" or one.ready))
        if summary.configuration:
            from mcred_check.reporting.configuration import used  # noqa: PLC0415

            yield used(summary.configuration, page)
    yield _passed_over(page, summary)
    if page.show != "brief":
        yield _closing(page, summary)


def _spaced(parts: Iterable[list[Line]]) -> list[Line]:
    """Put a blank line between parts, and leave out the empty ones."""
    return [line for part in parts if part for line in (BLANK, *part)][1:]


def _full(page: Page, result: Result) -> Iterator[list[Line]]:
    """Lay out all that there is to say of one proposal, part by part."""
    yield [*_heading(page, result), *_verdict(page, result)]
    if result.complete:
        yield from _scorecard(page, result)
    if page.show == "brief":
        yield one_line_each(page, result)
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
    file = visible(document_of(result.file, result.document))
    title = visible(title_of(result))
    if not title:
        return [(("bold", file),)]
    gap = page.width - cells(title) - cells(file)
    if gap > 1:
        return [(("bold", title), ("", " " * gap), ("path", file))]
    return [*flow(title, "bold", width=page.width), (("path", file),)]


def _verdict(page: Page, result: Result) -> list[Line]:
    lines = page.flow(verdict(result), mark_of(result))
    if not result.complete:
        return lines
    return [*lines, *page.flow(rests_on(result, page.run)), *_notes(page, [notes(result, page.run)])]


def _notes(page: Page, each: Iterable[Iterable[str]]) -> list[Line]:
    """Say each note once."""
    said = dict.fromkeys(note for one in each for note in one)
    return [line for note in said for line in page.flow(note, "should")]


# --- The scorecard ----------------------------------------------------------------------------------------------------


def _scorecard(page: Page, result: Result) -> Iterator[list[Line]]:
    """Lay out a row for each criterion, and name the framework where there are several."""
    cards = scorecard(result, page.run)
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
    for one in page.run.rule_sets:
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
    """Say again how one proposal stands, for the head may have left the screen, and count what needs nothing done."""
    again = page.flow(verdict(result), mark_of(result)) if result.findings and not page.run.several else []
    passed = number_of(len(result.passed), "check") if result.passed else "none"
    if result.passed and page.show != "all":
        passed += f" (show {'it' if len(result.passed) == 1 else 'them'} with --show all)"
    return [*again, *page.flow(f"Passed: {passed}. Not applicable: {len(result.not_applicable) or 'none'}.")]


def _passed_over(page: Page, summary: Summary) -> list[Line]:
    if not summary.passed_over:
        return []
    lines = heading_of("Passed over")
    for file, reason in summary.passed_over:
        lines += page.flow(f"{file}: {reason}", lead=(("", "  "),), indent=4)
    return lines


def _closing(page: Page, summary: Summary) -> list[Line]:
    """Say what a pass is, and what it is not."""
    text = meaning_of_a_pass(summary)
    if not text:
        return []
    first = (rule.key for one in page.run.rule_sets for rule in one.rules)
    told = (row.standing.example for row in summary.rows if row.standing.complete and row.standing.example)
    example = next(told, next(first, None))
    if example:
        command = unbroken(f"mcred-check explain {example}")
        text += f" How sure it is that a rule is asked for: {command}"
    return page.flow(text, "dim")
