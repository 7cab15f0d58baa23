"""What is wrong with a rule set: its files are held against the dialect and each other before they are relied on."""

from __future__ import annotations

import re
from functools import cache
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from mcred_check.dialect import can_be_matched, fields_of
from mcred_check.keywords import KEYWORDS
from mcred_check.model import SEVERITIES, CouldNotCheckError
from mcred_check.rules import bundle, read_set, read_yaml, rule_set, rules_folder
from mcred_check.wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mcred_check.model import Json, Route

_BASE = "urn:mcred-check:"
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_FORMATS = FormatChecker(["date"])
_FORMATS.checks("regex")(lambda value: not isinstance(value, str) or can_be_matched(value))
_OF_A_FAILURE = {"value", "missing", "item", "expected", "other", "sum", "date", "due", "age", "problem", "near"}


def faults_in(folder: Path) -> list[str]:
    """List what is wrong with the rule set in a folder, each as `file: what`; empty when nothing is."""
    if not (folder / "framework.yaml").is_file():
        return [f"{folder}: there is no framework.yaml, so this is not a rule set"]
    try:
        raw = read_set(folder)
    except CouldNotCheckError as error:
        return [str(error)]
    framework = raw["framework"]
    strange = _misfits(framework, "framework") or _strange_raises(framework)
    faults = [f"{folder / 'framework.yaml'}: {fault}" for fault in strange]
    if raw["changes"]:
        faults += [f"{folder / 'changes.yaml'}: {fault}" for fault in _strange_changes(raw["changes"])]
    if not raw["rules"]:
        faults.append(f"{folder}: there is no rule in it")
    if faults:
        return faults
    faults += [f"{folder / 'framework.yaml'}: reviews: {fault}" for fault in _strange_reviews(raw)]
    faults += [f"{folder / 'framework.yaml'}: listing: {fault}" for fault in _strange_listing(raw)]
    for name, rule in raw["rules"].items():
        file = folder / f"{name}.yaml"
        found = _misfits(rule, "rule") or list(_inconsistencies(name, rule, raw, folder.name))
        faults += [f"{file}: {fault}" for fault in found]
    return faults


@cache
def _validator(name: str) -> Any:  # noqa: ANN401 -- jsonschema's validators have no common type
    """Give the validator of one of the rule formats."""
    folder = rules_folder()
    schemas = {one: read_yaml(folder / f"{one}.schema.yaml") for one in ("dialect", "rule", "framework", "changes")}
    resources = [(_BASE + one, Resource.from_contents(schema)) for one, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas[name], registry=registry, format_checker=_FORMATS)


def _misfits(value: Json, name: str) -> list[str]:
    """Say in words where a file does not have its format."""
    errors = sorted(_validator(name).iter_errors(value), key=lambda one: list(map(str, one.absolute_path)))
    places = [".".join(map(str, error.absolute_path)) or "the file" for error in errors]
    return list(dict.fromkeys(f"{place}: {_in_words(error)}" for place, error in zip(places, errors, strict=True)))


def _in_words(error: Any) -> str:  # noqa: ANN401
    """Say what one of jsonschema's errors means for the writer of a rule."""
    keyword, wanted = error.validator, error.validator_value
    if keyword == "required":
        return f"{listed(repr(name) for name in wanted if name not in error.instance)} is missing"
    if keyword in {"additionalProperties", "unevaluatedProperties"}:
        known = error.schema["properties"]
        hint = next(filter(None, (_hint(name, known) for name in error.instance if name not in known)), "")
        return f"this holds a word that the dialect does not know: {error.message.partition('(')[2].rstrip(')')}{hint}"
    if keyword == "enum":
        return f"{error.instance!r} is none of {listed(map(str, wanted), word='or')}"
    if keyword == "anyOf" and all("required" in one for one in wanted):
        return f"{listed((repr(one['required'][0]) for one in wanted), word='or')} is missing"
    if keyword == "dependentRequired":
        return listed(f"{name!r} needs {listed(needs)}" for name, needs in wanted.items() if name in error.instance)
    if keyword == "not" and "required" in wanted:
        return f"{listed(map(repr, wanted['required']))} cannot stand here"
    shown = shorten(repr(error.instance), 60, placeholder=" …")
    if keyword == "type":
        return f"{shown} should be of kind {wanted}"
    if keyword == "not" and "pattern" in wanted:
        return f"{shown} holds what the engines read differently, or what may not stand here"
    if keyword == "format" and wanted == "regex":
        return f"{shown} cannot be matched: it is no whole pattern, looks back or ahead, or counts too far"
    return f"{shown} does not fit {keyword}: {wanted!r}"


def _inconsistencies(name: str, rule: Json, raw: Json, set_id: str) -> Iterator[str]:
    """Say where a rule's file does not fit its set."""
    framework = raw["framework"]
    editions = [str(one["id"]) for one in framework["editions"]]
    criteria = [one["id"] for one in framework["criteria"]]
    if framework["id"] != set_id:
        yield f"the folder is called {set_id}, the framework {framework['id']}"
    if rule["id"] != name:
        yield f"the file is called {name}, the rule {rule['id']}"
    if rule["criterion"] not in criteria:
        yield f"the framework has no criterion {rule['criterion']}; it has {listed(criteria)}"
    for edition in map(str, rule["editions"]):
        if edition not in editions:
            yield f"the framework has no edition {edition}; it has {listed(editions)}"
    for part in ("when", "expect"):
        for keyword, args in _derivations(rule.get(part, {})):
            if "in" in args and args["in"] not in raw["tables"]:
                yield f"{part}: {keyword}: there is no table {args['in']}.csv"
        yield from _strange_fields(part, fields_of(rule.get(part, {})))
    yield from _strange_fields("at", [tuple(step for step in rule.get("at", "").split("/") if step)])
    yield from _strange_placeholders(rule, raw["tables"])


