"""What is read from a file: the traps of YAML, one by one, and what a writer is told of each."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import SHAPE, both, only

from mcred_check.loading import read
from mcred_check.misreadings import BEGIN
from mcred_check.model import CouldNotCheckError, Fault, Json, Place
from mcred_check.nodes import _ILLEGAL, MAX_BYTES, Text, decode
from mcred_check.rule_files import plain
from mcred_check.shaping import PASTED, core

AS_WRITTEN = ["012", "0o14", "0x1F", "1:30", "1_000", "1.10", "1e3", ".5", "5.", "+.inf", ".nan", "no", "Yes", "on"]
AS_WRITTEN += ["true", "2026-02-30", "2026-11-23T10:00:00", "=", "<<", "10", "Nō", "null and void", "1 2"]
BLANK = ["", "~", "null", "Null", "NULL", "''", '""', "'  '", "[]", "{}", "|", "|\n\n", "[~]", "# a note"]

NOT_READ = "A proposal has no field “{}”, so what it holds was not read."


def fault(source: str | bytes) -> Fault:
    """Give the one fault of a text with one document."""
    (found,) = only(source).faults
    return found


# --- Values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_a_text_stays_what_was_written(written: str) -> None:
    assert only(f"title: {written}\n").data == {"title": written}


@pytest.mark.parametrize("written", BLANK)
def test_a_blank_value_is_absent_whatever_its_field_holds(written: str) -> None:
    for field in ("title", "level", "status"):
        if written[:1] not in "[{" or not written:
            assert only(f"{field}: {written}\n").data == {}
    assert only(f"partners: {written}\nlevel: 3\n").data == {"level": 3}


def test_a_quoted_null_is_text() -> None:
    assert only("title: 'null'\n").data == {"title": "null"}


@pytest.mark.parametrize(
    ("written", "whole", "number"),
    [
        ("10", 10, 10),
        ("-3", -3, -3),
        ("+5", 5, 5),
        ("0", 0, 0),
        ("10.0", 10, 10),
        ("123456789012345", 123456789012345, 123456789012345),
        ("1.10", None, 1.1),
        ("2.5", None, 2.5),
        *((text, None, None) for text in ("012", "1:30", "1_000", "0x1F", "1e3", ".5", "5.", "no", "true", "ten")),
        *(
            (text, None, None)
            for text in ("'10'", "!!str 10", "1234567890123456", "$9", "\u0661\u0660", "[1]", "{a: 1}")
        ),
    ],
)
def test_a_number_is_read_by_the_kind_of_its_field(written: str, whole: Json, number: Json) -> None:
    for field, data, value in (
        ("credits: ", lambda one: {"credits": one}, whole),
        ("hours:\n  total: ", lambda one: {"hours": {"total": one}}, number),
    ):
        found = only(f"{field}{written}\n")
        assert found.data == ({} if value is None else data(value))
        assert [one.rule for one in found.faults] == ([] if value is not None else ["reading/wrong-kind"])
        if value is not None:
            assert all(type(one) is type(value) for one in _leaves(found.data))


def _leaves(value: Json) -> list[Json]:
    return [leaf for inner in value.values() for leaf in _leaves(inner)] if isinstance(value, dict) else [value]


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("True", True), ("FALSE", False), *((text, None) for text in ("yes", "no", "on", "1", "'true'"))],
)
def test_only_true_and_false_are_booleans(written: str, value: Json) -> None:
    found = only(f"entry:\n  open: {written}\n")
    assert found.data == ({} if value is None else {"entry": {"open": value}})
    meant = {"yes": "true", "no": "false", "'true'": "true, without quotes"}.get(written, "true or false")
    assert [one.fix for one in found.faults] == ([] if value is not None else [f"Write {meant}."])


NO_DAY = "is not a day of the calendar, written year-month-day."
OTHERWISE = "is not written year-month-day."


@pytest.mark.parametrize(
    ("day", "wrong", "fix"),
    [
        ("2026-02-30", NO_DAY, "Write the date as in 2026-11-23."),
        ("2026-13-01", NO_DAY, "Write the date as in 2026-11-23."),
        ("May 2026", NO_DAY, "Write the date as in 2026-11-23."),
        ("\uff12\uff1026-01-01", NO_DAY, "Write the date as in 2026-11-23."),
        ("2026-2-3", OTHERWISE, "Write 2026-02-03."),
        ("23/11/2026", OTHERWISE, "Write 2026-11-23."),
        ("14 September 2024", OTHERWISE, "Write 2024-09-14."),
        ("3/2/2027", OTHERWISE, "Write 2027-02-03 for 3 February 2027 or 2027-03-02 for 2 March 2027."),
    ],
)
def test_a_date_that_is_not_written_as_one_is_a_fault_that_says_what_to_write(day: str, wrong: str, fix: str) -> None:
    found = fault(f"application:\n  date: {day}\n")
    assert (found.rule, found.pointer, found.fix) == ("reading/not-a-date", "/application/date", fix)
    assert found.message == f"“{day}” {wrong}"


def test_a_date_and_a_choice_stay_text_and_lose_the_space_around_them() -> None:
    data = only("status: ' draft '\napplication:\n  date: ' 2028-02-29'\nlevel_descriptors: 2025\n").data
    assert data == {"status": "draft", "application": {"date": "2028-02-29"}, "level_descriptors": "2025"}


@pytest.mark.parametrize(
    ("source", "message", "fix"),
    [
        ("credits: '10'", "Credits should be a whole number, but this is “10”.", "Take the quotes away: credits: 10"),
        (
            "credits: '10.5'",
            "Credits should be a whole number, but this is “10.5”.",
            "Write a whole number in figures, without a unit.",
        ),
        (
            "level: 3\xa0",
            "Level should be a whole number, but this is “3”. Among its characters is a non-breaking space (U+00A0).",
            "Write a whole number in figures, without a unit.",
        ),
        (
            "partners: Foo",
            "Partners should be a list, but this is “Foo”.",
            "Write it as a list: on the next line a hyphen, a space and the first item.",
        ),
        (
            "partners: {name: a}",
            "Partners should be a list, but this is a group of fields.",
            "Begin each item with a hyphen and a space.",
        ),
        (
            "partners: [Foo]",
            "Partner should be a group of fields, but this is “Foo”.",
            "Write its parts as fields of their own: name, role …",
        ),
        (
            "learning_outcomes:\n  • Measure water",
            "Learning outcomes should be a list, but this is “• Measure water”.",
            "Type a hyphen in place of each “•”, and a space after it.",
        ),
        (
            "hours: 100",
            "Learning hours should be a group of fields, but this is “100”.",
            "Write its parts as fields of their own: total, activities, directed …",
        ),
        (
            "title: [a, b]",
            "Title should be text, but this is a list.",
            "Write one text; if it begins with a hyphen or a bracket, put it in quotes.",
        ),
        (
            "purpose:\n  education_pathways:\n    - Level 4: Certificate",
            "Education pathway should be text, but this is a group of fields.",
            "Put the whole text in quotes; without them, a colon and a space make a field of it.",
        ),
        (
            "credits: " + "ten " * 30,
            "Credits should be a whole number, but this is “" + ("ten " * 15)[:59] + "…”.",
            "Write a whole number in figures, without a unit.",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_left_out_with_the_next_step(source: str, message: str, fix: str) -> None:
    found = only(f"{source}\nlanguage: en\n")
    assert found.data == {"language": "en"}
    assert [(one.rule, one.message, one.fix) for one in found.faults] == [("reading/wrong-kind", message, fix)]
    assert found.lost == {found.faults[0].pointer}


@pytest.mark.parametrize(
    ("source", "message", "fix"),
    [
        (
            "status: Draft",
            "“Draft” is the choice “draft” for stage, written otherwise.",
            "Write draft.",
        ),
        (
            "status: draff",
            "“draff” is not one of the choices for stage: draft, submission or listed.",
            "Did you mean “draft”?",
        ),
        (
            "status: final",
            "“final” is not one of the choices for stage: draft, submission or listed.",
            "Write one of these.",
        ),
    ],
)
def test_what_is_not_a_choice_is_left_out_with_the_choices(source: str, message: str, fix: str) -> None:
    found = fault(source)
    assert (found.rule, found.message, found.fix, found.pointer) == ("reading/not-a-choice", message, fix, "/status")


@pytest.mark.parametrize(("said", "meant"), [("te reo Māori", "mi"), ("English", "en")])
def test_a_choice_is_known_by_what_it_means(said: str, meant: str) -> None:
    assert fault(f"language: {said}").fix == f"Did you mean “{meant}”?"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("title: !draft Foo", "!draft"),
        ("title: !!int 5", "!!int"),
        ("title: !!python/object:os.system x", "!!python/object:os.system"),
        ("partners: !x [{name: a}]", "!x"),
        ("hours: !x {total: 1}", "!x"),
    ],
)
def test_a_tag_is_a_fault_and_its_value_is_left_out(source: str, shown: str) -> None:
    found = only(source)
    assert found.data == {}
    assert [(one.rule, one.message) for one in found.faults] == [
        ("reading/tag", f"The value begins with {shown}, which YAML reads as the name of a type.")
    ]


def test_a_tag_that_changes_nothing_is_let_be() -> None:
    source = "title: !!str 5\nhours: !!map {total: 1}\npurpose: {used_in: !!seq [Fiji]}\n"
    assert only(source).data == {"title": "5", "hours": {"total": 1}, "purpose": {"used_in": ["Fiji"]}}
    assert only(source).faults == ()


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("a", "a"),
        ("~", None),
        ("True", True),
        ("012", "012"),
        ("1_000", "1_000"),
        ("1.50", 1.5),
        ("4", 4),
        ("'4'", "4"),
    ],
)
def test_a_rule_sets_own_values_are_of_the_core_types(source: str, value: Json) -> None:
    assert plain(f"- {source}\n- {{a: {source}}}\n", "a.yaml") == [value, {"a": value}]
    assert core(yaml.ScalarNode("quoted", "4")) == "4"


def test_what_is_blank_behind_a_rule_sets_own_document_is_no_second_one() -> None:
    assert plain("a: 1\n---\n# nothing\n", "a.yaml") == {"a": 1}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "a.yaml: the file is empty"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: a key is to be text, and to stand once"),
        ("[a]: 1\n", "a.yaml:1:1: a key is to be text, and to stand once"),
        ("a: &a [*a]\n", "a.yaml: a reference (*) leads back to itself, or more than 40 deep"),
        (
            "a0: &a0 [1, 2]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(60)),
            "a.yaml: the file holds more than 5000 values, or references (&, *) that unfold to as many",
        ),
        (
            f"- &a {'x' * 1_500_000}\n- *a\n",
            "a.yaml: references (&, *) unfold to more than 2,000,000 letters",
        ),
        ("a: 1\n---\nb: 2\n", "a.yaml:3:1: A second document begins here; a file holds one."),
        ("a: @b\n", "a.yaml:1:4: A text cannot begin with @ unless it stands in quotes. Put the text in quotes."),
    ],
)
def test_a_rule_sets_own_file_is_refused_at_its_first_fault(source: str, message: str) -> None:
    with pytest.raises(CouldNotCheckError) as raised:
        plain(source, "a.yaml")
    assert str(raised.value) == message


# --- Fields -----------------------------------------------------------------------------------------------------------


def test_a_field_that_is_given_twice_is_read_once_and_shown_twice() -> None:
    found = only("title: One\nlevel: 3\ntitle: Two\n")
    (twice,) = found.faults
    assert found.data == {"title": "One", "level": 3}
    assert twice.message == "“title” is given twice, on line 1 and on line 3; only the first was read."
    assert (twice.rule, twice.place.line, twice.also and twice.also.line) == ("reading/duplicate-key", 3, 1)
    assert found.place(("title",)).line == 1
    assert found.lost == frozenset()


@pytest.mark.parametrize(
    ("source", "pointer", "message", "fix"),
    [
        (
            "titel: Foo",
            "/title",
            NOT_READ.format("titel"),
            "Did you mean “title”?",
        ),
        (
            "Title: Foo",
            "/title",
            NOT_READ.format("Title"),
            "Did you mean “title”?",
        ),
        (
            "evidence: []",
            "/evidence",
            NOT_READ.format("evidence"),
            "“evidence” belongs under need.",
        ),
        (
            "need:\n  credits: 3",
            "/need/credits",
            "“need” has no field “credits”, so what it holds was not read.",
            "“credits” belongs at the top level.",
        ),
        (
            "partners:\n  - total: 3",
            "/partners/0/total",
            "This item has no field “total”, so what it holds was not read.",
            "“total” belongs under hours.",
        ),
        (
            "learning_outcomes:\n  - Measure water: at a site",
            "/learning_outcomes/0/Measure water",
            "This item has no field “Measure water”, so what it holds was not read.",
            "The fields here are id, outcome and hours.",
        ),
        (
            "title: A\ncolour: red",
            "/colour",
            NOT_READ.format("colour"),
            "Take the line away, or begin your own field's name with x-.",
        ),
        (
            "colour: red",
            "/colour",
            NOT_READ.format("colour"),
            "mcred-check new writes a proposal to fill in.",
        ),
        (
            "title: A\na/b~c: red",
            "/a~1b~0c",
            NOT_READ.format("a/b~c"),
            "Take the line away, or begin your own field's name with x-.",
        ),
        (
            "purpose:\n\xa0\xa0knowledge: a",
            "/\xa0\xa0knowledge",
            NOT_READ.format("knowledge") + " Among its characters is a non-breaking space (U+00A0).",
            "Type the name again, and the spaces before it.",
        ),
        (
            "lev\u200bell: 3",
            "/level",
            NOT_READ.format("lev\u200bell") + " Among its characters is a zero-width space (U+200B).",
            "Did you mean “level”?",
        ),
    ],
)
def test_a_field_that_is_not_known_is_named_with_the_one_that_was_meant(
    source: str, pointer: str, message: str, fix: str
) -> None:
    found = fault(source)
    assert (found.rule, found.pointer, found.message, found.fix) == ("reading/unknown-field", pointer, message, fix)


def test_a_field_of_ones_own_begins_with_x_and_is_let_be() -> None:
    found = only("x-cost-centre: {a: [1, !b c]}\ntitle: Foo\n")
    assert (found.data, found.faults) == ({"title": "Foo"}, ())


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("1", "“1”"),
        ("true", "“true”"),
        ("~", "“~”"),
        ("1.5", "“1.5”"),
        ("[a]", "a group or a list"),
        ("{a: b}", "a group or a list"),
        ("? ", "nothing"),
    ],
)
def test_a_key_that_is_not_text_is_a_fault(key: str, shown: str) -> None:
    found = only(f"title: Foo\n{key}{'' if key == '? ' else ': x'}\n")
    assert found.data == {"title": "Foo"}
    assert [(one.rule, one.message) for one in found.faults] == [
        ("reading/key-not-text", f"A field's name is text, and here it is {shown}.")
    ]


def test_keys_that_yaml_1_1_would_change_are_texts() -> None:
    assert [one.rule for one in only("no: 1\n012: 2\n1:30: 3\n").faults] == ["reading/unknown-field"] * 3


def test_a_newer_format_is_a_fault() -> None:
    found = fault("title: Foo\nformat: 2\n")
    assert (found.rule, found.pointer, found.place.line) == ("reading/format-version", "/format", 2)
    assert found.message == "The proposal says that it is in format 2; this version reads format 1."
    assert only("format: 1\n").faults == ()


# --- What cannot be seen ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("char", ["\xa0", "\u200b", "\xad", "\u2060", "\u202e", "\u200f", "“"])
def test_a_name_is_read_past_what_came_with_a_paste_and_it_is_said(char: str) -> None:
    found = only(f"level: 3\n{char}title: Foo\n")
    (hidden,) = found.faults
    assert found.data == {"level": 3, "title": "Foo"}
    assert (hidden.rule, hidden.pointer, hidden.place.line, hidden.place.column) == (
        "reading/hidden-character",
        "/title",
        2,
        1,
    )
    assert hidden.message.startswith("The field's name “title” holds a ")
    assert found.place(("title",)).line == 2
    assert found.lost == frozenset()


@pytest.mark.parametrize("char", ["\u200b", "\xad", "\u2060", "\u202e", "\u200f", "\u2066", "\ufeff"])
def test_a_hidden_character_in_a_text_is_shown_where_it_stands(char: str) -> None:
    found = only(f"purpose:\n  knowledge: |\n    one\n    tw{char}o\n")
    (hidden,) = found.faults
    assert found.data == {"purpose": {"knowledge": f"one\ntw{char}o\n"}}
    assert (hidden.rule, hidden.place.line, hidden.place.column, hidden.place.end_column) == (
        "reading/hidden-character",
        4,
        7,
        8,
    )
    assert f"U+{ord(char):04X}" in hidden.message


def test_a_hidden_character_that_is_written_as_an_escape_is_shown_at_its_text() -> None:
    found = fault('title: "a\\u200bb\xa0c"\n')
    assert (found.rule, found.place.column, found.place.end_column) == ("reading/hidden-character", 8, 20)


def test_a_non_breaking_space_within_a_text_is_let_be() -> None:
    assert only("title: Te\xa0Reo\nstatus: draft\xa0\n").data == {"title": "Te\xa0Reo", "status": "draft"}
    assert only("title: Te\xa0Reo\n").faults == ()


@pytest.mark.parametrize("quoted", ["“Foo”", "‘Foo’"])
def test_curly_quotes_around_a_name_are_part_of_it_and_it_is_said(quoted: str) -> None:
    found = only(f"title: {quoted}\nneed:\n  summary: “The words of a whole sentence.”\n")
    assert found.data["title"] == quoted
    assert [(one.rule, one.pointer) for one in found.faults] == [("reading/curly-quotes", "/title")]


@pytest.mark.parametrize("char", ["\x07", "\x1b", "\x7f", "\x85", "\x93", "\u2028", "\ufffe"])
def test_a_control_character_is_named_at_its_place(char: str) -> None:
    found = fault(f"title: Foo\nlevel: {char}3\n")
    assert (found.rule, found.place.line, found.place.column) == ("reading/control-character", 2, 8)
    assert found.message.endswith(", which a text file cannot hold.")


def test_a_null_character_asks_whether_this_is_a_text_file() -> None:
    found = fault(b"a: \x00")
    assert found.rule == "reading/control-character"
    assert found.message == "Here is a null character (is this a text file?), which a text file cannot hold."
    assert fault("title: Foo".encode("utf-16-le")).message.startswith("Here is a null character")


# --- Encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\ufeff"])
def test_utf_8_and_utf_16_with_a_byte_order_mark_are_read(encoding: str, mark: str) -> None:
    if mark or encoding not in {"utf-16-le", "utf-16-be"}:
        found = only((mark + "title: Mātauranga 😀\r\nlevel: 3\r\n").encode(encoding))
        assert (found.data, found.faults) == ({"title": "Mātauranga 😀", "level": 3}, ())
        assert [found.place(("title",)).column, found.place(("title",)).end_column] == [8, 20]


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (
            "title: Foo\ntitle_justification: Café\n".encode("cp1252"),
            2,
            25,
            "The text is not UTF-8 from line 2 on (byte 0xe9), so its letters cannot be told.",
        ),
        (
            "title: Foo\n".encode("utf-16")[:-1],
            1,
            11,
            "The text is not UTF-16 from line 1 on, so its letters cannot be told.",
        ),
        (
            b"a: \xed\xa0\x80",
            1,
            4,
            "The text is not UTF-8 from line 1 on (byte 0xed), so its letters cannot be told.",
        ),
    ],
)
def test_another_encoding_is_said_with_its_line(data: bytes, line: int, column: int, message: str) -> None:
    found = fault(data)
    assert (found.rule, found.place.line, found.place.column) == ("reading/encoding", line, column)
    assert found.message == message


def test_a_word_document_is_called_one() -> None:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as document:
        document.writestr("word/document.xml", "<w:document/>")
    found = fault(saved.getvalue())
    assert (found.rule, found.place, found.pointer) == ("reading/encoding", Place(), "")
    assert found.message == "This is a Word document, or another packed file, and no plain text, whatever it is called."
    assert found.fix == "Copy its text into a text editor, and save that as a file that ends in .yaml."


# --- Files that are no proposal, or too much of one -------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", ["", "\n\n", "# only a note\n", "---\n", "---\n...\n", "\ufeff", "''\n", "---\n---\n"]
)
def test_a_file_with_nothing_in_it_is_empty(source: str) -> None:
    found = only(source)
    assert [(one.rule, one.message) for one in found.faults] == [
        ("reading/empty", "This file is empty, or holds only comments.")
    ]
    assert not found.found


@pytest.mark.parametrize(
    ("source", "message", "fix"),
    [
        (
            "- title: Foo\n- title: Bar\n",
            "This is a list, not a proposal.",
            f"One proposal is one file, or one document between lines of three hyphens. {BEGIN['proposal']}",
        ),
        (
            "title:Foo\n",
            "This is a lone text, not a proposal.",
            f"Write each field as a name, a colon, a space and the value. {BEGIN['proposal']}",
        ),
        (
            "title:\xa0Foo\n",
            "This is a lone text, not a proposal. Among its characters is a non-breaking space (U+00A0).",
            f"Write each field as a name, a colon, a space and the value. {BEGIN['proposal']}",
        ),
    ],
)
def test_a_list_or_a_lone_text_is_not_a_proposal(source: str, message: str, fix: str) -> None:
    found = only(source)
    assert [(one.rule, one.message, one.fix) for one in found.faults] == [("reading/not-a-proposal", message, fix)]
    assert not found.recognised


def test_a_group_of_other_fields_is_sound_but_not_recognised() -> None:
    assert [only(source).recognised for source in ("services: {web: 1}\n", "colour: red\ntitle: Foo\n")] == [
        False,
        True,
    ]


def test_each_document_is_a_proposal_of_its_own() -> None:
    found = both("title: One\n---\n# a note\n---\ntitle: Two\nlevel: three\n---\ntitle: Three: 3\n")
    assert [(one.document, one.title) for one in found] == [(1, "One"), (2, "Two"), (3, "a.yaml")]
    assert [[(fault.rule, fault.place.line) for fault in one.faults] for one in found] == [
        [],
        [("reading/wrong-kind", 6)],
        [("reading/syntax", 8)],
    ]


def test_a_file_of_too_many_documents_is_read_up_to_there() -> None:
    *read_ones, stopped = read(b"title: A\n---\n" * 501, "a.yaml", SHAPE)
    assert [one.faults for one in read_ones] == [()] * 500
    (found,) = stopped.faults
    assert (stopped.document, stopped.found, found.rule, found.place.line) == (501, False, "reading/too-large", 1_001)
    message = "The file holds more than 500 documents or 20,000 values. From here on it was not read."
    assert found.message == message
    assert len(read(b"title: A\n---\n" * 500, "a.yaml", SHAPE)) == 500
    *read_ones, stopped = read(f"partners: [{'{name: A}, ' * 1_500}]\n---\n".encode() * 6, "a.yaml", SHAPE)
    assert ([one.faults for one in read_ones], stopped.faults[0].message) == ([()] * 5, message)


def test_a_title_stands_on_one_line() -> None:
    assert only("title: |\n  Te Reo\n    Māori\n").title == "Te Reo Māori"


def test_a_file_that_is_too_large_is_not_read() -> None:
    found = fault(b"a" * (MAX_BYTES + 1))
    assert (found.rule, found.message) == ("reading/too-large", "The file is larger than 2 MB.")
    assert not isinstance(decode(b"a" * MAX_BYTES), Fault)


DEEP = {
    "3,000 lists in brackets": "title: Foo\nneed: " + "[" * 3_000 + "]" * 3_000,
    "3,000 lists by hyphens": "title: Foo\nneed:\n  " + "- " * 3_000 + "a\n",
    "100,000 lists": "title: Foo\nneed: " + "[" * 100_000,
    "100 groups": "title: Foo\n" + "".join(f"{' ' * depth}need:\n" for depth in range(100)),
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deep_is_refused_at_its_place_and_at_once(source: str) -> None:
    found = fault(source)
    assert (found.rule, found.message) == ("reading/too-deep", "Values stand inside each other more than 40 deep.")
    assert found.place.line > 1


REFERENCES = {
    "bomb out of the shape": "title: Foo\n"
    "x-0: &a0 [a]\n"
    + "".join(f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    + "partners: *a29\n",
    "recursion": "title: Foo\npartners: &p\n  - *p\n",
    "recursion through a group": "title: Foo\nhours: &h\n  activities: [*h]\n",
}


@pytest.mark.parametrize("source", REFERENCES.values(), ids=REFERENCES)
def test_references_end_where_the_shape_ends(source: str) -> None:
    found = only(source)
    assert found.data["title"] == "Foo"
    assert found.faults


def test_references_that_unfold_to_too_many_values_are_refused() -> None:
    names = ", ".join(["LO1"] * 1_000)
    source = f"components:\n  - &c\n    outcomes: [{names}]\n" + "  - *c\n" * 100
    found = fault(source)
    assert (found.rule, found.message) == (
        "reading/too-many-values",
        "There are more than 5,000 values here, or references (&, *) that unfold to more.",
    )


def test_references_that_unfold_to_too_much_text_are_refused() -> None:
    source = f"x-text: &t {'Kia ora. ' * 1_000}\npartners: [{'{name: *t}, ' * 300}]\n"
    found = fault(source)
    assert (found.rule, found.message) == (
        "reading/too-many-values",
        "References (&, *) unfold to more than 2,000,000 letters.",
    )


def test_a_proposal_with_too_many_values_or_fields_is_refused_where_it_begins() -> None:
    for source in (
        "partners: [" + "{}, " * 5_000 + "]\n",
        "title: A\n" + "".join(f"x{n}: 1\n" for n in range(5_000)),
    ):
        proposals = read(f"title: First\n---\n{source}".encode(), "a.yaml", SHAPE)
        (found,) = proposals[1].faults
        assert (found.rule, found.place.line) == ("reading/too-many-values", 3)
        assert proposals[0].faults == ()


def test_only_the_first_hundred_mistakes_get_a_guess_at_what_was_meant() -> None:
    faults = only("partners:\n" + "- {names: A}\n" * 110).faults
    assert [fault.fix == "Did you mean “name”?" for fault in faults] == [True] * 100 + [False] * 10
    faults = only("partners:\n" + "- {outcome: A}\n" * 110).faults
    assert [fault.fix.startswith("“outcome” belongs under ") for fault in faults] == [True] * 100 + [False] * 10


def test_a_large_file_of_other_fields_is_no_proposal() -> None:
    (large,) = read("".join(f"x{n}: 1\n" for n in range(5_001)).encode(), "a.yaml", SHAPE)
    assert not large.recognised
    assert not any(one.recognised for one in read(b"a: 1\n---\n" * 501, "a.yaml", SHAPE))


def test_references_are_read() -> None:
    source = "applicant: &a {name: Kura, kind: pte}\ndeveloper: *a\n"
    assert only(source).data["developer"] == {"name": "Kura", "kind": "pte"}


# --- Any text ---------------------------------------------------------------------------------------------------------

PIECES = [
    "title",
    "level",
    "need",
    "x",
    ": ",
    ":",
    "- ",
    "-",
    "\n",
    "  ",
    "\t",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
]
PIECES += [
    "*a",
    "!x ",
    "|",
    "> ",
    " #",
    "---\n",
    "...\n",
    "%",
    "\\",
    "\r\n",
    "\r",
    "\xa0",
    "\u200b",
    "\ufeff",
    "“",
    "é",
]
PIECES += ["😀", "\x00", "\x85", "? ", "@", "~", "1", "<<"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60)


@given(TEXTS | st.text(max_size=60).map(lambda text: f"title: {text}"), st.booleans())
@example("%a", True)
@example("[", True)
@example("\r\n'", False)
@example("? ", False)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_its_faults_have_places_inside_it(text: str, fast: bool) -> None:
    proposals = read(text.encode("utf-8", "surrogatepass"), "a.yaml", SHAPE, fast=fast)
    assert proposals
    content = Text(text.lstrip("\ufeff"))
    for proposal in proposals:
        for place in (place for fault in proposal.faults for place in (fault.place, fault.also) if place):
            assert 1 <= place.line <= len(content.starts)
            assert place.end_line == place.line
            assert 1 <= place.column <= place.end_column
            assert place.column <= len(content.line(place.line)) + 2  # the column behind a CR LF at the most
            assert proposal.excerpt(place)[-1:] in {(), (content.line(place.line),)}


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    assert read(data, "a.yaml", SHAPE)


PRINTABLE = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" \n'\":#-?[]{}&*!|>%@`,"), min_size=1
)


@given(PRINTABLE.filter(str.strip), PRINTABLE.filter(str.strip), st.integers(-(10**14), 10**14))
@settings(max_examples=100, deadline=None)
def test_what_was_written_as_yaml_comes_back(title: str, name: str, total: int) -> None:
    data = {"title": title, "hours": {"total": total}, "partners": [{"name": name, "role": "x"}]}
    assert only(yaml.safe_dump(data, allow_unicode=True)).data == data


@given(st.text("0123456789+-._:eExXobnyYNtT~/ ", min_size=1, max_size=12).map(str.strip))
@settings(max_examples=300, deadline=None)
def test_any_scalar_is_kept_as_written_or_refused_and_never_changed(written: str) -> None:
    as_text = read(f"title: {written}\n".encode(), "a.yaml", SHAPE)[0].data
    as_number = read(f"hours: {{total: {written}}}\n".encode(), "a.yaml", SHAPE)[0].data
    assert as_text.get("title", written) == written
    assert not as_number or float(written) == as_number["hours"]["total"]


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("title: Barista #1", "#1"),
        ("title: Barista #1 and #2", "#1 and #2"),
        ("title: &Co Limited", "&Co"),
        ("title: Barista # the first", ""),
        ("title: Barista ## the first", ""),
        ("title: Barista#1", ""),
        ("title: 'Barista #1'", ""),
        ("title: &t Barista\nenglish_description: *t", ""),
        ("title: A\nenglish_description: B &Co", ""),
    ],
)
def test_text_that_yaml_leaves_out_is_named(line: str, lost: str) -> None:
    (proposal,) = read(f"{line}\n".encode(), "p.yaml", SHAPE)
    wanted = [("reading/lost-text", f"“{lost}” is not read as part of this text.")] if lost else []
    assert [(fault.rule, fault.message) for fault in proposal.faults] == wanted
    assert "title" in proposal.data


def test_a_text_of_common_characters_holds_none_that_is_illegal_hidden_or_curly() -> None:
    rare = [char for code in range(0x11_0000) if re.match(_ILLEGAL, char := chr(code)) or re.match(PASTED, char)]
    assert len(rare) > 80
    for char in rare:
        text = decode(f"title: a{char}b".encode("utf-8", "surrogatepass"))
        assert isinstance(text, Fault) or not text.common, hex(ord(char))
    usual = decode("title: Ngā mātauranga o te kāinga: 50 % & more, “no”".replace("“no”", "yes").encode())
    assert isinstance(usual, Text)
    assert usual.common
