"""What is wrong with a rule set: its files are held against the dialect and each other before they are relied on."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from mcred_check.dialect import fields_of
from mcred_check.keywords import KEYWORDS
from mcred_check.misfits import hint, misfits
from mcred_check.model import SEVERITIES, CouldNotCheckError
from mcred_check.rule_files import read_set
from mcred_check.rules import bundle, rule_set
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mcred_check.model import Json, Route

MAX_VALUES_OF_A_SET: Final = 100_000
MAX_ASKED_BY_A_SET: Final = 20_000
MAX_ASKED_BY_A_RULE: Final = 2_000
_SHOWN: Final = 100
"""How many faults are told at once."""
_LONGEST: Final = 500
"""How much of a fault is told, which may quote what the file holds."""
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_OF_A_FAILURE = {"value", "missing", "item", "expected", "other", "sum", "date", "due", "age", "problem", "near"}


def sound(folder: Path) -> Json:
    """Read the rule set in a folder; raise CouldNotCheckError with what is wrong with it, if anything is."""
    raw = read_set(folder)
    faults = list(islice(_faults(raw, folder), _SHOWN + 1))
    if len(faults) > _SHOWN:
        faults[_SHOWN:] = [f"{folder}: there is more than these {_SHOWN}; mend them first"]
    if faults:
        raise CouldNotCheckError("\n".join(faults))
    return raw


def faults_in(folder: Path) -> list[str]:
    """List what is wrong with the rule set in a folder, each as `file: what`; empty when nothing is."""
    try:
        sound(folder)
    except CouldNotCheckError as error:
        return str(error).splitlines()
    return []


def _faults(raw: Json, folder: Path) -> Iterator[str]:
    """Yield what is wrong with a rule set; what is wrong with the framework alone, because all else rests on it."""
    faults = list(_too_much(raw, folder) or _faults_of_the_whole(raw, folder))
    yield from map(_cut, faults)
    if faults:
        return
    for fault in _strange_reviews(raw):
        yield _cut(f"{folder / 'framework.yaml'}: reviews: {fault}")
    for fault in _strange_listing(raw):
        yield _cut(f"{folder / 'framework.yaml'}: listing: {fault}")
    for name, rule in raw["rules"].items():
        for fault in misfits(rule, "rule") or _inconsistencies(name, rule, raw, folder.name):
            yield _cut(f"{folder / name}.yaml: {fault}")


def _faults_of_the_whole(raw: Json, folder: Path) -> Iterator[str]:
    """Yield what is wrong beside the rules."""
    framework = raw["framework"]
    for fault in misfits(framework, "framework") or _strange_raises(framework):
        yield f"{folder / 'framework.yaml'}: {fault}"
    for fault in _strange_changes(raw["changes"]) if raw["changes"] else ():
        yield f"{folder / 'changes.yaml'}: {fault}"
    if not raw["rules"]:
        yield f"{folder}: there is no rule in it"


def _too_much(raw: Json, folder: Path) -> list[str]:
    """Say where there is more than a rule, or a set of them, needs, before anything is held against its format."""
    asked = {name: _asked(rule) for name, rule in raw["rules"].items()}
    if sum(map(_size, raw["rules"].values())) > MAX_VALUES_OF_A_SET or sum(asked.values()) > MAX_ASKED_BY_A_SET:
        most = f"{MAX_VALUES_OF_A_SET:,} values, or {MAX_ASKED_BY_A_SET:,} under when and expect"
        return [f"{folder}: its rules hold more than {most}, and no rule set needs so many"]
    return [
        f"{folder / name}.yaml: when and expect hold more than {MAX_ASKED_BY_A_RULE:,} values; divide the rule"
        for name, size in asked.items()
        if size > MAX_ASKED_BY_A_RULE
    ]


def _asked(rule: Json) -> int:
    """Count the values of what a rule asks, which take far longer to hold against their format than its prose."""
    return _size([rule.get("when"), rule.get("expect")]) if isinstance(rule, dict) else 0


def _size(value: Json) -> int:
    """Count the values in a value, itself among them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, inner))


def _cut(fault: str) -> str:
    return fault if len(fault) <= _LONGEST else f"{fault[: _LONGEST - 1]}…"


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
            for inner, _ in _derivations(args["is"]):
                yield f"{part}: {keyword}: {inner} cannot stand under is, which is about what was worked out already"
        yield from _strange_fields(part, fields_of(rule.get(part, {})))
    yield from _strange_fields("at", [tuple(step for step in rule.get("at", "").split("/") if step)])
    yield from _strange_placeholders(rule, raw["tables"])


def _strange_fields(part: str, routes: Iterable[Route]) -> Iterator[str]:
    """Say which of the fields that a part of a rule reads a proposal does not have, and which were meant."""
    for route in dict.fromkeys(routes):
        near = _astray(_shape(), route)
        if near is not None:
            yield f"{part}: a proposal has no field {'/'.join(map(str, route))}{near}"


def _strange_changes(changes: Json) -> Iterator[str]:
    """Say what is wrong with what a rule set says of changes."""
    strange = misfits(changes, "changes")
    yield from strange
    if strange:
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
            yield f"raises: no rule that comes with mcred-check is called {key}{hint(key, known)}"
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
