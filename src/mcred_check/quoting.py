"""Values as YAML writes them, so that they are read as they are, here and by other programs."""

from __future__ import annotations

import re
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mcred_check.model import Json

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .,;()'’‘“”–—/&+*?!%$@=-]|:(?=[^\s])|(?<=\S)#)*(?<! )")
"""A text that begins with a letter and holds nothing that YAML takes for its own."""
_OTHERWISE: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that are no text to one program or another."""
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_LONG: Final = 80


def scalar(value: Json) -> str:
    """Write a number, a truth value or a text on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f")
    if _PLAIN.fullmatch(value) and value.casefold() not in _OTHERWISE:
        return str(value)
    return quoted(value)


def quoted(text: str) -> str:
    """Write a text in quotes: single ones where it can be seen as it is, else double ones with escapes."""
    if _INVISIBLE.search(text):
        shown = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", shown) + '"'
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def value(item: Json, *, indent: int, width: int) -> str:
    """Write what follows a field's colon or a list's hyphen, with the space before it: a long text on several lines."""
    if not isinstance(item, str) or (len(item) <= _LONG and "\n" not in item):
        return f" {scalar(item)}"
    margin = "\n" + " " * indent
    lines = wrap(item, width - indent, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) == item and not _INVISIBLE.search(item):
        return f" >-{margin}{margin.join(lines)}"
    lines = item.split("\n")
    plain = not any(_INVISIBLE.search(line) for line in lines)
    if (
        plain
        and lines[-1].strip()
        and not any(line.startswith(" ") or line.endswith(" ") for line in lines)
        and lines[0]
    ):
        return f" |-{''.join(margin + line if line else chr(10) for line in lines)}"
    return f" {scalar(item)}"
