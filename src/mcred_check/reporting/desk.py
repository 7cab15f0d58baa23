"""The review desk in a terminal: what is overdue first, with what last showed the need, then the rest a line each."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.lines import BLANK, cells, clamp, cut, cut_front, flow, pad
from mcred_check.reporting.page import ASCII, SYMBOLS
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import BASIS, number_of
from mcred_check.wording import age, day, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from mcred_check.model import Rule
    from mcred_check.proving import Proof
    from mcred_check.reporting.lines import Line
    from mcred_check.reviewing import Desk, Entry, State

_MARKS: Final[Mapping[State, str]] = {
    "overdue": "must",
    "cannot tell": "judge",
    "due": "should",
    "in time": "ok",
    "ending": "none",
    "not listed": "none",
}
_COUNTED: Final[Mapping[State, str]] = {"cannot tell": "unclear"}
_URGENT: Final = ("overdue", "cannot tell", "due")
_ONCE_DONE: Final = (
    "Once a review is done, add it under review.history in its file: date, need_confirmed, evidence and decision."
)
_HEADS: Final = ("listed", "period", "last review", "next due")
_WIDTHS: Final = (11, 7, 11, 11)
_TITLE_AT_LEAST: Final = 20


class Shown(NamedTuple):
    """A desk as it is shown: the entries that were asked for, how many were left out, and the files passed over."""

    desk: Desk
    entries: Sequence[Entry]
    left_out: int
    passed_over: Sequence[tuple[str, str]]


def lay_out(shown: Shown, *, width: int, symbols: bool) -> list[Line]:
    """Lay the desk out: a heading for each state, a row for each micro-credential."""
    width = clamp(width)
    signs = SYMBOLS if symbols else ASCII
    mark = max(cells(f"  {signs[one]} ") for one in _MARKS.values())
    columns = _columns(width - mark)
    for_title = width - mark - sum(_WIDTHS[one] + 2 for one in columns)
    lines = flow(f"Reviews of micro-credentials, as of {day(shown.desk.today)}", "bold", width=width)
    if any(one.due for one in shown.entries):
        heads = "".join(f"  {_HEADS[one]:>{_WIDTHS[one]}}" for one in columns)
        lines.append((("dim", " " * (mark + for_title) + heads),))
    titles = {one: cut(visible(one.title), for_title, mark=signs["cut"]) for one in shown.entries}
    alike = Counter(titles.values())
    for state, group in groupby(shown.entries, key=lambda one: one.state):
        lines += [BLANK, (("bold", _heading(state, shown.desk.horizon.words)),)]
        for entry in group:
            lead = (_MARKS[state].replace("none", "dim"), pad(f"  {signs[_MARKS[state]]} ", mark))
            if entry.due or entry.listed_on:
                figures = "".join(f"  {text:>{_WIDTHS[one]}}" for one, text in _figures(entry, columns))
                lines.append((lead, ("", pad(titles[entry], for_title) + figures)))
            else:
                lines.append((lead, *_title_and_file(entry, width - mark, signs["cut"])))
            with_file = entry.state in _URGENT or alike[titles[entry]] > 1
            lines += _details(entry, with_file=with_file, width=width, indent=mark + 2)
    return [*lines, *_ending(shown, width)]


def _columns(room: int) -> list[int]:
    """Choose the columns that leave room for a title: the last always, and then as many as go."""
    columns = list(range(len(_HEADS)))
    while len(columns) > 1 and room - sum(_WIDTHS[one] + 2 for one in columns) < _TITLE_AT_LEAST:
        columns.pop(0)
    return columns


def _heading(state: State, horizon: str) -> str:
    return (
        f"Due within {horizon}" if state == "due" else "Not listed yet" if state == "not listed" else state.capitalize()
    )


def _figures(entry: Entry, columns: Sequence[int]) -> Iterator[tuple[int, str]]:
    period = "" if entry.period_years is None else number_of(entry.period_years, "year")
    texts = (_short(entry.listed_on), period, _short(entry.last_review), _short(entry.due))
    return ((one, texts[one]) for one in columns)


def _short(on: date | None) -> str:
    """Write a date in a column: 19 May 2026."""
    if on is None:
        return ""
    number, month, year = day(on).split()
    return f"{number} {month[:3]} {year}"


def _title_and_file(entry: Entry, room: int, mark: str) -> Line:
    """Put a title and its file on one line where there is nothing else to put there."""
    if entry.title == entry.file.rpartition("/")[2]:  # it has no title
        return (("path", cut_front(_file(entry), room, mark=mark)),)
    half = room // 2
    title = pad(cut(visible(entry.title), half, mark=mark), half)
    return (("", f"{title}  "), ("path", cut_front(_file(entry), room - half - 2, mark=mark)))


def _file(entry: Entry) -> str:
    return visible(entry.file) + (f" ({entry.document})" if entry.document > 1 else "")


def _details(entry: Entry, *, with_file: bool, width: int, indent: int) -> Iterator[Line]:
    """Say of what is urgent how far it is and what last showed the need; and of anything why it is where it is."""
    lead: Line = (("", " " * indent),)
    said = [*([visible(_how_far(entry))] if entry.state in {"overdue", "due"} else []), *map(visible, entry.reasons)]
    if entry.state in _URGENT:
        said += [proof_in_words(entry.proof)] if entry.proof else []
    if said:
        yield from flow(" ".join(said), width=width, lead=lead, indent=indent)
    if with_file and (entry.due or entry.listed_on):
        yield from flow(_file(entry), "path", width=width, lead=lead, indent=indent)


def _how_far(entry: Entry) -> str:
    days = entry.days_left or 0
    return f"{age(days)} overdue." if days < 0 else f"{age(days)} left." if days else "Due today."


def proof_in_words(proof: Proof) -> str:
    """Say what last showed the need: a review or the listing, and the evidence that it rests on."""
    pieces = [
        " ".join(filter(None, (one.id, f"({_whose(one.organisation, one.on)})" if one.organisation or one.on else "")))
        for one in proof.evidence
    ]
    how = "by the review of" if proof.by == "review" else "when it was listed on"
    named = f", with {listed(pieces)}" if pieces else ", which names no evidence" if proof.by == "review" else ""
    return visible(f"The need was last shown {how} {day(proof.on)}{named}.")


def _whose(organisation: str, on: date | None) -> str:
    """Name whose evidence it is and when it was given: Kārearea Vets, 4 December 2023."""
    return ", ".join(filter(None, (organisation, day(on) if on else "")))


def _ending(shown: Shown, width: int) -> Iterator[Line]:
    """Count, and say what was left out, what was passed over and how the days were reckoned."""
    yield BLANK
    yield from flow(summed_up(shown), width=width)
    if shown.left_out:
        text = f"{shown.left_out} more {'is' if shown.left_out == 1 else 'are'} not; without --within all are shown."
        yield from flow(text, width=width)
    if shown.passed_over:
        yield BLANK
        yield (("bold", "Passed over"),)
        for file, reason in shown.passed_over:
            yield from flow(visible(f"{file}: {reason}"), width=width, lead=(("", "  "),), indent=4)
    if any(one.state in _URGENT for one in shown.entries):
        yield BLANK
        yield from flow(_ONCE_DONE, width=width)
    yield BLANK
    yield from flow(reckoned_by(shown.desk.rules), "dim", width=width)


def summed_up(shown: Shown) -> str:
    """Count the micro-credentials in each state."""
    horizon = shown.desk.horizon.words
    counted = ", ".join(
        f"{len(list(group))} {_COUNTED.get(state) or _heading(state, horizon).lower()}"
        for state, group in groupby(shown.entries, key=lambda one: one.state)
    )
    return (
        f"{number_of(len(shown.entries), 'micro-credential')}: {counted}."
        if counted
        else f"Nothing is due within {horizon}."
    )


def reckoned_by(rules: Sequence[Rule]) -> str:
    """Say by which rules the days were reckoned, and how sure these are."""
    named = listed(f"{one.key} ({BASIS[one.basis]})" for one in rules)
    return f"When a review is due is reckoned by {named}: mcred-check explain {rules[0].key}"
