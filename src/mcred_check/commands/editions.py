"""`check` by several editions: what a change of rules means for each proposal."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from mcred_check import console
from mcred_check.reporting.comparison import lay_out_proposals
from mcred_check.reporting.configuration import head
from mcred_check.reporting.terminal import painted
from mcred_check.reporting.text import page_of
from mcred_check.running import Spool, Task, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mcred_check.checking import Checker
    from mcred_check.folders import File
    from mcred_check.model import Result, Run, Summary
    from mcred_check.reporting.formats import Look


def compare_editions(
    checkers: Sequence[Checker],
    found: Sequence[File],
    look: Look,
    write: Callable[[Iterable[str]], None],
    *,
    finish: Callable[[Summary], Summary],
) -> Summary:
    """Check by several editions, and show what that means for each proposal."""
    results: list[Result] = []

    def keep(result: Result, _run: Run) -> str:
        results.append(result)
        return ""

    task = Task(tuple(checkers), (keep,))
    with closing(Spool()) as nothing, console.progress(len(found)) as watched:
        summary = finish(run(task, found, [nothing], jobs=1, watched=watched))
    lines = lay_out_proposals(results, width=look.width)
    if summary.configuration:
        lines = [*head(summary.configuration, page_of(summary.run, look)), *lines]
    write([painted(lines, color=look.color)])
    return summary
