"""Paragraphs and runs of WordprocessingML, and how a mark looks in them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.document import SIGNS
from mcred_check.reporting.escaping import as_address, in_xml

if TYPE_CHECKING:
    from mcred_check.reporting.document import Mark, Prose, Span

_RUNS: Final = {"": "", "strong": "Strong", "code": "Code", "quiet": "Quiet"}
NO_BREAK: Final = "\xa0"
_LONGEST_ADDRESS: Final = 2000
"""A longer one is no link in Word."""


class Look(NamedTuple):
    """How a mark looks: the colours of its ink and its ground, six hexadecimal digits each."""

    ink: str
    ground: str


LOOKS: Final[dict[Mark, Look]] = {
    "ok": Look("17541C", "E4F3E6"),
    "must": Look("8E1B1B", "FBE6E6"),
    "should": Look("6A4A00", "FFF3D1"),
    "could": Look("6A4A00", "FFF3D1"),
    "to do": Look("1F3A68", "E7EEF8"),
    "judge": Look("4A2C82", "EEE8F7"),
    "waived": Look("3C4A52", "ECEFF1"),
    "none": Look("4A575E", "FFFFFF"),
}


def paragraph(style: str, inner: str, layout: str = "") -> str:
    """Write a paragraph; `layout` are its own properties, in the order that the format asks for."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>{inner}</w:p>'


def runs(prose: Prose) -> str:
    """Write a text with its emphasis, its links and its languages."""
    return "".join(map(_span, prose))


def text_run(text: str, style: str = "", mark: Mark | None = None, *, lang: str = "") -> str:
    """Write a piece of text in one style, in a mark's colour if one is given; a tab stays one."""
    if not text:
        return ""
    looks = f'<w:rStyle w:val="{style}"/>' if style else ""
    looks += f'<w:color w:val="{LOOKS[mark].ink}"/>' if mark else ""
    looks += f'<w:lang w:val="{lang}-NZ"/>' if lang else ""
    written = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    pieces = [f'<w:t xml:space="preserve">{in_xml(one)}</w:t>' if one else "" for one in text.split("\t")]
    return f"<w:r>{written}{'<w:tab/>'.join(pieces)}</w:r>"


def sign(mark: Mark) -> str:
    """Write a mark's sign, in a font that has it."""
    return text_run(SIGNS[mark], "Sign", mark)


def bookmark(anchor: str) -> str:
    """Make a bookmark's name of an anchor: Word takes forty letters and digits, and a letter first."""
    return "a" + sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _span(span: Span) -> str:
    style = _RUNS[span.style]
    if span.href.startswith("#"):
        run = text_run(span.text, "Hyperlink", lang=span.lang)
        return f'<w:hyperlink w:anchor="{bookmark(span.href[1:])}" w:history="1">{run}</w:hyperlink>'
    address = as_address(span.href)
    if not address or len(address) > _LONGEST_ADDRESS:
        return text_run(span.text, style, lang=span.lang)
    run = text_run(span.text, "Hyperlink", lang=span.lang)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{in_xml(address)}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
