"""The fingerprints of the files that a proposal names, read from beside it and from nowhere else."""

from __future__ import annotations

import os
import stat
from hashlib import file_digest
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.attachments import file_problem, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGEST: Final = 100_000_000
"""How many bytes of one file are read for its fingerprint."""
MOST: Final = 1_000_000_000
"""How many bytes are read for the fingerprints of all of a proposal's files."""

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
    name = next((one for one in spellings(name) if os.path.lexists(f"{folder}/{one}")), name)
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
