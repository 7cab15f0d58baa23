"""The report as Markdown, for a pull request or a job summary: the verdict, what to do, and what a person judges."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.escaping import as_code, in_markdown, linked
from mcred_check.reporting.table import counts, name_of
from mcred_check.reporting.verdict import (
    address,
    addresses,
    by_outcome,
    by_weight,
    citation,
    mark_of,
    meaning_of_a_pass,
    notes,
    number_of,
    rests_on,
    state_of,
    title_of,
    verdict,
    waiver,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mcred_check.model import Finding, Outcome, Result, Run, Summary

_SIGNS: Final = {"ok": "✔", "must": "✘", "to do": "…"}
_UNIT: Final = re.compile(r"(?<=\n)(?! )")
"""Where a new piece of the report begins: whatever belongs to a finding is indented below its first line."""

_POINT: Final = re.compile(r"[0-9]+\. |- ")
_RESERVE: Final = 2000
"""Bytes kept free for the end, which says what a pass is."""


def part(result: Result, run: Run) -> str:
    """Write what there is to say of a proposal; of one among several where nothing is amiss, the table says enough."""
    if run.several and result.ready and not any(one.outcome == "not met" for one in result.findings):
        return ""
    return "\n\n".join(_told(result, run, "##" if run.several else "#")) + "\n"


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write the report: a table where there are several proposals, then each, then what a pass is."""
    several = len(summary.rows) > 1
    if several:
        yield _table(summary)
    said = several
    for text in filter(None, parts):
        yield f"\n{text}" if said else text
        said = True
    if summary.passed_over:
        files = "\n".join([f"- {as_code(file)}: {in_markdown(reason)}" for file, reason in summary.passed_over])
        yield f"\n## Passed over\n\n{files}\n"
    closing = meaning_of_a_pass(summary)
    yield f"\n{in_markdown(closing)}\n" if closing else ""


def fitted(texts: Iterable[str], room: int) -> Iterator[str]:
    """Cut a report to so many bytes, between two findings or other pieces, and say so; what a pass is, is kept."""
    room -= _RESERVE
    full, left, last = False, 0, ""
    for text in texts:
        for unit in _UNIT.split(last):
            room -= len(unit.encode())
            full = full or room < 0
            left += bool(full and _POINT.match(unit))
            if not full:
                yield unit
        last = text
    if full:
        yield f"\n**Cut here**: {number_of(left, 'more point')} did not fit. The report as text holds everything.\n"
    yield last


def _table(summary: Summary) -> str:
    """Count the proposals, and give each a row."""
    counted, *against = counts(summary)
    lines = [f"# {counted}", "", in_markdown(" · ".join(filter(None, against))), ""]
    lines += ["| | proposal | file | must | should | advice | to judge | to do |"]
    lines += ["|---|---|---|--:|--:|--:|--:|--:|"]
    for row in summary.rows:
        found = row.standing.found
        file = _file(row.file, row.document)
        figures = (found.must, found.should, found.advice, found.judge, found.to_do)
        state = f"{_SIGNS[mark_of(row.standing)]} {state_of(row.standing)}".replace(" ", "\xa0")
        cells = (state, in_markdown(name_of(row)), file, *map(str, figures))
        lines.append(f"| {' | '.join(cells)} |")
    said = list(dict.fromkeys(note for row in summary.rows for note in row.standing.notes))
    return "\n".join(lines) + "\n" + "".join([f"\n{in_markdown(note)}\n" for note in said])


def _file(file: str, document: int) -> str:
    return as_code(file) + (f", document {document}" if document > 1 else "")


def _told(result: Result, run: Run, heading: str) -> Iterator[str]:
    """Give one proposal's report, block by block."""
    title = title_of(result)
    yield f"{heading} {in_markdown(title) if title else _file(result.file, result.document)}"
    yield f"**{'✔' if result.ready else '✘'} {in_markdown(verdict(result))}**"
    if title:
        yield _file(result.file, result.document)
    if result.complete:
        yield in_markdown(rests_on(result, run))
    if not run.several:
        yield from map(in_markdown, notes(result, run))
    groups = by_outcome(result.findings)
    sites = addresses(run)
    numbers = count(1)
    for title, some in by_weight(groups["not met"], result.stage):
        if some:
            yield f"{heading}# {title}"
            yield "\n\n".join([_numbered(one, next(numbers), result, sites) for one in some])
    yield from _listed(result, groups, heading)
    if result.complete:
        inapplicable, waived = len(result.not_applicable) or "none", len(groups["waived"]) or "none"
        yield f"Passed: {number_of(len(result.passed), 'check')}. Not applicable: {inapplicable}. Waived: {waived}."


def _listed(result: Result, groups: Mapping[Outcome, Sequence[Finding]], heading: str) -> Iterator[str]:
    """Give what has no number: what is to do, what is waived, and a check list for the person who judges."""
    to_do = [_point("-", [_bold(one.message), _where(result, one), *_next_step(one)]) for one in groups["to do"]]
    waived = [_point("-", [_bold(waiver(one)), _where(result, one)]) for one in groups["waived"]]
    judge = [_point("- [ ]", [in_markdown(one.message), _where(result, one)]) for one in groups["judge"]]
    for title, some in (("To do", to_do), ("Waived", waived), ("For a person to judge", judge)):
        if some:
            yield f"{heading}# {title}"
            yield "\n".join(some)


def _numbered(finding: Finding, number: int, result: Result, sites: dict[str, str]) -> str:
    """Give a finding with its place, its reason, the next step and its source."""
    rule = finding.rule
    source = linked(citation(rule), address(rule, sites))
    lines = [_bold(finding.message), _where(result, finding), in_markdown(rule.why), *_next_step(finding)]
    return _point(f"{number}.", [*lines, f"{rule.severity} · {source}"])


def _point(mark: str, lines: Sequence[str]) -> str:
    """Write a list's item, each of its lines on a line of its own."""
    return f"{mark} " + f"\\\n{' ' * (len(mark.split(maxsplit=1)[0]) + 1)}".join(lines)


def _bold(text: str) -> str:
    return f"**{in_markdown(text)}**"


def _next_step(finding: Finding) -> list[str]:
    return [f"→ {in_markdown(finding.fix)}"] if finding.fix else []


def _where(result: Result, finding: Finding) -> str:
    place = as_code(f"{result.file}:{finding.place.line}:{finding.place.column}")
    return f"{place} · {as_code(finding.rule.key)}"
