"""The JSON report: the names that other tools rely on, its own description, and its bytes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import mcred_check
from mcred_check.model import Edition, EditionInForce, Finding, Place, Report, Result, Rule, Run, Source
from mcred_check.reporting import formats
from mcred_check.waiving import Configuration, Note, Waiver

if TYPE_CHECKING:
    from mcred_check.model import Json, Outcome

SCHEMA = json.loads((Path(mcred_check.__file__).parent / "reporting" / "report.schema.json").read_text("utf-8"))
GOLDEN = Path(__file__).with_name("golden")
DAY = date(2026, 1, 19)
EDITION = EditionInForce("nzqa", "NZQA", Edition("2026", "NZQA 2026", DAY, (), DAY, DAY), "by the day of the check")
CREDITS = Rule(
    key="nzqa/credits-in-range",
    title="Credit value is between 1 and 40",
    criterion="credits",
    severity="must",
    stage="draft",
    editions=("2026",),
    basis="guidance",
    source=Source("A page", "a clause", "https://rules.example/"),
    why="Larger awards are qualifications.",
    fix="Reduce the content.",
)
FITS = CREDITS._replace(key="nzqa/outcomes-fit", criterion="level", source=Source("A page"))
FRESH = CREDITS._replace(key="nzqa/need-is-fresh", severity="should")
SHORT = CREDITS._replace(key="nzqa/title-is-short", severity="advice")


def finding(rule: Rule = CREDITS, outcome: Outcome = "not met", message: str = "41 credits; at most 40.") -> Finding:
    return Finding(rule, outcome, message, "Reduce the content.", "/credits", Place(6, 10, 6, 12))


def result(*findings: Finding, **fields: object) -> Result:
    given: dict[str, Any] = {
        "file": "proposals/x.yaml",
        "document": 1,
        "title": "Kōwhai Skills",
        "stage": "submission",
        "ready": not findings,
        "complete": True,
        "editions": (EDITION,),
        "outcomes": {"nzqa/level-in-range": "met"} | {one.rule.key: one.outcome for one in findings},
        "passed": (),
        "not_applicable": (),
        **fields,
    }
    return Result(findings=findings, **given)


def report(*results: Result, **fields: object) -> Report:
    given: dict[str, Any] = {"as_of": date(2026, 11, 23), "fail_on": "must", "rule_sets": (), **fields}
    passed_over = given.pop("passed_over", ())
    return Report(Run("0.1.0", **given), results, passed_over)


def render(of: Report) -> str:
    return formats.render(of, formats.form("json", formats.Look()))


def test_the_shape_is_the_contract() -> None:
    assert json.loads(render(report(result(finding(), skipped=2), passed_over=(("a.yaml", "it is a list"),)))) == {
        "version": 1,
        "tool": {"name": "mcred-check", "version": "0.1.0"},
        "as_of": "2026-11-23",
        "fail_on": "must",
        "judgements": "list",
        "configuration": None,
        "proposals": [
            {
                "file": "proposals/x.yaml",
                "document": 1,
                "title": "Kōwhai Skills",
                "stage": "submission",
                "ready": False,
                "complete": True,
                "rule_sets": [{"id": "nzqa", "edition": "2026", "reason": "by the day of the check", "doubt": ""}],
                "skipped": 2,
                "outcomes": {"nzqa/level-in-range": "met", "nzqa/credits-in-range": "not met"},
                "findings": [
                    {
                        "rule": "nzqa/credits-in-range",
                        "criterion": "credits",
                        "severity": "must",
                        "raised_by": "",
                        "raised_from": "",
                        "outcome": "not met",
                        "message": "41 credits; at most 40.",
                        "pointer": "/credits",
                        "line": 6,
                        "column": 10,
                        "end_line": 6,
                        "end_column": 12,
                        "fix": "Reduce the content.",
                        "why": "Larger awards are qualifications.",
                        "basis": "guidance",
                        "source": {"title": "A page", "clause": "a clause", "url": "https://rules.example/"},
                        "waiver": None,
                    }
                ],
            }
        ],
        "passed_over": [{"file": "a.yaml", "reason": "it is a list"}],
        "summary": {
            "proposals": 1,
            "ready": 0,
            "not_ready": 1,
            "drafts": 0,
            "must": 1,
            "should": 0,
            "advice": 0,
            "judge": 0,
            "waived": 0,
            "to_do": 0,
        },
    }


def test_the_summary_counts_findings_that_are_not_met_by_severity() -> None:
    findings = [
        finding(),
        finding(),
        finding(FRESH),
        finding(SHORT),
        finding(FITS, "judge"),
        finding(CREDITS, "waived"),
        finding(FRESH, "to do"),
    ]
    summary = json.loads(render(report(result(*findings), result(stage="draft"))))["summary"]
    assert summary == {
        "proposals": 2,
        "ready": 1,
        "not_ready": 1,
        "drafts": 1,
        "must": 2,
        "should": 1,
        "advice": 1,
        "judge": 1,
        "waived": 1,
        "to_do": 1,
    }


def test_the_shipped_schema_describes_every_report() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    whole = report(
        result(finding(), finding(FITS, "judge"), finding(SHORT, "to do"), finding(FRESH, "waived")),
        result(stage="draft"),
        result(finding(), complete=False, editions=(), outcomes={"reading/syntax": "not met"}),
        passed_over=(("a.yaml", "it is a list"),),
    )
    waiver = Waiver("nzqa/a", "a/**", "/b", "It comes.", "Mere", date(2026, 1, 1), date(2027, 1, 1), Place(3, 5, 3, 9))
    known = Configuration(
        "mcred-check.yaml", ((waiver, "used"), (waiver, "refused")), (Note("It expires.", Place(3, 5)),)
    )
    waived = finding(FRESH, "waived")._replace(waiver=waiver)
    configured = report(result(waived), judgements="gate")._replace(configuration=known)
    for one in (whole, report(), configured):
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(render(one)))] == []


def _objects(schema: Json, path: str = "") -> list[tuple[str, Json]]:
    """Give every part of the schema that describes an object with named fields, and where it stands."""
    if isinstance(schema, list):
        return [one for number, part in enumerate(schema) for one in _objects(part, f"{path}/{number}")]
    if not isinstance(schema, dict):
        return []
    own = [(path, schema)] if isinstance(schema.get("properties"), dict) else []
    return own + [one for name, part in schema.items() for one in _objects(part, f"{path}/{name}")]


@pytest.mark.parametrize(("path", "schema"), _objects(SCHEMA))
def test_the_schema_leaves_no_name_open_and_none_unexplained(path: str, schema: Json) -> None:
    assert schema["additionalProperties"] is False, path
    assert sorted(schema["required"]) == sorted(schema["properties"])
    for name, part in schema["properties"].items():
        told = (
            "description" in part or "const" in part or "description" in SCHEMA["$defs"][part["$ref"].rsplit("/", 1)[1]]
        )
        assert told, f"{path}: {name}"


def test_letters_stay_letters_and_what_cannot_be_seen_is_escaped() -> None:
    evil = "Māori 日本 🙂 \x1b\x7f\x9b\u202e\u2028\ufeff\udc80\U000e0041\n\\"
    text = render(report(result(finding(message=evil), title=evil, file=evil)))
    assert "Māori 日本 🙂 \\u001b\\u007f\\u009b\\u202e\\u2028\\ufeff\\udc80\\udb40\\udc41\\n\\\\" in text
    assert all(char == "\n" or char.isprintable() for char in text)
    assert json.loads(text)["proposals"][0]["title"] == evil


def test_findings_and_outcomes_keep_their_order_and_the_bytes_are_the_same() -> None:
    whole = report(result(finding(SHORT), finding(CREDITS), outcomes={"b/b": "met", "a/a": "judge"}))
    one = json.loads(render(whole))["proposals"][0]
    assert [each["rule"] for each in one["findings"]] == ["nzqa/title-is-short", "nzqa/credits-in-range"]
    assert list(one["outcomes"]) == ["b/b", "a/a"]
    assert render(whole) == render(whole)
    assert render(whole).startswith('{\n  "version": 1,\n')
    assert render(whole).endswith("}\n")


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_a_real_report_has_the_shape_that_ships(file: Path) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(file.read_text("utf-8")))
