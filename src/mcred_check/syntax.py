"""What stopped the YAML parser, in words that a writer of proposals understands."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from mcred_check.wording import character

_NOT_SPACES: Final = "\t\xa0\u200b\ufeff"
_PASTED_SPACE: Final = re.compile(r" *(?:- )?(?:\w+:)?([\t\xa0\u200b\ufeff])")
_NO_COLON_AND_SPACE: Final = re.compile(r" *(?:- )?(\w+)(?::(?=[^\s/])| *[=：]) *(\S.*)")  # noqa: RUF001 -- it is meant
_BULLET: Final = re.compile(r" *([•‣▪●◦·*–—]|-(?=\w))")
_NAME: Final = re.compile(r" *(?:- +)?(\w+)")
_CANNOT_BEGIN: Final = "]},?%@`"


class Advice(NamedTuple):
    """What is wrong, the next step, and the place: the parser's, where a construct opened, or the line above."""

    message: str
    fix: str
    where: Literal["here", "start", "above"] = "here"


_ADVICE: Final = (
    (
        ("unexpected end of stream", "document indicator", "document separator"),
        Advice(
            "The quotation mark that opens on line {start} is never closed.",
            "Close the text with the same mark, or take the opening mark away.",
            "start",
        ),
    ),
    (
        ("parsing a flow",),
        Advice(
            "The list or group that opens on line {start} is not closed, or lacks a comma between two of its parts.",
            "Close it with ] or }, part its items with commas, and quote a text that holds a comma or a bracket.",
            "start",
        ),
    ),
    (
        ("cannot start any token",),
        Advice("A text cannot begin with {here} unless it stands in quotes.", "Put the text in quotes."),
    ),
    (
        ("undefined alias", "scanning an alias"),
        Advice(
            "What begins with * is read as a reference, and there is nothing of that name to refer to.",
            "Put the text in quotes; a list item begins with a hyphen and a space.",
        ),
    ),
    (
        ("scanning an anchor", "duplicate anchor"),
        Advice(
            "What begins with & is read as a name for what follows, and this name is taken or is none.",
            "Put the text in quotes.",
        ),
    ),
    (
        ("tag handle", "scanning a tag", "parsing a tag"),
        Advice("What begins with ! is read as the name of a type, and this is none.", "Put the text in quotes."),
    ),
    (
        ("escape", "hexdecimal"),
        Advice(
            "In double quotes a backslash begins a special character, and this is none.",
            "Use single quotes around the text, or write the backslash twice.",
        ),
    ),
    (
        ("scanning a block scalar",),
        Advice(
            "The mark | or > says that the text begins on the next line, and here it begins on the same line.",
            "Begin the text on the next line, two spaces further in, or put it in quotes without the mark.",
        ),
    ),
    (
        ("sequence entries are not allowed",),
        Advice(
            "A list cannot begin on the line of its field's name.",
            "Start the list on the next line: a hyphen, a space, the first item.",
        ),
    ),
    (
        ("document start", "directive", "incompatible"),
        Advice(
            "What is read ends before this: at three dots, at a line that begins with %, or at a text's closing mark.",
            "Take away what ends it, or put the whole of a text in quotes.",
        ),
    ),
    (
        ("expected key", "block collection", "block mapping"),
        Advice(
            "This line does not fit the ones above it: its indentation differs.",
            "Line it up with the fields or list items that it belongs to.",
        ),
    ),
    (
        ("",),
        Advice(
            "This line cannot be read as YAML.",
            "Look for a missing colon, quotation mark or bracket, here or just above.",
        ),
    ),
)
"""What the parser's problem or its context holds, and the advice; the first that fits is given."""


