"""GitHub's workflow commands, as its runner reads them: whole, capped, and none that a proposal brings."""

from __future__ import annotations

from os.path import normpath
from typing import TYPE_CHECKING

import pytest
from made import EVIL, FITS, FRESH, HOURS, LEVEL, SHORT, finding, result, written
from readers import Command, obeyed

from mcred_check.model import Place
from mcred_check.reporting.safe import visible

if TYPE_CHECKING:
    from mcred_check.model import Finding, Rule


def test_a_finding_that_is_not_met_is_an_annotation_at_its_place() -> None:
    told = result(finding(), finding(FRESH, fix=""), finding(SHORT), finding(FITS, "judge"), finding(LEVEL, "waived"))
    first, *rest = obeyed(written("github", told))
    assert first == Command(
        "error",
        {
            "file": "proposals/barista.yaml",
            "line": "7",
            "endLine": "7",
            "col": "8",
            "endColumn": "13",
            "title": "nzqa/hours",
        },
        "The message of nzqa/hours.\nChange the hours to 100.\n"
        "must: Listing Rules 2022, rule 3 (read in the rules' text)",
    )
    assert [one.name for one in rest] == ["warning", "notice"]
    assert rest[0].data.startswith("The message of nzqa/fresh.\nshould: ")


def test_only_commands_are_written() -> None:
    text = written("github", result(*[finding()] * 12, finding(FRESH)))
    assert all(line.startswith("::") for line in text.splitlines())
    assert written("github", result()) == ""


def test_signs_that_mean_something_to_the_runner_come_through() -> None:
    (one,) = obeyed(written("github", result(finding(message="100%, 50%0A: a::b", fix=""), file="a,b:c%2C.yaml")))
    assert one.properties["file"] == "a,b:c%2C.yaml"
    assert one.data.startswith("100%, 50%0A: a\\x3a:b\nmust: ")


def test_nothing_that_a_proposal_brings_is_obeyed() -> None:
    (one,) = obeyed(written("github", result(finding(message=EVIL, fix=EVIL), file=EVIL, title=EVIL)))
    assert one.name == "error"
    assert one.properties["file"] == visible(normpath(EVIL))
    assert one.data.split("\n")[:2] == [visible(EVIL)] * 2


@pytest.mark.parametrize(
    ("files", "said"), [(1, "1 file was passed over, and not checked. "), (2, "2 files were passed over, and not ")]
)
def test_what_was_passed_over_is_counted_where_it_is_said(files: int, said: str) -> None:
    passed_over = [(f"{EVIL}{number}", "it is empty") for number in range(files)]
    (one,) = obeyed(written("github", result(), passed_over=passed_over))
    assert (one.name, one.properties) == ("notice", {"title": "mcred-check"})
    assert one.data.startswith(said)
    assert one.data.endswith("The report as text, and the job summary, hold them all.")


def many(count: int, of: Rule) -> list[Finding]:
    return [finding(of, place=Place(number, 1, number, 2)) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("counts", "shown", "said"),
    [
        ((10, 10, 9), (10, 10, 9), ""),
        ((11, 0, 0), (10, 0, 0), "1 more error is not shown"),
        ((0, 12, 0), (0, 10, 0), "2 more warnings are not shown"),
        ((0, 0, 10), (0, 0, 9), "1 more notice is not shown"),
        ((13, 11, 9), (10, 10, 9), "3 more errors and 1 more warning are not shown"),
        ((99, 99, 99), (10, 10, 9), "89 more errors, 89 more warnings and 90 more notices are not shown"),
    ],
)
def test_no_more_is_written_of_a_kind_than_github_takes_and_the_rest_is_said(
    counts: tuple[int, ...], shown: tuple[int, ...], said: str
) -> None:
    kinds = (HOURS, FRESH, SHORT)
    results = [result(*many(count, of), file=f"{of.key}.yaml") for count, of in zip(counts, kinds, strict=True)]
    commands = obeyed(written("github", *results))
    annotations = [one.name for one in commands if "file" in one.properties]
    assert tuple(annotations.count(name) for name in ("error", "warning", "notice")) == shown
    last = [one for one in commands if "file" not in one.properties]
    assert [one.name for one in last] == ["notice"] * bool(said)
    assert sum(one.name == "notice" for one in commands) <= 10
    if said:
        assert commands[-1] == last[0]
        assert last[0].data.startswith(f"{said} here, because GitHub takes ten of each kind from a step.")


def test_the_first_of_each_kind_are_those_shown() -> None:
    commands = obeyed(written("github", result(*many(30, HOURS))))
    assert [one.properties.get("line") for one in commands] == [*map(str, range(1, 11)), None]
