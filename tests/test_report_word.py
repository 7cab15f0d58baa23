"""The report as a Word file: what python-docx and LibreOffice read in it, whatever is in a proposal."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from made import EVIL, FITS, HOURS, LEVEL, finding, report, result
from office import needs_office, pages

from mcred_check import running
from mcred_check.reporting.document import (
    SIGNS,
    Banner,
    Bars,
    Cell,
    Facts,
    Heading,
    Item,
    Paragraph,
    Signature,
    Span,
    Table,
)
from mcred_check.reporting.formats import Look, form, in_bytes
from mcred_check.reporting.word import Labels, file
from mcred_check.reporting.wordml import written
from mcred_check.reporting.wordml_text import LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run
    from docx.document import Document as Opened

    from mcred_check.reporting.document import Block

LABELS = Labels("Kōhanga Kai", "Report of a check", "0.1.0", date(2026, 11, 23))
TWO = (result(finding(HOURS), finding(FITS, "judge")), result(title="Another", file="b.yaml", passed=(LEVEL,)))


def made(*blocks: Block, new_page: bool = False) -> bytes:
    return b"".join(file(LABELS, written(blocks, new_page=new_page)))


def opened(data: bytes) -> Opened:
    return Document(io.BytesIO(data))


def body(*blocks: Block) -> Opened:
    return opened(made(*blocks))


def texts(document: Opened) -> list[str]:
    return [one.text for one in document.paragraphs if one.text]


def text_of(document: Opened) -> str:
    """Give all text of the body, tables too."""
    return "".join(one.text or "" for one in document.element.body.iter(qn("w:t")))


def table_of(*blocks: Block) -> str:
    """Give the XML of the one table among blocks."""
    (table,) = body(*blocks).tables
    return str(table._tbl.xml)


# --- The whole report -------------------------------------------------------------------------------------------------


def test_a_report_opens_with_real_styles_a4_and_what_it_is_about() -> None:
    document = opened(in_bytes(report(TWO[0]), form("docx", Look())))
    styles = [one.style.name for one in document.paragraphs if one.style]
    assert styles[0] == "Title"
    assert {"Title", "Heading 1", "Caption", "List", "List Continue", "Verdict"} <= set(styles)
    assert {table.style.name for table in document.tables if table.style} == {"Report Table", "Signature Table"}
    section = document.sections[0]
    sides = (section.page_width, section.page_height)
    assert [round((side or 0) / Mm(1)) for side in sides] == [210, 297]
    about = document.core_properties
    assert (about.title, about.author, about.language) == ("Barista Skills for Cafés", "mcred-check", "en-NZ")
    assert about.created == about.modified == datetime(2026, 11, 23, tzinfo=UTC)
    assert about.comments == ""


def test_each_page_has_its_number_and_from_the_second_on_the_title() -> None:
    document = opened(in_bytes(report(TWO[0]), form("docx", Look())))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Barista Skills for Cafés – Report of a check"
    assert section.first_page_header.paragraphs[0].text == "Report of a check"
    for footer in (section.footer, section.first_page_footer):
        xml = footer.paragraphs[0]._p.xml
        assert "mcred-check 0.1.0, as of 23 November 2026. Not an approval." in footer.paragraphs[0].text
        assert 'w:instr=" PAGE "' in xml
        assert 'w:instr=" NUMPAGES "' in xml


def test_the_language_is_new_zealand_english_and_te_reo_where_that_is_spoken() -> None:
    document = body(Paragraph((Span("Says "), Span("Te Waha Ohaoha", lang="mi"))))
    styles, settings = document.styles.element.xml, document.settings.element.xml
    assert '<w:lang w:val="en-NZ" w:eastAsia="en-NZ"' in styles
    assert "en-US" not in styles + settings
    assert '<w:themeFontLang w:val="en-NZ"' in settings
    runs = document.paragraphs[0].runs
    assert ["mi-NZ" in run._r.xml for run in runs] == [False, True]


def test_nothing_of_the_template_is_left_that_a_report_has_no_use_for() -> None:
    names = zipfile.ZipFile(io.BytesIO(made())).namelist()
    assert not [one for one in names if "thumbnail" in one or "customXml" in one or "stylesWithEffects" in one]
    assert "python-docx" not in "".join(
        zipfile.ZipFile(io.BytesIO(made())).read(one).decode("utf-8", "replace") for one in names
    )


def test_several_proposals_begin_with_what_holds_for_all_and_each_has_a_page() -> None:
    document = opened(in_bytes(report(*TWO), form("docx", Look())))
    assert document.core_properties.title == "2 micro-credential proposals"
    titles = [one for one in document.paragraphs if one.style and one.style.name in {"Title", "Heading 1"}]
    assert titles[0].text == "Micro-credential proposals"
    begin = [one.text for one in titles if "w:pageBreakBefore" in one._p.xml]
    assert begin == ["Barista Skills for Cafés", "Another"]
    ids = [one.get(qn("w:id")) for one in document.element.body.iter(qn("w:bookmarkStart"))]
    ends = [one.get(qn("w:id")) for one in document.element.body.iter(qn("w:bookmarkEnd"))]
    assert ids == ends == [str(at) for at in range(1, len(ids) + 1)]
    names = {one.get(qn("w:name")) for one in document.element.body.iter(qn("w:bookmarkStart"))}
    linked = {one.get(qn("w:anchor")) for one in document.element.body.iter(qn("w:hyperlink"))}
    assert linked
    assert linked <= names


def test_the_same_report_is_the_same_bytes_and_knows_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    first, second = (in_bytes(report(*TWO), form("docx", Look())) for _ in range(2))
    assert first == second
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert entries[0].filename == "[Content_Types].xml"


def test_the_command_writes_the_same_file_whatever_the_number_of_processes(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PARALLEL_FROM", 2)
    monkeypatch.setattr(running, "_BATCH", 3)
    for jobs in ("1", "2"):
        done = run("check", "examples", "--report", str(tmp_path / f"{jobs}.docx"), "--jobs", jobs, "--show", "brief")
        assert done.code == 1
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()


# --- Where it goes ----------------------------------------------------------------------------------------------------

CHECK = [
    sys.executable,
    "-m",
    "mcred_check",
    "check",
    "rules/nzqa/sample.yaml",
    "--as-of",
    "2026-11-23",
    "--format",
    "docx",
]


def test_a_pipe_gets_the_file_and_nothing_else(tmp_path: Path) -> None:
    piped = subprocess.run(CHECK, capture_output=True, check=True, cwd=ROOT)
    assert piped.stderr == b""
    assert zipfile.ZipFile(io.BytesIO(piped.stdout)).testzip() is None
    with (tmp_path / "out.docx").open("wb") as stream:
        subprocess.run(CHECK, stdout=stream, check=True, cwd=ROOT)
    assert (tmp_path / "out.docx").read_bytes() == piped.stdout


def test_the_file_goes_to_standard_output_within_a_process_as_well(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["mcred-check", *CHECK[3:]])
    from mcred_check.cli import main

    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    assert zipfile.ZipFile(io.BytesIO(capsysbinary.readouterr().out)).testzip() is None


def test_a_terminal_gets_a_next_step_and_no_bytes() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(CHECK, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    os.close(theirs)
    assert done.returncode == 2
    assert done.stderr == "A Word file is not for a terminal. Write it to a file: --report report.docx\n"
    os.set_blocking(ours, False)
    with pytest.raises(OSError, match=r"Input/output error|temporarily unavailable"):
        os.read(ours, 1)
    os.close(ours)


def test_python_docx_is_imported_only_where_a_word_file_is_written() -> None:
    command = "import sys; from mcred_check.reporting import docx; print('docx' in sys.modules, 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


# --- Each kind of block -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "style"), [(1, "Title"), (2, "Heading 1"), (4, "Heading 3"), (7, "Heading 4")])
def test_a_heading_is_of_its_level(level: int, style: str) -> None:
    (heading,) = body(Heading(level, (Span("Level"),), "level")).paragraphs
    assert heading.style
    assert (heading.style.name, heading.text) == (style, "Level")
    assert '<w:bookmarkStart w:id="1"' in heading._p.xml


def test_a_long_document_begins_on_a_new_page_only_once() -> None:
    document = opened(made(Heading(1, (Span("A"),)), Heading(2, (Span("B"),)), new_page=True))
    assert ["pageBreakBefore" in one._p.xml for one in document.paragraphs] == [True, False]


def test_a_document_of_nothing_is_a_file_too() -> None:
    assert texts(opened(made())) == []


def test_paragraphs_have_the_style_of_their_kind() -> None:
    kinds = [Paragraph((Span("x"),), kind) for kind in ("", "lead", "note", "small")]
    assert [one.style.name for one in body(*kinds).paragraphs if one.style] == ["Normal", "Lead", "Note", "Small"]


def test_a_text_keeps_its_emphasis_and_its_links() -> None:
    link = Span("rules", href='https://rules.example/?a=1&b="x\\y z')
    (paragraph,) = body(
        Paragraph(
            (
                Span("a", "strong"),
                Span("b", "code"),
                Span("c", "quiet"),
                link,
                Span("here", href="#level"),
                Span("no link", href="javascript:alert(1)"),
                Span("too long", href="https://rules.example/" + "a" * 3000),
                Span(""),
            )
        )
    ).paragraphs
    styles = [(run.text, run.style.name) for run in paragraph.runs if run.text]
    assert styles[:3] == [("a", "Strong"), ("b", "Code"), ("c", "Quiet")]
    assert styles[3:] == [
        ("rules", "Hyperlink"),
        ("no link", "Default Paragraph Font"),
        ("too long", "Default Paragraph Font"),
    ]
    (instruction,) = paragraph._p.iter(qn("w:instrText"))
    assert instruction.text == ' HYPERLINK "https://rules.example/?a=1&b=%22x%5Cy%20z" '
    assert [one.text for one in paragraph.hyperlinks] == ["here"]


@pytest.mark.parametrize("mark", LOOKS)
def test_a_verdict_has_a_sign_and_its_words_and_a_colour_besides(mark: str) -> None:
    (banner,) = body(Banner(mark, (Span("How it stands."),))).paragraphs  # type: ignore[arg-type]
    look = LOOKS[mark]  # type: ignore[index]
    assert banner.text == f"{SIGNS[mark]}  How it stands."  # type: ignore[index]
    assert f'w:fill="{look.ground}"' in banner._p.xml


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours as WCAG reckons it."""

    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mark", LOOKS)
