"""A Word file around the text of a document: its page, its styles, its header and footer, and what it says of itself.

The text goes into the file as it comes, so that a report on any number of proposals takes no more memory.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from mcred_check.reporting.escaping import held_by_xml
from mcred_check.reporting.wordml import BOOKMARK
from mcred_check.reporting.wordml_text import text_run
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from docx.document import Document as Shell
    from docx.section import _Footer, _Header

_STYLES: Final = Path(__file__).parent / "word-styles.xml"
_UNUSED: Final = (
    "/thumbnail",
    "/stylesWithEffects",
    "/customXml",
    "/extended-properties",
    "/webSettings",
    "/numbering",
)
"""What python-docx's template brings that a report has no use for, by the ends of its relations' names."""

_TEXT: Final = "word/document.xml"
_END: Final = "<w:sectPr"
_IN_HEADER: Final = 90
"""How much of a title stands on each page."""

_LONGEST: Final = 255
"""How long a title may be that a file gives itself."""

_IN_MEMORY: Final = 8_000_000
_PIECE: Final = 1_000_000
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The day that files in the file are of: the first that a zip knows, because no clock is read."""


class Labels(NamedTuple):
    """What a file says of itself: whose it is, what it is, which version made it, and for which day."""

    title: str
    kind: str
    version: str
    as_of: date


def file(labels: Labels, body: Iterable[str]) -> Iterator[bytes]:
    """Give a Word file's bytes, piece by piece; the same for the same text."""
    made = BytesIO()
    _shell(labels).save(made)
    with SpooledTemporaryFile(_IN_MEMORY) as whole:
        with ZipFile(made) as shell, ZipFile(whole, "w") as archive:
            for name in sorted(shell.namelist()):
                entry = ZipInfo(name, _EPOCH)
                entry.compress_type = ZIP_DEFLATED
                with archive.open(entry, "w", force_zip64=name == _TEXT) as stream:
                    _fill(stream, shell.read(name), body if name == _TEXT else ())
        whole.seek(0)
        while piece := whole.read(_PIECE):
            yield piece


def _fill(stream: IO[bytes], data: bytes, body: Iterable[str]) -> None:
    """Write one file of the shell, with the text before the end of the one that is to hold it."""
    before, end, after = data.partition(_END.encode())
    stream.write(before)
    numbers = count(2)
    for text in body:
        stream.write(_numbered(text, numbers).encode())
    stream.write(end + after)


def _numbered(text: str, numbers: Iterator[int]) -> str:
    """Give each bookmark a number; its place stands twice, where the bookmark begins and where it ends."""
    return re.sub(BOOKMARK, lambda _: f'w:id="{next(numbers) // 2}"', text)


def _shell(labels: Labels) -> Shell:
    """Make the file without its text."""
    shell = Document()
    for part in (shell.part, shell.part.package):
        for name, relation in list(part.rels.items()):
            if relation.reltype.endswith(_UNUSED):
                del part.rels[name]
    _style(shell)
    section = shell.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    title = labels.title if len(labels.title) <= _IN_HEADER else f"{labels.title[:_IN_HEADER]}…"
    _line(section.header, text_run(f"{title} – {labels.kind}"))
    _line(section.first_page_header, text_run(labels.kind))
    said = text_run(f"mcred-check {labels.version}, as of {day(labels.as_of)}. Not an approval.\tPage ")
    for footer in (section.footer, section.first_page_footer):
        _line(footer, f"{said}{_field('PAGE')}{text_run(' of ')}{_field('NUMPAGES')}")
    about = shell.core_properties
    about.title, about.subject, about.author = held_by_xml(labels.title)[:_LONGEST], labels.kind, "mcred-check"
    about.last_modified_by, about.comments, about.language = "mcred-check", "", "en-NZ"
    about.created = about.modified = datetime.combine(labels.as_of, time(), UTC)
    return shell


def _style(shell: Shell) -> None:
    """Put our styles in the place of the template's, and our language."""
    styles = shell.styles.element
    for one in list(styles):
        styles.remove(one)
    styles.extend(list(parse_xml(_STYLES.read_bytes())))
    settings = shell.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "en-NZ")
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")  # with less, Word opens it as a document of the past


def _line(place: _Header | _Footer, inner: str) -> None:
    """Fill the one paragraph of a header or a footer."""
    paragraph = place.paragraphs[0]._p  # noqa: SLF001 -- python-docx gives fields no name
    namespaces = f'xmlns:w="{paragraph.nsmap["w"]}"'
    paragraph.extend(list(parse_xml(f"<w:p {namespaces}>{inner}</w:p>")))


def _field(name: str) -> str:
    """Write a field that Word fills in."""
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
