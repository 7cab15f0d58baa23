"""Markdown as it is rendered: the verdict first, every finding whole, and no way out for what a proposal brings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from made import EVIL, FITS, FRESH, HOURS, LEVEL, SHORT, SYNTAX, finding, report, result, rule, written
from readers import plain, rendered, tags

from mcred_check.model import Source, Summary
from mcred_check.reporting.escaping import as_code, in_markdown, linked
from mcred_check.reporting.formats import Look, form
from mcred_check.reporting.markdown import fitted
from mcred_check.reporting.verdict import row_of

if TYPE_CHECKING:
    from markdown_it.token import Token

    from mcred_check.model import Result

ALL_KINDS = result(
    finding(), finding(FRESH, fix=""), finding(SHORT), finding(FITS, "judge", message="Do the outcomes fit?"),
    finding(LEVEL, "waived"), finding(rule("later"), "to do"), passed=(rule("a"), rule("b")),
)  # fmt: skip


def told(*results: Result, **fields: object) -> str:
    return written("markdown", *results, **fields)


def test_one_proposal_is_told_from_the_verdict_to_what_a_pass_is() -> None:
    assert told(ALL_KINDS) == (
        """\
# Barista Skills for Cafés

**✘ Not ready for submission: 1 thing must be fixed, 1 should be better, 1 could be better, 1 is still to do, \
1 is waived, 1 is for a person to judge.**

`proposals/barista.yaml`

Checked at stage submission against NZQA 2026 (in force from 19 January 2026; by the day of the check), as of \
23 November 2026.

## Fix before submission

