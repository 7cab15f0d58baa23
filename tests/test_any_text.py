"""Any bytes give findings or a clear error, the same each time, without a traceback, a hang or a flood."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promises import CASES, SEEDS, both_parsers_agree, kept_on, repaired_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ODD: Final = [
    *(
        "\t",
        "\xa0",
        "\u200b",
        "\ufeff",
        "\u202e",
        "\u2028",
        "\x85",
        "\x00",
        "\x1b[31m",
        "\r",
        "\r\n",
        "\\",
        "%",
        "@",
        "`",
    ),
    *(
        "'",
        '"',
        "“",
        "’",
        "|",
        ">",
        "?",
        "-",
        "- ",
        ":",
        ": ",
        "::error::x",
        "##[error]x",
        "#",
        " #x",
        "&a ",
        "*a",
        "!x ",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        ",",
        "---\n",
        "...\n",
        "<<: *a",
        "~",
        "null",
        "1e999",
        "0x1",
        "1_0",
        "2026-02-30",
        "yes",
        "e\u0304",
    ),
    *("\U0001f600", "\ud800", "\U0010ffff", "ā", "=cmd|' /C calc'!A0", "../../../etc/passwd", "{0}", "%s", "${HOME}"),
]
"""What people paste, what YAML gives a meaning to, and what somebody else's program would obey."""
LINES: Final = sorted({line for seed in SEEDS for line in seed.read_text("utf-8").splitlines()})


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Take what is not done after so many seconds for a hang."""
    signal.alarm(seconds)  # ends the tests, with the name of this one on the screen
    try:
        yield
    finally:
        signal.alarm(0)


Damage: TypeAlias = "Callable[[list[str], int, int, str], list[str]]"
"""What becomes of some lines, given the number of one, a column in it and a text."""

DAMAGES: Final[list[Damage]] = [
    lambda lines, at, _, __: lines[:at] + lines[at + 1 :],
    lambda lines, at, many, _: lines[:at] + lines[at : at + many] * 2 + lines[at + many :],
    lambda lines, at, to, _: [*lines[:to], lines[at], *lines[to:at], *lines[max(at, to) + 1 :]],
    lambda lines, at, column, _: [*lines[:at], " " * (column % 5) + lines[at], *lines[at + 1 :]],
    lambda lines, at, column, _: [*lines[:at], lines[at][column % 5 :], *lines[at + 1 :]],
    lambda lines, at, column, odd: [*lines[:at], lines[at][:column] + odd + lines[at][column:], *lines[at + 1 :]],
    lambda lines, at, column, _: [*lines[:at], lines[at][:column], *lines[at + 1 :]],
    lambda lines, at, _, odd: [*lines[:at], odd, *lines[at:]],
    lambda lines, at, _, __: [*lines[:at], lines[at].rstrip("\n"), *lines[at + 1 :]],
    lambda lines, at, _, __: [*lines[:at], lines[at].swapcase(), *lines[at + 1 :]],
]
"""What editors, word processors, merges and attackers do to a file."""


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Take a real proposal and do it some damage."""
    lines = draw(st.sampled_from(SEEDS)).read_text("utf-8").splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        text = draw(st.sampled_from(ODD) | st.sampled_from(LINES))
        if lines:
            lines = draw(st.sampled_from(DAMAGES))(lines, at, draw(st.integers(0, 60)), text)
    return "".join(lines).encode("utf-8", "surrogatepass")


FIELDS: Final = st.sampled_from(
    ["title", "level", "need", "evidence", "id", "file", "date", "judgements", "rule", "x-a", "a b"]
)
SCALARS: Final = (
    st.sampled_from(ODD) | st.sampled_from(LINES) | st.integers().map(str) | st.floats().map(str) | st.text(max_size=8)
)


def yamlish(depth: int) -> st.SearchStrategy[str]:
    """Write what looks like YAML, and mostly is, in blocks and between brackets."""
    inner = yamlish(depth - 1) if depth else SCALARS
    value = SCALARS | inner.map(lambda text: "\n" + "\n".join(f"  {line}" for line in text.split("\n")))
    return st.one_of(
        st.lists(st.tuples(FIELDS | SCALARS, value), max_size=4).map(
            lambda pairs: "\n".join(f"{k}: {v}" for k, v in pairs)
        ),
        st.lists(value, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
        st.lists(st.tuples(FIELDS, inner), max_size=4).map(
            lambda pairs: f"{{{', '.join(f'{k}: {v}' for k, v in pairs)}}}"
        ),
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
    )


ANY: Final = (
    damaged()
    | yamlish(3).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.binary(max_size=80)
    | st.text(max_size=40).map(lambda text: f"title: {text}".encode("utf-16"))
)


@given(ANY)
def test_every_promise_is_kept_on_any_text(data: bytes) -> None:
    with within(120):
        kept_on(data)


@given(ANY)
def test_both_parsers_read_the_same_in_any_text_that_both_can_read(data: bytes) -> None:
    with within(120):
        both_parsers_agree(data)


@given(ANY)
def test_any_text_is_repaired_at_once_or_not_at_all_and_no_repair_brings_a_fault(data: bytes) -> None:
    with within(120):
        repaired_once(data)


@pytest.mark.parametrize("case", [*SEEDS, *CASES], ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_every_promise_is_kept_on_the_examples_and_on_what_the_fuzzer_found(case: Path) -> None:
    with within(120):
        kept_on(case.read_bytes())
        both_parsers_agree(case.read_bytes())
        repaired_once(case.read_bytes())
