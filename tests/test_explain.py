"""What `mcred-check explain` says of a rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from mcred_check.model import Basis, Criterion, Edition, Example, Framework, Rule, Source
from mcred_check.reporting.explain import SURENESS, block, lay_out, scalar
from mcred_check.reporting.lines import cells, plain
from mcred_check.rule_files import plain as read_yaml
from mcred_check.rules import bundle, reading_rules, rule_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

BUNDLE = bundle()
NZQA = rule_set(BUNDLE["sets"]["nzqa"])
KNOWN: dict[str, tuple[Rule, Framework | None]] = {rule.key: (rule, NZQA.framework) for rule in NZQA.rules}
KNOWN |= {key: (rule, None) for key, rule in reading_rules(BUNDLE["reading"]).items()}

OURS = Framework(
    "ours",
    "Our rules",
    "house",
    (Edition("1", "Ours 1", date(2026, 1, 1), ("The handbook",), date(2026, 1, 1), date(2026, 1, 1)),),
    (Criterion("need", "Need"),),
)
RULE = Rule(
    key="ours/need-is-new",
    title="The need is new",
    criterion="need",
    severity="should",
    stage="submission",
    editions=("1",),
    basis="house",
    source=Source("The handbook"),
    why="Old needs fade.",
    fix="Prove {value} again by {due}.",
    expect={"required": ["need"]},
    message="{value} is old.",
)


def explained(rule: Rule, framework: Framework | None = OURS, *, width: int = 80) -> str:
    return plain(lay_out(rule, framework, width=width))


def test_a_rule_is_told_in_reading_order() -> None:
    examples = (
        Example("accepts", "a new need", {}),
        Example("rejects", "an old need", {"need": {"date": "2020-01-01"}}, messages=("2020 is old.",)),
        Example("rejects", "an older one", {"need": None}, ("1990 is old.", "It is.")),
        Example("ignores", "once listed", {"level": 4}, as_of="2027-02-01", stage="listed"),
    )
    source = Source("The handbook", "part 2", "https://example.org/handbook", "2026-11-23")
    assert explained(RULE._replace(examples=examples, source=source)) == (
        "The need is new\n"
        "ours/need-is-new\n"
        "\n"
        "  Asks       should: a proposal can be ready without this, and is better with it\n"
        "  Checked    from submission on; in a draft it is still to do\n"
        "  Editions   Ours 1\n"
        "  Criterion  Need\n"
        "\n"
        "Why\n"
        "  Old needs fade.\n"
        "\n"
        "How to meet it\n"
        "  Prove … again by ….\n"
        "\n"
        "Examples\n"
        "  Each is a change to the rule set's sample, an invented proposal that meets\n"
        "  every rule.\n"
        "\n"
        "  Met by\n"
        "    a new need\n"
        "      (the sample as it is)\n"
        "\n"
        "  Not met by\n"
        "    an old need\n"
        "      need:\n"
        "        date: 2020-01-01\n"
        "    reported: 2020 is old.\n"
        "\n"
        "    an older one\n"
        "      need: (left out)\n"
        "    reported: 1990 is old.\n"
        "    reported: It is.\n"
        "\n"
        "  Left alone\n"
        "    once listed (at stage listed, on 1 February 2027)\n"
        "\n"
        "Where it comes from\n"
        "  The handbook, part 2\n"
        "  https://example.org/handbook\n"
        "  Read on 23 November 2026.\n"
        "\n"
        "  house: This is the institution's own rule; no other body is said to ask for\n"
        "  it.\n"
        "  What would settle it: Nothing further: it is for the institution to say.\n"
        "  In mcred-check since version 0.1.0.\n"
    )


def test_a_rule_that_cannot_be_waived_says_so() -> None:
    for key, (rule, framework) in KNOWN.items():
        assert ("  Waivers    none; this has to be met\n" in explained(rule, framework)) is not rule.waivable, key


def test_a_question_comes_with_the_way_to_answer_it() -> None:
    text = explained(*KNOWN["nzqa/outcomes-fit-the-level"])
    assert "  Checked    at every stage\n" in text
    assert "  Judged by  a person; while nobody has, it stays open, and holds nothing up\n" in text
    assert "descriptors of level … and of the levels beside\n  it. Is … the best fit?\n" in text
    assert "    reported: Read the outcomes against the descriptors of level 4" in text
    answer = text[text.index("    judgements:") : text.index("  The verdict is")]
    (judgement,) = read_yaml(answer, "answer")["judgements"]
    assert list(judgement) == ["rule", "verdict", "by", "on", "note"]
    assert judgement["rule"] == "nzqa/outcomes-fit-the-level"
    assert judgement["on"] == "2026-11-23"


def test_a_question_about_what_is_listed_waits_for_the_listing() -> None:
    question = RULE._replace(expect=None, message="", judge="Is it new?", stage="listed")
    assert "  Checked    from the listing on; before that it does not apply\n" in explained(question)


def test_a_rule_about_reading_needs_no_framework() -> None:
    text = explained(*KNOWN["reading/syntax"])
    assert "  Criterion  none; it is about reading the file\n" in text
    assert "Editions" not in text
    assert "Examples" not in text
    assert text.endswith("Where it comes from\n  The proposal format, version 1\n")


@pytest.mark.parametrize("basis", get_args(Basis))
def test_each_basis_is_told_in_a_sentence(basis: Basis) -> None:
    text = explained(RULE._replace(basis=basis))
    assert f"{basis}: {SURENESS[basis]}" in " ".join(text.split())


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_only_an_address_is_wider_than_the_page(width: int) -> None:
    lines = [line for known in KNOWN.values() for line in explained(*known, width=width).splitlines()]
    assert [one for one in lines if cells(one) > min(max(width, 40), 100) and "://" not in one] == []


@pytest.mark.parametrize("key", KNOWN)
def test_no_placeholder_is_left(key: str) -> None:
    rule, framework = KNOWN[key]
    assert "{" not in explained(rule._replace(examples=()), framework)


def test_text_that_would_steer_a_terminal_is_shown_as_an_escape() -> None:
    assert "\\x1b[31m" in explained(RULE._replace(title="Red \x1b[31m"))


@pytest.mark.parametrize("rule", NZQA.rules, ids=lambda rule: rule.key)
def test_a_change_reads_back_as_it_was(rule: Rule) -> None:
    for example in rule.examples:
        if example.change:
            text = "\n".join(block(example.change)).replace("(left out)", "null")
            assert read_yaml(text, example.name) == example.change


def test_lists_stand_on_one_line_where_they_are_clear() -> None:
    change = {"a": ["x", 1], "b": [{"c": [["y", "z"], [{"d": None}]]}, "1, 2"], "e": [], "f": ["g, h"]}
    assert list(block(change)) == [
        "a: [x, 1]",
        "b:",
        "  - c:",
        "      - [y, z]",
        "      - - d: (left out)",
        "  - 1, 2",
        "e: []",
        "f:",
        "  - g, h",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", " a", "a ", "a: b", "a:", "a #b", "a\nb", "a\u200bb"),
        *("null", "True", "~", "000000", "1.5", "-1e3"),
        *("-", "- a", "? a", ": a", "#a", "[a", "{a", ", a", "'a", '"a', "*a", "&a", "!a", "|", ">", "%a", "@a", "`a"),
    ],
)
def test_text_that_yaml_would_read_otherwise_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
    assert read_yaml(f"a: {scalar(text)}", "sample") == {"a": text}


@pytest.mark.parametrize("text", ["2026-11-23", "000000-1", "a:b", "a#b", "-a", "LO1", "on", "Ōtautahi", "1:30"])
def test_text_that_yaml_reads_as_it_is_stands_bare(text: str) -> None:
    assert scalar(text) == text
    assert read_yaml(f"a: {text}", "sample") == {"a": text}


# --- House rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["house-rules/level-is-4-to-8", "level-is-4-to-8"])
def test_a_rule_of_the_configuration_is_explained(kauri: Callable[..., Run], name: str) -> None:
    result = kauri("explain", name)
    assert result.code == 0
    assert result.out.startswith("The level is between 4 and 8\nhouse-rules/level-is-4-to-8\n")
    assert "Level 9; this university awards micro-credentials at levels 4 to 8." in " ".join(result.out.split())


def test_a_rule_of_a_set_that_is_named_is_explained(kauri: Callable[..., Run]) -> None:
    assert kauri("explain", "level-is-4-to-8", "--no-config").code == 2
    assert kauri("explain", "level-is-4-to-8", "--no-config", "--rules", "house-rules").code == 0
    near = kauri("explain", "level-is-4-to-9")
    assert "There is no rule “level-is-4-to-9”. Did you mean level-is-4-to-8?" in near.err


def test_a_broken_configuration_keeps_no_rule_that_ships_from_being_explained(kauri: Callable[..., Run]) -> None:
    Path("mcred-check.yaml").write_text("rules: [nowhere]\n", "utf-8")
    assert kauri("explain", "credits-at-most-40").code == 0
    assert "There is no rule set and no folder “nowhere”." in kauri("explain", "level-is-4-to-8").err
