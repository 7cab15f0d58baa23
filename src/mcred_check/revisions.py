"""Files as a git repository keeps them: read by revision, by git itself, without a shell, a hook or a network."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final, cast

from mcred_check.model import CouldNotCheckError
from mcred_check.nodes import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

_SETTINGS: Final = (
    "core.fsmonitor=false",  # or git might start a program that the repository names
    f"core.hooksPath={os.devnull}",
    "protocol.allow=never",  # a partial clone would fetch what is missing
)
_ENVIRONMENT: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_WORDS_OF_A_HEAD: Final = 3  # id, kind and size; what is missing has two
_CHUNK: Final = 1 << 16


class Repository:
    """The git repository around a folder, with one process of git that gives what is asked for.

    Names go to git on its standard input, so that none is taken for an option. Raises CouldNotCheckError where git or
    the repository is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.top = Path(os.fsdecode(self._answer("rev-parse", "--show-toplevel").removesuffix(b"\n")))
        self._errors = TemporaryFile()  # noqa: SIM115 -- close() closes it
        self._process = self._start("cat-file", "--batch", errors=self._errors)

    def __enter__(self) -> Self:
        """Keep git running."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let git go."""
        with suppress(BrokenPipeError):
            self._process.communicate()
        self._errors.close()

    def file(self, revision: str, path: str) -> bytes | None:
        """Give what a file held at a revision, as far as a proposal may be long; None where it was not there.

        Raises CouldNotCheckError where there is no such revision.
        """
        found = self._object(f"{revision}:{path}")
        if found is None:
            self.tree(revision)
        elif found[1] != "blob":
            message = f"{revision}:{path}: is no file at that revision."
            raise CouldNotCheckError(message)
        return found[2] if found else None

    def tree(self, revision: str) -> str:
        """Give the id of what a revision holds; raise CouldNotCheckError where there is no such revision."""
        found = self._object(f"{revision}^{{tree}}")
        if found is None:
            message = f"The repository has no revision “{revision}”."
            raise CouldNotCheckError(message)
        return found[0]

    def names(self, revision: str, folder: str) -> list[str]:
        """Give the paths of the files below a folder at a revision."""
        listing = self._answer("ls-tree", "-r", "-z", "--name-only", "--full-tree", self.tree(revision), "--", folder)
        return [os.fsdecode(name) for name in listing.split(b"\0") if name]

    def _object(self, name: str) -> tuple[str, str, bytes] | None:
        """Ask for an object: its id, its kind, and what it holds."""
        if "\n" in name or "\0" in name:
            message = f"{name!r}: is not the name of anything in git."
            raise CouldNotCheckError(message)
        asked, told = (cast("IO[bytes]", pipe) for pipe in (self._process.stdin, self._process.stdout))
        try:
            asked.write(os.fsencode(name) + b"\n")
            asked.flush()
            line = told.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            self._errors.seek(0)
            raise CouldNotCheckError(_why_not(self._errors.read(), name))
        head = line.decode("utf-8", "replace").split()
        if len(head) != _WORDS_OF_A_HEAD or not head[2].isdecimal():
            return None
        left = int(head[2])
        data = told.read(min(left, MAX_BYTES + 1))
        left -= len(data)
        while left > 0:
            left -= len(told.read(min(left, _CHUNK)))
        told.read(1)  # the line break after it
        return head[0], head[1], data

    def _answer(self, *args: str) -> bytes:
        """Run git to its end, and give what it says."""
        with TemporaryFile() as errors:
            process = self._start(*args, errors=errors)
            said, _ = process.communicate()
            if process.returncode:
                errors.seek(0)
                raise CouldNotCheckError(_why_not(errors.read(), str(self._folder)))
        return said

    def _start(self, *args: str, errors: IO[bytes]) -> subprocess.Popen[bytes]:
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = [_git(os.get_exec_path()), "--no-pager", *settings, *args]
        return subprocess.Popen(  # noqa: S603 -- our own words, and an id that git gave
            command,
            cwd=self._folder,
            env=kept | _ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )


def _git(folders: Sequence[str]) -> str:
    """Find git on the path, and not in the folder at hand, where Windows would look first."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in folders:
        found = Path(folder) / name
        if found.is_absolute() and found.is_file():
            return str(found)
    message = "git is not installed, or not on the path; without it only files can be compared."
    raise CouldNotCheckError(message)


def _why_not(errors: bytes, what: str) -> str:
    """Say in words why git would not."""
    said = errors.decode("utf-8", "replace")
    if "not a git repository" in said:
        return f"{what}: is not in a git repository, so there is no revision to compare with."
    if "dubious ownership" in said:
        return f"{what}: git does not read this repository, because it belongs to somebody else (git's safe.directory)."
    return f"{what}: git stopped: {next(iter(said.splitlines()), 'it gave no reason').removeprefix('fatal: ')}"
