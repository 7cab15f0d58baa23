"""The report as JSON for other tools; report.schema.json describes every name, and `version` rises when one changes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.safe import COMMAND, HIDDEN
from mcred_check.reporting.verdict import tally

if TYPE_CHECKING:
    from mcred_check.model import Finding, Json, Report, Result

_VERSION: Final = 1
_UNSAFE: Final = re.compile(f"[{HIDDEN}]|{COMMAND}")


def render(report: Report) -> str:
    """Write a report as JSON, with an escape for what cannot be seen, or what a CI machine would obey."""
    text = json.dumps(_document(report), indent=2, ensure_ascii=False)
    return _UNSAFE.sub(_escaped, text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}" if found[0].isascii() else json.dumps(found[0])[1:-1]


def _document(report: Report) -> dict[str, Json]:
    return {
        "version": _VERSION,
        "tool": {"name": "mcred-check", "version": report.version},
        "as_of": report.as_of.isoformat(),
        "fail_on": report.fail_on,
        "proposals": [_proposal(result) for result in report.results],
        "passed_over": [{"file": file, "reason": reason} for file, reason in report.passed_over],
        "summary": _summary(report),
    }


def _proposal(result: Result) -> dict[str, Json]:
    return {
        "file": result.file,
        "document": result.document,
        "title": result.title,
        "stage": result.stage,
        "ready": result.ready,
        "complete": result.complete,
        "rule_sets": [
            {"id": one.set_id, "edition": one.edition.id, "reason": one.reason, "doubt": one.doubt}
            for one in result.editions
        ],
        "skipped": result.skipped,
        "outcomes": dict(result.outcomes),
        "findings": [_finding(one) for one in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Json]:
    rule, place = finding.rule, finding.place
    return {
        "rule": rule.key,
        "criterion": rule.criterion,
        "severity": rule.severity,
        "outcome": finding.outcome,
        "message": finding.message,
        "pointer": finding.pointer,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "fix": finding.fix,
        "why": rule.why,
        "basis": rule.basis,
        "source": {"title": rule.source.title, "clause": rule.source.clause, "url": rule.source.url},
    }


def _summary(report: Report) -> dict[str, int]:
    ready = sum(result.ready for result in report.results)
    found = tally(finding for result in report.results for finding in result.findings)
    return {
        "proposals": len(report.results),
        "ready": ready,
        "not_ready": len(report.results) - ready,
        "drafts": sum(result.stage == "draft" for result in report.results),
        **found._asdict(),
    }
