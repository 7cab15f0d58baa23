"""The findings as a board reads them: what is wrong and where, what is asked and why, the next step, and the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import Item, Signature, Span
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import address, addresses, certainty, source_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mcred_check.model import Finding, Rule
    from mcred_check.reporting.case import Case
    from mcred_check.reporting.document import Block, Details, Mark, Prose

_ROOM: Final = 400
"""How many characters of a line are shown."""

_OF_SEVERITY: Final[dict[str, Mark]] = {"must": "must", "should": "should", "advice": "could"}
_NAME_ALONE: Final = re.compile(r":\s*(?:[>|][-+]?\s*)?$")
"""What a line ends with that gives a field's name, and its value further down."""


def unmet(case: Case, findings: Sequence[Finding], *, first: int) -> Iterator[Block]:
    """Give each thing that is not met, numbered; of a rule that was told of already, the reasons are not said again."""
    told: dict[str, int] = {}
    for number, one in enumerate(findings, start=first):
        before = told.setdefault(one.rule.key, number)
        asked, *rest = _reasons(case, one)
        said = [asked, *rest] if before == number else [(asked[0], (Span(f"As in number {before}."),)), rest[0]]
        details = (*_where(case, one), *_step(case, one), *said)
        yield _item(case, one, mark=_OF_SEVERITY[one.rule.severity], details=details, number=str(number))


def to_do(case: Case, findings: Sequence[Finding]) -> Iterator[Block]:
    """Give each thing that a draft has not got yet."""
    for one in findings:
        details = (*_where(case, one), *_step(case, one), *_reasons(case, one))
        yield _item(case, one, mark="to do", details=details)


def questions(case: Case, findings: Sequence[Finding]) -> Iterator[Block]:
    """Give each question that nobody has answered, with lines to sign on."""
    for number, one in enumerate(findings, start=1):
        step = _step(case, one, name="If it is not met")
        details = (*_where(case, one, name="Look at"), *_reasons(case, one), *step)
        yield _item(case, one, mark="judge", details=details, number=f"Q{number}")
        yield Signature()


def waived(case: Case, findings: Sequence[Finding]) -> Iterator[Block]:
    """Give each thing that is waived: why, by whom and until when."""
    for one in findings:
        leave: Details = ()
        if one.waiver:
            leave = (
                ("Waived because", case.say(one.waiver.reason)),
                ("Approved by", case.say(one.waiver.approver)),
                ("Holds", (Span(f"from {day(one.waiver.granted)} until {day(one.waiver.expires)}"),)),
            )
        yield _item(case, one, mark="waived", details=(*leave, *_where(case, one), *_reasons(case, one)))


def _item(case: Case, finding: Finding, *, mark: Mark, details: Details, number: str = "") -> Item:
    """Give a finding with the lines of the file that show it; of a question, the line if it says more than a name."""
    lines = finding.excerpt
    if mark == "judge":
        lines = tuple(line for line in lines[-1:] if not _NAME_ALONE.search(line))
    if not lines:
        return Item(mark, case.say(finding.message), number, details=details)
    *before, last = lines
    place = finding.place
    end = place.end_column if place.end_line == place.line else len(last) + 1
    shown, columns = _in_sight(last, place.column, end)
    numbered = [(place.line - 1, line[:_ROOM]) for line in before if line.strip()]
    return Item(mark, case.say(finding.message), number, (*numbered, (place.line, shown)), details, columns)


def _in_sight(line: str, column: int, end: int) -> tuple[str, tuple[int, int]]:
    """Cut what is far from a place off a very long line; give what is left, and the place's columns in it."""
    start = max(0, column - 1 - _ROOM // 3) if len(line) > _ROOM else 0
    shown = line[start : start + _ROOM]
    opening, closing = "…" * bool(start), "…" * (start + _ROOM < len(line))
    moved = start - len(opening)
    stop = min(end - moved, len(opening + shown) + 1)
    return f"{opening}{shown}{closing}", (column - moved, stop)


def _where(case: Case, finding: Finding, name: str = "Where") -> Details:
    """Say where in the file a finding is, and what else it has to do with."""
    also = (Span(", see also "), case.where(finding.also)) if finding.also else ()
    return ((name, (case.where(finding.place), *also)),)


def _step(case: Case, finding: Finding, name: str = "Next step") -> Details:
    return ((name, case.say(finding.fix)),) if finding.fix else ()


def _reasons(case: Case, finding: Finding) -> Details:
    """Say what is asked and why, which rule asks for it and how much that weighs, and where the rule comes from."""
    rule = finding.rule
    named = (Span(f"{case.criterion(rule)}, "), Span(rule.severity, "strong"), Span(", "), Span(rule.key, "code"))
    return (
        ("What is asked", case.say(f"{rule.title.removesuffix('.')}. {rule.why}")),
        ("Rule", named),
        ("Source", _source(case, rule)),
    )


def _source(case: Case, rule: Rule) -> Prose:
    """Name a rule's source with a link to it, and how sure it is that the source asks for this."""
    sure = certainty(rule)
    href = address(rule, addresses(case.run))
    named = tuple(one._replace(href=href) for one in prose(source_of(rule)))
    return (*named, Span(f" ({sure})")) if sure else named
