"""The report as GitLab's code quality: a JSON array with an entry for each finding that is not met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.escaping import as_json
from mcred_check.reporting.places import from_root, identified
from mcred_check.reporting.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Finding, Json, Result, Run, Severity, Summary

SEVERITIES: Final[dict[Severity, str]] = {"must": "major", "should": "minor", "advice": "info"}


def part(result: Result, run: Run) -> str:
    """Write a line for each finding that is not met."""
    file = from_root(result.file, run)
    found = [(one, identity) for one, identity in identified(result, run) if one.outcome == "not met"]
    return "\n".join([as_json(_entry(one, identity, file)) for one, identity in found])


def assemble(_summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write the array."""
    comma = "["
    for text in filter(None, parts):
        for line in text.split("\n"):
            yield f"{comma}\n  {line}"
            comma = ","
    yield "[]\n" if comma == "[" else "\n]\n"


def _entry(finding: Finding, identity: str, file: str) -> Json:
    place = finding.place
    return {
        "description": visible(f"{finding.message} {finding.fix}".strip()),
        "check_name": finding.rule.key,
        "fingerprint": identity,
        "severity": SEVERITIES[finding.rule.severity],
        "location": {
            "path": file,
            "lines": {"begin": place.line, "end": place.end_line},
            "positions": {
                "begin": {"line": place.line, "column": place.column},
                "end": {"line": place.end_line, "column": place.end_column},
            },
        },
    }
