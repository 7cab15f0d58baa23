"""Paths to proposals: which files are meant, which are passed over, and why."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.loading import Proposal, read
from mcred_check.model import CouldNotCheckError, Fault, Place
from mcred_check.nodes import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json

STANDARD_INPUT: Final = Path("-")
CONFIGURATION: Final = "mcred-check.yaml"
_SUFFIXES: Final = (".yaml", ".yml")


class File(NamedTuple):
    """A file to check: `name` is what reports call it, `within` the folder where it was found, if it was not named.

    `data` holds standard input, which can be read only once.
    """

    path: Path
    name: str
    within: Path | None = None
    data: bytes | None = None


def files(paths: Iterable[str | Path], *, standard_input: str = "<stdin>") -> list[File]:
    """Give every file that the paths mean, each once, in the order of the paths and by name within a folder.

    The path `-` is standard input, which reports call `standard_input`.
    Raises CouldNotCheckError for a path that is not there.
    """
    found: dict[Path, File] = {}
    for given in paths:
        if str(given) == "-":
            if STANDARD_INPUT not in found:
                data = sys.stdin.buffer.read(MAX_BYTES + 1)
                found[STANDARD_INPUT] = File(STANDARD_INPUT, standard_input, data=data)
            continue
        path = Path(given)
        try:
            kind = path.stat().st_mode
        except (OSError, ValueError) as error:
            raise _cannot_be_read(given, error) from error
        if stat.S_ISDIR(kind):
            new = [File(one, one.as_posix(), path) for one in _below(path)]
        elif stat.S_ISREG(kind):
            new = [File(path, path.as_posix())]
        else:
            message = f"{given}: is neither a file nor a folder. To read from a pipe, give - as the path."
            raise CouldNotCheckError(message)
        for file in new:
            real = Path(os.path.realpath(file.path))
            if real not in found or (found[real].within and not file.within):
                found[real] = file
    return list(found.values())


def _cannot_be_read(path: str | Path, error: Exception) -> CouldNotCheckError:
    reason = getattr(error, "strerror", None) or "it is not a path"
    return CouldNotCheckError(f"{path}: cannot be read: {reason}.")


def _below(folder: Path) -> Iterator[Path]:
    """Yield the YAML files below a folder by name, save hidden ones and the configuration; links are not followed."""

    def stop(error: OSError) -> None:
        raise _cannot_be_read(error.filename, error) from error

    for here, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if may_be_a_proposal(name):
                yield Path(here) / name


def may_be_a_proposal(name: str) -> bool:
    """Tell by its name whether a file in a folder counts: YAML, not hidden, and not the configuration."""
    return name.lower().endswith(_SUFFIXES) and name != CONFIGURATION and not name.startswith(".")


def read_file(file: File, shape: Json) -> list[Proposal]:
    """Read a file's proposals. What stops the reading is a fault, so that no file hides another."""
    if file.data is not None:
        return read(file.data, file.name, shape, folder=Path(file.name).parent)
    problem = ""
    try:
        if file.within and not Path(os.path.realpath(file.path)).is_relative_to(os.path.realpath(file.within)):
            problem = "is a link that leads out of the folder"
        elif not stat.S_ISREG(file.path.stat().st_mode):
            problem = "is a pipe or a device"
        else:
            with file.path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problem = f"cannot be opened: {error.strerror}"
    if problem:
        fault = Fault("reading/not-readable", f"The file {problem}.", Place())
        return [Proposal(file.name, 1, data={}, faults=[fault], folder=None)]
    return read(data, file.name, shape, folder=file.path.parent)


def is_no_proposal(proposals: list[Proposal]) -> str:
    """Say why a file that was found in a folder is passed over; nothing when it is to be checked."""
    if all(one.faults and one.faults[0].rule == "reading/empty" for one in proposals):
        return "it is empty"
    return "" if any(one.recognised for one in proposals) else "it has none of a proposal's fields"


def load_proposals(*paths: str | Path) -> list[Proposal]:
    """Load the proposals in files and folders, in order.

    A file that cannot be read gives a proposal whose `faults` say why. In a folder, YAML files that hold none of a
    proposal's fields are left out. Raises CouldNotCheckError for a path that is not there.
    """
    from mcred_check.rules import bundle  # noqa: PLC0415 -- only who loads without the command line needs it here

    shape = bundle()["proposal"]
    loaded: list[Proposal] = []
    for file in files(paths):
        proposals = read_file(file, shape)
        if not file.within or not is_no_proposal(proposals):
            loaded += proposals
    return loaded
