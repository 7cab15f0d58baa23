"""The example of an institution's own rule set, used beside NZQA's as its README says."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from mcred_check import check, load_proposals, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from mcred_check.model import Result

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "examples" / "house-rules"
(HOUSE,) = load_rules(FOLDER)
NAMES = {rule.key.removeprefix("house-rules/") for rule in HOUSE.rules}


@cache
def verdict_on(name: str) -> Result:
    proposals = load_proposals(ROOT / "examples" / name / "proposal.yaml")
    return check(proposals, (*load_rules(), HOUSE), as_of=date(2026, 11, 23)).results[0]


def test_it_is_tested_as_its_readme_says(run: Callable[..., Run]) -> None:
    result = run("rules", "examples/house-rules")
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("all come out as they say.\n")


@pytest.mark.parametrize("args", [("rules",), ("check", "examples/university", "--rules")])
def test_a_folder_of_another_name_is_said_once_for_all_its_rules(
    run: Callable[..., Run], tmp_path: Path, args: tuple[str, ...]
) -> None:
    folder = copytree(FOLDER, tmp_path / "kauri")
    result = run(*args, str(folder))
    said = "the id is house-rules and the folder is called kauri; rename the folder to house-rules, or change the id"
    assert (result.code, result.out, result.err) == (2, "", f"{folder / 'framework.yaml'}: {said}\n")


@pytest.mark.parametrize(
    ("example", "unmet"),
    [
        ("digital-skills", []),
        ("listed-due-soon", []),
        ("university", ["need-is-proved-every-year"]),
        ("nearly-ready", ["level-is-4-to-8"]),
        ("listed-overdue", ["level-is-4-to-8", "evidence-is-of-the-last-year"]),
    ],
)
def test_it_asks_more_than_nzqa_does(example: str, unmet: list[str]) -> None:
    result = verdict_on(example)
    own = [one.rule.key.removeprefix("house-rules/") for one in result.findings if one.outcome == "not met"]
    assert [key for key in own if key in NAMES] == unmet
    assert [one.set_id for one in result.editions] == ["nzqa", "house-rules"]


def test_what_it_raises_weighs_more_and_says_so() -> None:
    (found,) = (one for one in verdict_on("draft").findings if one.rule.raised_by)
    assert (found.rule.key, found.rule.severity) == ("nzqa/stand-alone-value-is-stated", "must")
    assert (found.rule.raised_by, found.rule.raised_from) == ("house-rules", "should")


def test_its_readme_tells_of_every_rule_whether_it_is_real_or_invented() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    rows = re.findall(
        r"^\| (?:\[(.+?)\]\(\1\.yaml\)|raised: `(.+?)`) \| (must|should).*? \| (.+?) \|$", readme, re.MULTILINE
    )
    assert {(name, severity) for name, _, severity, _ in rows if name} == {
        (rule.key.removeprefix("house-rules/"), rule.severity) for rule in HOUSE.rules
    }
    assert {(key, severity) for _, key, severity, _ in rows if key} == set(HOUSE.framework.raises)
    for rule in HOUSE.rules:
        (told,) = (origin for name, _, _, origin in rows if rule.key == f"house-rules/{name}")
        assert told.startswith(
            "invented" if rule.source.title.startswith("Invented for this example") else "University of"
        )
        assert rule.basis == "house"
