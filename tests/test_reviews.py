"""The command `reviews`: its table, its spreadsheet, its JSON and its calendar, and what it exits with."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import vobject  # type: ignore[import-untyped]
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker

import mcred_check
from mcred_check.commands import reviews
from mcred_check.rules import bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from mcred_check.model import Json

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((Path(mcred_check.__file__).parent / "reporting" / "reviews.schema.json").read_text("utf-8"))
BUNDLE = bundle()
FORMATS = ("text", "csv", "json", "ics")
LATE = """\
title: "Kōhanga Kai, a first course; with commas\\\\ and more"
status: listed
listing: {number: 101-1, listed_on: 2024-05-27, status: current}
need: {evidence: [{id: E3, organisation: "Ngā Toki\\n=o te Hau", date: 2025-04-14}]}
review: {period_years: 1, history: [{date: 2025-05-19, need_confirmed: true, evidence: [E3], decision: continue}]}
"""
CLOSE = "title: Soon\nstatus: listed\nlisting: {number: 102-1, listed_on: 2026-01-10}\nreview: {period_years: 1}\n"
IN_TIME = "title: =1+1\nstatus: listed\nlisting: {number: 103-1, listed_on: 2026-10-10}\nreview: {period_years: 3}\n"
UNSURE = "title: '@Nobody'\nstatus: listed\nlisting: {number: 104-1}\n"
ENDING = "title: Going\nstatus: listed\nlisting: {number: 105-1, status: expiring, listed_on: 2023-02-10}\n"
DRAFT = "title: -phobia\nstatus: draft\n"
BROKEN = "title: [a\n"
ALL = {
    "close.yaml": CLOSE,
    "draft.yaml": DRAFT,
    "ending.yaml": ENDING,
    "in-time.yaml": IN_TIME,
    "late.yaml": LATE,
    "unsure.yaml": UNSURE,
}


@pytest.fixture(autouse=True)
def _rules_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "bundle", lambda: BUNDLE)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., str]:
    def fill(**texts: str) -> str:
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path)

    return fill


@pytest.mark.parametrize(
    ("texts", "args", "code"),
    [
        ((IN_TIME, ENDING, DRAFT), (), 0),
        ((CLOSE, IN_TIME), (), 0),
        ((CLOSE, IN_TIME), ("--within", "90d"), 0),
        ((IN_TIME,), ("--within", "90d"), 0),
        ((LATE, IN_TIME), (), 1),
        ((LATE, IN_TIME), ("--within", "1d"), 1),
        ((LATE, UNSURE), (), 1),
        ((LATE, BROKEN), (), 1),
        ((IN_TIME, UNSURE), (), 2),
        ((IN_TIME, UNSURE), ("--within", "1d"), 2),
        ((IN_TIME, BROKEN), (), 2),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_it_exits_1_when_one_is_overdue_and_2_when_one_cannot_be_told(
    run: Callable[..., Run],
    folder: Callable[..., str],
    texts: tuple[str, ...],
    args: tuple[str, ...],
    code: int,
    form: str,
) -> None:
    where = folder(**{f"{number}.yaml": text for number, text in enumerate(texts)})
    result = run("reviews", where, *args, "--format", form)
    assert result.code == code
    assert ("It cannot be told when" in result.err) == (code == 2)


def test_the_table_is_by_urgency_and_says_what_last_showed_the_need(
    run: Callable[..., Run], folder: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(**ALL)
    monkeypatch.chdir(where)
    result = run("reviews", ".")
    assert result.code == 1
    assert result.out == TABLE


TABLE = """\
Reviews of micro-credentials, as of 23 November 2026
                                       listed   period  last review     next due

Overdue
  ✘ Kōhanga Kai, a first course…  27 May 2024   1 year  19 May 2025  19 May 2026
      6 months overdue. The need was last shown by the review of 19 May 2025,
      with E3 (Ngā Toki =o te Hau, 14 April 2025).
      late.yaml

