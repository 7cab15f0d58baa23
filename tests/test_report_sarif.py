"""SARIF: the published schema, what GitHub asks beyond it, and results that keep their identity."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft7Validator
from made import EVIL, FITS, FRESH, HOURS, LEVEL, RULES, SHORT, SYNTAX, finding, report, result, rule, written
from readers import values

from mcred_check import check, load_proposals, load_rules
from mcred_check.model import Place
from mcred_check.reporting.formats import Look, form, render
from mcred_check.reporting.safe import HIDDEN

if TYPE_CHECKING:
    from mcred_check.model import Json, Result

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT.parent / "shared" / "data" / "sarif-2.1.0.schema.json"
GOLDEN = ROOT / "tests" / "golden"


def log(*results: Result, **fields: object) -> Json:
    return json.loads(written("sarif", *results, **fields))["runs"][0]


@pytest.fixture(scope="module")
def examples() -> str:
    """Give the log of every example, and of a file that cannot be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        proposals = [*load_proposals("examples"), *load_proposals("README.md")]
        checked = check(proposals, load_rules(), as_of=date(2026, 11, 23))
    return render(checked, form("sarif", Look("all")))


def by_hand() -> list[str]:
    """Give logs of all that a log can hold."""
    all_kinds = result(
        finding(also=Place(2, 1, 2, 3)), finding(FRESH, fix=""), finding(SHORT), finding(FITS, "judge"),
        finding(LEVEL, "waived"), finding(SYNTAX, message=EVIL, fix=EVIL), file=EVIL, title=EVIL,
    )  # fmt: skip
    over = ((EVIL, EVIL),)
    return [
        written("sarif"),
        written("sarif", all_kinds, passed_over=over),
        written("sarif", all_kinds, look=Look("all")),
    ]


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schema of SARIF 2.1.0 is not beside the repository")
def test_every_log_fits_the_published_schema(examples: str) -> None:
    validator = Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
    for text in (examples, *by_hand(), *(path.read_text("utf-8") for path in GOLDEN.glob("*.sarif"))):
        assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))] == []


