"""The report as GitHub's workflow commands: an annotation for each finding that is not met, as many as GitHub takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.escaping import in_command, in_property
from mcred_check.reporting.places import from_root
from mcred_check.reporting.verdict import citation, number_of
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Finding, Result, Run, Severity, Summary

COMMANDS: Final[dict[Severity, str]] = {"must": "error", "should": "warning", "advice": "notice"}
LIMITS: Final = {"error": 10, "warning": 10, "notice": 9}
"""GitHub takes ten of each kind from a step and drops the rest unsaid; the tenth notice counts what was left out."""

_NEW_LINE: Final = "%0A"


def part(result: Result, run: Run) -> str:
    """Write a command on a line of its own for each finding that is not met."""
    file = from_root(result.file, run)
    return "".join([_command(one, file) for one in result.findings if one.outcome == "not met"])


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write as many commands of each kind as GitHub takes, and a last one that counts what has none of its own."""
    seen: Counter[str] = Counter()
    for text in filter(None, parts):
        for line in text.splitlines(keepends=True):
            kind = line[2 : line.index(" ")]
            seen[kind] += 1
            if seen[kind] <= LIMITS[kind]:
                yield line
    over = {kind: count - LIMITS[kind] for kind, count in seen.items() if count > LIMITS[kind]}
    told = []
    if over:
        counted = listed(number_of(over[kind], f"more {kind}") for kind in LIMITS if kind in over)
        are = "is" if sum(over.values()) == 1 else "are"
        told.append(f"{counted} {are} not shown here, because GitHub takes ten of each kind from a step.")
    if summary.passed_over:
        were = "was" if len(summary.passed_over) == 1 else "were"
        told.append(f"{number_of(len(summary.passed_over), 'file')} {were} passed over, and not checked.")
    if told:
        told.append("The report as text, and the job summary, hold them all.")
        yield f"::notice title=mcred-check::{' '.join(told)}\n"


def _command(finding: Finding, file: str) -> str:
    place, rule = finding.place, finding.rule
    given = {
        "file": file,
        "line": place.line,
        "endLine": place.end_line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": rule.key,
    }
    properties = ",".join([f"{name}={in_property(str(value))}" for name, value in given.items()])
    told = [finding.message, finding.fix, f"{rule.severity}: {citation(rule)}"]
    message = _NEW_LINE.join([in_command(text) for text in told if text])
    return f"::{COMMANDS[rule.severity]} {properties}::{message}\n"