def _strange_fields(part: str, routes: Iterable[Route]) -> Iterator[str]:
    """Say which of the fields that a part of a rule reads a proposal does not have, and which were meant."""
    for route in dict.fromkeys(routes):
        hint = _astray(_shape(), route)
        if hint is not None:
            yield f"{part}: a proposal has no field {'/'.join(map(str, route))}{hint}"


def _strange_changes(changes: Json) -> Iterator[str]:
    """Say what is wrong with what a rule set says of changes."""
    misfits = _misfits(changes, "changes")
    yield from misfits
    if misfits:
        return
    parts = {one["id"] for one in changes["parts"]}
    fields = [field for one in changes["changes"] for field in one["fields"]]
    yield from (f"{field} stands twice" for field in dict.fromkeys(fields) if fields.count(field) > 1)
    yield from _strange_fields("fields", [tuple(field.split("/")) for field in fields])
    named = [one["part"] for one in changes["changes"]]
    named += [part for one in changes.get("approvers", ()) for part in one["parts"]]
    yield from (f"there is no part {part}" for part in dict.fromkeys(named) if part not in parts)
    for one in changes.get("approvers", ()):
        yield from _strange_fields("approvers", fields_of(one["when"]))


def _strange_reviews(raw: Json) -> Iterator[str]:
    """Say which rules that are to tell when a review is due are not there, or cannot tell it."""
    reviews = raw["framework"].get("reviews", {})
    for part in ("due", "soon", "doubts", "needs"):
        named = reviews.get(part, [])
        for name in [named] if isinstance(named, str) else named:
            if name not in raw["rules"]:
                yield f"{part}: there is no rule {name}"
            elif part in {"due", "soon"}:
                expected = raw["rules"][name].get("expect", {})
                args = expected.get("days", {})
                if len(expected) > 1 or args.get("end") != "today" or list(args.get("is", ())) != ["maximum"]:
                    yield f"{part}: {name} does not count the days to today up to a maximum"


def _strange_listing(raw: Json) -> Iterator[str]:
    """Say which rules and fields of the details that are listed are not there."""
    for one in raw["framework"].get("listing", ()):
        if one["rule"] not in raw["rules"]:
            yield f"there is no rule {one['rule']}"
        yield from _strange_fields(
            "fields", [tuple(way.split("/")) for field in one["fields"] for way in field.values()]
        )


def _strange_placeholders(rule: Json, tables: Json) -> Iterator[str]:
    """Say which words between braces stand for nothing."""
    for part in ("message", "fix", "judge"):
        for found in _PLACEHOLDER.finditer(rule.get(part, "")):
            if found[1] is not None and not _is_known(found[1], _shape(), tables):
                yield f"{part}: nothing is called {found[0]}"


def _strange_raises(framework: Json) -> Iterator[str]:
    """Say which severities of other sets' rules a set cannot raise, and what to do instead."""
    raises = framework.get("raises", {})
    if not raises:
        return
    known = {rule.key: rule.severity for one in _bundle()["sets"].values() for rule in rule_set(one).rules}
    if framework["authority"] != "house":
        yield "raises: only a set of authority house raises the severity of another set's rules"
    for key, severity in raises.items():
        if key not in known:
            yield f"raises: no rule that comes with mcred-check is called {key}{_hint(key, known)}"
        elif severity == known[key]:
            yield f"raises: {key} is {severity} already"
        elif SEVERITIES.index(severity) > SEVERITIES.index(known[key]):
            yield f"raises: {key} is {known[key]}, and a severity can be raised and never lowered"


@cache
def _bundle() -> Json:
    return bundle()


def _shape() -> Json:
    return _bundle()["proposal"]


def _derivations(schema: Json) -> Iterator[tuple[str, Json]]:
    """Yield every derive-then-constrain keyword in a schema with its arguments."""
    if isinstance(schema, list):
        schema = {str(place): part for place, part in enumerate(schema)}
    for name, part in schema.items() if isinstance(schema, dict) else ():
        if name in KEYWORDS:
            yield name, part
        else:
            yield from _derivations(part)


def _is_known(name: str, shape: Json, tables: Json) -> bool:
    """Tell whether a placeholder stands for something."""
    path, _, table = name.partition(" in ")
    if table and table not in tables:
        return False
    if path in _OF_A_FAILURE or path.startswith("./"):
        return True
    return _astray(shape, tuple(path.split("/"))) is None


def _astray(shape: Json, route: Route) -> str | None:
    """Suggest where a route, with `*` for any item, was to lead, or nothing; None where it leads to a field."""
    for step in route:
        fields = shape.get("properties", {})
        inner = shape.get("items") if step == "*" else fields.get(step)
        if inner is None:
            return _hint(str(step), fields)
        shape = inner
    return None


def _hint(name: str, names: Iterable[str]) -> str:
    """Suggest the one of some names that was probably meant, or nothing."""
    near = nearest(name, names)
    return f". Did you mean {near}?" if near else ""
