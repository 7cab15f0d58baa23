"""Paths into a proposal to the values that they lead to, and what a check knows beside them.

A path is steps joined by `/`, where `*` is each item of a list.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
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


def numbers(value: Json, operand: Json, around: Surroundings) -> list[tuple[Route, float]]:
    """Find every number at an operand."""
    return [
        (route, item)
        for route, item in around.found(value, operand)
        if isinstance(item, int | float) and not isinstance(item, bool)
    ]