Cannot tell
  ? @Nobody                                 unsure.yaml
      No review period is given. Write under review.period_years how many years
      may pass between reviews, usually 1 to 3. The date of listing is not
      given, so nobody can tell when the first review is due. Write under
      listing.listed_on the day on which NZQA listed the micro-credential.

Due within 90 days
  ~ Soon                          10 Jan 2026   1 year               10 Jan 2027
      6 weeks left. The need was last shown when it was listed on 10 January
      2026.
      close.yaml

In time
  ✔ =1+1                          10 Oct 2026  3 years               10 Oct 2029

Ending
  – Going                         10 Feb 2023
      The listing is expiring.

Not listed yet
  – -phobia                                 draft.yaml

6 micro-credentials: 1 overdue, 1 unclear, 1 due within 90 days, 1 in time, 1
ending, 1 not listed yet.

Once a review is done, add it under review.history in its file: date,
need_confirmed, evidence and decision.

When a review is due is reckoned by nzqa/need-proved-in-time (our reading of
related rules): mcred-check explain nzqa/need-proved-in-time
"""


def test_what_has_no_title_goes_by_its_file_and_once(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "proposal.yaml").write_text("status: draft\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    result = run("reviews", ".")
    assert "\nNot listed yet\n  – drafts/proposal.yaml\n" in result.out


def test_within_leaves_out_what_is_not_due_and_says_how_many(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    where = folder(**ALL)
    result = run("reviews", where, "--within", "8w")
    assert "Due within 8 weeks" in result.out
    assert "3 more are not; without --within all are shown." in " ".join(result.out.split())
    assert "=1+1" not in result.out
    assert "@Nobody" in result.out
    nothing = run("reviews", f"{where}/in-time.yaml", "--within", "1d")
    assert "Nothing is due within 1 day." in nothing.out
    assert "1 more is not;" in nothing.out


def test_a_narrow_terminal_drops_columns_and_keeps_the_day(
    run: Callable[..., Run], folder: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = folder(**ALL)
    for width in range(40, 101):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("reviews", where).out.splitlines()
        assert max(map(len, lines)) <= width
        assert any("19 May 2026" in line for line in lines)


def test_what_is_due_today_says_so(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    where = folder(**{"a.yaml": CLOSE})
    assert "Due today." in run("reviews", where, "--as-of", "2027-01-10", dated=False).out


def test_a_second_document_is_named_by_its_number(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    where = folder(**{"a.yaml": f"{IN_TIME}---\n{LATE}"})
    assert "a.yaml(2)" in "".join(run("reviews", where).out.split())  # a long path is broken anywhere


def test_files_that_were_passed_over_are_said_in_every_form(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    where = folder(**{"a.yaml": IN_TIME, "other.yaml": "a: b\n", "names.txt": "-", "names.yaml.txt": "-"})
    for form in FORMATS:
        result = run("reviews", where, "--format", form)
        said = result.err if form in {"csv", "ics"} else result.out
        assert "it has none of a proposal's fields" in " ".join(said.split())
        whole = "".join(said.split())  # a long path is broken anywhere
        assert "other.yaml" in whole
        assert "names.yaml.txt" in whole
        assert result.code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nowhere.yaml",), "nowhere.yaml: cannot be read"),
        (("tests/golden",), "There is no proposal in tests/golden."),
        (("examples", "--within", "soon"), "write a number and d, w or m"),
        (("examples", "--output", "desk.xlsx"), "“desk.xlsx” does not say what form it is to have"),
        (("examples", "--format", "xlsx"), "xlsx"),
        (("examples", "--output", "nowhere/desk.csv"), "nowhere/desk.csv"),
    ],
)
def test_what_cannot_be_done_exits_2(run: Callable[..., Run], args: tuple[str, ...], said: str) -> None:
    result = run("reviews", *args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_folder_that_holds_no_proposal_says_why_each_file_is_none(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    result = run("reviews", folder(**{"a.yaml": "a: b\n"}))
    assert result.code == 2
    assert "a.yaml: it has none of a proposal's fields" in result.err


def test_a_file_is_written_in_the_form_that_its_ending_says(
    run: Callable[..., Run], folder: Callable[..., str], tmp_path: Path
) -> None:
    where = folder(**ALL)
    for ending, start in (
        ("txt", "Reviews of"),
        ("csv", "\ufeffState,"),
        ("json", "{"),
        ("ICS", "BEGIN:VCALENDAR\r\n"),
    ):
        out = tmp_path / f"desk.{ending}"
        result = run("reviews", where, "--output", str(out))
        assert (result.code, result.out) == (1, "")
        assert f"desk.{ending}: 6 micro-credentials: 1 overdue, 1 unclear, 1 due" in result.err
        assert out.read_bytes().decode("utf-8").startswith(start)
    forced = tmp_path / "desk"
    run("reviews", where, "--output", str(forced), "--format", "json")
    assert json.loads(forced.read_text("utf-8"))["summary"]["overdue"] == 1


# --- The configuration ------------------------------------------------------------------------------------------------

TWO_YEARS = "title: Two\nstatus: listed\nlisting: {listed_on: 2025-11-01}\nreview: {period_years: 2}\n"


def house(folder: Path) -> None:
    """Write a rule set by which a review is due a year after the listing, whatever the period."""
    sample = (ROOT / "rules" / "nzqa" / "sample.yaml").read_text("utf-8")
    write(folder / "sample.yaml", sample)
    edition = {"id": "1", "title": "House 1", "start": "2024-01-01", "instruments": ["A decision (invented)"]}
    framework = {
        "id": "house",
        "title": "House rules (invented)",
        "authority": "house",
        "sample_date": "2026-11-23",
        "criteria": [{"id": "need", "title": "Need"}],
        "editions": [edition],
        "reviews": {"due": "need-is-shown-yearly", "soon": "the-year-is-not-over-soon"},
    }
    write(folder / "framework.yaml", json.dumps(framework))
    for name, most in (("need-is-shown-yearly", 365), ("the-year-is-not-over-soon", 335)):
        rule = {
            "id": name,
            "title": "The need is shown every year",
            "criterion": "need",
            "severity": "must",
            "stage": "listed",
            "editions": ["1"],
            "basis": "house",
            "source": {"title": "A decision (invented)"},
            "why": "It was decided.",
            "fix": "Review it.",
            "expect": {"days": {"start": "listing/listed_on", "end": "today", "is": {"maximum": most}}},
            "message": "{value} days.",
        }
        write(folder / f"{name}.yaml", json.dumps(rule))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def listed(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Json]:
    """Write a micro-credential that is reviewed every two years, and give what the desk in its folder says."""
    del run  # it goes to the root of the project, and must have done so before
    monkeypatch.chdir(tmp_path)
    write(Path("proposals/two.yaml"), TWO_YEARS)

    def states(run: Callable[..., Run], *args: str) -> Json:
        result = run("reviews", "proposals", *args, "--format", "json")
        assert result.err == "" or "cannot be told" in result.err
        return json.loads(result.out)

    return states


@pytest.mark.parametrize(
    ("configuration", "args"),
    [("rules: [house]", ()), ("", ("--rules", "house")), ("fail_on: should", ("--rules", "house", "--no-config"))],
)
def test_a_rule_set_of_ones_own_may_make_a_review_due_sooner(
    run: Callable[..., Run], listed: Callable[..., Json], configuration: str, args: tuple[str, ...]
) -> None:
    assert listed(run)["micro_credentials"][0]["next_due"] == "2027-11-01"
    house(Path("house"))
    write(Path("mcred-check.yaml"), configuration)
    found = listed(run, *args)
    (entry,) = found["micro_credentials"]
    assert (entry["state"], entry["next_due"]) == ("overdue", "2026-11-01")
    assert found["within"]["words"] == "90 days", "the longer of NZQA's and the house's 29"
    assert [one["rule"] for one in found["reckoned_by"]] == ["nzqa/need-proved-in-time", "house/need-is-shown-yearly"]
    checked = run("check", "proposals", *args, "--as-of", "2026-11-23", "--format", "json")
    assert json.loads(checked.out)["proposals"][0]["outcomes"]["house/need-is-shown-yearly"] == "not met"


def test_a_rule_set_that_began_after_the_application_makes_nothing_due(
    run: Callable[..., Run], listed: Callable[..., Json]
) -> None:
    house(Path("house"))
    write(Path("proposals/two.yaml"), f"{TWO_YEARS}application: {{date: 2023-05-01}}\n")
    (entry,) = listed(run, "--rules", "house")["micro_credentials"]
    assert (entry["state"], entry["next_due"]) == ("in time", "2027-11-01")


@pytest.mark.parametrize(
    ("listing", "reason"),
    [
        ("number: 101-1", "The file does not say enough to tell when."),
        ("listed_on: 9999-12-31", "The listing is dated 31 December 9999, which is in the future."),
    ],
)
def test_where_a_rule_set_of_ones_own_finds_no_day_it_cannot_be_told(
    run: Callable[..., Run], listed: Callable[..., Json], listing: str, reason: str
) -> None:
    house(Path("house"))
    text = TWO_YEARS.replace("listed_on: 2025-11-01", listing)
    history = "history: [{date: 2026-10-01, need_confirmed: true, evidence: [E1], decision: continue}]"
    write(Path("proposals/two.yaml"), text.replace("years: 2", f"years: 2, {history}"))
    (entry,) = listed(run, "--rules", "house")["micro_credentials"]
    assert entry["state"] == "cannot tell"
    assert entry["reasons"][0].startswith(reason)


def test_the_edition_is_the_configurations_unless_one_is_asked_for(
    run: Callable[..., Run], listed: Callable[..., Json]
) -> None:
    write(Path("mcred-check.yaml"), "edition: 2018\n")
    (entry,) = listed(run)["micro_credentials"]
    assert entry["state"] == "cannot tell"
    assert listed(run, "--edition", "2026")["micro_credentials"][0]["state"] == "in time"
    assert listed(run, "--no-config")["micro_credentials"][0]["state"] == "in time"


def test_the_configuration_says_which_files_are_on_the_desk_and_at_which_stage(
    run: Callable[..., Run], listed: Callable[..., Json]
) -> None:
    write(Path("proposals/listed/new.yaml"), "title: New\nstatus: draft\n")
    write(Path("proposals/old/late.yaml"), LATE)
    write(Path("site.yaml"), "stages: [{path: proposals/listed, stage: listed}]\nexclude: [proposals/old]\n")
    found = listed(run, "--config", "site.yaml")["micro_credentials"]
    assert [(one["title"], one["stage"], one["state"]) for one in found] == [
        ("New", "listed", "cannot tell"),
        ("Two", "listed", "in time"),
    ]
    without = listed(run)["micro_credentials"]
    assert [(one["stage"], one["state"]) for one in without] == [
        ("listed", "overdue"),
        ("listed", "in time"),
        ("draft", "not listed"),
    ]


def test_a_waiver_makes_no_review_less_late(run: Callable[..., Run], listed: Callable[..., Json]) -> None:
    waiver = {"rule": "nzqa/need-proved-in-time", "path": "proposals", "reason": "A", "approver": "B"}
    dates = {"granted": "2026-11-01", "expires": "2026-12-24"}
    write(Path("mcred-check.yaml"), json.dumps({"waivers": [waiver | dates]}))
    write(Path("proposals/two.yaml"), LATE)
    assert listed(run)["micro_credentials"][0]["state"] == "overdue"


def test_micro_credentials_of_two_configurations_are_not_on_one_desk(
    run: Callable[..., Run], listed: Callable[..., Json]
) -> None:
    del listed
    write(Path("mcred-check.yaml"), "fail_on: must\n")
    write(Path("proposals/a/mcred-check.yaml"), "fail_on: must\n")
    write(Path("proposals/a/late.yaml"), LATE)
    result = run("reviews", "proposals")
    assert (result.code, result.out) == (2, "")
    assert "a run has one configuration" in result.err


# --- The spreadsheet --------------------------------------------------------------------------------------------------


def test_the_spreadsheet_has_a_row_for_each_and_no_text_is_a_formula(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    text = run("reviews", folder(**ALL), "--format", "csv").out
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 1 + len(ALL)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["Title"][:7] for row in rows] == ["Kōhanga", "'@Nobod", "Soon", "'=1+1", "Going", "'-phobi"]
    assert rows[0]["Days left"] == "-188"
    assert rows[0]["Next due"] == "2026-05-19"
    assert rows[0]["Evidence"] == "E3 Ngā Toki =o te Hau 2025-04-14"
    assert rows[1]["Note"].startswith("No review period is given.")
    assert [row["Need last shown by"] for row in rows] == ["review", "", "listing", "listing", "listing", ""]
    for row in rows:
        assert not any(value.startswith(("=", "+", "@", "\t", "\r")) for value in row.values())
        assert not any(value.startswith("-") for name, value in row.items() if name != "Days left")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\\t=", "\\t", "\\r+", *"\uff1d\uff0b\uff0d\uff20", " ="])
def test_a_text_that_a_spreadsheet_would_calculate_is_text(
    run: Callable[..., Run], folder: Callable[..., str], start: str
) -> None:
    where = folder(**{"a.yaml": f'title: "{start}HYPERLINK(1)"\nlisting: {{number: "{start}2"}}\n'})
    (row,) = csv.DictReader(io.StringIO(run("reviews", where, "--format", "csv").out.removeprefix("\ufeff")))
    for name in ("Title", "Listing number"):
        assert row[name].startswith(("'", "\\x0d", "HYPERLINK", " 2")), row  # a tab is a space, and harmless


def test_standard_output_keeps_the_line_breaks_of_the_format(folder: Callable[..., str]) -> None:
    where = folder(**{"a.yaml": IN_TIME})
    for form in ("csv", "ics"):
        done = subprocess.run(
            [sys.executable, "-m", "mcred_check", "reviews", where, "--as-of", "2026-11-23", "--format", form],
            capture_output=True,
            check=True,
        )
        assert b"\r\n" in done.stdout
        assert b"\r\r" not in done.stdout
        assert done.stdout.count(b"\n") == done.stdout.count(b"\r\n")


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_the_json_has_the_shape_that_is_shipped(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker(["date"]))
    for where in ("examples", folder(**ALL, **{"broken.yaml": BROKEN})):
        whole = json.loads(run("reviews", where, "--format", "json").out)
        validator.validate(whole)
        states = [one["state"] for one in whole["micro_credentials"]]
        assert whole["summary"]["micro_credentials"] == len(states)
        assert all(
            whole["summary"][state.replace(" ", "_")] == states.count(state)
            for state in ("overdue", "cannot tell", "due", "in time", "ending", "not listed")
        )


def test_the_json_counts_what_within_left_out_and_escapes_what_cannot_be_seen(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    where = folder(**ALL, **{"hidden.yaml": 'title: "a\\u200bb"\nstatus: listed\n'})
    text = run("reviews", where, "--within", "3m", "--format", "json").out
    whole = json.loads(text)
    assert whole["within"] == {"until": "2027-02-23", "words": "3 months"}
    assert whole["summary"]["left_out"] == 3
    assert "a\\u200bb" in text


# --- The calendar -----------------------------------------------------------------------------------------------------


def calendar(text: str) -> dict[str, object]:
    """Read a calendar back: each event's title and day."""
    parsed = Calendar.from_ical(text)
    assert not parsed.errors
    return {str(one["summary"]): one.decoded("dtstart") for one in parsed.walk("VEVENT")}


