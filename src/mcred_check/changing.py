"""Two versions of a proposal held against each other: which values changed, whatever the order of lists and lines."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mcred_check.wording import in_words, name_of
from mcred_check.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mcred_check.model import Json, Route

Pair: TypeAlias = tuple[int | None, int | None]
"""The position of an item in the older and in the newer list; None where it is in one of them alone."""

_NAMES: Final = ("title", "name", "organisation", "role", "group", "rule", "date")
"""What an item of a list may call itself."""
_ALIKE: Final = 0.6
"""From which likeness on two items without a name in common are one that was reworded."""
_MOST_TO_LIKEN: Final = 400


class Change(NamedTuple):
    """One value that differs. What is in one version alone is None in the other.

    `names` say where it is, in words; `old_route` and `new_route` lead there, or to what holds it where it is not.
    """

    names: tuple[str, ...]
    old: Json
    new: Json
    old_route: Route
    new_route: Route

    @property
    def fields(self) -> Route:
        """The route with `*` for any item."""
        route = self.new_route if self.new is not None else self.old_route
        return tuple("*" if isinstance(step, int) else step for step in route)


def changes_between(old: Json, new: Json, shape: Json) -> Iterator[Change]:
    """Yield what differs between two versions of a proposal, in the order of the proposal's shape.

    Neither the order of a list nor white space nor the way in which a letter with a macron is stored is a difference.
    """
    yield from _between(old, new, shape, Change((), None, None, (), ()))


def _between(old: Json, new: Json, shape: Json, at: Change) -> Iterator[Change]:
    if canonical(old) == canonical(new):
        return
    if _are(dict, old, new):
        known = shape.get("properties", {})
        for name in [*known, *sorted({*(old or {}), *(new or {})} - known.keys())]:
            inner = known.get(name, {})
            here = _step(at, inner.get("title", name), name, name)
            yield from _between((old or {}).get(name), (new or {}).get(name), inner, here)
    elif _are(list, old, new):
        yield from _between_lists(old or [], new or [], shape.get("items", {}), at)
    else:
        yield at._replace(old=old, new=new)


def _are(kind: type, old: Json, new: Json) -> bool:
    """Tell whether both are of a kind, or the one that is there."""
    return all(one is None or isinstance(one, kind) for one in (old, new))


def _step(at: Change, name: str, old_step: str | int, new_step: str | int) -> Change:
    return at._replace(
        names=(*at.names, name), old_route=(*at.old_route, old_step), new_route=(*at.new_route, new_step)
    )


def _between_lists(old: Sequence[Json], new: Sequence[Json], shape: Json, at: Change) -> Iterator[Change]:
    for before, after in pairs(old, new):
        was, now = None if before is None else old[before], None if after is None else new[after]
        item = now if before is None else was
        here = _step(at, _known_as(item, before if after is None else after), before or 0, after or 0)
        if not isinstance(item, dict):
            here = here._replace(names=at.names)
        if before is None or after is None:
            yield here._replace(old=was, new=now)
        else:
            yield from _between(was, now, shape, here)


def _known_as(item: Json, position: int | None) -> str:
    """Name an item of a list as short as it goes: LO1, or 19 May 2025, or what it calls itself, or its number."""
    if isinstance(item, dict):
        short = next((item[name] for name in ("id", "date") if name in item), None)
        if short is not None:
            return in_words(short)
    return name_of(item) or f"number {(position or 0) + 1}"


def pairs(old: Sequence[Json], new: Sequence[Json]) -> list[Pair]:
    """Find each item of one list in the other: by its id, else as it stands, else by its name, else by likeness.

    In the order of the newer list; what is only in the older comes last.
    """
    left, right = list(range(len(old))), list(range(len(new)))
    found: dict[int, int] = {}
    for key in _KEYS:
        known: dict[str, list[int]] = {}
        for one in left:
            known.setdefault(key(old[one]), []).append(one)
        for one in right:
            same = known.get(key(new[one]))
            if same and key(new[one]):
                found[one] = same.pop(0)
        taken = set(found.values())
        left, right = [one for one in left if one not in taken], [one for one in right if one not in found]
    found |= _alike(old, new, left, right)
    taken = set(found.values())
    kept: list[Pair] = [(found.get(one), one) for one in range(len(new))]
    return kept + [(one, None) for one in range(len(old)) if one not in taken]


def _alike(old: Sequence[Json], new: Sequence[Json], left: Sequence[int], right: Sequence[int]) -> dict[int, int]:
    """Pair those of the rest that are most alike; long rests are left alone, because that takes long."""
    if len(left) * len(right) > _MOST_TO_LIKEN:
        return {}
    found: dict[int, int] = {}
    likeness = sorted((-_likeness(old[one], new[other]), one, other) for one in left for other in right)
    for unlike, one, other in likeness:
        if -unlike >= _ALIKE and one not in found.values() and other not in found:
            found[other] = one
    return found


def _likeness(one: Json, other: Json) -> float:
    from difflib import SequenceMatcher  # noqa: PLC0415 -- only what was reworded needs it

    ours, theirs = " ".join(_texts(one)), " ".join(_texts(other))
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio() if ours and theirs else 0


def _texts(value: Json) -> Iterator[str]:
    """Yield the texts in an item, save its id, which says nothing of what it is about."""
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name != "id"]
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def canonical(value: Json) -> str:
    """Write a value so that two are the same text when they mean the same."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def _plain(value: Json) -> Json:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", " ".join(value.split()))
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return sorted(map(canonical, value))
    return {name: _plain(one) for name, one in value.items()}


def _id(item: Json) -> str:
    return fold(item["id"]) if isinstance(item, dict) and "id" in item else ""


def _name(item: Json) -> str:
    """Give what an item without an id calls itself."""
    if not isinstance(item, dict) or "id" in item:
        return ""
    return next((f"{name}: {fold(item[name])}" for name in _NAMES if isinstance(item.get(name), str)), "")


_KEYS: Final = (_id, canonical, _name)
"""What an item of a list is known again by, nothing where it has no such thing."""
