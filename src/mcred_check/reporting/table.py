"""Many proposals in one table, a row each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.lines import cells, cut, cut_front, flow, pad, unbroken
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import STATES, mark_of, number_of, state_of, title_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mcred_check.model import Row, Summary, Tally
    from mcred_check.reporting.lines import Line, Span

_HEADS: Final = ("must", "should", "judge")
_TITLE_AT_LEAST: Final = 22
_FILE_AT_LEAST: Final = 12


class _Shown(NamedTuple):
    mark: str
    title: str
    suffix: str
    file: str
    found: Tally


def table(summary: Summary, *, width: int, signs: Mapping[str, str]) -> Iterator[Line]:
    """Lay out a row for each proposal, and count them; the rows come one by one, because there may be very many."""
    folder, name = _in_common([row.file for row in summary.rows])

    def shown() -> Iterator[_Shown]:
        return (_shown(row, folder, name) for row in summary.rows)

    shared = visible(f"{folder}*{name}" if name else folder)
    left = cells(f"  {signs['ok']} ")
    right = sum(len(f"  {head}") for head in _HEADS) + max(len(_besides(row.standing.found)) for row in summary.rows)
    room = width - left - right - 2
    for_file = min(max(cells(row.file) for row in shown()), max(room - _TITLE_AT_LEAST, _FILE_AT_LEAST))
    longest = max(cells(row.title + row.suffix) for row in shown())
    for_title = max(min(max(longest, cells(shared) - for_file), room - for_file), _FILE_AT_LEAST)
    head = pad(cut_front(shared, left + for_title + for_file, mark=signs["cut"]), left + for_title + for_file)
    yield (("dim", f"  {head}" + "".join(f"  {name}" for name in _HEADS)),)
    for row in shown():
        title = pad(cut(row.title, for_title - len(row.suffix), mark=signs["cut"]) + row.suffix, for_title)
        file = pad(cut_front(row.file, for_file, mark=signs["cut"]), for_file)
        mark = (row.mark, f"  {signs[row.mark]}")
        yield (mark, ("", f" {title}  "), ("path", file), *_figures(row.found))
    told = visible(f" {signs['dot']} ".join(filter(None, counts(summary))))
    yield from flow(told, width=width, lead=(("", "  "),), indent=2)


def name_of(row: Row) -> str:
    """Give a proposal's title, or what to call it where it has none."""
    return title_of(row) or ("(no title)" if row.standing.complete else "(could not be read)")


def _shown(row: Row, folder: str, name: str) -> _Shown:
    file = row.file.removeprefix(folder).removesuffix(name) + (f" ({row.document})" if row.document > 1 else "")
    return _Shown(
        mark_of(row.standing),
        visible(name_of(row)),
        " (draft)" if row.standing.stage == "draft" else "",
        visible(file),
        row.standing.found,
    )


def _figures(found: Tally) -> tuple[Span, ...]:
    counts = (found.must, found.should, found.judge)
    figures: list[Span] = [
        (head if count else "dim", f"  {count:>{len(head)}}") for head, count in zip(_HEADS, counts, strict=True)
    ]
    return (*figures, ("to do", _besides(found)))


def _besides(found: Tally) -> str:
    """Count what has no column of its own."""
    kinds = ((found.to_do, "to do"), (found.waived, "waived"))
    return "".join(f"   {count} {kind}" for count, kind in kinds if count)


def counts(summary: Summary) -> tuple[str, str, str]:
    """Count the proposals, as in “3 proposals: 1 ready, 2 drafts”; name the editions, if there are any, and the day."""
    states = Counter(state_of(row.standing) for row in summary.rows)
    counted = ", ".join(
        number_of(states[one], one) if one == "draft" else f"{states[one]} {one}" for one in STATES if states[one]
    )
    used = {title for row in summary.rows for title in row.standing.editions}
    known = dict.fromkeys(one.title for rules in summary.run.rule_sets for one in rules.framework.editions)
    editions = ", ".join(title for title in known if title in used)
    return f"{number_of(len(summary.rows), 'proposal')}: {counted}", editions, unbroken(day(summary.run.as_of))


def _in_common(files: list[str]) -> tuple[str, str]:
    """Give the folder that all files lie in, and the name that all have where each has a folder of its own."""
    first, last = min(files), max(files)
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    folder = first[: first.rfind("/", 0, shared) + 1]
    name = "/" + first.rpartition("/")[2]
    return folder, name if all(file.removeprefix(folder).endswith(name) for file in files) else ""
