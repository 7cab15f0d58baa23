"""What is to be compared: two files, or revisions of files that git keeps, as the proposals that they hold."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mcred_check.folders import STANDARD_INPUT, File, files, is_no_proposal, read_file, why_passed_over
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError
from mcred_check.nodes import MAX_BYTES
from mcred_check.revisions import Repository
from mcred_check.walking import FRAMEWORK, may_be_a_proposal
from mcred_check.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import ExitStack

    from mcred_check.loading import Proposal
    from mcred_check.model import Json

    _Known: TypeAlias = tuple[str, ...]


class Version(NamedTuple):
    """The proposals of a version, and its file, which for a revision is the one at that place in the working tree."""

    file: File
    proposals: list[Proposal]


class Versions(NamedTuple):
    """The older and the newer version of one file; `same` where not a byte of it changed."""

    old: Version
    new: Version
    same: bool = False

    def told(self, of_file: Callable[[File], File | None]) -> Versions | None:
        """Give both with what is told `of_file`, of each its own; None where one is left out."""
        old, new = of_file(self.old.file), of_file(self.new.file)
        if old is None or new is None:
            return None
        return self._replace(old=self.old._replace(file=old), new=self.new._replace(file=new))


class _Named(NamedTuple):
    """A version as it was named: a file, or a revision and the path in it."""

    name: str
    revision: str = ""
    path: str = ""

    @property
    def folder(self) -> Path | None:
        """Where the files lie that the proposal names; of standard input nowhere."""
        if self.revision or self.name == STANDARD_INPUT:
            return None
        return Path(self.name).parent


def two(old: str, new: str, shape: Json, open_ones: ExitStack) -> Versions:
    """Read two versions, each a file, `-`, or `REVISION:PATH` in the repository at hand.

    A revision's evidence is looked for where the other version's lies, so that only the proposals differ. Raises
    CouldNotCheckError where one is not there.
    """
    named = [_named(one) for one in (old, new)]
    repository = open_ones.enter_context(Repository(Path())) if any(one.path for one in named) else None
    folder = next((one.folder for one in reversed(named) if one.folder), None)
    older, newer = (_read(one, repository, folder, shape) for one in named)
    return Versions(older, newer)


def _named(given: str) -> _Named:
    revision, colon, path = given.partition(":")
    if colon and path and not Path(given).drive and not os.path.lexists(given):
        return _Named(given, revision, path)
    return _Named(given)


def _read(one: _Named, repository: Repository | None, folder: Path | None, shape: Json) -> Version:
    if repository and one.path:
        file = _at(one.path, repository)
        data = repository.file(one.revision, one.path)
        if data is None:
            message = f"{one.name}: there is no such file at that revision.{_from_the_root(one, repository)}"
            raise CouldNotCheckError(message)
        return Version(file, read(data, one.name, shape, folder=folder or file.path.parent))
    if not os.path.lexists(one.name) and not may_be_a_proposal(one.name) and one.name != STANDARD_INPUT:
        message = (
            f"{one.name}: is no file. A revision in git is named with the file's path, as in HEAD~1:proposal.yaml, "
            f"or with --base."
        )
        raise CouldNotCheckError(message)
    found = files([one.name])
    if any(file.within for file in found) or not found:
        message = (
            f"{one.name}: is a folder. Name two files, or compare a folder with a revision: --base REVISION FOLDER."
        )
        raise CouldNotCheckError(message)
    return Version(found[0], read_file(found[0], shape))


def _at(path: str, repository: Repository, *, within: Path | None = None) -> File:
    """Give the file at a path from the repository's root, whether it is there or not."""
    place = str(repository.top / PurePosixPath(path))
    return File(place, place, within)


def _from_the_root(one: _Named, repository: Repository) -> str:
    """Say how a file is named in git, where it was named from the folder at hand."""
    path = os.path.relpath(one.path, os.path.realpath(repository.top))
    known = not path.startswith(os.pardir) and repository.file(one.revision, Path(path).as_posix()) is not None
    return f" From the repository's root it is {one.revision}:{Path(path).as_posix()}" if known else ""


