"""Two editions held against each other, as a list of rules and on a proposal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check import load_rules
from mcred_check.reporting.comparison import change, lay_out
from mcred_check.reporting.lines import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

SAMPLE = "rules/nzqa/sample.yaml"


def test_every_rule_is_asked_by_one_edition_or_by_both(run: Callable[..., Run]) -> None:
    (nzqa,) = load_rules()
    found = json.loads(run("rules", "nzqa", "--compare", "2018", "2026", "--format", "json").out)
    asked = {one: {rule.key for rule in nzqa.rules if one in rule.editions} for one in ("2018", "2026")}
    assert found == {
        "version": 1,
        "older": "2018",
        "newer": "2026",
        "gone": [rule.key for rule in nzqa.rules if rule.key in asked["2018"] - asked["2026"]],
        "come": [rule.key for rule in nzqa.rules if rule.key in asked["2026"] - asked["2018"]],
        "same": len(asked["2018"] & asked["2026"]),
    }
    assert "nzqa/credits-5-to-40" in found["gone"]
    assert "nzqa/credits-at-least-1" in found["come"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_changed_is_told_in_words(run: Callable[..., Run], form: str) -> None:
    said = run("rules", "--compare", "2022", "2026", "--format", form).out
    older, newer = said.index("Only NZQA 2022 asks"), said.index("Only NZQA 2026 asks")
    assert newer < said.index("skills-board-view-is-given") < older < said.index("workforce-council-view-is-given")


def test_an_edition_asks_nothing_that_it_does_not_ask_itself() -> None:
    (nzqa,) = load_rules()
    edition = nzqa.framework.editions[0]
    found = change(nzqa, edition, edition)
    assert (found.gone, found.come) == ((), ())
    assert "nothing that the other does not" in plain(lay_out(found, width=80))


def test_an_edition_that_no_set_has_cannot_be_compared(run: Callable[..., Run]) -> None:
    result = run("rules", "nzqa", "--compare", "2022", "2030")
    assert (result.code, result.out) == (2, "")
    assert "No rule set has both editions 2022 and 2030: nzqa has 2018, 2022, 2025, 2026." in result.err


def test_a_proposal_is_held_against_two_editions(run: Callable[..., Run], tmp_path: Path) -> None:
    text = Path(SAMPLE).read_text("utf-8").replace("\ncredits: 10", "\ncredits: 4")
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    only = ("--only", "credits-and-hours", "--skip", "hours-match-credits", "--skip", "component-credits-add-up")
    result = run("check", str(tmp_path / "p.yaml"), "--edition", "2018", "--edition", "2026", *only)
    assert result.code == 1
    said = " ".join(result.out.split())
    assert "NZQA 2018 Not ready for submission: 1 thing must be fixed" in said
    assert "NZQA 2026 No problem found" in said
    assert "nzqa/credits-5-to-40 · NZQA 2018: not met, NZQA 2026: not asked" in said


def test_both_editions_are_in_the_json(run: Callable[..., Run]) -> None:
    report = json.loads(run("check", SAMPLE, "--edition", "2018", "--edition", "2026", "--format", "json").out)
    assert [one["rule_sets"][0]["edition"] for one in report["proposals"]] == ["2018", "2026"]


def test_editions_that_ask_the_same_say_so(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text("status: draft\ntitle: A\nlevel: 3\n")
    result = run("check", str(tmp_path), "--edition", "2022", "--edition", "2026", "--only", "level-in-range")
    assert result.code == 0
    assert result.out.count("Nothing to do differs between them.") == 2


def test_less_certain_rules_are_left_out_and_counted(run: Callable[..., Run]) -> None:
    everything = json.loads(run("check", SAMPLE, "--format", "json").out)["proposals"][0]
    sure = json.loads(run("check", SAMPLE, "--basis", "rule, guidance", "--format", "json").out)["proposals"][0]
    (nzqa,) = load_rules()
    bases = {rule.key: rule.basis for rule in nzqa.rules}
    assert {bases[key] for key in sure["outcomes"]} == {"rule", "guidance"}
    assert len(sure["outcomes"]) + sure["skipped"] == len(everything["outcomes"])
    result = run("check", SAMPLE, "--basis", "certain")
    assert result.code == 2
    assert "“certain” says nothing of how sure a rule is" in result.err
