"""The way to `fix` below a report, and commands as they are typed."""

from __future__ import annotations

import io
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcred_check.fixing import Fixed, fixed
from mcred_check.reporting import repairable
from mcred_check.reporting.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from mcred_check.model import Json

SLIPS = "status: draft\ntitel: Weaving\napplicant: {kind: PTE}\n"
TOLD = "Slips in writing that can be repaired safely: mcred-check fix "


@pytest.fixture
def here(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command line from an empty folder."""
    monkeypatch.chdir(tmp_path)
    return run


def test_a_report_on_slips_ends_with_the_command_that_repairs_them(here: Callable[..., Run]) -> None:
    Path("a.yaml").write_text(SLIPS, "utf-8")
    result = here("check", "a.yaml")
    told = [part for part in result.out.split("\n\n") if part.startswith(TOLD)]
    assert told == [f"{TOLD}a.yaml"]
    assert here("fix", "--write", "a.yaml").code == 0
    assert "mcred-check fix" not in here("check", "a.yaml").out


def test_it_stands_with_each_file_of_several(here: Callable[..., Run]) -> None:
    for name in ("a.yaml", "b b.yaml"):
        Path(name).write_text(SLIPS, "utf-8")
    Path("c.yaml").write_text("status: draft\ntitle: Weaving\n", "utf-8")
    out = " ".join(here("check", ".").out.split())
    assert out.count(TOLD) == 2
    assert f"{TOLD}a.yaml " in out
    assert f'{TOLD}"b b.yaml" ' in out


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("status: draft\nlevel: three\n", ()),  # nobody can tell what was meant
        (SLIPS, ("--show", "brief")),
        (SLIPS, ("--format", "json")),
        (SLIPS, ("--edition", "2025", "--edition", "2026")),
    ],
)
def test_otherwise_it_is_not_there(here: Callable[..., Run], text: str, args: tuple[str, ...]) -> None:
    Path("a.yaml").write_text(text, "utf-8")
    assert "mcred-check fix" not in here("check", "a.yaml", *args).out


def test_standard_input_has_no_file_to_repair(here: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SLIPS.encode())))
    result = here("check", "-")
    assert "titel" in result.out
    assert "mcred-check fix" not in result.out


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "mcred-check check"),
        (["a/proposal.yaml"], "mcred-check check a/proposal.yaml"),
        (["tō tātou/a.yaml", "--no-config"], 'mcred-check check "tō tātou/a.yaml" --no-config'),
        (["tō/ā.yaml"], "mcred-check check tō/ā.yaml"),
        (["it's.yaml"], 'mcred-check check "it\'s.yaml"'),
        (['$HOME "x"'], "mcred-check check '$HOME \"x\"'"),
        ([""], "mcred-check check ''"),
    ],
)
def test_a_command_is_written_as_it_is_typed(words: list[str], line: str) -> None:
    assert typed("check", words) == line


@given(st.lists(st.text(min_size=1), max_size=4))
def test_a_shell_reads_the_same_words_again(words: list[str]) -> None:
    assert shlex.split(typed("check", words)) == ["mcred-check", "check", *words]


def test_a_file_of_many_proposals_is_tried_once(here: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bytes] = []

    def counted(data: bytes, shape: Json) -> Fixed:
        tried.append(data)
        return fixed(data, shape)

    monkeypatch.setattr(repairable, "fixed", counted)
    Path("many.yaml").write_text("---\n".join([SLIPS] * 300), "utf-8")
    out = here("check", "many.yaml").out
    assert " ".join(out.split()).count(TOLD) == 300
    assert len(tried) == 1


def test_a_file_that_is_too_large_to_be_tried_is_not(here: Callable[..., Run]) -> None:
    Path("large.yaml").write_text(SLIPS + f"x-note: {'a' * 400_000}\n", "utf-8")
    assert "mcred-check fix" not in here("check", "large.yaml").out
