"""A document's nodes to data, steered by the shape of what it is to be, a proposal or a configuration.

Values are read by the YAML 1.2 core types: a field that holds text keeps what was written, and what is blank is
absent. A value that does not fit its field is a fault and is left out.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from mcred_check.nodes import PLAIN, QUOTED, Mapping, Scalar
from mcred_check.wording import is_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.misreadings import Misreadings
    from mcred_check.model import Fault, Json, Route
    from mcred_check.nodes import Node, Text

MAX_VALUES: Final = 5_000
MAX_LETTERS: Final = 2_000_000
"""No file holds more (`nodes.MAX_BYTES`) unless a reference repeats a text."""

LOST: Final = object()
"""Stands for a value that could not be read, or that is blank."""

_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,30})?")
_BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS: Final = {"", "~", "null", "Null", "NULL"}
_TAGS: Final = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
"""Tags that say what a value is anyway."""
PASTED: Final = "[\xa0\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff“”‘’]"
"""What is pasted along with text from elsewhere, as a pattern, which most files need not have compiled."""
_MARK: Final = r"[ \t]#[^\s#!]|[:-][ \t]+&"
"""What stands somewhere in a text that holds a comment written like a number sign, or an anchor."""
_SIGNS: Final = (" #", "\t#", "&")
"""What such a text holds at least, and is found in a tenth of the time."""
_UNFOLDED: Final = f"There are more than {MAX_VALUES:,} values here, or references (&, *) that unfold to more."
_REPEATED: Final = f"References (&, *) unfold to more than {MAX_LETTERS:,} letters."


class TooManyValuesError(Exception):
    """A document holds more than any proposal needs, or its references unfold to more. Its text says what."""


class Reader:
    """Builds data from one document's nodes; `faults` gathers what could not be read as meant, `values` counts.

    A document that is not `recognised` has none of the format's fields.
    """

    def __init__(self, text: Text, shape: Json) -> None:
        self.text = text
        self.shape = shape
        self.faults: list[Fault] = []
        self.kept: dict[Route, list[int]] = {}
        self.suspicious = not text.common and _holds_pasted(text.content)
        self.marked = _holds_marks(text.content)
        self.recognised = True
        self.values = self._letters = 0

    @cached_property
    def amiss(self) -> Misreadings:
        """What says that something could not be read as meant, which most documents do without."""
        from mcred_check.misreadings import Misreadings  # noqa: PLC0415 -- only a fault needs it

        return Misreadings(self.text, self.shape, self.faults, recognised=self.recognised)

    def build(self, node: Node, shape: Json, route: Route) -> Json:
        """Give a node's value by its shape; `LOST` where it cannot be, or where it is blank."""
        self.values += 1
        if self.values > MAX_VALUES:
            raise TooManyValuesError(_UNFOLDED)
        tag = node.tag
        if tag != PLAIN and tag != QUOTED and tag not in _TAGS:  # noqa: PLR1714 -- once for each value
            self.amiss.tag(node, route)
            return LOST
        if node.__class__ is Scalar:
            return self._scalar(node, shape, route)
        wanted = "object" if node.__class__ is Mapping else "array"
        if shape["type"] != wanted:
            self.amiss.kind(node, shape, route)
            return LOST
        if wanted == "object":
            return self._fields(node, shape["properties"], route)
        return self._items(node, shape["items"], route)

    def _fields(self, node: Node, fields: Json, route: Route) -> Json:
        self.values += len(node.value)  # a name takes time and room as a value does
        seen: dict[str, Node] = {}
        data: dict[str, Json] = {}
        for key, value in node.value:
            name = key.value
            known = key.__class__ is Scalar and name in fields
            if not known:
                if not isinstance(key, Scalar) or core(key) is not name:
                    self.amiss.name(key, route)
                    continue
                if self.suspicious:
                    name = self.amiss.without_pasted(key, name, fields, route)
                    known = name in fields
            if name in seen:
                self.amiss.twice(key, seen[name], name, route)
                continue
            seen[name] = key
            if not known:
                if not name.startswith("x-"):
                    self.amiss.unknown(key, name, fields, route)
                continue
            built = self.build(value, fields[name], (*route, name))
            if built is not LOST:
                data[name] = built
        return data or LOST

    def _items(self, node: Node, shape: Json, route: Route) -> Json:
        built = [self.build(item, shape, (*route, index)) for index, item in enumerate(node.value)]
        if LOST in built:
            kept = self.kept[route] = [index for index, item in enumerate(built) if item is not LOST]
            built = [built[index] for index in kept]
        return built or LOST

    def _scalar(self, node: Node, shape: Json, route: Route) -> Json:
        kind, text = shape["type"], node.value
        plain = node.tag == PLAIN
        if (plain and text in _NULLS) or not text or text.isspace():
            return LOST
        self._letters += len(text)
        if self._letters > MAX_LETTERS:
            raise TooManyValuesError(_REPEATED)
        if kind == "string":
            if self.suspicious:
                self.amiss.look_for_pasted(node, route)
            if self.marked and plain:
                self.amiss.look_for_marks(node, route)
            return self._text(node, shape, route)
        if plain and is_number(text, kind):
            return _number(text)
        if plain and kind == "boolean" and text in _BOOLEANS:
            return _BOOLEANS[text]
        self.amiss.kind(node, shape, route)
        return LOST

    def _text(self, node: Node, shape: Json, route: Route) -> Json:
        """Read a text: any, one of several words, or one of a certain form, of which only a date can be wrong here."""
        if "enum" in shape:
            text = node.value.strip()
            if text in shape["enum"]:
                return text
            self.amiss.choice(node, shape, route)
            return LOST
        if "format" not in shape:
            return node.value
        text = node.value.strip()
        if shape["format"] != "date" or is_day(text):
            return text
        self.amiss.day(node, route)
        return LOST


@lru_cache(maxsize=1)  # for all of a file's documents
def _holds_pasted(content: str) -> bool:
    return bool(re.search(PASTED, content))


@lru_cache(maxsize=1)
def _holds_marks(content: str) -> bool:
    return any(sign in content for sign in _SIGNS) and bool(re.search(_MARK, content))


def core(node: Node) -> Json:
    """Read a scalar by the YAML 1.2 core types; what YAML 1.1 would have read otherwise stays text."""
    text = node.value
    if node.tag != PLAIN:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return _number(text) if _NUMBER.fullmatch(text) else text


def _number(text: str) -> float:
    value = float(text)
    return int(text) if _INTEGER.fullmatch(text) else int(value) if value.is_integer() else value


def is_number(text: str, kind: str) -> bool:
    """Tell whether a text is a number of a field's kind; 5.0 is a whole number."""
    if kind not in {"integer", "number"} or not _NUMBER.fullmatch(text):
        return False
    return kind == "number" or isinstance(_number(text), int)


def is_blank(root: Node) -> bool:
    """Tell whether a document holds nothing."""
    return isinstance(root, Scalar) and not root.value.strip()


def bare(key: Node) -> str | None:
    """Give a field's name as it is read: without what came with a paste."""
    return re.sub(PASTED, "", key.value).strip() if isinstance(key, Scalar) else None


def pointer(route: Route) -> str:
    """Write a route as a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in route)


def owners(shape: Json, route: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Json]]:
    """Yield every group of fields in a shape with the names that lead to it."""
    fields = shape.get("properties", {})
    if fields:
        yield list(route), fields
    for name, inner in fields.items():
        yield from owners(inner, (*route, name))
    if "items" in shape:
        yield from owners(shape["items"], route)
