"""The details that a framework's body lists, in its order, as a proposal gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import Banner, Cell, Paragraph, Span, Table
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import BASIS, is_of_reading, number_of
from mcred_check.shaping import pointer
from mcred_check.wording import day, listed, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Detail, Framework, Json, Route, Rule
    from mcred_check.reporting.document import Block, Prose
    from mcred_check.reporting.points import Case

UNREAD: Final = "What could not be read as it was meant"
"""The heading under which a sheet says what is wrong with the file itself."""

_NAMES_IT: Final = ("group", "id")
_SAYS_ITSELF: Final = {"statement", "title"}
"""What of an item needs no name before it."""


def listing(case: Case, framework: Framework) -> Iterator[Block]:
    """Give a row for each detail: where it is asked for, and what the proposal gives, or which field to fill in."""
    rules = {rule.key: rule for one in case.run.rule_sets for rule in one.rules}
    language = case.result.data.get("language")
    details = [one for one in framework.listing if one.language in {"", language}]
    missing = [one for one in details if not one.optional and not given(case.result.data, one)]
    unread = [one for one in missing if _is_unread(case, one)]
    yield _in_short(len(missing), len(unread), framework.body)
    yield from _of_another_edition(case, framework, [rules[one.rule] for one in details])
    rows = tuple(row for one in details for row in _rows(case, one, rules[one.rule]))
    head = ("Detail", "Asked for in", "What the proposal gives")
    yield Table(f"Details that {framework.body} lists", head, rows, (25, 20, 55))
    yield from _sources([rules[one.rule] for one in details])


def given(data: Json, detail: Detail) -> list[tuple[str, Json]]:
    """Give the values of a detail's fields that a proposal has, each with its name."""
    found = [(name, value_at(data, route)) for name, route in detail.fields]
    return [(name, value) for name, value in found if value not in (None, [], "", {})]


def value_at(data: Json, route: Route) -> Json:
    """Follow a way of field names; None where it leads nowhere."""
    for step in route:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _in_short(missing: int, unread: int, body: str) -> Banner:
    if not missing:
        return Banner("ok", (Span(f"Every detail that {body} lists is given."),))
    are = "is" if missing == 1 else "are"
    lost = f", {unread} of them because the file could not be read there" if unread else ""
    return Banner("to do", (Span(f"{number_of(missing, 'detail')} {are} not given yet{lost}."),))


def _is_unread(case: Case, detail: Detail) -> bool:
    """Tell whether a detail may stand in the file, where it could not be read as it was meant."""
    lost = [one.pointer for one in case.result.findings if is_of_reading(one.rule)]
    fields = [pointer(route) for _, route in detail.fields]
    return any(f"{field}/".startswith(f"{one}/") or one.startswith(f"{field}/") for one in lost for field in fields)


def _rows(case: Case, detail: Detail, rule: Rule) -> Iterator[tuple[Cell, ...]]:
    """Give a detail's rows: one for each field that is given, and for each item of a list with parts."""
    asked = Cell((Span(rule.source.clause or BASIS[rule.basis]),))
    values = given(case.result.data, detail)
    for name, value in values:
        for title, text in _told(name, value):
            yield Cell(prose(title)), asked, Cell(case.say(text))
    if not values and not detail.optional:
        first, *others = (name for name, _ in detail.fields)
        names = listed([first, *(name[0].lower() + name[1:] for name in others)], word="or")
        if _is_unread(case, detail):
            yield Cell(prose(names)), asked, Cell((Span(f"could not be read: see “{UNREAD}”"),), "must")
        else:
            fill_in = to_fill_in(*(route for _, route in detail.fields))
            yield Cell(prose(names)), asked, Cell((Span("not given yet: "), *fill_in), "to do")


def to_fill_in(*routes: Route) -> Prose:
    """Name the fields of which one has to be filled in."""
    spans = [Span("fill in ")]
    for left, route in enumerate(routes, start=1 - len(routes)):
        spans.append(Span(".".join(map(str, route)), "code"))
        spans += [Span(" or " if left == -1 else ", ")] if left else []
    return tuple(spans)


def _told(name: str, value: Json) -> Iterator[tuple[str, str]]:
    """Say a value in full, and of a list of things with parts each on its own."""
    if not isinstance(value, list) or not isinstance(value[0], dict):
        yield name, said(value)
        return
    for item in value:
        head = next((key for key in _NAMES_IT if key in item), "")
        parts = [
            said(part) if key in _SAYS_ITSELF else f"{key} {said(part)}" for key, part in item.items() if key != head
        ]
        yield f"{name}: {said(item[head])}" if head else name, ", ".join(parts)


def said(value: Json) -> str:
    """Write a value in full, on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return "; ".join(map(said, value))
    return " ".join(str(value).split())


def _of_another_edition(case: Case, framework: Framework, rules: list[Rule]) -> Iterator[Block]:
    """Say so where the details were read in rules of another time than the proposal's."""
    for one in case.result.editions:
        if one.set_id == framework.id and not all(one.edition.id in rule.editions for rule in rules):
            told = f"The details and their order are of later rules; of {one.edition.title} no such list was read."
            yield Paragraph((Span(told),), "note")


def _sources(rules: list[Rule]) -> Iterator[Block]:
    """Say which rules the numbers are of, how sure they are, and when they were read."""
    for source in dict.fromkeys(rule.source._replace(clause="") for rule in rules if rule.source.clause):
        of = [rule for rule in rules if rule.source._replace(clause="") == source]
        sure = listed(dict.fromkeys(BASIS[rule.basis] for rule in of))
        first, last = of[0].source.clause, of[-1].source.clause
        clauses = first if first == last else f"{first} to {last}"
        read = f" on {day(source.read)}" if source.read else ""
        yield Paragraph((Span(f"{clauses}: "), Span(source.title, href=source.url), Span(f" ({sure}{read}).")), "small")
