"""Blocks as elements of a web page, in which whatever comes from a proposal is text and nothing else."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import WORDS, Banner, Bars, Facts, Heading, Item, Paragraph, Signature, Table
from mcred_check.reporting.escaping import as_address, in_xml
from mcred_check.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.reporting.document import Block, Cell, Mark, Prose, Span

_WAVE: Final = '<path d="M4.2 9c1.3-2.4 2.5-2.4 3.8-1s2.5 1.4 3.8-1"/>'
_SHAPES: Final[dict[Mark, str]] = {
    "ok": '<path d="M4.5 8.5l2.5 2.5 4.5-5.5"/>',
    "must": '<path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/>',
    "should": _WAVE,
    "could": _WAVE,
    "to do": '<path d="M4.6 8h.01M8 8h.01M11.4 8h.01"/>',
    "judge": '<path d="M6.1 6.3c0-2.5 3.8-2.4 3.8-.1 0 1.5-1.9 1.6-1.9 3M8 11.6h.01"/>',
    "waived": '<path d="M4.8 11.2l6.4-6.4"/>',
    "none": '<path d="M5.5 8h5"/>',
}
"""What is drawn in the circle of each mark."""

_TAGS: Final = {"strong": "strong", "code": "code"}
_WIDE: Final = 5
"""From how many columns on a table may need more room than a telephone has."""


def symbols() -> str:
    """Draw the marks once, for the page to use."""
    drawn = "".join(
        f'<symbol id="{_symbol(mark)}" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/>{shape}</symbol>'
        for mark, shape in _SHAPES.items()
    )
    return f'<svg class="symbols" aria-hidden="true">{drawn}</svg>\n'


def elements(blocks: Iterable[Block]) -> Iterator[str]:
    """Write blocks; items that follow one another make a list, and a signature belongs to the item before it."""
    in_list = False
    for block in blocks:
        if in_list and not isinstance(block, Signature):
            yield "</li>\n"
        if in_list and not isinstance(block, Item | Signature):
            yield "</ol>\n"
            in_list = False
        if isinstance(block, Item) and not in_list:
            yield '<ol class="items" role="list">\n'
            in_list = True
        yield _element(block)
    if in_list:
        yield "</li>\n</ol>\n"


def _element(block: Block) -> str:
    match block:
        case Heading(level, text, anchor):
            named = f' id="{in_xml(anchor)}"' if anchor else ""
            return f"<h{level}{named}>{prose(text)}</h{level}>\n"
        case Paragraph(text, kind):
            return f"<p{_class(kind)}>{prose(text)}</p>\n"
        case Banner(mark, text):
            return f'<p class="banner {_name(mark)}">{_sign(mark)} <strong>{prose(text)}</strong></p>\n'
        case Facts():
            return _facts(block)
        case Table():
            return _table(block)
        case Bars():
            return _bars(block)
        case Item():
            return _item(block)
        case _:
            return _signature(block)


def prose(text: Prose) -> str:
    """Write a text with its links, its styles and its language; spans with the same address are one link."""
    return "".join(_linked(href, "".join(map(_span, some))) for href, some in groupby(text, key=_href))


def _href(span: Span) -> str:
    """Give the address that a span leads to: a page of the web, or a place in this page."""
    return span.href if span.href.startswith("#") else as_address(span.href)


def _linked(href: str, written: str) -> str:
    return f'<a href="{in_xml(href)}">{written}</a>' if href else written


def _span(span: Span) -> str:
    attributes = (' lang="mi"' if span.lang else "") + _class("quiet" if span.style == "quiet" else "")
    tag = _TAGS.get(span.style, "span" if attributes else "")
    written = in_xml(span.text)
    return f"<{tag}{attributes}>{written}</{tag}>" if tag else written


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _name(mark: Mark) -> str:
    return mark.replace(" ", "-")


def _symbol(mark: Mark) -> str:
    return f"sign-{_name(mark)}"


def _sign(mark: Mark) -> str:
    return f'<svg class="sign" aria-hidden="true"><use href="#{_symbol(mark)}"/></svg>'


def _facts(block: Facts) -> str:
    rows = "".join(
        f"<div><dt>{in_xml(name)}</dt><dd{_class('missing' if at in block.missing else '')}>{prose(text)}</dd></div>\n"
        for at, (name, text) in enumerate(block.rows)
    )
    return f'<dl class="facts">\n{rows}</dl>\n'


# --- Tables and pictures ----------------------------------------------------------------------------------------------


def _table(block: Table) -> str:
    """Write a table; one that may be wide scrolls by itself, and the keyboard reaches it."""
    figures = [all(map(_is_figure, column[1:])) for column in zip(block.head, *block.rows, strict=True)]
    widths = "".join(f'<col class="w{round(width / 5) * 5}">' for width in block.widths)
    head = "".join(
        f'<th scope="col"{_class("n" if figure else "")}>{in_xml(name)}</th>'
        for name, figure in zip(block.head, figures, strict=True)
    )
    rows = "".join(f"<tr>{_row(row, figures, matrix=block.matrix)}</tr>\n" for row in block.rows)
    table = (
        f"<table{_class('matrix' if block.matrix else '')}>\n<caption>{in_xml(block.caption)}</caption>\n"
        + (f"<colgroup>{widths}</colgroup>\n" if widths else "")
        + f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )
    if len(block.head) < _WIDE:
        return table
    return f'<div class="wide" role="region" tabindex="0" aria-label="{in_xml(block.caption)}">\n{table}</div>\n'


def _is_figure(cell: Cell | str) -> bool:
    """Tell whether a cell holds a figure, or a dash instead of one."""
    text = "" if isinstance(cell, str) else "".join(span.text for span in cell.text)
    return text == "–" or text.isdecimal()


def _row(row: tuple[Cell, ...], figures: list[bool], *, matrix: bool) -> str:
    head, *rest = row
    cells = "".join(
        f"<td{_class('n' if figure else '')}>{_cell(cell, matrix=matrix)}</td>"
        for cell, figure in zip(rest, figures[1:], strict=True)
    )
    return f'<th scope="row">{_cell(head, matrix=False)}</th>{cells}'


def _cell(cell: Cell, *, matrix: bool) -> str:
    if cell.mark is None:
        return prose(cell.text)
    told = prose(cell.text) or WORDS[cell.mark]
    heard = "unseen" if matrix else "word"
    return f'<span class="state {_name(cell.mark)}">{_sign(cell.mark)}<span class="{heard}">{told}</span></span>'


def _bars(block: Bars) -> str:
    """Write a table of amounts with a bar drawn for each; what the picture shows is in the table and in words."""
    whole = sum(amount for _, amount in block.rows)
    rows = "".join(
        f'<tr><th scope="row">{in_xml(name)}</th><td class="n">{number(amount)}</td>'
        f'<td class="n">{amount / whole:.0%}</td><td class="bar">{_bar(amount / whole)}</td></tr>\n'
        for name, amount in block.rows
    )
    head = f'<th scope="col">Part</th><th scope="col" class="n">{in_xml(block.unit.capitalize())}</th>'
    return (
        f'<table class="bars">\n<caption>{in_xml(block.caption)}</caption>\n<thead><tr>{head}'
        '<th scope="col" class="n">Share</th><th scope="col"><span class="unseen">Picture of the share</span></th>'
        f'</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n<p class="small">{in_xml(block.text)}</p>\n'
    )


def _bar(share: float) -> str:
    drawn = f'<rect class="whole" width="100" height="8"/><rect class="share" width="{share * 100:.1f}" height="8"/>'
    return f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


# --- What was found ---------------------------------------------------------------------------------------------------


def _item(block: Item) -> str:
    """Begin an item, which ends before the next block that does not belong to it."""
    counted = f'<span class="number">{in_xml(block.number)}</span> ' if block.number else ""
    details = "".join(f"<div><dt>{in_xml(name)}</dt><dd>{prose(text)}</dd></div>\n" for name, text in block.details)
    return (
        f'<li class="item {_name(block.mark)}">\n<p class="mark">{_sign(block.mark)} {counted}{WORDS[block.mark]}</p>\n'
        f'<p class="claim">{prose(block.text)}</p>\n{_excerpt(block)}'
        + (f'<dl class="details">\n{details}</dl>\n' if details else "")
    )


def _excerpt(block: Item) -> str:
    """Show lines of the file, with what it is about marked in the last of them."""
    if not block.excerpt:
        return ""
    *before, (bottom, last) = block.excerpt
    start, end = block.columns or (1, len(last) + 1)
    marked = in_xml(last[start - 1 : end - 1])
    shown = in_xml(last[: start - 1]) + (f"<mark>{marked}</mark>" if marked else "") + in_xml(last[end - 1 :])
    lines = [*((at, in_xml(line)) for at, line in before), (bottom, shown)]
    written = "".join(f'<span class="line"><span class="at">{at}</span> {line}</span>' for at, line in lines)
    return f'<pre class="excerpt"><code>{written}</code></pre>\n'


def _signature(block: Signature) -> str:
    boxes = "".join(f'<li><span class="box"></span>{in_xml(choice)}</li>' for choice in block.choices)
    lines = "".join(f'<li class="line-to-sign"><span>{in_xml(line)}</span></li>' for line in block.lines)
    return f'<ul class="signature" aria-label="To sign">{boxes}{lines}</ul>\n'