def test_a_mark_can_be_read_on_its_ground(mark: str) -> None:
    look = LOOKS[mark]  # type: ignore[index]
    assert contrast(look.ink, look.ground) >= 7
    assert contrast(look.ink, "FFFFFF") >= 7
    assert contrast("000000", look.ground) >= 7


ROWS = (
    (Cell((Span("Level"),)), Cell((), "ok"), Cell((Span("4 of 4"),))),
    (Cell((Span("Credits"),)), Cell((Span("soon"),), "to do"), Cell()),
)


def test_a_table_repeats_its_head_splits_no_row_and_says_what_it_shows() -> None:
    xml = table_of(Table("Criteria & more", ("Criterion", "State", "Met"), ROWS, (50, 25, 25)))
    rows = xml.split("<w:tr>")[1:]
    assert ["w:tblHeader" in row for row in rows] == [True, False, False]
    assert all("w:cantSplit" in row for row in rows)
    assert '<w:tblCaption w:val="Criteria &amp; more"/>' in xml
    assert '<w:tblDescription w:val="2 rows; the columns are Criterion, State, Met."/>' in xml
    assert '<w:tblLook w:val="04A0"/>' in xml
    document = body(Table("Criteria & more", ("Criterion", "State", "Met"), ROWS))
    assert texts(document) == ["Criteria & more"]
    assert document.paragraphs[0].style
    assert document.paragraphs[0].style.name == "Caption"
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [["Criterion", "State", "Met"], ["Level", "✔\xa0Met", "4 of 4"], ["Credits", "…\xa0soon", ""]]


