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
    for (_, some), heading in zip(groups.items(), ("To do", "Waived", "For a person to judge"), strict=True):
        if some:
            yield heading_of(heading)
            yield [line for one in some for line in _item(page, result, one)]


def _numbered(page: Page, result: Result, unmet: list[Finding]) -> Iterator[list[Line]]:
    hang = max(_HANG, len(str(len(unmet))) + 2)
    first: dict[str, int] = {}
    number = 0
    for heading, some in by_weight(unmet, result.stage):
        if some:
            yield heading_of(heading)
        for one in some:
            number += 1
            told = first.setdefault(one.rule.key, number)
            yield [
                *page.flow(one.message, "bold", lead=((_weight(one), f"{number:<{hang}}"),), indent=hang),
                *_framed(page, result, one, indent=hang),
                *_reasons(page, one, indent=hang, told=told if told < number else None),
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


def _reasons(page: Page, finding: Finding, *, indent: int, told: int | None) -> Iterator[Line]:
    """Say why, how to mend it and from where the rule comes; of a rule that number `told` is about, only the remedy."""
    rule, dot = finding.rule, page.signs["dot"]
    margin = ("", " " * indent)
    if not told:
        yield from page.flow(rule.why, lead=(margin,), indent=indent)
    yield from _remedy(page, finding, indent=indent)
    lead = (margin, (_weight(finding), rule.severity), ("dim", f" {dot} "))
    source = f"as number {told}" if told else citation(rule)
    yield from page.flow(unbroken(f"{rule.key} {dot}") + f" {source}", "dim", lead=lead, indent=indent)
    link = "" if told else visible(address(rule, page.sites))
    if link:
        yield (margin, ("rule", link))


def _remedy(page: Page, finding: Finding, *, indent: int) -> list[Line]:
    arrow = f"{page.signs['arrow']} "
    lead: Line = (("", " " * indent), ("bold", arrow))
    return page.flow(finding.fix, lead=lead, indent=indent + cells(arrow)) if finding.fix else []


def _item(page: Page, result: Result, finding: Finding) -> Iterator[Line]:
    """Lay out what has no number: in short, and without the lines of the file."""
    margin = ("", " " * _HANG)
    key = visible(finding.rule.key)
    style = "" if finding.outcome == "judge" else "bold"
    lead = ((finding.outcome, pad(page.signs["bullet"], _HANG)),)
    yield from page.flow(finding.message, style, lead=lead, indent=_HANG)
    place = ("path", _where(result, finding.place))
    if finding.outcome == "judge":
        yield (margin, place)
        yield from page.flow(f"Answer under judgements, rule {key}.", "dim", lead=(margin,), indent=_HANG)
        return
    yield (margin, place, ("dim", f" {page.signs['dot']} {finding.rule.severity} {page.signs['dot']} {key}"))
    if finding.waiver:
        from mcred_check.reporting.configuration import granted  # noqa: PLC0415 -- most runs have none

        yield from page.flow(granted(finding.waiver), lead=(margin,), indent=_HANG)
    if finding.outcome == "to do":
        yield from _remedy(page, finding, indent=_HANG)


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
