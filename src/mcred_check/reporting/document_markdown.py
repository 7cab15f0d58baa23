"""The blocks of a document as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import WORDS, Banner, Bars, Facts, Heading, Item, Paragraph, Signature, Table
from mcred_check.reporting.escaping import as_code, in_markdown, linked
from mcred_check.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.reporting.document import Block, Cell, Mark, Prose, Span

_SIGNS: Final[dict[Mark, str]] = {
    "ok": "✔",
    "must": "✘",
    "should": "\\~",
    "could": "\\~",
    "to do": "…",
    "judge": "?",
    "waived": "/",
    "none": "–",
}
_DEEPEST: Final = 6
_LINE: Final = "_" * 24
"""Room to write in; between spaces Markdown leaves it as it is."""


def markdown(blocks: Iterable[Block]) -> Iterator[str]:
    """Write blocks one by one, with an empty line between them."""
    for at, block in enumerate(blocks):
        yield ("\n" if at else "") + _block(block) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * min(block.level, _DEEPEST)} {_prose(block.text)}"
        case Paragraph():
            return f"> {_prose(block.text)}" if block.kind == "note" else _prose(block.text)
        case Banner():
            return f"**{_SIGNS[block.mark]} {_prose(block.text)}**"
        case Facts():
            return _facts(block)
        case Table():
            return "\n".join(_table(block))
        case Bars():
            return "\n".join(_bars(block))
        case Item():
            return "\\\n".join(_item(block))
        case _:
            return _signature(block)


def _prose(text: Prose) -> str:
    return "".join(map(_span, text))


def _span(span: Span) -> str:
    """Write a piece of text with the spaces around it, which its emphasis must not enclose."""
    inner = span.text.strip()
    if not inner:
        return " " if span.text else ""
    before = " " if span.text[0].isspace() else ""
    after = " " if span.text[-1].isspace() else ""
    if span.style == "code":
        written = as_code(inner)
    else:
        written = linked(inner, span.href)
        written = f"**{written}**" if span.style == "strong" else written
    return f"{before}{written}{after}"


def _facts(block: Facts) -> str:
    """Write a list of names and what is known of each; what is missing has its sign."""
    return "\n".join(
        f"- {in_markdown(name)}: {'… ' if at in block.missing else ''}{_prose(text)}"
        for at, (name, text) in enumerate(block.rows)
    )


def _table(block: Table) -> Iterator[str]:
    yield f"**{in_markdown(block.caption)}**"
    yield ""
    yield _row(map(in_markdown, block.head))
    yield _row("---" for _ in block.head)
    for row in block.rows:
        yield _row(map(_cell, row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    """Write a cell, with its mark's sign and what that means."""
    if cell.mark is None:
        return _prose(cell.text)
    return f"{_SIGNS[cell.mark]} {_prose(cell.text) or WORDS[cell.mark]}"


def _bars(block: Bars) -> Iterator[str]:
    """Write amounts as a table: Markdown has no picture that needs no file."""
    yield f"**{in_markdown(block.caption)}**"
    yield ""
    yield _row(("", in_markdown(block.unit)))
    yield _row(("---", "--:"))
    yield from (_row((in_markdown(name), number(amount))) for name, amount in block.rows)
    yield ""
    yield in_markdown(block.text)


def _item(block: Item) -> Iterator[str]:
    """Write what was found, each line of it on a line of its own."""
    numbered = f"{in_markdown(block.number)} " if block.number else ""
    yield f"{numbered}{_SIGNS[block.mark]} {WORDS[block.mark]}: **{_prose(block.text)}**"
    yield from (f"{line}: {as_code(text)}" for line, text in block.excerpt)
    yield from (f"{in_markdown(name)}: {_prose(text)}" for name, text in block.details)


def _signature(block: Signature) -> str:
    """Write boxes to tick and lines to fill in."""
    boxes = " ".join(f"☐ {in_markdown(one)}" for one in block.choices)
    return " · ".join([boxes, *(f"{in_markdown(one)}: {_LINE}" for one in block.lines)])
