"""The coverage page held against the rules both ways, and the sample against both, one field at a time."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mcred_check.checking import Checker
from mcred_check.loading import read
from mcred_check.rules import bundle, rule_set, rules_folder
from mcred_check.trying import Trial, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Finding, Json, Result, Route

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "coverage.md").read_text("utf-8")
LINES, UNREAD = PAGE.split("## Fields that no rule reads\n")
LINK = r"\[([a-z0-9-]+)\]\(rules/(nzqa|nz-tec)\.md#\1\)"

NZQA, TEC = (rule_set(bundle()["sets"][name]) for name in ("nzqa", "nz-tec"))
RULES = (*NZQA.rules, *TEC.rules)
TRIAL = Trial(NZQA, rules_folder() / "nzqa")
CHECKER = Checker((NZQA, TEC), date.fromisoformat(NZQA.framework.sample_date), shape=TRIAL.shape, reading=TRIAL.reading)
"""NZQA's rules and TEC's together, as a proposal that seeks funding is checked."""


def numbered(letter: str, last: int, *between: str) -> list[str]:
    return sorted([*(f"{letter}-{number:02}" for number in range(1, last + 1)), *between])


CATALOGUE = {
    "A": numbered("L", 24, "L-05a", "L-07a", "L-20a"),
    "B": numbered("N", 12, "N-07a", "N-08a"),
    "C": [*numbered("C", 11), *numbered("R", 10), *numbered("V", 5)],
    "D": numbered("D", 19),
    "E": numbered("P", 8),
    "F": numbered("F", 11),
}

FULLER = {
    "status": "listed",
    "title": "National Coffee Service and Equipment Care",
    "title_justification": "It is offered in every region, and nothing else in it sounds like a qualification.",
    "language": "mi",
    "english_description": "Graduates run a coffee station alone and keep its equipment working.",
    "hours": {"directed": 40, "self_directed": 30, "work_based": 10, "assessment": 20},
    "application": {"route": "CUAP"},
    "applicant": {"kind": "university"},
    "developer": {"kind": "other", "nzqa_recognised": True},
    "standards_reason": None,
    "standards": [
        {
            "id": "00000",
            "version": "1",
            "title": "Care for an espresso machine (invented)",
            "kind": "skill",
            "level": 4,
            "credits": 5,
            "status": "current",
            "consent": "held",
        }
    ],
    "need": {
        "evidence": [
            {**piece, "group": "iwi"} if piece["id"] == "E3" else piece for piece in TRIAL.sample["need"]["evidence"]
        ]
    },
    "support": {
        "decision": "declined",
        "reason": "Cafés on the coast need it whether or not others do.",
    },
    "delivery": {"subcontractors": ["Bean and Water (invented), one day on machines"]},
    "assessments": [
        {**one, "weight": weight} for one, weight in zip(TRIAL.sample["assessments"], (40, 30, 30), strict=True)
    ],
    "assessment_policy": {"basis": "weighted"},
    "funding": {"exception_reason": "Machines and their care cost more than the fee brings in."},
    "te_hono_o_te_kahurangi": {"applies": True, "summary": "It grew out of kōrero with the hapū."},
    "review": {
        "history": [
            {
                "date": "2026-06-30",
                "need_confirmed": True,
                "evidence": ["E1", "E3"],
                "decision": "continue",
                "file": "evidence/youth-trust.md",
            }
        ]
    },
    "listing": {"number": "000000-1", "listed_on": "2026-02-16", "status": "expiring", "enrolling": False},
    "judgements": [
        {
            "rule": "nzqa/assessments-are-fair",
            "verdict": "met",
            "by": "Mere Example, academic manager",
            "on": "2026-11-20",
            "note": "They are what a café asks of its staff.",
        }
    ],
}
"""A change that fills in every field that the sample leaves out, save for the next one."""

DELIVERED = {"application": {"type": "accredit"}, "support": {"consultation": "An outline was sent in July."}}
"""A change to accreditation alone, which is asked for a field of its own."""

SAMPLES: tuple[Json, ...] = tuple(merged(TRIAL.sample, change) for change in ({}, FULLER, DELIVERED))

EXPLAINED = {
    ("learning_outcomes.*", "left out"): "an assessment, a component and a letter name it, each at its own place",
    ("assessments.*", "left out"): "it covered more than one outcome, and each has to be assessed elsewhere",
}
"""Where one mistake gives more than one finding, and why."""


class Mutation(NamedTuple):
    """What was done to a field of a sample, and what the rules say that they do not say of the sample."""

    field: str
    change: str
    said: tuple[Finding, ...]


def field_of(route: Route) -> str:
    return ".".join("*" if isinstance(step, int) else step for step in route)


def parts(value: Json, route: Route = ()) -> Iterator[tuple[Route, Json]]:
    """Yield every value inside another one, the groups and the lists themselves included."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield (*route, step), inner
        yield from parts(inner, (*route, step))


