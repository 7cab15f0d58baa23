"""The derive-then-constrain keywords: each derives a value from a proposal, which `is` then constrains.

A keyword is a generator of one signature, a pure function of its arguments, the value it stands at and the
surroundings. An absent operand is silence: nothing is yielded.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mcred_check.attachments import file_problem
from mcred_check.routes import numbers, paths
from mcred_check.wording import age, day, is_day, nearest, number
from mcred_check.words import fold, plain, words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mcred_check.model import Json, Route
    from mcred_check.routes import Surroundings


class Derived(NamedTuple):
    """A derived value. `routes` leads to where it comes from: one route, or one for each item of a list value.

    `tell` gives the facts when a message needs them.
    """

    value: Json
    routes: tuple[Route, ...]
    tell: Callable[[], tuple[Mapping[str, str], ...]] = tuple

    @property
    def facts(self) -> tuple[Mapping[str, str], ...]:
        """Further words for a rule's message; for a list value, one mapping for each item."""
        return self.tell()


Keyword: TypeAlias = "Callable[[Mapping[str, Json], Json, Surroundings], Iterator[Derived]]"


def _whole(value: float) -> float:
    """Take away what is only the arithmetic's: 10.000000001 is 10."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _sum(matches: Sequence[tuple[Route, float]]) -> float:
    return _whole(sum(item for _, item in matches))


def total(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the sum of the numbers at `of`."""
    parts = numbers(value, args["of"], around)
    if parts:
        yield Derived(_sum(parts), (parts[0][0],))


