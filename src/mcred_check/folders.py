"""Paths to proposals: which files are meant, which are passed over, and why."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mcred_check.loading import Proposal, read
from mcred_check.model import CouldNotCheckError, Fault, Place
from mcred_check.nodes import MAX_BYTES
from mcred_check.opening import cannot_be_read, contents
from mcred_check.whereabouts import CONFIGURATION, absolute, configuration_above, real, shown, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json, Stage
    from mcred_check.waiving import Waiver

STANDARD_INPUT: Final = "-"
"""The path that stands for standard input."""

Staged: TypeAlias = "tuple[Stage, str]"
"""The stage that was set for a file, and by whom."""


class File(NamedTuple):
    """A file to check: `name` is what reports call it, `within` the folder where it was found, if it was not named.

    `place` is its path as text, mostly the name itself, so that very many take little room. `data` holds standard
    input, which can be read only once. `staged` and the waivers that may be used are what the configuration says of
    the file. `problem` says why standard input could not be read, or why a file that was found is passed over unread.
    """

    place: str
    name: str
    within: Path | None = None
    data: bytes | None = None
    staged: Staged | None = None
    waivers: tuple[Waiver, ...] = ()
    problem: str = ""

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.place)

    def stage_of(self, proposal: Proposal) -> Stage:
        """Give the stage of a proposal in the file: the one that was set, else its own."""
        stage: Stage = self.staged[0] if self.staged else proposal.data.get("status", "submission")
        return stage


def files(paths: Iterable[str | Path], *, standard_input: str = "<stdin>", as_found: bool = False) -> list[File]:
    """Give every file that the paths mean, each once, in the order of the paths and by name within a folder.

    The path `-` is standard input, which reports call `standard_input`. What is named is taken `as_found` where it is
    to count only if it would be found in a folder.
    Raises CouldNotCheckError for a path that is not there.
    """
    found: list[File] = []
    ways = tuple(paths)
    for given in ways:
        if not str(given):
            message = "An empty path names nothing to check. For the folder that you are in, write a full stop."
            raise CouldNotCheckError(message)
        if str(given) == STANDARD_INPUT:
            if not any(map(_is_standard_input, found)):
                found.append(_standard_input(standard_input))
            continue
        path = Path(given)
        try:
            kind = path.stat().st_mode
        except (OSError, ValueError) as error:
            raise cannot_be_read(given, error) from error
        if stat.S_ISDIR(kind):
            found += _in_folder(path)
        elif not stat.S_ISREG(kind):
            message = f"{given}: is neither a file nor a folder. To read from a pipe, give - as the path."
            raise CouldNotCheckError(message)
        else:
            found += _as_found(path) if as_found else [_file(str(path))]
    may_be_there_twice = len(ways) > 1 or any(os.path.islink(file.place) for file in found)  # noqa: PTH114
    return _each_once(found) if may_be_there_twice else found


def _in_folder(path: Path) -> list[File]:
    from mcred_check.walking import below  # noqa: PLC0415 -- what is named needs no walk

    return [_file(one, path, problem) for one, problem in below(path)]


def _as_found(path: Path) -> list[File]:
    from mcred_check.walking import found_by_itself  # noqa: PLC0415 -- most files that are named count

    by_itself = found_by_itself(path)
    return [_file(str(path), *by_itself)] if by_itself else []


def _each_once(found: Iterable[File]) -> list[File]:
    """Leave out what is there by another path already; a file that was named goes before one found in a folder."""
    once: dict[str, File] = {}
    folders: dict[str, str] = {}
    for file in found:
        where = file.place if _is_standard_input(file) else _real(file.place, folders)
        if where not in once or (once[where].within and not file.within):
            once[where] = file
    return list(once.values())


def _real(place: str, known: dict[str, str]) -> str:
    """Give the real path of a file; those of folders are kept in `known`."""
    if os.path.islink(place):  # noqa: PTH114 -- a Path takes as long as all the rest, here and below
        return real(place)
    folder, name = os.path.split(place)
    if folder not in known:
        known[folder] = real(folder)
    return os.path.join(known[folder], name)  # noqa: PTH118


def _is_standard_input(file: File) -> bool:
    return file.data is not None or bool(file.problem and not file.within)


def _file(place: str, within: Path | None = None, problem: str = "") -> File:
    name = Path(place).as_posix()
    return File(name if name == place else place, name, within, problem=problem)


def _standard_input(name: str) -> File:
    """Read standard input, to its end or to what is too much; where it breaks off, that is said as of any file."""
    if sys.stdin is None:
        message = "Standard input is closed, so there is nothing to check."
        raise CouldNotCheckError(message)
    try:
        return File(STANDARD_INPUT, name, data=sys.stdin.buffer.read(MAX_BYTES + 1))
    except OSError as error:
        return File(STANDARD_INPUT, name, problem=f"cannot be opened: {error.strerror}")


def read_file(file: File, shape: Json) -> list[Proposal]:
    """Read a file's proposals. What stops the reading is a fault, so that no file hides another."""
    if file.data is not None:
        return read(file.data, file.name, shape, folder=Path(file.name).parent)
    path = file.path
    data, problem = (b"", file.problem) if file.problem else contents(path, file.within)
    if problem:
        fault = Fault("reading/not-readable", f"The file {problem}.", Place())
        return [Proposal(file.name, 1, data={}, faults=[fault], folder=None)]
    return read(data, file.name, shape, folder=path.parent)


