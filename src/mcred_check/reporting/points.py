"""The findings as a board reads them: what is wrong and where, what is asked and why, the next step, and the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.document import Item, Signature, Span
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import address, addresses, certainty, is_of_reading, source_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mcred_check.model import Finding, Place, Result, Rule, Run
    from mcred_check.reporting.document import Block, Mark, Prose

_ROOM: Final = 400
"""How many characters of a line are shown."""

_OF_SEVERITY: Final[dict[str, Mark]] = {"must": "must", "should": "should", "advice": "could"}
_NAME_ALONE: Final = re.compile(r":\s*(?:[>|][-+]?\s*)?$")
"""What a line ends with that gives a field's name, and its value further down."""


class Case(NamedTuple):
    """A proposal that a board is told of, and what it says in te reo."""

    result: Result
    run: Run
    te_reo: tuple[str, ...] = ()

    def say(self, text: str) -> Prose:
        """Give a text that may quote the proposal."""
        return prose(text, self.te_reo)

    def criterion(self, rule: Rule) -> str:
        """Give the title of the criterion that a rule belongs to."""
        if is_of_reading(rule):
            return "The file itself"
        titles = (
            criterion.title
            for one in self.run.rule_sets
            if one.framework.id == rule.key.partition("/")[0]
            for criterion in one.framework.criteria
            if criterion.id == rule.criterion
        )
        return next(titles, rule.criterion)


def unmet(case: Case, findings: Sequence[Finding], *, first: int) -> Iterator[Block]:
    """Give each thing that is not met, numbered; of a rule that was told of already, the reasons are not said again."""
    told: dict[str, int] = {}
    for number, one in enumerate(findings, start=first):
        before = told.setdefault(one.rule.key, number)
        asked, *rest = _reasons(case, one)
        said = [asked, *rest] if before == number else [(asked[0], (Span(f"As in number {before}."),)), rest[0]]
        details = (*_where(case, one), *_step(case, one), *said)
        yield _item(case, one, _OF_SEVERITY[one.rule.severity], details, str(number))


def to_do(case: Case, findings: Sequence[Finding]) -> Iterator[Block]:
    """Give each thing that a draft has not got yet."""
    for one in findings:
        yield _item(case, one, "to do", (*_where(case, one), *_step(case, one), *_reasons(case, one)))


def questions(case: Case, findings: Sequence[Finding]) -> Iterator[Block]:
    """Give each question that nobody has answered, with lines to sign on."""
    for number, one in enumerate(findings, start=1):
        where = _where(case, one, name="Look at")
        yield _item(
            case, one, "judge", (*where, *_reasons(case, one), *_step(case, one, name="If it is not met")), f"Q{number}"
        )
        yield Signature()


def waived(case: Case, findings: Sequence[Finding]) -> Iterator[Block]:
    """Give each thing that is waived: why, by whom and until when."""
    for one in findings:
        leave: tuple[tuple[str, Prose], ...] = ()
        if one.waiver:
            leave = (
                ("Waived because", case.say(one.waiver.reason)),
                ("Approved by", case.say(one.waiver.approver)),
                ("Holds", (Span(f"from {day(one.waiver.granted)} until {day(one.waiver.expires)}"),)),
            )
        yield _item(case, one, "waived", (*leave, *_where(case, one), *_reasons(case, one)))


def _item(case: Case, finding: Finding, mark: Mark, details: tuple[tuple[str, Prose], ...], number: str = "") -> Item:
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


def _where(case: Case, finding: Finding, name: str = "Where") -> tuple[tuple[str, Prose], ...]:
    """Say where in the file a finding is, and what else it has to do with."""
    also = (Span(", see also "), Span(_place(case, finding.also), "code")) if finding.also else ()
    return ((name, (Span(_place(case, finding.place), "code"), *also)),)


def _place(case: Case, place: Place) -> str:
    return f"{case.result.file}:{place.line}:{place.column}"


def _step(case: Case, finding: Finding, name: str = "Next step") -> tuple[tuple[str, Prose], ...]:
    return ((name, case.say(finding.fix)),) if finding.fix else ()


def _reasons(case: Case, finding: Finding) -> tuple[tuple[str, Prose], ...]:
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


def file_of(result: Result) -> str:
    """Name a proposal's file, and which of its documents the proposal is."""
    return result.file + (f", document {result.document}" if result.document > 1 else "")
