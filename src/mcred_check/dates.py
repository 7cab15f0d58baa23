"""Days as people write them, and the days of the calendar that these can be."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = [day(date(2000, month, 1)).split()[1].lower() for month in range(1, 13)]
_WAYS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>[0-9]{4})(?P<sign>[-/.])(?P<m>[0-9]{1,2})(?P=sign)(?P<d>[0-9]{1,2})",
        r"(?P<d>[0-9]{1,2})(?:st|[nr]d|th)?[ -](?P<m>[a-z]{3,9})\.?,?[ -](?P<y>[0-9]{4})",
        r"(?P<m>[a-z]{3,9})\.? (?P<d>[0-9]{1,2})(?:st|[nr]d|th)?,? (?P<y>[0-9]{4})",
        r"(?P<d>[0-9]{1,2})(?P<sign>[-/.])(?P<m>[0-9]{1,2})(?P=sign)(?P<y>[0-9]{4})",
        r"(?P<m>[0-9]{1,2})(?P<sign>[-/.])(?P<d>[0-9]{1,2})(?P=sign)(?P<y>[0-9]{4})",
    )
)
"""The ways in which a day is written; one that can be read in two ways fits two of them, the day before the month."""


def days_meant(written: str) -> list[str]:
    """Write as ISO does each day that can be meant: none, one or two."""
    flat = re.sub("[\u2010-\u2013]", "-", " ".join(written.split()))
    return list(dict.fromkeys(one for way in _WAYS if (found := way.fullmatch(flat)) for one in _days(found)))


def _days(found: re.Match[str]) -> Iterator[str]:
    month = found["m"].lower()
    number = int(month) if month.isdecimal() else _month(month)
    try:
        yield date(int(found["y"]), number, int(found["d"])).isoformat()
    except ValueError:
        return


def _month(word: str) -> int:
    """Give a month's number by its name or the beginning of it; 0 for none."""
    return next((number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word)), 0)
