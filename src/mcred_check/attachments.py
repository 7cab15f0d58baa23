"""The files that a proposal names: whether each lies beside it, is there and holds something, and its fingerprint."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST: Final = 100_000_000
"""How many bytes of one file are read for its fingerprint."""
MOST: Final = 1_000_000_000
"""How many bytes are read for the fingerprints of all of a proposal's files."""

_NOT_BESIDE = ("/", "\\", "~")
_READING: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"))
"""A pipe that takes a file's place is not waited for, and a link that takes it is not followed."""


class Fingerprint(NamedTuple):
    """A file's SHA-256, 64 hexadecimal digits, and its size in bytes; or the `problem` why it has none."""

    digest: str = ""
    size: int = 0
    problem: str = ""


def fingerprints(folder: Path | None, names: Iterable[str]) -> dict[str, Fingerprint]:
    """Take the fingerprint of each file beside the proposal, while it is not too much to read."""
    taken: dict[str, Fingerprint] = {}
    left = MOST
    for name in names:
        if name not in taken:
            taken[name] = _fingerprint(folder, name, left)
            left -= taken[name].size
    return taken


def _fingerprint(folder: Path | None, name: str, left: int) -> Fingerprint:
    problem = file_problem(folder, name)
    if problem:
        return Fingerprint(problem=problem)
    try:
        with open(os.open(os.path.realpath(f"{folder}/{name}"), _READING), "rb") as stream:  # noqa: PTH123 -- opened
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                return Fingerprint(problem="is not a file")
            if found.st_size > LARGEST:
                return Fingerprint(problem=f"is larger than {LARGEST:,} bytes, so it was not read")
            if found.st_size > left:
                return Fingerprint(problem=f"was not read, because the files come to more than {MOST:,} bytes")
            return Fingerprint(file_digest(stream, "sha256").hexdigest(), found.st_size)
    except (OSError, ValueError):
        return Fingerprint(problem="cannot be opened")


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
        return "is not in the folder"
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
