"""A command as a reader types it, with paths as they are."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BARE: Final = re.compile(r"[\w./:=,@%+~-]+")
_SAFE_IN_QUOTES: Final = re.compile(r'[^"$`!\\]+')


def typed(command: str, words: Iterable[str]) -> str:
    """Write a command of this program, each word in quotes where a shell would part or change it.

    In double quotes, as far as they do, because every shell knows them.
    """
    return " ".join(["mcred-check", command, *map(_quoted, words)])


def _quoted(word: str) -> str:
    if _BARE.fullmatch(word):
        return word
    return f'"{word}"' if _SAFE_IN_QUOTES.fullmatch(word) else shlex.quote(word)
