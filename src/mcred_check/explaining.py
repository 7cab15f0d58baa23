"""What the words between braces in a rule's message stand for, on one proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.routes import at, found
from mcred_check.wording import in_words, listed, name_of
from mcred_check.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcred_check.failing import Failure
    from mcred_check.model import Json, Route


class Telling:
    """Gives the words for a placeholder: of a failure, or of the proposal. `tables` are the rule set's."""

    def __init__(self, data: Json, shape: Json, tables: Mapping[str, Mapping[str, str]]) -> None:
        self.data = data
        self.shape = shape
        self.tables = tables

    def has(self, route: Route) -> bool:
        """Tell whether the proposal holds a value there."""
        return bool(found(self.data, "/".join(map(str, route))))

    def words(self, failure: Failure | None, name: str) -> str:
        """Give the words for `{name}`."""
        path, _, table = name.partition(" in ")
        if table:
            code = in_words(self._value(path, ()))
            return self.tables[table].get(code, f"{code}, which is not in the table")
        if failure is not None:
            if name == "value":
                return in_words(failure.value)
            if name == "missing":
                return listed(self._label((*failure.route, field)) for field in failure.missing)
            if name == "item":
                return self._item(failure.route)
            if name.startswith("./"):
                return in_words(self._value(name[2:], _to_item(failure.route)))
            if failure.facts and name in failure.facts:
                return failure.facts[name]
        return in_words(self._value(name, ()))

    def _value(self, path: str, within: Route) -> Json:
        values = list({fold(item): item for _, item in found(at(self.data, within), path)}.values())  # each once
        return values[0] if len(values) == 1 else values or None

    def _item(self, route: Route) -> str:
        """Name the list item that a route lies in, by its own words or by its number."""
        within = _to_item(route)
        if not within:
            return "the proposal"
        return name_of(at(self.data, within)) or f"number {int(within[-1]) + 1}"

    def _label(self, route: Route) -> str:
        """Name a field as the shape of a proposal does."""
        shape = self.shape
        for step in route:
            shape = shape["items"] if isinstance(step, int) else shape["properties"][step]
        return str(shape.get("title") or str(route[-1]).replace("_", " "))


def _to_item(route: Route) -> Route:
    """Cut a route after its last list position; empty when there is none."""
    last = max((place for place, step in enumerate(route) if isinstance(step, int)), default=-1)
    return route[: last + 1]
