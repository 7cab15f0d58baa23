"""A folder walked for proposals: which files count, and what only looks as if it did."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from mcred_check.opening import cannot_be_read, contents
from mcred_check.whereabouts import CONFIGURATION, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAMEWORK: Final = "framework.yaml"
"""What makes a folder a rule set, where it says what a rule set's does."""
_FRAMEWORKS: Final = re.compile(rb"""(?:^|[{,])\s*["']?(?:editions|criteria|authority)["']?\s*:""", re.MULTILINE)
_SUFFIXES: Final = (".yaml", ".yml")
_NEARLY: Final = (".yaml.txt", ".yml.txt")
"""What an editor makes of a name when it adds an ending of its own."""

_OF_A_RULE_SET: Final = "it is a rule set's, and so is what lies beside and below it"
_A_LINK: Final = "it is a link to a folder, and those are not followed"
_MISNAMED: Final = "its name ends in .txt, and a proposal's ends in .yaml"
_NOTHING: Final = "it holds no file that ends in .yaml or .yml"


def below(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the YAML files below a folder by name, each with the reason why it is passed over, if it is.

    What is hidden and the configuration do not come. Of a rule set that lies there only the framework comes, because
    its rules and their sample are no proposals. Where there is nothing at all, the folder itself comes with that.
    """
    nothing = True
    for one in _met(folder):
        nothing = False
        yield one
    if nothing:
        yield str(folder), _NOTHING


def _met(folder: Path) -> Iterator[tuple[str, str]]:
    ahead = [str(folder)]
    while ahead:  # os.walk calls itself for each folder, and one that lies a thousand deep would end it
        here = ahead.pop()
        folders, names = _listing(here)
        if FRAMEWORK in names and _is_rule_set(here):
            yield os.path.join(here, FRAMEWORK), _OF_A_RULE_SET  # noqa: PTH118 -- half a Path's time, here and below
            continue
        below_here = []
        for name, linked in sorted(folders.items()):
            path = os.path.join(here, name)  # noqa: PTH118
            if linked:
                yield path, _A_LINK
            else:
                below_here.append(path)
        for name in sorted(names):
            if (reason := _by_name(name)) is not None:
                yield os.path.join(here, name), reason  # noqa: PTH118
        ahead += reversed(below_here)


def _listing(folder: str) -> tuple[dict[str, bool], set[str]]:
    """List a folder: the folders in it that are not hidden, each with whether it is a link, and all else."""
    folders: dict[str, bool] = {}
    others: set[str] = set()
    try:
        with os.scandir(folder) as entries:
            for one in entries:
                if not _is_folder(one):
                    others.add(one.name)
                elif not one.name.startswith("."):
                    folders[one.name] = one.is_symlink()
    except OSError as error:
        raise cannot_be_read(folder, error) from error
    return folders, others


def _is_folder(one: os.DirEntry[str]) -> bool:
    try:
        return one.is_dir()
    except OSError:  # a link that leads to itself
        return False


def found_by_itself(path: Path) -> tuple[Path, str] | None:
    """Give the folder in which a walk finds a file, and why it is passed over there, if it is; None if it never comes.

    That is the folder at hand, or of a file that lies elsewhere its own.
    """
    place, top = PurePath(shown(path)), Path()
    if place.is_absolute() or os.pardir in place.parts:
        place, top = PurePath(path.name), path.parent
    reason = _by_name(place.name)
    if reason is None or any(part.startswith(".") for part in place.parts):
        return None
    of_a_rule_set = any(_is_rule_set(top / one) for one in place.parents)
    return top, _OF_A_RULE_SET if of_a_rule_set else reason


def _by_name(name: str) -> str | None:
    """Say why a file that is not hidden is passed over for its name, if it is; None for what has nothing to do here."""
    if may_be_a_proposal(name):
        return ""
    return _MISNAMED if name.lower().endswith(_NEARLY) and not name.startswith(".") else None


def _is_rule_set(folder: str | Path) -> bool:
    """Tell whether a folder holds a rule set; a proposal that happens to be called as a framework makes it none."""
    return bool(_FRAMEWORKS.search(contents(Path(folder, FRAMEWORK))[0]))


def may_be_a_proposal(name: str) -> bool:
    """Tell by its name whether a file in a folder counts: YAML, not hidden, and not the configuration."""
    return name.lower().endswith(_SUFFIXES) and name != CONFIGURATION and not name.startswith(".")
