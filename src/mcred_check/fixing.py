"""Repairs applied to a proposal's bytes, each only where reading the text again bears it out."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.loading import read
from mcred_check.mending import ways_to_mend
from mcred_check.model import Fault
from mcred_check.nodes import Mapping, Text, compose, decode
from mcred_check.quoting import scalar
from mcred_check.repairs import Repair, in_document
from mcred_check.rereading import Readings, TooLongError
from mcred_check.shaping import bare, is_blank, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Route
    from mcred_check.nodes import Node
    from mcred_check.repairs import Way

_MOST: Final = 100
"""How many lines are mended one after the other at most; a text with more such lines is left as it is."""
_HOURS_A_CREDIT: Final = 10
"""Only to be sure of a sum; whether the hours are right is for the rules to say."""
_ASIDE: Final = frozenset({"reading/curly-quotes", "reading/hidden-character"})
"""Faults that do not tell against a mended line."""


class Done(NamedTuple):
    """What was repaired on a line, in words."""

    line: int
    told: str


class Fixed(NamedTuple):
    """A file's text before and after its repairs, its new bytes, and how many faults are left.

    Where there were too many to be `tried`, it is as it was.
    """

    before: str
    after: str
    data: bytes
    done: tuple[Done, ...]
    left: int
    tried: bool = True


def fixed(data: bytes, shape: Json) -> Fixed:
    """Repair what can be repaired safely; every byte elsewhere stays as it is.

    A text of which that cannot be told in a short time is left as it is.
    """
    text = decode(data)
    if isinstance(text, Fault):
        return Fixed("", "", data, (), 1)
    try:
        after, done = _repaired(text, Readings(text, shape))
        tried = True
    except TooLongError:
        after, done, tried = text, [], False
    faults = [fault for one in read(after.content.encode(), "", shape) for fault in one.faults]
    new = _encoded(data, text.content, after.content)
    return Fixed(text.content, after.content, new, tuple(sorted(set(done))), len(faults), tried)


def _repaired(text: Text, readings: Readings) -> tuple[Text, list[Done]]:
    """Repair until there is nothing left to repair; say what was."""
    done: list[Done] = []
    for _ in range(_MOST):
        way = _next(text, readings)
        if not way:
            return text, done
        done += [Done(text.place(one.start, one.start).line, one.told) for one in way]
        text = Text(_applied(text.content, way))
    raise TooLongError


def _encoded(data: bytes, before: str, after: str) -> bytes:
    """Write a text as the file was written, with the byte order mark that it had."""
    encoding = {BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}.get(data[:2], "utf-8")
    mark = data[: len(data) - len(before.encode(encoding))]
    return mark + after.encode(encoding)


def _applied(content: str, way: Way) -> str:
    for one in sorted(way, reverse=True):
        content = content[: one.start] + one.text + content[one.end :]
    return content


def _next(text: Text, readings: Readings) -> Way:
    """Find repairs that are safe to make at once."""
    proposed: list[Way] = []
    number = 0
    for root in readings.compose(text):
        if isinstance(root, Fault):
            mended = _mended(text, root, readings) if root.rule == "reading/syntax" else ()
            if mended:
                return mended
        elif not is_blank(root):
            number += 1
            proposed += in_document(text, root, readings.shape, number)
    before = readings.read(text.content)
    return _safe(text, before, proposed, readings) or _safe(text, before, list(_totals(text, before)), readings)


# --- Values -----------------------------------------------------------------------------------------------------------


def _safe(text: Text, before: list[Proposal], ways: list[Way], readings: Readings) -> Way:
    """Choose ways that are safe together: all of them, or those of one half; of a last one, at least its beginning."""
    repairs = tuple(one for way in ways for one in way)
    if not repairs or _are_borne_out(text, before, repairs, readings):
        return repairs
    if len(ways) == 1:
        return _safe(text, before, [repairs[:1]], readings) if len(repairs) > 1 else ()
    half = len(ways) // 2
    return _safe(text, before, ways[:half], readings) or _safe(text, before, ways[half:], readings)


def _are_borne_out(text: Text, before: list[Proposal], way: Way, readings: Readings) -> bool:
    """Tell whether repairs take away the faults that they are for, bring none, and change no other value."""
    after = readings.read(_applied(text.content, way))
    was, is_now = _faults(before), _faults(after)
    gone = {(document, at) for document, _, at in was - is_now}
    if is_now - was or not all(one.does != "reads" or _steps(one.route) & gone for one in way):
        return False
    changing = {one.route for one in way if one.does != "keeps"}
    old, new = _leaves(before), _leaves(after)
    return all(
        any(route[:depth] in changing for depth in range(len(route) + 1))
        for route in old.keys() | new.keys()
        if old.get(route) != new.get(route)
    )


def _steps(route: Route) -> set[tuple[str | int, str]]:
    """Give a route and each that leads to it, as a document's number and a pointer."""
    return {(route[0], pointer(route[1:depth])) for depth in range(2, len(route) + 1)}


