"""Bytes to text, text to YAML nodes, and the place of a region in the text; the only room that knows PyYAML."""

from __future__ import annotations

import operator
import re
from bisect import bisect_right
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from itertools import accumulate
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from mcred_check.model import Fault, Place
from mcred_check.wording import character

if TYPE_CHECKING:
    from collections.abc import Iterator


Node: TypeAlias = yaml.nodes.Node
Mapping: Final = yaml.nodes.MappingNode
Sequence: Final = yaml.nodes.SequenceNode
Scalar: Final = yaml.nodes.ScalarNode

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 40

PLAIN: Final = "plain"
"""The tag of a scalar without quotes and without a tag of its own; only such a one can be a number or a date."""
QUOTED: Final = "quoted"

_ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_RARE = (b"\xc2", b"\xd8", b"\xe2\x80", b"\xe2\x81", b"\xef")
_PACKED = b"PK\x03\x04"  # how a ZIP file begins, and so a Word document
_LINE_END = "\r\n?|\n"


class _TooDeepError(Exception):
    """Values stand inside each other further than any proposal needs."""


class _Stubs:
    """What PyYAML's composer asks of a resolver: the style of each scalar, and no types."""

    def resolve(self, _kind: type, value: str | None, implicit: tuple[bool, bool]) -> str:
        """Tell a plain scalar, which may be a number, from a quoted one."""
        return PLAIN if value is not None and implicit[0] else QUOTED

    def descend_resolver(self, _parent: Node | None, _index: Node | int | None) -> None:
        """Enter a node."""

    def ascend_resolver(self) -> None:
        """Leave a node."""


class _CountingStubs(_Stubs):
    """Refuses what is nested so deeply that composing it would exhaust the stack."""

    depth = 0

    def descend_resolver(self, parent: Node | None, _index: Node | int | None) -> None:
        """Enter a node."""
        self.depth += 1
        if parent is not None and self.depth > MAX_DEPTH:
            raise _TooDeepError(parent)

    def ascend_resolver(self) -> None:
        """Leave a node."""
        self.depth -= 1


if yaml.__with_libyaml__:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not know it

    _has_limit = yaml._yaml.get_version() >= (0, 2, 6)  # noqa: SLF001 -- said nowhere else

    class _Bare(_Stubs):
        """Asked twice about each node, it answers with functions of Python's own, which take the least time."""

        descend_resolver = staticmethod(operator.is_)  # type: ignore[assignment]  # it takes two arguments
        ascend_resolver = staticmethod(bool)  # type: ignore[assignment]  # and this takes none

    class _FastComposer(_Bare if _has_limit else _CountingStubs, CParser):  # type: ignore[misc]
        """libyaml's parser, which from 0.2.6 on counts for itself; to count here would take as long as all it does."""


class _PlainComposer(
    _CountingStubs, yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer
):
    """PyYAML's own parser, for a PyYAML without libyaml; it refuses a tab wherever libyaml takes it for a space."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)


class Text:
    """A file's text, and the places of regions in it. Offsets count code points from 0.

    `common` is known when no character is other than letters, figures and the usual signs of English and te reo Māori.
    """

    __slots__ = ("_lines", "_starts", "common", "content")

    def __init__(self, content: str, *, common: bool = False) -> None:
        self.content = content
        self.common = common
        self._starts: list[int] = []
        self._lines: dict[int, str] = {}

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if not self._starts:
            if "\r" in self.content:
                ends = [found.end() for found in re.finditer(_LINE_END, self.content)]
            else:
                ends = list(accumulate([len(line) + 1 for line in self.content.split("\n")[:-1]]))
            self._starts = [0, *ends]
        return self._starts

    def place(self, start: int, end: int) -> Place:
        """Give the place of a region, trimmed to its first line."""
        line = bisect_right(self.starts, start)
        begin = self.starts[line - 1]
        width = len(self.line(line))
        last = max(start, min(end, begin + width))
        return Place(line, start - begin + 1, line, last - begin + 1)

    def line(self, number: int) -> str:
        """Give a line's text by its number from 1, without its line end.

        Always the same text, not a copy: thousands of findings may stand on one very long line.
        """
        if number not in self._lines:
            begin = self.starts[number - 1]
            end = self.starts[number] if number < len(self.starts) else len(self.content)
            self._lines[number] = self.content[begin:end].rstrip("\r\n")
        return self._lines[number]

    def line_above(self, number: int) -> Place:
        """Give the place of the nearest line above that is not blank, without its indentation."""
        above = next((one for one in range(number - 1, 0, -1) if self.line(one).strip()), number)
        text = self.line(above)
        return Place(above, len(text) - len(text.lstrip()) + 1, above, len(text) + 1)

    def excerpt(self, line: int) -> tuple[str, ...]:
        """Give the line and the one before it."""
        return tuple(self.line(number) for number in range(max(1, line - 1), line + 1))


def region(text: Text, node: Node) -> Place:
    """Give a node's place, trimmed to its first line."""
    return text.place(node.start_mark.index, node.end_mark.index)


