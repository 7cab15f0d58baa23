"""What a writer is told where the parser stops: what is wrong, at which place, and the next step."""

from __future__ import annotations

import pytest
from texts import SHAPE, both, numbers

from mcred_check.loading import read
from mcred_check.syntax import syntax_advice

SECOND_COLON = "The text after “title:” holds a second colon, so it is not clear where the text ends."
NOT_FOLLOWED = " is not followed by a colon and a space, so this line is not read as a field."
FURTHER = "This field is indented further than the line above allows."
UNCLOSED = "The quotation mark that opens on line {} is never closed."
BRACKET = "The list or group that opens on line {} is not closed, or lacks a comma between two of its parts."
MISFIT = "This line does not fit the ones above it: its indentation differs."
TAB = "Here is a tab, where only spaces may stand."
NBSP = "Here is a non-breaking space (U+00A0), where only spaces may stand."
SPACES = "Delete it and type spaces instead."
QUOTES = "Put the text in quotes."
WHOLE = "Put the whole text in quotes: "
HYPHEN = "Begin each item with a hyphen and a space."
LINE_UP = "Line it up with the fields or list items that it belongs to."
ALIAS = "What begins with * is read as a reference, and there is nothing of that name to refer to."
ANCHOR = "What begins with & is read as a name for what follows, and this name is taken or is none."
TYPE = "What begins with ! is read as the name of a type, and this is none."
BACKSLASH = "In double quotes a backslash begins a special character, and this is none."
ENDED = "What is read ends before this: at three dots, at a line that begins with %, or at a text's closing mark."
SAME_LINE = "The mark | or > says that the text begins on the next line, and here it begins on the same line."

