"""An interview that fills in the beginning of a proposal: each answer is kept at once, and checked as it is given."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from mcred_check.asking import described
from mcred_check.misreadings import SHORT
from mcred_check.words import as_choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mcred_check.asking import Ask
    from mcred_check.model import Finding, Json, Route


class Question(NamedTuple):
    """What is asked for: a field, or the `parts` of each item of a list, whose ids begin with `prefix`."""

    route: tuple[str, ...]
    parts: tuple[str, ...] = ()
    prefix: str = ""


QUESTIONS: Final = (
    Question(("title",)),
    Question(("level",)),
    Question(("credits",)),
    Question(("learning_outcomes",), ("outcome",), "LO"),
    Question(("need", "summary")),
    Question(("need", "evidence"), ("organisation", "group"), "E"),
    Question(("applicant", "name")),
    Question(("applicant", "kind")),
    Question(("application", "type")),
)


_QUOTED: Final = re.compile('“([^“”]+)”|‘([^‘’]+)’|"([^"]+)"')


class Company(Protocol):
    """Whom the interview is held with, who keeps what was said, and who checks it."""

    @property
    def signs(self) -> Mapping[str, str]:
        """Give the sign for what is wrong and for the next step, by name."""

    def say(self, text: str, style: str = "", lead: str = "") -> None:
        """Show a paragraph, which begins after `lead`."""

    def hear(self, prompt: str) -> str:
        """Ask for a line; raise EOFError where there are no more."""

    def keep(self, data: Json) -> None:
        """Put what was said so far where it cannot be lost."""

    def find(self, data: Json) -> Sequence[Finding]:
        """Give what is not right with what was said so far."""


def interview(shape: Json, asked: Mapping[Route, Ask], data: dict[str, Any], company: Company) -> None:
    """Ask every question, and put the answers into `data`; an empty answer leaves a field as it is."""
    for number, question in enumerate(QUESTIONS, start=1):
        inner = _shape_at(shape, question.route)
        company.say("")
        lead = f"{number} of {len(QUESTIONS)}  "
        company.say(_told(inner, asked.get(question.route), with_reason=len(question.route) == 1), lead=lead)
        for choice, meaning in zip(inner.get("enum", ()), inner.get("enumDescriptions", ()), strict=True):
            company.say(meaning, lead=f"{' ' * len(lead)}  {choice}: ")
        if question.parts:
            _ask_for_items(shape, asked, question, data, company)
        else:
            _ask(shape, question.route, data, company, name=inner["title"])


def _told(shape: Json, ask: Ask | None, *, with_reason: bool) -> str:
    return described(shape, ask, with_reason=with_reason).replace("\xa0", " ")


def _ask_for_items(
    shape: Json, asked: Mapping[Route, Ask], question: Question, data: dict[str, Any], company: Company
) -> None:
    """Ask for the items of a list, part by part, until there are no more."""
    there = _at(data, question.route) or []
    if there:
        company.say(f"Already there: {len(there)}. What you say now is added.")
    company.say("One after the other; press Enter alone when there are no more.")
    fields = _shape_at(shape, question.route)["items"]["properties"]
    place = len(there)
    while True:
        item: Route = (*question.route, place)
        name = _free_id(question.prefix, _at(data, question.route) or [])
        for part in question.parts:
            ask = asked.get((*question.route, "*", part))
            if place == len(there):
                company.say(_told(fields[part], ask, with_reason=False))
            answered = _ask(shape, (*item, part), data, company, name=f"{name}, {fields[part]['title']}")
            if part == question.parts[0] and not answered:
                return
            if answered:
                _put(data, (*item, "id"), name)
                company.keep(data)
        place += 1


def _free_id(prefix: str, items: Json) -> str:
    """Give the first id that no item has."""
    taken = {item.get("id") for item in items}
    return next(name for number in count(1) if (name := f"{prefix}{number}") not in taken)


def _ask(shape: Json, route: Route, data: dict[str, Any], company: Company, *, name: str) -> bool:
    """Ask for one field until the answer is right or is to stay; tell whether it was answered."""
    before = {(one.rule.key, one.message) for one in company.find(data)}
    answered = False
    while True:
        now = _at(data, route)
        prompt = f"{name} [{now}]: " if now is not None else f"{name}: "
        answer = company.hear(prompt).strip()
        if not answer:
            return answered
        answered = True
        value = _value(answer, _shape_at(shape, route), route)
        if isinstance(value, str) and value != answer:
            company.say(f"Taken as: {value}", lead="  ")
        _put(data, route, value)
        company.keep(data)
        found = [one for one in company.find(data) if (one.rule.key, one.message) not in before]
        if not found:
            return answered
        for one in found:
            company.say(one.message, style=one.rule.severity, lead=f"  {company.signs['must']} ")
            company.say(one.fix, lead=f"  {company.signs['arrow']} ")
        company.say("Answer again, or press Enter to leave it as it is.")


def _value(answer: str, shape: Json, route: Route) -> Json:
    """Read figures as a number, a choice however it is written, and a name without the quotes around it.

    Anything else stays as it was said.
    """
    if "enum" in shape:
        choice = as_choice(answer)
        return choice if choice in shape["enum"] else answer
    if route[-1] in SHORT:
        quoted = _QUOTED.fullmatch(answer)
        return quoted[1] or quoted[2] or quoted[3] if quoted else answer
    if shape["type"] == "string" or not answer.removeprefix("-").replace(".", "", 1).isdecimal():
        return answer
    return float(answer) if "." in answer else int(answer)


def _shape_at(shape: Json, route: Route) -> Json:
    for step in route:
        shape = shape["items"] if isinstance(step, int) else shape["properties"][step]
    return shape


def _at(data: Json, route: Route) -> Json:
    """Give the value at a route; None where there is none."""
    for step in route:
        inside = isinstance(data, list) and isinstance(step, int) and step < len(data)
        data = data[step] if inside else data.get(step) if isinstance(data, dict) else None
    return data


def _put(data: Json, route: Route, value: Json) -> None:
    """Put a value at a route, with the groups and lists that lead to it."""
    for step, after in zip(route, (*route[1:], None), strict=True):
        new = value if after is None else [] if isinstance(after, int) else {}
        if isinstance(data, list) and step == len(data):
            data.append(new)
        elif after is None or (isinstance(data, dict) and step not in data):
            data[step] = new
        data = data[step]