def syntax_advice(
    problem: str, context: str, *, text: str, column: int, above: str, opening: str, start: int
) -> Advice:
    """Turn a parser's problem into advice.

    It arose at a column (from 1) of the line `text`, which follows the line `above`; what was open there began on line
    number `start`, which reads `opening`.
    """
    before, here = text[: column - 1], text[column - 1 : column]
    strange = next((char for char in _NOT_SPACES if char in text[:column]), "")
    if strange and (here == strange or not before.strip(f" {_NOT_SPACES}")):
        return _strange(strange)
    if "mapping values are not allowed" in problem:
        return _colon_advice(text, before, above)
    if "could not find expected ':'" in problem:
        return _not_a_field(opening, "start") or Advice(
            f"Line {start} is neither a field with its colon nor part of the text above it.",
            "Put a colon and a space after the field's name, or indent the line to go on with the text above.",
            "start",
        )
    left = before.rstrip()
    if (
        here
        and here in _CANNOT_BEGIN
        and "flow" not in context
        and "document" not in problem
        and (not left or left[-1] in ":-")
    ):
        return Advice(f"A text cannot begin with {here} unless it stands in quotes.", "Put the text in quotes.")
    if "parsing a block" in context and left and left[-1] in "'\"]}":
        return _after_the_end(text, before)
    advice = next(advice for signs, advice in _ADVICE if any(sign in problem or sign in context for sign in signs))
    message = advice.message.replace("{start}", str(start)).replace("{here}", here or "this character")
    return advice._replace(message=message)


def _strange(char: str, where: Literal["here", "start", "above"] = "here") -> Advice:
    """Name a character that is no space, though it looks like one."""
    return Advice(
        f"Here is {character(char)}, where only spaces may stand.", "Delete it and type spaces instead.", where
    )


def _colon_advice(text: str, before: str, above: str) -> Advice:
    """Tell an unquoted colon within a text from a line that cannot follow the one above."""
    if ": " in before:
        name, value = _parts(text)
        whose = f"The text after “{name}:”" if name else "This text"
        return Advice(
            f"{whose} holds a second colon, so it is not clear where the text ends.",
            _in_quotes(name, value),
        )
    further = len(text) - len(text.lstrip()) > len(above) - len(above.lstrip())
    return _not_a_field(above, "above") or (
        Advice(
            "This field is indented further than the line above allows.",
            "Line it up with the fields that it belongs with; if it goes on with a text, put that text in quotes.",
        )
        if further
        else Advice(
            "The line above this field is not a field: no colon with a space after it stands behind its name.",
            "Write it as a name, a colon, a space and the value.",
            "above",
        )
    )


def _not_a_field(text: str, where: Literal["start", "above"]) -> Advice | None:
    """Say why a line that was probably meant as a field or a list item is read as neither."""
    if found := _PASTED_SPACE.match(text):
        return _strange(found[1], where)
    if found := _BULLET.match(text):
        fault = (
            "There is no space after the hyphen." if found[1] == "-" else f"A list item cannot begin with {found[1]}."
        )
        return Advice(fault, "Begin each item with a hyphen and a space.", where)
    if found := _NO_COLON_AND_SPACE.match(text):
        return Advice(
            f"The name “{found[1]}” is not followed by a colon and a space, so this line is not read as a field.",
            f"Write {found[1]}: {found[2].rstrip()}",
            where,
        )
    return None


def _after_the_end(text: str, before: str) -> Advice:
    """Speak of text that follows a closing quotation mark or bracket."""
    left, (name, value) = before.rstrip(), _parts(text)
    mark = left[-1]
    if mark in "]}":
        what = "list" if mark == "]" else "group"
        return Advice(f"The mark {mark} ends a {what}, and more text follows it.", _in_quotes(name, value))
    if left[-2:-1] in {"", " "}:
        return Advice(
            f"The mark {mark} closes a text here that was opened further up.",
            "Look for a quotation mark above that is not closed, and close it where its text ends.",
        )
    whole = value[1:-1] if left == before and value.startswith(mark) and value.endswith(mark) else value
    return Advice(f"The mark {mark} closes the text here, and more follows it.", _in_quotes(name, whole))


def _parts(text: str) -> tuple[str, str]:
    """Split a line into its field's name, where it has one, and the value."""
    key, colon, value = text.partition(": ")
    name = _NAME.fullmatch(key)
    return (name[1], value.strip()) if name and colon else ("", text.strip().removeprefix("- "))


def _in_quotes(name: str, value: str) -> str:
    """Advise to quote a value, with the marks that leave it as it is."""
    single = '"' in value or "\\" in value
    quoted = "'" + value.replace("'", "''") + "'" if single else f'"{value}"'
    return f"Put the whole text in quotes: {name}{': ' if name else ''}{quoted}"
