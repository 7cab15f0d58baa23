"""What rules ask of each field: how strongly, in which cases, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.model import SEVERITIES
from mcred_check.wording import in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mcred_check.model import Json, Route, Rule

_SOMETIMES: Final = "in some cases"


class Ask(NamedTuple):
    """A rule that asks for a field; `cases` says when, and is empty where it always does."""

    rule: Rule
    cases: str

    def __str__(self) -> str:
        """Say how strongly, and when."""
        return f"{self.rule.severity} {self.cases}".rstrip()


def asks(rules: Iterable[Rule]) -> Mapping[Route, Ask]:
    """Find what asks most for each field, by route, with `*` for any item."""
    found: dict[Route, list[Ask]] = {}
    for rule in rules:
        if rule.expect is not None:
            stage = "once listed" if rule.stage == "listed" else ""
            when = ", ".join(filter(None, (stage, _cases(rule.when or {}))))
            for route, unless in _required(rule.expect):
                cases = ", ".join(filter(None, (when, unless)))
                found.setdefault(route, []).append(Ask(rule, cases))
    return {route: _strongest(some) for route, some in found.items()}


def described(shape: Json, ask: Ask | None, *, with_reason: bool) -> str:
    """Say of a field how strongly it is asked for, what it is for, why it is asked for, and what it may hold.

    No line is to break at a non-breaking space.
    """
    held = shape["items"] if shape["type"] == "array" else shape
    if held["type"] == "object":
        told = ""
    elif "enum" in held:
        told = "One\xa0of:"
    elif held["type"] == "boolean":
        told = "Write\xa0true\xa0or\xa0false."
    else:
        told = f"For\xa0example: {'; '.join(map(str, held['examples']))}"
    reason = ask.rule.why if ask and with_reason else ""
    return " ".join(filter(None, (f"[{ask}]" if ask else "", shape["description"], reason, told)))


def _strongest(some: list[Ask]) -> Ask:
    """Choose what always asks for a field over what asks in some cases, and join the cases of what asks equally."""
    best = min(some, key=lambda ask: (bool(ask.cases), SEVERITIES.index(ask.rule.severity)))
    equal = [ask.cases for ask in some if ask.rule.severity == best.rule.severity]
    return best._replace(cases=", or ".join(dict.fromkeys(equal))) if best.cases else best


def _required(schema: Json, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Yield every field that a schema requires, with what makes it needless."""
    for name in schema.get("required", ()):
        yield (*route, name), ""
    for word, part in schema.items():
        if word == "properties":
            for name, inner in part.items():
                yield from _required(inner, (*route, name))
        elif word in {"items", "contains"}:
            yield from _required(part, (*route, "*"))
        elif word in {"then", "else"}:
            yield from ((one, _SOMETIMES) for one, _ in _required(part, route))
        elif word in {"anyOf", "allOf"}:
            for place, one in enumerate(part):
                others = part[:place] + part[place + 1 :] if word == "anyOf" else ()
                ways = listed((way for other in others for way in _said(other, route)), word="or")
                yield from ((field, f"unless {ways}" if ways else "") for field, _ in _required(one, route))


def _said(schema: Json, route: Route) -> Iterator[str]:
    """Say what a schema looks for at its leaves."""
    for word, part in schema.items():
        if word == "properties":
            for name, inner in part.items():
                yield from _said(inner, (*route, name))
        elif word == "required":
            given = (name for name in part if name not in schema.get("properties", {}))
            yield from (f"{_named((*route, name))} is given" for name in given)
        elif word in {"const", "enum"}:
            yield f"{_named(route)} is {in_words(part) if word == 'const' else listed(part, word='or')}"
        else:
            yield f"{_named(route)} is given"


def _cases(when: Json, route: Route = ()) -> str:
    """Say in which cases a condition holds, beyond that the fields it looks at are there."""
    said: list[str] = []
    for word, part in when.items():
        if word == "properties":
            said += [_cases(inner, (*route, name)) for name, inner in part.items()]
        elif word in {"const", "enum"}:
            said.append(f"where {_named(route)} is {in_words(part) if word == 'const' else listed(part, word='or')}")
        elif word == "not" and set(part) <= {"const", "enum"}:
            said.append(_cases(part, route).replace("where ", "unless ", 1))
        elif word != "required":
            said.append(_SOMETIMES)
    said = list(dict.fromkeys(filter(None, said)))
    return _SOMETIMES if _SOMETIMES in said else listed(said)


def _named(route: Route) -> str:
    return ".".join(str(step) for step in route if step != "*")
