"""Every place where a proposal breaks a rule's schema, as the engine and the keywords tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.dialect import fields_of, operand_paths, validator
from mcred_check.keywords import KEYWORDS
from mcred_check.routes import at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mcred_check.dialect import Validator
    from mcred_check.keywords import Derived
    from mcred_check.model import Json, Route
    from mcred_check.routes import Surroundings

_OF_THE_WHOLE: Final = frozenset({"minItems", "contains", "minContains"})
"""Constraints on a list that no single item of it breaks."""


class Failure(NamedTuple):
    """One place where a proposal does not meet a rule.

    `route` leads to the value at fault, or to what lacks the fields `missing`. `operands` are the routes, with `*`
    for any item, of everything that the constraint looks at.
    """

    keyword: str
    route: Route
    operands: tuple[Route, ...]
    value: Json
    missing: tuple[str, ...] = ()
    facts: Mapping[str, str] | None = None


def failures(expectation: Validator, schema: Json, data: Json, around: Surroundings) -> Iterator[Failure]:
    """Yield every place where data breaks a schema, in the schema's order."""
    for error in expectation.iter_errors(data):
        keyword, route = error.kind.name, tuple(error.instance_path)
        value = at(data, route)
        if keyword in KEYWORDS:
            args = at(schema, tuple(error.schema_path))
            for derived in KEYWORDS[keyword](args, value, around):
                yield from _derived_failures(keyword, args, derived, route)
        elif keyword == "required":
            name = error.kind.as_dict()["property"]
            yield Failure(keyword, route, ((*route, name),), value, missing=(name,))
        else:
            yield Failure(keyword, route, _read_by(schema, tuple(error.schema_path), route), value)


def _derived_failures(keyword: str, args: Json, derived: Derived, route: Route) -> Iterator[Failure]:
    """Yield a failure for each derived value, or item of a derived list, that breaks the constraint."""
    operands = tuple((*route, *path) for path in operand_paths(args))
    facts = derived.facts or ({},) * len(derived.routes)  # told only now, when something is wrong
    items = derived.value if isinstance(derived.value, list) else [derived.value]
    each = [
        Failure(keyword, (*route, *place), operands, item, facts=fact)
        for place, item, fact in zip(derived.routes, items, facts, strict=True)
    ]
    for error in validator(args["is"]).iter_errors(derived.value):
        if error.instance_path:
            yield each[int(error.instance_path[0])]
        elif isinstance(derived.value, list) and (not each or error.kind.name in _OF_THE_WHOLE):
            yield Failure(keyword, (*route, *_before_star(operand_paths(args)[0])), operands, derived.value)
        else:
            yield from each


def _before_star(path: Route) -> Route:
    return path[: path.index("*")] if "*" in path else path


def _read_by(schema: Json, path: Route, route: Route) -> tuple[Route, ...]:
    """Give the routes of the fields that a failing `anyOf`, `not`, `contains` … looks at."""
    start = route
    if path[-1] in {"contains", "minContains", "maxContains"}:
        start, path = (*route, "*"), (*path[:-1], "contains")
    return tuple((*start, *inner) for inner in fields_of(at(schema, path)) or [()])
