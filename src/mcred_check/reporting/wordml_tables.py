"""What a document shows in cells, as WordprocessingML: tables, facts, pictures of amounts and places to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.document import WORDS, Cell, Span
from mcred_check.reporting.escaping import in_xml
from mcred_check.reporting.verdict import number_of
from mcred_check.reporting.wordml_text import LOOKS, NO_BREAK, paragraph, runs, sign, text_run
from mcred_check.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mcred_check.reporting.document import Bars, Facts, Mark, Signature, Table

_TEXT_WIDTH: Final = 9638
"""The width of a page's text in twentieths of a point: A4 without margins of two centimetres."""

_INDENT: Final = 510
"""How far what belongs to an item stands in, as the style List Continue does."""

_FACTS: Final = (28, 72)
_TOGETHER: Final = 8
"""Up to how many facts stay on one page."""
_BARS: Final = (34, 48, 18)
_STEPS: Final = 48
"""How many steps a bar has room for."""
_BOXES: Final = 16
"""The share of the width that the boxes to tick take."""
_MARKED: Final = 40
"""The share that the first column takes at least beside narrow ones."""
_NARROW: Final = 9
"""The share that a column of marks takes under a short head."""
_LETTER: Final = 2
"""The share that a letter of a longer head takes."""
_LEAST: Final = 10
_MUCH: Final = 60
"""How many letters count at least and at most for the width of a column."""

_BAR: Final = "3F6C86"
_APART: Final = "".join(
    [f'<w:{side} w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>' for side in ("top", "bottom")]
)
"""White lines that keep two bars apart."""

_GAP: Final = paragraph("AfterTable", "")
"""Keeps two tables apart, which Word would join."""


class _Shape(NamedTuple):
    """What Word is told of a whole table: its title and what it shows, its style, its head row and column in bits."""

    title: str
    described: str
    look: str = "0000"
    style: str = "ReportTable"
    indent: int = 0


def table(block: Table) -> str:
    """Write a table with its caption; its head repeats on each page, and no row is split."""
    widths = _widths(block.widths or _fitting(block))
    head = [_headed(one, width, centred=block.matrix and at > 0) for at, one, width in _numbered(block.head, widths)]
    rows = [_row(head, "<w:tblHeader/>")]
    for row in block.rows:
        first, *others = zip(row, widths, strict=True)
        fill = _seen if block.matrix else _filled
        rows.append(_row([_named(*first), *(fill(cell, width) for cell, width in others)]))
    described = f"{number_of(len(block.rows), 'row')}; the columns are {', '.join(block.head)}."
    written = _table(rows, widths, _Shape(block.caption, described, look="04A0"))
    return paragraph("Caption", text_run(block.caption)) + written + (_legend(block) if block.matrix else "") + _GAP


def _fitting(block: Table) -> Sequence[float]:
    """Share the width out where nobody said how: marks need little in a matrix, else by what each column holds."""
    others = len(block.head) - 1
    if block.matrix and others:
        head = max(len(name) for name in block.head[1:])
        narrow = min(max(_NARROW, _LETTER * head), (100 - _MARKED) / others)
        return (100 - narrow * others, *[narrow] * others)
    columns = zip(block.head, *([_length(cell) for cell in row] for row in block.rows), strict=True)
    return [min(max(_LEAST, len(head), *lengths), _MUCH) for head, *lengths in columns]


def _length(cell: Cell) -> int:
    return sum(len(span.text) for span in cell.text)


def _numbered(head: Sequence[str], widths: Sequence[int]) -> Iterator[tuple[int, str, int]]:
    return ((at, one, width) for at, (one, width) in enumerate(zip(head, widths, strict=True)))


def _headed(text: str, width: int, *, centred: bool) -> str:
    """Write a cell of a head, which stays on the page of what it heads."""
    return _cell(paragraph("InMatrix" if centred else "InTable", text_run(text, "Strong"), "<w:keepNext/>"), width)


def _named(cell: Cell, width: int) -> str:
    """Write the first cell of a row, which is the row's own head, bold where nothing in it is so already."""
    if any(span.style == "strong" for span in cell.text):
        return _filled(cell, width)
    bold = tuple(span._replace(style=span.style or "strong") for span in cell.text)
    return _filled(cell._replace(text=bold), width)


def _filled(cell: Cell, width: int) -> str:
    """Write a cell with its text; before it stands its mark."""
    if cell.mark is None:
        return _cell(paragraph("InTable", runs(cell.text)), width)
    text = runs(cell.text) or text_run(WORDS[cell.mark], mark=cell.mark)
    return _cell(paragraph("InTable", f"{sign(cell.mark)}{text_run(NO_BREAK)}{text}"), width, ground=_ground(cell.mark))


