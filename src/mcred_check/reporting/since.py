"""What changed since the last check, to stand before the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.lines import BLANK, cells, clamp, flow
from mcred_check.reporting.page import ASCII, SYMBOLS
from mcred_check.reporting.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mcred_check.reporting.formats import Look
    from mcred_check.reporting.lines import Line
    from mcred_check.watching import Found, Since

_AT_MOST: Final = 8


def lay_out(since: Since, look: Look) -> list[Line]:
    """Count what is fixed, new and still open, and name the first few of what changed."""
    width = clamp(look.width)
    signs = SYMBOLS if look.symbols else ASCII
    judge = f", {since.to_judge} to judge" if since.to_judge else ""
    counted = f"{len(since.fixed)} fixed, {len(since.new)} new, {since.still_open} still open{judge}."
    lines = flow(f"Since the last check: {counted}", "bold", width=width)
    lines += _named(since.fixed, "fixed", "ok", width, signs)
    lines += _named(since.new, "new", "must", width, signs)
    return [*lines, BLANK]


def _named(found: Sequence[Found], word: str, mark: str, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    lead: Line = ((mark, f"  {signs[mark]} {word}  "),)
    indent = cells(lead[0][1])
    for one in found[:_AT_MOST]:
        text = f"{one.finding.message} ({one.finding.rule.key})"
        if word == "new":
            text = f"{one.file}:{one.finding.place.line}: {text}"
        yield from flow(visible(text), width=width, lead=lead, indent=indent)
    if len(found) > _AT_MOST:
        yield (("dim", f"{' ' * indent}and {len(found) - _AT_MOST} more"),)
