"""Lines as text for a terminal: with colour, or for any file without."""

from __future__ import annotations

import io
import os
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mcred_check.reporting.lines import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mcred_check.reporting.lines import Line

STYLES: Final = {
    "bold": "bold",
    "dim": "dim",
    "must": "bold red",
    "should": "yellow",
    "ok": "green",
    "to do": "cyan",
    "judge": "magenta",
    "path": "cyan",
    "rule": "dim",
}


def painted(lines: Iterable[Line], *, color: bool) -> str:
    """Write lines; rich, which is slow to import, is imported only for colour."""
    if not color:
        return plain(lines)
    from rich.segment import Segment, Segments  # noqa: PLC0415

    console, styles = _console(os.environ.get("TERM"), os.environ.get("COLORTERM"))
    segments = [Segment(text, styles.get(style)) for line in lines for style, text in (*line, ("", "\n"))]
    with console.capture() as captured:
        console.print(Segments(segments), soft_wrap=True, end="")
    text: str = captured.get()
    return text


@cache
def _console(_term: str | None, _colors: str | None) -> tuple[Any, dict[str, Any]]:
    """Make a console for what the environment says of the terminal, from which rich takes its colours."""
    from rich.console import Console  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    styles = {name: Style.parse(look) for name, look in STYLES.items()}
    # any size: the lines are laid out already, and rich trips over some values of COLUMNS and LINES
    return Console(file=io.StringIO(), force_terminal=True, no_color=False, width=80, height=25), styles
