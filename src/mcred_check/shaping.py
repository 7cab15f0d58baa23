"""A document's nodes to data, steered by the shape of a proposal (`rules/proposal.schema.yaml`).

Values are read by the YAML 1.2 core types: a field that holds text keeps what was written, and what is blank is
absent. A value that does not fit its field is a fault and is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mcred_check.model import Fault
from mcred_check.nodes import PLAIN, QUOTED, Mapping, Scalar, region
from mcred_check.wording import GUESSES, character, is_day, listed, nearest
from mcred_check.words import as_choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json, Route
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
_HIDDEN: Final = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PASTED: Final = re.compile("[\xa0\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff“”‘’]")
_MARK: Final = re.compile(r"[ \t]#[^\s#!]|[:-][ \t]+&")
"""What stands somewhere in a text that holds a comment written like a number sign, or an anchor."""
_SIGNS: Final = (" #", "\t#", "&")
"""What such a text holds at least, and is found in a tenth of the time."""
_COMMENT: Final = re.compile(r"[ \t]+(#[^\s#!][^\r\n]*)")
_ANCHOR: Final = re.compile(r"(&[^\s,\[\]{}]+)")
_CURLY: Final = re.compile("[“‘].*[”’]")
KINDS: Final = {
    "object": "a group of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
BEGIN: Final = {"proposal": "mcred-check new writes a proposal to fill in."}
"""What to do about a file that is something else, by what it should be."""
SHORT: Final = frozenset({"title", "id", "code", "name", "organisation", "field", "file", "number"})
"""Fields that hold a name, which nobody quotes; a whole sentence in curly quotes may be somebody's words."""


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

    def build(self, node: Node, shape: Json, route: Route) -> Json:
        """Give a node's value by its shape; `LOST` where it cannot be, or where it is blank."""
        self.values += 1
        if self.values > MAX_VALUES:
            raise _too_many()
        tag = node.tag
        if tag != PLAIN and tag != QUOTED and not self._known_tag(node, route):  # noqa: PLR1714 -- once for each value
            return LOST
        if node.__class__ is Scalar:
            return self._scalar(node, shape, route)
        wanted = "object" if node.__class__ is Mapping else "array"
        if shape["type"] != wanted:
            self._misfit(node, shape, route, KINDS[wanted])
            return LOST
        if wanted == "object":
            return self._fields(node, shape["properties"], route)
        return self._items(node, shape["items"], route)

    def fault(
        self, rule: str, message: str, node: Node, route: Route, *, fix: str = "", also: Node | None = None
    ) -> None:
        """Note a fault at a node."""
        other = region(self.text, also) if also else None
        self.faults.append(Fault(rule, message, region(self.text, node), pointer(route), fix, other))

    def _hidden(self, message: str, char: str, node: Node, route: Route, *, fix: str) -> None:
        """Note a hidden character where it stands in a node, or at the node where it is written as an escape."""
        at = self.text.content.find(char, node.start_mark.index, node.end_mark.index)
        place = region(self.text, node) if at < 0 else self.text.place(at, at + 1)
        self.faults.append(Fault("reading/hidden-character", message, place, pointer(route), fix))

    def _fields(self, node: Node, fields: Json, route: Route) -> Json:
        self.values += len(node.value)  # a name takes time and room as a value does
        seen: dict[str, Node] = {}
        data: dict[str, Json] = {}
        for key, value in node.value:
            name = key.value
            known = key.__class__ is Scalar and name in fields
            if not known:
                if not isinstance(key, Scalar) or core(key) is not name:
                    self._key_is_not_text(key, route)
                    continue
                if self.suspicious:
                    name = self._without_pasted(key, name, fields, route)
                    known = name in fields
            if name in seen:
                here, first = (region(self.text, one).line for one in (key, seen[name]))
                message = f"“{name}” is given twice, on line {first} and on line {here}; only the first was read."
                self.fault("reading/duplicate-key", message, key, (*route, name), also=seen[name])
                continue
            seen[name] = key
            if not known:
                if not name.startswith("x-"):
                    self._unknown(key, name, fields, route)
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
                self._look_for_pasted(node, route)
            if self.marked and plain:
                self._look_for_marks(node, route)
            if "enum" in shape:
                return self._choice(node, shape, route)
            return self._formatted(node, shape, route) if "format" in shape else text
        if plain and _is_number(text, kind):
            return _number(text)
        if plain and kind == "boolean" and text in _BOOLEANS:
            return _BOOLEANS[text]
        self._misfit(node, shape, route, f"“{_short(text)}”")
        return LOST

    def _choice(self, node: Node, shape: Json, route: Route) -> Json:
        """Read one of several words."""
        choices, text = shape["enum"], node.value.strip()
        if text in choices:
            return text
        meant = as_choice(text)
        if meant in choices:
            message = f"“{_short(text)}” is the choice “{meant}” for {label(shape, route)}, written otherwise."
            fix = f"Write {meant}."
        else:
            name = label(shape, route)
            message = f"“{_short(text)}” is not one of the choices for {name}: {listed(choices, word='or')}."
            near = self._guess(text, choices)
            fix = f"Did you mean “{near}”?" if near else f"Write {listed(choices, word='or')}."
        message += strange_in(text)
        self.fault("reading/not-a-choice", message, node, route, fix=fix)
        return LOST

    def _formatted(self, node: Node, shape: Json, route: Route) -> Json:
        """Read a text of a certain form, of which only a date can be wrong here."""
        text = node.value.strip()
        if shape["format"] != "date" or is_day(text):
            return text
        message = f"“{_short(text)}” is not a day of the calendar, written year-month-day.{strange_in(text)}"
        self.fault("reading/not-a-date", message, node, route, fix="Write the date as in 2026-11-23.")
        return LOST

    def _misfit(self, node: Node, shape: Json, route: Route, found: str) -> None:
        kind = shape["type"]
        name = label(shape, route, start=True)
        message = f"{name} should be {KINDS[kind]}, but this is {found}."
        if isinstance(node, Scalar):
            message += strange_in(node.value)
        self.fault("reading/wrong-kind", message, node, route, fix=_fix_for(node, kind, shape, route))

    def _unknown(self, key: Node, name: str, fields: Json, route: Route) -> None:
        clean = _PASTED.sub("", name).strip()
        near = self._guess(clean, fields)
        owner = "" if near else self._owner(clean, route)
        whole = f"a {self.shape['title']}" if not route else "this item"
        where = f"“{route[-1]}”" if route and isinstance(route[-1], str) else whole
        message = f"{where[0].upper()}{where[1:]} has no field “{_short(name)}”, so what it holds was not read."
        strange = strange_in(name)
        begin = "" if self.recognised else BEGIN.get(self.shape["title"])
        fix = owner or begin or "Take the line away, or begin your own field's name with x-."
        if near:
            fix = f"Did you mean “{near}”?"
        elif strange:
            fix = "Type the name again, and the spaces before it."
        self.fault("reading/unknown-field", message + strange, key, (*route, near or name), fix=fix)

    def _guess(self, name: str, names: Iterable[str]) -> str:
        """Give the name that was probably meant, or nothing."""
        return nearest(name.strip().lower(), names) if len(self.faults) < GUESSES else ""

    def _owner(self, name: str, route: Route) -> str:
        """Say where in the format a field of this name belongs."""
        for owner, fields in owners(self.shape) if len(self.faults) < GUESSES else ():
            if name in fields and owner != [step for step in route if isinstance(step, str)]:
                return f"“{name}” belongs under {'.'.join(owner)}." if owner else f"“{name}” belongs at the top level."
        return ""

    def _key_is_not_text(self, key: Node, route: Route) -> None:
        found = "a group or a list"
        if isinstance(key, Scalar):
            found = f"“{_short(key.value)}”" if key.value else "nothing"
        message = f"A field's name is text, and here it is {found}."
        self.fault("reading/key-not-text", message, key, route, fix="Write the field's name, a colon and a space.")

    def _known_tag(self, node: Node, route: Route) -> bool:
        if node.tag in {"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}:
            return True
        shown = node.tag.replace("tag:yaml.org,2002:", "!!")
        message = f"The value begins with {_short(shown)}, which YAML reads as the name of a type."
        self.fault("reading/tag", message, node, route, fix="Put the text in quotes, or take the mark away.")
        return False

    def _without_pasted(self, key: Node, name: str, fields: Json, route: Route) -> str:
        """Read a field's name past characters that came with a paste, and say so."""
        strange = _PASTED.search(name)
        clean = _PASTED.sub("", name).strip()
        if not strange or clean not in fields:
            return name
        message = f"The field's name “{clean}” holds {character(strange[0])}; it was read without it."
        self._hidden(message, strange[0], key, (*route, clean), fix="Type the name again.")
        return clean

    def _look_for_marks(self, node: Node, route: Route) -> None:
        """Say what YAML takes for a comment or for an anchor, where it looks like a part of the text."""
        content = self.text.content
        comment = _COMMENT.match(content, node.end_mark.index)
        anchor = _ANCHOR.match(content, node.start_mark.index)
        lost = comment[1] if comment else anchor[1] if anchor and f"*{anchor[1][1:]}" not in content else ""
        if lost:
            message = f"“{_short(lost)}” is not read as part of this text."
            fix = "Put the whole text in quotes; or, if it is a comment, a space after the #."
            self.fault(
                "reading/lost-text", message, node, route, fix=fix if comment else "Put the whole text in quotes."
            )

    def _look_for_pasted(self, node: Node, route: Route) -> None:
        hidden = _HIDDEN.search(node.value)
        if hidden:
            message = f"This text holds {character(hidden[0])}."
            self._hidden(message, hidden[0], node, route, fix="Type the words around it again.")
        elif route and route[-1] in SHORT and _CURLY.fullmatch(node.value.strip()):
            message = "The curly quotation marks are part of this text; YAML does not take them for quotes."
            self.fault("reading/curly-quotes", message, node, route, fix="Use straight quotes, or none.")


def _too_many() -> TooManyValuesError:
    return TooManyValuesError(
        f"There are more than {MAX_VALUES:,} values here, or references (&, *) that unfold to more."
    )


_REPEATED: Final = f"References (&, *) unfold to more than {MAX_LETTERS:,} letters."


@lru_cache(maxsize=1)  # for all of a file's documents
def _holds_pasted(content: str) -> bool:
    return bool(_PASTED.search(content))


@lru_cache(maxsize=1)
def _holds_marks(content: str) -> bool:
    return any(sign in content for sign in _SIGNS) and bool(_MARK.search(content))


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


def _is_number(text: str, kind: str) -> bool:
    """Tell whether a text is a number of a field's kind; 5.0 is a whole number."""
    if kind not in {"integer", "number"} or not _NUMBER.fullmatch(text):
        return False
    return kind == "number" or isinstance(_number(text), int)


def strange_in(text: str) -> str:
    """Name the first character of a text that came with a paste, as a sentence of its own."""
    strange = _PASTED.search(text)
    return f" Among its characters is {character(strange[0])}." if strange else ""


def _short(text: str) -> str:
    """Cut a value for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"  # noqa: PLR2004 -- as much as fits a line


def _fix_for(node: Node, kind: str, shape: Json, route: Route) -> str:
    """Give the next step for a value of the wrong kind."""
    name = route[-1] if route and isinstance(route[-1], str) else "field"
    if kind == "array" and isinstance(node, Scalar):
        return "Write it as a list: on the next line a hyphen, a space and the first item."
    if kind == "object":
        inner = list(shape.get("properties", {}))[:3]
        return (
            f"Write its parts as fields of their own: {', '.join(inner)} …" if inner else "Write its parts as fields."
        )
    if kind == "array":
        return "Begin each item with a hyphen and a space."
    if kind == "boolean":
        return "Write true or false."
    if kind == "string":
        if isinstance(node, Mapping):
            return "Put the whole text in quotes; without them, a colon and a space make a field of it."
        return "Write one text; if it begins with a hyphen or a bracket, put it in quotes."
    if isinstance(node, Scalar) and node.tag == QUOTED and _is_number(node.value.strip(), kind):
        return f"Take the quotes away: {name}: {node.value.strip()}"
    return f"Write {KINDS[kind]} in figures, without a unit."


def label(shape: Json, route: Route, *, start: bool = False) -> str:
    """Name a field as a reader would, from the shape's title."""
    name = shape.get("title") or (
        str(route[-1]).replace("_", " ") if route and isinstance(route[-1], str) else "this item"
    )
    return f"{name[0].upper()}{name[1:]}" if start else str(name)


def owners(shape: Json, route: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Json]]:
    """Yield every group of fields in a shape with the names that lead to it."""
    fields = shape.get("properties", {})
    if fields:
        yield list(route), fields
    for name, inner in fields.items():
        yield from owners(inner, (*route, name))
    if "items" in shape:
        yield from owners(shape["items"], route)


def bare(key: Node) -> str | None:
    """Give a field's name as it is read: without what came with a paste."""
    return _PASTED.sub("", key.value).strip() if isinstance(key, Scalar) else None


def pointer(route: Route) -> str:
    """Write a route as a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in route)
