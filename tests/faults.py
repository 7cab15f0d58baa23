"""What is wrong with a rule set, line by line, as a user is told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.linting import sound
from mcred_check.model import CouldNotCheckError

if TYPE_CHECKING:
    from pathlib import Path


def faults_in(folder: Path) -> list[str]:
    """List what is wrong with the rule set in a folder, each as `file: what`; empty when nothing is."""
    try:
        sound(folder)
    except CouldNotCheckError as error:
        return str(error).splitlines()
    return []