def test_columns_are_as_wide_as_what_they_hold_asks_for() -> None:
    rows = ((Cell((Span("x" * 20),)), Cell(), Cell((Span("y" * 300),))),)
    grid = re.findall(r'<w:gridCol w:w="(\d+)"/>', table_of(Table("Sizes", ("A", "B", "C"), rows)))
    assert [round(int(width) / 9638 * 90) for width in grid] == [20, 10, 60]


@pytest.mark.parametrize(
    ("names", "widths"),
    [
        (("A1", "A2"), [82, 9, 9]),
        (("A1", "Portfolio"), [64, 18, 18]),
        (tuple(f"A{at}" for at in range(12)), [40, *[5] * 12]),
    ],
)
def test_columns_of_marks_are_narrow_and_leave_the_outcomes_their_room(
    names: tuple[str, ...], widths: list[int]
) -> None:
    grid = re.findall(r'<w:gridCol w:w="(\d+)"/>', table_of(Table("Which", ("Outcome", *names), (), matrix=True)))
    assert [round(int(width) / 9638 * 100) for width in grid] == widths


def test_the_head_of_a_row_is_bold_but_beside_what_is_bold_already() -> None:
    rows = ((Cell((Span("LO1", "strong"), Span(" Explain"))),), (Cell((Span("Title"),)),))
    found = body(Table("Which", ("Outcome",), rows)).tables[0].rows[1:]
    runs = [[(run.text, run.style.name) for run in row.cells[0].paragraphs[0].runs] for row in found]
    assert [one[0] for one in runs] == [("LO1", "Strong"), ("Title", "Strong")]
    assert runs[0][1][0] == " Explain"
    assert runs[0][1][1] != "Strong"


