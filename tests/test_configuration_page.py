"""What docs/configuration.md says is so: its example does what it says, and its tables leave nothing out."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check.config import read_settings
from mcred_check.patterns import fitting
from mcred_check.rule_files import plain
from mcred_check.rules import bundle, rule_set
from mcred_check.waiving import SOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SHAPE = bundle()["config"]["properties"]
NZQA = ROOT / "rules" / "nzqa"


def first_cells(heading: str) -> list[str]:
    """Give what stands in backquotes in the first column of the first table under a heading."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])]


def test_the_example_does_what_the_page_says(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = (NZQA / "sample.yaml").read_text("utf-8")
    faulty = sample.replace("\ncredits: 10", "\ncredits: 11").replace("credits: 6,", "credits: 7,")
    for folder, text in (
        ("proposals", faulty),
        ("archive", "title: [\n"),
        ("drafts", "title: A\nstatus: submission\n"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "barista.yaml").write_text(text, "utf-8")
    shutil.copytree(NZQA / "evidence", tmp_path / "proposals" / "evidence")
    shutil.copytree(NZQA, tmp_path / "house-rules")
    framework = tmp_path / "house-rules" / "framework.yaml"
    naming_rules_that_go = r"(?m)^(?:reviews|listing):\n(?:  .*\n)+"
    text = re.sub(naming_rules_that_go, "", framework.read_text("utf-8"))
    framework.write_text(text.replace("id: nzqa", "id: house-rules"), "utf-8")
    for file in (tmp_path / "house-rules").glob("*.yaml"):
        if file.name not in {"framework.yaml", "level-in-range.yaml"}:
            file.unlink()
    (tmp_path / "mcred-check.yaml").write_text(EXAMPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    result = run("check", "proposals", "drafts", "archive")
    assert (result.code, result.err) == (0, "")
    found = json.loads((tmp_path / "report.json").read_text("utf-8"))
    (barista, draft) = found["proposals"]
    assert barista["outcomes"]["nzqa/hours-match-credits"] == "waived"
    assert barista["outcomes"]["house-rules/level-in-range"] == "met"
    assert draft["stage"] == "draft"
    assert [one["standing"] for one in found["configuration"]["waivers"]] == ["used"]


def test_the_readmes_configuration_can_be_used(tmp_path: Path) -> None:
    (part,) = re.findall(r"### Configuration and waivers\n.*?```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "mcred-check.yaml").write_text(part, "utf-8")
    made = read_settings(str(tmp_path / "mcred-check.yaml"), bundle()["config"], ["nzqa"], found=True)
    assert (len(made.waivers), made.notes, made.stages) == (1, (), (("drafts/**", "draft"),))
    assert made.waivers[0].rule in {rule.key for rule in rule_set(bundle()["sets"]["nzqa"]).rules if rule.waivable}


def test_every_key_is_told() -> None:
    told = first_cells("What it can say")
    assert [name for name in SHAPE if name not in told] == []
    assert first_cells("Waivers")[: len(SHAPE["waivers"]["items"]["properties"])] == [
        *SHAPE["waivers"]["items"]["properties"]
    ]
    assert plain(EXAMPLE, "example").keys() <= SHAPE.keys()


def test_every_rule_that_cannot_be_waived_is_told() -> None:
    nzqa = rule_set(bundle()["sets"]["nzqa"])
    told = {name for name in first_cells("Waivers") if name.startswith("nzqa/")}
    assert told == {rule.key for rule in nzqa.rules if not rule.waivable}
    assert f"from {SOON} days before" in PAGE


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("proposals/barista.yaml", "proposals/barista.yaml", "barista.yaml"),
        ("drafts", "drafts/a/b.yaml", "a/drafts/b.yaml"),
        ("drafts/**", "drafts/a/b.yaml", "a/drafts/b.yaml"),
        ("proposals/*", "proposals/a.yaml", "proposals/a/b.yaml"),
        ("**/old-*.yaml", "a/b/old-1.yaml", "a/b/older.yaml"),
    ],
)
def test_the_patterns_of_the_page_fit_what_it_says(pattern: str, fits: str, does_not: str) -> None:
    assert f"| `{pattern}` |" in PAGE
    assert fitting(pattern)(fits)
    assert not fitting(pattern)(does_not)
