"""JUnit XML: read back by a library, held against the elements and attributes that Jenkins knows, and counted."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from made import EVIL, FITS, FRESH, HOURS, LEVEL, SHORT, SYNTAX, finding, result, rule, written

from mcred_check.model import Place

if TYPE_CHECKING:
    from junitparser import TestCase

    from mcred_check.model import Result

GOLDEN = Path(__file__).with_name("golden")
OFF = rule("off")
ALL_KINDS = result(
    finding(), finding(message="A second."), finding(FRESH, fix=""), finding(SHORT), finding(FITS, "judge"),
    finding(OFF, "waived"), finding(rule("later"), "to do"), passed=(LEVEL,), not_applicable=(rule("elsewhere"),),
)  # fmt: skip
UNREADABLE = result(finding(SYNTAX), complete=False, ready=False, file="broken.yaml", document=2)

ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "file", "line"},  # the last two are GitLab's, CircleCI's and pytest's
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}
REQUIRED = {
    "testsuite": {"name", "tests", "failures", "errors"},
    "property": {"name", "value"},
    "testcase": {"name"},
}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}


def suites(*results: Result, **fields: object) -> list[ET.Element]:
    return list(ET.fromstring(written("junit", *results, **fields)))  # noqa: S314 -- our own


def cases(*results: Result, **fields: object) -> dict[str, TestCase]:
    """Give what a library reads of the cases, by the rule's name."""
    read = JUnitXml.fromstring(written("junit", *results, **fields).encode())
    return {str(case.name).partition(" ")[0]: case for suite in read for case in suite}


def texts() -> list[str]:
    evil = result(finding(SYNTAX, message=EVIL, fix=EVIL), finding(rule("x", title=EVIL)), file=EVIL, title=EVIL)
    return [
        written("junit"),
        written("junit", ALL_KINDS, UNREADABLE, evil, passed_over=((EVIL, EVIL),)),
        *(path.read_text("utf-8") for path in GOLDEN.glob("*.xml")),
    ]


def test_every_element_and_attribute_is_one_that_jenkins_knows() -> None:
    for text in texts():
        for one in ET.fromstring(text).iter():  # noqa: S314 -- our own
            assert set(one.attrib) <= ATTRIBUTES[one.tag], one.tag
            assert set(one.attrib) >= REQUIRED.get(one.tag, set()), one.tag
            assert {child.tag for child in one} <= CHILDREN.get(one.tag, set()), one.tag
            assert not (list(one) and (one.text or "").strip()), "an element holds text or elements"


def test_the_counts_are_those_of_the_cases() -> None:
    for text in texts():
        root = ET.fromstring(text)  # noqa: S314 -- our own
        for one in (root, *root.iter("testsuite")):
            held = list(one.iter("testcase"))
            counts = {"tests": len(held)}
            counts |= {f"{kind}s": sum(case.find(kind) is not None for case in held) for kind in ("failure", "error")}
            if one.tag == "testsuite":
                counts["skipped"] = sum(case.find("skipped") is not None for case in held)
            assert {name: int(one.attrib[name]) for name in counts} == counts


def test_a_library_reads_every_rule_back_as_it_came_out() -> None:
    read = cases(ALL_KINDS)
    assert {name: [type(one) for one in case.result] for name, case in read.items()} == {
        "level": [],
        "hours": [Failure],
        "fresh": [],
        "short": [],
        "fits": [Skipped],
        "off": [Skipped],
        "later": [Skipped],
        "elsewhere": [Skipped],
    }
    assert read["level"].is_passed
    assert read["hours"].classname == "nzqa.level"
    assert read["hours"].name == "hours The fact hours"
    (failure,) = read["hours"].result
    assert (failure.type, failure.message) == ("must", "The message of nzqa/hours. (and 1 more)")
    assert failure.text.split("\n") == [
        "proposals/barista.yaml:7:8: The message of nzqa/hours.",
        "  Next step: Change the hours to 100.",
        "  must, nzqa/hours: Listing Rules 2022, rule 3 (read in the rules' text)",
        "proposals/barista.yaml:7:8: A second.",
        "  Next step: Change the hours to 100.",
        "  must, nzqa/hours: Listing Rules 2022, rule 3 (read in the rules' text)",
    ]
    assert read["fresh"].system_out.startswith("proposals/barista.yaml:7:8: The message of nzqa/fresh.\n  should, ")


