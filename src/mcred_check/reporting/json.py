"""The report as JSON for other tools; report.schema.json describes every name, and `version` rises when one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.escaping import as_json
from mcred_check.reporting.verdict import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Finding, Json, Result, Run, Summary
    from mcred_check.waiving import Configuration, Waiver

_VERSION: Final = 1


def part(result: Result, _run: Run) -> str:
    """Write one proposal, a line for each finding, with an escape for every character that cannot be seen."""
    rule_sets = [
        {"id": one.set_id, "edition": one.edition.id, "reason": one.reason, "doubt": one.doubt}
        for one in result.editions
    ]
    fields: dict[str, Json] = {
        "file": result.file,
        "document": result.document,
        "title": result.title,
        "stage": result.stage,
        "ready": result.ready,
        "complete": result.complete,
        "rule_sets": rule_sets,
        "skipped": result.skipped,
        "outcomes": result.outcomes,
    }
    lines = [f'"{name}": {as_json(value)}' for name, value in fields.items()]
    findings = ",\n        ".join([as_json(_finding(one)) for one in result.findings])
    lines.append(f'"findings": [\n        {findings}\n      ]' if findings else '"findings": []')
    return "{\n      " + ",\n      ".join(lines) + "\n    }"


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write a report: its proposals between what holds for all of them and what sums them up."""
    run = summary.run
    head = {
        "version": _VERSION,
        "tool": {"name": "mcred-check", "version": run.version},
        "as_of": run.as_of.isoformat(),
        "fail_on": run.fail_on,
        "judgements": run.judgements,
        "configuration": configuration(summary.configuration) if summary.configuration else None,
    }
    passed_over = [{"file": file, "reason": reason} for file, reason in summary.passed_over]
    tail = {"passed_over": passed_over, "summary": _summary(summary)}
    yield "{\n" + "".join([f'  "{name}": {as_json(value)},\n' for name, value in head.items()]) + '  "proposals": ['
    comma = ""
    for text in parts:
        yield f"{comma}\n    {text}"
        comma = ","
    yield "\n  ],\n" + ",\n".join([f'  "{name}": {as_json(value)}' for name, value in tail.items()]) + "\n}\n"


def _finding(finding: Finding) -> dict[str, Json]:
    rule, place = finding.rule, finding.place
    return {
        "rule": rule.key,
        "criterion": rule.criterion,
        "severity": rule.severity,
        "raised_by": rule.raised_by,
        "raised_from": rule.raised_from,
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
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
    }


def _waiver(waiver: Waiver) -> dict[str, Json]:
    return {
        "reason": waiver.reason,
        "approver": waiver.approver,
        "granted": waiver.granted.isoformat(),
        "expires": waiver.expires.isoformat(),
    }


def configuration(of: Configuration) -> dict[str, Json]:
    """Give a configuration's fields."""
    waivers = [
        {
            "rule": one.rule,
            "path": one.path,
            "pointer": one.pointer,
            **_waiver(one),
            "standing": standing,
            "line": one.place.line,
            "column": one.place.column,
        }
        for one, standing in of.waivers
    ]
    notes = [{"message": one.message, "line": one.place.line, "column": one.place.column} for one in of.notes]
    return {"file": of.file, "waivers": waivers, "notes": notes}


def _summary(summary: Summary) -> dict[str, int]:
    standings = [row.standing for row in summary.rows]
    ready = sum(one.ready for one in standings)
    return {
        "proposals": len(standings),
        "ready": ready,
        "not_ready": len(standings) - ready,
        "drafts": sum(one.stage == "draft" for one in standings),
        **total(one.found for one in standings)._asdict(),
    }
