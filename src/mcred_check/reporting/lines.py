"""Lines of styled text, and how prose is laid into them by the cells that a terminal gives to each character."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span: TypeAlias = tuple[str, str]
"""A style's name and a text. The names: "", bold, dim, must, should, ok, to do, judge, path, rule."""

Line: TypeAlias = tuple[Span, ...]

BLANK: Line = ()
_NARROWEST: Final = 40
_WIDEST: Final = 100  # longer lines are hard to read
_NO_BREAK: Final = "\xa0"
_ONE_CELL_EACH: Final = re.compile("[ -\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]*")
"""The letters and signs of English and te reo Māori, for which counting characters is enough."""


def clamp(width: int) -> int:
    """Keep a page's width to what can be read."""
    return max(_NARROWEST, min(width, _WIDEST))


def cells(text: str) -> int:
    """Count the cells that a text takes up."""
    return len(text) if text.isascii() or _ONE_CELL_EACH.fullmatch(text) else sum(map(cells_of, text))


@lru_cache(maxsize=4096)
def cells_of(char: str) -> int:
    """Count the cells that a character takes up: two for a wide one, none for a mark upon the one before."""
    if category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def pad(text: str, width: int) -> str:
    """Fill a text up with spaces."""
    return text + " " * (width - cells(text))


def cut(text: str, width: int, *, mark: str) -> str:
    """Shorten a text that is too wide, and mark that it was cut."""
    return text if cells(text) <= width else next(_pieces(text, width - cells(mark))).rstrip() + mark


def cut_front(text: str, width: int, *, mark: str) -> str:
    """Shorten a text that is too wide at its front, and mark that it was cut."""
    return text if cells(text) <= width else mark + next(_pieces(text[::-1], width - cells(mark)))[::-1]


@lru_cache(maxsize=1024)  # the same rules speak of many proposals
def wrap(text: str, width: int, *, first: int | None = None) -> tuple[str, ...]:
    """Break a text into lines no wider than `width` (the first: `first`); a non-breaking space holds together."""
    room = width if first is None else first
    lines: list[str] = []
    start = 0
    if cells(text) == len(text):
        while len(text) - start > room and (stop := text.rfind(" ", start, start + room + 1)) > start:
            lines.append(text[start:stop])
            start, room = stop + 1, width
    rest = text[start:]
    lines += _word_by_word(rest, room, width) if cells(rest) > room else (rest,)
    return tuple([one.replace(_NO_BREAK, " ") for one in lines])


def _word_by_word(text: str, room: int, width: int) -> Iterator[str]:
    """Wrap a text that has wide characters, or words too long for a line."""
    line: list[str] = []
    used = 0
    for word in text.split(" "):
        size = cells(word)
        if line and used + 1 + size <= room:
            line.append(word)
            used += 1 + size
            continue
        if line or room < size <= width:
            yield " ".join(line)
            room = width
        *whole, last = _pieces(word, room) if size > room else (word,)
        yield from whole
        line, used = [last], cells(last)
    yield " ".join(line)


def flow(text: str, style: str = "", *, width: int, lead: Line = (), indent: int = 0) -> list[Line]:
    """Wrap a paragraph that begins after `lead`, with its further lines indented."""
    margin: Line = (("", " " * indent),) if indent else ()
    taken = sum([cells(part) for _, part in lead])
    first, *rest = wrap(text, width - indent, first=width - taken)
    return [(*lead, (style, first)), *((*margin, (style, part)) for part in rest)]


def flow_to_command(text: str, command: str, *, width: int) -> list[Line]:
    """Wrap a paragraph that ends in a command, which is never broken, because it is there to be copied."""
    if cells(command) > width:
        return [*flow(text, width=width), (("", command),)]
    return flow(f"{text} {unbroken(command)}", width=width)


def unbroken(text: str) -> str:
    """Hold a text together on one line."""
    return text.replace(" ", _NO_BREAK)


def plain(lines: Iterable[Line]) -> str:
    """Write lines without style, each with its line break."""
    return "".join(["".join([text for _, text in line]).rstrip(" ") + "\n" for line in lines])


def _pieces(word: str, width: int) -> Iterator[str]:
    """Break a word into pieces that are as wide as they may be."""
    piece: list[str] = []
    used = 0
    for char in word:
        size = cells_of(char)
        if used + size > width and piece:
            yield "".join(piece)
            piece, used = [], 0
        piece.append(char)
        used += size
    yield "".join(piece)
