"""What `mcred-check rules` lists, as text, Markdown and JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mcred_check.model import Criterion, Edition, Framework, Rule, RuleSet, Source
from mcred_check.reporting.catalogue import as_json, lay_out, markdown
from mcred_check.reporting.lines import cells, plain
from mcred_check.rules import bundle, rule_set

NZQA = rule_set(bundle()["sets"]["nzqa"])

RULE = Rule(
    key="ours/need-is-new",
    title="The need | is *new*",
    criterion="need",
    severity="must",
    stage="submission",
    editions=("1", "2", "3"),
    basis="rule",
    source=Source("The handbook", "part 2", "https://example.org/hand_book(2) a|b", "2026-11-23"),
    why="Old needs fade.",
    fix="Prove {value} again.",
    expect={"required": ["need"]},
    message="{value} is old.",
    covers=("N-01",),
)
QUESTION = RULE._replace(
    key="ours/need-is-true",
    title="The need is true",
    severity="advice",
    editions=("1", "3"),
    basis="house",
    source=Source("The handbook"),
    expect=None,
    message="",
    judge="Is it true?",
)
EDITIONS = (
    Edition("1", "Ours 1", date(2024, 1, 1), ("The handbook", "The guide"), date(2024, 1, 1), date(2024, 1, 1)),
    Edition("2", "Ours 2", date(2025, 1, 1), ("The handbook",), date(2024, 12, 1), date(2025, 2, 1), "Not found."),
    Edition("3", "Ours 3", date(2026, 1, 1), ("The handbook",), date(2026, 1, 1), date(2026, 1, 1)),
)
CRITERIA = (Criterion("level", "Level"), Criterion("need", "Need"))
OURS = RuleSet(Framework("ours", "Our rules", "house", EDITIONS, CRITERIA), (RULE, QUESTION), {})


def test_a_rule_set_is_listed_in_scorecard_order() -> None:
    assert plain(lay_out([OURS], width=80)) == (
        "Our rules\n"
        "\n"
        "  Name       ours\n"
        "  Authority  house: an institution's own rules\n"
        "  Rules      2 (1 must, 0 should, 1 advice); 1 for a person to judge\n"
        "\n"
        "Editions\n"
        "  1  Ours 1, in force from 1 January 2024 to 31 December 2024\n"
        "     The handbook\n"
        "     The guide\n"
        "  2  Ours 2, in force from 1 January 2025 to 31 December 2025\n"
        "     The handbook\n"
        "     Not certain: the first day lies between 1 December 2024 and 1 February\n"
        "     2025. Not found.\n"
        "  3  Ours 3, in force from 1 January 2026\n"
        "     The handbook\n"
        "\n"
        "Below each rule: its name, the stage that it is checked from, the editions that\n"
        "ask for it, and what it rests on. More about a rule: mcred-check explain RULE\n"
        "\n"
        "Level\n"
        "  No rules yet.\n"
        "\n"
        "Need  2 rules\n"
        "  must    The need | is *new*\n"
        "          need-is-new: submission, 1 to 3, rule\n"
        "  advice  The need is true (for a person to judge)\n"
        "          need-is-true: submission, 1, 3, house\n"
    )


def test_rule_sets_follow_each_other_after_a_blank_line() -> None:
    one = plain(lay_out([OURS], width=80))
    assert plain(lay_out([OURS, OURS], width=80)) == f"{one}\n{one}"


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    lines = plain(lay_out([NZQA], width=width)).splitlines()
    assert [one for one in lines if cells(one) > min(max(width, 40), 100)] == []


def test_the_page_has_a_table_for_each_criterion() -> None:
    page = markdown([OURS])
    assert "## Our rules\n\nThe rule set `ours` is house: an institution's own rules.\nRules: 2 (1 must," in page
    assert (
        "| Ours 2 | from 1 January 2025 to 31 December 2025 | The handbook "
        "| the first day lies between 1 December 2024 and 1 February 2025. Not found. |\n"
    ) in page
    assert "| Ours 1 | from 1 January 2024 to 31 December 2024 | The handbook<br>The guide |  |\n" in page
    assert "\n### Level\n\nNo rules yet.\n\n### Need\n\n| rule |" in page
    assert page.endswith(
        "| `need-is-new` | must | submission | 1, 2, 3 | [rule](https://example.org/hand_book%282%29%20a%7Cb) "
        "| The need \\| is \\*new\\* |\n"
        "| `need-is-true` | advice | submission | 1, 3 | house | The need is true (for a person to judge) |\n"
    )


def test_every_rule_is_in_every_form() -> None:
    text, page = plain(lay_out([NZQA], width=100)), markdown([NZQA])
    for rule in NZQA.rules:
        name = rule.key.partition("/")[2]
        assert f"          {name}: {rule.stage}, " in text
        assert f"\n| `{name}` | {rule.severity} | " in page
    assert [one["rule"] for one in json.loads(as_json([NZQA]))["rule_sets"][0]["rules"]] == [
        rule.key for rule in NZQA.rules
    ]


def test_the_document_for_programs_holds_every_fact() -> None:
    (one,) = json.loads(as_json([OURS]))["rule_sets"]
    assert list(one) == ["id", "title", "authority", "site", "editions", "criteria", "rules"]
    assert [edition["end"] for edition in one["editions"]] == ["2024-12-31", "2025-12-31", ""]
    assert one["editions"][1] == {
        "id": "2",
        "title": "Ours 2",
        "start": "2025-01-01",
        "end": "2025-12-31",
        "earliest": "2024-12-01",
        "latest": "2025-02-01",
        "note": "Not found.",
        "unread": "",
        "instruments": ["The handbook"],
    }
    assert one["criteria"] == [{"id": "level", "title": "Level"}, {"id": "need", "title": "Need"}]
    assert one["rules"][0] == {
        "rule": "ours/need-is-new",
        "title": "The need | is *new*",
        "criterion": "need",
        "severity": "must",
        "stage": "submission",
        "editions": ["1", "2", "3"],
        "basis": "rule",
        "source": RULE.source._asdict(),
        "why": "Old needs fade.",
        "judge": "",
        "message": "{value} is old.",
        "fix": "Prove {value} again.",
        "covers": ["N-01"],
        "since": "0.1.0",
    }
    assert one["rules"][1]["judge"] == "Is it true?"