def fields(shape: Json, route: Route = ()) -> Iterator[str]:
    """Yield every field of the format."""
    if route:
        yield field_of(route)
    for name, inner in shape.get("properties", {}).items():
        yield from fields(inner, (*route, name))
    if "items" in shape:
        yield from fields(shape["items"], (*route, 0))


def without(value: Json, route: Route) -> Json:
    """Copy a value with one part of it left out."""
    step, *rest = route
    copy = value.copy()
    if rest:
        copy[step] = without(copy[step], tuple(rest))
    else:
        del copy[step]
    return copy


def having(value: Json, route: Route, new: Json) -> Json:
    """Copy a value with another value for one part of it."""
    if not route:
        return new
    copy = value.copy()
    copy[route[0]] = having(copy[route[0]], route[1:], new)
    return copy


def other_values(value: Json) -> Iterator[tuple[str, Json]]:
    """Yield a value of a wrong kind, and the values at the boundaries of a number or a date."""
    yield "wrong kind", ["wrong"] if isinstance(value, str) else "wrong"
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield from ((str(number), number) for number in (0, -1, 10**9))
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        yield from ((day, day) for day in ("1900-01-01", "2999-12-31"))


def result_of(data: Json) -> Result:
    text = json.dumps(data, ensure_ascii=False).encode()
    return CHECKER.check(read(text, "sample.yaml", TRIAL.shape, folder=TRIAL.folder)[0])


def data_and_faults(data: Json) -> tuple[Json, list[str]]:
    """Read a proposal without checking it."""
    proposal = read(json.dumps(data).encode(), "sample.yaml", TRIAL.shape)[0]
    return proposal.data, [fault.rule for fault in proposal.faults]


def places() -> Iterator[tuple[Json, Route, Json]]:
    """Yield every value of the first sample, and of each other those of the fields that the ones before leave out."""
    before: set[str] = set()
    for sample in SAMPLES:
        yield from ((sample, *part) for part in parts(sample) if field_of(part[0]) not in before)
        before |= {field_of(route) for route, _ in parts(sample)}


@cache
def mutations() -> tuple[Mutation, ...]:
    """Make every mutation, and gather what the rules say of it."""
    said = {id(sample): {(one.rule.key, one.message) for one in result_of(sample).findings} for sample in SAMPLES}
    made = []
    for sample, route, value in places():
        mutants = [("left out", without(sample, route))]
        mutants += [(change, having(sample, route, other)) for change, other in other_values(value)]
        for change, mutant in mutants:
            new = [one for one in result_of(mutant).findings if (one.rule.key, one.message) not in said[id(sample)]]
            made.append(Mutation(field_of(route), change, tuple(new)))
    return tuple(made)


def cells(text: str, first: str) -> list[list[str]]:
    """Give the cells of a page's table rows whose first cell has a form."""
    rows = [[cell.strip() for cell in row[1:-1].split("|")] for row in text.splitlines() if row.startswith("|")]
    return [row for row in rows if re.fullmatch(first, row[0])]


