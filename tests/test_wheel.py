"""The wheel, built and used away from the checkout, with the network cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from texts import SHAPE

from mcred_check.compiling import compile_bundle
from mcred_check.console import today
from mcred_check.rule_files import read_bundle
from mcred_check.rulebook import Rulebook
from mcred_check.rules import load_rules, rule_set
from mcred_check.starting import draft

ROOT = Path(__file__).resolve().parents[1]
NO_NETWORK = """
import socket, sys

def refuse(*_, **__):
    raise OSError("the network is cut")

before = set(sys.modules)  # what measures coverage brings some along
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
from mcred_check.cli import main
import mcred_check
assert mcred_check.__file__.startswith(sys.argv.pop(1)), mcred_check.__file__
try:
    main()
finally:
    print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that holds what the wheel installs."""
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(built / "site")
    return built / "site"


def program(site: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run what the wheel installs, from the folder of the examples."""
    command = [sys.executable, "-c", NO_NETWORK, str(site), *args]
    environment = os.environ | {"PYTHONPATH": str(site)}
    return subprocess.run(
        command, cwd=ROOT / "examples", env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_the_wheel_checks_an_example_with_the_network_cut(site: Path) -> None:
    done = program(site, "check", "digital-skills", "--as-of", "2026-11-23", "--format", "json")
    assert done.returncode == 0, done.stderr
    (proposal,) = json.loads(done.stdout)["proposals"]
    assert proposal["ready"] is True
    assert len(proposal["outcomes"]) > 40


def test_the_wheel_brings_the_style_of_the_web_page(site: Path) -> None:
    done = program(site, "check", "digital-skills", "--as-of", "2026-11-23", "--format", "html")
    assert done.returncode == 0, done.stderr
    style = (ROOT / "src" / "mcred_check" / "reporting" / "report.css").read_text("utf-8")
    assert f"<style>{style}</style>" in done.stdout


def test_the_wheel_writes_word_files(site: Path, tmp_path: Path) -> None:
    for command in (("check", "--report"), ("sheet", "--output")):
        file = tmp_path / f"{command[0]}.docx"
        done = program(site, command[0], "digital-skills", "--as-of", "2026-11-23", command[1], str(file))
        assert done.returncode == 0, done.stderr
        assert b'w:styleId="ReportTable"' in zipfile.ZipFile(file).read("word/styles.xml")


def test_the_wheel_brings_its_rules_as_yaml_too(site: Path) -> None:
    done = program(site, "explain", "hours-match-credits")
    assert "the total says 110" in done.stdout
    assert (site / "mcred_check" / "py.typed").is_file()
    assert (site / "mcred_check" / "reporting" / "report.schema.json").is_file()


def test_the_wheel_knows_the_shape_of_a_configuration(site: Path, tmp_path: Path) -> None:
    (tmp_path / "mcred-check.yaml").write_text("fail_on: should\n")
    done = program(site, "config", str(tmp_path), "--format", "json")
    assert {"name": "fail_on", "value": "should"}.items() <= json.loads(done.stdout)["settings"][-2].items()


def test_what_ships_compiled_is_what_the_yaml_says(site: Path) -> None:
    shipped = (site / "mcred_check" / "rules.json").read_text("utf-8")
    assert shipped == compile_bundle(ROOT / "rules")
    compiled, read = json.loads(shipped), read_bundle(ROOT / "rules")
    for part in ("config", "proposal", "reading"):
        assert compiled[part] == read[part]
    for name, rules in read["sets"].items():
        bare = [rule._replace(examples=()) for rule in rule_set(rules).rules]
        assert list(rule_set(compiled["sets"][name]).rules) == bare
        assert rule_set(compiled["sets"][name]).framework == rule_set(rules).framework


def test_the_wheel_begins_a_proposal_repairs_it_and_gives_the_schema(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "proposal.yaml"
    begun = program(site, "new", str(target), "--from", "digital-skills")
    assert begun.returncode == 0, begun.stderr
    assert "things are still to do" in begun.stdout
    assert program(site, "new", str(tmp_path / "blank.yaml")).returncode == 0
    schema = "proposal.schema.json"
    book = Rulebook(load_rules(), today())
    assert (tmp_path / "blank.yaml").read_text("utf-8") == draft(SHAPE, book, {}, schema=schema), "in the same order"
    target.write_text(target.read_text("utf-8").replace("\ncredits:", "\ncerdits:"), "utf-8")
    assert program(site, "fix", "--write", str(target)).returncode == 0
    assert program(site, "check", str(target)).returncode == 0
    beside = json.loads((tmp_path / "proposal.schema.json").read_text("utf-8"))
    assert beside == json.loads(program(site, "schema").stdout)


def test_check_imports_no_module_that_it_does_not_need(site: Path) -> None:
    loaded = set(program(site, "check", "../rules/nzqa/sample.yaml", "--as-of", "2026-11-23").stderr.split())
    assert {"jsonschema_rs", "mcred_check.checking"} <= loaded
    configured = {f"mcred_check.{name}" for name in ("config", "governing", "patterns", "waiving")}
    assert not loaded & (configured | {"zoneinfo", "mcred_check.reporting.configuration"}), "there is no configuration"
    unneeded = {"rich", "jsonschema", "pydantic", "csv", "importlib.metadata", "importlib.resources", "asyncio"}
    assert not loaded & (unneeded | {"hashlib", "tempfile", "email.utils", "docx"})
    ours = {"failing", "fingerprints", "fixing", "linting", "rulebook", "trying", "unmet"}
    forms = {"board", "document", "frame", "html", "json", "repairable", "table", "typed", "word"}
    assert not loaded & {f"mcred_check.{name}" for name in (*ours, *(f"reporting.{name}" for name in forms))}
