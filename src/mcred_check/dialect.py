"""The dialect that rules are written in: JSON Schema 2020-12 with the keywords of `keywords`, on two engines.

jsonschema-rs evaluates rules. jsonschema is the reference: it checks rule sets, and the tests hold the two against
each other.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mcred_check.engine import jsonschema_rs
from mcred_check.keywords import KEYWORDS, OPERANDS
from mcred_check.routes import paths, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mcred_check.keywords import Keyword
    from mcred_check.model import Json, Route
    from mcred_check.routes import Surroundings

Validator: TypeAlias = jsonschema_rs.Validator

_LINEAR: Final = jsonschema_rs.RegexOptions(size_limit=16_000)
"""How patterns are matched: in a time that grows with the text alone, and never by trying again and again.

A pattern that would need a larger machine than this many bytes is refused, because the time grows with the machine too.
"""


class _Native:
    """Carries a keyword into jsonschema-rs, which makes one of these for each place where the keyword stands."""

    def __init__(self, keyword: Keyword, around: Surroundings, _parent: Json, args: Json, _path: Json) -> None:
        self.derive = partial(keyword, args)
        self.around = around
        self.holds = _constraint(args["is"])

    def validate(self, value: Json) -> None:
        """Raise when a derived value breaks the constraint."""
        for derived in self.derive(value, self.around):
            if not self.holds(derived.value):
                raise ValueError


_constraints: dict[str, Callable[[Json], bool]] = {}
"""What is compiled of the constraints on derived values: few, for they stand in many places."""


def _constraint(schema: Json) -> Callable[[Json], bool]:
    text = repr(schema)
    if text not in _constraints:
        _constraints[text] = validator(schema).is_valid
    return _constraints[text]


@lru_cache(maxsize=16)
def _keywords(around: Surroundings) -> dict[str, Any]:
    """Give the keywords as jsonschema-rs takes them; the same ones for all the rules of a set, which is quicker."""
    return {name: partial(_Native, keyword, around) for name, keyword in KEYWORDS.items()}


def compiled(schema: Json, around: Surroundings) -> Validator:
    """Make a schema ready to evaluate. It reads the surroundings afresh at each evaluation."""
    return validator(schema, _keywords(around))


def validator(schema: Json, keywords: dict[str, Any] | None = None) -> Validator:
    """Make a schema ready to evaluate with the keywords of JSON Schema, and `keywords` beside them."""
    return jsonschema_rs.Draft202012Validator(schema, pattern_options=_LINEAR, keywords=keywords)


def can_be_matched(pattern: str) -> bool:
    """Tell whether a pattern is one to both engines, and is matched in a time that grows with the text alone."""
    try:
        validator({"pattern": pattern})
        with warnings.catch_warnings(action="error"):  # Python warns of what it reads otherwise than others do
            re.compile(pattern)
    except (jsonschema_rs.ValidationError, re.error, FutureWarning):
        return False
    return True


def reference(schema: Json, around: Surroundings) -> Any:  # noqa: ANN401 -- jsonschema's validators have no common type
    """Make a schema ready to evaluate with jsonschema, against which the tests hold what evaluates rules."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 -- slow to import, and no command needs it
    from jsonschema.validators import extend  # noqa: PLC0415

    keywords = {name: partial(_derive_for_reference, keyword, around) for name, keyword in KEYWORDS.items()}
    return extend(Draft202012Validator, keywords)(schema)  # type: ignore[no-untyped-call]


def _derive_for_reference(
    keyword: Keyword,
    around: Surroundings,
    validator: Any,  # noqa: ANN401
    args: Json,
    value: Json,
    _schema: Json,
) -> Iterator[Any]:
    from jsonschema import ValidationError  # noqa: PLC0415

    for derived in keyword(args, value, around):
        if not validator.evolve(schema=args["is"]).is_valid(derived.value):
            yield ValidationError("")


def operand_paths(args: Json) -> list[Route]:
    """Give the routes, with `*` for any item, that a keyword's arguments name; `of` comes first."""
    named = [args[name] for name in OPERANDS if name in args and not isinstance(args[name], int | float)]
    return [steps(path) for operand in named for path in paths(operand) if path != "today"]


def fields_of(schema: Json) -> list[Route]:
    """Give the routes of every field that a schema names."""
    if isinstance(schema, list):
        return [route for part in schema for route in fields_of(part)]
    if not isinstance(schema, dict):
        return []
    routes: list[Route] = [(name,) for name in schema.get("required", ()) if isinstance(name, str)]
    for name, part in schema.items():
        if name == "properties":
            routes += [(field, *rest) for field, inner in part.items() for rest in fields_of(inner) or [()]]
        elif name in {"items", "contains"}:
            routes += [("*", *rest) for rest in fields_of(part) or [()]]
        elif name in KEYWORDS:
            routes += operand_paths(part)
        elif name in {"not", "anyOf", "allOf", "if", "then", "else"}:
            routes += fields_of(part)
    return routes
