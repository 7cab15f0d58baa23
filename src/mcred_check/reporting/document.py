"""A document for people, block by block and without a look: web pages, Word and Markdown are made from the same blocks.

Whoever tells something gives blocks; whoever writes a form knows each kind of block and nothing of proposals.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

Mark: TypeAlias = Literal["ok", "must", "should", "could", "to do", "judge", "waived", "none"]
"""How something stands; a form shows it as a symbol and a word, and never by colour alone."""

WORDS: Final[dict[Mark, str]] = {
    "ok": "Met",
    "must": "Must be fixed",
    "should": "Should be better",
    "could": "Could be better",
    "to do": "To do",
    "judge": "For a person to judge",
    "waived": "Waived",
    "none": "Not applicable",
}
"""Each mark in words."""

SIGNS: Final[dict[Mark, str]] = {
    "ok": "✔",
    "must": "✘",
    "should": "~",
    "could": "~",
    "to do": "…",
    "judge": "?",
    "waived": "/",
    "none": "–",
}
"""Each mark as a sign, for a form that draws none of its own."""


class Span(NamedTuple):
    """A piece of text. `href` is an address of the web or `#` and an anchor; `lang` is mi where te reo Māori begins."""

    text: str
    style: Literal["", "strong", "code", "quiet"] = ""
    href: str = ""
    lang: Literal["", "mi"] = ""


Prose: TypeAlias = tuple[Span, ...]
Details: TypeAlias = tuple[tuple[str, Prose], ...]
"""Names and texts, such as “Next step” and what it is."""


class Heading(NamedTuple):
    """A heading; level 1 stands once, at the top of a document. `anchor` is its own in the whole document."""

    level: int
    text: Prose
    anchor: str = ""


class Paragraph(NamedTuple):
    """A paragraph; a `lead` opens a document, and a `note` is what a reader must know to trust the rest."""

    text: Prose
    kind: Literal["", "lead", "note", "small"] = ""


class Banner(NamedTuple):
    """The verdict: the first thing that a reader sees."""

    mark: Mark
    text: Prose


class Facts(NamedTuple):
    """Names and what is known of each, such as “Level” and “4”; what is asked for and not there has `missing`."""

    rows: Details
    missing: frozenset[int] = frozenset()


class Cell(NamedTuple):
    """A cell of a table; with a mark, its symbol stands before the text, and its word where there is no text.

    In a matrix the symbol is what is seen, and the text is for those who hear it.
    """

    text: Prose = ()
    mark: Mark | None = None


class Table(NamedTuple):
    """A table with a caption and a head that repeats on each page; the first cell of a row is the row's own head.

    `widths` are shares of the width. Where `matrix` is set, all but the first column hold marks and are narrow.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    matrix: bool = False


class Bars(NamedTuple):
    """A picture of amounts that make a whole; `text` says in words what the picture shows."""

    caption: str
    unit: str
    rows: tuple[tuple[str, float], ...]
    text: str


class Item(NamedTuple):
    """One thing found: its mark, what is wrong, the lines of the file that show it, and what there is to say of it.

    `number` is empty where nothing counts it. `columns` are those of the excerpt's last line that it is about, from 1
    and without the last; None where it is about the whole line.
    """

    mark: Mark
    text: Prose
    number: str = ""
    excerpt: tuple[tuple[int, str], ...] = ()
    details: Details = ()
    columns: tuple[int, int] | None = None


class Signature(NamedTuple):
    """Lines for a person to sign on, each with its name: a verdict's boxes, a name, a day.

    After an item it belongs to that, and a form keeps the two together.
    """

    choices: tuple[str, ...] = ("Met", "Not met")
    lines: tuple[str, ...] = ("Name and role", "Signature", "Date")


Block: TypeAlias = Heading | Paragraph | Banner | Facts | Table | Bars | Item | Signature
