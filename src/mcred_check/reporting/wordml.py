"""The blocks of a document as WordprocessingML, the text that a Word file is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting import wordml_tables as tables
from mcred_check.reporting.document import WORDS, Banner, Bars, Facts, Heading, Item, Paragraph, Signature, Table
from mcred_check.reporting.wordml_text import LOOKS, NO_BREAK, bookmark, paragraph, runs, sign, text_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.reporting.document import Block

BOOKMARK: Final = 'w:id="bookmark"'
"""Stands where a bookmark's number goes, which is its own in the whole document."""

_HEADINGS: Final = ("Title", "Heading1", "Heading2", "Heading3", "Heading4")
_AFTER: Final = '<w:spacing w:after="80"/>'
"""Keeps the last line of something from what follows it."""

_SIDES: Final = ("top", "left", "bottom", "right")
_PARAGRAPHS: Final = {"": "Normal", "lead": "Lead", "note": "Note", "small": "Small"}


def written(blocks: Iterable[Block], *, new_page: bool = False) -> Iterator[str]:
    """Write blocks one by one; with `new_page`, they begin on one."""
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            yield _block(waiting, signed=isinstance(block, Signature), new_page=new_page)
            new_page = False
        waiting = block
    if waiting is not None:
        yield _block(waiting, signed=False, new_page=new_page)


def _block(block: Block, *, signed: bool, new_page: bool) -> str:
    """Write a block; where it is to be `signed`, what follows is a place to sign, and stays beside it."""
    match block:
        case Heading():
            return _heading(block, "<w:pageBreakBefore/>" if new_page else "")
        case Paragraph():
            return paragraph(_PARAGRAPHS[block.kind], runs(block.text))
        case Banner():
            return _banner(block)
        case Item():
            return "".join(_item(block, signed=signed))
        case Table():
            return tables.table(block)
        case Facts():
            return tables.facts(block)
        case Bars():
            return tables.bars(block)
        case _:
            return tables.signature(block)


def _heading(block: Heading, layout: str) -> str:
    inner = runs(block.text)
    if block.anchor:
        inner = f'<w:bookmarkStart {BOOKMARK} w:name="{bookmark(block.anchor)}"/>{inner}<w:bookmarkEnd {BOOKMARK}/>'
    return paragraph(_HEADINGS[min(block.level, len(_HEADINGS)) - 1], inner, layout)


def _banner(block: Banner) -> str:
    look = LOOKS[block.mark]
    border = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="6" w:color="{look.ink}"/>' for side in _SIDES)
    layout = f'<w:pBdr>{border}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{look.ground}"/>'
    return paragraph("Verdict", f"{sign(block.mark)}{text_run('  ')}{runs(block.text)}", layout)


def _item(block: Item, *, signed: bool) -> Iterator[str]:
    """Write what was found: its number, mark and text, the lines that show it, and what there is to say of it."""
    beside = "<w:keepNext/>"
    number = text_run(f"{block.number}\t", "Strong") if block.number else ""
    state = f"{sign(block.mark)}{text_run(f'{NO_BREAK}{WORDS[block.mark]}  ', 'Strong', block.mark)}"
    said = runs(tuple(span._replace(style=span.style or "strong") for span in block.text))
    yield paragraph("List", number + state + said, beside if signed or block.excerpt or block.details else "")
    for at, (line, text) in enumerate(block.excerpt, start=1):
        last = at == len(block.excerpt)
        shown = text_run(f"{line}\t", "Quiet") + _line(text, block.columns if last else None)
        yield paragraph("Excerpt", shown, _AFTER if last else "")
    for at, (name, prose) in enumerate(block.details, start=1):
        last = at == len(block.details)
        stays = (beside if signed or not last else "") + (_AFTER if signed and last else "")
        yield paragraph("ListContinue", text_run(f"{name}: ", "Strong") + runs(prose), stays)


def _line(text: str, columns: tuple[int, int] | None) -> str:
    """Write a line of a file; what stands in the columns that an item is about stands out."""
    if columns is None:
        return text_run(text)
    start, stop = (column - 1 for column in columns)
    return text_run(text[:start]) + text_run(text[start:stop], "Pointed") + text_run(text[stop:])