def why_passed_over(file: File, proposals: Iterable[Proposal]) -> str:
    """Say why a file that was found in a folder is passed over; nothing when it is to be checked.

    An empty one is checked, and fails: it may have been a proposal.
    """
    if not file.within:
        return ""
    return file.problem or is_no_proposal(proposals)


def is_no_proposal(proposals: Iterable[Proposal]) -> str:
    """Say why what was read is nothing to check; nothing when it is."""
    return "" if any(one.recognised for one in proposals) else "it has none of a proposal's fields"


def proposals_in(found: Iterable[File], shape: Json, *, passed_over: list[tuple[str, str]]) -> Iterator[Proposal]:
    """Read proposal after proposal, and note which files are passed over and why."""
    return (one for _, one in files_and_proposals(found, shape, passed_over=passed_over))


def files_and_proposals(
    found: Iterable[File], shape: Json, *, passed_over: list[tuple[str, str]]
) -> Iterator[tuple[File, Proposal]]:
    """Read proposal after proposal, each with its file, and note which files are passed over and why."""
    for file in found:
        proposals = read_file(file, shape)
        reason = why_passed_over(file, proposals)
        if reason:
            passed_over.append((file.name, reason))
        else:
            yield from ((file, one) for one in proposals)


def no_proposal(
    paths: Iterable[str], passed_over: Iterable[tuple[str, str]] = (), *, to: str = ""
) -> CouldNotCheckError:
    """Say that the paths hold no proposal `to` do this or that with, and why files in them were passed over."""
    reasons = "".join(f"\n  {name}: {reason}" for name, reason in passed_over)
    wanted = f"proposal to {to}" if to else "proposal"
    return CouldNotCheckError(f"There is no {wanted} in {told(paths)}.{reasons}")


def refuse_other_configurations(files: Iterable[File], paths: Iterable[str], used: str) -> None:
    """Raise CouldNotCheckError where one of the paths that were given, or a file in them, has a nearer configuration.

    `used` is the configuration of the run, as it was found.
    """
    known: dict[str, str] = {}
    nearest = {path: configuration_above(path, known) for path in paths}
    seen = {"", "."}
    for file in (one for one in files if not one.problem):
        seen.add(file.within.as_posix() if file.within else "")
        folder = file.name.rpartition("/")[0] if file.within else ""
        if "/../" in f"{folder}/" and folder not in seen:  # what is to its left does not lie above
            seen.add(folder)
            nearest[file.name] = configuration_above(folder, known)
        while folder not in seen:
            seen.add(folder)
            if os.path.lexists(f"{folder}/{CONFIGURATION}"):
                nearest[file.name] = absolute(f"{folder}/{CONFIGURATION}")
            folder = folder.rpartition("/")[0]
    for name, one in nearest.items():
        if one != used:
            has, uses = (shown(path) if path else "no configuration" for path in (one, used))
            message = (
                f"{name} goes by {has} and other proposals by {uses}, and a run has one configuration. Check them in "
                f"runs of their own, or say with --config or --no-config what holds for all."
            )
            raise CouldNotCheckError(message)
