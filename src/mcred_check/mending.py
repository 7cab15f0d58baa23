"""How the line at which YAML stops may be meant: tabs, pasted spaces, a colon without its space, missing quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mcred_check.model import Fault
from mcred_check.nodes import Text, compose
from mcred_check.quoting import quoted
from mcred_check.repairs import Repair, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAB_WIDTHS: Final = (2, 4, 8)
_SPACES: Final = "[ \xa0\u200b\ufeff]"
_OPENING: Final = re.compile(rf"({_SPACES}*(?:-{_SPACES}+)*)(?:([\w-]+):({_SPACES}*))?")
_AS_SPACES: Final = str.maketrans({"\xa0": " ", "\u200b": None, "\ufeff": None})
_BEGINS_A_VALUE: Final = re.compile(r"[\w'\"(]")
_COMMENT: Final = re.compile(r"[ \t]+#[ \t]")
_NAMES: Final = re.compile(r"([\w-]+):(?!\S)")


def ways_to_mend(text: Text, line: int, names: frozenset[str]) -> Iterator[list[Way]]:
    """Yield groups of ways to mend a line, the likeliest first; of a group only one way can be meant.

    `names` are the format's fields.
    """
    start, content = text.starts[line - 1], text.line(line)
    yield list(_structure(content, start, names))
    yield list(_tabs(text, line))
    if not _goes_on(text, line):
        yield list(_quotes(content, start, names))


def _structure(content: str, start: int, names: frozenset[str]) -> Iterator[Way]:
    """Put plain spaces where spaces belong: before a name, after a hyphen, after a name's colon."""
    found = _OPENING.match(content)
    if found is None or (found[2] and found[2] not in names):
        return
    opening = found[1].translate(_AS_SPACES)
    if found[2]:
        follows = _BEGINS_A_VALUE.match(content, found.end())
        opening += f"{found[2]}:{found[3].translate(_AS_SPACES) or ' ' * bool(follows)}"
    if opening != found[0]:
        yield (Repair(start, start + found.end(), opening, "plain spaces stand where spaces belong", ()),)


def _tabs(text: Text, line: int) -> Iterator[Way]:
    """Put spaces for the tabs before this line and before every line that begins with one, by each usual width."""
    told = "spaces stand where tabs were"
    lines = [number for number in range(1, len(text.starts) + 1) if text.line(number).startswith("\t")]
    indents = {number: re.match("[ \t]*", text.line(number)) for number in {*lines, line}}
    for width in _TAB_WIDTHS:
        way = tuple(
            Repair(text.starts[number - 1], text.starts[number - 1] + found.end(), found[0].expandtabs(width), told, ())
            for number, found in sorted(indents.items())
            if found and "\t" in found[0]
        )
        if way:
            yield way


def _goes_on(text: Text, line: int) -> bool:
    """Tell whether the next line with text is indented further than this one, so that a text may go on there."""
    following = (text.line(number) for number in range(line + 1, len(text.starts) + 1))
    further = next((one for one in following if one.strip()), "")
    here = text.line(line)
    return len(further) - len(further.lstrip(" ")) > len(here) - len(here.lstrip(" -"))


def _quotes(content: str, start: int, names: frozenset[str]) -> Iterator[Way]:
    """Put the text that follows a name, or a hyphen, in quotes."""
    found = _OPENING.match(content)
    comment = _COMMENT.search(content)
    whole = content[: comment.start() if comment else None].rstrip()
    if found is None or " #" in whole:  # what follows may be a part of the text or a comment
        return
    for begin in dict.fromkeys((found.end(), len(found[1]))):
        value = whole[begin:]
        if (begin == found.end() or "-" in found[1]) and value and not names.intersection(_NAMES.findall(value)):
            marked = _in_quotes(value) if _needs_quotes(value) else ""
            if marked:
                yield (Repair(start + begin, start + len(whole), marked, "the whole text stands in quotes", ()),)


def _needs_quotes(value: str) -> bool:
    """Tell whether a text by itself is not read as it stands; what ends with a colon may be a field's name."""
    root = next(compose(Text(f"x: {value}")))
    as_it_is = not isinstance(root, Fault) and root.value[0][1].value == value
    return not as_it_is and not value.endswith(":")


def _in_quotes(value: str) -> str:
    """Quote a text that was not, or not well; nothing where it cannot be told what is meant."""
    mark = value[0]
    if mark in "'\"":
        inner = value[1:-1]
        if len(value) > 1 and value[-1] == mark:
            told_apart = inner.count(mark) != 2 and mark * 2 not in inner and f"\\{mark}" not in inner  # noqa: PLR2004
            return quoted(inner) if told_apart else ""  # two more marks may be those of a text within, or of two texts
        return "" if value.count(mark) % 2 else quoted(value)
    if mark in "|>" or (mark in "[{" and (value[-1] in "]}" or value.count("[") != value.count("]"))):
        return ""
    return quoted(value)