def test_two_other_parsers_read_the_calendar_as_it_was_meant(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    text = run("reviews", folder(**ALL), "--format", "ics").out
    title = "Review due: Kōhanga Kai, a first course; with commas\\ and more"
    wanted = {title: date(2026, 5, 19), "Review due: Soon": date(2027, 1, 10), "Review due: =1+1": date(2029, 10, 10)}
    assert calendar(text) == wanted
    other = vobject.readOne(text)
    assert {one.summary.value: one.dtstart.value for one in other.vevent_list} == wanted
    first = next(one for one in other.vevent_list if one.summary.value == title)
    assert first.dtend.value == date(2026, 5, 20)
    assert "with E3 (Ngā Toki =o te Hau, 14 April 2025)" in first.description.value
    assert [one.trigger.value for one in first.valarm_list] == [-timedelta(days=60), -timedelta(days=14)]
    assert {one.action.value for one in first.valarm_list} == {"DISPLAY"}


def test_the_calendar_has_what_outlook_and_google_ask_for(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    text = run("reviews", folder(**ALL), "--format", "ics").out
    parsed = Calendar.from_ical(text)
    assert (parsed["version"], parsed["method"], parsed["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert str(parsed["prodid"]).startswith("-//mcred-check//")
    events = parsed.walk("VEVENT")
    assert len(events) == 3
    for event in events:
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["dtstamp"].to_ical() == b"20261123T000000Z"
        assert event["sequence"] == date(2026, 11, 23).toordinal()
        assert event["transp"] == "TRANSPARENT"
    assert len({str(event["uid"]) for event in events}) == 3
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)  # no character is cut in two
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_an_event_keeps_its_uid_when_its_day_its_title_and_its_file_change(
    run: Callable[..., Run], folder: Callable[..., str], tmp_path: Path
) -> None:
    def uids(where: str, *args: str) -> list[str]:
        return [str(one["uid"]) for one in Calendar.from_ical(run("reviews", where, *args).out).walk("VEVENT")]

    before = uids(folder(**{"a.yaml": LATE}), "--format", "ics")
    (tmp_path / "a.yaml").unlink()
    later = LATE.replace("Kōhanga", "Whare").replace("date: 2025-05-19", "date: 2026-05-19")
    assert uids(folder(**{"b.yaml": f"# moved down\n\n{later}"}), "--format", "ics") == before


def test_events_without_a_number_of_their_own_go_by_title_and_file_name_then_by_path(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    def uids(texts: dict[str, str]) -> dict[str, str]:
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        text = run("reviews", str(tmp_path), "--format", "ics").out
        found = {str(one["description"]): str(one["uid"]) for one in Calendar.from_ical(text).walk("VEVENT")}
        return {name: next(uid for told, uid in found.items() if name in told) for name in texts}

    bare = CLOSE.replace("number: 102-1, ", "")
    alone = uids({"x/a.yaml": bare})
    both = uids({"x/a.yaml": bare, "x/b.yaml": IN_TIME})
    assert both["x/a.yaml"] == alone["x/a.yaml"]
    twins = uids({"x/a.yaml": bare, "y/a.yaml": bare, "x/b.yaml": IN_TIME, "y/c.yaml": IN_TIME})
    assert len(set(twins.values())) == 4


def events(run: Callable[..., Run], texts: dict[str, str], where: Path, *args: str) -> dict[str, str]:
    """Give each event's UID by the file that it names."""
    for name, text in texts.items():
        (where / name).write_text(text, "utf-8")
    text = run("reviews", str(where), "--format", "ics", *args).out
    described = {str(one["description"]): str(one["uid"]) for one in Calendar.from_ical(text).walk("VEVENT")}
    return {name: uid for told, uid in described.items() for name in texts if f"{name}\n" in told}


def test_an_event_keeps_its_uid_when_a_change_gives_its_listing_a_new_version(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    assert events(run, {"a.yaml": CLOSE}, tmp_path) == events(
        run, {"a.yaml": CLOSE.replace("102-1", "102-2")}, tmp_path
    )


def test_an_event_keeps_its_uid_when_a_version_comes_to_lie_beside_it_whatever_is_shown(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    alone = events(run, {"a.yaml": CLOSE}, tmp_path)["a.yaml"]
    in_progress = CLOSE.replace("status: listed", "status: draft")
    assert events(run, {"a.yaml": CLOSE, "b.yaml": in_progress}, tmp_path) == {"a.yaml": alone}
    newer = CLOSE.replace("102-1, listed_on: 2026-01-10", "102-2, listed_on: 2026-11-01")
    both = {"a.yaml": CLOSE, "b.yaml": newer}
    told = events(run, both, tmp_path)
    assert told["a.yaml"] == alone != told["b.yaml"]
    assert events(run, both, tmp_path, "--within", "90d") == {"a.yaml": alone}


def test_how_a_review_is_recorded_is_said_where_one_presses(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    told = "Once a review is done, add it under review.history in its file"
    assert told in run("reviews", folder(**{"a.yaml": CLOSE})).out
    assert told not in run("reviews", folder(**{"a.yaml": IN_TIME})).out


def test_rows_that_look_alike_name_their_files(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    other = IN_TIME.replace("103-1", "104-1")
    out = run("reviews", folder(**{"a.yaml": IN_TIME, "b.yaml": other})).out
    assert ("a.yaml" in out, "b.yaml" in out) == (True, True)
    assert "a.yaml" not in run("reviews", folder(**{"a.yaml": IN_TIME, "b.yaml": other.replace("=1+1", "Else")})).out


def test_what_has_no_certain_day_is_not_in_the_calendar_and_is_said_beside_it(
    run: Callable[..., Run], folder: Callable[..., str]
) -> None:
    ahead = "title: Ahead\nlisting: {number: 9-1, listed_on: 2027-01-10}\nreview: {period_years: 1}\n"
    result = run("reviews", folder(**{"a.yaml": ahead, "b.yaml": UNSURE}), "--format", "ics")
    assert calendar(result.out) == {}
    assert "Not in the calendar: Ahead" in result.err
    assert "Not in the calendar: @Nobody" in result.err


def test_an_event_says_what_is_known_and_no_more(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    bare = "status: listed\nreview: {period_years: 1, history: [{date: 2024-05-19, decision: continue}]}\n"
    text = run("reviews", folder(**{"a.yaml": bare}), "--format", "ics").out
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == date(2025, 5, 19)
    assert "Listed" not in str(event["description"])
    assert "last shown" not in str(event["description"])


def test_a_title_cannot_write_into_the_calendar(run: Callable[..., Run], folder: Callable[..., str]) -> None:
    title = 'title: "x\\r\\nEND:VEVENT\\nATTACH:evil\\x07; \\u2028 \\\\n"\n'
    text = run("reviews", folder(**{"a.yaml": title + CLOSE.partition("\n")[2]}), "--format", "ics").out
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["summary"] == "Review due: x END:VEVENT ATTACH:evil\\x07; \\n"
    assert "attach" not in event


def test_every_form_gives_the_same_bytes_again(folder: Callable[..., str]) -> None:
    where = folder(**ALL)
    for form in FORMATS:
        runs = [
            subprocess.run(
                [sys.executable, "-m", "mcred_check", "reviews", where, "--as-of", "2026-11-23", "--format", form],
                capture_output=True,
                env=os.environ | {"PYTHONHASHSEED": seed},
                check=False,
            )
            for seed in ("1", "2")
        ]
        assert runs[0].stdout == runs[1].stdout
        assert runs[0].returncode == 1, runs[0].stderr


def test_icalendar_is_imported_only_where_a_calendar_is_written() -> None:
    code = (
        "import sys; from mcred_check.cli import main\n"
        "sys.argv = ['m', 'reviews', 'examples', '--format', sys.argv[1]]\n"
        "try: main()\nfinally: print('icalendar' in sys.modules, file=sys.stderr)"
    )
    for form in FORMATS:
        done = subprocess.run([sys.executable, "-c", code, form], capture_output=True, text=True, check=False)
        assert done.stderr.splitlines()[-1] == str(form == "ics")
