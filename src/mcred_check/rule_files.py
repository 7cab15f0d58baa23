"""The folder of a rule set to what its files hold, within limits, so that no folder holds a run up or leads out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from mcred_check.model import CouldNotCheckError, Fault
from mcred_check.nodes import MAX_DEPTH, Scalar, Sequence, Text, compose, decode, region
from mcred_check.opening import contents
from mcred_check.shaping import MAX_LETTERS, MAX_VALUES, core, is_blank

if TYPE_CHECKING:
    from pathlib import Path

    from mcred_check.model import Json
    from mcred_check.nodes import Node

MAX_FILES: Final = 1_000
MAX_BYTES_OF_A_SET: Final = 5_000_000
_ENVELOPE: Final = frozenset({"framework.yaml", "sample.yaml", "changes.yaml"})
_RULE, _TABLE = ".yaml", ".csv"
_STEPS: Final = {
    "reading/too-large": "No rule and no table is so large; divide it.",
    "reading/encoding": "Save it as UTF-8.",
    "reading/control-character": "Take it away.",
}
"""What is to be done about a file that is no text."""


def read_bundle(folder: Path) -> Json:
    """Read the shapes of a proposal and a configuration, the reading rules and every rule set below a folder."""
    return {
        "config": read_yaml(folder / "config.schema.yaml"),
        "proposal": read_yaml(folder / "proposal.schema.yaml"),
        "reading": read_yaml(folder / "reading.yaml"),
        "sets": {path.parent.name: read_set(path.parent) for path in sorted(folder.glob("*/framework.yaml"))},
    }


def read_set(folder: Path) -> Json:
    """Read one rule set's folder: its framework, its rules by file name, its tables, what changes ask for.

    Raises CouldNotCheckError where a file cannot be read, where files would be passed over, and where there is more
    than a rule set needs.
    """
    names = _names(folder)
    if "framework.yaml" not in names:
        message = f"{folder}: there is no framework.yaml, so this is not a rule set"
        raise CouldNotCheckError(message)
    texts: dict[str, str] = {}
    size = 0
    for name in names:
        texts[name] = _text_of(folder / name, folder)
        size += len(texts[name])
        if size > MAX_BYTES_OF_A_SET:
            most = f"{MAX_BYTES_OF_A_SET // 1_000_000} MB"
            message = f"{folder}: its files hold more than {most}, and no rule set needs so much. Divide it."
            raise CouldNotCheckError(message)
    read = {name: plain(text, str(folder / name)) for name, text in texts.items() if name.endswith(_RULE)}
    return {
        "framework": read["framework.yaml"],
        "rules": {name.removesuffix(_RULE): one for name, one in read.items() if name not in _ENVELOPE},
        "tables": {
            name.removesuffix(_TABLE): _table(text, str(folder / name))
            for name, text in texts.items()
            if name.endswith(_TABLE)
        },
        "changes": read.get("changes.yaml", {}),
    }


def _names(folder: Path) -> list[str]:
    """Give the names of a rule set's files; hidden ones are not among them, nor what is neither YAML nor a table."""
    try:
        found = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    except OSError as error:
        message = f"{folder}: cannot be read: {error.strerror}"
        raise CouldNotCheckError(message) from error
    for name in found:
        if name.lower().endswith((_RULE, ".yml", _TABLE)) and not name.endswith((_RULE, _TABLE)):
            why = f"because rules end in {_RULE} and tables in {_TABLE}"
            message = f"{folder / name}: would be passed over, {why}. Rename it."
            raise CouldNotCheckError(message)
    names = [name for name in found if name.endswith((_RULE, _TABLE))]
    if len(names) > MAX_FILES:
        message = f"{folder}: holds more than {MAX_FILES:,} rules and tables, and no rule set needs so many. Divide it."
        raise CouldNotCheckError(message)
    return names


def read_yaml(path: Path) -> Json:
    """Read a rule set's own YAML file; raise CouldNotCheckError with the place where it cannot be."""
    return plain(_text_of(path, path.parent), str(path))


def _text_of(path: Path, folder: Path) -> str:
    """Read a file that lies in a folder and does not only lead out of it."""
    data, problem = contents(path, folder)
    if problem:
        message = f"{path}: {problem}. Put a file there that can be read, or take it away."
        raise CouldNotCheckError(message)
    text = decode(data)
    if isinstance(text, Fault):
        raise _refusal(str(path), text._replace(fix=_STEPS[text.rule]))
    return text.content


def _refusal(name: str, fault: Fault) -> CouldNotCheckError:
    """Say what stopped the reading of a file, and where."""
    return CouldNotCheckError(f"{name}:{fault.place.line}:{fault.place.column}: {fault.message} {fault.fix}".rstrip())


def _table(text: str, name: str) -> dict[str, str]:
    """Read a table's first two columns, a code and its title; the first line names the columns."""
    import csv  # noqa: PLC0415 -- few rule sets have tables

    rows = csv.reader(text.splitlines())
    table = {}
    try:
        for row in rows:
            if row and rows.line_num > 1:
                code, title, *_ = row
                table[code] = title
    except ValueError as error:
        message = f"{name}:{rows.line_num}: a line of a table is a code, a comma and a title"
        raise CouldNotCheckError(message) from error
    except csv.Error as error:
        message = f"{name}:{rows.line_num}: a cell has no end; write a quotation mark within a cell twice"
        raise CouldNotCheckError(message) from error
    return table


def plain(text: str, name: str) -> Json:
    """Read the one document of a rule set's own YAML file by the core types alone; raise at its first fault."""
    source = Text(text)
    roots: list[Node] = []
    for one in compose(source):
        if isinstance(one, Fault):
            raise _refusal(name, one)
        if not is_blank(one):
            roots.append(one)
    if not roots:
        message = f"{name}: the file is empty"
        raise CouldNotCheckError(message)
    for one in roots[1:]:
        raise _refusal(name, Fault("", "A second document begins here; a file holds one.", region(source, one)))
    return _Reading(source, name).value(roots[0])


class _Reading:
    """A document being read: how many values and letters it has held so far."""

    def __init__(self, source: Text, name: str) -> None:
        self.source = source
        self.name = name
        self.values = self.letters = 0

    def value(self, node: Node, depth: int = 0) -> Json:
        """Give a node's value, unless there are too many already, or references lead back to where they stand."""
        self.values += 1
        if self.values > MAX_VALUES:
            self._refuse(f"the file holds more than {MAX_VALUES} values, or references (&, *) that unfold to as many")
        if depth > MAX_DEPTH:
            self._refuse(f"a reference (*) leads back to itself, or more than {MAX_DEPTH} deep")
        if isinstance(node, Scalar):
            self.letters += len(node.value)
            if self.letters > MAX_LETTERS:
                self._refuse(f"references (&, *) unfold to more than {MAX_LETTERS:,} letters")
            return core(node)
        if isinstance(node, Sequence):
            return [self.value(item, depth + 1) for item in node.value]
        data: dict[str, Json] = {}
        for key, inner in node.value:
            if not isinstance(key, Scalar) or key.value in data:
                place = region(self.source, key)
                message = f"{self.name}:{place.line}:{place.column}: a key is to be text, and to stand once"
                raise CouldNotCheckError(message)
            data[key.value] = self.value(inner, depth + 1)
        return data

    def _refuse(self, why: str) -> NoReturn:
        message = f"{self.name}: {why}"
        raise CouldNotCheckError(message)
