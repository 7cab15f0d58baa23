"""The findings in a text report: what is not met in full, what is to do, waived and to judge in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.lines import cells, pad, unbroken
from mcred_check.reporting.page import heading_of
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import address, by_outcome, by_weight, citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Finding, Place, Result
    from mcred_check.reporting.lines import Line
    from mcred_check.reporting.page import Page

_HANG: Final = 3


def findings(page: Page, result: Result) -> Iterator[list[Line]]:
    """Lay out what is not met with numbers, and list what is to do, waived and to judge."""
    groups = by_outcome(result.findings)
    yield from _numbered(page, result, groups.pop("not met"))
    for (outcome, some), heading in zip(groups.items(), ("To do", "Waived", "For a person to judge"), strict=True):
        if some:
            yield [*heading_of(heading), *(_how_to_answer(page, some[0]) if outcome == "judge" else ())]
            yield [line for one in some for line in _item(page, result, one)]


def _numbered(page: Page, result: Result, unmet: list[Finding]) -> Iterator[list[Line]]:
    hang = max(_HANG, len(str(len(unmet))) + 2)
    first: dict[str, tuple[int, Finding]] = {}
    number = 0
    for heading, some in by_weight(unmet, result.stage):
        if some:
            yield heading_of(heading)
        for one in some:
            number += 1
            earlier = first.setdefault(one.rule.key, (number, one))
            yield [
                *page.flow(one.message, "bold", lead=((_weight(one), f"{number:<{hang}}"),), indent=hang),
                *_framed(page, result, one, indent=hang),
                *_reasons(page, one, indent=hang, earlier=earlier if earlier[0] < number else None),
            ]


def _framed(page: Page, result: Result, finding: Finding, *, indent: int) -> Iterator[Line]:
    """Show the place, the lines of the file around it, and the other place that it has to do with."""
    from mcred_check.reporting.frame import frame  # noqa: PLC0415 -- a good proposal has nothing to show

    margin = ("", " " * indent)
    bar, mark = page.signs["bar"], page.signs["cut"]
    width = page.width - indent - 2
    yield (margin, ("path", _where(result, finding.place)))
    for line in frame(finding.excerpt, finding.place, style=_weight(finding), width=width, bar=bar, mark=mark):
        yield (("", f"{margin[1]}  "), *line)
    if finding.also:
        yield (margin, ("dim", "see also "), ("path", _where(result, finding.also)))


def _reasons(page: Page, finding: Finding, *, indent: int, earlier: tuple[int, Finding] | None) -> Iterator[Line]:
    """Say why, how to mend it and from where the rule comes; what an `earlier` number said, point to."""
    rule, dot = finding.rule, page.signs["dot"]
    margin = ("", " " * indent)
    if not earlier:
        yield from page.flow(rule.why, lead=(margin,), indent=indent)
    again = f"as number {earlier[0]}" if earlier else ""
    remedy = _remedy(page, finding.fix, indent=indent)
    if earlier and earlier[1].fix == finding.fix and len(remedy) > 1:
        remedy = _remedy(page, f"{again.capitalize()}.", indent=indent)
    yield from remedy
    lead = (margin, (_weight(finding), rule.severity), ("dim", f" {dot} "))
    source = again or citation(rule)
    yield from page.flow(unbroken(f"{rule.key} {dot}") + f" {source}", "dim", lead=lead, indent=indent)
    link = "" if earlier else visible(address(rule, page.sites))
    if link:
        yield (margin, ("rule", link))


def _remedy(page: Page, fix: str, *, indent: int) -> list[Line]:
    arrow = f"{page.signs['arrow']} "
    lead: Line = (("", " " * indent), ("bold", arrow))
    return page.flow(fix, lead=lead, indent=indent + cells(arrow)) if fix else []


def _how_to_answer(page: Page, first: Finding) -> list[Line]:
    """Say once where the answers go."""
    command = unbroken(f"mcred-check explain {first.rule.key}")
    return page.flow(f"Write each answer under judgements, by the rule's name: {command}", "dim")


def _item(page: Page, result: Result, finding: Finding) -> Iterator[Line]:
    """Lay out what has no number: in short, and without the lines of the file."""
    margin = ("", " " * _HANG)
    key = visible(finding.rule.key)
    style = "" if finding.outcome == "judge" else "bold"
    lead = ((finding.outcome, pad(page.signs["bullet"], _HANG)),)
    yield from page.flow(finding.message, style, lead=lead, indent=_HANG)
    place, dot = ("path", _where(result, finding.place)), f" {page.signs['dot']} "
    rule = ("dim", f"{finding.rule.severity}{dot}{key}")
    if sum(cells(text) for _, text in (margin, place, rule)) + len(dot) <= page.width:
        yield (margin, place, ("dim", dot), rule)
    else:
        yield from ((margin, place), (margin, rule))
    if finding.waiver:
        from mcred_check.reporting.configuration import granted  # noqa: PLC0415 -- most runs have none

        yield from page.flow(granted(finding.waiver), lead=(margin,), indent=_HANG)
    if finding.outcome == "to do":
        yield from _remedy(page, finding.fix, indent=_HANG)


def one_line_each(page: Page, result: Result) -> list[Line]:
    """Give each finding a line, for tools that read line by line; questions are only counted unless they gate."""
    return [
        (
            ("path", _where(result, one.place)),
            ("", ": "),
            (_weight(one), one.rule.severity if one.outcome == "not met" else one.outcome),
            ("dim", f" {visible(one.rule.key)} "),
            ("", visible(one.message)),
        )
        for one in result.findings
        if one.outcome != "judge" or page.run.judgements == "gate"
    ]


def _weight(finding: Finding) -> str:
    """Give the style for a finding's weight."""
    return "must" if finding.rule.severity == "must" else "should"


def _where(result: Result, place: Place) -> str:
    return f"{visible(result.file)}:{place.line}:{place.column}"
