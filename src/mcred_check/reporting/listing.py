"""The details that a framework's body lists, in its order, as a proposal gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import Banner, Cell, Paragraph, Span, Table
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import BASIS, is_of_reading, number_of
from mcred_check.shaping import pointer
from mcred_check.wording import day, listed, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mcred_check.model import Detail, Framework, Json, Route, Rule
    from mcred_check.reporting.case import Case
    from mcred_check.reporting.document import Block, Mark, Prose

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
    asking = [rules[one.rule] for one in details]
    rows = tuple(row for one, rule in zip(details, asking, strict=True) for row in _rows(case, one, rule))
    yield _in_short(rows)
    yield from _of_another_edition(case, framework, asking)
    head = ("Detail", "Asked for in", "What the proposal gives")
    yield Table(f"Details that {framework.body} lists", head, rows, (25, 20, 55))
    yield from _sources(asking)


def _value_at(data: Json, route: Route) -> Json:
    """Follow a way of field names; None where it leads nowhere."""
    for step in route:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _in_short(rows: Sequence[tuple[Cell, ...]]) -> Banner:
    """Say how many details are not given, and how many do not pass the check as they stand."""
    marks = [cells[-1].mark for cells in rows]
    missing, wrong = marks.count("to do"), marks.count("must")
    said = [f"{number_of(missing, 'detail')} {'is' if missing == 1 else 'are'} not given yet"] if missing else []
    said += [f"{number_of(wrong, 'detail')} {'does' if wrong == 1 else 'do'} not pass the check"] if wrong else []
    told = listed(said) if said else "Each of the details below is given"
    return Banner("must" if wrong else "to do" if missing else "ok", (Span(f"{told}."),))


def _rows(case: Case, detail: Detail, rule: Rule) -> Iterator[tuple[Cell, ...]]:
    """Give a detail's rows: one for each field that is given, and for each item of a list with parts."""
    asked = Cell((Span(rule.source.clause or BASIS[rule.basis]),))
    found = [(name, route, _value_at(case.result.data, route)) for name, route in detail.fields]
    values = [(name, route, value) for name, route, value in found if value not in (None, [], "", {})]
    for name, route, value in values:
        mark, complaint = _complaint(case, route)
        for title, text in _told(name, value):
            yield Cell(prose(title)), asked, Cell((*case.say(text), *complaint), mark)
            mark, complaint = None, ()  # said once
    if values or detail.optional:
        return
    first, *others = (name for name, _ in detail.fields)
    names = Cell(prose(listed([first, *(name[0].lower() + name[1:] for name in others)], word="or")))
    if any(_findings(case, route, of_reading=True) for _, route in detail.fields):
        yield names, asked, Cell((Span(f"could not be read: see “{UNREAD}”"),), "must")
    else:
        missing = to_fill_in(*(route for _, route in detail.fields))
        yield names, asked, Cell((Span("not given yet: "), *missing), "to do")


def _complaint(case: Case, route: Route) -> tuple[Mark | None, Prose]:
    """Say what the check finds wrong with a value, if anything has to be fixed before it is copied."""
    found = _findings(case, route, of_reading=False)
    if not found:
        return None, ()
    return "must", (Span(" – to be fixed: ", "strong"), *case.say(" ".join(found)))


def _findings(case: Case, route: Route, *, of_reading: bool) -> list[str]:
    """Give what must be fixed in a field: of its reading what stands in it or above it, else what stands in it."""
    field = pointer(route)
    return [
        one.message
        for one in case.result.findings
        if one.outcome == "not met"
        and one.rule.severity == "must"
        and is_of_reading(one.rule) == of_reading
        and (f"{one.pointer}/".startswith(f"{field}/") or (of_reading and f"{field}/".startswith(f"{one.pointer}/")))
    ]


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
    numbered = [rule for rule in rules if rule.source.clause]
    for source in dict.fromkeys(rule.source._replace(clause="") for rule in numbered):
        of = [rule for rule in numbered if rule.source._replace(clause="") == source]
        sure = listed(dict.fromkeys(BASIS[rule.basis] for rule in of))
        first, last = of[0].source.clause, of[-1].source.clause
        clauses = _begun(first if first == last else f"{first} to {last}")
        read = f" on {day(source.read)}" if source.read else ""
        yield Paragraph((Span(f"{clauses}: "), Span(source.title, href=source.url), Span(f" ({sure}{read}).")), "small")


def _begun(text: str) -> str:
    """Begin a sentence with a text."""
    return text[0].upper() + text[1:]
