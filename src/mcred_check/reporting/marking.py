"""Two texts word by word: which words went and which came, with what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_AROUND: Final = 6
"""How many words are kept beside a change."""
_WORTH_IT: Final = 4
"""How many words have to go before it is worth it."""
_ALIKE: Final = 0.4
_MOST: Final = 4_000_000


class Piece(NamedTuple):
    """Some words of a text, changed or as they were."""

    text: str
    changed: bool


def pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Take two texts apart into what changed and what did not; a long stretch of the latter is shortened.

    Where little is the same, or the texts are very long, each is one piece that is not marked.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 -- only what was reworded needs it

    words, others = old.split(), new.split()
    if len(words) * len(others) > _MOST:
        return [Piece(" ".join(words), changed=False)], [Piece(" ".join(others), changed=False)]
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [Piece(" ".join(words), changed=False)], [Piece(" ".join(others), changed=False)]
    steps = matcher.get_opcodes()
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for place, (kind, *bounds) in enumerate(steps):
        first, last = place == 0, place == len(steps) - 1
        for side, text, (start, stop) in zip(sides, (words, others), (bounds[:2], bounds[2:]), strict=True):
            if start < stop:
                kept = (
                    text[start:stop] if kind != "equal" else list(_shortened(text[start:stop], first=first, last=last))
                )
                side.append(Piece(" ".join(kept), changed=kind != "equal"))
    return sides


def _shortened(words: list[str], *, first: bool, last: bool) -> Iterator[str]:
    """Keep the words beside a change, and a mark for those that are left out."""
    before = 0 if first else _AROUND
    after = 0 if last else _AROUND
    if len(words) < before + after + _WORTH_IT:
        yield from words
        return
    yield from words[:before]
    yield "…"
    yield from words[len(words) - after :]