def since(
    base: str, paths: Sequence[str], found: Sequence[File], shape: Json, open_ones: ExitStack
) -> Iterator[Versions]:
    """Read the proposals `found` in paths beside what they were at a revision, and those that are gone since.

    A file that was moved is read beside what it was under its older path.
    """
    if any(file.data is not None for file in found):
        message = "Standard input has no place in git; with --base, name files and folders."
        raise CouldNotCheckError(message)
    start = Path(paths[0])
    repository = open_ones.enter_context(Repository(start if start.is_dir() else start.parent))
    repository.tree(base)
    there = {_within(file.path, repository): file for file in found if not file.problem}
    gone = _Gone()
    for path in _there_before(base, paths, repository):
        old = [] if path in there else read(repository.file(base, path) or b"", f"{base}:{path}", shape)
        if not is_no_proposal(old):
            gone.add(path, old)
    for path, file in there.items():
        data, new = repository.file(base, path), read_file(file, shape)
        same = data is not None and data == _bytes(file.path)
        before, was = path, file
        if data is None and (moved := gone.take(new)):
            before, was, data = moved, _at(moved, repository, within=repository.top), repository.file(base, moved)
        old = new if same else [] if data is None else read(data, f"{base}:{before}", shape, folder=file.path.parent)
        if not (why_passed_over(file, new) and is_no_proposal(old)):
            yield Versions(Version(was, old), Version(file, new), same=same)
    for path in gone.paths:
        file = _at(path, repository, within=repository.top)
        old = read(repository.file(base, path) or b"", f"{base}:{path}", shape)
        yield Versions(Version(file, old), Version(file, []))


class _Gone:
    """Files that are gone, as `paths`, each with what it is known again by; what they hold is not kept."""

    def __init__(self) -> None:
        self.paths: dict[str, list[_Known]] = {}
        self._known: dict[_Known, set[str]] = {}

    def add(self, path: str, old: list[Proposal]) -> None:
        """Add a file with its proposals."""
        self.paths[path] = _known_by(old)
        for one in self.paths[path]:
            self._known.setdefault(one, set()).add(path)

    def take(self, new: list[Proposal]) -> str:
        """Take out the one with the titles of a file that is new, else the one with its numbers; empty for none."""
        alone = (paths for one in _known_by(new) if len(paths := self._known.get(one, set())) == 1)
        path = next(iter(next(alone, ())), "")
        for one in self.paths.pop(path, ()):
            self._known[one].discard(path)
        return path


def _known_by(proposals: list[Proposal]) -> list[_Known]:
    """Give what a file's proposals are known again by: all their titles, and all their numbers, where there are any."""
    titles = [fold(one.data.get("title", "")) for one in proposals]
    numbers = [one.data.get("listing", {}).get("number", "") for one in proposals]
    return [(kind, *some) for kind, some in (("titles", titles), ("numbers", numbers)) if any(some)]


def _bytes(path: Path) -> bytes | None:
    """Give what a file holds, as far as a proposal may be long; of a link or what is not there, nothing."""
    if not path.is_file() or path.is_symlink():
        return None
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _there_before(base: str, paths: Sequence[str], repository: Repository) -> list[str]:
    """Give the files that lay below the folders at a revision and might be proposals, each once."""
    names: dict[str, None] = {}
    for folder in filter(os.path.isdir, paths):
        within = _within(Path(folder), repository)
        below = [PurePosixPath(one) for one in repository.names(base, within)]
        rule_sets = {one.parent for one in below if one.name == FRAMEWORK}
        counting = (one for one in below if rule_sets.isdisjoint(one.parents) and _counts(one.relative_to(within)))
        names |= dict.fromkeys(map(str, counting))
    return list(names)


def _counts(path: PurePosixPath) -> bool:
    """Tell whether a file would be found in a folder, unless a rule set lies there."""
    return may_be_a_proposal(path.name) and not any(step.startswith(".") for step in path.parts)


def _within(path: Path, repository: Repository) -> str:
    """Give a path as the repository names it."""
    real = Path(os.path.realpath(path))
    try:
        return real.relative_to(os.path.realpath(repository.top)).as_posix()
    except ValueError:
        message = f"{path}: lies outside the repository {repository.top}."
        raise CouldNotCheckError(message) from None
