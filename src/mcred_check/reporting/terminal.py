"""Lines written to a terminal with colour, or to any file without."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

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


def write(lines: Iterable[Line], *, console_file: IO[str], color: bool) -> None:
    """Write lines; rich, which is slow to import, is imported only for colour."""
    if not color:
        console_file.write(plain(lines))
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.segment import Segment, Segments  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    styles = {name: Style.parse(look) for name, look in STYLES.items()}
    segments = [Segment(text, styles.get(style)) for line in lines for style, text in (*line, ("", "\n"))]
    # any size: the lines are laid out already, and rich trips over some values of COLUMNS and LINES
    console = Console(file=console_file, force_terminal=True, no_color=False, width=80, height=25)
    console.print(Segments(segments), soft_wrap=True, end="")
