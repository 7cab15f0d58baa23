"""The report as one web page that loads nothing and runs nothing: for an academic board to read, print and sign."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mcred_check.reporting.board import board
from mcred_check.reporting.case import SEVERAL, anchor_of
from mcred_check.reporting.document import Heading, Item
from mcred_check.reporting.elements import elements, prose, symbols
from mcred_check.reporting.escaping import in_xml
from mcred_check.reporting.portfolio import ending, portfolio
from mcred_check.reporting.table import name_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mcred_check.model import Result, Run, Summary
    from mcred_check.reporting.document import Block


def part(result: Result, run: Run) -> str:
    """Write what a board is told of one proposal, with a list of what is in it."""
    blocks = list(board(result, run))
    parts = next(at for at, block in enumerate(blocks) if at and isinstance(block, Heading))
    told = "".join([*elements(blocks[:parts]), contents(blocks[parts:]), *elements(blocks[parts:])])
    if not run.several:
        return told
    anchor = anchor_of(result.file, result.document)
    back = '<p class="back"><a href="#proposals">Back to all proposals</a></p>\n'
    return f'<article class="proposal" aria-labelledby="{anchor}">\n{told}{back}</article>\n'


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write the page: where there are several proposals, first what holds for all; then each; then what a pass is."""
    several = len(summary.rows) > 1
    title = SEVERAL if several else name_of(summary.rows[0])
    first = elements(portfolio(summary)) if several else ()
    pieces = chain(first, parts, elements(ending(summary)))
    return page(pieces, title=f"{title}: report for the academic board", run=summary.run)


def page(pieces: Iterable[str], *, title: str, run: Run) -> Iterator[str]:
    """Write a page around pieces of it."""
    yield _head(title)
    yield from pieces
    yield _foot(f"Made by mcred-check {run.version} as of {day(run.as_of)}. This page loads nothing and sends nothing.")


def contents(blocks: Sequence[Block]) -> str:
    """List the parts that have an anchor, with how many items there are in each."""
    counts: dict[Heading, int] = {}
    last = None
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            counts[block] = 0
            last = block
        elif isinstance(block, Item) and last:
            counts[last] += 1
    links = "".join(
        f'<li><a href="#{in_xml(one.anchor)}">{prose(one.text)}{f" ({count})" if count else ""}</a></li>\n'
        for one, count in counts.items()
    )
    return f'<ul class="contents" aria-label="In this report">\n{links}</ul>\n' if links else ""


@cache
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text("utf-8")


def _head(title: str) -> str:
    """Begin a page: nothing may be loaded, and of styles only the page's own is used."""
    style = _style()
    known = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en-NZ">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{in_xml(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
{symbols()}<main id="report" tabindex="-1">
"""


def _foot(text: str) -> str:
    return f"</main>\n<footer><p>{in_xml(text)}</p></footer>\n</body>\n</html>\n"
