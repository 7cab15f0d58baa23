"""The report as SARIF 2.1.0, as code scanning takes it: every rule, and a result for each finding that is not met."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.escaping import as_address, as_json, in_markdown, in_uri, linked
from mcred_check.reporting.places import from_root, identified
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import address, addresses, citation, waiver
from mcred_check.wording import in_general

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Basis, Finding, Json, Place, Result, Rule, Run, Severity, Summary

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"must": "error", "should": "warning", "advice": "note"}
_SEVERITIES: Final[dict[Severity, str]] = {"must": "error", "should": "warning", "advice": "recommendation"}
_PRECISION: Final[dict[Basis, str]] = {
    "rule": "very-high",
    "guidance": "high",
    "house": "high",
    "secondary": "medium",
    "inferred": "medium",
    "unverified": "low",
}
"""How often what is found is right in the eyes of whoever decides: as often as the rule is asked for."""

_FINGERPRINT: Final = "mcredCheck/v1"
_ROOT: Final = "%SRCROOT%"
_LONGEST: Final = 1024
"""What code scanning takes as a description."""

_EMPTY: Final = "–"


def part(result: Result, run: Run, *, waived: bool = False) -> str:
    """Write a line for each result: what is not met, and with `waived` what is waived, as suppressed."""
    outcomes = {"not met", "waived"} if waived else {"not met"}
    found = [(one, identity) for one, identity in identified(result, run) if one.outcome in outcomes]
    if not found:
        return ""
    file = _artifact(from_root(result.file, run))
    numbers = {rule.key: number for number, rule in enumerate(_rules(run))}
    results = [_result(one, identity, file, numbers[one.rule.key]) for one, identity in found]
    if waived:  # then every result has to say so
        results = [made | {"suppressions": _suppressions(one)} for made, (one, _) in zip(results, found, strict=True)]
    return "\n".join(map(as_json, results))


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write the log: the tool and its rules, then the results."""
    run = summary.run
    rules = ",\n          ".join([as_json(one) for one in map(partial(_rule, sites=addresses(run)), _rules(run))])
    driver = {"name": "mcred-check", "semanticVersion": run.version}
    notifications = [_passed_over(file, reason, run) for file, reason in summary.passed_over]
    head = {
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the proposals' repository."}}},
        "columnKind": "unicodeCodePoints",
        "properties": {"asOf": run.as_of.isoformat(), "failOn": run.fail_on},
    }
    yield (
        f'{{\n  "version": "2.1.0",\n  "$schema": "{SCHEMA}",\n  "runs": [\n    {{\n      "tool": {{\n'
        f'        "driver": {{\n          {_fields(driver, indent=10)},\n          "rules": [\n          {rules}\n'
        f"          ]\n        }}\n      }},\n      {_fields(head, indent=6)},\n"
        f'      "results": ['
    )
    comma = ""
    for text in filter(None, parts):
        for line in text.split("\n"):
            yield f"{comma}\n        {line}"
            comma = ","
    yield "\n      ]\n    }\n  ]\n}\n"


def _fields(values: dict[str, Json], *, indent: int) -> str:
    return f",\n{' ' * indent}".join([f'"{name}": {as_json(value)}' for name, value in values.items()])


def _rules(run: Run) -> list[Rule]:
    """Give every rule of the run, in the order that results number them by."""
    return [*run.reading, *(rule for one in run.rule_sets for rule in one.rules)]


def _rule(rule: Rule, *, sites: dict[str, str]) -> dict[str, Json]:
    site = as_address(address(rule, sites))
    fix = in_general(rule.fix)
    told = (rule.why, f"How to meet it: {fix}", f"Where it comes from: {citation(rule)}.")
    source = f"{linked(citation(rule), rule.source.url)}."
    marked = (in_markdown(rule.why), f"**How to meet it:** {in_markdown(fix)}", f"**Where it comes from:** {source}")
    return {
        "id": rule.key,
        "shortDescription": {"text": _short(rule.title)},
        "fullDescription": {"text": _short(rule.why)},
        "help": {"text": "\n\n".join(map(_plain, told)), "markdown": "\n\n".join(map(_braced, marked))},
        **({"helpUri": site} if site else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": list(dict.fromkeys([rule.key.partition("/")[0], rule.criterion, rule.basis])),
            "precision": _PRECISION[rule.basis],
            "problem.severity": _SEVERITIES[rule.severity],
        },
    }


def _result(finding: Finding, identity: str, file: Json, number: int) -> dict[str, Json]:
    rule = finding.rule
    result = {
        "ruleId": rule.key,
        "ruleIndex": number,
        "level": _LEVELS[rule.severity],
        "message": {"text": _plain(f"{finding.message} {finding.fix}".strip())},
        "locations": [{"physicalLocation": _location(file, finding.place)}],
        "partialFingerprints": {_FINGERPRINT: identity},
    }
    if finding.also:
        told = {"text": "What it has to do with"}
        result["relatedLocations"] = [{"physicalLocation": _location(file, finding.also), "message": told}]
    return result


def _suppressions(finding: Finding) -> list[Json]:
    return [{"kind": "external", "justification": waiver(finding)}] if finding.outcome == "waived" else []


def _location(file: Json, place: Place) -> Json:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"artifactLocation": file, "region": region}


def _passed_over(file: str, reason: str, run: Run) -> Json:
    place = {"physicalLocation": {"artifactLocation": _artifact(from_root(file, run))}}
    return {"level": "note", "message": {"text": _plain(f"Passed over: {reason}.")}, "locations": [place]}


def _artifact(path: str) -> Json:
    """Say which file it is: one below the root, or one that has a whole address because it lies elsewhere."""
    if PurePath(path).is_absolute():
        return {"uri": f"file:///{in_uri(path.lstrip('/'))}"}
    return {"uri": in_uri(path), "uriBaseId": _ROOT}


def _plain(text: str) -> str:
    """Write a plain text message, in which nothing is a link or stands for something else."""
    return _braced(visible(text)).replace("](", "] (") or _EMPTY


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _short(text: str) -> str:
    return _plain(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
