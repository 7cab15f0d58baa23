"""Where a path lies: its real place, the repository around it, and the configuration that it goes by."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIGURATION: Final = "mcred-check.yaml"
_MISNAMED: Final = "mcred-check.yml"
_REPOSITORY: Final = ".git"


def real(path: str | Path) -> str:
    """Give a path from the root on, past every link; as it is where the working folder is gone."""
    try:
        return os.path.realpath(path)
    except OSError:
        return str(path)


def absolute(path: str | Path) -> str:
    """Give a path from the root on, with its links as they are; as it is where the working folder is gone."""
    try:
        return os.path.abspath(path)  # noqa: PTH100 -- a Path would be resolved, and the way up is the reader's
    except OSError:
        return str(path)


def configuration_above(path: str, known: dict[str, str] | None = None) -> str:
    """Give the nearest configuration beside a file or in a folder, or above it in its repository; empty if none is.

    What is known of a folder is kept in `known`.
    """
    known = {} if known is None else known
    here = absolute(path)
    if not os.path.isdir(here):  # noqa: PTH112 -- every check comes by here
        here = os.path.dirname(here)  # noqa: PTH120
    passed = []
    while here not in known:
        passed.append(here)
        found = _configuration_in(here)
        above = os.path.dirname(here)  # noqa: PTH120
        if found or above == here or os.path.lexists(os.path.join(here, _REPOSITORY)):  # noqa: PTH118
            known[here] = found
        else:
            here = above
    known.update(dict.fromkeys(passed, known[here]))
    return known[here]


def _configuration_in(folder: str) -> str:
    """Give the configuration in a folder, also one that is called wrongly; empty if there is none."""
    files = (os.path.join(folder, name) for name in (CONFIGURATION, _MISNAMED))  # noqa: PTH118
    return next(filter(os.path.lexists, files), "")


def shown(path: str | Path) -> str:
    """Write a path as seen from where the command runs."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # it is on another drive
        return Path(path).as_posix()


def told(paths: Iterable[str]) -> str:
    """Name paths within a sentence."""
    return ", ".join("this folder" if one in {".", "./"} else one for one in paths)


def repository_of(folder: Path) -> Path:
    """Give the root of the repository that a folder lies in, or the folder itself where it lies in none."""
    here = (folder, *folder.parents)
    return next((one for one in here if os.path.exists(one / _REPOSITORY)), folder)  # noqa: PTH110 -- never raises
