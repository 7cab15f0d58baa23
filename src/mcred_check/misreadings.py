"""What could not be read as meant, told in a reader's words with the next step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mcred_check.model import Fault
from mcred_check.nodes import QUOTED, Mapping, Scalar, region
from mcred_check.shaping import PASTED, is_number, owners, pointer
from mcred_check.wording import GUESSES, character, day, listed, nearest
from mcred_check.words import as_choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mcred_check.model import Json, Route
    from mcred_check.nodes import Node, Text

_HIDDEN: Final = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_COMMENT: Final = re.compile(r"[ \t]+(#[^\s#!][^\r\n]*)")
_ANCHOR: Final = re.compile(r"(&[^\s,\[\]{}]+)")
_CURLY: Final = re.compile("[“‘].*[”’]")
_BULLETS: Final = frozenset("•·●▪◦*–—")
_FITS_A_LINE: Final = 60
KINDS: Final = {
    "object": "a group of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
TRUTHS: Final = {"yes": "true", "true": "true", "no": "false", "false": "false"}
BEGIN: Final = {"proposal": "mcred-check new writes a proposal to fill in."}
"""What to do about a file that is something else, by what it should be."""
SHORT: Final = frozenset({"title", "id", "code", "name", "organisation", "field", "file", "number"})
"""Fields that hold a name, which nobody quotes; a whole sentence in curly quotes may be somebody's words."""


