"""Rules, findings and reports made by hand, for the tests of what is written of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from mcred_check.model import (
    Criterion,
    Edition,
    EditionInForce,
    Finding,
    Framework,
    Place,
    Report,
    Result,
    Rule,
    RuleSet,
    Run,
    Source,
)
from mcred_check.reporting.formats import Look, form, render

if TYPE_CHECKING:
    from mcred_check.model import Outcome, Severity

DAY = date(2026, 1, 19)
EDITION = Edition("2026", "NZQA 2026", DAY, (), DAY, DAY)
IN_FORCE = EditionInForce("nzqa", "NZQA", EDITION, "by the day of the check")
PLACE = Place(7, 8, 7, 13)

EVIL = (
    "\n::error::boo\r\n##[add-mask]x %0A%25 <img src=x onerror=alert(1)> ]]> --> &amp; [a](javascript:b) `|` "
    "*_~$ {0} \x00\x1b\x07\u202e\u200b\ufffe\ud800\U000e0041 @NZQA #12 https://evil.example www.evil.example 'q\" "
)
"""What a proposal may bring to break out of a report, or to steer whoever reads it."""


def rule(name: str, severity: Severity = "must", **fields: object) -> Rule:
    given: dict[str, Any] = {
        "key": f"nzqa/{name}",
        "title": f"The fact {name}",
        "criterion": "level",
        "severity": severity,
        "stage": "submission",
        "editions": ("2026",),
        "basis": "rule",
        "source": Source("Listing Rules 2022", "rule 3", "https://rules.example/3"),
        "why": "A credit is ten notional learning hours.",
        "fix": "Change the hours to {expected}.",
        **fields,
    }
    return Rule(**given)


SYNTAX = rule("", key="reading/syntax", criterion="reading", basis="house", source=Source("The format"), fix="Look.")
HOURS = rule("hours")
FRESH = rule("fresh", "should", basis="guidance")
SHORT = rule("short", "advice", basis="unverified", source=Source("Own advice", url="javascript:alert(1)"))
FITS = rule("fits", judge="Do the outcomes fit?")
LEVEL = rule("level")
RULES = (HOURS, FRESH, SHORT, FITS, LEVEL)


def finding(of: Rule = HOURS, outcome: Outcome = "not met", **fields: object) -> Finding:
    given: dict[str, Any] = {
        "message": f"The message of {of.key}.",
        "fix": "Change the hours to 100.",
        "pointer": "/hours",
        "place": PLACE,
        **fields,
    }
    return Finding(of, outcome, **given)


def result(*findings: Finding, passed: tuple[Rule, ...] = (), **fields: object) -> Result:
    given: dict[str, Any] = {
        "file": "proposals/barista.yaml",
        "document": 1,
        "title": "Barista Skills for Cafés",
        "stage": "submission",
        "ready": not any(one.outcome == "not met" and one.rule.severity == "must" for one in findings),
        "complete": True,
        "editions": (IN_FORCE,),
        "not_applicable": (),
        **fields,
    }
    outcomes: dict[str, Outcome] = {one.key: "met" for one in passed}
    outcomes |= {one.rule.key: one.outcome for one in findings}
    outcomes |= {one.key: "not applicable" for one in given["not_applicable"]}
    return Result(findings=findings, passed=passed, outcomes=outcomes, **given)


def report(*results: Result, **fields: object) -> Report:
    framework = Framework("nzqa", "NZQA's rules", "statutory", (EDITION,), (Criterion("level", "Level"),), body="NZQA")
    given: dict[str, Any] = {
        "version": "0.1.0",
        "as_of": date(2026, 11, 23),
        "fail_on": "must",
        "rule_sets": (RuleSet(framework, RULES, {}),),
        "reading": (SYNTAX,),
        **fields,
    }
    passed_over = given.pop("passed_over", ())
    return Report(Run(**given), results, passed_over)


def written(name: str, *results: Result, **fields: object) -> str:
    """Write a report in a form, with a `look` if one is given."""
    given: dict[str, Any] = {"look": Look(), **fields}
    return render(
        report(*results, **{key: value for key, value in given.items() if key != "look"}), form(name, given["look"])
    )
