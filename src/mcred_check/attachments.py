"""The files that a proposal names: whether each lies beside it, is there and holds something."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

_NOT_BESIDE = ("/", "~")
_NOT_IN_A_PATH = frozenset(":\\\x00")
_NOT_THERE = "is not in the folder"


def file_problem(folder: Path | None, name: str) -> str:
    """Say what is wrong with a file beside the proposal; nothing when it is there and holds something."""
    if folder is None:
        return "cannot be looked for, because the proposal was not read from a folder"
    if name.startswith(_NOT_BESIDE) or not _NOT_IN_A_PATH.isdisjoint(name):
        return "is not a path beside the proposal, written with forward slashes"
    problem = _problem(folder, name)
    if problem != _NOT_THERE or name.isascii():
        return problem
    return next((other for one in spellings(name) if (other := _problem(folder, one)) != _NOT_THERE), problem)


def spellings(name: str) -> tuple[str, ...]:
    """Give a name in each way to write it that looks the same: macrons as they are, within the letter, or behind it.

    Some systems write the names of files in another way than people type them.
    """
    return (name,) if name.isascii() else (name, normalize("NFC", name), normalize("NFD", name))


def _problem(folder: Path, name: str) -> str:
    try:
        root = _real(os.path.abspath(folder))  # noqa: PTH100 -- half the time that a Path takes
        found = _straight(root, name)
        if found is None:
            file = Path(os.path.realpath(f"{root}/{name}"))
            if not file.is_relative_to(root):
                return "lies outside the proposal's folder"
            found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return _NOT_THERE
    except (OSError, ValueError):
        return "cannot be opened"
    if not stat.S_ISREG(found.st_mode):
        return "is not a file"
    return "" if found.st_size else "is empty"


@lru_cache(maxsize=64)
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def _straight(root: str, name: str) -> os.stat_result | None:
    """Look at a file to which its name leads straight down from the folder; None past a step up or a link."""
    here, found = root, None
    for step in name.split("/"):
        here = f"{here}/{step}"
        found = os.lstat(here)
        if step == ".." or stat.S_ISLNK(found.st_mode):
            return None
    return found
