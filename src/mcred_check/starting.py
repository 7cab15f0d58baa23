"""A proposal to fill in: every field in the order of the scorecard, with what it is for and what rules ask of it."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.asking import asks, described
from mcred_check.dialect import fields_of
from mcred_check.quoting import value as written
from mcred_check.reporting.safe import visible
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mcred_check.asking import Ask
    from mcred_check.model import Json, Route, RuleSet
    from mcred_check.rulebook import Rulebook

_WIDTH: Final = 88
_GIVEN: Final = {"format": 1, "status": "draft"}
"""What a new proposal says of itself; these fields stand at the head."""
_HEAD: Final = """\
A proposal for a New Zealand micro-credential, in format version 1.

Fill it in from the top, and leave blank what you do not know yet: a draft may be half
empty. In brackets stands how strongly a rule asks for a field before the proposal is
sent, and in which cases. A field without brackets is for those whom it concerns.

  mcred-check check FILE     says what is still to do, and what is not right
  mcred-check explain RULE   says what a rule asks, why, and from where

A text that holds a colon and a space stands in quotes. For one more item of a list,
copy the lines from its hyphen on. All these comments may go.
"""


class _Manner(NamedTuple):
    """How a proposal is written: with what rules ask (`asked`), with comments, with the fields that are blank."""

    asked: Mapping[Route, Ask]
    comments: bool = True
    blanks: bool = True


def draft(shape: Json, book: Rulebook, data: Json, *, schema: str = "", note: str = "") -> str:
    """Write a proposal to fill in, with what `data` says already.

    `schema` is where an editor finds its schema, and `note` stands at the head.
    """
    manner = _Manner(asks(book.in_force()))
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [f"# {line}".rstrip() for line in _HEAD.splitlines()]
    lines += ["#", *_comment(_rules_of(book), "")] if len(book.rule_sets) > 1 else []
    lines += ["#", *_comment(note, "")] if note else []
    for heading, names in _sections(shape, book.rule_sets, manner.asked):
        lines += ["", "", f"# --- {visible(heading)} {'-' * (_WIDTH - len(heading) - 7)}"] if heading else []
        for name in names:
            fields = {"properties": {name: shape["properties"][name]}}
            lines += ["", *_fields(fields, {**_GIVEN, **data}, (), manner)]
    return "\n".join(lines) + "\n"


def given(shape: Json, data: Json) -> str:
    """Write no more than what `data` says."""
    return "".join(f"{line}\n" for line in _fields(shape, data, (), _Manner({}, comments=False, blanks=False)))


def _rules_of(book: Rulebook) -> str:
    titles = listed(f"“{one.framework.title}”" for one in book.rule_sets)
    return f"What is asked comes from several sets of rules: {titles}."


def _sections(shape: Json, rule_sets: Sequence[RuleSet], asked: Mapping[Route, Ask]) -> Iterator[tuple[str, list[str]]]:
    """Yield the title of each criterion in the order of the scorecard, with its fields.

    A field belongs to the criterion that asks for it, or else expects the most of it, or else with the field before.
    """
    looked: dict[str, Counter[str]] = {name: Counter() for name in shape["properties"]}
    titles = {"": ""} | {one.id: one.title for rule_set in rule_sets for one in rule_set.framework.criteria}
    for rule in (rule for rule_set in rule_sets for rule in rule_set.rules):
        for name in {str(route[0]) for route in fields_of(rule.expect)}:
            looked[name][rule.criterion] += 1
    homes: dict[str, list[str]] = {criterion: [] for criterion in titles}
    last = ""
    for name, criteria in looked.items():
        if name not in _GIVEN:
            ask = asked.get((name,))
            last = ask.rule.criterion if ask else criteria.most_common(1)[0][0] if criteria else last
        homes[last].append(name)
    yield from ((titles[criterion], names) for criterion, names in homes.items() if names)


def _fields(shape: Json, data: Json, route: Route, manner: _Manner, margin: str = "") -> Iterator[str]:
    """Write a group's fields, each with its comments above it."""
    for name, inner in shape["properties"].items():
        item = data.get(name)
        if item is None and not manner.blanks:
            continue
        here = (*route, name)
        if manner.comments:
            yield from _about(inner, manner.asked.get(here), margin, with_reason=not route)
        if inner["type"] == "object":
            yield f"{margin}{name}:"
            yield from _fields(inner, item or {}, here, manner, f"{margin}  ")
        elif inner["type"] == "array":
            yield f"{margin}{name}:"
            yield from _items(inner["items"], item or [None], (*here, "*"), manner, f"{margin}  ")
        else:
            yield from _value(f"{margin}{name}:", item, len(margin) + 2)


def _items(shape: Json, items: Json, route: Route, manner: _Manner, margin: str) -> Iterator[str]:
    """Write a list's items, with comments in the first alone."""
    for number, item in enumerate(items):
        if shape["type"] != "object":
            yield from _value(f"{margin}-", item, len(margin) + 2)
            continue
        how = manner._replace(comments=manner.comments and number == 0)
        lines = list(_fields(shape, item or {}, route, how, f"{margin}  "))
        first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (line[2:] for line in lines[:first])
        yield f"{margin}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]


def _value(before: str, item: Json, indent: int) -> list[str]:
    return [before] if item is None else f"{before}{written(item, indent=indent, width=_WIDTH)}".split("\n")


def _about(shape: Json, ask: Ask | None, margin: str, *, with_reason: bool) -> Iterator[str]:
    """Say what a field is for, how strongly it is asked for and why, and what it may hold."""
    yield from _comment(described(shape, ask, with_reason=with_reason), margin)
    held = shape.get("items", shape)
    for choice, meaning in zip(held.get("enum", ()), held.get("enumDescriptions", ()), strict=True):
        yield from _comment(f"  {choice}: {meaning}", margin)


def _comment(text: str, margin: str) -> Iterator[str]:
    """Write a comment on as many lines as it needs, safe to be read again; what begins with spaces is indented."""
    text = visible(text)
    indent = " " * (len(text) - len(text.lstrip()))
    for line in wrap(
        text.lstrip(), _WIDTH - len(margin) - 2 - len(indent), break_on_hyphens=False, break_long_words=False
    ):
        yield f"{margin}# {indent}{line}".replace("\xa0", " ")
