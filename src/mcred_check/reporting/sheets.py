"""The sheets of one proposal or of several, as Markdown, as a web page or as a Word file."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from mcred_check.reporting.case import SEVERAL
from mcred_check.reporting.document import Heading, Paragraph, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Run
    from mcred_check.reporting.document import Block

FormName: TypeAlias = Literal["markdown", "html", "docx"]

ENDINGS: Final[dict[str, FormName]] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
}
"""The form of a file by its ending."""

_KIND: Final = "Sheet for the application"


def written(
    form: FormName, sheets: Iterable[Iterable[Block]], *, title: str, run: Run
) -> Iterator[str] | Iterator[bytes]:
    """Write sheets one after the other, several under a heading for all; of one, `title` is the proposal's."""
    if run.several:
        title = SEVERAL
        lead = Paragraph((Span("A sheet for each, one after the other."),), "lead")
        sheets = chain([(Heading(1, (Span(title),)), lead)], sheets)
    if form == "docx":
        from mcred_check.reporting.word import Labels, file  # noqa: PLC0415 -- only who writes one needs python-docx
        from mcred_check.reporting.wordml import written as in_word  # noqa: PLC0415

        texts = (text for at, blocks in enumerate(sheets) for text in in_word(blocks, new_page=at > 0))
        return file(Labels(title, _KIND, run.version, run.as_of), texts)
    blocks = chain.from_iterable(sheets)
    if form == "html":
        from mcred_check.reporting.elements import elements  # noqa: PLC0415
        from mcred_check.reporting.html import page  # noqa: PLC0415 -- each form brings its own room

        return page(elements(blocks), title=f"{title}: {_KIND.lower()}", run=run)
    from mcred_check.reporting.document_markdown import markdown  # noqa: PLC0415

    return markdown(blocks)
