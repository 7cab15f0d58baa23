"""What holds of any bytes: they are read, checked and reported, the same each time, and nothing in them is obeyed."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jsonschema_rs
from texts import SHAPE, routes

from mcred_check.checking import Checker
from mcred_check.fixing import fixed
from mcred_check.loading import read
from mcred_check.nodes import Text, decode
from mcred_check.reporting import formats
from mcred_check.reporting.formats import Look, form
from mcred_check.rules import bundle, reading_rules, rule_set, rules_folder

if TYPE_CHECKING:
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Report

ROOT: Final = Path(__file__).resolve().parents[1]
SEEDS: Final = sorted([*ROOT.glob("examples/*/proposal.yaml"), ROOT / "rules" / "nzqa" / "sample.yaml"])
CASES: Final = sorted((ROOT / "fuzz" / "cases").glob("*"))
DAY: Final = date(2026, 11, 23)
FOLDER: Final = rules_folder() / "nzqa"

RAW: Final = bundle()
NZQA: Final = rule_set(RAW["sets"]["nzqa"])
CHECKER: Final = Checker([NZQA], DAY, shape=SHAPE, reading=reading_rules(RAW["reading"]))
_SCHEMA: Final = jsonschema_rs.Draft202012Validator(
    json.loads((ROOT / "src/mcred_check/reporting/report.schema.json").read_text("utf-8"))
)
HOSTILE: Final = {
    "markup": "[bold red]x[/] [/x] [link=https://example.org]y[/link] :smile: {title}",
    "html": "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; ]]>",
    "ansi": "\x1b[31mred\x1b[0m \x1b]8;;https://example.org\x1b\\x\x1b]8;;\x1b\\ \x9b2J \x07 \x08\x08",
    "bidi": "\u202egnirts\u202c \u2066a\u2069 \u200fb \u061cc",
    "hidden": "a\u200bb\u200cc\u200dd\u2060e\ufefff\xadg\u115fh\U000e0041",
    "lines": "a\nb\rc\r\nd\x0be\x0cf\x85g\u2028h\u2029i",
    "workflow": "::error file=a,line=1::x\n::set-output name=a::b\n  ::add-mask::c",
    "workflow-later": "word " * 12 + "::stop-commands::x " + "y" * 70 + "::error::z",
    "workflow-old": "##[error]x ##vso[task.setvariable variable=a]b ##teamcity[x] ##[add-path]/tmp",
    "formula": "=cmd|' /C calc'!A0",
    "formula-later": "+1-1@SUM(A1)\t=2+5",
    "template": "{value} {0} %s %(x)s ${HOME} $(touch /tmp/x) `touch /tmp/x` {{title}}",
    "path": "../../../../etc/passwd",
    "combining": "z" + "\u0300" * 200,
    "wide": "日本語" * 30 + "👩‍👩‍👧",
    "names": "__class__ constructor __proto__ toString",
}
"""Texts that somebody may put into a field, a name or a rule to be obeyed, or to be seen as something else."""
OBEYED: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f]"  # by a terminal
    r"|[\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"  # by what lays letters out
    r"|^\s*::[A-Za-z]|##[\w.-]*\[",  # by a machine that runs CI jobs
    re.MULTILINE,
)


def reported(data: bytes, *, checker: Checker = CHECKER) -> Report:
    """Read and check some bytes, as a file beside the sample's evidence."""
    return checker.report([checker.check(one) for one in read(data, "any.yaml", SHAPE, folder=FOLDER)])


def render(report: Report) -> str:
    """Write a report as JSON."""
    return formats.render(report, form("json", Look()))


def kept_on(data: bytes) -> None:
    """Hold every promise on some bytes."""
    report = reported(data)
    document = render(report)
    reads(report, data)
    shows_nothing_to_obey(report, document)
    assert document == render(reported(data))


def reads(report: Report, data: bytes) -> None:
    """Hold that something is said of every document, in its place, and that what was not checked is never ready."""
    assert report.results
    assert [one.document for one in report.results] == sorted({one.document for one in report.results})
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for result in report.results:
        assert result.complete or (not result.ready and result.findings)
        assert result.ready == (
            not any(one.outcome == "not met" and one.rule.severity == "must" for one in result.findings)
        )
        for one in result.findings:
            assert one.message
            assert 1 <= one.place.line <= lines
            assert 1 <= one.place.column <= one.place.end_column


def shows_nothing_to_obey(report: Report, document: str) -> None:
    """Hold that a report in each form has its shape, and steers neither a terminal nor a machine."""
    _SCHEMA.validate(json.loads(document))
    assert not OBEYED.search(document)
    assert not OBEYED.search(formats.render(report, form("html", Look())))
    for width, symbols in ((60, True), (20, False)):
        assert not OBEYED.search(formats.render(report, form("text", Look("all", width, symbols))))


def both_parsers_agree(data: bytes) -> None:
    """Hold libyaml and PyYAML's own parser against each other on what both of them can read.

    They differ in what they refuse, in what belongs to a tag, and in a byte order mark past the beginning: libyaml
    passes over one that begins a line, which PyYAML takes for a letter.
    """
    fast, own = (read(data, "any.yaml", SHAPE, fast=way) for way in (True, False))
    text = decode(data)
    marked = b"!" in data or (isinstance(text, Text) and "\ufeff" in text.content)
    if not marked and not any(fault.rule == "reading/syntax" for one in (*fast, *own) for fault in one.faults):
        assert seen_in(fast) == seen_in(own)


def repaired_once(data: bytes) -> None:
    """Hold that repairs bring no fault, that a second run finds nothing more, and that else no byte is touched."""
    found = fixed(data, SHAPE)
    assert found.done or found.data == data
    assert fixed(found.data, SHAPE).data == found.data
    before, after = (
        Counter((one.document, fault.rule, fault.pointer) for one in read(text, "", SHAPE) for fault in one.faults)
        for text in (data, found.data)
    )
    whole = all(rule not in {"reading/syntax", "reading/too-deep"} for _, rule, _ in before)
    assert not whole or after <= before


def seen_in(proposals: list[Proposal]) -> list[Json]:
    """Give all that a reading found: the values, the faults and the places."""
    return [(one.data, one.faults, [one.place(route) for route in routes(one.data)]) for one in proposals]
