# ruff: noqa: E501 -- a message stands on one line
"""A configuration read: every setting, what is wrong with it and where, and what it may never lead to."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from mcred_check import load_proposals
from mcred_check.choosing import Settings
from mcred_check.config import read_settings
from mcred_check.model import CouldNotCheckError
from mcred_check.rules import bundle
from mcred_check.waiving import Waiver
from mcred_check.whereabouts import configuration_above, shown

if TYPE_CHECKING:
    from mcred_check.model import Json

SHAPE = bundle()["config"]
links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege, and there are no named pipes")

WAIVER = """\
waivers:
  - rule: nzqa/hours-match-credits
    path: proposals/a.yaml
    reason: >
      The letter comes
      in February.
    approver: Mere Example, academic board
    granted: 2026-11-01
    expires: 2027-02-28
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a repository of its own."""
    repository = tmp_path / "repository"
    (repository / "proposals").mkdir(parents=True)
    (repository / ".git").mkdir()
    monkeypatch.chdir(repository)
    return repository


def settings(text: str | bytes, *, found: bool = True) -> Settings:
    Path("mcred-check.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings("mcred-check.yaml", SHAPE, ["nz-tec", "nzqa"], found=found)


def wrong(text: str | bytes) -> list[str]:
    """Give the lines of what is said of a configuration that cannot be used."""
    with pytest.raises(CouldNotCheckError) as caught:
        settings(text)
    return str(caught.value).splitlines()


def notes(text: str) -> list[tuple[int, str]]:
    """Give what is said of its waivers, none of which can be used."""
    made = settings(text)
    assert made.waivers == ()
    return [(note.place.line, note.message.removeprefix("This waiver does not apply. ")) for note in made.notes]


# --- What it says -----------------------------------------------------------------------------------------------------


def test_every_setting_is_read_with_its_line(here: Path) -> None:
    (here / "house").mkdir()
    made = settings(
        "rules: [nz-tec, house]\n"
        "include: [proposals/**]\n"
        "exclude:\n"
        "  -\n"
        "  - archive/**\n"
        "stages:\n"
        "  - {path: drafts/**, stage: draft}\n"
        "edition: 2026\n"
        "fail_on: should\n"
        "judgements: gate\n"
        "reports: ['json:out/report.txt', report.json]\n" + WAIVER
    )
    assert made.places.keys() == {
        *("rules/0", "rules/1", "include/0", "exclude/0", "stages/0"),
        *("editions", "fail_on", "judgements", "reports/0", "reports/1"),
    }
    assert made.origin("exclude/0") == "mcred-check.yaml:5", "a blank item counts for nothing"
    assert made.waivers[0].place.line == 13
    assert made._replace(places={}, waivers=()) == Settings(
        file="mcred-check.yaml",
        folder=str(here),
        rules=("nz-tec", "house"),
        include=("proposals/**",),
        exclude=("archive/**",),
        stages=(("drafts/**", "draft"),),
        editions=("2026",),
        fail_on="should",
        judgements="gate",
        reports=(("json", "out/report.txt"), ("json", "report.json")),
    )
    assert made.waivers[0]._replace(place=made.waivers[0].place) == Waiver(
        rule="nzqa/hours-match-credits",
        path="proposals/a.yaml",
        pointer="",
        reason="The letter comes in February.",
        approver="Mere Example, academic board",
        granted=date(2026, 11, 1),
        expires=date(2027, 2, 28),
        place=made.waivers[0].place,
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "rules:\nwaivers: []\n", "x-owner: us\n"])
def test_what_sets_nothing_leaves_the_defaults(here: Path, text: str) -> None:
    assert settings(text) == Settings(file="mcred-check.yaml", folder=str(here))


def test_what_is_asked_for_on_the_command_line_goes_before_what_is_set() -> None:
    made = settings("rules: [nz-tec]\nfail_on: should\nedition: 2025\n")
    over = made.below(
        {"rules": ["nzqa"], "fail_on": None, "editions": ["2022", "2026"], "stage": "draft", "reports": []}
    )
    assert (over.rules, over.editions, over.fail_on, over.stage) == (("nzqa",), ("2022", "2026"), "should", "draft")
    assert [over.origin(name) for name in ("rules/0", "editions", "stage", "fail_on", "judgements")] == [
        *["command line"] * 3,
        "mcred-check.yaml:2",
        "default",
    ]


def test_paths_are_seen_from_where_the_command_runs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "house").mkdir()
    (here / "mcred-check.yaml").write_text("rules: [house]\nreports: [report.json]\n")
    monkeypatch.chdir(here / "proposals")
    made = read_settings(str(here / "mcred-check.yaml"), SHAPE, ["nzqa"], found=True)
    assert (made.file, made.rules, made.reports) == (
        "../mcred-check.yaml",
        ("../house",),
        (("json", "../report.json"),),
    )

    def fail(_: object) -> str:
        raise ValueError("another drive")

    monkeypatch.setattr(os.path, "relpath", fail)
    assert shown("C/a.yaml") == "C/a.yaml"


def test_the_shape_is_sound_and_every_field_in_it_is_explained() -> None:
    Draft202012Validator.check_schema(SHAPE)

    def look(shape: Json, name: str) -> None:
        assert "title" in shape, name
        assert "description" in shape or shape["type"] == "object", name
        for inner, part in shape.get("properties", {}).items():
            look(part, f"{name}/{inner}")
            assert inner in {"rules", "include", "exclude", "stages", "reports", "waivers"} or part["examples"]
        if "items" in shape:
            look(shape["items"], f"{name}/*")

    look(SHAPE, "")


# --- What is wrong with it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fial_on: must\n", "1:1: A configuration has no field “fial_on”, so what it holds was not read. Did you mean “fail_on”?"),
        ("fail_on: musst\n", "1:10: “musst” is not one of the choices for what has to be met: must or should. Did you mean “must”?"),
        ("fail_on: advice\n", "1:10: “advice” is not one of the choices for what has to be met: must or should. Write one of these."),
        ("rules: nz-tec\n", "1:8: Rule sets should be a list, but this is “nz-tec”. Write it as a list: on the next line a hyphen, a space and the first item."),
        ("rules:\n  - nz-tek\n", "2:5: There is no rule set and no folder “nz-tek”. Did you mean nz-tec?"),
        ("rules: [house]\n", "1:9: There is no rule set and no folder “house”. The rule sets are: nz-tec, nzqa."),
        ("judgements: gate\njudgements: list\n", "2:1: “judgements” is given twice, on line 1 and on line 2; only the first was read."),
        ("stages:\n  - path: drafts/**\n", "2:5: It does not say “stage”. Add “stage”."),
        ("stages:\n  - {path: drafts/**, stage: drafft}\n", "2:30: “drafft” is not one of the choices for stage: draft, submission or listed. Did you mean “draft”?"),
        ("stages:\n  - {path: ../drafts, stage: draft}\n", "2:12: “../drafts” is no pattern of paths below the folder of the configuration. Write it from the folder of the configuration on, and without leaving that folder."),
        ("include: ['drafts\\**']\n", "1:11: “drafts\\**” is no pattern of paths below the folder of the configuration. Write it with forward slashes."),
        ("exclude: [/tmp/**]\n", "1:11: “/tmp/**” is no pattern of paths below the folder of the configuration. Write it from the folder of the configuration on, and without leaving that folder."),
        ("reports: [report.doc]\n", "1:11: The ending of “report.doc” does not say what form the report is to have; end it in .html or .docx, or write FORM:report.doc, "),
        ("reports: ['json:proposals/a.yaml']\n", "1:11: “proposals/a.yaml” is called as proposals are, and might replace one. Rename the report."),
        ("- rules\n", "1:1: This is a list, not a configuration. One configuration is one file, or one document between lines of three hyphens."),
        ("rules\n", "1:1: This is a lone text, not a configuration. Write each field as a name, a colon, a space and the value."),
        ("rules: [nzqa]\n---\nrules: [nzqa]\n", "3:1: A second configuration begins here, and there is only one."),
        ("waivers: soon\n", "1:10: Waivers should be a list, but this is “soon”. Write it as a list: on the next line a hyphen, a space and the first item."),
        ("rules: [nzqa\n", "1:8: The list or group that opens on line 1 is not closed, or lacks a comma between two of its parts. Close it with ] or }, part its items with commas, and quote a text that holds a comma or a bracket."),
        (b"edition: \xff\n", "1:10: The text is not UTF-8 from line 1 on (byte 0xff), so its letters cannot be told."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_the_next_step(text: str | bytes, said: str) -> None:
    (line,) = wrong(text)
    assert line.startswith(f"mcred-check.yaml:{said}")
    assert line.endswith(said) or "FORM" in said  # the forms are named after it


def test_every_fault_is_told_at_once() -> None:
    assert [line.split(": ")[0] for line in wrong("fial_on: must\nrules: [zz]\nexclude: [/a]\nreports: [b]\n")] == [
        "mcred-check.yaml:1:1",
        "mcred-check.yaml:2:9",
        "mcred-check.yaml:3:11",
        "mcred-check.yaml:4:11",
    ]


def test_a_configuration_of_another_name_is_not_passed_over_in_silence(here: Path) -> None:
    (here / "mcred-check.yml").write_text("fail_on: should\n")
    found = configuration_above("proposals")
    with pytest.raises(
        CouldNotCheckError, match=r"^mcred-check\.yml: is not read, because .* mcred-check\.yaml\. Rename it\.$"
    ):
        read_settings(found, SHAPE, ["nzqa"], found=True)
    assert read_settings("mcred-check.yml", SHAPE, ["nzqa"], found=False).fail_on == "should", "named, it is meant"


# --- Waivers ----------------------------------------------------------------------------------------------------------


def changed(old: str, new: str) -> str:
    assert old in WAIVER
    return WAIVER.replace(old, new)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed("    approver: Mere Example, academic board\n", ""), (2, "It does not say “approver”. Add “approver”.")),
        (changed("    granted: 2026-11-01\n    expires: 2027-02-28\n", ""), (2, "It does not say “granted” and “expires”. Add “granted” and “expires”.")),
        (changed("expires", "expire"), (9, "This item has no field “expire”, so what it holds was not read. Did you mean “expires”?")),
        (changed("2027-02-28", "2027-02-30"), (9, "“2027-02-30” is not a day of the calendar, written year-month-day. Write the date as in 2026-11-23.")),
        (changed("2027-02-28", "2026-10-31"), (9, "It expires before it is granted. Correct the dates.")),
        (changed("2027-02-28", ""), (2, "It does not say “expires”. Add “expires”.")),
        (changed("proposals/a.yaml", "../a.yaml"), (3, "“../a.yaml” is no pattern of paths below the folder of the configuration. Write it from the folder of the configuration on, and without leaving that folder.")),
        (WAIVER + "    pointer: hours\n", (10, "“hours” does not lead to a value of a proposal. Write it as the JSON report does, as in /need/evidence/0.")),
        (WAIVER + "    reason: Another.\n", (10, "“reason” is given twice, on line 4 and on line 10; only the first was read.")),
        ("waivers:\n  - all of them\n", (2, "Waiver should be a group of fields, but this is “all of them”. Write its parts as fields of their own: rule, path, pointer …")),
    ],
)  # fmt: skip
def test_a_waiver_that_is_not_whole_does_not_apply_and_is_said(text: str, said: tuple[int, str]) -> None:
    assert notes(text) == [said]


def test_one_bad_waiver_leaves_the_others_in_force() -> None:
    made = settings(changed("expires", "expire") + WAIVER.replace("waivers:\n", "") + "    pointer: /hours/\n")
    assert [(one.pointer, one.place.line) for one in made.waivers] == [("/hours", 10)]
    assert len(made.notes) == 1


# --- Where it is looked for -------------------------------------------------------------------------------------------


def test_the_nearest_configuration_above_a_path_is_found_and_none_beyond_the_repository(here: Path) -> None:
    (here.parent / "mcred-check.yaml").write_text("")
    (here / "proposals" / "arts").mkdir()
    assert configuration_above("proposals/arts/a.yaml") == ""
    (here / "mcred-check.yaml").write_text("")
    assert configuration_above("proposals/arts/a.yaml") == str(here / "mcred-check.yaml")
    assert configuration_above("proposals/arts") == str(here / "mcred-check.yaml")
    (here / "proposals" / "mcred-check.yaml").write_text("")
    assert configuration_above("proposals/arts") == str(here / "proposals" / "mcred-check.yaml")
    assert configuration_above(".") == str(here / "mcred-check.yaml")


def test_without_a_repository_the_search_ends_at_the_root(here: Path) -> None:
    (here / ".git").rmdir()
    assert configuration_above("/") == ""
    (here.parent / "mcred-check.yaml").write_text("")
    assert configuration_above("proposals") == str(here.parent / "mcred-check.yaml")


def test_a_folder_is_looked_into_once(here: Path) -> None:
    (here / "mcred-check.yaml").write_text("")
    known: dict[str, str] = {}
    for _ in range(2):
        assert configuration_above("proposals", known) == str(here / "mcred-check.yaml")
    assert known == dict.fromkeys([str(here), str(here / "proposals")], str(here / "mcred-check.yaml"))
    known[str(here)] = "kept"
    assert configuration_above(".", known) == "kept"


# --- What is hostile --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x-a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(f"x-{n}: &b{n} [{','.join(['*a'] * 9)}]\n" for n in range(3)), None),
        ("include: &a [*a]\n", "Pattern should be text, but this is a list."),
        ("stages: &a\n  - path: b\n    stage: draft\n  - *a\n", "Stage of a folder should be a group of fields, but this is a list."),
        ("include: " + "[" * 3000 + "]" * 3000, "Values stand inside each other more than 40 deep."),
        ("include: [" + "a," * 100_001 + "]", "There are more than 5,000 values here"),
        ("# " + "a" * 2_000_001, "The file is larger than 2 MB."),
        ("fail_on: must\x00\n", "which a text file cannot hold"),
        ("fail_on: !!python/object:os.system must\n", "which YAML reads as the name of a type"),
        ("edition: 2026\nedition: 2018\n", "“edition” is given twice"),
        ('rules: ["a\\0b"]\n', "is not a path."),
        ('rules: ["a\\n::stop-commands::b"]\n', "no folder “a ::stop-commands::b”"),
        ('include: ["a\\e[2Jb\\\\"]\n', "is no pattern of paths below the folder of the configuration."),
    ],
)  # fmt: skip
def test_a_hostile_configuration_is_refused_in_words(text: str, said: str | None) -> None:
    if said is None:
        assert settings(text).include == ()
    else:
        (*_, line) = wrong(text)
        assert line.startswith("mcred-check.yaml:")
        assert said in line


@links
def test_a_configuration_that_is_a_link_out_of_its_folder_is_refused_where_it_was_found(here: Path) -> None:
    outside = here.parent / "outside.yaml"
    outside.write_text("fail_on: should\n")
    (here / "mcred-check.yaml").symlink_to(outside)
    with pytest.raises(CouldNotCheckError, match="is a link that leads out of the folder"):
        read_settings("mcred-check.yaml", SHAPE, ["nzqa"], found=True)
    assert read_settings("mcred-check.yaml", SHAPE, ["nzqa"], found=False).fail_on == "should", "named, it is meant"


@links
def test_a_configuration_that_is_a_pipe_or_leads_nowhere_is_refused(here: Path) -> None:
    os.mkfifo(here / "mcred-check.yaml")
    with pytest.raises(CouldNotCheckError, match="is a pipe or a device"):
        read_settings(configuration_above("proposals"), SHAPE, ["nzqa"], found=True)
    (here / "mcred-check.yaml").unlink()
    (here / "mcred-check.yaml").symlink_to("nowhere")
    with pytest.raises(CouldNotCheckError, match="cannot be opened: No such file"):
        read_settings(configuration_above("proposals"), SHAPE, ["nzqa"], found=True)


@links
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: [../house]\n", "“../house” lies outside the folder of the configuration. Choose one inside it."),
        ("rules: [/]\n", "“/” lies outside"),
        ("rules: [link]\n", "“link” lies outside"),
        ("rules: [own]\n", "“own/secret.yaml” lies outside"),
        ("reports: [../report.json]\n", "“../report.json” lies outside"),
        ("reports: ['json:/etc/passwd']\n", "“/etc/passwd” lies outside"),
        ("reports: [link/report.json]\n", "“link/report.json” lies outside"),
        ("reports: [away.json]\n", "“away.json” lies outside"),
        ("reports: ['text:.git/hooks/pre-commit']\n", "“.git/hooks/pre-commit” lies where git keeps its own files."),
        ("reports: [sub/.GIT/a.json]\n", "“sub/.GIT/a.json” lies where git keeps its own files."),
        ('reports: ["a\\0b.json"]\n', "is not a path."),
    ],
)
def test_nothing_that_it_names_leaves_its_folder(here: Path, text: str, said: str) -> None:
    (here.parent / "house").mkdir()
    (here.parent / "secret.yaml").write_text("id: secret\n")
    (here / "link").symlink_to(here.parent / "house")
    (here / "away.json").symlink_to(here.parent / "report.json")
    (here / "own").mkdir()
    (here / "own" / "secret.yaml").symlink_to(here.parent / "secret.yaml")
    (line,) = wrong(text)
    assert said in line


def test_a_configuration_is_not_taken_for_a_proposal() -> None:
    settings("fail_on: must\n")
    Path("proposals/a.yaml").write_text("title: A\n")
    assert [one.file for one in load_proposals(".")] == ["proposals/a.yaml"]
