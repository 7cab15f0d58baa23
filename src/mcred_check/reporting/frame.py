"""The lines of a file around a place, with carets under the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mcred_check.reporting.lines import cells_of
from mcred_check.reporting.safe import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcred_check.model import Place
    from mcred_check.reporting.lines import Line


class _Window(NamedTuple):
    """Which part of the lines is shown: from character `start` on, leave out `offset` cells and show `width`."""

    start: int
    offset: int
    width: int


def frame(excerpt: Sequence[str], place: Place, *, style: str, width: int, bar: str, mark: str) -> list[Line]:
    """Frame the lines that end with the place's, drawing `bar` beside them and `mark` where a long line is cut."""
    if not excerpt:
        return []
    gutter = len(str(place.line))
    room = width - gutter - len(f" {bar} ")
    text = excerpt[-1]
    begin = min(place.column - 1, len(text))
    end = place.end_column - 1 if place.end_line == place.line else len(text)
    start = max(0, begin - room)  # whatever lies further away cannot be in sight: a line may be very long
    left = len(_grid(text[start:begin]))
    size = max(1, len(_grid(text[begin : min(end, begin + room)])))
    offset = max(0, left - room // 3) if left + size > room else 0
    window = _Window(start, offset, room)
    *before, shown = [_through(window, one, mark=mark) for one in excerpt]
    lines: list[Line] = [
        (("dim", f"{number:>{gutter}} {bar} "), ("", one))
        for number, one in enumerate(before, start=place.line - len(before))
        if one not in {"", mark}
    ]
    lines.append((("dim", f"{place.line} {bar} "), ("", shown)))
    at = left - offset
    return [*lines, (("dim", f"{'':{gutter}} {bar} "), ("", " " * at), (style, "^" * min(size, room - at)))]


def _through(window: _Window, text: str, *, mark: str) -> str:
    """Show what of a line lies in the window, with a mark at each end where it is cut."""
    start, offset, width = window
    stop = start + offset + 2 * width
    grid = _grid(text[start:stop])
    shown = grid[offset : offset + width]
    if (start or offset) and text.strip():
        shown = [*mark, *_mended(shown[len(mark) :])]
    if len(grid) > offset + width or len(text) > stop:
        kept = width - len(mark)
        halved = shown[kept : kept + 1] == [""]
        shown = [*shown[: kept - halved], *(" " * halved), *mark]
    return "".join(shown).rstrip(" ")


def _mended(shown: list[str]) -> list[str]:
    """Put a space where the first half of a wide character was cut off."""
    return [" ", *shown[1:]] if shown[:1] == [""] else shown


def _grid(text: str) -> list[str]:
    """Lay a text out by cells: a wide character is followed by an empty cell, a mark shares the cell before it."""
    shown = visible(text)
    if shown.isascii():
        return list(shown)
    grid: list[str] = []
    for char in shown:
        size = cells_of(char)
        if size == 0 and grid:
            grid[-1] += char  # after a wide character this is its second cell, which prints at the same place
        else:
            grid += [char, ""][: max(size, 1)]
    return grid