def test_what_is_skipped_says_why() -> None:
    read = cases(ALL_KINDS)
    assert {name: one.result[0].message for name, one in read.items() if one.is_skipped} == {
        "fits": "For a person to judge: The message of nzqa/fits.",
        "off": "Waived: The message of nzqa/off.",
        "later": "To do: The message of nzqa/later.",
        "elsewhere": "Not applicable: the rule is not about this proposal.",
    }


def test_a_case_has_the_file_and_the_line_of_its_first_finding() -> None:
    (suite,) = suites(result(finding(), finding(place=Place(20, 1, 20, 2)), passed=(LEVEL,)))
    where = [(case.get("file"), case.get("line")) for case in suite.iter("testcase")]
    assert where == [("proposals/barista.yaml", None), ("proposals/barista.yaml", "7")]


def test_a_file_that_cannot_be_read_is_an_error() -> None:
    (suite,) = suites(UNREADABLE)
    assert suite.get("name") == "broken.yaml, document 2"
    (case,) = cases(UNREADABLE).values()
    assert [type(one) for one in case.result] == [Error]
    assert case.classname == "reading.reading"


@pytest.mark.parametrize(("fail_on", "failures"), [("must", ["hours"]), ("should", ["hours", "fresh"])])
def test_what_gates_fails(fail_on: str, failures: list[str]) -> None:
    read = cases(ALL_KINDS, fail_on=fail_on)
    assert [name for name, one in read.items() if one.is_failure] == failures


def test_a_question_that_gates_fails_and_is_not_skipped_as_well() -> None:
    read = cases(ALL_KINDS, judgements="gate")
    assert [name for name, one in read.items() if one.is_failure] == ["hours", "fits"]
    (failure,) = read["fits"].result
    assert (failure.type, failure.message) == ("must", "The message of nzqa/fits.")
    (suite,) = suites(ALL_KINDS, judgements="gate")
    assert (suite.get("failures"), suite.get("skipped")) == ("2", "3")
    early = result(finding(FITS._replace(stage="submission"), "judge"), stage="draft")
    assert [one.is_skipped for one in cases(early, judgements="gate").values()] == [True]


def test_a_suite_says_how_the_proposal_stands_and_what_it_was_checked_against() -> None:
    (suite,) = suites(ALL_KINDS)
    assert {one.get("name"): one.get("value") for one in suite.iter("property")} == {
        "verdict": "Not ready for submission: 2 things must be fixed, 1 should be better, 1 could be better, 1 is "
        "still to do, 1 is waived, 1 is for a person to judge.",
        "stage": "submission",
        "edition": "NZQA 2026",
        "as_of": "2026-11-23",
    }


def test_a_file_that_was_passed_over_is_skipped() -> None:
    _, over = suites(ALL_KINDS, passed_over=(("ci.yml", "it is empty"),))
    (case,) = over
    assert (case.get("name"), case[0].tag, case[0].get("message")) == ("ci.yml", "skipped", "Passed over: it is empty.")


def test_two_proposals_have_suites_of_their_own_so_that_no_case_stands_for_another() -> None:
    one, other = suites(result(finding()), result(finding(), file="proposals/b.yaml"))
    assert {one.get("name"), other.get("name")} == {"proposals/barista.yaml", "proposals/b.yaml"}


def test_what_xml_may_not_hold_is_shown_or_left_out() -> None:
    told = "\x00\x1b\ufffe\uffff\ud800]]><&\"'\n"
    case = cases(result(finding(HOURS, message=told)))["hours"]
    assert case.result[0].message == "\\x00\\x1b\\ud800]]><&\"' "