class Misreadings:
    """Tells the faults of one document, and gathers them in `faults`.

    A document that is not `recognised` has none of the format's fields.
    """

    def __init__(self, text: Text, shape: Json, faults: list[Fault], *, recognised: bool) -> None:
        self.text = text
        self.shape = shape
        self.faults = faults
        self.recognised = recognised

    def _fault(
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

    def document(self, root: Node) -> None:
        """Note a document that is no group of fields."""
        message = f"This is a list, not a {self.shape['title']}."
        fix = f"One {self.shape['title']} is one file, or one document between lines of three hyphens."
        if isinstance(root, Scalar):
            message = f"This is a lone text, not a {self.shape['title']}.{_strange_in(root.value)}"
            fix = "Write each field as a name, a colon, a space and the value."
        fix = " ".join(filter(None, (fix, BEGIN.get(self.shape["title"]))))
        self._fault("reading/not-a-proposal", message, root, (), fix=fix)

    def twice(self, key: Node, first: Node, name: str, route: Route) -> None:
        """Note a field that was given before."""
        lines = [region(self.text, one).line for one in (first, key)]
        message = f"“{name}” is given twice, on line {lines[0]} and on line {lines[1]}; only the first was read."
        self._fault("reading/duplicate-key", message, key, (*route, name), also=first)

    def choice(self, node: Node, shape: Json, route: Route) -> None:
        """Note a word that is none of several."""
        choices, text = shape["enum"], node.value.strip()
        meant, name = as_choice(text), label(shape, route)
        if meant in choices:
            message = f"“{_short(text)}” is the choice “{meant}” for {name}, written otherwise."
            fix = f"Write {meant}."
        else:
            message = f"“{_short(text)}” is not one of the choices for {name}: {listed(choices, word='or')}."
            meanings = map(as_choice, shape.get("enumDescriptions", ()))
            near = dict(zip(meanings, choices, strict=False)).get(meant) or self._guess(text, choices)
            fix = f"Did you mean “{near}”?" if near else "Write one of these."
        message += _strange_in(text)
        self._fault("reading/not-a-choice", message, node, route, fix=fix)

    def day(self, node: Node, route: Route) -> None:
        """Note a text that is no day."""
        from mcred_check.dates import days_meant  # noqa: PLC0415 -- only a mistake needs it

        text = node.value.strip()
        meant = days_meant(text)
        wrong = "not written year-month-day" if meant else "not a day of the calendar, written year-month-day"
        fix = listed((f"{one} for {day(one)}" for one in meant), word="or") if len(meant) > 1 else "".join(meant)
        message = f"“{_short(text)}” is {wrong}.{_strange_in(text)}"
        fix = f"Write {fix or 'the date as in 2026-11-23'}."
        self._fault("reading/not-a-date", message, node, route, fix=fix)

    def kind(self, node: Node, shape: Json, route: Route) -> None:
        """Note a value that is not of its field's kind."""
        kind = shape["type"]
        found = KINDS["object" if isinstance(node, Mapping) else "array"]
        if isinstance(node, Scalar):
            found = f"“{_short(node.value)}”"
        name = label(shape, route, start=True)
        message = f"{name} should be {KINDS[kind]}, but this is {found}."
        if isinstance(node, Scalar):
            message += _strange_in(node.value)
        self._fault("reading/wrong-kind", message, node, route, fix=_fix_for(node, kind, shape, route))

    def unknown(self, key: Node, name: str, fields: Json, route: Route) -> None:
        """Note a field that the format does not have."""
        clean = re.sub(PASTED, "", name).strip()
        near = self._guess(clean, fields)
        owner = "" if near else self._owner(clean, route)
        whole = f"a {self.shape['title']}" if not route else "this item"
        where = f"“{route[-1]}”" if route and isinstance(route[-1], str) else whole
        message = f"{where[0].upper()}{where[1:]} has no field “{_short(name)}”, so what it holds was not read."
        strange = _strange_in(name)
        begin = "" if self.recognised else BEGIN.get(self.shape["title"])
        there = f"The fields here are {listed(fields)}." if route else ""
        fix = owner or begin or there or "Take the line away, or begin your own field's name with x-."
        if near:
            fix = f"Did you mean “{near}”?"
        elif strange:
            fix = "Type the name again, and the spaces before it."
        self._fault("reading/unknown-field", message + strange, key, (*route, near or name), fix=fix)

    def _guess(self, name: str, names: Iterable[str]) -> str:
        """Give the name that was probably meant, or nothing."""
        return nearest(name.strip().lower(), names) if len(self.faults) < GUESSES else ""

    def _owner(self, name: str, route: Route) -> str:
        """Say where in the format a field of this name belongs."""
        for owner, fields in owners(self.shape) if len(self.faults) < GUESSES else ():
            if name in fields and owner != [step for step in route if isinstance(step, str)]:
                return f"“{name}” belongs under {'.'.join(owner)}." if owner else f"“{name}” belongs at the top level."
        return ""

    def name(self, key: Node, route: Route) -> None:
        """Note a field's name that is no text."""
        found = "a group or a list"
        if isinstance(key, Scalar):
            found = f"“{_short(key.value)}”" if key.value else "nothing"
        message = f"A field's name is text, and here it is {found}."
        self._fault("reading/key-not-text", message, key, route, fix="Write the field's name, a colon and a space.")

    def tag(self, node: Node, route: Route) -> None:
        """Note a mark that YAML takes for the name of a type."""
        shown = node.tag.replace("tag:yaml.org,2002:", "!!")
        message = f"The value begins with {_short(shown)}, which YAML reads as the name of a type."
        self._fault("reading/tag", message, node, route, fix="Put the text in quotes, or take the mark away.")

    def without_pasted(self, key: Node, name: str, fields: Json, route: Route) -> str:
        """Read a field's name past characters that came with a paste, and say so."""
        strange = re.search(PASTED, name)
        clean = re.sub(PASTED, "", name).strip()
        if not strange or clean not in fields:
            return name
        message = f"The field's name “{clean}” holds {character(strange[0])}; it was read without it."
        self._hidden(message, strange[0], key, (*route, clean), fix="Type the name again.")
        return clean

    def look_for_marks(self, node: Node, route: Route) -> None:
        """Say what YAML takes for a comment or for an anchor, where it looks like a part of the text."""
        content = self.text.content
        comment = _COMMENT.match(content, node.end_mark.index)
        anchor = _ANCHOR.match(content, node.start_mark.index)
        lost = comment[1] if comment else anchor[1] if anchor and f"*{anchor[1][1:]}" not in content else ""
        if lost:
            message = f"“{_short(lost)}” is not read as part of this text."
            fix = "Put the whole text in quotes"
            fix += "; or, if it is a comment, a space after the #." if comment else "."
            self._fault("reading/lost-text", message, node, route, fix=fix)

    def look_for_pasted(self, node: Node, route: Route) -> None:
        """Say what is hidden in a text, or stands around it, because it was pasted."""
        hidden = _HIDDEN.search(node.value)
        if hidden:
            message = f"This text holds {character(hidden[0])}."
            self._hidden(message, hidden[0], node, route, fix="Type the words around it again.")
        elif route and route[-1] in SHORT and _CURLY.fullmatch(node.value.strip()):
            message = "The curly quotation marks are part of this text; YAML does not take them for quotes."
            self._fault("reading/curly-quotes", message, node, route, fix="Use straight quotes, or none.")


def _strange_in(text: str) -> str:
    """Name the first character of a text that came with a paste, as a sentence of its own."""
    strange = re.search(PASTED, text)
    return f" Among its characters is {character(strange[0])}." if strange else ""


def _short(text: str) -> str:
    """Cut a value for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _FITS_A_LINE else f"{flat[: _FITS_A_LINE - 1]}…"


def _fix_for(node: Node, kind: str, shape: Json, route: Route) -> str:
    """Give the next step for a value of the wrong kind."""
    name = route[-1] if route and isinstance(route[-1], str) else "field"
    if kind == "array" and isinstance(node, Scalar):
        if node.value.strip()[:1] in _BULLETS:
            return f"Type a hyphen in place of each “{node.value.strip()[0]}”, and a space after it."
        return "Write it as a list: on the next line a hyphen, a space and the first item."
    if kind == "object":
        inner = list(shape.get("properties", {}))[:3]
        return (
            f"Write its parts as fields of their own: {', '.join(inner)} …" if inner else "Write its parts as fields."
        )
    if kind == "array":
        return "Begin each item with a hyphen and a space."
    if kind == "boolean":
        meant = TRUTHS.get(node.value.strip().casefold()) if isinstance(node, Scalar) else None
        quotes = ", without quotes" if meant and node.tag == QUOTED else ""
        return f"Write {meant or 'true or false'}{quotes}."
    if kind == "string":
        if isinstance(node, Mapping):
            return "Put the whole text in quotes; without them, a colon and a space make a field of it."
        return "Write one text; if it begins with a hyphen or a bracket, put it in quotes."
    if isinstance(node, Scalar) and node.tag == QUOTED and is_number(node.value.strip(), kind):
        return f"Take the quotes away: {name}: {node.value.strip()}"
    return f"Write {KINDS[kind]} in figures, without a unit."


def label(shape: Json, route: Route, *, start: bool = False) -> str:
    """Name a field as a reader would, from the shape's title."""
    name = shape.get("title") or (
        str(route[-1]).replace("_", " ") if route and isinstance(route[-1], str) else "this item"
    )
    return f"{name[0].upper()}{name[1:]}" if start else str(name)
