"""All forms of report together: one position model, whatever is in a proposal, and the names that they go by."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import report
from readers import READERS, obeyed, parsed, rendered
from texts import SHAPE

from mcred_check import load_proposals, load_rules
from mcred_check.checking import Checker
from mcred_check.commands.check import FormName
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError
from mcred_check.reporting import github
from mcred_check.reporting.formats import SUFFIXES, Look, form, named, render
from mcred_check.reporting.places import from_root
from mcred_check.rules import bundle, reading_rules
from mcred_check.whereabouts import repository_of

if TYPE_CHECKING:
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Report

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.parent.name for path in ROOT.glob("examples/*/proposal.yaml"))
CHECKER = Checker(load_rules(), date(2026, 11, 23), shape=SHAPE, reading=reading_rules(bundle()["reading"]))
TWO = b"""\
title: "M\xc4\x81ori \xf0\x9f\x99\x82 one"
weaks: 3
weaks: 4
status: submission
---
# another document, that begins further down
credits: {a: 1}
level: "3"
--- [not one]
"""
BROKEN = b"title: A\nlevel: [3\n  credits: 4: 5\n"


def checked(*proposals: Proposal) -> Report:
    return CHECKER.report(map(CHECKER.check, proposals))


def without_limits(one: Report) -> str:
    """Write every annotation, those too that GitHub would not take."""
    return "".join(github.part(result, one.run) for result in one.results)


@pytest.mark.parametrize("name", [*NAMES, "all of them", "two documents", "broken"])
def test_every_form_shows_each_finding_at_the_same_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    if name in {"two documents", "broken"}:
        one = checked(*read(TWO if name == "two documents" else BROKEN, "a/b.yaml", SHAPE))
    else:
        one = checked(*load_proposals("examples" if name == "all of them" else f"examples/{name}"))
    expected = sorted(READERS["json"](render(one, form("json", Look()))))
    assert len(expected) == sum(each.outcome == "not met" for result in one.results for each in result.findings)
    for kind, reader in READERS.items():
        look = Look("brief") if kind == "text" else Look()
        found = reader(without_limits(one) if kind == "github" else render(one, form(kind, look)))
        ends = kind in {"json", "sarif", "github", "gitlab"}
        shown = [each if ends else (*each[:4], None, None) for each in expected]
        if kind == "text" and len(one.results) > 1:  # the table is enough for what is ready
            shown = [each for each in shown if each[1] not in {result.file for result in one.results if result.ready}]
        assert sorted(found) == shown, kind


# --- Whatever is in a proposal ----------------------------------------------------------------------------------------

FIELDS = sorted(SHAPE["properties"])
SCALARS = st.one_of(st.text(max_size=30), st.integers(-5, 500), st.booleans(), st.none(), st.just("2026-02-31"))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PROPOSALS = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=6), VALUES, min_size=1, max_size=8)
FILES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12).filter(
    lambda file: not file.startswith("/")
)


@given(data=PROPOSALS, file=FILES)
@settings(max_examples=60, deadline=None)
def test_every_form_of_a_random_proposal_reads_back(data: Json, file: str) -> None:
    one = checked(*read(json.dumps(data).encode(), file, SHAPE))
    unmet = [each for result in one.results for each in result.findings if each.outcome == "not met"]
    keys = sorted(each.rule.key for each in unmet)
    for kind in ("json", "sarif", "gitlab"):
        found = READERS[kind](render(one, form(kind, Look())))
        assert sorted(key for key, *_ in found) == keys, kind
        assert {name for _, name, *_ in found} <= {file, from_root(file, one.run)}, kind
    commands = obeyed(without_limits(one))
    assert sorted(command.properties["title"] for command in commands) == keys
    suites = ET.fromstring(render(one, form("junit", Look())))  # noqa: S314 -- our own
    assert len(list(suites.iter("testcase"))) == sum(len(result.outcomes) for result in one.results)
    tokens = rendered(render(one, form("markdown", Look())))
    assert sum(token.type == "list_item_open" for token in tokens) == sum(len(each.findings) for each in one.results)
    assert "html_block" not in {token.type for token in tokens}
    page = parsed(render(one, form("html", Look())))
    items = [each for each in page.iter("li") if (each.get("class") or "").startswith("item ")]
    assert len(items) == sum(len(each.findings) for each in one.results)


# --- Names ------------------------------------------------------------------------------------------------------------


def test_every_form_can_be_asked_for_on_standard_output() -> None:
    assert get_args(FormName) == tuple(SUFFIXES)


@pytest.mark.parametrize(
    ("given_", "name", "path"),
    [
        ("a.sarif", "sarif", "a.sarif"),
        ("a.SARIF.json", "sarif", "a.SARIF.json"),
        ("a.json", "json", "a.json"),
        ("a.xml", "junit", "a.xml"),
        ("a.md", "markdown", "a.md"),
        ("a.html", "html", "a.html"),
        ("a.HTM", "html", "a.HTM"),
        ("a.txt", "text", "a.txt"),
        ("gitlab:a.json", "gitlab", "a.json"),
        ("github:a.txt", "github", "a.txt"),
        ("C:\\a.xml", "junit", "C:\\a.xml"),
    ],
)
def test_the_form_of_a_file_is_said_before_it_or_by_its_ending(given_: str, name: str, path: str) -> None:
    assert named(given_) == (name, path)


@pytest.mark.parametrize("given_", ["a", "a.pdf", "xml:a"])
def test_where_the_form_is_not_clear_all_are_named(given_: str) -> None:
    with pytest.raises(CouldNotCheckError, match="one of text, json, sarif, junit, github, gitlab, markdown, html"):
        named(given_)


# --- Places -----------------------------------------------------------------------------------------------------------


def test_the_repository_is_the_nearest_folder_above_that_git_keeps(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "proposals" / "draft"
    inner.mkdir(parents=True)
    (tmp_path / "repository" / ".git").write_text("gitdir: elsewhere\n")  # as in a worktree
    assert repository_of(inner) == tmp_path / "repository"
    (inner / ".git").mkdir()
    assert repository_of(inner) == inner


def test_outside_a_repository_the_folder_itself_is_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.exists", lambda _: False)
    assert repository_of(ROOT) == ROOT


def test_a_path_is_left_as_it_is_where_no_root_is_known() -> None:
    run = report().run
    assert [from_root(file, run) for file in ("./a/../b.yaml", "../b.yaml", "/a/b.yaml", "<stdin>")] == [
        "b.yaml",
        "../b.yaml",
        "/a/b.yaml",
        "<stdin>",
    ]


# --- The page that tells of them --------------------------------------------------------------------------------------


def test_the_page_has_an_example_of_each_form_that_is_text() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert re.findall(r"<!-- example: (\w+) -->\n\n```\w+\n", page) == [one for one in SUFFIXES if one != "docx"]


def test_the_page_has_a_row_for_each_form() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(SUFFIXES)
