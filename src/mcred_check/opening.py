"""A file's bytes, to its end or to what is too much; else why it was not read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mcred_check.model import CouldNotCheckError
from mcred_check.nodes import MAX_BYTES

if TYPE_CHECKING:
    from io import FileIO

_READING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe is not waited for
_POINTER: Final = b"version https://git-lfs.github.com/spec/"
"""How Git LFS begins what it leaves in the place of a file that it has not fetched."""


def contents(path: Path, within: Path | None = None) -> tuple[bytes, str]:
    """Give a file's bytes, to its end or to what is too much; else what the file is, so that it was not read.

    `within` is the folder that no link may lead out of, where there is one.
    """
    try:
        if within and _leads_out(path, within):
            return b"", "is a link that leads out of the folder"
        with open(path, "rb", buffering=0, opener=_opened) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return b"", "is a pipe or a device"
            data = _whole(stream)
    except OSError as error:
        return b"", f"cannot be opened: {error.strerror}"
    if data.startswith(_POINTER):
        return b"", "was not fetched: what is here only points to it in Git LFS. Run git lfs pull"
    return data, ""


def _opened(path: str, _flags: int) -> int:
    return os.open(path, _READING)


def _leads_out(path: Path, folder: Path) -> bool:
    """Tell whether a file is a link that leads out of a folder; a walk follows no links, so none lies on the way."""
    return os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))  # noqa: PTH114


def _whole(stream: FileIO) -> bytes:
    """Read a file to its end, or to what is too much."""
    data = stream.read(MAX_BYTES + 1) or b""
    while more := stream.read(MAX_BYTES + 1 - len(data)):
        data += more
    return data


def cannot_be_read(path: str | Path, error: Exception) -> CouldNotCheckError:
    """Say why a path cannot be read."""
    reason = getattr(error, "strerror", None) or "it is not a path"
    return CouldNotCheckError(f"{path}: cannot be read: {reason}.")
