"""Checks that a configuration governs, as a team meets them: which one holds, what it changes, and that all is said."""

from __future__ import annotations

import io
import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import normalize

import pytest

from mcred_check import console, rules
from mcred_check.compiling import compile_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from mcred_check.model import Json

ROOT = Path(__file__).resolve().parents[1]
NZQA = ROOT / "rules" / "nzqa"
SOUND = (NZQA / "sample.yaml").read_text("utf-8")
FAULTY = SOUND.replace("\ncredits: 10", "\ncredits: 11").replace("credits: 6,", "credits: 7,")
WAIVER = {
    "rule": "nzqa/hours-match-credits",
    "path": "proposals/faulty.yaml",
    "reason": "The new hours are agreed in February.",
    "approver": "Mere Example, academic board",
    "granted": "2026-11-01",
    "expires": "2027-02-28",
}
HOUSE = {
    "framework.yaml": {
        "id": "house",
        "title": "House rules (invented)",
        "authority": "house",
        "sample_date": "2026-11-23",
        "criteria": [{"id": "level", "title": "Level"}],
        "editions": [{"id": "1", "title": "House 1", "start": "2026-01-01", "instruments": ["A decision (invented)"]}],
    },
    "level-at-least-5.yaml": {
        "id": "level-at-least-5",
        "title": "The level is 5 or higher",
        "criterion": "level",
        "severity": "must",
        "stage": "submission",
        "editions": ["1"],
        "basis": "house",
        "source": {"title": "A decision (invented)"},
        "why": "It was decided.",
        "fix": "Raise the level.",
        "when": {"required": ["level"]},
        "expect": {"properties": {"level": {"minimum": 5}}},
        "message": "Level {value}; the house begins at 5.",
    },
}
"""A rule set of one's own, which the sample, at level 3, does not meet."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the rules as an installed package has them, which load faster than a checkout's."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "rules.json").write_text(compile_bundle(ROOT / "rules"), "utf-8")
    shutil.copytree(ROOT / "rules", folder / "rules")
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Run], package: Path) -> Path:
    """Work in a repository with a proposal that is sound and one with a single fault."""
    del run  # it goes to the root of the project, and must have done so before
    monkeypatch.setattr(rules, "_HERE", package)
    repository = tmp_path / "repository"
    for name in ("sound", "faulty"):
        write(repository / "proposals" / f"{name}.yaml", FAULTY if name == "faulty" else SOUND)
    shutil.copytree(NZQA / "evidence", repository / "proposals" / "evidence")
    (repository / ".git").mkdir()
    monkeypatch.chdir(repository)
    return repository


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def configure(*, at: str = "mcred-check.yaml", **fields: Json) -> None:
    """Write a configuration; JSON is YAML."""
    write(Path(at), json.dumps(fields, indent=1))


def house(folder: str = "house") -> None:
    for name, fields in HOUSE.items():
        write(Path(folder, name), json.dumps(fields))


def report(run: Callable[..., Run], *args: str, code: int) -> Json:
    result = run("check", *args, "--format", "json")
    assert (result.code, result.err) == (code, "")
    return json.loads(result.out)


def outcomes(found: Json, rule: str = "nzqa/hours-match-credits") -> dict[str, str]:
    return {Path(one["file"]).stem: one["outcomes"].get(rule, "") for one in found["proposals"]}


def standings(found: Json) -> list[str]:
    return [one["standing"] for one in found["configuration"]["waivers"]]


def notes(found: Json) -> list[str]:
    return [one["message"] for one in found["configuration"]["notes"]]


# --- Waivers ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_a_waiver_opens_the_gate_and_every_report_says_so(run: Callable[..., Run]) -> None:
    assert run("check", "proposals").code == 1
    configure(waivers=[WAIVER])
    found = report(run, "proposals", code=0)
    assert outcomes(found) == {"faulty": "waived", "sound": "met"}
    assert found["summary"]["waived"] == 1
    assert standings(found) == ["used"]
    (finding,) = (one for one in found["proposals"][0]["findings"] if one["outcome"] == "waived")
    assert finding["waiver"] == {name: WAIVER[name] for name in ("reason", "approver", "granted", "expires")}
    told = "Until 28 February 2027, approved by Mere Example, academic board: The new hours are agreed in February."
    for paths in (["proposals"], ["proposals/faulty.yaml"]):
        text = " ".join(run("check", *paths).out.split())
        assert text.startswith("Configured by mcred-check.yaml, with 1 waiver in force.")
        assert "Waived" in text
        assert told in text


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("day", "code", "standing"),
    [("2026-10-31", 1, "not yet"), ("2027-02-28", 0, "used"), ("2027-03-01", 1, "expired")],
)
def test_a_waiver_that_does_not_hold_on_the_day_closes_the_gate(
    run: Callable[..., Run], day: str, code: int, standing: str
) -> None:
    configure(waivers=[WAIVER])
    only = ("--only", "hours-match-credits")
    result = run("check", "proposals/faulty.yaml", "--format", "json", "--as-of", day, *only, dated=False)
    assert result.code == code
    found = json.loads(result.out)
    assert standings(found) == [standing]
    assert len(notes(found)) == 1


@pytest.mark.usefixtures("here")
def test_the_clock_is_read_once_and_in_auckland(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [datetime(2027, 2, 28, 11, 0, tzinfo=UTC), datetime(2027, 2, 28, 10, 59, tzinfo=UTC)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:  # noqa: ANN401
            assert tz is UTC
            return moments.pop()

    configure(waivers=[WAIVER])
    monkeypatch.setattr(console, "datetime", Clock)
    for left, day, standing in ((1, "2027-02-28", "used"), (0, "2027-03-01", "expired")):
        found = json.loads(run("check", "proposals/faulty.yaml", "--format", "json", dated=False).out)
        assert (len(moments), found["as_of"], standings(found)) == (left, day, [standing])


@pytest.mark.usefixtures("here")
def test_a_waiver_that_nothing_needs_is_said_where_it_could_have_been_used(run: Callable[..., Run]) -> None:
    configure(
        waivers=[
            WAIVER | {"path": "proposals/sound.yaml"},
            WAIVER | {"path": "proposals/gone.yaml"},
            WAIVER | {"path": "elsewhere/**"},
            WAIVER | {"path": "**/g*.yaml"},
        ]
    )
    whole = report(run, ".", code=1)
    assert standings(whole) == ["unused"] * 4
    assert [one.partition(" is not used, ")[2] for one in notes(whole)] == [
        "because there is nothing to waive. Take it away.",
        *["because no proposal has that path. Correct the path, or take it away."] * 3,
    ]
    folder = report(run, "proposals", code=1)
    assert standings(folder) == ["unused", "unused", "not checked", "not checked"]
    one = report(run, "proposals/faulty.yaml", code=1)
    assert standings(one) == ["not checked"] * 4
    assert notes(one) == []
    left_out = report(run, ".", "--only", "level", code=0)
    assert standings(left_out) == ["not checked"] * 4, "the rule was not tried"


@pytest.mark.usefixtures("here")
def test_a_waiver_of_a_file_that_cannot_be_read_is_not_called_unused(run: Callable[..., Run]) -> None:
    write(Path("proposals/faulty.yaml"), "title: [\n")
    configure(waivers=[WAIVER])
    assert standings(report(run, "proposals", code=1)) == ["not checked"]


@pytest.mark.usefixtures("here")
def test_a_broken_waiver_is_said_and_the_run_goes_on(run: Callable[..., Run]) -> None:
    configure(waivers=[{**WAIVER, "expires": "2027-02-31"}, WAIVER | {"rule": "nzqa/title-is-given"}])
    found = report(run, "proposals", code=1)
    assert standings(found) == ["refused"]
    assert [one.partition(". ")[0] for one in notes(found)] == [
        "This waiver does not apply",
        "The rule nzqa/title-is-given cannot be waived, so nothing is",
    ]
    assert [(one["line"], one["column"]) for one in found["configuration"]["notes"]] == [(9, 15), (11, 3)]


@pytest.mark.usefixtures("here")
def test_a_fault_of_the_file_itself_cannot_be_waived(run: Callable[..., Run]) -> None:
    write(Path("proposals/faulty.yaml"), SOUND.replace("\nlevel:", "\nlevle:"))
    configure(waivers=[WAIVER | {"rule": "reading/unknown-field"}])
    found = report(run, "proposals/faulty.yaml", code=1)
    assert outcomes(found, "reading/unknown-field") == {"faulty": "not met"}
    assert standings(found) == ["refused"]


@pytest.mark.usefixtures("here")
def test_brief_gives_what_there_is_to_know_of_the_configuration_a_line_each(run: Callable[..., Run]) -> None:
    configure(waivers=[WAIVER | {"expires": "2026-11-22"}])
    lines = run("check", "proposals/faulty.yaml", "--show", "brief").out.splitlines()
    assert lines[0] == "mcred-check.yaml:1:1: configuration 0 waivers in force"
    assert lines[1].startswith("mcred-check.yaml:3:3: note The waiver of nzqa/hours-match-credits for proposals/faulty")


# --- Stages, judgements, what has to be met ---------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_a_folder_has_a_stage_whatever_a_proposal_says_and_the_last_that_fits_counts(run: Callable[..., Run]) -> None:
    write(Path("drafts/a.yaml"), "title: A\nstatus: submission\n")
    write(Path("drafts/late/b.yaml"), "title: B\n")
    assert run("check", "drafts").code == 1
    stages = [{"path": "drafts/**", "stage": "draft"}, {"path": "drafts/late", "stage": "submission"}]
    configure(stages=stages)
    found = report(run, "drafts", code=1)
    assert [(one["stage"], one["ready"]) for one in found["proposals"]] == [("draft", True), ("submission", False)]
    told = " ".join(run("check", "drafts/a.yaml").out.split())
    assert "at stage draft (set for drafts/** in mcred-check.yaml; the proposal says submission)" in told
    told = " ".join(run("check", "drafts/late/b.yaml").out.split())
    assert "at stage submission (set for drafts/late in mcred-check.yaml)" in told
    given = report(run, "drafts", "--stage", "listed", code=1)
    assert {one["stage"] for one in given["proposals"]} == {"listed"}


@pytest.mark.usefixtures("here")
def test_questions_that_nobody_answered_gate_where_the_configuration_says_so(run: Callable[..., Run]) -> None:
    assert run("check", "proposals/sound.yaml").code == 0
    configure(judgements="gate")
    found = report(run, "proposals/sound.yaml", code=1)
    assert found["judgements"] == "gate"
    assert found["summary"]["must"] == 0
    text = run("check", "proposals/sound.yaml").out
    assert "Not ready for submission: " in text
    assert "A question that nobody has answered counts as well (judgements: gate)." in " ".join(text.split())
    assert run("check", "proposals", "--only", "outcomes-fit-the-level").code == 1, "nor one among several"
    judged = [one["rule"] for one in found["proposals"][0]["findings"] if one["outcome"] == "judge"]
    assert judged[0] in run("check", "proposals/sound.yaml", "--show", "brief").out
    answers = [{"rule": rule, "verdict": "met", "by": "Mere Example", "on": "2026-11-23"} for rule in judged]
    write(Path("proposals/sound.yaml"), f"{SOUND}\njudgements: {json.dumps(answers)}\n")
    assert run("check", "proposals/sound.yaml").code == 0


@pytest.mark.usefixtures("here")
def test_what_has_to_be_met_and_the_edition_come_from_the_configuration_unless_they_are_asked_for(
    run: Callable[..., Run],
) -> None:
    configure(fail_on="should", edition="2025")
    found = report(run, "proposals/sound.yaml", code=0)
    assert found["fail_on"] == "should"
    (used,) = found["proposals"][0]["rule_sets"]
    assert (used["edition"], used["reason"]) == ("2025", "set in mcred-check.yaml:3")
    found = report(run, "proposals/sound.yaml", "--fail-on", "must", "--edition", "2026", code=0)
    assert found["fail_on"] == "must"
    (used,) = found["proposals"][0]["rule_sets"]
    assert (used["edition"], used["reason"]) == ("2026", "asked for with --edition")
    configure(edition="2021")
    result = run("check", "proposals/sound.yaml")
    assert result.code == 2
    assert result.err.endswith("it has 2018, 2022, 2025, 2026. The edition is set in mcred-check.yaml:2.\n")


# --- Rule sets --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_a_rule_set_of_ones_own_is_used_with_nzqas(run: Callable[..., Run]) -> None:
    house()
    rule = "house/level-at-least-5"
    found = report(run, "proposals/sound.yaml", "--rules", "house", code=1)
    assert outcomes(found, rule) == {"sound": "not met"}
    assert [one["id"] for one in found["proposals"][0]["rule_sets"]] == ["nzqa", "house"]
    configure(rules=["house"], waivers=[WAIVER | {"rule": "level-at-least-5", "path": "proposals/sound.yaml"}])
    assert outcomes(report(run, "proposals/sound.yaml", code=0), rule) == {"sound": "waived"}
    assert outcomes(report(run, "proposals/sound.yaml", "--rules", "nzqa", code=0), rule) == {"sound": ""}
    text = run("check", "proposals/sound.yaml", "--rules", "nzqa").out
    assert "No rule set in use has a rule “level-at-least-5”" in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--rules", "nzqaa"), "There is no rule set and no folder “nzqaa”. Did you mean nzqa?"),
        (("--rules", "proposals"), "proposals: there is no framework.yaml, so this is not a rule set"),
        (("--rules", "house", "--rules", "house"), "house: another rule set is called house already"),
        (("--rules", "house/nzqa"), "another rule set is called nzqa already; give this one a name of its own."),
        (("--rules", "broken"), "broken/level-at-least-5.yaml: severity: 'most' is none of must, should or advice"),
    ],
)  # fmt: skip
def test_a_rule_set_that_cannot_be_used_exits_2_and_says_why(
    run: Callable[..., Run], here: Path, args: tuple[str, ...], said: str
) -> None:
    house()
    house("broken")
    house("house/nzqa")
    for file, old, new in (
        ("house/nzqa/framework.yaml", '"id": "house"', '"id": "nzqa"'),
        ("broken/framework.yaml", '"id": "house"', '"id": "broken"'),
        ("broken/level-at-least-5.yaml", '"must"', '"most"'),
    ):
        write(here / file, (here / file).read_text("utf-8").replace(old, new))
    result = run("check", "proposals", *args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    configure(rules=list(args[1::2]))
    result = run("check", "proposals")
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_rule_set_is_known_by_its_folders_name_wherever_the_command_runs(
    run: Callable[..., Run], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house()
    monkeypatch.chdir(here / "house")
    assert run("check", "../proposals/sound.yaml", "--rules", ".").code == 1


# --- Which files, which reports ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_patterns_choose_among_what_is_found_and_a_file_that_is_named_is_checked(run: Callable[..., Run]) -> None:
    write(Path("archive/old.yaml"), SOUND)
    configure(include=["proposals", "archive/**"], exclude=["archive/**", "proposals/f*.yaml"])
    found = report(run, ".", code=0)
    assert outcomes(found) == {"sound": "met"}
    assert notes(found) == ["2 files were left out by its patterns."]
    configure(include=["proposals"], exclude=["proposals/f*.yaml"])
    assert notes(report(run, "proposals", code=0)) == ["1 file was left out by its patterns."]
    assert run("check", "proposals/faulty.yaml").code == 1
    result = run("check", "archive")
    assert (result.code, result.out) == (2, "")
    assert result.err == "The patterns in mcred-check.yaml leave out all that there is to check in archive.\n"


def test_reports_are_written_below_the_configuration_unless_others_are_asked_for(
    run: Callable[..., Run], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(reports=["report.json", "text:out.log"])
    monkeypatch.chdir(here / "proposals")
    assert run("check", "sound.yaml").code == 0
    assert json.loads((here / "report.json").read_text("utf-8"))["configuration"]["file"] == "../mcred-check.yaml"
    assert (here / "out.log").read_text("utf-8").startswith("Configured by ../mcred-check.yaml.\n")
    for name in ("report.json", "out.log"):
        (here / name).unlink()
    assert run("check", "sound.yaml", "--report", "other.json").code == 0
    assert sorted(one.name for one in here.rglob("*.json")) == ["other.json"]
    assert not (here / "out.log").exists()


def test_two_editions_are_compared_under_the_configuration_and_its_reports_are_left_alone(
    run: Callable[..., Run], here: Path
) -> None:
    configure(reports=["report.json"], waivers=[WAIVER])
    result = run("check", "proposals/faulty.yaml", "--edition", "2025", "--edition", "2026")
    assert result.code == 0
    assert result.out.startswith("Configured by mcred-check.yaml, with 1 waiver in force.\n\nCoffee Service")
    assert not (here / "report.json").exists()


# --- Which configuration ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_without_a_configuration_nothing_is_said_of_one(run: Callable[..., Run]) -> None:
    found = report(run, "proposals/sound.yaml", code=0)
    assert (found["configuration"], found["judgements"]) == (None, "list")
    assert "Configured" not in run("check", "proposals").out


@pytest.mark.usefixtures("here")
def test_a_configuration_can_be_named_or_done_without(run: Callable[..., Run]) -> None:
    configure(waivers=[WAIVER])
    configure(at="strict/gate.yaml", judgements="gate")
    assert run("check", "proposals", "--no-config").code == 1
    found = report(run, "proposals/sound.yaml", "--config", "strict/gate.yaml", code=1)
    assert found["configuration"]["file"] == "strict/gate.yaml"
    result = run("check", "proposals", "--config", "mcred-check.yaml", "--no-config")
    assert result.code == 2
    assert "give one of them" in result.err
    result = run("check", "proposals", "--config", "nowhere.yaml")
    assert (result.code, result.out) == (2, "")
    assert "nowhere.yaml:1:1: The file cannot be opened: No such file or directory." in result.err


@pytest.mark.usefixtures("here")
def test_what_lies_outside_a_named_configurations_folder_is_let_be_by_its_patterns(run: Callable[..., Run]) -> None:
    configure(
        at="strict/gate.yaml",
        include=["nothing"],
        stages=[{"path": "**", "stage": "draft"}],
        waivers=[WAIVER | {"path": "**"}],
    )
    found = report(run, "proposals", "--config", "strict/gate.yaml", code=1)
    assert [(one["file"], one["stage"]) for one in found["proposals"]] == [
        ("proposals/faulty.yaml", "submission"),
        ("proposals/sound.yaml", "submission"),
    ]
    assert standings(found) == ["not checked"]


@pytest.mark.usefixtures("here")
def test_proposals_with_different_configurations_are_not_checked_in_one_run(run: Callable[..., Run]) -> None:
    write(Path("arts/a.yaml"), SOUND)
    configure(at="arts/mcred-check.yaml", fail_on="should")
    result = run("check", ".")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "arts/a.yaml goes by arts/mcred-check.yaml and other proposals by no configuration, and a run has one "
    )
    configure()
    assert "arts/mcred-check.yaml and other proposals by mcred-check.yaml" in run("check", ".").err
    assert "arts/mcred-check.yaml and other proposals by mcred-check.yaml" in run("config", ".").err
    assert run("check", ".", "--config", "mcred-check.yaml").code == 1
    configure(exclude=["arts"])
    assert run("check", ".").code == 1


@pytest.mark.usefixtures("here")
def test_standard_input_goes_by_the_configuration_of_its_folder(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(at="drafts/mcred-check.yaml", stages=[{"path": "*.yaml", "stage": "draft"}])
    for args, stage in (((), "submission"), (("--stdin-filename", "drafts/a.yaml"), "draft")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title: A\n")))
        result = run("check", "-", "--format", "json", *args)
        assert json.loads(result.out)["proposals"][0]["stage"] == stage


@pytest.mark.usefixtures("here")
def test_a_broken_configuration_exits_2_before_anything_is_checked(run: Callable[..., Run]) -> None:
    configure(fial_on="must")
    result = run("check", "proposals")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "mcred-check.yaml:2:2: A configuration has no field “fial_on”, so what it holds was not read. "
        "Did you mean “fail_on”?\n"
    )


# --- Many files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_bytes_are_the_same_for_any_number_of_processes(run: Callable[..., Run], here: Path, form: str) -> None:
    for number in range(70):
        write(here / "many" / f"{number:02}.yaml", "title: A\ncredits: 10\nhours: {total: 90}\nstatus: submission\n")
    configure(
        stages=[{"path": "many/*5.yaml", "stage": "draft"}],
        waivers=[WAIVER | {"path": f"many/{digit}*.yaml"} for digit in range(6)] + [WAIVER | {"path": "many/99.yaml"}],
    )
    runs = [run("check", "many", "--format", form, "--jobs", jobs) for jobs in ("1", "2", "3")]
    assert len({(one.code, one.out) for one in runs}) == 1
    if form == "json":
        found = json.loads(runs[0].out)
        assert standings(found) == [*["used"] * 6, "unused"]
        assert found["summary"]["waived"] == 60


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_pattern_fits_a_name_with_macrons_however_these_are_written(
    run: Callable[..., Run], form: Literal["NFC", "NFD"]
) -> None:
    write(Path(normalize(form, "Ngā Mahi"), normalize(form, "tohu ō.yaml")), FAULTY)
    both: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
    for written in both:
        configure(exclude=[normalize(written, "Ngā Mahi/*ō.yaml"), "proposals"])
        assert (
            run("check", ".").err
            == "The patterns in mcred-check.yaml leave out all that there is to check in this folder.\n"
        )


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("paths", [["."], ["proposals"], ["drafts", "proposals"], ["proposals/sound.yaml"]])
def test_a_pattern_that_fits_none_of_what_it_should_fit_is_said(run: Callable[..., Run], paths: list[str]) -> None:
    Path("drafts").mkdir()
    configure(
        include=["proposals/**", "propsals/**"],
        exclude=["proposals/old-*.yaml"],
        stages=[{"path": "draft/**", "stage": "draft"}, {"path": "proposals/**", "stage": "submission"}],
    )
    found = report(run, *paths, "--only", "nzqa/level-in-range", code=0)
    told = {one["message"].partition(" fits no file")[0] for one in found["configuration"]["notes"]}
    within = {"The pattern “proposals/old-*.yaml” under exclude"}
    everywhere = {"The pattern “propsals/**” under include", "The pattern “draft/**” under stages"}
    assert told == (everywhere if paths == ["proposals/sound.yaml"] else within | everywhere)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("reports", "said"),
    [
        (["a.json", "sarif:./a.json"], "./a.json: two reports are to be written there."),
        (["json:proposals/sound.yaml"], "proposals/sound.yaml: is read by this check"),
        (["json:proposals/../proposals/sound.yaml"], "proposals/../proposals/sound.yaml: is read by this check"),
        (["json:mcred-check.yaml"], "mcred-check.yaml: is read by this check"),
    ],
)
def test_a_report_takes_the_place_of_nothing_else(run: Callable[..., Run], reports: list[str], said: str) -> None:
    configure(fail_on="must")
    before = {path: path.read_bytes() for path in Path().rglob("*.yaml")}
    done = run("check", "proposals", *(word for one in reports for word in ("--report", one)))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)
    assert before == {path: path.read_bytes() for path in Path().rglob("*") if path in before}
    assert not Path("a.json").exists()
    assert run("check", "proposals", "--report", "sound.json", "--report", "elsewhere.json").code == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["text", "json", "junit"])
def test_rules_of_another_edition_alone_are_no_pass(run: Callable[..., Run], form: str) -> None:
    old = ("--only", "assessment-in-te-reo-maori-until-2023", "--format", form)
    done = run("check", "proposals", *old)
    assert (done.code, done.out) == (2, "")
    assert done.err == "--only, --skip and --basis leave no rule of NZQA 2026, so nothing was checked.\n"
    assert run("check", "proposals", *old, "--edition", "2018").code == 0
    write(Path("proposals/sound.yaml"), SOUND.replace("date: 2026-11-16", "date: 2019-11-16"))
    assert run("check", "proposals", *old).code == 0, "one of the proposals is of that edition"
    write(Path("proposals/empty.yaml"), "")
    assert run("check", "proposals/empty.yaml", *old).code == 1


@pytest.mark.usefixtures("here")
def test_a_rule_set_of_which_no_edition_is_in_force_is_said(run: Callable[..., Run]) -> None:
    house()
    configure(rules=["house"])
    assert run("check", "proposals").err == ""
    framework = Path("house/framework.yaml")
    write(framework, framework.read_text("utf-8").replace('"start": "2026-01-01"', '"start": "2030-01-01"'))
    said = "House rules (invented): none of its editions was in force for any of the proposals, so it was not used.\n"
    done = run("check", "proposals/sound.yaml")
    assert (done.code, done.err) == (0, said)
    write(Path("proposals/empty.yaml"), "")
    assert run("check", "proposals/empty.yaml").err == ""


# --- Files that changed -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_files_that_are_named_as_found_go_by_the_patterns(run: Callable[..., Run]) -> None:
    house()
    configure(exclude=["proposals/f*"])
    names = ("house/level-at-least-5.yaml", "proposals/faulty.yaml", "proposals/sound.yaml", "mcred-check.yaml")
    found = report(run, *names, "--as-found", code=0)
    assert [one["file"] for one in found["proposals"]] == ["proposals/sound.yaml"]
    assert [one["file"] for one in found["passed_over"]] == ["house/level-at-least-5.yaml"]
    assert run("check", *names).code == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("more", [(), ("--edition", "2022", "--edition", "2026"), ("--report", "junit.xml")])
def test_where_none_of_the_files_as_found_is_a_proposal_there_is_nothing_to_stop(
    run: Callable[..., Run], more: tuple[str, ...]
) -> None:
    configure(exclude=["proposals/f*"])
    write(Path("mkdocs.yml"), "site_name: Proposals\n")
    done = run("check", "mkdocs.yml", "proposals/faulty.yaml", "--as-found", *more)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Passed over: mkdocs.yml: it has none of a proposal's fields\n"
        "None of the files that were named is a proposal to check.\n"
    )
    assert not Path("junit.xml").exists()
    Path("none").mkdir()
    assert run("check", "mkdocs.yml", "none", "--as-found").code == 2, "a folder was to hold something"
    assert run("check", ".github/ci.yml", "--as-found").code == 2, "a file that is not there is no file of another kind"


@pytest.mark.usefixtures("here")
def test_a_file_that_is_passed_over_has_no_say_in_the_configuration(run: Callable[..., Run]) -> None:
    configure(fail_on="should")
    configure(at="tools/mcred-check.yaml", fail_on="must")
    house("tools/house")
    found = report(run, "tools/house/framework.yaml", "proposals/sound.yaml", "--as-found", code=0)
    assert found["configuration"]["file"] == "mcred-check.yaml"
    write(Path("tools/p.yaml"), SOUND)
    assert run("check", "tools/p.yaml", "proposals/sound.yaml", "--as-found").code == 2


@pytest.mark.usefixtures("here")
def test_a_file_as_found_goes_by_no_configuration_of_a_folder_that_its_path_leaves_again(
    run: Callable[..., Run],
) -> None:
    configure(at="tools/mcred-check.yaml", fail_on="must")
    Path("tools/deep").mkdir()
    for name in ("tools/../proposals/sound.yaml", "tools/deep/../../proposals/sound.yaml"):
        assert run("check", name, "--as-found").code == 0
        assert run("check", "proposals/sound.yaml", name, "--as-found").code == 0
    write(Path("tools/p.yaml"), SOUND)
    assert run("check", "proposals/sound.yaml", "tools/deep/../p.yaml", "--as-found").code == 2


# --- What is in force -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_config_tells_each_value_and_where_it_comes_from(run: Callable[..., Run]) -> None:
    house()
    configure(
        rules=["house"],
        exclude=["proposals/f*.yaml", "archive/**"],
        stages=[{"path": "drafts/**", "stage": "draft"}],
        edition="2026",
        reports=["report.json"],
        waivers=[
            WAIVER,
            WAIVER | {"path": "gone.yaml"},
            {**WAIVER, "expires": ""},
            WAIVER | {"rule": "title-is-given"},
        ],
    )
    result = run("config", "--as-of", "2026-11-23", "--fail-on", "should", "--stage", "listed", "--format", "json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert found["settings"] == [
        {"name": name, "value": value, "origin": origin}
        for name, value, origin in (
            ("rules", "nzqa", "always"),
            ("rules", "house", "mcred-check.yaml:3"),
            ("include", None, "default"),
            ("exclude", "proposals/f*.yaml", "mcred-check.yaml:6"),
            ("exclude", "archive/**", "mcred-check.yaml:7"),
            ("stages", {"path": "drafts/**", "stage": "draft"}, "mcred-check.yaml:10"),
            ("stage", "listed", "command line"),
            ("edition", "2026", "mcred-check.yaml:15"),
            ("reports", {"form": "json", "path": "report.json"}, "mcred-check.yaml:17"),
            ("fail_on", "should", "command line"),
            ("judgements", "list", "default"),
        )
    ]
    assert (found["version"], found["as_of"]) == (1, "2026-11-23")
    assert found["files"] == {"checked": 1, "left_out": 1}
    assert [one["standing"] for one in found["configuration"]["waivers"]] == ["in force", "in force", "refused"]
    assert [one["message"].partition(". ")[0] for one in found["configuration"]["notes"]] == [
        "The pattern “archive/**” under exclude fits no file",
        "The pattern “drafts/**” under stages fits no file",
        "The waiver of nzqa/hours-match-credits, for “gone.yaml”, fits no file",
        "This waiver does not apply",
        "The rule nzqa/title-is-given cannot be waived, so nothing is",
    ]
    text = run("config", "--as-of", "2026-11-23", "--fail-on", "should", "--stage", "listed").out
    for line in (
        "Configured by mcred-check.yaml, as of 23 November 2026: 1 file would be read,",
        "  rules         nzqa · always\n                house · mcred-check.yaml:3\n",
        "  stage         listed for every proposal · command line\n",
        "  reports       json in report.json · mcred-check.yaml:17\n",
        "  in force      nzqa/hours-match-credits in proposals/faulty.yaml\n",
        "  refused       nzqa/title-is-given in proposals/faulty.yaml\n",
        "  ~ The pattern “archive/**” under exclude fits no file. Correct it, or take it\n",
        "    mcred-check.yaml:7:3\n",
    ):
        assert line in text


@pytest.mark.usefixtures("here")
def test_config_without_a_configuration_tells_the_defaults(run: Callable[..., Run]) -> None:
    result = run("config", "proposals/sound.yaml", "--as-of", "2026-11-23")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("No configuration is used, as of 23 November 2026: 1 file would be read.\n")
    assert "  fail_on       must · default\n" in result.out
    assert json.loads(run("config", ".", "--format", "json").out)["configuration"] is None


@pytest.mark.usefixtures("here")
def test_config_tells_of_a_configuration_that_is_named_and_has_no_waivers(run: Callable[..., Run]) -> None:
    configure()
    configure(at="strict/gate.yaml", judgements="gate")
    out = run("config", "proposals", "--config", "strict/gate.yaml").out
    assert out.startswith("Configured by strict/gate.yaml, as of ")
    assert out.endswith("  judgements    gate · strict/gate.yaml:2\n")


@pytest.mark.usefixtures("here")
def test_config_of_what_is_not_there_exits_2(run: Callable[..., Run]) -> None:
    result = run("config", "nowhere")
    assert (result.code, result.out) == (2, "")
    assert "nowhere: cannot be read: No such file or directory." in result.err
