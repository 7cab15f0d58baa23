"""Text from a proposal made safe to show: what cannot be seen, or steers a terminal or a CI machine, is escaped."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = (
    r"\x7f-\x9f"  # delete, and the C1 controls
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # drawn as nothing
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u061c\ufeff\ufff9-\ufffb"  # zero width, direction, line separators
    r"\ud800-\udfff"  # halves of a pair
    r"\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # musical controls, tags
)
"""What no reader can see, for a character class; the C0 controls are not among it."""

COMMAND: Final = r":(?=:[A-Za-z])|#(?=#[\w.-]*\[)"
"""The first character of what CI machines take for a command in a line of output: ::error::, ##[error], ##vso[…]."""

_UNSAFE: Final = rf"\r\n|[\x00-\x1f{HIDDEN}]|{COMMAND}"
_DRAWN_AS_NOTHING: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""What is hidden although Python takes it for printable."""

_SPACES: Final = {"\n": " ", "\r\n": " ", "\t": " "}


def visible(text: str) -> str:
    """Make a text safe to print on one line: line breaks and tabs become spaces, what else is unsafe escapes."""
    printable = text.isprintable() and (text.isascii() or _DRAWN_AS_NOTHING.isdisjoint(text))
    if printable and "::" not in text and "##" not in text:
        return text
    return re.sub(_UNSAFE, _shown, text)  # compiled when first needed, which is seldom


def _shown(found: re.Match[str]) -> str:
    return _SPACES.get(found[0]) or _escape(ord(found[0]))


def _escape(code: int) -> str:
    if code <= 0xFF:  # noqa: PLR2004 -- the last that two digits can name
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 -- the last for four digits
