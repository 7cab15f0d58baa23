"""What the layout of every part of the text report depends on: the run, its width, its signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mcred_check.reporting.lines import flow
from mcred_check.reporting.safe import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcred_check.model import Run
    from mcred_check.reporting.lines import Line

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


class Page(NamedTuple):
    """What the layout of every part depends on."""

    run: Run
    show: Show
    width: int
    signs: Mapping[str, str]
    sites: dict[str, str]

    def flow(self, text: str, style: str = "", *, lead: Line = (), indent: int = 0) -> list[Line]:
        """Wrap a text that may come from a proposal."""
        return flow(visible(text), style, width=self.width, lead=lead, indent=indent)


def heading_of(text: str) -> list[Line]:
    """Give a part's heading."""
    return [(("bold", text),)]
