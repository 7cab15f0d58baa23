"""What a board is told: all that was found, in its order, with what it rests on, whatever the proposal holds."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made import FITS, FRESH, HOURS, LEVEL, PLACE, SHORT, SYNTAX, finding, report, result, rule

from mcred_check import check, load_proposals, load_rules
from mcred_check.model import Place, Row, Source, Standing, Summary, Tally
from mcred_check.reporting.board import board
from mcred_check.reporting.case import anchor_of
from mcred_check.reporting.document import WORDS, Banner, Bars, Facts, Heading, Item, Paragraph, Signature, Table
from mcred_check.reporting.pictures import coverage, hours
from mcred_check.reporting.portfolio import ending, portfolio
from mcred_check.waiving import Configuration, Note, Waiver

if TYPE_CHECKING:
    from mcred_check.model import Json, Result, Stage
    from mcred_check.reporting.document import Block, Cell, Prose

ROOT = Path(__file__).resolve().parents[1]
WAIVER = Waiver(
    "nzqa/level", "proposals/*", "", "The board meets in May.", "Mere", date(2026, 1, 5), date(2026, 6, 30), Place(9, 3)
)
ALL_KINDS = result(
    finding(), finding(FRESH, fix=""), finding(SHORT), finding(rule("later"), "to do"), finding(FITS, "judge"),
    finding(LEVEL, "waived", waiver=WAIVER), passed=(rule("a"), rule("b")), not_applicable=(rule("c"),),
    content=b"title: Barista Skills", data={"title": "Barista Skills for Cafés", "status": "submission"},
)  # fmt: skip


def plain(text: Prose) -> str:
    return "".join(span.text for span in text)


def told(one: Result, **fields: object) -> dict[str, list[Block]]:
    """Give the blocks below each heading of a report on one proposal."""
    parts: dict[str, list[Block]] = {}
    below: list[Block] = []
    for block in board(one, report(one, **fields).run):
        if isinstance(block, Heading):
            below = parts.setdefault(plain(block.text), [])
        else:
            below.append(block)
    return parts


def details(item: Block) -> dict[str, str]:
    assert isinstance(item, Item)
    return {name: plain(text) for name, text in item.details}


def rows(table: Block) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[plain(cell.text) for cell in row] for row in table.rows]


def marks(cells: tuple[Cell, ...]) -> list[str | None]:
    return [cell.mark for cell in cells]


# --- One proposal -----------------------------------------------------------------------------------------------------


def test_a_board_reads_the_verdict_and_the_stage_first_and_all_else_in_order() -> None:
    parts = told(ALL_KINDS)
    assert list(parts) == [
        "Barista Skills for Cafés",
        "Criterion by criterion",
        "The proposal in short",
        "Fix before submission",
        "Should be better",
        "To do",
        "For a person to judge",
        "Waived",
        "Passed",
        "Not applicable",
        "Where the rules come from",
        "About this report",
    ]
    banner, lead = parts["Barista Skills for Cafés"]
    assert isinstance(banner, Banner)
    assert (banner.mark, plain(banner.text)[:27]) == ("must", "Not ready for submission: 1")
    assert isinstance(lead, Paragraph)
    assert plain(lead.text).startswith("Checked at stage submission against NZQA 2026")


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"stage": "draft", "ready": True}, "to do"),
        ({"ready": True}, "ok"),
        ({"stage": "draft", "ready": False}, "must"),
    ],
)
def test_the_banner_s_mark_says_how_a_proposal_stands(fields: dict[str, object], mark: str) -> None:
    (first, *_) = told(result(**fields))["Barista Skills for Cafés"]  # type: ignore[arg-type]
    assert isinstance(first, Banner)
    assert first.mark == mark


def test_each_finding_says_where_what_is_asked_and_why_what_to_do_and_from_where() -> None:
    (item,) = told(ALL_KINDS)["Fix before submission"]
    assert isinstance(item, Item)
    assert (item.mark, item.number, plain(item.text)) == ("must", "1", "The message of nzqa/hours.")
    assert details(item) == {
        "Where": "proposals/barista.yaml:7:8",
        "Next step": "Change the hours to 100.",
        "What is asked": "The fact hours. A credit is ten notional learning hours.",
        "Rule": "Level, must, nzqa/hours",
        "Source": "Listing Rules 2022, rule 3 (read in the rules' text)",
    }
    assert item.details[-1][1][0].href == "https://rules.example/3"
    fresh, short = told(ALL_KINDS)["Should be better"]
    assert "Next step" not in details(fresh)
    assert details(short)["Rule"] == "Level, advice, nzqa/short"


def test_what_is_advice_could_be_better_and_is_not_called_more_than_the_verdict_calls_it() -> None:
    fresh, short = told(ALL_KINDS)["Should be better"]
    assert isinstance(fresh, Item)
    assert isinstance(short, Item)
    assert [WORDS[fresh.mark], WORDS[short.mark]] == ["Should be better", "Could be better"]


def test_of_a_rule_that_was_told_of_the_reasons_are_not_said_again() -> None:
    first, again = told(result(finding(), finding(message="Another.")))["Fix before submission"]
    assert details(first)["Source"]
    assert details(again) == {
        "Where": "proposals/barista.yaml:7:8",
        "Next step": "Change the hours to 100.",
        "What is asked": "As in number 1.",
        "Rule": "Level, must, nzqa/hours",
    }


def test_a_listed_proposal_is_to_be_fixed_now() -> None:
    assert "Fix now" in told(result(finding(), stage="listed"))


def test_a_question_has_lines_to_sign_on_and_no_number_of_a_finding() -> None:
    question, lines = told(ALL_KINDS)["For a person to judge"]
    assert isinstance(question, Item)
    assert (question.mark, question.number) == ("judge", "Q1")
    assert list(details(question)) == ["Look at", "What is asked", "Rule", "Source", "If it is not met"]
    assert lines == Signature(("Met", "Not met"), ("Name and role", "Signature", "Date"))


def test_what_is_waived_says_why_by_whom_and_how_long() -> None:
    (item,) = told(ALL_KINDS)["Waived"]
    assert details(item) | {"Rule": "", "Source": "", "What is asked": "", "Where": ""} == {
        "Waived because": "The board meets in May.",
        "Approved by": "Mere",
        "Holds": "from 5 January 2026 until 30 June 2026",
        "Rule": "",
        "Source": "",
        "What is asked": "",
        "Where": "",
    }
    (bare,) = told(result(finding(LEVEL, "waived")))["Waived"]
    assert "Approved by" not in details(bare)


def test_what_passed_is_listed_by_criterion_and_a_person_s_verdict_is_told_apart() -> None:
    by_person = rule("c", judge="Do they?")
    (table,) = told(result(passed=(rule("a"), by_person, rule("b", criterion="x"))))["Passed"]
    assert rows(table) == [
        ["Level", "2", "The fact a. The fact c (judged by a person)."],
        ["x", "1", "The fact b."],
    ]


def test_what_does_not_apply_is_only_counted() -> None:
    (one,) = told(ALL_KINDS)["Not applicable"]
    assert isinstance(one, Paragraph)
    told_of = "1 check does not apply to a proposal of this kind and stage, with what it gives: 1 on Level."
    assert plain(one.text) == told_of
    (two,) = told(result(not_applicable=(rule("a"), rule("b", criterion="x"))))["Not applicable"]
    assert isinstance(two, Paragraph)
    assert plain(two.text).startswith("2 checks do not apply")


def test_the_report_says_what_it_rests_on() -> None:
    (facts,) = told(ALL_KINDS)["About this report"]
    assert isinstance(facts, Facts)
    assert {name: plain(text) for name, text in facts.rows} == {
        "File": "proposals/barista.yaml",
        "SHA-256 of the file": sha256(b"title: Barista Skills").hexdigest(),
        "Stage": "submission",
        "Day of the check": "23 November 2026",
        "NZQA": "NZQA 2026, in force from 19 January 2026; by the day of the check",
        "Checked with": "mcred-check 0.1.0",
    }


def test_a_file_that_could_not_be_read_has_only_what_was_found_and_what_it_rests_on() -> None:
    broken = result(
        finding(SYNTAX), complete=False, editions=(), title="broken.yaml", file="a/broken.yaml", document=2,
        stage_reason="the proposal gives no status",
    )  # fmt: skip
    parts = told(broken)
    assert list(parts) == ["a/broken.yaml, document 2", "Fix before submission", "About this report"]
    (item,) = parts["Fix before submission"]
    assert details(item)["Rule"] == "The file itself, must, reading/syntax"
    assert details(item)["Source"] == "The format"
    (facts,) = parts["About this report"]
    assert isinstance(facts, Facts)
    assert plain(dict(facts.rows)["Stage"]) == "submission (the proposal gives no status)"


def test_among_several_each_proposal_has_anchors_of_its_own() -> None:
    one = result(title="One")
    headings = [block for block in board(one, report(one, several=True).run) if isinstance(block, Heading)]
    anchor = anchor_of(one.file, 1)
    assert (headings[0].level, headings[0].anchor) == (2, anchor)
    assert headings[1] == headings[1]._replace(level=3, anchor=f"{anchor}-scorecard")
    assert anchor != anchor_of(one.file, 2)


# --- The excerpt ------------------------------------------------------------------------------------------------------


def excerpt_of(outcome: str, *lines: str, place: Place = PLACE) -> Item:
    one = result(finding(FITS if outcome == "judge" else HOURS, outcome, excerpt=lines, place=place))  # type: ignore[arg-type]
    return next(block for block in board(one, report(one).run) if isinstance(block, Item))


def test_the_lines_of_the_file_are_shown_with_the_place_marked() -> None:
    item = excerpt_of("not met", "credits: 10", "hours: {total: 110}")
    assert item.excerpt == ((6, "credits: 10"), (7, "hours: {total: 110}"))
    assert item.columns == (8, 13)
    assert excerpt_of("not met", " ", "hours: 1").excerpt == ((7, "hours: 1"),)
    assert excerpt_of("not met").excerpt == ()
    assert excerpt_of("not met", "hours: 1", place=Place(7, 3, 9, 1)).columns == (3, 9)


@pytest.mark.parametrize("line", ["outcomes:", "summary: >-", "note: |", "a: "])
def test_a_question_shows_no_line_that_only_names_a_field(line: str) -> None:
    assert excerpt_of("judge", "level: 3", line).excerpt == ()


def test_a_question_shows_the_line_that_it_is_about_and_none_before() -> None:
    assert excerpt_of("judge", "title: A", "level: 3").excerpt == ((7, "level: 3"),)


def test_of_a_very_long_line_what_is_near_the_place_is_shown() -> None:
    long = "x" * 1000 + "HERE" + "y" * 1000
    item = excerpt_of("not met", "w" * 1000, long, place=Place(7, 1001, 7, 1005))
    (_, before), (_, shown) = item.excerpt
    start, end = item.columns or (0, 0)
    assert shown[start - 1 : end - 1] == "HERE"
    assert (shown[0], shown[-1], len(shown), len(before)) == ("…", "…", 402, 400)
    whole = excerpt_of("not met", long, place=Place(7, 1, 7, 2005))
    assert whole.columns == (1, 401)


# --- Pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "caption", "amounts", "text"),
    [
        (
            {"total": 50, "activities": [{"name": "Lessons", "hours": 40}, {"hours": 10}, {"name": "Left open"}]},
            "Learning hours by activity",
            (("Lessons", 40), ("An activity", 10)),
            "Together 50 hours; the largest part is “Lessons”, 40 hours (80%).",
        ),
        (
            {"total": 100, "directed": 30, "work_based": 60.5},
            "Learning hours by kind",
            (("Directed", 30), ("Work-based", 60.5)),
            "Together 90.5 hours, and the proposal’s total is 100; the largest part is “Work-based”, 60.5 hours (67%).",
        ),
    ],
)
def test_hours_are_pictured_by_activity_or_by_the_older_kinds(
    given: Json, caption: str, amounts: tuple[tuple[str, float], ...], text: str
) -> None:
    assert list(hours({"hours": given})) == [Bars(caption, "hours", amounts, text)]


@pytest.mark.parametrize("given", [{}, {"hours": {"total": 10}}, {"hours": {"activities": [{"hours": -3}]}}])
def test_where_no_hours_are_given_there_is_no_picture(given: Json) -> None:
    assert list(hours(given)) == []


OUTCOMES = [{"id": "LO1", "outcome": "Plan"}, {"id": "LO2"}, {"outcome": "without an id"}]


def test_a_matrix_shows_what_each_outcome_rests_on_and_words_say_it_too() -> None:
    assessments = [{"id": "A1", "title": "Quiz", "outcomes": ["LO1", "LO2"]}, {"id": "A2"}, {"title": "no id"}]
    evidence = [{"id": "E1", "organisation": "Cafés", "kind": "letter", "outcomes": ["LO1"]}]
    given = {"learning_outcomes": OUTCOMES, "assessments": assessments, "need": {"evidence": evidence}}
    assessed, every, key, needed, lacking, _ = coverage(given)
    assert isinstance(assessed, Table)
    assert assessed.matrix
    assert assessed.head == ("Learning outcome", "A1", "A2")
    assert rows(assessed) == [["LO1 Plan", "yes", "no"], ["LO2 ", "yes", "no"]]
    assert marks(assessed.rows[0]) == [None, "ok", "none"]
    assert isinstance(every, Paragraph)
    assert plain(every.text) == "The proposal names an assessment for every outcome."
    assert isinstance(key, Facts)
    assert [(name, plain(text)) for name, text in key.rows] == [("A1", "Quiz (LO1 and LO2)"), ("A2", "not described")]
    assert isinstance(needed, Table)
    assert isinstance(lacking, Paragraph)
    assert (lacking.kind, plain(lacking.text)) == ("note", "The proposal names no evidence of need for LO2.")


def test_where_there_is_nothing_to_rest_on_the_words_say_so() -> None:
    assessed, needed = coverage({"learning_outcomes": OUTCOMES})
    assert isinstance(assessed, Paragraph)
    assert plain(assessed.text) == "The proposal names no assessment for LO1 or LO2."
    assert isinstance(needed, Paragraph)
    assert list(coverage({"learning_outcomes": [{"outcome": "without an id"}]})) == []


def test_more_than_a_page_has_room_for_is_told_and_not_laid_out() -> None:
    many = [{"id": f"A{number}", "outcomes": ["LO1"]} for number in range(13)]
    note, key, _ = coverage({"learning_outcomes": OUTCOMES, "assessments": many})
    assert isinstance(note, Paragraph)
    assert isinstance(key, Facts)
    assert plain(key.rows[12][1]) == "not described (LO1)"


# --- The proposal in short, and judgements ----------------------------------------------------------------------------


def test_what_a_board_asks_first_is_given_and_what_is_missing_is_said() -> None:
    (facts, *_) = told(result(data={"level": 3, "application": {"type": "change", "date": "2026-11-02"}}))[
        "The proposal in short"
    ]
    assert isinstance(facts, Facts)
    given = {name: plain(text) for name, text in facts.rows}
    assert (given["Level"], given["Application"]) == ("3", "to change what is listed, dated 2 November 2026")
    assert {given[facts.rows[at][0]] for at in facts.missing} == {"not given"}
    assert len(facts.missing) == 6


REVIEWED = {"date": "2025-08-29", "need_confirmed": True}


@pytest.mark.parametrize(
    ("data", "told_of_it"),
    [
        (
            {
                "listing": {"number": "4104-1", "listed_on": "2023-03-15", "status": "current"},
                "review": {"period_years": 2, "history": [REVIEWED, {"date": "2026-08-20", "need_confirmed": False}]},
            },
            ["4104-1, 15 March 2023, current", "2 years", "by the review of 29 August 2025"],
        ),
        (
            {"listing": {"listed_on": "2026-03-15"}, "review": {"period_years": 1}},
            ["15 March 2026", "1 year", "when it was listed, on 15 March 2026"],
        ),
        ({"title": "Bare"}, ["not given", "not given", "not given"]),
    ],
)
def test_of_what_is_listed_a_board_is_told_when_the_need_was_last_shown(data: Json, told_of_it: list[str]) -> None:
    names = ("Listing", "Review period", "Need last shown")
    (facts, *_) = told(result(stage="listed", data=data))["The proposal in short"]
    assert isinstance(facts, Facts)
    assert [plain(text) for name, text in facts.rows if name in names] == told_of_it
    (facts, *_) = told(result(data=data))["The proposal in short"]
    assert isinstance(facts, Facts)
    assert not any(name in names for name, _ in facts.rows)


def test_judgements_are_shown_as_they_are_recorded_and_what_does_not_count_is_no_verdict() -> None:
    data = {
        "judgements": [
            {"rule": "fits", "verdict": "met", "by": "Aroha", "on": "2026-11-09", "note": "Read twice."},
            {"rule": "nzqa/fits", "verdict": "not-met", "by": "Hine"},
            {"rule": "nzqa/gone", "on": "2026-11-09"},
            {"note": "Who said so?"},
        ]
    }
    (table,) = told(result(data=data))["Judged already"]
    assert rows(table) == [
        ["The fact fits", "Met", "Aroha, 9 November 2026: Read twice."],
        ["The fact fits", "Not met, but does not count", "Hine"],
        ["nzqa/gone", "No verdict", "9 November 2026"],
        ["A judgement that names no rule", "No verdict", "Who said so?"],
    ]
    assert isinstance(table, Table)
    assert [row[1].mark for row in table.rows] == ["ok", "none", "none", "none"]


# --- Scorecard and sources --------------------------------------------------------------------------------------------


def test_a_scorecard_has_a_row_for_each_criterion_and_for_the_file() -> None:
    unread = finding(SYNTAX)
    (table,) = told(result(unread, finding(), finding(FITS, "judge"), passed=(rule("a"),)))["Criterion by criterion"]
    assert rows(table) == [["The file itself", "", "1 to fix"], ["Level", "", "1 of 2 met, 1 to judge"]]
    assert isinstance(table, Table)
    assert [row[1].mark for row in table.rows] == ["must", "must"]


def test_a_criterion_that_nothing_was_checked_of_says_why() -> None:
    (table,) = told(result(not_applicable=(rule("a"),)))["Criterion by criterion"]
    assert isinstance(table, Table)
    assert rows(table) == [["Level", "Not applicable", ""]]
    (left_out,) = told(result())["Criterion by criterion"]
    assert rows(left_out) == [["Level", "Left out", ""]]


def test_sources_are_listed_by_page_the_surest_first() -> None:
    here = "https://a.example/"
    alike = [
        rule(name, basis="guidance", source=Source(f"NZQA, Criteria for approval: criterion {name}", url=here))
        for name in ("4, entry", "5, moderation")
    ]
    short = [
        rule(name, basis="guidance", source=Source(f"NZQA, {name[0]}", url="https://b.example/"))
        for name in ("x", "y", "y2")
    ]
    bare = [rule(name, basis="house", source=Source(f"Own advice on {name}")) for name in "ab"]
    plainly = rule("r", source=Source("Rules", read="2026-11-23"))
    one = result(finding(SYNTAX), finding(plainly), passed=(*alike, *short, *bare))
    (table,) = told(one)["Where the rules come from"]
    assert isinstance(table, Table)
    assert table.caption == "Sources, read on 23 November 2026, and how sure it is that they ask for it"
    assert rows(table) == [
        ["Rules", "read in the rules' text", "1"],
        ["NZQA, y", "read in published guidance", "3"],
        ["NZQA, Criteria for approval", "read in published guidance", "2"],
        [
            "No page of the web: mcred-check explain names the source of each of these checks",
            "the institution's own rule",
            "2",
        ],
    ]


def test_a_second_hand_account_does_not_lend_its_name_to_the_page_that_it_is_about() -> None:
    told_of = [
        rule(
            name,
            basis="secondary",
            source=Source(f"A project's account; until then NZQA's criterion {name}", url="https://nzqa.example/"),
        )
        for name in ("3 of approval, staff", "4 of approval, entry")
    ]
    (table,) = told(result(passed=tuple(told_of)))["Where the rules come from"]
    assert isinstance(table, Table)
    assert rows(table) == [["A project's account; until then NZQA's criterion", "from a second-hand source", "2"]]


def test_without_a_rule_there_are_no_sources() -> None:
    assert "Where the rules come from" not in told(result())
    (table,) = told(result(passed=(rule("a"),)))["Where the rules come from"]
    assert isinstance(table, Table)
    assert table.caption == "Sources, and how sure it is that they ask for it"


# --- Several proposals ------------------------------------------------------------------------------------------------


def row(file: str, *, ready: bool = True, **found: int) -> Row:
    standing = Standing("submission", ready, True, Tally(**found), ("NZQA 2026",), ("A note.",))
    return Row(file, 1, f"Title of {file}", standing)


def test_a_portfolio_counts_and_leads_to_each_proposal() -> None:
    run = report().run
    made = list(portfolio(Summary(run, (row("a.yaml"), row("b.yaml", ready=False, must=2, judge=1)))))
    banner = made[1]
    assert isinstance(banner, Banner)
    assert (banner.mark, plain(banner.text)) == ("must", "1 of 2 is not ready.")
    table = made[-1]
    assert isinstance(table, Table)
    assert rows(table) == [
        ["Title of a.yaml a.yaml", "Ready", "nothing"],
        ["Title of b.yaml b.yaml", "Not ready", "2 must be fixed, 1 to judge"],
    ]
    assert [one[0].text[0].href for one in table.rows] == [f"#{anchor_of(name, 1)}" for name in ("a.yaml", "b.yaml")]
    assert [plain(block.text) for block in made if isinstance(block, Paragraph)] == [
        "2 proposals: 1 ready, 1 not ready. Checked against NZQA 2026, as of 23\xa0November\xa02026.",
        "A note.",
    ]


def test_a_portfolio_of_proposals_that_are_ready_says_what_that_means() -> None:
    rows_ = (row("a.yaml"), row("b.yaml")._replace(document=2))
    made = list(portfolio(Summary(report().run, rows_)))
    assert isinstance(made[1], Banner)
    assert plain(made[1].text) == "Nothing that must be fixed was found in any of them."
    assert rows(made[-1])[1][0].endswith("b.yaml, document 2")
    two = (row("a.yaml", ready=False), row("b.yaml", ready=False))
    (_, banner, *_) = portfolio(Summary(report().run, two))
    assert isinstance(banner, Banner)
    assert plain(banner.text) == "2 of 2 are not ready."


def test_editions_are_named_in_the_order_of_the_rule_sets_whichever_proposal_comes_first() -> None:
    run = report().run
    (rules,) = run.rule_sets
    later = rules.framework.editions[-1]._replace(id="2027", title="NZQA 2027")
    framework = rules.framework._replace(editions=(*rules.framework.editions, later))
    run = run._replace(rule_sets=(rules._replace(framework=framework),))
    first = row("a.yaml")
    first = first._replace(standing=first.standing._replace(editions=("NZQA 2027",)))
    (_, _, lead, *_) = portfolio(Summary(run, (first, row("b.yaml"))))
    assert isinstance(lead, Paragraph)
    assert "Checked against NZQA 2026, NZQA 2027, as of" in plain(lead.text)


def test_what_is_listed_is_in_order_or_not_and_never_ready() -> None:
    def at(stage: Stage, one: Row) -> Row:
        return one._replace(standing=one.standing._replace(stage=stage))

    fine, late = at("listed", row("a.yaml")), at("listed", row("b.yaml", ready=False, must=1))
    wrong, unread = row("c.yaml", ready=False, must=1), at("listed", row("d.yaml", ready=False, must=1))
    unread = unread._replace(standing=unread.standing._replace(complete=False))
    draft, half = at("draft", row("e.yaml")), at("draft", row("f.yaml"))
    (_, banner, lead, *_, table) = portfolio(Summary(report().run, (fine, late, wrong, unread, draft, half)))
    assert isinstance(banner, Banner)
    assert plain(banner.text) == "3 of 6 are not ready or not in order."
    assert isinstance(lead, Paragraph)
    assert plain(lead.text).startswith("6 proposals: 1 in order, 2 not ready, 1 not in order, 2 drafts. ")
    assert [one[1] for one in rows(table)] == ["In order", "Not in order", "Not ready", "Not ready", "Draft", "Draft"]
    (_, banner, *_) = portfolio(Summary(report().run, (fine, late)))
    assert isinstance(banner, Banner)
    assert plain(banner.text) == "1 of 2 is not in order."


def test_a_portfolio_in_which_nothing_could_be_read_was_checked_against_no_rules() -> None:
    unread = row("a.yaml", ready=False)
    unread = unread._replace(standing=unread.standing._replace(complete=False, editions=(), notes=()))
    (_, _, lead, *_) = portfolio(Summary(report().run, (unread, unread._replace(file="b.yaml"))))
    assert isinstance(lead, Paragraph)
    assert plain(lead.text) == ("2 proposals: 2 not ready. Checked against no rules, as of 23\xa0November\xa02026.")


def test_the_end_says_what_was_passed_over_how_waivers_fared_and_what_a_pass_is() -> None:
    other = WAIVER._replace(pointer="/credits")
    configuration = Configuration("mcred-check.yaml", ((WAIVER, "used"), (other, "expired")), (Note("Look.", PLACE),))
    made = list(ending(Summary(report().run, (row("a.yaml"),), (("x.yaml", "a list"),), configuration)))
    texts = [plain(block.text) for block in made if isinstance(block, Paragraph | Heading)]
    assert texts == [
        "Passed over",
        "Configuration",
        "Configured by mcred-check.yaml, with 2 waivers.",
        "Look. (mcred-check.yaml:7:8)",
        "What this report means",
        "A pass means that a machine found no problem. It is not approval by NZQA.",
    ]
    passed_over, waivers = (rows(block) for block in made if isinstance(block, Table))
    assert passed_over == [["x.yaml", "a list"]]
    why = "Until 30 June 2026, approved by Mere: The board meets in May."
    assert waivers == [
        ["nzqa/level in proposals/*", "Used", why],
        ["nzqa/level in proposals/* at /credits", "Expired", why],
    ]


def test_the_end_of_a_report_without_more_to_say_is_short() -> None:
    unread = row("a.yaml", ready=False)
    unread = unread._replace(standing=unread.standing._replace(complete=False))
    assert list(ending(Summary(report().run, (unread,)))) == []
    made = list(ending(Summary(report().run, (row("a.yaml"),), (), Configuration("mcred-check.yaml"))))
    assert next(plain(block.text) for block in made if isinstance(block, Paragraph)).endswith("with no waivers.")


# --- Every example ----------------------------------------------------------------------------------------------------


def test_nothing_that_was_found_is_left_out() -> None:
    found = check(load_proposals(ROOT / "examples"), load_rules(), as_of=date(2026, 11, 23))
    run = found.run._replace(several=True)
    anchors = []
    for one in found.results:
        blocks = list(board(one, run))
        items = [block for block in blocks if isinstance(block, Item)]
        assert [plain(item.text) for item in items] == [each.message for each in one.findings]
        anchors += [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(anchors) == len(set(anchors))
