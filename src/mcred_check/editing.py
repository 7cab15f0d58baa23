"""The JSON Schema by which an editor completes a proposal, explains its fields and marks what cannot be right.

It is made of the shape of a proposal and of the rules that plain JSON Schema can say. An editor is to mark nothing that
a check does not find: what is blank is not there, here as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mcred_check.asking import asks, described
from mcred_check.misreadings import KINDS, label
from mcred_check.wording import in_general, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from mcred_check.asking import Ask
    from mcred_check.model import Json, Route, Rule
    from mcred_check.rulebook import Rulebook

FILE: Final = "proposal.schema.json"
"""What the schema's file is called where it lies beside proposals."""

_BLANK: Final = {"$ref": "#/definitions/blank"}
_UNWRITTEN: Final = {"$ref": "#/definitions/unwritten"}
_DEFINITIONS: Final = {
    "unwritten": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]},
    "blank": {
        "anyOf": [
            _UNWRITTEN,
            {"type": "array", "items": _BLANK},
            {"type": "object", "patternProperties": {"^x-": {}}, "additionalProperties": _BLANK},
        ],
    },
}
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LIMITS: Final = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
_EXPLAINED: Final = frozenset({"properties", "items", "pattern", "maxLength", "enum", "const"} | _LIMITS)
"""The words that an editor can explain where they fail."""
_KNOWN: Final = _EXPLAINED | {"required", "contains", "not"}
"""The words whose meaning an editor knows."""


def schema_for_editors(shape: Json, book: Rulebook) -> Json:
    """Make the schema, in draft 7, which every editor reads."""
    held = ((rule, book.held_since(rule, one.framework)) for one in book.rule_sets for rule in one.rules)
    rules = [folded for rule, since in held if since for folded in _folded(rule, since)]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_field(shape, (), asks(book.in_force())),
        **({"allOf": rules} if rules else {}),
        "definitions": _DEFINITIONS,
    }


def _field(shape: Json, route: Route, asked: Mapping[Route, Ask]) -> Json:
    """Describe one field: what it is called and for, what it may hold, and that it may be blank.

    Its examples stand in the description, because an editor would type a lone one of `examples` in for its user.
    """
    kind, ask = shape["type"], asked.get(route)
    about = described(shape, ask, with_reason=True).removesuffix("One\xa0of:").replace("\xa0", " ").strip()
    named = f" ({ask.rule.key})" if ask else ""
    made: dict[str, Any] = {"title": shape["title"], "description": f"{about}{named}"}
    if kind == "object":
        fields = shape["properties"].items()
        made["properties"] = {name: _field(inner, (*route, name), asked) for name, inner in fields}
        made["patternProperties"] = {"^x-": {}}
        made["additionalProperties"] = False
    elif kind == "array":
        made["items"] = _field(shape["items"], (*route, "*"), asked)
    return {**made, "anyOf": [_shown(shape), _unseen(shape)]}


def _shown(shape: Json) -> Json:
    """Say what a field may hold, for an editor to offer, and what to say of anything else."""
    kind = shape["type"]
    name = label(shape, (), start=True)
    if "enum" in shape:
        return {
            "type": "string",
            "enum": shape["enum"],
            "enumDescriptions": shape["enumDescriptions"],
            "errorMessage": f"{name} is one of {listed(shape['enum'], word='or')}.",
        }
    if "format" in shape:
        message = f"{name} is a day of the calendar, written year-month-day, as in 2026-11-23."
        return {"type": "string", "format": shape["format"], "errorMessage": message}
    allowed = ["string", "number", "boolean"] if kind == "string" else kind  # a text may look like a number
    return {"type": allowed, "errorMessage": f"{name} should be {KINDS[kind]}."}


def _unseen(shape: Json) -> Json:
    """Say what else a check reads without complaint; a double `not` keeps an editor from offering it.

    Without a title of its own, an editor shows that of the field twice.
    """
    allowed: list[Json] = [_UNWRITTEN]
    if "enum" in shape:
        allowed.append({"type": "string", "pattern": rf"^\s*({'|'.join(shape['enum'])})\s*$"})
        allowed += [{"const": int(one)} for one in shape["enum"] if one.isdecimal()]  # written without quotes
    if "format" in shape:
        allowed.append({"type": "string", "pattern": rf"^(\s+{_DAY}\s*|{_DAY}\s+)$"})
    return {"title": shape["title"], "not": {"not": {"anyOf": allowed} if allowed[1:] else _UNWRITTEN}}


# --- Rules ------------------------------------------------------------------------------------------------------------


def _folded(rule: Rule, since: date) -> Iterator[Json]:
    """Say a rule in plain JSON Schema, if it can be said there and holds of a draft; `since` of what application."""
    sure = rule.stage == "draft" and rule.severity != "advice"
    if not sure or rule.expect is None:
        return
    if _is_plain(rule.when or {}, _KNOWN) and _is_plain(rule.expect, _EXPLAINED):
        conditions = [_as_read(rule.when or {}), {"not": _applied_before(since)}]
        yield {
            "title": rule.key,
            "if": {"allOf": conditions},
            "then": _as_read(rule.expect, message=f"{rule.title}. {in_general(rule.fix)}"),
        }


def _is_plain(schema: Json, words: frozenset[str]) -> bool:
    """Tell whether a schema has these words and no others, at any depth."""
    for word, part in schema.items():
        inner = part.values() if word == "properties" else [part] if word in {"items", "contains", "not"} else ()
        if word not in words or not all(_is_plain(one, words) for one in inner):
            return False
    return True


def _as_read(schema: Json, *, message: str = "") -> Json:
    """Let a schema treat what is blank as a check does, as not being there."""
    made: dict[str, Any] = {}
    parts: list[Json] = []
    for word, part in schema.items():
        if word == "required":
            parts.append({"required": part, "properties": {name: {"not": _BLANK} for name in part}})
        elif word == "properties":
            made[word] = {name: _unless_blank(inner, message) for name, inner in part.items()}
        elif word == "items":
            made[word] = _unless_blank(part, message)
        elif word == "contains":
            made[word] = {"allOf": [{"not": _BLANK}, _as_read(part)]}
        elif word == "not":
            made[word] = _as_read(part)
        else:
            made[word] = part
            made |= {"errorMessage": message} if message else {}
    return {**made, "allOf": parts} if parts else made


def _unless_blank(schema: Json, message: str) -> Json:
    return {"if": _BLANK, "else": _as_read(schema, message=message)}


def _applied_before(day: date) -> Json:
    """Find proposals whose application is dated before a day."""
    iso = day.isoformat()
    ways = [f"{iso[:at]}[0-{int(digit) - 1}]" for at, digit in enumerate(iso) if digit.isdecimal() and digit != "0"]
    earlier = {"required": ["date"], "properties": {"date": {"pattern": rf"^\s*({'|'.join(ways)})"}}}
    return {"required": ["application"], "properties": {"application": earlier}}
