"""What a command has around it: standard output and error, how a report gets through to them, and the clock."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from io import BufferedWriter, RawIOBase, StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Final, Literal, NoReturn, TextIO, TypeAlias

import typer

from mcred_check.model import CouldNotCheckError
from mcred_check.reporting.formats import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mcred_check.reporting.lines import Line
    from mcred_check.reporting.page import Show

MET: Final = 0
NOT_MET: Final = 1
COULD_NOT_CHECK: Final = 2
_PROGRESS_FROM: Final = 64

Color: TypeAlias = Literal["auto", "always", "never"]


def _a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"“{text}” is not a date; write year-month-day, as in 2026-11-23."
        raise typer.BadParameter(message) from None


AsOfOption: TypeAlias = Annotated[
    date | None, typer.Option(parser=_a_day, metavar="DATE", help="The day of the check, if not today in New Zealand.")
]
ColorOption: TypeAlias = Annotated[
    Color, typer.Option(case_sensitive=False, help="Colour: when it suits the terminal, always or never.")
]

PIPED: Final = 80
"""The width where there is no terminal."""
_WIDEST, _NARROWEST = 120, 20
_SYMBOLS = "✔✘–│→“”ā"

_AHEAD_OF_UTC: Final = (12, 13)
"""By how many hours New Zealand is ahead, in winter and in summer."""

_can_show_symbols = True
"""Whether standard output can show more than ASCII; `prepare` finds out."""


def prepare() -> None:
    """Write UTF-8 whatever the locale, and never fail on a character; note whether symbols can be shown."""
    global _can_show_symbols  # noqa: PLW0603 -- set once, at the start
    if sys.stderr is None:
        sys.stderr = StringIO()
    if sys.stdout is None:
        message = "Standard output is closed, so there is nowhere to write to."
        raise CouldNotCheckError(message)
    try:
        _SYMBOLS.encode(sys.stdout.encoding or "ascii")
        _can_show_symbols = True
    except (UnicodeEncodeError, LookupError):
        _can_show_symbols = False
    if isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stdout.buffer, RawIOBase):
        # PYTHONUNBUFFERED: Python would then silently drop what a disk does not take at once
        sys.stdout = TextIOWrapper(BufferedWriter(sys.stdout.buffer), encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def today() -> date:
    """Read the clock: what day it is in New Zealand, wherever the command runs."""
    return day_in_new_zealand(datetime.now(UTC))


def day_in_new_zealand(moment: datetime) -> date:
    """Tell the day by Auckland's clocks.

    Winter and summer time agree on it for 23 hours of the day; the table of time zones is imported for the other one.
    """
    days = {(moment + timedelta(hours=hours)).date() for hours in _AHEAD_OF_UTC}
    if len(days) == 1:
        return days.pop()
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- only that hour needs it

    return moment.astimezone(ZoneInfo("Pacific/Auckland")).date()


def look(color: Color, *, show: Show = "findings") -> Look:
    """Say how a report looks on this standard output."""
    terminal = sys.stdout.isatty()
    columns = os.environ.get("COLUMNS", "")
    width = shutil.get_terminal_size().columns if terminal else PIPED
    if columns.isdecimal() and len(columns) <= len(str(_WIDEST)):
        width = int(columns)
    painted = _wants_color(color, terminal=terminal)
    return Look(show, min(max(width, _NARROWEST), _WIDEST), _can_show_symbols, painted)


def _wants_color(color: Color, *, terminal: bool) -> bool:
    """Follow --color, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal that can."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    return forced != "0" if forced else terminal and os.environ.get("TERM") != "dumb"


def show_lines(lay_out: Callable[[int], Iterable[Line]], color: Color) -> None:
    """Lay lines out for the width of standard output, and write them."""
    from mcred_check.reporting.terminal import painted  # noqa: PLC0415 -- not every command draws

    how = look(color)
    write([painted(lay_out(how.width), color=how.color)])


def write(texts: Iterable[str | bytes], *, exact: bool = False) -> None:
    """Write to standard output. A reader that went away, as `head` does, leaves the exit code as it is.

    `exact` leaves the line breaks as they are, where Windows would make its own of them.
    """
    if exact and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    try:
        for text in texts:
            if isinstance(text, bytes):
                sys.stdout.buffer.write(text)
            else:
                sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up(sys.stdout)
    except OSError as error:
        _give_up(sys.stdout)
        message = f"The report could not be written: {error.strerror}."
        raise CouldNotCheckError(message) from error


def refuse_a_terminal(what: str, instead: str) -> None:
    """Raise CouldNotCheckError where bytes that no terminal can show would go to one; `instead` is the next step."""
    if sys.stdout.isatty():
        message = f"{what} is not for a terminal. Write it to a file: {instead}"
        raise CouldNotCheckError(message)


def _give_up(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, or Python would stumble over it at the end and choose the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def finish() -> None:
    """Write out what the streams still hold, as far as they take it."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            _give_up(stream)


def clear() -> None:
    """Clear the terminal."""
    from rich.console import Console  # noqa: PLC0415 -- only where somebody watches

    Console().clear()


def aside(message: str) -> None:
    """Say something on standard error, beside the report."""
    from mcred_check.actions import in_a_step, shielded  # noqa: PLC0415 -- only for a mistake
    from mcred_check.reporting.safe import visible  # noqa: PLC0415

    lines = [f"{visible(line)}\n" for line in message.splitlines()]
    with suppress(OSError):  # where nothing can be said, the exit code has to do
        for line in shielded(lines) if in_a_step() else lines:
            typer.echo(line, err=True, nl=False)


@contextmanager
def progress(count: int) -> Iterator[Callable[[int], object]]:
    """Show how far it is on standard error, where that is a terminal and there is something to wait for."""
    if count < _PROGRESS_FROM or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda _done: None
    else:
        with typer.progressbar(length=count, label="Checking", file=sys.stderr) as bar:
            yield bar.update


def tell_passed_over(files: Iterable[tuple[str, str]]) -> None:
    """Say on standard error which files were passed over, and why."""
    for file, reason in files:
        aside(f"Passed over: {file}: {reason}")


def could_not(message: str) -> int:
    """Say on standard error why something could not be checked."""
    aside(message)
    return COULD_NOT_CHECK


def leave(*, met: bool) -> NoReturn:
    """End a command with what it found."""
    raise typer.Exit(MET if met else NOT_MET)
