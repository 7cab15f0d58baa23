"""GitLab's code quality: the fields that it asks for, and fingerprints that are each of one finding."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from made import EVIL, FITS, FRESH, LEVEL, SHORT, finding, result, written

if TYPE_CHECKING:
    from mcred_check.model import Json, Result


def entries(*results: Result, **fields: object) -> list[Json]:
    read: list[Json] = json.loads(written("gitlab", *results, **fields))
    return read


def test_an_entry_has_the_fields_that_gitlab_asks_for() -> None:
    (one,) = entries(result(finding()))
    assert one == {
        "description": "The message of nzqa/hours. Change the hours to 100.",
        "check_name": "nzqa/hours",
        "fingerprint": one["fingerprint"],
        "severity": "major",
        "location": {
            "path": "proposals/barista.yaml",
            "lines": {"begin": 7, "end": 7},
            "positions": {"begin": {"line": 7, "column": 8}, "end": {"line": 7, "column": 13}},
        },
    }
    assert re.fullmatch("[0-9a-f]{32}", one["fingerprint"])


def test_what_is_not_met_is_an_entry_and_nothing_else_is() -> None:
    told = result(finding(), finding(FRESH, fix=""), finding(SHORT), finding(FITS, "judge"), finding(LEVEL, "waived"))
    assert [(one["check_name"], one["severity"]) for one in entries(told)] == [
        ("nzqa/hours", "major"),
        ("nzqa/fresh", "minor"),
        ("nzqa/short", "info"),
    ]
    assert entries(told)[1]["description"] == "The message of nzqa/fresh."


def test_where_there_is_nothing_to_say_the_array_is_empty() -> None:
    assert written("gitlab") == written("gitlab", result()) == "[]\n"


def test_no_two_findings_have_the_same_fingerprint() -> None:
    twice = (finding(), finding(message="Another."))
    told = entries(result(*twice), result(*twice, document=2), result(*twice, file="b.yaml"))
    assert len({one["fingerprint"] for one in told}) == len(told) == 6


def test_a_path_is_from_the_root_and_without_a_dot_before_it() -> None:
    (one,) = entries(result(finding(), file="./a.yaml"), root="/r", folder="/r/sub")
    assert one["location"]["path"] == "sub/a.yaml"
    (one,) = entries(result(finding(), file="./a.yaml"))
    assert one["location"]["path"] == "a.yaml"


def test_the_array_has_no_byte_order_mark_and_nothing_that_cannot_be_seen() -> None:
    text = written("gitlab", result(finding(message=EVIL), file=EVIL))
    assert text.startswith("[\n")
    assert re.search("[\x00-\x09\x0b-\x1f\u200b\u202e\ud800-\udfff\ufeff]", text) is None
    (one,) = json.loads(text)
    assert one["description"].startswith("\\x3a:error\\x3a:boo \\x23#[add-mask]x %0A%25 <img src=x")