def test_github_finds_all_that_it_asks_of_a_log_and_of_a_rule(examples: str) -> None:
    whole = json.loads(examples)
    assert (whole["version"], whole["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (run,) = whole["runs"]
    driver = run["tool"]["driver"]
    assert set(driver) == {"name", "semanticVersion", "rules"}, "there is no address of the tool to give"
    assert driver["name"] == "mcred-check"
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", driver["semanticVersion"])
    ids = [one["id"] for one in driver["rules"]]
    assert len(set(ids)) == len(ids) <= 25_000
    for one in driver["rules"]:
        assert set(one) <= {
            "id",
            "shortDescription",
            "fullDescription",
            "help",
            "helpUri",
            "defaultConfiguration",
            "properties",
        }
        assert 0 < len(one["shortDescription"]["text"]) <= 1024
        assert 0 < len(one["fullDescription"]["text"]) <= 1024
        assert one["help"]["text"]
        assert one["help"]["markdown"]
        assert one["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert one["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert one["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
        assert 0 < len(one["properties"]["tags"]) <= 10
        assert urlsplit(one.get("helpUri", "https://none/")).scheme in {"http", "https"}
    assert "" not in values(whole)


def test_github_finds_all_that_it_asks_of_a_result(examples: str) -> None:
    (run,) = json.loads(examples)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] == rules[one["ruleIndex"]]["defaultConfiguration"]["level"]
        assert one["message"]["text"]
        (location,) = one["locations"]
        where = location["physicalLocation"]
        region = where["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert min(region.values()) >= 1
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
        uri = where["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not uri.startswith((".", "/"))
        assert "\\" not in uri
        assert where["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert list(one["partialFingerprints"]) == ["mcredCheck/v1"], "GitHub warns of a line hash other than its own"
    assert run["columnKind"] == "unicodeCodePoints"
    prints = [one["partialFingerprints"]["mcredCheck/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_every_rule_of_the_active_sets_and_of_reading_is_listed_found_or_not() -> None:
    listed = [one["id"] for one in log()["tool"]["driver"]["rules"]]
    assert listed == [one.key for one in (SYNTAX, *RULES)]


def test_the_checker_hands_the_rules_of_reading_on(examples: str) -> None:
    listed = {one["id"] for one in json.loads(examples)["runs"][0]["tool"]["driver"]["rules"]}
    assert {"reading/syntax", "reading/duplicate-key"} <= listed
    assert {one.key for one in load_rules()[0].rules} <= listed


def test_a_rule_says_why_how_to_meet_it_and_where_it_comes_from() -> None:
    _, hours, fresh, short, *_ = log()["tool"]["driver"]["rules"]
    assert hours["help"]["text"] == (
        "A credit is ten notional learning hours.\n\nHow to meet it: Change the hours to ….\n\n"
        "Where it comes from: Listing Rules 2022, rule 3 (read in the rules' text)."
    )
    assert hours["help"]["markdown"].endswith(
        "**Where it comes from:** [Listing Rules 2022, rule 3 (read in the rules' text)](https://rules.example/3)."
    )
    assert hours["helpUri"] == "https://rules.example/3"
    assert "helpUri" not in short, "it is no address of the web"
    assert "(javascript" not in short["help"]["markdown"]
    assert [one["properties"]["precision"] for one in (hours, fresh, short)] == ["very-high", "high", "low"]
    assert hours["properties"]["tags"] == ["nzqa", "level", "rule"]


def test_a_long_reason_is_cut_to_what_github_takes() -> None:
    run = report().run
    long = run.rule_sets[0]._replace(rules=(rule("long", why="x" * 1025), rule("just", why="x" * 1024)))
    first, second = log(rule_sets=(long,), reading=())["tool"]["driver"]["rules"]
    assert first["fullDescription"]["text"] == "x" * 1023 + "…"
    assert second["fullDescription"]["text"] == "x" * 1024


def test_what_is_not_met_is_a_result_and_nothing_else_is() -> None:
    results = log(
        result(
            finding(also=Place(2, 1, 2, 3)), finding(FRESH, fix=""), finding(SHORT),
            finding(FITS, "judge"), finding(LEVEL, "waived"), finding(HOURS, "to do"),
        )
    )["results"]  # fmt: skip
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("nzqa/hours", "error"),
        ("nzqa/fresh", "warning"),
        ("nzqa/short", "note"),
    ]
    assert [one["message"]["text"] for one in results[:2]] == [
        "The message of nzqa/hours. Change the hours to 100.",
        "The message of nzqa/fresh.",
    ]
    (also,) = results[0]["relatedLocations"]
    assert also["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3}
    assert not any("suppressions" in one for one in results)


def test_with_all_what_is_waived_is_there_and_suppressed_and_every_result_says_whether_it_is() -> None:
    unmet, waived = log(result(finding(), finding(LEVEL, "waived")), look=Look("all"))["results"]
    assert unmet["suppressions"] == []
    assert waived["suppressions"] == [
        {"kind": "external", "justification": "Waived: The message of nzqa/level."},
    ]


def test_files_that_were_passed_over_are_notifications() -> None:
    (invocation,) = log(passed_over=(("a b.yaml", "it is empty"),))["invocations"]
    assert invocation["executionSuccessful"] is True
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"] == {"text": "Passed over: it is empty."}
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.yaml"


def prints(*results: Result, **fields: object) -> list[str]:
    return [one["partialFingerprints"]["mcredCheck/v1"] for one in log(*results, **fields)["results"]]


def test_an_identity_is_of_rule_file_document_and_pointer_and_never_of_the_line() -> None:
    (one,) = prints(result(finding()))
    assert re.fullmatch(r"[0-9a-f]{32}", one)
    assert prints(result(finding(place=Place(99, 1, 99, 2), message="Other words."))) == [one]
    for other in (
        result(finding(FRESH)),
        result(finding(pointer="/credits")),
        result(finding(), file="other.yaml"),
        result(finding(), document=2),
    ):
        assert prints(other) != [one]


def test_findings_of_one_rule_at_one_pointer_are_told_apart() -> None:
    first, second, third = prints(result(finding(), finding(message="Another."), finding(message="A third.")))
    assert len({first, second, third}) == 3
    assert prints(result(finding(message="Whatever."))) == [first]


@pytest.mark.parametrize(
    ("file", "folder", "artifact"),
    [
        ("a/b c.yaml", "/r", {"uri": "a/b%20c.yaml", "uriBaseId": "%SRCROOT%"}),
        ("./x.yaml", "/r/sub", {"uri": "sub/x.yaml", "uriBaseId": "%SRCROOT%"}),
        ("../x.yaml", "/r/sub", {"uri": "x.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/r/sub/x.yaml", "/r", {"uri": "sub/x.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/elsewhere/x.yaml", "/r", {"uri": "file:///elsewhere/x.yaml"}),
        ("../x.yaml", "/r", {"uri": "../x.yaml", "uriBaseId": "%SRCROOT%"}),
        ("Ōtautahi:1%.yaml", "/r", {"uri": "%C5%8Ctautahi%3A1%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("\udc80.yaml", "/r", {"uri": "%ED%B2%80.yaml", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_a_file_is_named_from_the_root_of_the_repository(file: str, folder: str, artifact: Json) -> None:
    (one,) = log(result(finding(), file=file), root="/r", folder=folder)["results"]
    assert one["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


def test_nothing_in_a_message_is_a_link_or_stands_for_something_else() -> None:
    (one,) = log(result(finding(message="See [this](https://evil.example) {0}.", fix="")))["results"]
    assert one["message"]["text"] == "See [this] (https://evil.example) {{0}}."


def test_what_cannot_be_seen_is_escaped() -> None:
    for text in by_hand():
        assert re.search(f"[\x00-\x09\x0b-\x1f{HIDDEN}]", text) is None
