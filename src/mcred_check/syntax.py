"""What stopped the YAML parser, in words that a writer of proposals understands."""

from __future__ import annotations

from typing import Final, NamedTuple

from mcred_check.wording import character

_NOT_SPACES: Final = "\t\xa0\u200b\ufeff"


class Advice(NamedTuple):
    """What is wrong, the next step, and whether the place is where the open construct began."""

    message: str
    fix: str
    at_start: bool = False


_ADVICE: Final = (
    (
        ("unexpected end of stream", "document indicator"),
        Advice(
            "The quotation mark that opens on line {start} is never closed.",
            "Close the text with the same mark, or take the opening mark away.",
            at_start=True,
        ),
    ),
    (
        ("flow sequence", "flow mapping"),
        Advice(
            "The list or group that opens on line {start} is not closed, or lacks a comma between two of its parts.",
            "Close it with ] or }, part its items with commas, and quote a text that holds a comma or a bracket.",
            at_start=True,
        ),
    ),
    (
        ("found character that cannot start", "directive"),
        Advice("A text cannot begin with {here} unless it stands in quotes.", "Put the text in quotes."),
    ),
    (
        ("undefined alias",),
        Advice(
            "A text that begins with * is read as a reference, and there is nothing of that name to refer to.",
            "Put the text in quotes.",
        ),
    ),
    (
        ("escape",),
        Advice(
            "In double quotes a backslash begins a special character, and this is none.",
            "Use single quotes around the text, or write the backslash twice.",
        ),
    ),
    (
        ("could not find expected ':'",),
        Advice(
            "Line {start} is neither a field with its colon nor part of the text above it.",
            "Put a colon and a space after the field's name, or indent the line to go on with the text above.",
            at_start=True,
        ),
    ),
    (
        ("block sequence entries are not allowed",),
        Advice(
            "A list cannot begin on the line of its field's name.",
            "Start the list on the next line: a hyphen, a space, the first item.",
        ),
    ),
    (
        ("expected key", "block collection", "block mapping"),
        Advice(
            "This line does not fit the ones above it: its indentation differs, or text follows a closing mark.",
            "Line it up with the fields or list items that it belongs to, and put quotes around the whole of a text.",
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


def syntax_advice(problem: str, context: str, *, line: str, column: int, start: int) -> Advice:
    """Turn a parser's problem at a column (from 1) of a line into advice; an open construct began on line `start`."""
    before, here = line[: column - 1], line[column - 1 : column]
    strange = next((char for char in _NOT_SPACES if char in line[:column]), "")
    if strange and (here == strange or not before.strip(f" {_NOT_SPACES}")):
        return Advice(
            f"Here is {character(strange)}, where only spaces may stand.", "Delete it and type spaces instead."
        )
    if "mapping values are not allowed" in problem:
        return _colon_advice(line, before)
    advice = next(advice for signs, advice in _ADVICE if any(sign in problem or sign in context for sign in signs))
    message = advice.message.replace("{start}", str(start)).replace("{here}", here or "this character")
    return advice._replace(message=message)


def _colon_advice(line: str, before: str) -> Advice:
    """Tell an unquoted colon within a text from a line that is indented too far."""
    key, colon, _ = before.partition(": ")
    if not colon:
        return Advice(
            "This field is indented further than the line above allows.",
            "Line it up with the fields that it belongs with.",
        )
    name, text = key.strip(" -"), line.partition(": ")[2].strip().replace('"', "'")
    return Advice(
        f"The text after “{name}:” holds a second colon, so it is not clear where the text ends.",
        f'Put the text in quotes: {name}: "{text}"',
    )
