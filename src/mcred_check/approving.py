"""What each change asks for: whether it has to be approved before it applies, and who has to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mcred_check.dialect import compiled
from mcred_check.model import Source
from mcred_check.routes import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mcred_check.changing import Change
    from mcred_check.model import Basis, Json, Route, RuleSet

Approval: TypeAlias = Literal["needed", "ask", "none"]

APPROVALS: Final[tuple[Approval, ...]] = ("needed", "ask", "none")
"""In the order of what they ask of a reader."""


class Kind(NamedTuple):
    """A kind of change, as a rule set tells it: what it asks for, why, from where, and how sure that is.

    `body` is who approves; `fields` are routes with `*` for any item.
    """

    id: str
    title: str
    part: str
    fields: tuple[Route, ...]
    approval: Approval
    tell: tuple[str, ...]
    why: str
    basis: Basis
    source: Source
    body: str


class Kinds:
    """The kinds of change of some rule sets, for one proposal. A set that does not tell of changes has none."""

    def __init__(self, rule_sets: Iterable[RuleSet], data: Json, today: date) -> None:
        self._of_sets = [list(_kinds(one, data, today)) for one in rule_sets]

    def of(self, change: Change) -> Kind | None:
        """Give the kind of a change: in each set the one whose field is the nearest; of several sets the strictest."""
        found = filter(None, (_nearest(kinds, change) for kinds in self._of_sets))
        return min(found, key=lambda one: APPROVALS.index(one.approval), default=None)


def _kinds(of: RuleSet, data: Json, today: date) -> Iterator[Kind]:
    """Yield the kinds of change of a rule set."""
    told, body = of.changes, of.framework.body or of.framework.title
    around = Surroundings(today, None, of.tables)
    bodies: dict[str, tuple[str, str]] = {}
    for one in told.get("approvers", ()):
        if compiled(one["when"], around).is_valid(data):
            bodies |= {part: (one["body"], f" {_flat(one['why'])}") for part in one["parts"]}
    titles = {part["id"]: part["title"] for part in told.get("parts", ())}
    for one in told.get("changes", ()):
        yield Kind(
            id=one["id"],
            title=one["title"],
            part=titles[one["part"]],
            fields=tuple(tuple(field.split("/")) for field in one["fields"]),
            approval=one["approval"],
            tell=tuple(one.get("tell", ())),
            why=_flat(one["why"]) + bodies.get(one["part"], ("", ""))[1],
            basis=one["basis"],
            source=Source(**one["source"]),
            body=bodies.get(one["part"], (body, ""))[0],
        )


def _nearest(kinds: Iterable[Kind], change: Change) -> Kind | None:
    """Give the kind of a change in one set: of those that lead to it, the one whose field is the nearest."""
    fitting = [(len(route), kind) for kind in kinds for route in kind.fields if route == change.fields[: len(route)]]
    return max(fitting, key=lambda one: one[0], default=(0, None))[1]


def _flat(text: str) -> str:
    return " ".join(text.split())