def lines_of_the_catalogue(text: str) -> list[list[str]]:
    return cells(text, "[A-Z]-[0-9]{2}a?")


def test_every_line_of_the_catalogue_has_its_row_in_its_part() -> None:
    _, *chapters = re.split("^## ([A-Z]): ", LINES, flags=re.MULTILINE)
    rows = [[row[0] for row in lines_of_the_catalogue(text)] for text in chapters[1::2]]
    assert dict(zip(chapters[::2], rows, strict=True)) == CATALOGUE


def test_a_rule_stands_in_the_rows_of_the_lines_that_it_covers_and_in_no_other() -> None:
    listed = {
        (row[0], f"{set_id}/{rule}")
        for row in lines_of_the_catalogue(LINES)
        for rule, set_id in re.findall(LINK, row[2])
    }
    covered = {(line, rule.key) for rule in RULES for line in rule.covers}
    assert sorted(covered - listed) == []
    assert sorted(listed - covered) == []
    assert [rule.key for rule in RULES if not rule.covers] == []


def test_a_row_names_rules_by_links_and_each_once() -> None:
    for line, _, rules, _, _ in lines_of_the_catalogue(LINES):
        links = [re.fullmatch(LINK, one) for one in rules.split(", ") if one != "–"]
        names = [link[1] for link in links if link]
        assert len(names) == len(links), line
        assert names == sorted(set(names)), line


def test_no_row_is_empty() -> None:
    for line, asked, rules, machine, person in lines_of_the_catalogue(LINES):
        assert asked.strip("–"), line
        assert (person if rules == "–" else machine + person).strip("–"), line


def test_a_line_that_only_people_judge_says_what_they_judge() -> None:
    judged = {line for rule in RULES if rule.judge for line in rule.covers}
    silent = [row[0] for row in lines_of_the_catalogue(LINES) if row[0] in judged and not row[4].strip("–")]
    assert silent == []


def test_every_field_of_the_format_is_in_one_of_the_samples() -> None:
    given = {field_of(route) for sample in SAMPLES for route, _ in parts(sample)}
    assert set(fields(TRIAL.shape)) - given == set()


def test_the_samples_meet_every_rule() -> None:
    for sample in SAMPLES:
        assert [(one.rule.key, one.message) for one in result_of(sample).findings if one.outcome != "judge"] == []


def test_what_is_blank_reads_as_left_out_or_as_a_wrong_kind() -> None:
    blanks: tuple[Json, ...] = (None, "", " ", [], {})
    for sample, route, value in places():
        group = {route[0]: sample[route[0]]}
        gone = data_and_faults(without(group, route))
        for blank in blanks:
            found = data_and_faults(having(group, route, blank))
            assert found == gone or (type(blank) is not type(value) and found[1] == ["reading/wrong-kind"]), route


def test_a_field_is_noticed_or_listed_with_what_goes_unnoticed() -> None:
    unnoticed = {(one.field, one.change) for one in mutations() if not one.said}
    listed = {
        (field.strip("`"), change) for field, changes, _ in cells(UNREAD, "`.*`") for change in changes.split(", ")
    }
    assert sorted(unnoticed - listed) == []
    assert sorted(listed - unnoticed) == []


def test_a_field_that_no_rule_reads_is_listed_once_and_with_a_reason() -> None:
    rows = cells(UNREAD, "`.*`")
    assert len({row[0] for row in rows}) == len(rows)
    assert [row[0] for row in rows if not row[2].endswith(".")] == []


def test_one_mistake_gives_one_finding() -> None:
    several = {
        (one.field, one.change): [(finding.rule.key, finding.message) for finding in findings]
        for one in mutations()
        if one.change in {"left out", "wrong kind"}
        if len(findings := [finding for finding in one.said if finding.outcome != "judge"]) > 1
    }
    assert {mistake: found for mistake, found in several.items() if mistake not in EXPLAINED} == {}
    assert set(EXPLAINED) - set(several) == set()
