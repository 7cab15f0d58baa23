"""What is particular to a step of GitHub Actions: a runner that obeys what it reads, and a job summary."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mcred_check.model import CouldNotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUMMARY_BYTES: Final = 1024 * 1024
"""What GitHub takes as the job summary of a step; of more it shows nothing at all."""


def in_a_step() -> bool:
    """Tell whether this is a step of GitHub Actions."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def fresh_token() -> str:
    """Make up a word that nobody can guess: the only output that differs between two runs on the same files."""
    return os.urandom(16).hex()


def shielded(texts: Iterable[str]) -> Iterator[str]:
    """Keep the runner from obeying a line that a proposal brings; the texts end with a line break."""
    token = fresh_token()
    yield f"::stop-commands::{token}\n"
    yield from texts
    yield f"::{token}::\n"


def summary_file() -> str:
    """Give the file that takes the job summary; empty where there is none."""
    return os.environ.get("GITHUB_STEP_SUMMARY", "")


def append_summary(texts: Iterable[str]) -> None:
    """Add a Markdown report to the job summary, as much of it as there is room for."""
    from mcred_check.reporting.markdown import fitted  # noqa: PLC0415 -- only a step of GitHub Actions needs it

    try:
        with Path(summary_file()).open("ab") as stream:
            apart = "\n" if stream.tell() else ""
            room = SUMMARY_BYTES - stream.tell() - len(apart)
            stream.writelines(text.encode() for text in (apart, *fitted(texts, room)))
    except OSError as error:
        message = f"The job summary could not be written: {error.strerror}."
        raise CouldNotCheckError(message) from error
