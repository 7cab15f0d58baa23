"""A text read again and again as it would be with this or that repair, no longer than anybody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.loading import read
from mcred_check.nodes import compose
from mcred_check.repairs import field_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.loading import Proposal
    from mcred_check.model import Fault, Json
    from mcred_check.nodes import Node, Text

_LETTERS: Final = 5_000_000
"""How many letters are read in all at most: a long proposal some hundreds of times."""
_TIMES: Final = 8
"""How often a text may be read that is so long that this is more."""


class TooLongError(Exception):
    """To find out which repairs are safe takes too long."""


class Readings:
    """Readings by a proposal's shape, which together may take no more than their room; `names` are its fields'.

    Each raises TooLongError where there is no room left.
    """

    def __init__(self, text: Text, shape: Json) -> None:
        self.shape = shape
        self.names = field_names(shape)
        self._room = max(_LETTERS, _TIMES * len(text.content))

    def read(self, content: str) -> list[Proposal]:
        """Read the proposals in a text."""
        self._take(content)
        return read(content.encode(), "", self.shape)

    def compose(self, text: Text) -> Iterator[Node | Fault]:
        """Yield the root of each document, and at last the fault that stopped the reading, if one did."""
        self._take(text.content)
        yield from compose(text)

    def _take(self, content: str) -> None:
        self._room -= len(content)
        if self._room < 0:
            raise TooLongError
