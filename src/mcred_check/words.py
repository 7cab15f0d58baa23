"""Words and values compared as a reader would, whatever their case, macrons, hyphens and punctuation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from mcred_check.wording import number

if TYPE_CHECKING:
    from mcred_check.model import Json


@lru_cache(maxsize=256)  # several rules look at the same texts of one proposal
def plain(text: str) -> str:
    """Fold case, macrons, punctuation and a final 's; hyphens within a word stay."""
    letters = unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("\u2010", "-")
    if not letters.isascii():
        letters = "".join([char for char in letters if not unicodedata.combining(char)])
    words = "".join([char if char.isalnum() or char in "-'" else " " for char in letters]).split()
    stems = (word.strip("-'").removesuffix("'s") for word in words)
    return " ".join([stem for stem in stems if stem])


def as_choice(text: str) -> str:
    """Write a text as the format writes its choices: in small letters without macrons, with hyphens between words."""
    return plain(text).replace(" ", "-")


@lru_cache(maxsize=1024)
def words_in(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Give those of some words that a text holds, written together, apart or with a hyphen."""
    versions, found = _versions(text)
    return tuple([word for word in words if _holds(versions, found, word)])


def _holds(versions: tuple[str, str], found: frozenset[str], word: str) -> bool:
    single, phrases = _forms(word)
    return not single.isdisjoint(found) or any(phrase in version for phrase in phrases for version in versions)


@lru_cache(maxsize=256)
def _versions(text: str) -> tuple[tuple[str, str], frozenset[str]]:
    """Give a text with each hyphen a space, and with the parts of a hyphenated word joined; and the words of both."""
    bare = plain(text)
    apart, joined = f" {bare.replace('-', ' ')} ", f" {bare.replace('-', '')} "
    return (apart, joined), frozenset(apart.split() + joined.split())


@lru_cache(maxsize=1024)
def _forms(word: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the ways in which a word may stand in a text: as a word, as a phrase; none for what holds no letter."""
    forms = [form.strip() for form in _versions(word)[0] if form.strip()]
    return frozenset(form for form in forms if " " not in form), tuple(f" {form} " for form in forms if " " in form)


def fold(value: Json) -> str:
    """Fold a value to how it is compared: text, any case, any white space."""
    return _folded(value if isinstance(value, str) else number(value) if isinstance(value, float) else str(value))


@lru_cache(maxsize=1024)  # ids, mostly, which many rules compare
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
