"""A file's bytes to its proposals: their data, what could not be read as meant, and the place of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from mcred_check.model import Fault, Place
from mcred_check.nodes import Mapping, Scalar, Sequence, Text, compose, decode, region
from mcred_check.shaping import LOST, Reader, TooManyValuesError, bare, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mcred_check.model import Json, Route
    from mcred_check.nodes import Node

    _Tree: TypeAlias = dict[str, "_Tree"]
    """The steps of JSON Pointers and those that may follow; none follow where a pointer ends."""

MAX_DOCUMENTS: Final = 500
MAX_VALUES_OF_A_FILE: Final = 20_000


class Proposal:
    """One document of a file: its data, its faults, and the place of every value.

    `data` holds what could be read and is not blank: JSON values, dates as text. `lost` holds the pointers of what
    could not be read as meant. `folder` is where the files that it names are looked for; None for none. `found` is
    false where the document could not be read at all, `recognised` where it is sound YAML that has nothing to do with
    a proposal. `size` counts the values and the fields' names that were read, and `content` is the whole file.
    """

    __slots__ = (
        "_answers",
        "_broken",
        "_index",
        "_kept",
        "_node",
        "_text",
        "content",
        "data",
        "document",
        "faults",
        "file",
        "folder",
        "found",
        "lost",
        "recognised",
        "size",
    )

    def __init__(  # noqa: PLR0913 -- a record
        self,
        file: str,
        document: int,
        *,
        data: Json,
        faults: list[Fault],
        folder: Path | None,
        text: Text | None = None,
        node: Node | None = None,
        kept: dict[Route, list[int]] | None = None,
        recognised: bool = True,
        size: int = 0,
    ) -> None:
        self.file = file
        self.document = document
        self.data = data
        self.faults = tuple(faults)
        self.folder = folder
        self.found = node is not None
        self.recognised = recognised
        self.size = size
        self.content = b""
        self.lost = frozenset(fault.pointer for fault in faults if fault.rule not in _KEEPS_THE_VALUE)
        self._text = text
        self._node = node
        self._kept = kept or {}
        self._broken = _tree(self.lost) if self.lost else {}
        self._answers: dict[Route, bool] = {}
        self._index: dict[int, dict[str | None, tuple[Node, Node] | None]] = {}

    @property
    def title(self) -> str:
        """The title on one line, or the file's name."""
        title = self.data.get("title")
        return " ".join(title.split()) if isinstance(title, str) else self.file.rsplit("/", 1)[-1]

    def origin(self, route: Route) -> Route:
        """Give the route in the file of a route in `data`, where blank list items are left out."""
        steps: Route = ()
        for step in route:
            kept = self._kept.get(steps)
            steps = (*steps, kept[step] if kept and isinstance(step, int) else step)
        return steps

    def is_lost(self, route: Route) -> bool:
        """Tell whether a route in the file, with `*` for any item, leads to, into or over what could not be read."""
        if route not in self._answers:
            here = [self._broken] if self.lost else []
            for step in ("", *map(str, route)):
                if {} in here:
                    break
                here = [way for one in here for way in _ways(one, step)]
            self._answers[route] = bool(here)
        return self._answers[route]

    def place(self, route: Route) -> Place:
        """Give the place of the value at a route in the file, or of what holds it: a field's name, or a text."""
        if self._text is None or self._node is None:
            return Place()
        best, node = self._node, self._node
        for step in route:
            if isinstance(node, Mapping):
                pair = self._field(node, str(step))
                if pair is None:
                    break
                key, node = pair
                best = node if isinstance(node, Scalar) and node.value.strip() and node.style not in {"|", ">"} else key
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.value):
                best = node = node.value[step]
            else:
                break
        if best is self._node:
            start = 0 if self.document == 1 else self._node.start_mark.index
            return self._text.place(start, start)
        return region(self._text, best)

    def _field(self, node: Node, name: str) -> tuple[Node, Node] | None:
        """Give a field's key and value by its name as written, else as read; found once, for a group may be large."""
        if id(node) not in self._index:
            pairs = [pair for pair in node.value if isinstance(pair[0], Scalar)]
            self._index[id(node)] = {pair[0].value: pair for pair in reversed(pairs)}
        fields = self._index[id(node)]
        if name not in fields:
            for pair in node.value:
                fields.setdefault(bare(pair[0]), pair)
            fields.setdefault(name, None)
        return fields[name]

    def excerpt(self, place: Place) -> tuple[str, ...]:
        """Give the line of a place and the one before it; nothing for the place of a whole document."""
        whole = place.column == place.end_column == 1
        return self._text.excerpt(place.line) if self._text and not whole else ()