def test_a_matrix_shows_signs_and_says_below_what_they_mean() -> None:
    matrix = Table(
        "Which",
        ("Outcome", "A1", "A2"),
        (
            (Cell((Span("LO1"),)), Cell((Span("yes"),), "ok"), Cell((Span("no"),), "none")),
            (Cell((Span("LO2"),)), Cell(), Cell((), "must")),
        ),
        matrix=True,
    )
    document = body(matrix)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[1:] == [["LO1", "✔", "–"], ["LO2", "", "✘"]]
    assert texts(document) == ["Which", "✔ yes    ✘ Must be fixed    – no    "]
    assert len(body(matrix._replace(head=("Outcome",), rows=((Cell((Span("LO1"),)),),))).tables[0].rows) == 2


def test_facts_are_names_and_what_is_known_and_what_is_missing_is_marked() -> None:
    (table,) = body(Facts((("Level", (Span("4"),)), ("Credits", (Span("not given"),))), frozenset({1}))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Level", "4"], ["Credits", "…\xa0not given"]]
    assert "w:tblHeader" not in table._tbl.xml


def test_a_few_facts_stay_on_one_page_and_many_may_part() -> None:
    for count, kept in ((3, [True, True, False]), (12, [False] * 12)):
        (table,) = body(Facts(tuple((f"Name {at}", (Span("x"),)) for at in range(count)))).tables
        rows = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert [bool(one) for one in rows] == kept


def test_bars_are_shaded_cells_with_their_figures_and_words() -> None:
    bars = Bars("Hours", "hours", (("Lessons", 30), ("Practice", 60.5), ("Nothing", 0)), "Most are practice.")
    document = body(bars)
    assert texts(document) == ["Hours", "Most are practice."]
    (table,) = document.tables
    spans = [[int(cell._tc.grid_span) for cell in dict.fromkeys(row.cells)] for row in table.rows]
    assert spans == [[1, 23, 25, 1], [1, 47, 1, 1], [1, 48, 1]]
    assert [row.cells[-1].text for row in table.rows] == ["30 hours", "60.5 hours", "0 hours"]
    assert '<w:tblDescription w:val="Most are practice."/>' in table._tbl.xml
    assert texts(body(Bars("Hours", "hours", (), "None."))) == ["Hours", "None."]


def test_the_rows_of_a_picture_stay_on_one_page() -> None:
    document = body(Bars("Hours", "hours", (("Class", 40), ("Own study", 60)), "Together 100."))
    assert all(row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in document.tables[0].rows)


def test_an_item_has_its_number_its_lines_and_what_there_is_to_say() -> None:
    item = Item(
        "must",
        (Span("Too many hours."),),
        "7",
        ((12, "credits: 10"), (13, "hours: {total: 110}")),
        (("Next step", (Span("Change them."),)), ("Rule", (Span("nzqa/hours", "code"),))),
        (16, 19),
    )
    paragraphs = body(item).paragraphs
    assert [one.text for one in paragraphs] == [
        "7\t✘\xa0Must be fixed  Too many hours.",
        "12\tcredits: 10",
        "13\thours: {total: 110}",
        "Next step: Change them.",
        "Rule: nzqa/hours",
    ]
    assert [run.text for run in paragraphs[2].runs if run.style.name == "Pointed"] == ["110"]
    keep = ["w:keepNext" in one._p.xml for one in paragraphs]
    assert keep == [True, False, False, True, False]  # the style of an excerpt keeps it beside what follows
    assert body(item._replace(columns=None)).paragraphs[2].text == "13\thours: {total: 110}"


def test_a_place_to_sign_stays_with_its_item() -> None:
    item = Item("judge", (Span("Do the outcomes fit?"),), details=(("Rule", (Span("nzqa/fits"),)),))
    document = body(item, Signature())
    assert all("w:keepNext" in one._p.xml for one in document.paragraphs if one.text)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "☐\xa0Met\n☐\xa0Not met",
        "Name and role",
        "Signature",
        "Date",
    ]
    assert 'w:val="Boxes for Met, Not met, and room for name and role, signature, date."' in table._tbl.xml
    alone = body(item._replace(details=())).paragraphs[0]
    assert "w:keepNext" not in alone._p.xml


