"""The examples: what each is there to show, and their reports to the byte."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check import check, load_proposals, load_rules

if TYPE_CHECKING:
    from mcred_check.model import Result

ROOT = Path(__file__).parents[1]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "make_goldens.py"))
NAMES = sorted(path.parent.name for path in ROOT.glob("examples/*/proposal.yaml"))


@pytest.fixture(autouse=True)
def in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        made: dict[str, str] = SCRIPT["goldens"]()
    return made


@cache
def verdict_on(name: str) -> Result:
    return check(load_proposals(f"examples/{name}"), load_rules(), as_of=SCRIPT["DAY"]).results[0]


def unmet(result: Result, *severities: str) -> list[str]:
    return [one.rule.key for one in result.findings if one.outcome == "not met" and one.rule.severity in severities]


@pytest.mark.parametrize(
    "name",
    [f"{name}.{kind}" for name in [*NAMES, "examples"] for kind in ("txt", "json")]
    + [f"{name}.{kind}" for name in SCRIPT["IN_EVERY_FORM"] for kind in SCRIPT["ENDINGS"].values()],
)
def test_the_report_is_the_golden_one(reports: dict[str, str], name: str) -> None:
    golden = ROOT / "tests" / "golden" / name
    assert golden.read_bytes().decode() == reports[name], "if it should have changed: python scripts/make_goldens.py"


def test_no_golden_report_is_left_over(reports: dict[str, str]) -> None:
    assert {path.name for path in (ROOT / "tests" / "golden").iterdir()} == set(reports)


def test_every_example_is_in_the_readme() -> None:
    readme = (ROOT / "examples" / "README.md").read_text("utf-8")
    assert [name for name in NAMES if f"({name}/proposal.yaml)" not in readme] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_what_is_invented(name: str) -> None:
    text = (ROOT / "examples" / name / "proposal.yaml").read_text("utf-8")
    head = text.partition("format: 1")[0].lower()
    assert "invented" in head


def test_digital_skills_is_ready_with_questions_left_to_judge() -> None:
    result = verdict_on("digital-skills")
    assert result.ready
    assert result.stage == "submission"
    assert {one.outcome for one in result.findings} == {"judge"}
    assert result.outcomes["nzqa/outcomes-fit-the-level"] == "met"
    assert result.outcomes["nzqa/evidence-shows-gap-and-numbers"] == "met"


def test_nearly_ready_has_its_three_slips_and_no_more() -> None:
    result = verdict_on("nearly-ready")
    assert not result.ready
    assert unmet(result, "must") == ["nzqa/hours-match-credits", "nzqa/evidence-files-are-there"]
    assert unmet(result, "should", "advice") == ["nzqa/outcomes-have-evidence"]


def test_poor_shows_the_faults_of_a_first_attempt() -> None:
    result = verdict_on("poor")
    assert not result.ready
    assert result.complete
    assert {
        "reading/not-a-date",
        "reading/not-a-choice",
        "reading/unknown-field",
        "reading/wrong-kind",
        "nzqa/title-avoids-qualification-words",
        "nzqa/nzsced-has-six-digits",
        "nzqa/hours-match-credits",
        "nzqa/outcomes-are-assessed",
        "nzqa/evidence-files-are-there",
        "nzqa/assessed-outcomes-exist",
        "nzqa/review-period-is-given",
    } <= set(unmet(result, "must"))
    assert {
        "nzqa/hours-are-planned-activities",
        "nzqa/outcomes-have-evidence",
        "nzqa/need-is-summed-up",
        "nzqa/evidence-has-two-sources",
        "nzqa/support-is-answered",
        "nzqa/newest-evidence-is-recent",
    } <= set(unmet(result, "should", "advice"))


def test_no_rule_repeats_itself_on_poor() -> None:
    keys = unmet(verdict_on("poor"), "must", "should", "advice")
    assert len(keys) == len(set(keys))


def test_a_draft_is_ready_with_much_to_do_and_nothing_wrong() -> None:
    result = verdict_on("draft")
    assert result.ready
    assert result.stage == "draft"
    assert unmet(result, "must", "should", "advice") == []
    to_do = {one.rule.key for one in result.findings if one.outcome == "to do"}
    assert {"nzqa/need-is-evidenced", "nzqa/review-period-is-given", "nzqa/outcomes-are-assessed"} <= to_do


def test_listed_overdue_asks_only_for_the_need_to_be_proved_again() -> None:
    result = verdict_on("listed-overdue")
    assert not result.ready
    assert result.stage == "listed"
    assert unmet(result, "must", "should", "advice") == ["nzqa/need-proved-in-time"]
    assert [one.edition.id for one in result.editions] == ["2022"]


def test_listed_due_soon_is_in_order_and_gives_notice_of_its_next_review() -> None:
    result = verdict_on("listed-due-soon")
    assert result.ready
    assert result.stage == "listed"
    assert unmet(result, "must", "should") == []
    assert unmet(result, "advice") == ["nzqa/review-is-not-close"]
    assert result.outcomes["nzqa/need-proved-in-time"] == "met"
    assert [one.edition.id for one in result.editions] == ["2022"]


@pytest.mark.parametrize(
    ("name", "edition", "stage"),
    [
        ("route-list-and-approve", "2026", "submission"),
        ("route-accredit", "2026", "submission"),
        ("route-change", "2026", "submission"),
        ("te-reo-maori", "2026", "submission"),
        ("university", "2026", "submission"),
        ("edition-2018", "2018", "listed"),
        ("unit-standards", "2026", "submission"),
        ("contested-title", "2026", "submission"),
    ],
)
def test_a_model_proposal_leaves_nothing_but_judgements(name: str, edition: str, stage: str) -> None:
    result = verdict_on(name)
    assert result.ready
    assert result.stage == stage
    assert [one.edition.id for one in result.editions] == [edition]
    assert {one.outcome for one in result.findings} == {"judge"}


@pytest.mark.parametrize(
    ("name", "rule", "outcome"),
    [
        ("route-list-and-approve", "standard-setting-body-claims-no-delivery", "met"),
        ("route-list-and-approve", "unneeded-support-is-explained", "met"),
        ("route-list-and-approve", "developer-can-do-its-duties", "met"),
        ("route-list-and-approve", "staff-are-given", "not applicable"),
        ("route-list-and-approve", "delivery-suits-the-learners", "not applicable"),
        ("route-accredit", "accreditation-was-consulted-on", "met"),
        ("route-accredit", "developer-supports-delivery", "judge"),
        ("route-accredit", "skills-board-view-is-given", "not applicable"),
        ("route-change", "staff-are-given", "not applicable"),
        ("route-change", "skills-board-view-is-given", "not applicable"),
        ("te-reo-maori", "english-description-is-given", "met"),
        ("te-reo-maori", "english-description-matches", "judge"),
        ("te-reo-maori", "te-hono-summary-is-given", "met"),
        ("te-reo-maori", "outcomes-begin-with-a-visible-verb", "not applicable"),
        ("university", "university-goes-through-universities-new-zealand", "met"),
        ("university", "university-award-is-listed-first", "met"),
        ("university", "weights-add-up", "met"),
        ("edition-2018", "credits-5-to-40", "met"),
        ("edition-2018", "review-is-yearly", "met"),
        ("edition-2018", "older-route-fits-the-delivery", "met"),
        ("edition-2018", "need-proved-in-time", "met"),
        ("unit-standards", "standards-fit-in-the-credits", "met"),
        ("unit-standards", "consent-is-held-or-evidenced", "met"),
        ("unit-standards", "consent-evidence-suffices", "judge"),
        ("contested-title", "title-words-are-justified", "judge"),
        ("contested-title", "title-avoids-qualification-words", "not applicable"),
    ],
)
def test_an_example_shows_what_it_is_there_to_show(name: str, rule: str, outcome: str) -> None:
    assert verdict_on(name).outcomes[f"nzqa/{rule}"] == outcome
