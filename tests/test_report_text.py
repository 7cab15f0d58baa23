"""The report in words: what it says, how it is laid out, and that it can neither mislead nor harm a terminal."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from work import steps

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
from mcred_check.reporting.frame import frame
from mcred_check.reporting.lines import cells, cut, cut_front, flow, plain, unbroken, wrap
from mcred_check.reporting.safe import HIDDEN, visible
from mcred_check.reporting.terminal import STYLES, painted
from mcred_check.reporting.verdict import BASIS, address, citation, verdict

if TYPE_CHECKING:
    from mcred_check.model import Outcome, Severity
    from mcred_check.reporting.page import Show

EDITION = Edition("2026", "NZQA 2026", date(2026, 1, 19), (), date(2026, 1, 19), date(2026, 1, 19))
IN_FORCE = EditionInForce("nzqa", "NZQA", EDITION, "by the date of the application")
CRITERIA = ("Level", "Credits and hours", "Industry need", "Annual review", "Standards")


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
        "fix": "Change the hours.",
        **fields,
    }
    return Rule(**given)


def finding(of: Rule, outcome: Outcome = "not met", **fields: object) -> Finding:
    given: dict[str, Any] = {
        "message": f"The message of {of.key}.",
        "fix": of.fix,
        "pointer": "/hours",
        "place": Place(7, 8, 7, 13),
        "excerpt": ("level: 3", "hours: {} # ten"),
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
        "outcomes": {one.key: "met" for one in passed} | {one.rule.key: one.outcome for one in findings},
        "not_applicable": (),
        **fields,
    }
    return Result(findings=findings, passed=passed, **given)


def report(*results: Result, rules: tuple[Rule, ...] = (), **fields: object) -> Report:
    criteria = tuple(Criterion(title.lower().replace(" ", "-"), title) for title in CRITERIA)
    nzqa = RuleSet(Framework("nzqa", "NZQA's rules", "statutory", (EDITION,), criteria), rules, {})
    given: dict[str, Any] = {
        "version": "0.1.0",
        "as_of": date(2026, 11, 23),
        "fail_on": "must",
        "rule_sets": (nzqa,),
        "results": results,
        **fields,
    }
    results = given.pop("results")
    passed_over = given.pop("passed_over", ())
    return Report(Run(**given), results, passed_over)


def text(of: Report, show: Show = "findings", *, width: int = 80, symbols: bool = True) -> str:
    return render(of, form("text", Look(show, width, symbols)))


READING = rule("x", criterion="reading", key="reading/syntax", basis="house", source=Source("The proposal format"))
HOURS = rule("hours-match-credits", criterion="credits-and-hours")
FRESH = rule("need-is-fresh", "should", criterion="industry-need", basis="guidance")
SHORT = rule("title-is-short", "advice", criterion="industry-need", source=Source("Own advice"), basis="house")
FITS = rule("outcomes-fit", judge="Do the outcomes fit?")
LEVEL = rule("level-in-range")
CREDITS = rule("credits-in-range", criterion="credits-and-hours")
REVIEW = rule("review-is-planned", criterion="annual-review")


# --- The whole --------------------------------------------------------------------------------------------------------


def test_a_proposal_that_is_not_ready_is_told_in_reading_order() -> None:
    one = result(
        finding(
            HOURS, message="The hours do not match the credits: 10 credits are 100 hours, the hours add up to 110."
        ),
        finding(FRESH, fix=""),
        finding(FITS, "judge", message="Do the outcomes fit level 3, read against the level descriptors of 2025?"),
        passed=(LEVEL, CREDITS),
    )
    assert (
        text(report(one))
        == """\
Barista Skills for Cafés                                  proposals/barista.yaml
Not ready for submission: 1 thing must be fixed, 1 should be better, 1 is for a
person to judge.
Checked at stage submission against NZQA 2026 (in force from 19 January 2026; by
the date of the application), as of 23 November 2026.

  Level                ✔  1 of 1     ? 1 to judge
  Credits and hours    ✘  1 of 2
  Industry need        ~  0 of 1
  Annual review        –  no rules yet
  Standards            –  no rules yet

Fix before submission