# --- Whatever is in a proposal ----------------------------------------------------------------------------------------


def test_nothing_in_a_proposal_breaks_the_file() -> None:
    evil = finding(HOURS, message=EVIL, fix=EVIL, excerpt=("a\tb" + EVIL.replace("\n", " "), EVIL.replace("\n", " ")))
    one = result(evil, finding(FITS, "judge", message=EVIL), title=EVIL, data={"title": EVIL, "language": "mi"})
    document = opened(in_bytes(report(one), form("docx", Look())))
    told = text_of(document)
    assert "<img src=x onerror=alert(1)>" in told
    assert "\\x1b\\x07\\u202e\\u200b\\ud800" in told.replace("\ufffe", "")
    assert not [char for char in told if ord(char) < 32 or char in "\ufffe\uffff"]
    links = [one.text or "" for one in document.element.body.iter(qn("w:instrText"))]
    assert links
    assert all(one.startswith(' HYPERLINK "https://') and one.count('"') == 2 for one in links)


@given(text=st.text() | st.from_regex(r"[\x00-\x20<>&\"'\ud800-\udfff\ufffe\uffff]{1,8}"), href=st.text())
def test_any_text_is_xml_that_can_be_read(text: str, href: str) -> None:
    prose = (Span(text, href=href), Span(text, "strong", f"https://x.example/{href}"), Span(text, href=f"#{href}"))
    item = Item("must", prose, text, ((1, text),), ((text, prose),), (1, 3))
    cells = Table(text, (text,), ((Cell(prose),),))
    blocks = (Heading(1, prose, text), item, cells, Facts(((text, prose),)), Bars(text, text, ((text, 1),), text))
    told = "".join(written((*blocks, Signature((text,), (text,)))))
    ET.fromstring(f'<w:body xmlns:w="urn:w">{told}</w:body>')  # noqa: S314 -- our own


