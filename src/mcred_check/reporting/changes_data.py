"""Two versions held against each other for a pull request: as Markdown, as one line, and as JSON."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from mcred_check import __version__
from mcred_check.reporting.changes import (
    CLOSING,
    HEADINGS,
    by_kind,
    cited,
    next_step,
    said_of_it,
    still_matters,
    summed_up,
    told,
    turn,
    unchanged,
)
from mcred_check.reporting.escaping import as_indented_json, in_markdown
from mcred_check.reporting.marking import pieces
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import number_of
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mcred_check.comparing import Comparison, Weighed
    from mcred_check.model import Json
    from mcred_check.reporting.marking import Piece

_VERSION: Final = 1
_NAMED_AT_MOST: Final = 3


def markdown(found: Sequence[Comparison], *, same: int) -> str:
    """Write what became of each micro-credential for a page or a comment."""
    lines: list[str] = []
    for one in found:
        versions = in_markdown(" → ".join(filter(None, (one.old, one.new))))
        lines += [f"## {in_markdown(one.title)}", "", versions, "", f"**{summed_up(one)}**", "", *_parts(one)]
    if same:
        lines += [unchanged(same), ""]
    if any(one.changes for one in found):
        lines += [f"*{CLOSING}*", ""]
    return "\n".join(lines)


def _parts(one: Comparison) -> Iterator[str]:
    for approval, some in groupby(one.changes, key=lambda each: each.approval):
        yield from (f"### {HEADINGS[approval] if one.listed else 'What changed'}", "")
        for kind, group in by_kind(some):
            yield from (f"**{in_markdown(kind.title)}** ({in_markdown(kind.part.lower())})" if kind else "**Else**", "")
            yield from (_change(each) for each in group)
            yield ""
            if kind and one.listed:
                yield from (in_markdown(" ".join(filter(None, (next_step(kind), kind.why, cited(kind))))), "")
    if one.turned:
        yield from ("### What the checks say otherwise than before", "")
        for turned in one.turned:
            message = f"  \n  {in_markdown(said_of_it(turned))}" if still_matters(turned) else ""
            yield f"- {in_markdown(turned.title)}: {turn(turned, '→')} (`{turned.key}`){message}"
        yield ""
    if one.unread:
        yield from ("### Not compared, because it could not be read", "")
        yield from (f"- {in_markdown(text)}" for text in one.unread)
        yield ""


def _change(one: Weighed) -> str:
    name = in_markdown(" › ".join(one.change.names))
    old, new = one.change.old, one.change.new
    if old is None or new is None:
        return f"- {name}: {'added' if old is None else 'removed'} {in_markdown(told(new if old is None else old))}"
    was, now = pieces(told(old), told(new))
    if not any(piece.changed for piece in (*was, *now)):
        return f"- {name}: {in_markdown(told(old))} → {in_markdown(told(new))}"
    return f"- {name}: {_marked(was, '~~')} → {_marked(now, '**')}"


def _marked(side: Sequence[Piece], mark: str) -> str:
    return " ".join(f"{mark}{in_markdown(one.text)}{mark}" if one.changed else in_markdown(one.text) for one in side)


def line(found: Sequence[Comparison], *, same: int) -> str:
    """Write one line for a pull request."""
    if len(found) == 1:
        return f"{visible(found[0].title)}: {_counted(found[0])}\n"
    if not found:
        return f"{unchanged(same)}\n"
    waiting = [visible(one.title) for one in found if one.count("needed")]
    text = f"{number_of(len(found), 'proposal')} changed"
    return (
        f"{text}; approval before it applies: {_first(waiting)}.\n"
        if waiting
        else f"{text}; none waits for an approval.\n"
    )


def _counted(one: Comparison) -> str:
    waiting = [visible(" › ".join(each.change.names)) for each in one.changes if each.approval == "needed"]
    worse = [turned.key for turned in one.turned if turned.worse]
    parts = [summed_up(one)]
    parts += [f"To be approved: {_first(waiting)}."] if waiting else []
    parts += [f"Not met any more: {_first(worse)}."] if worse else []
    parts += [f"Not compared: {number_of(len(one.unread), 'place')} that could not be read."] if one.unread else []
    return " ".join(parts)


def _first(names: list[str]) -> str:
    """Name the first few, and count the others."""
    more = len(names) - _NAMED_AT_MOST
    return f"{', '.join(names[:_NAMED_AT_MOST])} and {more} more" if more > 0 else listed(names)


def as_json(found: Sequence[Comparison], *, same: int, today: date) -> str:
    """Write it for other programs; changes.schema.json describes every name."""
    whole: Json = {
        "version": _VERSION,
        "tool": {"name": "mcred-check", "version": __version__},
        "as_of": today.isoformat(),
        "proposals": [_comparison(one) for one in found],
        "summary": {
            "changed": len(found),
            "unchanged": same,
            "needed": sum(one.count("needed") for one in found),
            "ask": sum(one.count("ask") for one in found),
            "none": sum(one.count("none") for one in found),
            "unread": sum(len(one.unread) for one in found),
        },
    }
    return as_indented_json(whole)


def _comparison(one: Comparison) -> dict[str, Json]:
    return {
        "title": one.title,
        "old": one.old,
        "new": one.new,
        "listed": one.listed,
        "changes": [_weighed(each) for each in one.changes],
        "verdicts": [
            {"rule": each.key, "before": each.before, "after": each.after, "message": each.message}
            for each in one.turned
        ],
        "unread": list(one.unread),
    }


def _weighed(one: Weighed) -> dict[str, Json]:
    change, kind = one.change, one.kind
    return {
        "field": "/".join(map(str, change.fields)),
        "names": list(change.names),
        "where": one.where,
        "old": change.old,
        "new": change.new,
        "approval": one.approval,
        "kind": kind.id if kind else "",
        "part": kind.part if kind else "",
        "approved_by": kind.body if kind and one.approval != "none" else "",
        "tell": list(kind.tell) if kind else [],
        "why": kind.why if kind else "",
        "basis": kind.basis if kind else "",
        "source": kind.source._asdict() if kind else {"title": "", "clause": "", "url": "", "read": ""},
    }