CASES = [
    # A colon too many, or one too few.
    ("title: Data: literacy", (1, 12), SECOND_COLON, WHOLE + 'title: "Data: literacy"'),
    ("level: 3\ntitle: What is this:", (2, 20), SECOND_COLON, WHOLE + 'title: "What is this:"'),
    ('title: "Foo": C:\\x', (1, 13), SECOND_COLON, WHOLE + "title: '\"Foo\": C:\\x'"),
    ('title: It\'s "A": b', (1, 16), SECOND_COLON, WHOLE + "title: 'It''s \"A\": b'"),
    ("partners:\n  - name: A: b", (2, 12), SECOND_COLON.replace("title", "name"), WHOLE + 'name: "A: b"'),
    (
        "purpose:\n  education_pathways:\n    - Level 4: Certificate: x",
        (3, 27),
        "This text holds a second colon, so it is not clear where the text ends.",
        WHOLE + '"Level 4: Certificate: x"',
    ),
    ("level: 3\ntitle:Foo\nlanguage: en", (2, 1), f"The name “title”{NOT_FOLLOWED}", "Write title: Foo"),
    ("level: 3\ntitle:Foo", (2, 1), f"The name “title”{NOT_FOLLOWED}", "Write title: Foo"),
    ("title:Foo\n\nlevel: 3", (1, 1), f"The name “title”{NOT_FOLLOWED}", "Write title: Foo"),
    ("title = Foo\nlevel: 3", (1, 1), f"The name “title”{NOT_FOLLOWED}", "Write title: Foo"),
    ("title\uff1a Foo\nlevel: 3", (1, 1), f"The name “title”{NOT_FOLLOWED}", "Write title: Foo"),
    (
        "title: Foo\nbar baz\nlevel: 3",
        (2, 1),
        "Line 2 is neither a field with its colon nor part of the text above it.",
        "Put a colon and a space after the field's name, or indent the line to go on with the text above.",
    ),
    (
        "title: See\nhttps://example.org\nlevel: 3",
        (2, 1),
        "Line 2 is neither a field with its colon nor part of the text above it.",
        "Put a colon and a space after the field's name, or indent the line to go on with the text above.",
    ),
    (
        "A proposal\nlevel: 3",
        (1, 1),
        "The line above this field is not a field: no colon with a space after it stands behind its name.",
        "Write it as a name, a colon, a space and the value.",
    ),
    # Indentation and lists.
    (
        "title: Foo\n  level: 3",
        (2, 8),
        FURTHER,
        "Line it up with the fields that it belongs with; if it goes on with a text, put that text in quotes.",
    ),
    ("purpose:\n  knowledge: a\n skills: b", (3, 2), MISFIT, LINE_UP),
    ("partners:\n  - name: a\n - name: b", (3, 2), MISFIT, LINE_UP),
    ("partners:\n  - name: a\n  role: b", (3, 3), MISFIT, LINE_UP),
    ("title: Foo\n- a", (2, 1), MISFIT, LINE_UP),
    (
        "partners: - name: a",
        (1, 11),
        "A list cannot begin on the line of its field's name.",
        "Start the list on the next line: a hyphen, a space, the first item.",
    ),
    ("partners:\n  -name: a\n   role: b", (2, 3), "There is no space after the hyphen.", HYPHEN),
    ("purpose:\n  used_in:\n  – Fiji\n  – Tonga", (3, 3), "A list item cannot begin with –.", HYPHEN),
    ("purpose:\n  used_in:\n  • Fiji\n  • Tonga", (3, 3), "A list item cannot begin with •.", HYPHEN),
    # What looks like a space.
    ("purpose:\n\tknowledge: a", (2, 1), TAB, SPACES),
    ("title: Foo\n\tlevel: 3", (2, 1), TAB, SPACES),
    ("partners:\n  - name: a\n  \trole: b", (3, 3), TAB, SPACES),
    ("partners:\n-\tname: a", (2, 2), TAB, SPACES),
    ("title:\xa0Foo\nlevel: 3", (1, 1), NBSP, SPACES),
    ("title: Foo\nlevel:\xa03\nlanguage: en", (2, 1), NBSP, SPACES),
    # Quotation marks and brackets.
    (
        'title: "Foo\nlevel: 3',
        (1, 8),
        UNCLOSED.format(1),
        "Close the text with the same mark, or take the opening mark away.",
    ),
    (
        "level: 3\ntitle: 'Foo",
        (2, 8),
        UNCLOSED.format(2),
        "Close the text with the same mark, or take the opening mark away.",
    ),
    (
        "title: 'Foo\n---\na: b",
        (1, 8),
        UNCLOSED.format(1),
        "Close the text with the same mark, or take the opening mark away.",
    ),
    (
        "title: 'Barista's craft'",
        (1, 17),
        "The mark ' closes the text here, and more follows it.",
        WHOLE + 'title: "Barista\'s craft"',
    ),
    (
        'title: "Foo" and bar',
        (1, 14),
        'The mark " closes the text here, and more follows it.',
        WHOLE + "title: '\"Foo\" and bar'",
    ),
    (
        'title: "Foo\nlevel: "3"',
        (2, 9),
        'The mark " closes a text here that was opened further up.',
        "Look for a quotation mark above that is not closed, and close it where its text ends.",
    ),
    (
        "title: [Draft] Foo",
        (1, 16),
        "The mark ] ends a list, and more text follows it.",
        WHOLE + 'title: "[Draft] Foo"',
    ),
    (
        "title: {Draft} Foo",
        (1, 16),
        "The mark } ends a group, and more text follows it.",
        WHOLE + 'title: "{Draft} Foo"',
    ),
    *(
        (
            source,
            (1, 11),
            BRACKET.format(1),
            "Close it with ] or }, part its items with commas, and quote a text that holds a comma or a bracket.",
        )
        for source in ("partners: [a, b\nlevel: 3", "partners: {name: a\nlevel: 3", 'partners: {"a": "b" "c": "d"}')
    ),
    # Marks that have a meaning of their own.
    *(
        (f"title: {mark}foo", (1, 8), f"A text cannot begin with {mark} unless it stands in quotes.", QUOTES)
        for mark in "@`%],}"
    ),
    ("title: ? foo", (1, 8), "A text cannot begin with ? unless it stands in quotes.", QUOTES),
    ("@title: foo", (1, 1), "A text cannot begin with @ unless it stands in quotes.", QUOTES),
    ("partners: [a, @b]", (1, 15), "A text cannot begin with @ unless it stands in quotes.", QUOTES),
    ("title: *foo", (1, 8), ALIAS, QUOTES[:-1] + "; a list item begins with a hyphen and a space."),
    ("title: *foo* bar", (1, 12), ALIAS, QUOTES[:-1] + "; a list item begins with a hyphen and a space."),
    ("partners:\n  * name: a", (2, 4), ALIAS, QUOTES[:-1] + "; a list item begins with a hyphen and a space."),
    ("title: & Foo", (1, 9), ANCHOR, QUOTES),
    ("title: &a x\nlevel: &a y", (2, 8), ANCHOR, QUOTES),
    ("title: !foo!bar baz", (1, 8), TYPE, QUOTES),
    ("title: !<foo bar", (1, 13), TYPE, QUOTES),
    ('title: "C:\\Users"', (1, 13), BACKSLASH, "Use single quotes around the text, or write the backslash twice."),
    ('title: "C:\\docs"', (1, 11), BACKSLASH, "Use single quotes around the text, or write the backslash twice."),
    (
        "title: | foo",
        (1, 10),
        SAME_LINE,
        "Begin the text on the next line, two spaces further in, or put it in quotes without the mark.",
    ),
    (
        "title: > foo",
        (1, 10),
        SAME_LINE,
        "Begin the text on the next line, two spaces further in, or put it in quotes without the mark.",
    ),
    # Documents.
    ("title: a\n...\nlevel: 3", (3, 1), ENDED, "Take away what ends it, or put the whole of a text in quotes."),
    ("title: a\n... b", (2, 5), ENDED, "Take away what ends it, or put the whole of a text in quotes."),
    ("%YAML 2.0\n---\ntitle: a", (1, 1), ENDED, "Take away what ends it, or put the whole of a text in quotes."),
]


