"""Texts, read by libyaml and by PyYAML's own parser, which are to see the same in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from mcred_check.loading import read
from mcred_check.rules import bundle

if TYPE_CHECKING:
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Place

SHAPE: Final = bundle()["proposal"]

Numbers: TypeAlias = tuple[int, int, int, int]


def both(source: str | bytes) -> list[Proposal]:
    """Read a text with both parsers, and hold their data, faults and places against each other."""
    data = source if isinstance(source, bytes) else source.encode()
    fast, plain = read(data, "a.yaml", SHAPE), read(data, "a.yaml", SHAPE, fast=False)
    seen = [
        [(one.data, one.faults, [one.place(route) for route in routes(one.data)]) for one in way]
        for way in (fast, plain)
    ]
    assert seen[0] == seen[1]
    return fast


def only(source: str | bytes) -> Proposal:
    """Read a text that holds one document."""
    (proposal,) = both(source)
    return proposal


def routes(value: Json, route: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Give the route of every value."""
    inner: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [route, *(found for step, one in inner for found in routes(one, (*route, step)))]


def numbers(place: Place) -> Numbers:
    """Give a place's line, column and end."""
    return place.line, place.column, place.end_line, place.end_column