1  The hours do not match the credits: 10 credits are 100 hours, the hours add
   up to 110.
   proposals/barista.yaml:7:8
     6 │ level: 3
     7 │ hours: {} # ten
       │        ^^^^^
   A credit is ten notional learning hours.
   → Change the hours.
   must · nzqa/hours-match-credits · Listing Rules 2022, rule 3 (read in the
   rules' text)
   https://rules.example/3

Should be better

2  The message of nzqa/need-is-fresh.
   proposals/barista.yaml:7:8
     6 │ level: 3
     7 │ hours: {} # ten
       │        ^^^^^
   A credit is ten notional learning hours.
   should · nzqa/need-is-fresh · Listing Rules 2022, rule 3 (read in published
   guidance)
   https://rules.example/3

For a person to judge
Write each answer under judgements, by the rule's name:
mcred-check explain nzqa/outcomes-fit

•  Do the outcomes fit level 3, read against the level descriptors of 2025?
   proposals/barista.yaml:7:8 · must · nzqa/outcomes-fit

Not ready for submission: 1 thing must be fixed, 1 should be better, 1 is for a
person to judge.
Passed: 2 checks (show them with --show all). Not applicable: none.

A pass means that a machine found no problem. It is not approval, and the
judgements above remain yours. How sure it is that a rule is asked for:
mcred-check explain nzqa/hours-match-credits
"""
    )


def test_without_symbols_every_mark_and_frame_is_ascii() -> None:
    one = result(finding(HOURS), finding(FRESH), finding(FITS, "judge"), finding(REVIEW, "to do"), title="Cafes")
    shown = text(report(one, one), "all", symbols=False)
    assert shown.isascii()
    for mark in ("[!!]", "[ ~]", "[..]", "[ ?]", "[ -]", "  6 | level: 3", "-> Change", "*  ", "must - nzqa/"):
        assert mark in shown
    assert "[ok]" in text(report(result(passed=(LEVEL,))), symbols=False)


def test_all_lists_the_passed_and_the_inapplicable_rules_by_criterion() -> None:
    long = rule("credits-are-whole", criterion="credits-and-hours", title="The credit value is a whole number " * 2)
    one = result(passed=(LEVEL, CREDITS, long), not_applicable=(REVIEW,))
    shown = text(report(one, rules=(LEVEL, FRESH)), "all")
    assert (
        """
Passed

  Level
  ✔  The fact level-in-range  nzqa/level-in-range

  Credits and hours
  ✔  The fact credits-in-range  nzqa/credits-in-range
  ✔  The credit value is a whole number The credit value is a whole number
     nzqa/credits-are-whole

Not applicable

  Annual review
  –  The fact review-is-planned  nzqa/review-is-planned

Passed: 3 checks. Not applicable: 1.
"""
        in shown
    )
    assert "  Annual review        –  not applicable\n" in shown
    assert "  Industry need        –  left out\n" in shown


def test_brief_stops_after_the_scorecard_with_a_line_for_each_finding() -> None:
    one = result(finding(HOURS), finding(REVIEW, "to do"), finding(FITS, "judge"), finding(FRESH, "waived"))
    shown = text(report(one), "brief")
    assert shown.endswith("""\
  Standards            –  no rules yet

proposals/barista.yaml:7:8: must nzqa/hours-match-credits The message of nzqa/hours-match-credits.
proposals/barista.yaml:7:8: to do nzqa/review-is-planned The message of nzqa/review-is-planned.
proposals/barista.yaml:7:8: waived nzqa/need-is-fresh The message of nzqa/need-is-fresh.
""")


def test_a_rule_found_twice_gives_its_reasons_once() -> None:
    shown = text(report(result(finding(HOURS), finding(HOURS, fix="Mend this one."))))
    assert shown.count("A credit is ten") == 1
    assert shown.count("https://") == 1
    assert "   → Mend this one.\n   must · nzqa/hours-match-credits · as number 1\n" in shown


def test_a_next_step_that_was_told_before_is_pointed_to() -> None:
    long = "Change the hours of the activities until they are ten for each credit of the whole."
    some = (finding(HOURS, fix=long), finding(HOURS, fix=long), finding(FRESH, fix="Ask."), finding(FRESH, fix="Ask."))
    shown = text(report(result(*some)))
    assert shown.count("→ Change") == 1
    assert "   → As number 1.\n   must · nzqa/hours-match-credits · as number 1\n" in shown
    assert shown.count("→ Ask.") == 2


def test_a_rule_that_does_not_fit_beside_its_place_stands_below_it() -> None:
    long = finding(rule("standards-are-used-or-not-with-a-reason"), "to do")
    shown = text(report(result(long)), width=60)
    assert "   proposals/barista.yaml:7:8\n   must · nzqa/standards-are-used-or-not-with-a-reason\n" in shown


def test_the_other_place_of_a_finding_is_named() -> None:
    shown = text(report(result(finding(READING, also=Place(3, 1, 3, 5), excerpt=()))))
    assert "barista.yaml:7:8\n   see also proposals/barista.yaml:3:1\n   A credit" in shown
    assert "   must · reading/syntax · The proposal format\n" in shown
    assert "  The file itself      ✘  1 to fix\n  Level" in shown


def test_a_slight_fault_of_the_file_does_not_weigh_more_than_it_should() -> None:
    assert "The file itself      ~  1 to fix\n" in text(report(result(finding(READING._replace(severity="should")))))


def test_ten_findings_keep_their_texts_in_one_column() -> None:
    shown = text(report(result(*(finding(HOURS) for _ in range(10)))))
    assert "\n1   The message" in shown
    assert "\n10  The message" in shown
    assert "\n    proposals/barista.yaml:7:8\n" in shown


def test_a_draft_lists_what_is_to_do_in_short() -> None:
    one = result(finding(REVIEW, "to do"), stage="draft", passed=(LEVEL,))
    shown = text(report(one))
    assert "A draft with nothing wrong so far: 1 thing is still to do.\n" in shown
    assert "  Annual review        …  0 of 1     1 to do\n" in shown
    assert (
        """
To do

•  The message of nzqa/review-is-planned.
   proposals/barista.yaml:7:8 · must · nzqa/review-is-planned
   → Change the hours.

A draft with nothing wrong so far: 1 thing is still to do.
Passed: 1 check (show it with --show all). Not applicable: none.

A pass means that a machine found no problem. It is not approval. How sure"""
        in shown
    )


def test_every_waiver_is_shown() -> None:
    shown = text(report(result(finding(HOURS, "waived"))))
    assert "  Credits and hours    ✔  0 of 1     1 waived\n" in shown
    assert "\nWaived\n\n•  The message of nzqa/hours-match-credits.\n" in shown
    assert "Passed: none. Not applicable: none." in shown


def test_a_listed_micro_credential_is_to_be_fixed_now() -> None:
    assert "\nFix now\n" in text(report(result(finding(REVIEW), stage="listed")))


def test_a_file_that_cannot_be_read_has_no_scorecard_and_no_passes() -> None:
    one = result(finding(READING), complete=False, editions=(), title="barista.yaml")
    shown = text(report(one))
    assert shown.startswith("""\
proposals/barista.yaml
Not ready: the file could not be read, so nothing else was checked.

Fix before submission

1  The message""")
    for word in ("Passed", "Level", "Checked at", "A pass means"):
        assert word not in shown


def test_where_no_edition_was_in_force_nothing_is_claimed() -> None:
    shown = text(report(result(finding(READING), editions=())))
    assert "Checked at stage submission against no rules, as of 23 November 2026.\n\n  The file itself    ✘" in shown
    assert "Level" not in shown


def test_a_criterion_with_questions_only_is_for_a_person() -> None:
    assert "  Level                ?  1 to judge\n" in text(report(result(finding(FITS, "judge"))))


def test_several_frameworks_are_named() -> None:
    edition = EDITION._replace(id="1", title="Kōwhai 1")
    house = RuleSet(Framework("kowhai", "Kōwhai's own rules", "house", (edition,), (Criterion("own", "Own"),)), (), {})
    both = (IN_FORCE, EditionInForce("kowhai", "Kōwhai", edition, "by the day of the check"))
    whole = report(result(finding(READING), editions=both))
    shown = text(whole._replace(run=whole.run._replace(rule_sets=(*whole.run.rule_sets, house))))
    assert "  The file itself      ✘  1 to fix\n\n  NZQA's rules\n  Level" in shown
    assert "  Standards            –  no rules yet\n\n  Kōwhai's own rules\n  Own                  –  no rules" in shown
    assert "against NZQA 2026 (in force from 19 January 2026; by\nthe date of the application) and Kōwhai 1 (" in shown


def test_what_a_reader_needs_to_trust_the_verdict_is_said() -> None:
    doubtful = IN_FORCE._replace(doubt="The exact day was not found.")
    one = result(editions=(doubtful,), skipped=12, stage_reason="the proposal gives no status")
    shown = text(report(one, fail_on="should"))
    assert "Checked at stage submission (the proposal gives no status) against" in shown
    assert (
        """
Note: The exact day was not found.
12 rules were left out by --only, --skip or --basis.
What should be better counts as well (--fail-on should).
"""
        in shown
    )
    shown = text(report(result(skipped=1), fail_on="advice"))
    assert "\n1 rule was left out by --only, --skip or --basis.\nWhat should or could be better counts as well" in shown


def test_a_long_title_has_its_file_below() -> None:
    shown = text(report(result(title="Barista Skills for Cafés in Every Town " * 2, document=2)))
    assert shown.startswith("""\
Barista Skills for Cafés in Every Town Barista Skills for Cafés in Every Town
proposals/barista.yaml, document 2
""")


def test_a_run_without_rules_names_none_to_explain() -> None:
    assert text(report(result())).endswith("It is not approval.\n")


# --- Many proposals ---------------------------------------------------------------------------------------------------


def three() -> Report:
    return report(
        result(finding(HOURS), finding(FITS, "judge")),
        result(finding(FRESH), title="Digital Skills for the Workplaces of a Whole Country", file="proposals/d.yaml"),
        result(
            finding(REVIEW, "to do"),
            title="Café Owners",
            stage="draft",
            file="proposals/in/o.yaml",
            document=2,
            skipped=3,
        ),
        passed_over=(("proposals/list.yaml", "it has none of a proposal's fields"),),
    )


def test_of_many_only_what_is_not_ready_is_told_in_full() -> None:
    shown = text(three(), width=76)
    assert shown.count("Fix before submission") == 1
    assert "Should be better" not in shown
    assert shown.endswith(
        """\
  proposals/                                   must  should  judge
  ✘ Barista Skills for Cafés    barista.yaml      1       0      1
  ✔ Digital Skills for the Wo…  d.yaml            0       1      0
  … Café Owners (draft)         in/o.yaml (2)     0       0      0   1 to do
  3 proposals: 1 ready, 1 not ready, 1 draft · NZQA 2026 · 23 November 2026

3 rules were left out by --only, --skip or --basis.

Passed over
  proposals/list.yaml: it has none of a proposal's fields

A pass means that a machine found no problem. It is not approval, and the
judgements remain yours. How sure it is that a rule is asked for:
mcred-check explain nzqa/hours-match-credits
""".replace("Work…   ", "Wor…  ").replace("Cafés       b", "Cafés  b")
    )


def test_all_tells_every_proposal_in_full() -> None:
    shown = text(three(), "all")
    assert [shown.count(one) for one in ("Checked at", "─" * 80, "were left out")] == [3, 2, 1]


def test_brief_gives_many_proposals_a_line_for_each_finding_and_the_table() -> None:
    shown = text(three(), "brief")
    assert shown.startswith("proposals/barista.yaml:7:8: must nzqa/hours-match-credits The message")
    assert "\n\n  proposals/ " in shown
    assert "A pass means" not in shown


def test_the_table_has_a_place_for_what_has_no_title_and_cuts_long_names() -> None:
    whole = report(
        result(title="a.yaml", file="a.yaml", stage="draft"),
        result(finding(READING), title="", file="x" * 70 + ".yaml", complete=False, editions=()),
        result(title="", file="b.yaml", stage="draft"),
    )
    shown = text(whole, "brief")
    assert "  … (no title) (draft)   a.yaml    " in shown
    assert "  ✘ (could not be read)  …xxxxxxxx" in shown
    assert "\n  3 proposals: 1 not ready, 2 drafts · NZQA 2026 · 23 November 2026\n" in shown
    assert all(cells(line) <= 80 for line in shown.splitlines()[1:])


def test_proposals_in_folders_of_their_own_go_by_their_folders() -> None:
    whole = report(*(result(title=name, file=f"in/{name}/proposal.yaml") for name in ("calf", "native")))
    assert text(whole, "brief").startswith("""\
  in/*/proposal.yaml      must  should  judge
  ✔ calf          calf       0       0      0
  ✔ native        native     0       0      0
""")


def test_unreadable_files_alone_have_no_edition() -> None:
    one = result(finding(READING), complete=False, editions=())
    assert text(report(one, one)).endswith("\n  2 proposals: 2 not ready · 23 November 2026\n")


# --- The verdict ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (result(), "No problem found by the checks that a machine can make."),
        (
            result(finding(FITS, "judge")),
            "No problem found by the checks that a machine can make; 1 question is for a person to judge.",
        ),
        (
            result(*[finding(FITS, "judge")] * 8, stage="listed"),
            "No problem found by the checks that a machine can make; 8 questions are for a person to judge.",
        ),
        (
            result(finding(FRESH), finding(HOURS, "waived")),
            (
                "The checks that a machine can make leave nothing that must be fixed: "
                "1 thing should be better, 1 is waived."
            ),
        ),
        (
            result(finding(FRESH)),
            "Nothing that must be fixed was found by the checks that a machine can make: 1 thing should be better.",
        ),
        (
            result(finding(HOURS, "waived"), stage="draft"),
            "A draft with nothing left that must be fixed: 1 thing is waived.",
        ),
        (
            result(*[finding(HOURS)] * 3, *[finding(FRESH)] * 2, *[finding(HOURS, "waived")] * 2, finding(SHORT)),
            "Not ready for submission: 3 things must be fixed, 2 should be better, 1 could be better, 2 are waived.",
        ),
        (result(finding(HOURS), stage="listed"), "Not in order for a listed micro-credential: 1 thing must be fixed."),
        (
            result(finding(HOURS), finding(REVIEW, "to do"), stage="draft"),
            "A draft that is not right yet: 1 thing must be fixed, 1 is still to do.",
        ),
        (
            result(*[finding(REVIEW, "to do")] * 14, stage="draft"),
            "A draft with nothing wrong so far: 14 things are still to do.",
        ),
        (
            result(finding(FRESH), finding(REVIEW, "to do"), stage="draft"),
            "A draft with nothing that must be fixed so far: 1 thing should be better, 1 is still to do.",
        ),
        (result(stage="draft"), "A draft with nothing wrong so far, and nothing left to do."),
        (
            result(finding(READING), complete=False),
            "Not ready: the file could not be read, so nothing else was checked.",
        ),
    ],
)
def test_the_verdict_is_a_sentence_with_numbers(one: Result, sentence: str) -> None:
    assert verdict(one) == sentence


def test_a_pass_is_never_called_approval_or_compliance() -> None:
    shown = text(report(result(passed=(LEVEL,))), "all").lower()
    assert "approved" not in shown
    assert "complian" not in shown


def test_every_basis_has_its_words() -> None:
    assert citation(HOURS._replace(source=Source("A page"), basis="secondary")) == "A page (from a second-hand source)"
    assert set(BASIS) == {"rule", "guidance", "secondary", "inferred", "unverified", "house"}


def test_a_rule_is_found_on_its_framework_s_site_or_else_at_its_source() -> None:
    assert address(HOURS, {"nzqa": "https://docs.example/nzqa"}) == "https://docs.example/nzqa#hours-match-credits"
    assert address(HOURS, {"nzqa": ""}) == "https://rules.example/3"


# --- The lines of the file --------------------------------------------------------------------------------------------


def framed(*excerpt: str, place: Place, width: int = 30) -> list[str]:
    return plain(frame(excerpt, place, style="must", width=width, bar="│", mark="…")).splitlines()


@pytest.mark.parametrize(
    ("excerpt", "place", "shown"),
    [
        ((), Place(1, 1, 1, 2), []),
        (("",), Place(1, 1, 1, 1), ["1 │", "  │ ^"]),
        (("", "a: b"), Place(2, 4, 2, 5), ["2 │ a: b", "  │    ^"]),
        (("a: b",), Place(1, 9, 1, 12), ["1 │ a: b", "  │     ^"]),
        (("a: |", "  text"), Place(10, 3, 12, 1), [" 9 │ a: |", "10 │   text", "   │   ^^^^"]),
        (("a:\tb",), Place(1, 4, 1, 5), ["1 │ a: b", "  │    ^"]),
        (("日本: x",), Place(1, 5, 1, 6), ["1 │ 日本: x", "  │       ^"]),
        (("日本: x",), Place(1, 1, 1, 3), ["1 │ 日本: x", "  │ ^^^^"]),
        (("Ma\u0304ori: x",), Place(1, 8, 1, 9), ["1 │ Ma\u0304ori: x", "  │       ^"]),
        (("\u0304ori: x",), Place(1, 1, 1, 2), ["1 │ \u0304ori: x", "  │ ^"]),
        (("a: \x1b[31m",), Place(1, 4, 1, 5), ["1 │ a: \\x1b[31m", "  │    ^^^^"]),
    ],
)
def test_carets_stand_under_the_region(excerpt: tuple[str, ...], place: Place, shown: list[str]) -> None:
    assert framed(*excerpt, place=place) == shown


@pytest.mark.parametrize(
    ("text_", "place", "shown"),
    [
        ("0123456789" * 5, Place(1, 4, 1, 6), ["1 │ 0123456789012345678901234…", "  │    ^^"]),
        ("0123456789" * 9, Place(1, 41, 1, 43), ["1 │ …3456789012345678901234567…"[:29] + "…", "  │         ^^"]),
        ("0123456789" * 9, Place(1, 2, 1, 80), ["1 │ 0123456789012345678901234…", "  │  " + "^" * 25]),
        ("日" * 40, Place(1, 2, 1, 3), ["1 │ " + "日" * 12 + " …", "  │   ^^"]),
        ("日" * 40, Place(1, 30, 1, 31), None),
        ("a" + "日" * 40, Place(1, 30, 1, 31), None),
        ("e\u0301" * 90, Place(1, 99, 1, 100), None),
    ],
)
def test_a_long_line_is_cut_with_the_region_in_sight(text_: str, place: Place, shown: list[str] | None) -> None:
    lines = framed(text_, place=place)
    assert shown is None or lines == shown
    assert all(cells(line) <= 30 for line in lines)
    at = cells(lines[1][: lines[1].index("^")])
    assert lines[0].endswith("…")
    assert 0 < at < 30


def test_a_line_that_lies_out_of_sight_is_left_out() -> None:
    assert framed("a: b", "0123456789" * 5, place=Place(2, 41, 2, 43))[0].startswith("2 │ …")


def test_a_line_costs_the_same_however_long_it_is() -> None:
    framed("x" * 500, place=Place(1, 499, 1, 500))  # what is remembered of characters
    long, longer = (steps(framed, "x" * n, place=Place(1, n - 1, 1, n)) for n in (1_000, 1_000_000))
    assert 0 < long == longer


# --- Lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "width", "first", "lines"),
    [
        ("", 10, None, ("",)),
        ("one two three", 8, None, ("one two", "three")),
        ("one two three", 8, 3, ("one", "two", "three")),
        ("long-word x", 10, 4, ("", "long-word", "x")),
        ("a word-that-is-too-long", 10, None, ("a", "word-that-", "is-too-lon", "g")),
        ("日本 日本 日本", 9, None, ("日本 日本", "日本")),
        ("日本語日本語", 5, None, ("日本", "語日", "本語")),
        ("Ma\u0304ori Ma\u0304ori", 5, None, ("Ma\u0304ori", "Ma\u0304ori")),
        ("see the rule x", 8, None, ("see the", "rule x")),
        (f"say {unbroken('a b c')} x", 6, None, ("say", "a b c", "x")),
    ],
)
def test_prose_is_wrapped_by_cells(words: str, width: int, first: int | None, lines: tuple[str, ...]) -> None:
    assert wrap(words, width, first=first) == lines


def test_a_paragraph_without_indent_has_no_empty_spans() -> None:
    assert flow("one two", "bold", width=4) == [(("bold", "one"),), (("bold", "two"),)]


def test_texts_are_cut_by_cells() -> None:
    assert cut("日本語", 5, mark="…") == "日本…"
    assert cut("abc", 3, mark="…") == "abc"
    assert cut_front("a/long/name", 6, mark="…") == "…/name"
    assert cut_front("name", 6, mark="…") == "name"


def test_no_line_of_prose_is_wider_than_the_page() -> None:
    one = result(finding(HOURS, message="Māori " * 40), finding(REVIEW, "to do"), finding(FITS, "judge"))
    for width in (60, 80, 100):
        shown = text(report(one, one), width=width).splitlines()
        assert [line for line in shown if cells(line) > width and ".yaml" not in line] == []
        assert not any(line.endswith(" ") for line in shown)


def test_a_page_is_neither_too_narrow_nor_too_wide_to_read() -> None:
    assert text(report(result()), width=1) == text(report(result()), width=40)
    assert text(report(result()), width=300) == text(report(result()), width=100)


# --- Safety -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Māori “x” — 日本 🙂", "Māori “x” — 日本 🙂"),
        ("a\nb\r\nc\td", "a b c d"),
        ("\x1b[31m\x07\r", "\\x1b[31m\\x07\\x0d"),
        ("\x7f\x85\x9b", "\\x7f\\x85\\x9b"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("a\u200bb\ufeff\xad", "a\\u200bb\\ufeff\\xad"),
        ("\udc80\u2028\u2029", "\\udc80\\u2028\\u2029"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_cannot_be_seen_becomes_visible(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_each_hidden_character_is_shown_and_every_other_is_left_alone() -> None:
    hidden = re.compile(rf"[\x00-\x1f{HIDDEN}]")
    for char in map(chr, range(sys.maxunicode + 1)):
        assert (visible(char) != char) == bool(hidden.match(char)), ascii(char)


@pytest.mark.parametrize("show", ["all", "findings", "brief"])
def test_no_text_of_a_proposal_reaches_the_terminal_raw(show: Show) -> None:
    evil = "\x1b]0;x\x07\u202e\udc80[/red]\n"
    bad = rule(f"x{evil}", title=evil, why=evil, fix=evil, source=Source(evil, evil, evil))
    findings = [
        finding(bad, outcome, message=evil, excerpt=(evil,)) for outcome in ("not met", "to do", "judge", "waived")
    ]
    doubtful = IN_FORCE._replace(doubt=evil, reason=evil)
    one = result(*findings, title=evil, file=evil, passed=(bad,), editions=(doubtful,), stage_reason=evil)
    whole = report(one, one, passed_over=((evil, evil),))
    for each in (whole, whole._replace(results=(one,))):
        assert all(char == "\n" or char.isprintable() for char in text(each, show))


# --- The terminal -----------------------------------------------------------------------------------------------------


def test_plain_output_needs_no_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "rich"]:
        monkeypatch.delitem(sys.modules, name)
    assert text(three(), "all")
    assert "rich" not in sys.modules


def test_colour_adds_weight_and_changes_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    odd = report(result(finding(HOURS, message="[bold]not markup[/x] :smile: " * 9 + ".")), result(finding(FRESH)))
    for each in (odd, three()):
        from rich.text import Text

        coloured = render(each, form("text", Look("all", color=True)))
        assert "\x1b[1;31m" in coloured
        assert Text.from_ansi(coloured).plain.splitlines() == text(each, "all").splitlines()


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_is_drawn(style: str) -> None:
    assert painted([((style, "a"), ("", "b"))], color=True) != painted([(("", "a"), ("", "b"))], color=True)


# --- Speed -----------------------------------------------------------------------------------------------------------


def test_twice_as_many_findings_take_about_twice_as_long() -> None:
    rules = [rule(f"rule-{number}") for number in range(50)]

    def many(times: int) -> Report:
        found = [finding(one, message=f"Ngā Kōwhai {number}. " * 9) for number in range(times) for one in rules]
        return report(result(*found), result(*found))

    once, twice = many(20), many(40)
    assert steps(text, twice) < 2.2 * steps(text, once)