@pytest.mark.parametrize(("source", "at", "message", "fix"), CASES, ids=[repr(source) for source, *_ in CASES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_slip_is_told_in_plain_words_at_its_place(
    source: str, at: tuple[int, int], message: str, fix: str, line_end: str
) -> None:
    found = both((source + "\n").replace("\n", line_end))[-1]
    (fault,) = found.faults
    assert (fault.rule, fault.message, fault.fix) == ("reading/syntax", message, fix)
    assert numbers(fault.place)[:2] == at
    assert found.data == {}


def test_the_documents_before_a_slip_are_read() -> None:
    assert [one.data for one in both("title: One\n---\ntitle: Two: 2\n")] == [{"title": "One"}, {}]


@pytest.mark.parametrize("source", ["title: Foo\tbar\n", "title:\tFoo\n", "title: Foo\t# note\n"])
def test_a_tab_behind_a_name_is_a_space_to_libyaml_and_named_by_the_other_parser(source: str) -> None:
    assert read(source.encode(), "a.yaml", SHAPE)[0].faults == ()
    assert [one.message for one in read(source.encode(), "a.yaml", SHAPE, fast=False)[0].faults] == [TAB]


def test_a_problem_that_nobody_foresaw_still_has_a_next_step() -> None:
    advice = syntax_advice("odd", "", text="a", column=1, above="a", opening="a", start=1)
    assert advice.message == "This line cannot be read as YAML."
    assert advice.fix == "Look for a missing colon, quotation mark or bracket, here or just above."


JARGON = ("mapping", "scalar", "token", "schema", "invalid", "anchor", "alias", "node", "parser", "stream")


@pytest.mark.parametrize("word", JARGON)
def test_no_advice_speaks_jargon(word: str) -> None:
    assert not [message for _, _, *texts in CASES for message in texts if word in message.lower()]
