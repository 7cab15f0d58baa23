"""Words found in a text as whole words, whatever their case, macrons, hyphens and punctuation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=256)  # several rules look at the same texts of one proposal
def plain(text: str) -> str:
    """Fold case, macrons, punctuation and a final 's; hyphens within a word stay."""
    letters = unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("\u2010", "-")
    if not letters.isascii():
        letters = "".join([char for char in letters if not unicodedata.combining(char)])
    words = "".join([char if char.isalnum() or char in "-'" else " " for char in letters]).split()
    stems = (word.strip("-'").removesuffix("'s") for word in words)
    return " ".join([stem for stem in stems if stem])


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Give those of some words that a text holds, written together, apart or with a hyphen."""
    apart, joined = _versions(text)
    return [word for word in words if any(form in apart or form in joined for form in _forms(word))]


@lru_cache(maxsize=256)
def _versions(text: str) -> tuple[str, str]:
    """Give a text with each hyphen a space, and with the parts of a hyphenated word joined."""
    bare = plain(text)
    return f" {bare.replace('-', ' ')} ", f" {bare.replace('-', '')} "


@lru_cache(maxsize=1024)
def _forms(word: str) -> frozenset[str]:
    """Give the ways in which a word may stand in a text; none for what holds no letter."""
    return frozenset(form for form in _versions(word) if form.strip())