def _seen(cell: Cell, width: int) -> str:
    """Write a cell of a matrix, of which the sign is seen."""
    inner = sign(cell.mark) if cell.mark else runs(cell.text)
    return _cell(paragraph("InMatrix", inner), width, ground=_ground(cell.mark) if cell.mark else "")


def _ground(mark: Mark) -> str:
    return "" if mark == "none" else LOOKS[mark].ground


def _legend(block: Table) -> str:
    """Say in words what the signs of a matrix mean."""
    said = {
        cell.mark: "".join(span.text for span in cell.text) or WORDS[cell.mark]
        for row in block.rows
        for cell in row
        if cell.mark
    }
    known = ((mark, said[mark]) for mark in WORDS if mark in said)
    return paragraph("Small", "".join(f"{sign(mark)}{text_run(f' {word}    ')}" for mark, word in known))


def facts(block: Facts) -> str:
    """Write names and what is known of each; what is missing has its mark and is shaded."""
    name_width, width = widths = _widths(_FACTS)
    last = len(block.rows) - 1
    rows = []
    for at, (name, text) in enumerate(block.rows):
        known = Cell(text, "to do" if at in block.missing else None)
        together = "<w:keepNext/>" if at < last < _TOGETHER else ""
        named = _cell(paragraph("InTable", runs((Span(name, "strong"),)), together), name_width)
        rows.append(_row([named, _filled(known, width)]))
    described = f"In each row a name and what is known of it: {', '.join(name for name, _ in block.rows)}."
    return _table(rows, widths, _Shape("What is known", described, look="0480")) + _GAP


def bars(block: Bars) -> str:
    """Write a picture of amounts in shaded cells, with the amounts in figures and what it shows in words."""
    label, room, figure = _widths(_BARS)
    step = room // _STEPS
    most = max((amount for _, amount in block.rows), default=0)
    rows = []
    for name, amount in block.rows:
        long = max(1, round(amount / most * (_STEPS - 1))) if amount > 0 else 0
        drawn = [_cell(paragraph("InTable", ""), long * step, ground=_BAR, span=long, borders=_APART)] if long else []
        rest = _cell(paragraph("InTable", ""), (_STEPS - long) * step, span=_STEPS - long)
        said = _cell(paragraph("InTable", text_run(f"{number(amount)} {block.unit}")), figure)
        named = _cell(paragraph("InTable", text_run(name), "<w:keepNext/>"), label)  # a picture stays on one page
        rows.append(_row([named, *drawn, rest, said]))
    shape = _Shape(block.caption, block.text, style="TableNormal")
    drawn_whole = _table(rows, [label, *[step] * _STEPS, figure], shape)
    return paragraph("Caption", text_run(block.caption)) + drawn_whole + paragraph("Small", text_run(block.text))


def signature(block: Signature) -> str:
    """Write a row with boxes to tick and lines to fill in, under the item that it belongs to."""
    count = len(block.lines)
    widths = _widths((_BOXES, *[(100 - _BOXES) / count] * count), _TEXT_WIDTH - _INDENT)
    boxes = "".join(paragraph("InTable", f"{text_run('☐', 'Sign')}{text_run(NO_BREAK + one)}") for one in block.choices)
    named = [paragraph("InTable", text_run(one, "Quiet")) for one in block.lines]
    cells = [_cell(text, width) for text, width in zip((boxes, *named), widths, strict=True)]
    described = f"Boxes for {', '.join(block.choices)}, and room for {', '.join(block.lines).lower()}."
    row = _row(cells, '<w:trHeight w:val="800" w:hRule="atLeast"/>')
    return _table([row], widths, _Shape("To sign", described, style="SignatureTable", indent=_INDENT)) + _GAP


def _widths(shares: Sequence[float], whole: int = _TEXT_WIDTH) -> list[int]:
    """Share a width out."""
    return [int(whole * share / sum(shares)) for share in shares]


def _table(rows: Iterable[str], widths: Sequence[int], shape: _Shape) -> str:
    """Put a table together."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    indent = f'<w:tblInd w:w="{shape.indent}" w:type="dxa"/>' if shape.indent else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{shape.style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{indent}'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{shape.look}"/>'
        f'<w:tblCaption w:val="{in_xml(shape.title)}"/><w:tblDescription w:val="{in_xml(shape.described)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], layout: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{layout}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(inner: str, width: int, *, ground: str = "", span: int = 1, borders: str = "") -> str:
    """Write a cell of one or more columns, on a ground of a colour if one is given."""
    spread = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    edge = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spread}{edge}{shade}</w:tcPr>{inner}</w:tc>'
