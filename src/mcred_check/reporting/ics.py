"""The review desk as a calendar: an all-day event on each day by which the need has to be proved again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from mcred_check import __version__
from mcred_check.reporting.desk import proof_in_words, reckoned_by
from mcred_check.reporting.safe import visible
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.reporting.desk import Shown
    from mcred_check.reviewing import Desk, Entry

_REMINDERS: Final = (60, 14)
"""Days before."""
_VERSION: Final = re.compile("-[0-9]+$")
_ONE_DAY: Final = timedelta(days=1)
_NAME: Final = "Micro-credential reviews"


def as_calendar(shown: Shown) -> str:
    """Write a calendar that Outlook, Google and Apple import; the same bytes for the same desk.

    A micro-credential keeps its UID from one export to the next, so that a calendar moves its event; DTSTAMP and
    SEQUENCE come from the day of the desk.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//mcred-check//mcred-check {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _NAME)
    uids = _uids(shown.desk.entries)
    for entry in shown.entries:
        if entry.due and entry.state != "cannot tell":
            calendar.add_component(_event(entry, entry.due, uids[entry], shown.desk))
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(entry: Entry, due: date, uid: str, desk: Desk) -> Event:
    """Make the all-day event of the last day for a review, which keeps nobody from being shown as free."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(desk.today, time(), UTC))
    event.add("sequence", desk.today.toordinal())
    event.add("dtstart", due)
    event.add("dtend", due + _ONE_DAY)
    event.add("summary", f"Review due: {visible(entry.title)}")
    event.add("description", "\n".join(_told(entry, desk)))
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    for days in _REMINDERS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(days=-days))
        alarm.add("description", f"Review due in {days} days: {visible(entry.title)}")
        event.add_component(alarm)
    return event


def _told(entry: Entry, desk: Desk) -> Iterator[str]:
    """Say what a reader of the calendar needs, who may not have the file."""
    yield "By this day the micro-credential has to prove again that it is needed."
    if entry.listed_on:
        number = f" as {visible(entry.number)}" if entry.number else ""
        yield f"Listed{number} on {day(entry.listed_on)}."
    if entry.proof:
        yield proof_in_words(entry.proof)
    yield f"File: {visible(entry.file)}"
    yield f"{reckoned_by(desk.rules)}. As of {day(desk.today)}."


def _uids(entries: Iterable[Entry]) -> dict[Entry, str]:
    """Name each event by the first of its names that is still free; what was listed first chooses first.

    So an event keeps its name when a copy or a new version comes to lie beside its file.
    """
    taken: dict[str, Entry] = {}
    for entry in sorted(entries, key=_age):
        taken[next(name for name in _names(entry) if name not in taken)] = entry
    return {one: f"{uuid5(NAMESPACE_URL, f'mcred-check:review/{name}')}@mcred-check" for name, one in taken.items()}


def _age(entry: Entry) -> tuple[bool, date, str, str, int]:
    return entry.stage != "listed", entry.listed_on or date.max, entry.number, entry.file, entry.document


def _names(entry: Entry) -> list[str]:
    """Give names that stay as they are, the last of them unique.

    They go by the listing number, without its version and with it, by title and file name, and by path.
    """
    number = [f"number/{_VERSION.sub('', entry.number)}", f"number/{entry.number}"] if entry.number else []
    return [*number, f"title/{entry.title}/{entry.file.rpartition('/')[2]}", f"file/{entry.file}/{entry.document}"]