def _ways(tree: _Tree, step: str) -> Iterable[_Tree]:
    return tree.values() if step == "*" else [tree[step]] if step in tree else []


def _tree(pointers: Iterable[str]) -> _Tree:
    """Order JSON Pointers by their steps; where one of them ends, whatever lies below belongs to it."""
    tree: _Tree = {}
    for pointer in sorted(pointers, reverse=True):
        here = tree
        *steps, last = pointer.split("/")
        for step in steps:
            here = here.setdefault(step, {})
        here[last] = {}
    return tree


_KEEPS_THE_VALUE: Final = {
    "reading/hidden-character",
    "reading/curly-quotes",
    "reading/lost-text",
    "reading/duplicate-key",
    "reading/judgement",
}


def read(data: bytes, file: str, shape: Json, *, folder: Path | None = None, fast: bool = True) -> list[Proposal]:
    """Read every document of a file. There is always at least one: an empty file is a proposal with a fault."""
    proposals = _documents(data, file, shape, folder=folder, fast=fast)
    for one in proposals:
        one.content = data
    return proposals


def _documents(data: bytes, file: str, shape: Json, *, folder: Path | None, fast: bool) -> list[Proposal]:
    text = decode(data)
    if isinstance(text, Fault):
        return [Proposal(file, 1, data={}, faults=[text], folder=folder)]
    proposals: list[Proposal] = []
    size = 0
    for root in compose(text, fast=fast):
        if not isinstance(root, Fault) and is_blank(root):
            continue
        number = len(proposals) + 1
        if isinstance(root, Fault) or number > MAX_DOCUMENTS or size > MAX_VALUES_OF_A_FILE:
            fault = root if isinstance(root, Fault) else _too_many(text, root)
            known = isinstance(root, Fault) or any(one.recognised for one in proposals)
            stop = Proposal(file, number, data={}, faults=[fault], folder=folder, text=text, recognised=known)
            proposals.append(stop)
            break
        proposals.append(_one(text, root, file, number, shape=shape, folder=folder))
        size += proposals[-1].size
    if not proposals:
        empty = Fault("reading/empty", "This file is empty, or holds only comments.", Place())
        proposals.append(Proposal(file, 1, data={}, faults=[empty], folder=folder, text=text))
    return proposals


def _too_many(text: Text, root: Node) -> Fault:
    held = f"{MAX_DOCUMENTS:,} documents or {MAX_VALUES_OF_A_FILE:,} values"
    message = f"The file holds more than {held}. From here on it was not read."
    return Fault("reading/too-large", message, region(text, root), fix="Give each proposal a file of its own.")


def _one(text: Text, root: Node, file: str, number: int, *, shape: Json, folder: Path | None) -> Proposal:
    """Build one document, or say why it is no proposal."""
    reader = Reader(text, shape)
    if not isinstance(root, Mapping):
        reader.amiss.document(root)
        known = _resembles(root, shape)
        return Proposal(file, number, data={}, faults=reader.faults, folder=folder, text=text, recognised=known)
    reader.recognised = any(bare(key) in shape["properties"] for key, _ in root.value)
    recognised = reader.recognised or _resembles(root, shape)
    try:
        data = reader.build(root, shape, ())
    except TooManyValuesError as error:
        start = 0 if number == 1 else root.start_mark.index
        many = Fault("reading/too-many-values", str(error), text.place(start, start))
        return Proposal(file, number, data={}, faults=[many], folder=folder, text=text, recognised=recognised)
    if data is not LOST and data.get("format", 1) != 1:
        reader.faults.append(_format_fault(text, root, data["format"]))
    return Proposal(
        file,
        number,
        data={} if data is LOST else data,
        faults=reader.faults,
        folder=folder,
        text=text,
        node=root,
        kept=reader.kept,
        recognised=recognised,
        size=reader.values,
    )


def _resembles(root: Node, shape: Json) -> bool:
    from mcred_check.resembling import resembles  # noqa: PLC0415 -- hardly any file needs it

    return resembles(root, shape["properties"])


def _format_fault(text: Text, root: Node, found: int) -> Fault:
    node = next(value for key, value in root.value if bare(key) == "format")
    message = f"The proposal says that it is in format {found}; this version reads format 1."
    return Fault(
        "reading/format-version", message, region(text, node), "/format", "Write format: 1, or use a newer version."
    )