1. **The message of nzqa/hours.**\\
   `proposals/barista.yaml:7:8` · `nzqa/hours`\\
   A credit is ten notional learning hours.\\
   → Change the hours to 100.\\
   must · [Listing Rules 2022, rule 3 (read in the rules' text)](https://rules.example/3)

## Should be better

2. **The message of nzqa/fresh.**\\
   `proposals/barista.yaml:7:8` · `nzqa/fresh`\\
   A credit is ten notional learning hours.\\
   should · [Listing Rules 2022, rule 3 (read in published guidance)](https://rules.example/3)

3. **The message of nzqa/short.**\\
   `proposals/barista.yaml:7:8` · `nzqa/short`\\
   A credit is ten notional learning hours.\\
   → Change the hours to 100.\\
   advice · Own advice (not verified)

## To do

- **The message of nzqa/later.**\\
  `proposals/barista.yaml:7:8` · `nzqa/later`\\
  → Change the hours to 100.

## Waived

- **Waived: The message of nzqa/level.**\\
  `proposals/barista.yaml:7:8` · `nzqa/level`

## For a person to judge

- [ ] Do the outcomes fit?\\
  `proposals/barista.yaml:7:8` · `nzqa/fits`

Passed: 2 checks. Not applicable: none. Waived: 1.

A pass means that a machine found no problem. It is not approval by NZQA, and the judgements above remain yours.
"""
    )


def test_a_point_is_one_paragraph_with_a_line_for_each_part() -> None:
    tokens = rendered(told(ALL_KINDS))
    items = [plain(tokens[at + 2]).split("\n") for at, one in enumerate(tokens) if one.type == "list_item_open"]
    assert items[0] == [
        "The message of nzqa/hours.",
        "proposals/barista.yaml:7:8 · nzqa/hours",
        "A credit is ten notional learning hours.",
        "→ Change the hours to 100.",
        "must · Listing Rules 2022, rule 3 (read in the rules' text)",
    ]
    assert items[-1] == ["[ ] Do the outcomes fit?", "proposals/barista.yaml:7:8 · nzqa/fits"]
    assert [one.attrGet("start") for one in tokens if one.type == "ordered_list_open"] == [None, 2]


def test_of_several_a_table_comes_first_and_then_each_that_has_something_to_better() -> None:
    fine = result(finding(FITS, "judge"), file="proposals/fine.yaml", title="Fine")
    draft = result(finding(rule("later"), "to do"), file="proposals/draft.yaml", title="Draft", stage="draft")
    broken = result(
        finding(SYNTAX), complete=False, ready=False, file="b.yaml", title="b.yaml", document=2, editions=()
    )
    could = result(finding(SHORT), file="proposals/could.yaml", title="Could")
    text = told(ALL_KINDS, fine, draft, broken, could)
    tokens = rendered(text)
    assert plain(tokens[1]) == "5 proposals: 2 ready, 2 not ready, 1 draft"
    assert plain(tokens[4]) == "NZQA 2026 · 23\xa0November\xa02026"
    rows = [[plain(tokens[at + 1]) for at in range(*span) if tokens[at].type.endswith(("th_open", "td_open"))]
            for span in _rows(tokens)]  # fmt: skip
    assert rows == [
        ["", "proposal", "file", "must", "should", "advice", "to judge", "to do"],
        ["✘\xa0not\xa0ready", "Barista Skills for Cafés", "proposals/barista.yaml", "1", "1", "1", "1", "1"],
        ["✔\xa0ready", "Fine", "proposals/fine.yaml", "0", "0", "0", "1", "0"],
        ["…\xa0draft", "Draft", "proposals/draft.yaml", "0", "0", "0", "0", "1"],
        ["✘\xa0not\xa0ready", "(could not be read)", "b.yaml, document 2", "1", "0", "0", "0", "0"],
        ["✔\xa0ready", "Could", "proposals/could.yaml", "0", "0", "1", "0", "0"],
    ]
    headings = [plain(tokens[at + 1]) for at, one in enumerate(tokens) if one.tag == "h2" and one.nesting == 1]
    assert headings == ["Barista Skills for Cafés", "b.yaml, document 2", "Could"]


def _rows(tokens: list[Token]) -> list[tuple[int, int]]:
    types = [one.type for one in tokens]
    opens = [at for at, one in enumerate(types) if one == "tr_open"]
    return [(at, types.index("tr_close", at)) for at in opens]


def test_what_a_reader_needs_to_trust_the_verdict_is_said_once() -> None:
    one = result(skipped=2)
    assert "2 rules were left out by --only, --skip or --basis." in told(one)
    assert told(one, one._replace(file="b.yaml")).count("2 rules were left out by") == 1


def test_a_file_that_cannot_be_read_is_not_said_to_be_checked() -> None:
    broken = result(finding(SYNTAX), complete=False, ready=False, title="proposals/barista.yaml", editions=())
    text = told(broken)
    assert text.startswith("# `proposals/barista.yaml`\n\n**✘ Not ready: the file could not be read")
    assert "Checked at" not in text
    assert "Passed" not in text
    assert "A pass means" not in text


def test_a_listed_micro_credential_is_to_be_fixed_now() -> None:
    assert "\n## Fix now\n" in told(result(finding(), stage="listed"))


def test_files_that_were_passed_over_are_named() -> None:
    assert "\n## Passed over\n\n- `ci.yml`: it is empty\n" in told(result(), passed_over=(("ci.yml", "it is empty"),))


# --- What a proposal brings -------------------------------------------------------------------------------------------

OURS = {
    "heading", "inline", "text", "paragraph", "strong", "code_inline", "hardbreak", "ordered_list", "bullet_list",
    "list_item", "link", "table", "thead", "tbody", "tr", "th", "td", "softbreak",
}  # fmt: skip


@pytest.mark.parametrize(
    "evil",
    [
        EVIL, "# x", "- x", "1. x", "1) x", "+ x", "> x", "```", "~~~", "---", "===", "    x", "<!-- x", "[x]: y",
        "| x |", "`x`", "a`", "*x*", "_x_", "~~x~~", "![x](y)", "<b>x</b>", "&lt;", "\\", "x\\", "x #", "  ", "\t",
        "[ ]", "**",
    ],
)  # fmt: skip
def test_what_a_proposal_brings_is_shown_as_it_is_and_makes_nothing(evil: str) -> None:
    shown = "".join(evil.split())
    one = result(
        finding(message=f"{evil} in the message", fix=evil), finding(FRESH, message=f"In the message {evil}"),
        finding(FITS, "judge", message=evil), finding(LEVEL, "waived", message=evil), file=f"{evil}.yaml", title=evil,
    )  # fmt: skip
    for text in (told(one), told(one, one, passed_over=((evil, "it is empty"),))):
        assert tags(text) <= OURS
        links = [
            child.attrGet("href") for token in rendered(text) for child in token.children or () if child.tag == "a"
        ]
        assert {str(link) for link in links if link} <= {"https://rules.example/3"}
        seen = "".join("".join(plain(token) for token in rendered(text)).split()).replace("\u200b", "")
        if re.fullmatch(r"[ -~]*", evil):
            assert seen.count(shown) >= 4
    assert [plain(token) for token in rendered(told(one)) if token.type == "inline"][-1].startswith("A pass means")


def test_no_name_number_or_address_in_a_proposal_becomes_a_link_or_a_mention() -> None:
    assert in_markdown("@nzqa #12 https://a.nz www.a.nz a@b.nz") == (
        "@&#8203;nzqa \\#&#8203;12 https\\://a.nz www\\.a.nz a@&#8203;b.nz"
    )


def test_code_that_would_end_early_is_no_code() -> None:
    assert [as_code(one) for one in ("a.yaml", "a`b", "a|b", " a")] == ["`a.yaml`", "a\\`b", "a\\|b", "a"]


def test_links_lead_to_the_web_and_nowhere_else() -> None:
    assert linked("a]b", "https://x.nz/(1) 2") == "[a\\]b](https://x.nz/%281%29%202)"
    assert linked("a", "javascript:alert(1)") == linked("a", "") == "a"
    assert "javascript" not in told(result(finding(rule("x", source=Source("S", url="javascript:alert(1)")))))


# --- The job summary --------------------------------------------------------------------------------------------------


def parts(count: int) -> list[str]:
    """Give the texts that a report on so many proposals comes in."""
    results = [
        result(finding(HOURS, message=f"Fault {number}."), finding(FITS, "judge"), file=f"{number}.yaml")
        for number in range(count)
    ]
    one = form("markdown", Look())
    run = report().run._replace(several=True)
    rows = tuple(row_of(each, run) for each in results)
    return list(one.assemble(Summary(run, rows), (one.part(each, run) for each in results)))


def test_a_report_that_fits_is_whole() -> None:
    texts = parts(20)
    whole = "".join(texts)
    assert "".join(fitted(texts, len(whole.encode()) + 2000)) == whole


@pytest.mark.parametrize("room", [2000, 3000, 5000, 9000, 12_345])
def test_a_report_that_is_too_long_is_cut_between_findings_and_says_how_many_are_left_out(room: int) -> None:
    texts = parts(20)
    text = "".join(fitted(texts, room))
    assert len(text.encode()) <= room
    left = int(re.findall(r"\*\*Cut here\*\*: ([0-9]+) more points did not fit", text)[0])
    assert text.count("[ ]") + len(re.findall(r"^[0-9]+\. ", text, re.MULTILINE)) + left == 40
    assert text.endswith("remain yours.\n")
    before = text.partition("\n**Cut here**")[0]
    assert "".join(texts).startswith(before)
    assert "".join(texts)[len(before) - 1 :][:1] == "\n" or not before
    assert not "".join(texts)[len(before) :].startswith(" "), "no finding is cut in two"