def decode(data: bytes) -> Text | Fault:
    """Read bytes as UTF-8, or as UTF-16 where a byte order mark says so."""
    if len(data) > MAX_BYTES:
        return Fault("reading/too-large", f"The file is larger than {MAX_BYTES // 1_000_000} MB.", Place())
    if data.startswith(_PACKED):
        return Fault(
            "reading/encoding",
            "This is a Word document, or another packed file, and no plain text, whatever it is called.",
            Place(),
            fix="Copy its text into a text editor, and save that as a file that ends in .yaml.",
        )
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        text = data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, "replace")
        place = Text(before).place(len(before), len(before) + 1)
        byte = "" if encoding == "utf-16" else f" (byte {error.object[error.start]:#04x})"
        return Fault(
            "reading/encoding",
            f"The text is not {encoding.upper()} from line {place.line} on{byte}, so its letters cannot be told.",
            place,
        )
    common = encoding == "utf-8" and _is_common(data)
    illegal = None if common else re.search(_ILLEGAL, text)
    if illegal:
        return Fault(
            "reading/control-character",
            f"Here is {character(illegal[0])}, which a text file cannot hold.",
            Text(text).place(illegal.start(), illegal.end()),
        )
    return Text(text, common=common)


def _is_common(data: bytes) -> bool:
    """Look in UTF-8 for the bytes with which rare characters begin, in a tenth of the time that looking for them takes.

    Every character that is illegal, hidden, or a curly quotation mark begins with one of them.
    """
    return len(data.translate(None, _CONTROLS)) == len(data) and not any(start in data for start in _RARE)


def compose(text: Text, *, fast: bool = True) -> Iterator[Node | Fault]:
    """Yield the root of each document, and at last the fault that stopped the reading, if one did."""
    composer = (_FastComposer if fast and yaml.__with_libyaml__ else _PlainComposer)(text.content)
    try:
        while composer.check_node():
            root: Node = composer.get_node()  # type: ignore[assignment]  # or check_node would have said so
            _refuse_depth(root, MAX_DEPTH - 1, set())
            yield root
    except _TooDeepError as error:
        message = f"Values stand inside each other more than {MAX_DEPTH} deep."
        at = error.args[0].start_mark.index
        yield Fault("reading/too-deep", message, text.place(at, at + 1))
    except yaml.MarkedYAMLError as error:
        if fast and "nesting" in str(error.problem):  # a limit of libyaml's own, which it meets as it reads ahead
            *_, fault = compose(text, fast=False)
            yield fault
        else:
            yield _syntax_fault(text, error)


def _refuse_depth(node: Node, room: int, seen: set[int]) -> None:
    """Raise where a node holds others more than `room` deep; what a reference repeats is looked at once."""
    if isinstance(node, Scalar) or id(node) in seen:
        return
    seen.add(id(node))
    if node.value and not room:
        raise _TooDeepError(node)
    if isinstance(node, Mapping):
        for key, value in node.value:
            if key.__class__ is not Scalar:
                _refuse_depth(key, room - 1, seen)
            if value.__class__ is not Scalar:
                _refuse_depth(value, room - 1, seen)
        return
    for item in node.value:
        if item.__class__ is not Scalar:
            _refuse_depth(item, room - 1, seen)


def _syntax_fault(text: Text, error: yaml.MarkedYAMLError) -> Fault:
    """Say in a reader's words what stopped the parser."""
    from mcred_check.syntax import syntax_advice  # noqa: PLC0415 -- only a fault needs it

    at = error.problem_mark.index if error.problem_mark else len(text.content)
    if text.content[max(0, at - 1) : at] == "\\":
        at -= 1  # PyYAML points behind a backslash, libyaml at it
    place = text.place(at, at + 1)
    opened = error.context_mark.index if error.context_mark else at
    start, above = text.place(opened, opened + 1), text.line_above(place.line)
    advice = syntax_advice(
        error.problem or "",
        error.context or "",
        text=text.line(place.line),
        column=place.column,
        above=text.line(above.line),
        opening=text.line(start.line),
        start=start.line,
    )
    where = {"here": place, "start": start, "above": above}[advice.where]
    return Fault("reading/syntax", advice.message, where, fix=advice.fix)
