"""The page on writing rules, played: its files are written, its commands run, its tables held against the dialect."""

from __future__ import annotations

import csv
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from faults import faults_in

from mcred_check import CouldNotCheckError, check, load_rules
from mcred_check.dialect import compiled
from mcred_check.failing import failures
from mcred_check.keywords import KEYWORDS
from mcred_check.loading import read
from mcred_check.reporting.formats import Look, form, render
from mcred_check.routes import Surroundings
from mcred_check.rule_files import plain, read_yaml
from mcred_check.rules import bundle, rules_folder
from mcred_check.trying import merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from mcred_check.model import Json

PAGE: Final = (Path(__file__).resolve().parents[1] / "docs" / "writing-rules.md").read_text("utf-8")
BLOCKS: Final = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
TODAY: Final = date(2026, 11, 23)
SHAPE: Final = bundle()["proposal"]
TABLES: Final = {
    "subjects": {
        row[0]: row[1] for kind, text in BLOCKS if kind == "csv" for row in list(csv.reader(text.splitlines()))[1:]
    }
}


def rows(heading: str) -> list[list[str]]:
    """Give the cells of the table under a heading, without its head."""
    section = re.split(r"^#+ ", PAGE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


class Word(NamedTuple):
    """A row of one of the tables of words."""

    name: str
    expect: Json
    met_by: Json
    not_met_by: Json
    facts: tuple[str, ...] = ()


def value(cell: str) -> Json:
    return plain(cell.strip("`"), "a cell")


def word(cells: list[str]) -> Word:
    name, _, expect, met_by, not_met_by, *words = cells
    always = "".join(words).partition(";")[0]
    return Word(name.strip("`"), value(expect), value(met_by), value(not_met_by), tuple(re.findall(r"{(\w+)}", always)))


WORDS: Final = [
    word(cells)
    for heading in ("What a value is", "Fields and lists", "Joining", "Working something out")
    for cells in rows(heading)
]
FAULTS: Final = [(value(change), said.strip("`")) for change, said in rows("When something is wrong")]


def play(folder: Path, text: str) -> None:
    """Write a block's file, add to it, or change the one line that the block gives anew."""
    head, body = text.split("\n", 1)
    name, _, how = head.removeprefix("# ").partition(", ")
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    old = file.read_text("utf-8") if file.is_file() else ""
    key = body.partition(":")[0]
    assert how in {"", "at its end", "with another line"}
    assert bool(how) == bool(old)
    if how == "with another line" and f"\n{key}: " in old:
        file.write_text(re.sub(rf"^{key}: .*\n", lambda _: body, old, flags=re.MULTILINE), "utf-8")
    else:
        file.write_text(old + body, "utf-8")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Give the folder that holds the finished rule set."""
    for kind, text in BLOCKS:
        if kind == "yaml" and text.startswith("# house-rules/"):
            play(tmp_path, text)
    return tmp_path / "house-rules"


def test_each_command_says_what_the_page_shows(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    played = 0
    for kind, text in BLOCKS:
        if kind == "yaml" and text.startswith("# house-rules/"):
            play(tmp_path, text)
        elif kind == "console":
            command, shown = text.removeprefix("$ mcred-check ").split("\n", 1)
            result = run(*command.split())
            assert (result.out, result.err) == (shown, "")
            assert result.code == ("to mend" in shown)
            played += 1
    assert played == PAGE.count("$ mcred-check ") > 3


def test_the_finished_set_is_sound_and_its_examples_come_out(run: Callable[..., Run], written: Path) -> None:
    result = run("rules", str(written))
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("4 rules, ")


def test_the_program_on_the_page_runs(
    written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(written.parent)
    (program,) = (text for kind, text in BLOCKS if kind == "python")
    exec(program, {})  # noqa: S102 -- the page's own
    assert capsys.readouterr().out == "['nzqa', 'house-rules']\n"


def test_a_report_says_who_raised_a_severity_as_the_page_shows(written: Path) -> None:
    (shown,) = re.findall(r"^> (.*)$", PAGE, re.MULTILINE)
    change = {"need": {"evidence": [{"id": "E1", "date": "2021-02-03"}]}}
    source = json.dumps(merged(read_yaml(written / "sample.yaml"), change))
    report = check(read(source.encode(), "a.yaml", SHAPE), (*load_rules(), *load_rules(written)), as_of=TODAY)
    assert shown in " ".join(render(report, form("text", Look(width=100))).split())


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_what_is_wrong_is_said_as_the_page_shows(written: Path, change: Json, said: str) -> None:
    file = written / "level-is-4-to-8.yaml"
    file.write_text(json.dumps(merged(read_yaml(file), change)), "utf-8")
    assert faults_in(written) == [f"{file}: {said}"]
    with pytest.raises(CouldNotCheckError):
        load_rules(written)


def test_every_word_of_the_dialect_is_in_one_table_and_no_other() -> None:
    dialect = read_yaml(rules_folder() / "dialect.schema.yaml")
    assert sorted(one.name for one in WORDS) == sorted(dialect["properties"])


@pytest.mark.parametrize("one", WORDS, ids=lambda one: one.name)
def test_a_word_asks_what_its_example_shows(written: Path, one: Word) -> None:
    assert f"'{one.name}':" in repr(one.expect)
    (written / "evidence").mkdir()
    (written / "evidence" / "letter.md").write_text("We need it.", "utf-8")
    (written / "subjects.csv").write_text("code,title\n1,One\n", "utf-8")
    around = Surroundings(TODAY, written, TABLES)
    validator = compiled(one.expect, around)
    for given, is_met in ((one.met_by, True), (one.not_met_by, False)):
        (proposal,) = read(json.dumps(given).encode(), "a.yaml", SHAPE)
        assert proposal.faults == ()
        assert proposal.data == given
        assert validator.is_valid(proposal.data) == is_met
        for failure in failures(validator, one.expect, proposal.data, around):
            assert tuple(failure.facts or ()) == one.facts
            assert bool(failure.facts) <= (failure.keyword in KEYWORDS)
    file = written / "level-is-4-to-8.yaml"
    file.write_text(
        json.dumps(merged(read_yaml(file), {"when": None, "expect": None}) | {"expect": one.expect}), "utf-8"
    )
    assert faults_in(written) == []


def test_the_words_in_a_message_stand_for_what_the_page_says(written: Path) -> None:
    words = [text for row in rows("Words in a message") for text in re.findall("`(.+?)`", row[0])]
    assert (words[0], words[-2:]) == ("{value}", ["{{", "}}"])
    (written / "subjects.csv").write_text("code,title\n110103,Food and Beverage Service\n", "utf-8")
    file = written / "level-is-4-to-8.yaml"
    expect = {"properties": {"need": {"properties": {"evidence": {"items": {"required": ["file", "says"]}}}}}}
    message = " / ".join([*words[1:-2], "{{}}"])
    rule = merged(read_yaml(file), {"when": None, "message": message, "examples": None}) | {"expect": expect}
    file.write_text(json.dumps(rule), "utf-8")
    (loaded,) = load_rules(written)
    source = json.dumps(merged(read_yaml(written / "sample.yaml"), {"nzsced": {"code": "110103"}}))
    (result,) = check(read(source.encode(), "a.yaml", SHAPE), (loaded,), as_of=TODAY, only=["level-is-4-to-8"]).results
    (found,) = result.findings
    assert found.message.split(" / ") == [
        "file and account of what it says",
        "E1 (Cafés of Ōtautahi (invented))",
        "14 August 2026",
        "Coffee Service (invented)",
        "Cafés of Ōtautahi (invented)",
        "Food and Beverage Service",
        "{}",
    ]


def checked(run: Callable[..., Run], written: Path, *command: str) -> str:
    """Check a folder of proposals that lies beside the rule set."""
    (written.parent / "proposals").mkdir()
    (written.parent / "proposals" / "coffee.yaml").write_text((written / "sample.yaml").read_text("utf-8"), "utf-8")
    os.chdir(written.parent)  # `run` sees to it that this is undone
    said = " ".join(run(*command).out.split())
    assert "against NZQA 2026" in said
    return said


def test_the_command_that_uses_the_set_uses_it(run: Callable[..., Run], written: Path) -> None:
    (command,) = (text.removeprefix("mcred-check ").split() for kind, text in BLOCKS if kind == "sh")
    assert "Example School 2026" in checked(run, written, *command)


def test_the_configuration_on_the_page_uses_the_set(run: Callable[..., Run], written: Path) -> None:
    (text,) = (text for kind, text in BLOCKS if kind == "yaml" and not text.startswith("# house-rules/"))
    (written.parent / "mcred-check.yaml").write_text(text, "utf-8")
    assert "Example School 2026" in checked(run, written, "check", "proposals")
