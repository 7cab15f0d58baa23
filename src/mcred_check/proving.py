"""What last showed that a micro-credential is needed, and whether it has to be shown again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mcred_check.wording import day
from mcred_check.words import fold

if TYPE_CHECKING:
    from mcred_check.model import Json

_LEAVING: Final = ("expiring", "discontinued")
_GOING_ON: Final = ("continue", "change")
_RETIRED: Final = "A review retired it."
_OTHERWISE: Final = "no day is reckoned while both stand."


class Evidence(NamedTuple):
    """A piece of evidence of need: its id, whose it is, and its date where these are given."""

    id: str
    organisation: str
    on: date | None


class Proof(NamedTuple):
    """What last showed the need, and when: a review that confirmed it, or before the first the listing."""

    on: date
    by: Literal["review", "listing"]
    evidence: tuple[Evidence, ...]


def proof_of(data: Json, today: date) -> Proof | None:
    """Find what last showed the need; what is dated ahead shows nothing yet."""
    pieces = data.get("need", {}).get("evidence", ())
    known = {fold(one["id"]): _evidence(one) for one in reversed(pieces) if "id" in one}
    history = data.get("review", {}).get("history", ())
    dated = [one for one in history if "date" in one and _day(one["date"]) <= today]
    confirmed = [one for one in dated if one.get("need_confirmed")]
    if confirmed:
        last = max(confirmed, key=lambda one: _day(one["date"]))
        named = tuple(known.get(fold(key), Evidence(key, "", None)) for key in last.get("evidence", ()))
        return Proof(_day(last["date"]), "review", named)
    listed_on = data.get("listing", {}).get("listed_on")
    if listed_on is None or (listed := _day(listed_on)) > today:
        return None
    before = (one for one in map(_evidence, pieces) if one.on and one.on <= listed)
    return Proof(listed, "listing", tuple(before))


def _evidence(piece: Json) -> Evidence:
    on = _day(piece["date"]) if "date" in piece else None
    return Evidence(piece.get("id", ""), piece.get("organisation", ""), on)


def leaving(data: Json) -> tuple[str, ...]:
    """Say why a micro-credential has no need to prove any more; nothing where it has."""
    status = data.get("listing", {}).get("status")
    if status in _LEAVING:
        return (f"The listing is {status}.",)
    history = data.get("review", {}).get("history", ())
    retired = next((one for one in history if one.get("decision") == "retire"), None)
    if retired is None:
        return ()
    if "date" not in retired:
        return (_RETIRED,)
    later = [
        one["date"] for one in history if one.get("decision") in _GOING_ON and one.get("date", "") > retired["date"]
    ]
    otherwise = (f"The review of {day(max(later))} decided otherwise: {_OTHERWISE}",) if later else ()
    return f"The review of {day(retired['date'])} retired it.", *otherwise


def _day(text: str) -> date:
    return date.fromisoformat(text)
