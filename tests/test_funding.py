"""TEC's rules beside NZQA's: silent without funding, and a cap on fees that goes by the date of the application."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mcred_check import check, load_proposals
from mcred_check.loading import read
from mcred_check.reporting.formats import Look, form, render
from mcred_check.rules import bundle, rule_set, rules_folder
from mcred_check.trying import Trial, merged

if TYPE_CHECKING:
    from mcred_check.model import Json, Result, Rule

TODAY: Final = date(2026, 11, 23)
RAW: Final = bundle()
NZQA, TEC = (rule_set(RAW["sets"][name]) for name in ("nzqa", "nz-tec"))
SAMPLE: Final = Trial(NZQA, rules_folder() / "nzqa").sample
EXAMPLES: Final = sorted(Path(__file__).resolve().parents[1].glob("examples/*/proposal.yaml"))


def result_of(change: Json) -> Result:
    text = json.dumps(merged(SAMPLE, change)).encode()
    proposals = read(text, "sample.yaml", RAW["proposal"], folder=rules_folder() / "nzqa")
    (result,) = check(proposals, (NZQA, TEC), as_of=TODAY).results
    return result


def said(result: Result) -> Counter[tuple[str, str]]:
    """Count what TEC's rules say, by severity and outcome."""
    return Counter((one.rule.severity, one.outcome) for one in result.findings if one.rule.key.startswith("nz-tec/"))


def test_a_proposal_that_seeks_no_funding_hears_nothing_from_tec() -> None:
    result = result_of({"funding": None})
    assert {result.outcomes[rule.key] for rule in TEC.rules if "tec-2026" in rule.editions} == {"not applicable"}
    assert said(result) == {}
    assert [one.edition.id for one in result.editions] == ["2026", "tec-2026"]


@pytest.mark.parametrize("rule", TEC.rules, ids=lambda rule: rule.key)
def test_every_rule_waits_for_funding(rule: Rule) -> None:
    assert rule.when
    assert "funding" in rule.when["required"]


def test_nzqas_sample_meets_tecs_rules_as_well() -> None:
    report = check(load_proposals(rules_folder() / "nzqa" / "sample.yaml"), (NZQA, TEC), as_of=TODAY)
    assert report.ready
    assert {outcome for _, outcome in said(report.results[0])} == {"judge"}
    text = " ".join(render(report, form("text", Look())).split())
    assert "It is not approval by NZQA or TEC" in text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_tec_holds_no_example_up(path: Path) -> None:
    (result,) = check(load_proposals(path), (NZQA, TEC), as_of=TODAY).results
    assert ("must", "not met") not in said(result)


@pytest.mark.parametrize(
    ("day", "fee", "found"),
    [
        ("2020-12-31", 1000, []),  # nothing is known of the years before
        ("2021-01-01", 600, []),
        ("2021-01-01", 600.01, [("2021", "must")]),
        ("2023-12-31", 620, [("2021", "must")]),
        ("2024-01-01", 620, [("2024", "should")]),  # a rise was proposed, and whether it came was not found
        ("2024-12-31", 641, [("2024", "should")]),
        ("2025-01-01", 620, []),
        ("2025-12-31", 640.01, [("2025", "must")]),
        ("2026-01-01", 640, []),
        ("2026-01-01", 640.01, [("2026", "should")]),  # that the cap goes on was not read
    ],
)
def test_the_cap_on_fees_is_that_of_the_day_of_the_application(
    day: str, fee: float, found: list[tuple[str, str]]
) -> None:
    result = result_of({"application": {"date": day}, "funding": {"fee_incl_gst": fee}})
    about = [one.rule for one in result.findings if one.rule.criterion == "fee"]
    assert [(rule.key.removeprefix("nz-tec/fee-is-within-the-cap-of-"), rule.severity) for rule in about] == found


def test_nothing_that_is_not_sure_is_a_must() -> None:
    assert {rule.basis for rule in TEC.rules if rule.severity == "must"} <= {"guidance", "inferred"}
    assert [rule.key for rule in TEC.rules if rule.basis == "unverified" and not rule.judge] == []
