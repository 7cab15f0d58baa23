"""Values, dates and characters in the words of an academic manager."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mcred_check.model import Json

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CHARACTERS: Final = {
    "\t": "a tab",
    "\x00": "a null character (is this a text file?)",
    "\x1b": "an escape character",
    "\x85": "a next-line character (U+0085)",
    "\xa0": "a non-breaking space (U+00A0)",
    "\xad": "a soft hyphen (U+00AD)",
    "\u200b": "a zero-width space (U+200B)",
    "\u2028": "a line separator (U+2028)",
    "\u2029": "a paragraph separator (U+2029)",
    "\ufeff": "a byte order mark (U+FEFF)",
    "“": "a curly quotation mark (“)",
    "”": "a curly quotation mark (”)",
    "‘": "a curly quotation mark (‘)",
    "’": "a curly quotation mark (’)",
}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
_QUOTED_TWICE: Final = "““([^“”]*)””"
_NAMES: Final = ("title", "name", "outcome", "organisation", "role", "group", "statement", "rule")
GUESSES: Final = 100
"""How many mistakes of a proposal get a guess at what was meant: it takes long, and nobody reads so many."""

_DAYS_A_MONTH: Final = 30.44
_DAYS_A_WEEK: Final = 7
_WEEKS_AS_WEEKS: Final = 9
_DAYS_AS_DAYS: Final = 14
_ITEM_LENGTH: Final = 60
_VALUE_LENGTH: Final = 600


def character(char: str) -> str:
    """Name a character that cannot be seen, or that is easily taken for another."""
    return _CHARACTERS.get(char) or f"a character that cannot be seen (U+{ord(char):04X})"


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, written year-month-day."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def day(text: str | date) -> str:
    """Write a date as New Zealanders do: 14 September 2024."""
    value = date.fromisoformat(text) if isinstance(text, str) else text
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def number(value: float) -> str:
    """Write a number without a needless fraction."""
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0").rstrip(".")


def listed(items: Iterable[str], *, word: str = "and") -> str:
    """Join as in a sentence: a, b and c."""
    texts = list(items)
    return f" {word} ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def document_of(file: str, number: int) -> str:
    """Name a document of a file by the file, and by its number where it is not the first."""
    return f"{file}, document {number}" if number > 1 else file


def in_words(value: Json) -> str:
    """Write any value as it stands in a sentence, on one line; of what is very long, the beginning."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return _cut(listed(in_words(item) for item in value), _VALUE_LENGTH)
    if isinstance(value, dict):
        return name_of(value) or "what is given"
    text = " ".join(str(value).split()) if value is not None else "not given"
    return day(text) if is_day(text) else _cut(text, _VALUE_LENGTH)


def _cut(text: str, length: int) -> str:
    """Cut a text between two words."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def age(days: float) -> str:
    """Write a stretch of days by the unit that a person would take."""
    count, unit = abs(days), "day"
    if count >= _WEEKS_AS_WEEKS * _DAYS_A_WEEK:
        count, unit = count / _DAYS_A_MONTH, "month"
    elif count >= _DAYS_AS_DAYS:
        count, unit = count / _DAYS_A_WEEK, "week"
    return f"{int(count)} {unit}{'' if int(count) == 1 else 's'}"


def nearest(name: str, names: Iterable[str], *, likeness: float = 0.7) -> str:
    """Give the one of some names that was probably meant, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake needs it

    return next(iter(get_close_matches(name, sorted(names), n=1, cutoff=likeness)), "")


def name_of(item: Json) -> str:
    """Name an item of a list by its id and what it calls itself: LO1 “Explain …”, E2 (Cafés of Ōtautahi)."""
    if not isinstance(item, dict):
        return f"“{in_words(item)}”"
    key = next((field for field in _NAMES if isinstance(item.get(field), str)), None)
    named = _cut(in_words(item[key]), _ITEM_LENGTH) if key else ""
    if "id" not in item:
        return f"“{named}”" if named else ""
    if not named:
        return in_words(item["id"])
    identifier = in_words(item["id"])
    return f"{identifier} ({named})" if key in {"organisation", "group"} else f"{identifier} “{named}”"


def in_general(template: str) -> str:
    """Fill a rule's template where no proposal is at hand, with an ellipsis for each of a proposal's words."""
    return fill(template, lambda _: "…")


def fill(template: str, look_up: Callable[[str], str]) -> str:
    """Fill a rule's template; `look_up` gives the words for what stands between braces."""
    if "{" not in template and "}" not in template:
        return " ".join(template.split())

    def words(found: re.Match[str]) -> str:
        return look_up(found[1]) if found[1] else found[0][0]

    filled = " ".join(_PLACEHOLDER.sub(words, template).split())
    return re.sub(_QUOTED_TWICE, r"“\1”", filled) if "““" in filled else filled
