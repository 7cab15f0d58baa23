"""The derive-then-constrain keywords: each derives a value from a proposal, which `is` then constrains.

A keyword is a generator of one signature, a pure function of its arguments, the value it stands at and the
surroundings. An absent operand is silence: nothing is yielded. Paths are steps joined by `/`, where `*` is each item
of a list.
"""

from __future__ import annotations

import unicodedata
from calendar import isleap
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mcred_check.wording import age, day, is_day, nearest, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mcred_check.model import Json, Route


class Surroundings:
    """What a check may know beside the proposal: the day, the folder of its files, the rule set's tables."""

    __slots__ = ("folder", "tables", "today")

    def __init__(
        self, today: date, folder: Path | None = None, tables: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.today = today
        self.folder = folder
        self.tables = tables or {}


class Derived(NamedTuple):
    """A derived value. `routes` leads to where it comes from: one route, or one for each item of a list value.

    `facts` are further words for a rule's message; for a list value, one mapping for each item.
    """

    value: Json
    routes: tuple[Route, ...]
    facts: tuple[Mapping[str, str], ...] = ()


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
    for path in paths(operand):
        here: list[tuple[Route, Json]] = [((), value)]
        for step in steps(path):
            if step == "*":
                here = [((*r, i), item) for r, v in here if isinstance(v, list) for i, item in enumerate(v)]
            else:
                here = [((*r, step), v[step]) for r, v in here if isinstance(v, dict) and step in v]
        matches += here
    return matches


def fold(value: Json) -> str:
    """Fold a value to how it is compared: text, any case, any white space."""
    return " ".join((number(value) if isinstance(value, float) else str(value)).casefold().split())


def numbers(value: Json, operand: Json) -> list[tuple[Route, float]]:
    """Find every number at an operand."""
    return [
        (route, item)
        for route, item in found(value, operand)
        if isinstance(item, int | float) and not isinstance(item, bool)
    ]


def _whole(value: float) -> float:
    """Take away what is only the arithmetic's: 10.000000001 is 10."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _sum(matches: Sequence[tuple[Route, float]]) -> float:
    return _whole(sum(item for _, item in matches))


def total(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive the sum of the numbers at `of`."""
    parts = numbers(value, args["of"])
    if parts:
        yield Derived(_sum(parts), (parts[0][0],))


def gap(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive how far the sum of `of` lies above the sum of `against`."""
    parts, against = numbers(value, args["of"]), numbers(value, args["against"])
    if parts and against:
        facts = {"sum": number(_sum(parts)), "expected": number(_sum(against))}
        yield Derived(_whole(_sum(parts) - _sum(against)), (parts[0][0],), (facts,))


def ratio(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive the sum of `of` for each unit of `to`."""
    parts, units = numbers(value, args["of"]), numbers(value, args["to"])
    if parts and units and _sum(units):
        want = args["is"].get("const")
        facts = {"sum": number(_sum(parts))}
        if want:
            facts |= {"expected": number(_sum(units) * want), "other": number(_whole(_sum(parts) / want))}
        yield Derived(_whole(_sum(parts) / _sum(units)), (parts[0][0],), (facts,))


def _later(start: date, years: float) -> date:
    """Move a date by calendar years; 29 February falls on the 28th where it must."""
    year = min(start.year + int(years), date.max.year)
    last = 28 if (start.month, start.day) == (2, 29) and not isleap(year) else start.day
    return start.replace(year=max(year, 1), day=last)


def _is_day(text: Json) -> bool:
    return isinstance(text, str) and is_day(text)


def _days_at(value: Json, operand: Json, today: date) -> list[tuple[Route | None, date]]:
    """Find the dates at an operand; the route of `today` is None."""
    dates: list[tuple[Route | None, date]] = []
    for path in paths(operand):
        if path == "today":
            dates.append((None, today))
        else:
            dates += [(route, date.fromisoformat(text)) for route, text in found(value, path) if _is_day(text)]
    return dates


def days(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the days from `start`, moved by `plus_years`, to `end`; with `take` only the smallest or largest."""
    years = args.get("plus_years", 0)
    if isinstance(years, str):
        given = numbers(value, years)
        if not given:
            return
        years = given[0][1]
    starts = [(route, start, _later(start, years)) for route, start in _days_at(value, args["start"], around.today)]
    ends = _days_at(value, args["end"], around.today)
    if "take" in args and starts and ends:  # the extremes will do: all pairs of long lists would take for ever
        of_due, of_end = (max, min) if args["take"] == "smallest" else (min, max)
        starts, ends = [of_due(starts, key=lambda one: one[2])], [of_end(ends, key=lambda one: one[1])]
    for start_route, start, due in starts:
        for end_route, end in ends:
            count = (end - due).days
            shown = end if start_route is None else start
            facts = {"date": day(shown), "due": day(due), "age": age(count)}
            yield Derived(count, (start_route or end_route or (),), (facts,))


def _list(matches: list[tuple[Route, Json]], facts: Sequence[Mapping[str, str]] = ()) -> Derived:
    return Derived([item for _, item in matches], tuple(route for route, _ in matches), tuple(facts))


def unmatched(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that are not among the others, each once."""
    wanted, others = found(value, args["of"]), found(value, args["among"])
    if wanted and others:
        known = {fold(item) for _, item in others}
        missing: dict[str, tuple[Route, Json]] = {}
        for route, item in wanted:
            if fold(item) not in known:
                missing.setdefault(fold(item), (route, item))
        yield _list(list(missing.values()))


def repeated(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that were there before."""
    seen: set[str] = set()
    again = []
    matches = found(value, args["of"])
    for route, item in matches:
        if fold(item) in seen:
            again.append((route, item))
        seen.add(fold(item))
    if matches:
        yield _list(again)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Fold case, macrons, punctuation and a final 's; hyphens within a word stay."""
    letters = unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("\u2010", "-")
    bare = (char for char in letters if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() or char in "-'" else " " for char in bare).split()
    stems = (word.strip("-'").removesuffix("'s") for word in words)
    return " ".join(stem for stem in stems if stem)


def _holds(text: str, word: str) -> bool:
    """Tell whether a text holds a word as a whole word, written together, apart or with a hyphen."""
    plain, wanted = _plain(text), _plain(word)
    if not wanted:
        return False
    apart, joined = plain.replace("-", " "), plain.replace("-", "")
    return any(
        f" {form} " in f" {version} "
        for form in {wanted.replace("-", " "), wanted.replace("-", "")}
        for version in (apart, joined)
    )


def mentions(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive the words of `any`, and the names found at `names`, that `of` holds as whole words."""
    texts = found(value, args["of"])
    names = [item for _, item in found(value, args["names"])] if "names" in args else []
    words = [*args.get("any", ()), *dict.fromkeys(item for item in names if isinstance(item, str))]
    if texts and words:
        yield _list([(r, w) for r, t in texts if isinstance(t, str) for w in words if _holds(t, w)])


def unlisted(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that are no codes of the table `in`; `named` leads to what a code should stand for."""
    codes = found(value, args["of"])
    if codes:
        table = around.tables[args["in"]]
        unknown = [(route, code) for route, code in codes if not isinstance(code, str) or code not in table]
        names = found(value, args.get("named", []))
        yield _list(unknown, [{"near": _code_for(names, table)} for _ in unknown])


def mistitled(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the values of `of` that do not hold the title that the table `in` gives to the code at `by`."""
    names, codes = found(value, args["of"]), found(value, args["by"])
    if names and codes:
        table = around.tables[args["in"]]
        titles = [_plain(table[code]) for _, code in codes if isinstance(code, str) and code in table]
        wrong = [
            (route, name)
            for route, name in names
            if titles and isinstance(name, str) and not any(one in _plain(name) for one in titles)
        ]
        yield _list(wrong, [{"near": _code_for([name], table)} for name in wrong])


def _code_for(names: Sequence[tuple[Route, Json]], table: Mapping[str, str]) -> str:
    """Suggest the code whose title is most like one of the names: a question, or nothing."""
    codes = {title: code for code, title in table.items()}
    near = next(filter(None, (nearest(name, codes) for _, name in names if isinstance(name, str))), "")
    return f"Did you mean {codes[near]}, “{near}”?" if near else ""


def first_word(args: Mapping[str, Json], value: Json, _: Surroundings) -> Iterator[Derived]:
    """Derive each text's first word, in lower case."""
    texts = [(route, _plain(text).split()[:1]) for route, text in found(value, args["of"]) if isinstance(text, str)]
    if texts:
        yield _list([(route, word[0]) for route, word in texts if word])


def missing_files(args: Mapping[str, Json], value: Json, around: Surroundings) -> Iterator[Derived]:
    """Derive the named files that are not there, hold nothing, or lie outside the proposal's folder."""
    names = [(route, name) for route, name in found(value, args["of"]) if isinstance(name, str)]
    if names:
        problems = [(route, name, _file_problem(around.folder, name)) for route, name in names]
        bad = [(route, name, problem) for route, name, problem in problems if problem]
        yield _list([(route, name) for route, name, _ in bad], [{"problem": problem} for _, _, problem in bad])


def _file_problem(folder: Path | None, name: str) -> str:
    """Say what is wrong with a file beside the proposal; nothing when it is there and holds something."""
    if folder is None:
        return "cannot be looked for, because the proposal was not read from a folder"
    if name.startswith(("/", "\\", "~")) or ":" in name or "\x00" in name or "\\" in name:
        return "is not a path beside the proposal, written with forward slashes"
    try:
        root = folder.resolve()
        file = (root / name).resolve()
        if not file.is_relative_to(root):
            return "lies outside the proposal's folder"
        if not file.exists():
            return "is not in the folder"
        if not file.is_file():
            return "is not a file"
        return "" if file.stat().st_size else "is empty"
    except (OSError, ValueError, RuntimeError):
        return "cannot be opened"


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
