"""The difference between two texts that are alike line by line, in the form that `diff -u` gives it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AROUND: Final = 2


class _Row(NamedTuple):
    """A line of both texts (a space), of the older (-) or the newer (+) alone, and how many stand above it in each."""

    sign: str
    text: str
    old: int
    new: int


def difference(before: Sequence[str], after: Sequence[str], name: str) -> Iterator[str]:
    """Yield the lines of the difference; nothing where there is none.

    Lines stand across from each other, save for a few that were added. A file of any length takes time in proportion.
    """
    rows = list(_rows(before, after))
    changed = [place for place, row in enumerate(rows) if row.sign != " "]
    if changed:
        yield from (f"--- {name}", f"+++ {name} (repaired)")
    near = sorted({one for place in changed for one in range(max(0, place - _AROUND), place + _AROUND + 1)})
    for _, hunk in groupby(enumerate(one for one in near if one < len(rows)), key=lambda pair: pair[1] - pair[0]):
        shown = [rows[place] for _, place in hunk]
        old, new = ([row for row in shown if row.sign != sign] for sign in "+-")
        yield f"@@ -{shown[0].old + 1},{len(old)} +{shown[0].new + 1},{len(new)} @@"
        for _, group in groupby(shown, key=lambda row: row.sign == " "):
            yield from (f"{row.sign}{row.text}" for row in sorted(group, key=lambda row: " -+".index(row.sign)))


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[_Row]:
    old = new = 0
    while old < len(before) or new < len(after):
        added = len(after) - new > len(before) - old
        if before[old : old + 1] == after[new : new + 1]:
            yield _Row(" ", before[old], old, new)
            old, new = old + 1, new + 1
        elif added and (old == len(before) or after[new + 1] == before[old]):
            yield _Row("+", after[new], old, new)
            new += 1
        else:
            yield _Row("-", before[old], old, new)
            yield _Row("+", after[new], old + 1, new)
            old, new = old + 1, new + 1