def test_every_finding_is_at_its_place(run: Callable[..., Run], tmp_path: Path) -> None:
    run("check", "examples/poor", "--report", str(tmp_path / "a.docx"), "--report", str(tmp_path / "a.json"))
    (told,) = json.loads((tmp_path / "a.json").read_text("utf-8"))["proposals"]
    shown = text_of(Document(str(tmp_path / "a.docx")))
    assert len(told["findings"]) > 20
    for one in told["findings"]:
        assert one["message"] in shown
        assert f"{told['file']}:{one['line']}:{one['column']}" in shown
        assert one["rule"] in shown


def test_a_title_of_any_length_is_the_files_title_as_far_as_word_takes_it() -> None:
    data = b"".join(file(LABELS._replace(title="ā" * 4000), ()))
    document = opened(data)
    assert document.core_properties.title == "ā" * 255
    assert document.sections[0].header.paragraphs[0].text == f"{'ā' * 90}… – Report of a check"


# --- As a person sees it ----------------------------------------------------------------------------------------------


@needs_office
def test_an_office_shows_the_report_page_by_page(tmp_path: Path, run: Callable[..., Run]) -> None:
    document = tmp_path / "report.docx"
    assert run("check", "examples/digital-skills", "--report", str(document)).code == 0
    shown = pages(document)
    assert "Digital Skills for the Workplace" in shown[0]
    assert "No problem found by the checks that a machine can make" in " ".join(shown[0].split())
    assert [f"Page {at} of {len(shown)}" in page for at, page in enumerate(shown, start=1)] == [True] * len(shown)
    assert all("Digital Skills for the Workplace – Report of a check" in page for page in shown[1:])
    assert any("☐ Not met" in page and "Name and role" in page for page in shown)


@needs_office
def test_an_office_repeats_a_tables_head_on_the_second_page_and_keeps_rows_whole(tmp_path: Path) -> None:
    rows = tuple(
        (Cell((Span(f"Row {at}"),)), Cell((Span(f"begins {at} " + "and goes on " * 40 + f"ends {at}"),)))
        for at in range(30)
    )
    document = tmp_path / "table.docx"
    document.write_bytes(made(Table("Long", ("The first column", "The second column"), rows, (20, 80))))
    shown = pages(document)
    assert len(shown) > 1
    assert all("The second column" in page for page in shown)
    for at in range(30):
        (page,) = [one for one in shown if f"begins {at} " in one]
        assert f"ends {at}\n" in page.replace(" \n", "\n") + "\n"


@needs_office
def test_an_office_opens_whatever_a_proposal_holds(tmp_path: Path) -> None:
    long = "w" * 5_000
    blocks = (
        Heading(1, (Span(EVIL),), EVIL),
        Table(EVIL, ("A", EVIL), ((Cell((Span(long),)), Cell((Span(EVIL),), "must")),)),
        Item(
            "must", (Span(long),), "1", ((1, long),), ((EVIL, (Span(EVIL, href=f"https://x.example/{EVIL}"),)),), (1, 9)
        ),
        Signature(),
        Paragraph((Span("The end is here."),)),
    )
    document = tmp_path / "evil.docx"
    document.write_bytes(made(*blocks))
    shown = "".join(pages(document))
    assert "The end is here." in shown
    assert shown.count("w") > 14_000
