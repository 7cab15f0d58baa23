"""The derive-then-constrain keywords: each derives a value from a proposal, which `is` then constrains.

A keyword is a generator of one signature, a pure function of its arguments, the value it stands at and the
surroundings. An absent operand is silence: nothing is yielded. Paths are steps joined by `/`, where `*` is each item
of a list.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mcred_check.attachments import file_problem
from mcred_check.wording import age, day, is_day, nearest, number
from mcred_check.words import plain, words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mcred_check.model import Json, Route


class Surroundings:
    """What a check may know beside the proposal: the day, the folder of its files, the rule set's tables."""

    __slots__ = ("_found", "folder", "tables", "today")

    def __init__(
        self, today: date, folder: Path | None = None, tables: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.today = today
        self.folder = folder
        self.tables = tables or {}
        self._found: dict[tuple[int, str], list[tuple[Route, Json]]] | None = None

    def enter(self, folder: Path | None) -> None:
        """Turn to another proposal, which stays as it is until the next one: what is found in it is kept meanwhile."""
        self.folder = folder
        self._found = {}

    def found(self, value: Json, operand: Json) -> list[tuple[Route, Json]]:
        """Find every value at an operand, as `found` does; many rules look at the same ones."""
        if self._found is None or not isinstance(operand, str):
            return found(value, operand)
        key = (id(value), operand)
        if key not in self._found:
            self._found[key] = found(value, operand)
        return self._found[key]


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


@lru_cache(maxsize=512)
def steps(path: str) -> tuple[str, ...]:
    """Split a path."""
    return tuple(path.split("/"))


def paths(operand: Json) -> list[str]:
    """Give an operand's paths: it is one path or a list of them."""
    return [operand] if isinstance(operand, str) else list(operand)


def at(value: Json, route: Route) -> Json:
    """Follow a route to the value that it leads to."""
    for step in route:
        value = value[step]
    return value


def found(value: Json, operand: Json) -> list[tuple[Route, Json]]:
    """Find every value at an operand, with its route, in the order of the proposal."""
    matches: list[tuple[Route, Json]] = []
    for path in (operand,) if isinstance(operand, str) else operand:
        _follow(value, _stretches(path), 0, route=(), matches=matches)
    return matches


@lru_cache(maxsize=512)
def _stretches(path: str) -> tuple[tuple[str, ...], ...]:
    """Cut a path at its stars."""
    return tuple(tuple(filter(None, stretch.split("/"))) for stretch in path.split("*"))


def _follow(
    value: Json, stretches: tuple[tuple[str, ...], ...], number: int, *, route: Route, matches: list[tuple[Route, Json]]
) -> None:
    """Go along a stretch of a path, and along the next ones from each item of the list that it leads to."""
    stretch = stretches[number]
    for step in stretch:
        if not isinstance(value, dict) or step not in value:
            return
        value = value[step]
    route += stretch
    number += 1
    if number == len(stretches):
        matches.append((route, value))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _follow(item, stretches, number, route=(*route, index), matches=matches)


def fold(value: Json) -> str:
    """Fold a value to how it is compared: text, any case, any white space."""
    return _folded(value if isinstance(value, str) else number(value) if isinstance(value, float) else str(value))


@lru_cache(maxsize=1024)  # ids, mostly, which many rules compare
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def numbers(value: Json, operand: Json, around: Surroundings) -> list[tuple[Route, float]]:
    """Find every number at an operand."""
    return [
        (route, item)
        for route, item in around.found(value, operand)
        if isinstance(item, int | float) and not isinstance(item, bool)
    ]


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
        yield _list(unknown, lambda: ({"near": _code_for(names, table)},) * len(unknown))


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
        guesses = _COMPARISONS // max(1, len(table))
        yield _list(
            wrong,
            lambda: tuple([{"near": _code_for(wrong[at : min(at + 1, guesses)], table)} for at in range(len(wrong))]),
        )


_COMPARISONS: Final = 20_000
"""How many titles are held against names before no code is suggested, because each takes its time."""


def _code_for(names: Sequence[tuple[Route, Json]], table: Mapping[str, str]) -> str:
    """Suggest the code whose title is most like one of the names: a question, or nothing."""
    codes = {title: code for code, title in table.items()}
    texts = [name for _, name in names if isinstance(name, str)][: _COMPARISONS // max(1, len(codes))]
    near = next(filter(None, (nearest(name, codes) for name in texts)), "")
    return f"Did you mean {codes[near]}, “{near}”?" if near else ""


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


KEYWORDS: Final[Mapping[str, Keyword]] = {
    keyword.__name__: keyword
    for keyword in (
        total,
        gap,
        ratio,
        days,
        unmatched,
        repeated,
        mentions,
        unlisted,
        mistitled,
        missing_files,
        first_word,
    )
}
OPERANDS: Final = ("of", "against", "to", "start", "end", "plus_years", "among", "names", "named", "by")
"""Arguments that hold paths."""
