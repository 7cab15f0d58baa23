"""What of an older proposal goes into a new one, and what belongs to the older application and stays behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mcred_check.model import Json, Route

_STAYS: Final = frozenset(
    {
        "need/evidence/*/file",
        "need/evidence/*/says",
        "need/evidence/*/response",
        "need/evidence/*/outcomes",
        "need/evidence/*/independent",
        "support/decision",
        "support/file",
        "support/reason",
        "support/consultation",
        "review/history",
        "listing",
        "judgements",
    }
)
"""What was said of the older application, beside every date. Of evidence, whom to ask again goes over."""


def renewed(shape: Json, data: Json) -> tuple[Json, list[str]]:
    """Give what goes into the new proposal, and the fields that stay behind."""
    left: dict[str, None] = {}
    return _carried(shape, data, (), left) or {}, list(left)


def _carried(shape: Json, item: Json, route: Route, left: dict[str, None]) -> Json:
    """Copy a value without what stays behind; None where nothing is left of it."""
    if route in {("format",), ("status",)}:
        return None  # a new proposal is a draft, in the format of today
    if "/".join(map(str, route)) in _STAYS or shape.get("format") == "date":
        left[".".join(str(step) for step in route if step != "*")] = None
        return None
    if shape["type"] == "array":
        copied = [_carried(shape["items"], one, (*route, "*"), left) for one in item]
        return [one for one in copied if one is not None] or None
    if shape["type"] == "object":
        fields = {name: _carried(shape["properties"][name], one, (*route, name), left) for name, one in item.items()}
        return {name: one for name, one in fields.items() if one is not None} or None
    return item