def _faults(proposals: list[Proposal]) -> Counter[tuple[int, str, str]]:
    return Counter((one.document, fault.rule, fault.pointer) for one in proposals for fault in one.faults)


def _leaves(proposals: list[Proposal]) -> dict[Route, Json]:
    """Give every lone value by the route to it in the file, from the document's number on."""
    leaves: dict[Route, Json] = {}
    for one in proposals:
        ahead: list[tuple[Route, Json]] = [((), one.data)]
        while ahead:
            route, item = ahead.pop()
            if isinstance(item, dict):
                ahead += [((*route, name), inner) for name, inner in item.items()]
            elif isinstance(item, list):
                ahead += [((*route, place), inner) for place, inner in enumerate(item)]
            else:
                leaves[(one.document, *one.origin(route))] = (type(item), item)
    return leaves


def _totals(text: Text, proposals: list[Proposal]) -> Iterator[Way]:
    """Propose the total of learning hours where all activities have theirs, and they add up to what the credits say."""
    roots = [root for root in compose(text) if isinstance(root, Mapping)]
    for one, root in zip((one for one in proposals if one.found), roots, strict=False):
        hours, credit = one.data.get("hours", {}), one.data.get("credits", 0)
        each = [activity.get("hours") for activity in hours.get("activities", ())]
        whole = sum(each) if all(isinstance(number, int | float) for number in each) else None
        node = next((value for key, value in root.value if bare(key) == "hours"), None)
        wanted = _HOURS_A_CREDIT * credit
        if whole and whole == wanted and set(hours) == {"activities"} and isinstance(node, Mapping):
            yield (_total(text, node, (one.document, "hours", "total"), scalar(wanted)),)


def _total(text: Text, hours: Node, route: Route, whole: str) -> Repair:
    """Write the total after its name, if that is there, or as the first of the hours."""
    told = "the total of the hours is what the activities add up to"
    name = next((key for key, _ in hours.value if bare(key) == "total"), None)
    if name is not None:
        at = text.content.index(":", name.end_mark.index) + 1
        return Repair(at, at, f" {whole}", told, route, "adds")
    first = hours.value[0][0].start_mark.index
    place = text.place(first, first)
    margin = text.line(place.line)[: place.column - 1]
    if margin.strip(" "):  # the hours stand between braces
        return Repair(first, first, f"total: {whole}, ", told, route, "adds")
    end = "\r\n" if text.content[: text.starts[place.line - 1]].endswith("\r\n") else "\n"
    return Repair(first, first, f"total: {whole}{end}{margin}", told, route, "adds")


# --- Lines that cannot be read ----------------------------------------------------------------------------------------


def _mended(text: Text, fault: Fault, readings: Readings) -> Way:
    """Find the one way in which the line that stops the reading can be meant."""
    for group in ways_to_mend(text, fault.place.line, readings.names):
        found = [(way, data) for way in group for data in [_mends(text, fault, way, readings)] if data is not None]
        if found and all(data == found[0][1] for _, data in found):
            return found[0][0]
    return ()


def _mends(text: Text, fault: Fault, way: Way, readings: Readings) -> list[Json] | None:
    """Give what is read up to the mended lines, if they are read for what their fields hold; else None."""
    mended = Text(_applied(text.content, way))
    lines = {text.place(one.start, one.start).line for one in way}
    stop = next((one.place.line for one in readings.compose(mended) if isinstance(one, Fault)), len(mended.starts) + 1)
    if stop <= fault.place.line:
        return None
    end = min(stop - 1, max(lines))
    upto = [*mended.starts, len(mended.content)][end]
    proposals = readings.read(mended.content[:upto])
    wrong = any(
        found.place.line in lines and not _stands_aside(found, readings.names)
        for one in proposals
        for found in one.faults
    )
    return None if wrong or not proposals[-1].found else [one.data for one in proposals]


def _stands_aside(fault: Fault, names: frozenset[str]) -> bool:
    """Tell whether a line may be mended rightly although it has this fault: odd letters, or a slip in its name."""
    slip = fault.rule == "reading/unknown-field" and fault.pointer.rpartition("/")[2] in names
    return slip or fault.rule in _ASIDE
