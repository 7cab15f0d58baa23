"""What in a proposal's text could be written better without changing what it says: names, quotes, dates, choices.

A repair is only proposed here; `fixing` applies it where reading the text again bears it out.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mcred_check.dates import days_meant
from mcred_check.misreadings import TRUTHS
from mcred_check.nodes import PLAIN, QUOTED, Mapping, Scalar, Sequence
from mcred_check.quoting import quoted, scalar
from mcred_check.shaping import bare, core, owners
from mcred_check.words import as_choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json, Route
    from mcred_check.nodes import Node, Text


class Repair(NamedTuple):
    """A change to a text: from offset `start` to `end` it is to read `text`.

    `route` leads, from a document's number, to the value that it lets be read, or leaves as it is (keeps), or adds.
    """

    start: int
    end: int
    text: str
    told: str
    route: Route
    does: Literal["reads", "keeps", "adds"] = "reads"


Way: TypeAlias = tuple[Repair, ...]
"""Repairs that go together."""

_LIKE: Final = 0.8
_NEAR: Final = 0.7
_PASTED: Final = re.compile("[\xad\u200b\u200e\u200f\u2060\ufeff“”‘’]")
"""What comes with a paste and is no part of a name, a date or a number."""
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_ELSEWHERE_A_NUMBER: Final = re.compile(
    r"[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+|[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?"
)
"""A text that one version of YAML or another reads as a number."""
_CURLY: Final = re.compile("“([^“”]*)”|‘([^‘’]*)’")


def in_document(text: Text, root: Node, shape: Json, number: int) -> list[Way]:
    """Propose repairs to what stands in a document, its number first in each route."""
    return list(_Search(text, field_names(shape), set()).below(root, shape, (number,)))


class _Search(NamedTuple):
    """A search for what to repair; `names` are the format's fields, and `seen` the nodes that were looked at."""

    text: Text
    names: frozenset[str]
    seen: set[int]

    def below(self, node: Node, shape: Json, route: Route) -> Iterator[Way]:
        """Propose repairs to a value and what is in it; those in a field with a wrong name go with the right name."""
        if id(node) in self.seen:  # a reference leads here again
            return
        self.seen.add(id(node))
        if isinstance(node, Mapping) and shape["type"] == "object":
            fields = shape["properties"]
            for key, value in node.value:
                slip = _in_name(key, node, fields, route)
                name = slip.text if slip else bare(key) or ""
                inner = list(self.below(value, fields[name], (*route, name))) if name in fields else []
                if slip:
                    yield (slip, *(one for way in inner for one in way))
                else:
                    yield from inner
        elif isinstance(node, Sequence) and shape["type"] == "array":
            for place, item in enumerate(node.value):
                yield from self.below(item, shape["items"], (*route, place))
        elif isinstance(node, Mapping):
            yield from ((one,) for one in _in_split_text(self.text, node, shape, self.names, route))
        elif isinstance(node, Scalar):
            yield from ((one,) for one in _in_value(self.text, node, shape, route))


def _in_name(key: Node, mapping: Node, fields: Json, route: Route) -> Repair | None:
    """Propose the right name for a field, if it is not there already."""
    name = bare(key)
    if name is None or key.value in fields or name.startswith("x-"):
        return None
    right = name if name in fields else _only_near(name.lower(), fields)
    if not right or right in {bare(other) for other, _ in mapping.value if other is not key}:
        return None
    told = "a hidden character is no part of a name" if right == name else f"the field is called {right}"
    return Repair(key.start_mark.index, key.end_mark.index, right, told, (*route, right))


def _in_value(text: Text, node: Node, shape: Json, route: Route) -> Iterator[Repair]:
    """Propose how a value is to be written for its field."""
    start, end = node.start_mark.index, node.end_mark.index
    raw = text.content[start:end]
    if node.tag not in {PLAIN, QUOTED} or not node.value.strip() or "\n" in raw or "\r" in raw:
        return
    kind = shape["type"]
    if kind == "string" and not {"enum", "format"} & shape.keys():
        curly = _CURLY.fullmatch(node.value.strip())
        if curly:
            told = "the curly quotation marks are no part of the text"
            yield Repair(start, end, scalar(curly[1] or curly[2] or ""), told, route)
        elif node.tag == PLAIN and _ELSEWHERE_A_NUMBER.fullmatch(node.value):
            told = "a text of figures stands in quotes, so that no program takes it for a number"
            yield Repair(start, end, quoted(node.value), told, route, does="keeps")
        return
    right, told = _right(shape, node)
    if right is not None and right != raw:
        yield Repair(start, end, right, told, route)


def _right(shape: Json, node: Node) -> tuple[str | None, str]:
    """Say how a choice, a date, a number or a truth value is to be written, if only one way can be meant."""
    written = _PASTED.sub("", node.value).replace("\xa0", " ").strip()
    kind = shape["type"]
    if "enum" in shape:
        if node.value.strip() in shape["enum"]:
            return None, ""
        choice = _only_near(as_choice(written), shape["enum"])
        return scalar(choice) if choice else None, "the choice is written as the format writes it"
    if "format" in shape:
        days = days_meant(written)
        iso = days[0] if len(days) == 1 else None
        return None if iso == node.value.strip() else iso, "the date is written year-month-day"
    if kind in {"integer", "number"} and _NUMBER.fullmatch(written):
        plain = node.tag == PLAIN and written == node.value
        return None if plain else written, "a number stands without quotes"
    if kind == "boolean" and written.casefold() in TRUTHS and not isinstance(core(node), bool):
        return TRUTHS[written.casefold()], "yes and no are written true and false"
    return None, ""


def _in_split_text(text: Text, node: Node, shape: Json, names: frozenset[str], route: Route) -> Iterator[Repair]:
    """Propose quotes around a text that a colon has made a field of, if it is not one of the format's."""
    if shape["type"] != "string" or len(node.value) != 1 or text.content[node.start_mark.index] == "{":
        return
    ((key, value),) = node.value
    start, end = node.start_mark.index, value.end_mark.index
    raw = text.content[start:end].rstrip()
    line_end = text.content.find("\n", end)
    rest = text.content[end : line_end if line_end >= 0 else None].strip()
    if isinstance(value, Scalar) and not set(raw) & set("\r\n") and rest[:1] in {"", "#"} and bare(key) not in names:
        told = "a text that holds a colon stands in quotes"
        yield Repair(start, start + len(raw), quoted(raw), told, route)


def field_names(shape: Json) -> frozenset[str]:
    """Give the name of every field of the format."""
    return frozenset(name for _, fields in owners(shape) for name in fields)


def _only_near(name: str, names: Iterable[str]) -> str:
    """Give the one of some names that must be meant: much like it, and no other is like it at all."""
    likeness = {one: SequenceMatcher(None, one, name).ratio() for one in names}
    near = [one for one, ratio in likeness.items() if ratio >= _NEAR]
    if name in likeness:
        return name
    meant = len(near) == 1 and (likeness[near[0]] >= _LIKE or sorted(near[0]) == sorted(name))
    return near[0] if meant else ""
