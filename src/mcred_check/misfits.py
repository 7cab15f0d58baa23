"""Where a rule set's file does not have its format, in words for the writer of a rule."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from mcred_check.dialect import can_be_matched
from mcred_check.rule_files import read_yaml
from mcred_check.rules import rules_folder
from mcred_check.wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json

_GUESSED: Final = 3
"""How many words of one place get a guess at what was meant."""
_SAID: Final = {"type": "should be of kind", "maxItems": "holds more than", "maxLength": "is longer than"}
_BASE: Final = "urn:mcred-check:"
_FORMATS = FormatChecker(["date"])
_FORMATS.checks("regex")(lambda value: not isinstance(value, str) or can_be_matched(value))


@cache
def _validator(name: str) -> Any:  # noqa: ANN401 -- jsonschema's validators have no common type
    """Give the validator of one of the rule formats."""
    folder = rules_folder()
    schemas = {one: read_yaml(folder / f"{one}.schema.yaml") for one in ("dialect", "rule", "framework", "changes")}
    for schema in schemas.values():
        del schema["$schema"]  # where it stands, jsonschema falls back to its own words
    resources = [(_BASE + one, DRAFT202012.create_resource(schema)) for one, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    kind = extend(Draft202012Validator, {"uniqueItems": _repeated})  # type: ignore[no-untyped-call]
    return kind(schemas[name], registry=registry, format_checker=_FORMATS)


def _repeated(_validator: Any, wanted: Json, value: Json, _schema: Json) -> Iterator[ValidationError]:  # noqa: ANN401
    """Find what stands twice in a list; jsonschema's own way holds each group of fields against all the others."""
    if wanted and isinstance(value, list) and len({json.dumps(one, sort_keys=True) for one in value}) < len(value):
        yield ValidationError(f"{value!r} has non-unique elements")


def misfits(value: Json, name: str) -> list[str]:
    """Say in words where a file does not have its format."""
    errors = sorted(_validator(name).iter_errors(value), key=lambda one: list(map(str, one.absolute_path)))
    places = [".".join(map(str, error.absolute_path)) or "the file" for error in errors]
    return list(dict.fromkeys(f"{place}: {_in_words(error)}" for place, error in zip(places, errors, strict=True)))


def _in_words(error: Any) -> str:  # noqa: ANN401
    """Say what one of jsonschema's errors means for the writer of a rule."""
    keyword, wanted = error.validator, error.validator_value
    shown = shorten(repr(error.instance), 60, placeholder=" …")
    if keyword == "required":
        return f"{listed(repr(name) for name in wanted if name not in error.instance)} is missing"
    if keyword in {"additionalProperties", "unevaluatedProperties"}:
        known = error.schema["properties"]
        strange = islice((name for name in error.instance if name not in known), _GUESSED)
        near = next(filter(None, (hint(name, known) for name in strange)), "")
        return f"this holds a word that the dialect does not know: {error.message.partition('(')[2].rstrip(')')}{near}"
    if keyword == "enum":
        return f"{shown} is none of {listed(map(str, wanted), word='or')}"
    if keyword == "anyOf" and all("required" in one for one in wanted):
        return f"{listed((repr(one['required'][0]) for one in wanted), word='or')} is missing"
    if keyword == "dependentRequired":
        return listed(f"{name!r} needs {listed(needs)}" for name, needs in wanted.items() if name in error.instance)
    if keyword == "not" and "required" in wanted:
        return f"{listed(map(repr, wanted['required']))} cannot stand here"
    if keyword in _SAID:
        return f"{shown} {_SAID[keyword]} {wanted}"
    if keyword == "not" and "pattern" in wanted:
        return f"{shown} holds what the engines read differently, or what may not stand here"
    if keyword == "format" and wanted == "regex":
        return f"{shown} cannot be matched: it is no whole pattern, looks back or ahead, or counts too far"
    return f"{shown} does not fit {keyword}: {wanted!r}"


def hint(name: str, names: Iterable[str]) -> str:
    """Suggest the one of some names that was probably meant, or nothing."""
    near = nearest(name, names)
    return f". Did you mean {near}?" if near else ""
