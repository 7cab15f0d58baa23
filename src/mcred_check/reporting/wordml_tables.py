"""What a document shows in cells, as WordprocessingML: tables, facts, pictures of amounts and places to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import WORDS
from mcred_check.reporting.escaping import in_xml
from mcred_check.reporting.wordml_text import LOOKS, paragraph, runs, sign, text_run
from mcred_check.wording import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mcred_check.reporting.document import Bars, Cell, Facts, Signature, Table

TEXT_WIDTH: Final = 9638
"""The width of a page's text in twentieths of a point: A4 without margins of two centimetres."""

_FACTS: Final = (28, 72)
_BARS: Final = (34, 48, 18)
_STEPS: Final = 48
"""How many steps a bar has room for."""
_BOXES: Final = 16
"""The share of the width that the boxes to tick take."""
_MARKED: Final = 40
"""The share that the first column takes beside narrow ones."""
_BAR: Final = "3F6C86"
_GAP: Final = paragraph("AfterTable", "")
"""Keeps two tables apart, which Word would join."""


def table(block: Table) -> str:
    """Write a table with its caption; its head repeats on each page, and no row is split."""
    count = len(block.head)
    shares = block.widths or ((_MARKED, *[(100 - _MARKED) / (count - 1)] * (count - 1)) if block.matrix else (1,) * count)
    widths = _widths(shares)
    style = "InMatrix" if block.matrix else "InTable"
    head = [_cell(paragraph("InTable" if not at else style, text_run(one, "Strong"), "<w:keepNext/>"), width)
            for at, (one, width) in enumerate(zip(block.head, widths, strict=True))]
    rows = [_row(head, "<w:tblHeader/>")]
    for row in block.rows:
        cells = [_filled(one, width, style if at and block.matrix else "InTable", first=not at, matrix=block.matrix and at > 0)
                 for at, (one, width) in enumerate(zip(row, widths, strict=True))]
        rows.append(_row(cells))
    caption = paragraph("Caption", text_run(block.caption))
    legend = _legend(block) if block.matrix else ""
    described = f"{len(block.rows)} rows; the columns are {', '.join(block.head)}."
    return caption + _table(rows, widths, look="04A0", title=block.caption, described=described) + legend + _GAP


def _filled(cell: Cell, width: int, style: str, *, first: bool, matrix: bool) -> str:
    """Write a cell of a table, with its mark."""
    if cell.mark is None:
        prose = tuple(span._replace(style=span.style or "strong") for span in cell.text) if first else cell.text
        return _cell(paragraph(style, runs(prose)), width)
    said = "" if matrix else (text_run("\u00a0") + (runs(cell.text) or text_run(WORDS[cell.mark], "", cell.mark)))
    ground = "" if cell.mark == "none" else LOOKS[cell.mark].ground
    return _cell(paragraph(style, sign(cell.mark) + said), width, ground=ground)


def _legend(block: Table) -> str:
    """Say in words what the signs of a matrix mean."""
    marked = {one.mark: "".join(span.text for span in one.text) or WORDS[one.mark]
              for row in block.rows for one in row if one.mark}
    said = "".join(f"{sign(mark)}{text_run(f' {word}    ')}" for mark, word in marked.items())
    return paragraph("Small", said) if said else ""


def facts(block: Facts) -> str:
    """Write names and what is known of each; what is missing says so and is shaded."""
    widths = _widths(_FACTS)
    rows = []
    for at, (name, prose) in enumerate(block.rows):
        gone = at in block.missing
        before = sign("to do") + text_run("\u00a0") if gone else ""
        ground = LOOKS["to do"].ground if gone else ""
        rows.append(_row([
            _cell(paragraph("InTable", text_run(name, "Strong")), widths[0]),
            _cell(paragraph("InTable", before + runs(prose)), widths[1], ground=ground),
        ]))
    names = ", ".join(name for name, _ in block.rows)
    return _table(rows, widths, look="0480", title="What is known", described=f"In each row a name and what is known of it: {names}.") + _GAP


def bars(block: Bars) -> str:
    """Write a picture of amounts in shaded cells, with the amounts in figures and what it shows in words."""
    label, room, figure = _widths(_BARS)
    step = room // _STEPS
    most = max((amount for _, amount in block.rows), default=0)
    rows = []
    for name, amount in block.rows:
        long = min(_STEPS - 1, max(1, round(amount / most * (_STEPS - 1)))) if most > 0 and amount > 0 else 0
        cells = [_cell(paragraph("InTable", text_run(name)), label)]
        if long:
            cells.append(_cell(paragraph("InTable", ""), long * step, ground=_BAR, span=long))
        cells.append(_cell(paragraph("InTable", ""), (_STEPS - long) * step, span=_STEPS - long))
        cells.append(_cell(paragraph("InTable", text_run(f"{number(amount)} {block.unit}")), figure))
        rows.append(_row(cells))
    grid = [label, *[step] * _STEPS, figure]
    drawn = _table(rows, grid, look="0000", title=block.caption, described=block.text)
    return paragraph("Caption", text_run(block.caption)) + drawn + paragraph("Small", text_run(block.text))


def signature(block: Signature) -> str:
    """Write a row with boxes to tick and lines to fill in."""
    count = len(block.lines)
    widths = _widths((_BOXES, *[(100 - _BOXES) / count] * count))
    boxes = "".join(paragraph("InTable", text_run("☐", "Sign") + text_run(f"\u00a0{one}")) for one in block.choices)
    named = [paragraph("InTable", text_run(one, "Quiet")) for one in block.lines]
    cells = [_cell(text, width) for text, width in zip((boxes, *named), widths, strict=True)]
    said = f"Boxes for {', '.join(block.choices)}, and room for {', '.join(block.lines).lower()}."
    row = _row(cells, '<w:trHeight w:val="850" w:hRule="atLeast"/>')
    return _table([row], widths, look="0000", title="To sign", described=said, style="SignatureTable") + _GAP


def _widths(shares: Sequence[float]) -> list[int]:
    """Share the page's width out."""
    whole = sum(shares)
    return [int(TEXT_WIDTH * share / whole) for share in shares]


def _table(  # noqa: PLR0913 -- what Word asks of a table
    rows: Iterable[str], widths: Sequence[int], *, look: str, title: str, described: str, style: str = "ReportTable"
) -> str:
    """Put a table together; `look` are Word's bits for a head row and a head column."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}"/>'
        f'<w:tblCaption w:val="{in_xml(title)}"/><w:tblDescription w:val="{in_xml(described)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], layout: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{layout}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(inner: str, width: int, *, ground: str = "", span: int = 1) -> str:
    """Write a cell of one or more columns, on a ground of a colour if one is given."""
    spread = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spread}{shade}</w:tcPr>{inner}</w:tc>'
