"""The files that a proposal names: whether each lies beside it, is there and holds something."""

from __future__ import annotations

import os
import stat
import unicodedata
from functools import lru_cache
from pathlib import Path

_NOT_BESIDE = ("/", "\\", "~")
_OTHERWISE = "is in the folder under a name that is written otherwise, in its capitals or its macrons"


def file_problem(folder: Path | None, name: str) -> str:
    """Say what is wrong with a file beside the proposal; nothing when it is there and holds something."""
    if folder is None:
        return "cannot be looked for, because the proposal was not read from a folder"
    if name.startswith(_NOT_BESIDE) or ":" in name or "\x00" in name or "\\" in name:
        return "is not a path beside the proposal, written with forward slashes"
    try:
        root = _real(os.path.abspath(folder))  # noqa: PTH100 -- half the time that a Path takes
        found = _straight(root, name)
        if found is None:
            file = Path(os.path.realpath(f"{root}/{name}"))
            if not file.is_relative_to(root):
                return "lies outside the proposal's folder"
            found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return _OTHERWISE if _is_there_otherwise(folder, name) else "is not in the folder"
    except (OSError, ValueError):
        return "cannot be opened"
    if not stat.S_ISREG(found.st_mode):
        return "is not a file"
    return "" if found.st_size else "is empty"


def _is_there_otherwise(folder: Path, name: str) -> bool:
    """Tell whether there is a file whose name looks the same: in other capitals, or with macrons that stand apart."""
    try:
        here = os.path.abspath(folder)  # noqa: PTH100 -- as above
        for step in name.split("/"):
            alike = sorted(one for one in os.listdir(here) if _folded(one) == _folded(step))  # noqa: PTH208 -- names
            here = f"{here}/{step if step in alike else ''.join(alike[:1])}"
            if not alike or os.path.islink(here):  # noqa: PTH114 -- as above
                return False
    except OSError:
        return False
    return True


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


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