def gap(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive how far the sum of `of` lies above the sum of `against`."""
    parts, against = numbers(value, args["of"], around), numbers(value, args["against"], around)
    if parts and against:
        whole, wanted = _sum(parts), _sum(against)
        tell = partial(_told, sum=whole, expected=wanted)
        yield Derived(_whole(whole - wanted), (parts[0][0],), tell)


def ratio(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the sum of `of` for each unit of `to`."""
    parts, units = numbers(value, args["of"], around), numbers(value, args["to"], around)
    if parts and units and _sum(units):
        whole, want = _sum(parts), args["is"].get("const")
        further = {"expected": _sum(units) * want, "other": _whole(whole / want)} if want else {}
        yield Derived(_whole(whole / _sum(units)), (parts[0][0],), partial(_told, sum=whole, **further))


def _told(**figures: float) -> tuple[Mapping[str, str], ...]:
    """Give the facts of a figure: other figures in words."""
    return ({name: number(figure) for name, figure in figures.items()},)


def _later(start: date, years: float) -> date:
    """Move a date by calendar years; 29 February falls on the 28th where it must."""
    year = max(1, min(start.year + int(years), date.max.year))
    try:
        return start.replace(year=year)
    except ValueError:
        return start.replace(year=year, day=28)


@lru_cache(maxsize=256)
def _as_day(text: str) -> date | None:
    return date.fromisoformat(text) if is_day(text) else None


def _days_at(value: Json, operand: Json, around: Surroundings) -> list[tuple[Route | None, date]]:
    """Find the dates at an operand; the route of `today` is None."""
    dates: list[tuple[Route | None, date]] = []
    for path in paths(operand):
        if path == "today":
            dates.append((None, around.today))
        else:
            read = [(route, _as_day(text)) for route, text in around.found(value, path) if isinstance(text, str)]
            dates += [(route, one) for route, one in read if one]
    return dates


def days(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the days from `start`, moved by `plus_years`, to `end`; with `take` only the smallest or largest."""
    years = args.get("plus_years", 0)
    if isinstance(years, str):
        given = numbers(value, years, around)
        if not given:
            return
        years = given[0][1]
    begun = _days_at(value, args["start"], around)
    starts = [(route, start, _later(start, years) if years else start) for route, start in begun]
    ends = _days_at(value, args["end"], around)
    if "take" in args and starts and ends:  # the extremes will do: all pairs of long lists would take for ever
        of_due, of_end = (max, min) if args["take"] == "smallest" else (min, max)
        starts, ends = [of_due(starts, key=itemgetter(2))], [of_end(ends, key=itemgetter(1))]
    for start_route, start, due in starts:
        for end_route, end in ends:
            count = (end - due).days
            shown = end if start_route is None else start
            yield Derived(count, (start_route or end_route or (),), partial(_dated, shown, due, count))


def _dated(shown: date, due: date, count: int) -> tuple[Mapping[str, str], ...]:
    """Give the facts of a span of days."""
    return ({"date": day(shown), "due": day(due), "age": age(count)},)


_NOTHING: Final = Derived([], ())


def _list(matches: list[tuple[Route, Json]], tell: Callable[[], tuple[Mapping[str, str], ...]] = tuple) -> Derived:
    return Derived([item for _, item in matches], tuple([route for route, _ in matches]), tell) if matches else _NOTHING


def unmatched(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that are not among the others, each once."""
    wanted, others = around.found(value, args["of"]), around.found(value, args["among"])
    if wanted and others:
        known = {fold(item) for _, item in others}
        missing: dict[str, tuple[Route, Json]] = {}
        for route, item in wanted:
            if fold(item) not in known:
                missing.setdefault(fold(item), (route, item))
        yield _list(list(missing.values()))


def repeated(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that were there before."""
    seen: set[str] = set()
    again = []
    matches = around.found(value, args["of"])
    for route, item in matches:
        if fold(item) in seen:
            again.append((route, item))
        seen.add(fold(item))
    if matches:
        yield _list(again)


def mentions(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the words of `any`, and the names found at `names`, that `of` holds as whole words."""
    texts = around.found(value, args["of"])
    names = [item for _, item in around.found(value, args["names"])] if "names" in args else []
    words = [*args.get("any", ()), *dict.fromkeys(item for item in names if isinstance(item, str))]
    if texts and words:
        listed = tuple(words)
        yield _list([(route, word) for route, t in texts if isinstance(t, str) for word in words_in(t, listed)])


def unlisted(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that are no codes of the table `in`; `named` leads to what a code should stand for."""
    codes = around.found(value, args["of"])
    if codes:
        table = around.tables[args["in"]]
        unknown = [(route, code) for route, code in codes if not isinstance(code, str) or code not in table]
        names = around.found(value, args.get("named", []))
        yield _list(unknown, lambda: ({"near": next(filter(None, _hints(names, table)), "")},) * len(unknown))


def mistitled(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that do not hold the title that the table `in` gives to the code at `by`."""
    names, codes = around.found(value, args["of"]), around.found(value, args["by"])
    if names and codes:
        table = around.tables[args["in"]]
        titles = [plain(table[code]) for _, code in codes if isinstance(code, str) and code in table]
        wrong = [
            (route, name)
            for route, name in names
            if titles and isinstance(name, str) and not any(one in plain(name) for one in titles)
        ]

        def tell() -> tuple[Mapping[str, str], ...]:
            begun = [any(one.startswith(plain(name)) for one in titles) for _, name in wrong]  # then no other is meant
            hints = zip(begun, _hints(wrong, table), strict=True)
            return tuple([{"near": "" if half else hint} for half, hint in hints])

        yield _list(wrong, tell)


_COMPARISONS: Final = 20_000
"""How many titles are held against names before no code is suggested, because each takes its time."""


def _hints(names: Sequence[tuple[Route, Json]], table: Mapping[str, str]) -> Iterator[str]:
    """Suggest for each name the code whose title is most like it: a question, or nothing."""
    codes = {title: code for code, title in table.items()}
    guessed = _COMPARISONS // max(1, len(codes))
    for place, (_, name) in enumerate(names):
        near = nearest(name, codes) if isinstance(name, str) and place < guessed else ""
        yield f"Did you mean {codes[near]}, “{near}”?" if near else ""


def first_word(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive each text's first word, in lower case."""
    texts = [
        (route, plain(text).split()[:1]) for route, text in around.found(value, args["of"]) if isinstance(text, str)
    ]
    if texts:
        yield _list([(route, word[0]) for route, word in texts if word])


def missing_files(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the named files that are not there, hold nothing, or lie outside the proposal's folder."""
    names = [(route, name) for route, name in around.found(value, args["of"]) if isinstance(name, str)]
    if names:
        problems = [(route, name, file_problem(around.folder, name)) for route, name in names]
        bad = [(route, name, problem) for route, name, problem in problems if problem]
        facts = tuple({"problem": problem} for _, _, problem in bad)
        yield _list([(route, name) for route, name, _ in bad], lambda: facts)


_ALL: Final = (total, gap, ratio, days, unmatched, repeated, mentions, unlisted, mistitled, missing_files, first_word)
KEYWORDS: Final[Mapping[str, Keyword]] = {keyword.__name__: keyword for keyword in _ALL}
OPERANDS: Final = ("of", "against", "to", "start", "end", "plus_years", "among", "names", "named", "by")
"""Arguments that hold paths."""
