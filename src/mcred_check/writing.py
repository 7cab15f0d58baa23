"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mcred_check.model import CouldNotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_whole(name: str, texts: Iterable[str | bytes], *, what: str = "report") -> None:
    """Write a file beside where it goes, and put it there when it is whole; a pipe or a device is written to as it is.

    Raises CouldNotCheckError when it cannot be written; what was there before then stays.
    """
    import tempfile  # noqa: PLC0415 -- most runs write no file

    path = Path(name)
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(map(_bytes, texts))
            return
        path = Path(os.path.realpath(path))  # a link stays a link
        handle, beside = tempfile.mkstemp(prefix=".mcred-check-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(map(_bytes, texts))
            Path(beside).chmod(_mode(path))
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink()
            raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a path"
        message = f"{name}: the {what} could not be written: {reason}."
        raise CouldNotCheckError(message) from error


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")


def _mode(path: Path) -> int:
    """Give the file's own permissions, or those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
