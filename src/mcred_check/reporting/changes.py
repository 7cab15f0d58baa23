"""Two versions held against each other, in plain words: what needs approval first, then the rest, then the verdicts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.lines import BLANK, cells, clamp, flow
from mcred_check.reporting.marking import pieces
from mcred_check.reporting.page import ASCII, SYMBOLS
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import BASIS, number_of
from mcred_check.wording import in_words, listed, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mcred_check.approving import Approval, Kind
    from mcred_check.comparing import Comparison, Turned, Weighed
    from mcred_check.model import Json
    from mcred_check.reporting.lines import Line

HEADINGS: Final[Mapping[Approval, str]] = {
    "needed": "To be approved before it applies",
    "ask": "To be asked about: the sources do not say whether it has to be approved",
    "none": "No approval needed, as far as the sources say",
}
CLOSING: Final = (
    "What has to be approved is said as far as published sources say it, and each reason tells how sure that is. "
    "This is not advice by the body that approves."
)
_MARKS: Final[Mapping[Approval, str]] = {"needed": "must", "ask": "judge", "none": "bullet"}
_SYMBOLS: Final = SYMBOLS | {"step": "›", "open": "«", "close": "»"}
_ASCII: Final = ASCII | {"step": ">", "open": "[", "close": "]"}
_SHORT: Final = 48
_VERDICTS: Final = {"judge": "for a person to judge"}


def lay_out(found: Sequence[Comparison], *, same: int, width: int, symbols: bool) -> list[Line]:
    """Lay out what became of each micro-credential; `same` counts those in which nothing changed."""
    width = clamp(width)
    signs = _SYMBOLS if symbols else _ASCII
    lines: list[Line] = []
    for one in found:
        lines += [*([BLANK] if lines else []), *_heading(one, width, signs), *_parts(one, width, signs)]
    if same:
        lines += [*([BLANK] if lines else []), *flow(unchanged(same), width=width)]
    if any(one.changes for one in found):
        lines += [BLANK, *flow(CLOSING, "dim", width=width)]
    return lines


def unchanged(same: int) -> str:
    """Say in how many nothing changed."""
    return f"Nothing changed in {number_of(same, 'proposal')}."


def _heading(one: Comparison, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    yield from flow(visible(one.title), "bold", width=width)
    yield from flow(visible(f" {signs['arrow']} ".join(filter(None, (one.old, one.new)))), "path", width=width)
    style = "must" if one.count("needed") else "judge" if one.count("ask") else "ok"
    yield from flow(summed_up(one), style, width=width)


def summed_up(one: Comparison) -> str:
    """Say in a sentence or two what became of a micro-credential."""
    if not one.old or not one.new:
        where = "in the older version" if one.old else "in the newer version"
        return f"It is only {where}, so there is nothing to compare."
    if not one.changes:
        return "Nothing that could be compared has changed." if one.unread else "Nothing changed."
    counted = number_of(len(one.changes), "change")
    if not one.listed:
        return f"{counted}. It was not listed before, so nothing waits for an approval."
    words: dict[Approval, tuple[str, str]] = {
        "needed": ("has to be approved before it applies", "have to be approved before they apply"),
        "ask": ("is to be asked about", "are to be asked about"),
        "none": ("needs no approval", "need no approval"),
    }
    counts = {key: one.count(key) for key in words if one.count(key)}
    if len(counts) == 1:
        (key,) = counts
        return f"{counted}, {'which' if len(one.changes) == 1 else 'all of which'} {words[key][len(one.changes) > 1]}."
    return f"{counted}, of which {listed(f'{count} {words[key][count > 1]}' for key, count in counts.items())}."


def _parts(one: Comparison, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    for approval, some in groupby(one.changes, key=lambda each: each.approval):
        yield BLANK
        yield from flow(HEADINGS[approval] if one.listed else "What changed", "bold", width=width)
        for place, (kind, group) in enumerate(by_kind(some)):
            yield from [BLANK] if place else []
            heading = visible(f"{kind.title} ({kind.part.lower()})") if kind else "Else"
            yield from flow(heading, width=width, lead=(("", "  "),), indent=2)
            for each in group:
                yield from _change(each, width, signs)
            if kind and one.listed:
                yield from _reason(kind, width, signs)
    if one.turned:
        yield BLANK
        yield from flow("What the checks say otherwise than before", "bold", width=width)
        for turned in one.turned:
            yield from _verdict(turned, width, signs)
    if one.unread:
        yield BLANK
        yield from flow("Not compared, because it could not be read", "bold", width=width)
        for text in one.unread:
            yield from flow(visible(text), "must", width=width, lead=(("", "  "),), indent=4)


def by_kind(some: Iterable[Weighed]) -> list[tuple[Kind | None, list[Weighed]]]:
    """Put changes of one kind together, in the order in which the kinds first occur."""
    groups: dict[Kind | None, list[Weighed]] = {}
    for one in some:
        groups.setdefault(one.kind, []).append(one)
    return list(groups.items())


def _change(one: Weighed, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    mark = _MARKS[one.approval]
    lead: Line = ((mark if mark != "bullet" else "", f"  {signs[mark]} "),)
    indent = cells(lead[0][1])
    name = visible(f" {signs['step']} ".join(one.change.names))
    old, new = one.change.old, one.change.new
    if old is None or new is None:
        text = f"{name}: {'added' if old is None else 'removed'} {visible(told(new if old is None else old))}"
        yield from flow(text, width=width, lead=lead, indent=indent)
    elif max(cells(told(old)), cells(told(new))) <= _SHORT and not (isinstance(old, str) and " " in old.strip()):
        text = f"{name}: {visible(told(old))} {signs['arrow']} {visible(told(new))}"
        yield from flow(text, width=width, lead=lead, indent=indent)
    else:
        yield from flow(name, width=width, lead=lead, indent=indent)
        for word, side, style in zip(("was", "now"), pieces(told(old), told(new)), ("dim", ""), strict=True):
            marked = " ".join(f"{signs['open']}{one.text}{signs['close']}" if one.changed else one.text for one in side)
            yield from flow(
                visible(marked), style, width=width, lead=(("dim", " " * indent + f"{word}  "),), indent=indent + 5
            )
    yield from flow(visible(one.where), "path", width=width, lead=(("", " " * indent),), indent=indent)


def told(value: Json) -> str:
    """Write a value in words; an item of a list by its name, or by what it holds."""
    if isinstance(value, dict):
        return name_of(value) or ", ".join(f"{name.replace('_', ' ')} {in_words(one)}" for name, one in value.items())
    return in_words(value)


def _reason(kind: Kind, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    step = next_step(kind)
    if step:
        yield from flow(
            visible(step), width=width, lead=(("", f"    {signs['arrow']} "),), indent=cells(f"    {signs['arrow']} ")
        )
    yield from flow(visible(f"{kind.why} {cited(kind)}"), "dim", width=width, lead=(("", "    "),), indent=4)


def next_step(kind: Kind) -> str:
    """Say what to do about a kind of change."""
    steps = {
        "needed": f"Apply to {kind.body} for the change, and go on as before until it is approved.",
        "ask": f"Ask {kind.body} whether it has to be approved.",
    }
    telling = f"Tell {listed(kind.tell)}." if kind.tell else ""
    return " ".join(filter(None, (steps.get(kind.approval, ""), telling)))


def cited(kind: Kind) -> str:
    """Say where that comes from, and how sure it is."""
    source = ", ".join(filter(None, (kind.source.title, kind.source.clause)))
    return f"Source: {source}." if kind.basis == "house" else f"Source: {source} ({BASIS[kind.basis]})."


def _verdict(one: Turned, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    mark = {"met": "ok", "not met": "must", "to do": "to do", "judge": "judge"}.get(one.after, "none")
    lead: Line = ((mark, f"  {signs[mark]} "),)
    indent = cells(lead[0][1])
    yield from flow(f"{visible(one.title)}: {turn(one, signs['arrow'])}", width=width, lead=lead, indent=indent)
    if still_matters(one):
        yield from flow(visible(said_of_it(one)), width=width, lead=(("", " " * indent),), indent=indent)
    yield from flow(visible(one.key), "rule", width=width, lead=(("", " " * indent),), indent=indent)


def still_matters(one: Turned) -> bool:
    """Tell whether what a rule said of one of the versions says something of the newer one."""
    return one.after not in {"not applicable", "not asked"}


def said_of_it(one: Turned) -> str:
    """Give a rule's message; of the older version where the newer one leaves nothing to do."""
    return f"Before: {one.message}" if one.told_before else one.message


def turn(one: Turned, arrow: str) -> str:
    """Say how a verdict turned."""
    return f"{_VERDICTS.get(one.before, one.before)} {arrow} {_VERDICTS.get(one.after, one.after)}"
