"""Where the files of a rule set do not fit each other, the shape of a proposal, or the rules that ship."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from mcred_check.dialect import fields_of
from mcred_check.keywords import KEYWORDS
from mcred_check.misfits import hint
from mcred_check.model import SEVERITIES
from mcred_check.rules import bundle, rule_set
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json, Route

_PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_MOST_DAYS: Final = 4_000
_OF_A_FAILURE: Final = {"value", "missing", "item", "expected", "other", "sum", "date", "due", "age", "problem", "near"}


def in_rule(rule: Json, raw: Json, *, file: str) -> Iterator[str]:
    """Say where a rule, by the name of its file, does not fit its set."""
    framework = raw["framework"]
    editions = [str(one["id"]) for one in framework["editions"]]
    criteria = [one["id"] for one in framework["criteria"]]
    if rule["id"] != file:
        yield f"the file is called {file}, the rule {rule['id']}"
    if rule["criterion"] not in criteria:
        yield f"the framework has no criterion {rule['criterion']}; it has {listed(criteria)}"
    for edition in map(str, rule["editions"]):
        if edition not in editions:
            yield f"the framework has no edition {edition}; it has {listed(editions)}"
    for part in ("when", "expect"):
        for keyword, args in _derivations(rule.get(part, {})):
            if "in" in args and args["in"] not in raw["tables"]:
                yield f"{part}: {keyword}: there is no table {args['in']}.csv"
            for inner, _ in _derivations(args["is"]):
                yield f"{part}: {keyword}: {inner} cannot stand under is, which is about what was worked out already"
        yield from _strange_fields(part, fields_of(rule.get(part, {})))
    yield from _strange_fields("at", [tuple(step for step in rule.get("at", "").split("/") if step)])
    yield from _strange_placeholders(rule, raw["tables"])


def in_changes(changes: Json) -> Iterator[str]:
    """Say what is wrong with what a rule set says of changes."""
    parts = {one["id"] for one in changes["parts"]}
    fields = [field for one in changes["changes"] for field in one["fields"]]
    yield from (f"{field} stands twice" for field in dict.fromkeys(fields) if fields.count(field) > 1)
    yield from _strange_fields("fields", [tuple(field.split("/")) for field in fields])
    named = [one["part"] for one in changes["changes"]]
    named += [part for one in changes.get("approvers", ()) for part in one["parts"]]
    yield from (f"there is no part {part}" for part in dict.fromkeys(named) if part not in parts)
    for one in changes.get("approvers", ()):
        yield from _strange_fields("approvers", fields_of(one["when"]))


def in_reviews(raw: Json) -> Iterator[str]:
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
                elif not isinstance(args["is"]["maximum"], int) or abs(args["is"]["maximum"]) > _MOST_DAYS:
                    yield f"{part}: the maximum of {name} is to be a whole number of days, {_MOST_DAYS:,} at the most"


def in_listing(raw: Json) -> Iterator[str]:
    """Say which rules and fields of the details that are listed are not there."""
    for one in raw["framework"].get("listing", ()):
        if one["rule"] not in raw["rules"]:
            yield f"there is no rule {one['rule']}"
        yield from _strange_fields(
            "fields", [tuple(way.split("/")) for field in one["fields"] for way in field.values()]
        )


def in_framework(framework: Json, folder: str) -> Iterator[str]:
    """Say where a set is not called as its folder is, and which severities of other sets' rules it cannot raise."""
    name = framework["id"]
    if name != folder:
        yield f"the id is {name} and the folder is called {folder}; rename the folder to {name}, or change the id"
    raises = framework.get("raises", {})
    if not raises:
        return
    known = {rule.key: rule.severity for one in _bundle()["sets"].values() for rule in rule_set(one).rules}
    if framework["authority"] != "house":
        yield "raises: only a set of authority house raises the severity of another set's rules"
    for key, severity in raises.items():
        if key not in known:
            yield f"raises: no rule that comes with mcred-check is called {key}{hint(key, known)}"
        elif severity == known[key]:
            yield f"raises: {key} is {severity} already"
        elif SEVERITIES.index(severity) > SEVERITIES.index(known[key]):
            yield f"raises: {key} is {known[key]}, and a severity can be raised and never lowered"


def _strange_fields(part: str, routes: Iterable[Route]) -> Iterator[str]:
    """Say which of the fields that a part of a rule reads a proposal does not have, and which were meant."""
    for route in dict.fromkeys(routes):
        near = _astray(_shape(), route)
        if near is not None:
            yield f"{part}: a proposal has no field {'/'.join(map(str, route))}{near}"


def _strange_placeholders(rule: Json, tables: Json) -> Iterator[str]:
    """Say which words between braces stand for nothing."""
    for part in ("message", "fix", "judge"):
        for found in _PLACEHOLDER.finditer(rule.get(part, "")):
            if found[1] is not None and not _is_known(found[1], _shape(), tables):
                yield f"{part}: nothing is called {found[0]}"


@cache
def _bundle() -> Json:
    return bundle()


def _shape() -> Json:
    return _bundle()["proposal"]


def _derivations(schema: Json) -> Iterator[tuple[str, Json]]:
    """Yield every derive-then-constrain keyword in a schema with its arguments."""
    for name, part in schema.items():
        if name in KEYWORDS:
            yield name, part
        for inner in _schemas_in(name, part):
            yield from _derivations(inner)


def _schemas_in(word: str, part: Json) -> Iterable[Json]:
    """Give the schemas that a word of the dialect holds as they are; what `is` holds is not about a proposal."""
    if word == "properties":
        return list(part.values())
    if word in {"allOf", "anyOf"}:
        return list(part)
    return [part] if word in {"items", "contains", "not", "if", "then", "else"} else []


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
            return hint(str(step), fields)
        shape = inner
    return None
