"""Patterns of paths below a folder: `*` stands for anything within a name, `**` for any folders or none."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_MAGIC: Final = re.compile(r"[*?\[]")
_ANY: Final = "**"


def fitting(pattern: str) -> Callable[[str], bool]:
    """Give the test of whether a path fits a pattern, both with forward slashes and below the same folder.

    What ends in a plain name fits that file, or everything in the folder of that name. Capitals count everywhere. A
    macron may be a letter's own or follow it, which looks the same: some systems write the names of files so.
    """
    pattern = composed(pattern)
    fixed = fixed_part(pattern)
    below = f"{fixed}/" if fixed else ""
    rest = _bare(pattern).removeprefix(below)
    if rest == fixed:
        return lambda path: path == fixed or path.startswith(below)
    if rest == _ANY:
        return lambda path: path.startswith(below)
    steps = [*rest.split("/"), *(() if _MAGIC.search(rest.rpartition("/")[2]) else (_ANY,))]
    names = [None if step == _ANY else re.compile(translate(step)).match for step in steps]
    return lambda path: path.startswith(below) and _fits(path.removeprefix(below).split("/"), names)


def composed(text: str) -> str:
    """Write each letter with its macron as one character."""
    return text if text.isascii() else normalize("NFC", text)


def _bare(pattern: str) -> str:
    bare = pattern.removeprefix("./").rstrip("/")
    return "" if bare == "." else bare


def _fits(parts: Iterable[str], names: Sequence[Callable[[str], object] | None]) -> bool:
    """Follow all readings of a pattern at once, so that no pattern takes longer than its length times the path's."""
    at = _onward({0}, names)
    for part in parts:
        at = _onward(
            {
                place + (name is not None)
                for place in at
                if place < len(names) and ((name := names[place]) is None or name(part))
            },
            names,
        )
    return len(names) in at


def _onward(at: set[int], names: Sequence[object]) -> set[int]:
    """Add the places behind any `**` that stands for nothing."""
    for place in range(len(names)):
        if place in at and names[place] is None:
            at.add(place + 1)
    return at


def fixed_part(pattern: str) -> str:
    """Give the folder or file that everything that fits lies in or is; empty where that is the whole folder."""
    steps = _bare(pattern).split("/")
    magic = next((place for place, step in enumerate(steps) if _MAGIC.search(step)), len(steps))
    return "/".join(steps[:magic])


def fault_in(pattern: str) -> str:
    """Say why a text is no pattern of paths below a folder; nothing where it is one."""
    if "\\" in pattern:
        return "Write it with forward slashes."
    if pattern.startswith(("/", "~")) or ":" in pattern.partition("/")[0] or ".." in pattern.split("/"):
        return "Write it from the folder of the configuration on, and without leaving that folder."
    if any(_ANY in step and step != _ANY for step in pattern.split("/")):
        return "Write ** between slashes, as in proposals/**/*.yaml; beside letters it would reach no deeper than *."
    if "{" in pattern or "}" in pattern or pattern.startswith("!"):
        return "Write a pattern for each; curly brackets mean no choice here, and ! takes nothing back."
    return ""
