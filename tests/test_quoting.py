"""Values written so that they are read as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SHAPE

from mcred_check.loading import read
from mcred_check.quoting import quoted, scalar, value

PIECES = [
    *(
        "null",
        "yes",
        "a: b",
        "x #y",
        "~",
        "'",
        '"',
        "\\",
        "\n",
        "  ",
        " ",
        "-",
        "ā",
        "# a",
        "[a]",
        "{",
        "12",
        "&a",
        "*b",
    ),
    *(
        "!c",
        "%",
        "@",
        "`",
        "\t",
        "Māori",
        "A long text with many words ",
        "\xa0",
        "\u200b",
        "\U0001f600",
        "\x85",
        "\x07",
    ),
    *("\u2028", ":", "?", "|", ">", "---", "..."),
]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120), st.lists(st.sampled_from(PIECES)).map("".join)
)
LOOKS_ODD = {"reading/hidden-character", "reading/curly-quotes"}


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
@pytest.mark.parametrize("form", ["on one line", "in as many lines as it needs", "in a list"])
def test_any_text_is_read_as_it_was(form: str, text: str) -> None:
    source = {
        "on one line": f"title: {scalar(text)}\n",
        "in as many lines as it needs": f"title:{value(text, indent=2, width=60)}\nlevel: 3\n",
        "in a list": f"purpose:\n  used_in:\n    -{value(text, indent=6, width=60)}\n    - Fiji\n",
    }[form]
    (proposal,) = read(source.encode(), "a.yaml", SHAPE)
    got = proposal.data.get("title", proposal.data.get("purpose", {}).get("used_in", [None])[0])
    assert got == (text if text.strip() else "Fiji" if form == "in a list" else None)
    assert not {fault.rule for fault in proposal.faults} - LOOKS_ODD


@pytest.mark.parametrize(
    ("item", "written"),
    [
        (True, "true"),
        (False, "false"),
        (10, "10"),
        (12.5, "12.5"),
        (1e-07, "0.0000001"),
        ("Barista Skills for Cafés", "Barista Skills for Cafés"),
        ("See https://example.org", "See https://example.org"),
        ("Data: literacy", "'Data: literacy'"),
        ("Foreman's notes: a", '"Foreman\'s notes: a"'),
        ("2025", "'2025'"),
        ("yes", "'yes'"),
        ("none", "none"),
        ('It\'s "A": b', "'It''s \"A\": b'"),
        ("a\tb", '"a\\u0009b"'),
        ("", "''"),
    ],
)
def test_a_value_stands_in_quotes_only_where_it_has_to(item: object, written: str) -> None:
    assert scalar(item) == written


def test_a_text_in_quotes_keeps_its_backslashes() -> None:
    assert quoted("C:\\x's") == "'C:\\x''s'"


def test_a_long_text_goes_over_several_lines() -> None:
    long = "A long text that says what every graduate can do, and then says it again in other words."
    assert value(long, indent=4, width=60) == (
        " >-\n    A long text that says what every graduate can do, and\n    then says it again in other words."
    )
    assert value("One line\n\nand another", indent=2, width=60) == " |-\n  One line\n\n  and another"
    assert value("ends\n", indent=2, width=60) == ' "ends\\u000a"'
    assert value(10, indent=2, width=60) == " 10"
