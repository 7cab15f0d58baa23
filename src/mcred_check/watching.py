"""Watching files: what was saved since the last look, and what a check finds otherwise than the one before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, TypeAlias

from mcred_check.folders import files, read_file
from mcred_check.model import CouldNotCheckError
from mcred_check.whereabouts import CONFIGURATION, absolute

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from mcred_check.folders import File
    from mcred_check.model import Finding, Json, Outcome, Result

Stamp: TypeAlias = tuple[int, int, int] | None
"""When a file was last changed, how long it is and which one it is, because editors put another in its place."""

_EVERY: Final = 0.3
"""Seconds between two looks."""
_PATIENCE: Final = 5
"""How many looks a file that vanished may take to come back."""


class Watcher:
    """The files that a check depends on: proposals, the files that they name, and the configuration."""

    def __init__(self, paths: Sequence[str], shape: Json) -> None:
        self._paths = paths
        self._shape = shape
        self._named: list[Path] = []
        here = Path(absolute("."))
        folders = {folder for path in paths for folder in (here / path, *(here / path).parents)}
        self._configurations = sorted(folder / CONFIGURATION for folder in folders | {here})

    def learn(self) -> None:
        """Read which files the proposals name."""
        self._named = []
        for file in self._found():
            for proposal in read_file(file, self._shape):
                self._named += [file.path.parent / name for name in _files_named(proposal.data)]

    def look(self) -> dict[Path, Stamp]:
        """Stamp every file; None for one that is not there."""
        given = [path for path in map(Path, self._paths) if not path.is_dir()]
        found = [file.path for file in self._found()]
        return {path: _stamp(path) for path in (*given, *found, *self._named, *self._configurations)}

    def _found(self) -> list[File]:
        """Give the proposals that are there at the moment."""
        try:
            return files(path for path in self._paths if Path(path).exists())
        except CouldNotCheckError:
            return []  # it went while we looked


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _files_named(value: Json) -> Iterator[str]:
    """Yield every file that a proposal names."""
    if isinstance(value, list):
        for one in value:
            yield from _files_named(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name == "file" and isinstance(one, str):
                yield one
            else:
                yield from _files_named(one)


def whenever_saved(watcher: Watcher, then: Callable[[], object], *, pause: Callable[[float], object]) -> NoReturn:
    """Call `then` now, and again whenever a file was saved, until `pause` or `then` raises.

    A change counts when two looks in a row see the same, because files are written bit by bit; and a file that is gone
    may be about to come back, because editors write beside and rename.
    """
    seen: dict[Path, Stamp] = {}
    while True:
        now = _at_rest(watcher, seen, pause)
        if now != seen:
            then()
            watcher.learn()
            named = watcher.look()
            seen = {path: now.get(path, stamp) for path, stamp in named.items()}
        pause(_EVERY)


def _at_rest(watcher: Watcher, seen: dict[Path, Stamp], pause: Callable[[float], object]) -> dict[Path, Stamp]:
    """Look until nothing changes any more."""
    now = watcher.look()
    waited = 0
    while now != seen and seen:
        pause(_EVERY / 3)
        before, now = now, watcher.look()
        gone = any(stamp and not now.get(path) for path, stamp in seen.items())
        waited += 1
        if now == before and (not gone or waited >= _PATIENCE):
            break
    return now


class Found(NamedTuple):
    """A finding and the file that it is in."""

    file: str
    finding: Finding


class Since(NamedTuple):
    """What became of the findings of one check in the next: those gone, those that came, and how many stayed.

    A question for a person is none of these, for it comes and goes with what it is about; `to_judge` counts the open
    ones.
    """

    fixed: tuple[Found, ...]
    new: tuple[Found, ...]
    still_open: int
    to_judge: int


_Marked: TypeAlias = tuple[tuple[str, ...], Found]
"""Which document by which editions, and the finding."""

_OPEN: Final[frozenset[Outcome]] = frozenset({"not met", "to do"})


def since(before: Sequence[Result], after: Sequence[Result]) -> Since:
    """Hold the findings of two checks against each other: by rule and message, else by rule and place.

    The message first, because an item more in a list moves all those below it to another place. Of a file that could
    not be read in one of the two, only that is told: what it hid is neither fixed nor new.
    """
    unread = {one.file for one in (*before, *after) if not one.complete}
    old, new = _open_ones(before, unread), _open_ones(after, unread)
    count = len(_open_ones(after, frozenset()))
    for known_by in (_by_both, _by_message, _by_place):
        there = Counter(map(known_by, old)) & Counter(map(known_by, new))
        old, new = _without(old, there, known_by), _without(new, there, known_by)
    judge = sum(one.outcome == "judge" for result in after for one in result.findings)
    return Since(tuple(one for _, one in old), tuple(one for _, one in new), count - len(new), judge)


def _open_ones(results: Iterable[Result], unread: AbstractSet[str]) -> list[_Marked]:
    return [
        ((result.file, str(result.document), *(one.edition.id for one in result.editions)), Found(result.file, finding))
        for result in results
        if result.file not in unread or not result.complete
        for finding in result.findings
        if finding.outcome in _OPEN
    ]


def _by_both(one: _Marked) -> Hashable:
    return _by_message(one), one[1].finding.pointer


def _by_place(one: _Marked) -> Hashable:
    return one[0], one[1].finding.rule.key, one[1].finding.pointer


def _by_message(one: _Marked) -> Hashable:
    return one[0], one[1].finding.rule.key, one[1].finding.message


def _without(found: list[_Marked], taken: Counter[Hashable], known_by: Callable[[_Marked], Hashable]) -> list[_Marked]:
    """Leave out as many of each as are in both."""
    left = taken.copy()
    kept = []
    for one in found:
        if left[known_by(one)]:
            left[known_by(one)] -= 1
        else:
            kept.append(one)
    return kept
