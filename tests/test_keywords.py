"""The derive-then-constrain keywords, one table each: what is derived, and when they are silent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import normalize

import pytest

from mcred_check.attachments import file_problem
from mcred_check.fingerprints import fingerprints
from mcred_check.keywords import KEYWORDS, OPERANDS, Derived
from mcred_check.routes import Surroundings, found, paths

if TYPE_CHECKING:
    from pathlib import Path

    from mcred_check.model import Json

TODAY: Final = date(2026, 11, 23)
SILENCE: Final[list[Json]] = []


def derived(keyword: str, args: Json, value: Json, **around: Json) -> list[Derived]:
    return list(KEYWORDS[keyword]({"is": {}, **args}, value, Surroundings(TODAY, **around)))


def values(keyword: str, args: Json, value: Json, **around: Json) -> list[Json]:
    return [one.value for one in derived(keyword, args, value, **around)]


@pytest.mark.parametrize(
    ("operand", "routes"),
    [
        ("a", [("a",)]),
        ("b/*/c", [("b", 0, "c"), ("b", 2, "c")]),
        ("b/*", [("b", 0), ("b", 1), ("b", 2)]),
        (["b/*/c", "a"], [("b", 0, "c"), ("b", 2, "c"), ("a",)]),
        ("d/*/*", [("d", 0, 0), ("d", 1, 0), ("d", 1, 1)]),
        ("missing", SILENCE),
        ("a/*", SILENCE),  # a number has no items
        ("b/c", SILENCE),  # a list has no fields
        ("e", [("e",)]),
    ],
)
def test_an_operand_finds_values_in_the_order_of_the_proposal(operand: Json, routes: list[Json]) -> None:
    value = {"a": 1, "b": [{"c": 2}, {}, {"c": 3}], "d": [[1], [2, 3]], "e": []}
    assert [route for route, _ in found(value, operand)] == routes


def test_an_operand_is_one_path_or_several() -> None:
    assert paths("a/b") == ["a/b"]
    assert paths(["a", "b"]) == ["a", "b"]
    assert {"of", "against", "to", "start", "end", "plus_years", "among", "names", "named", "by"} == set(OPERANDS)


@pytest.mark.parametrize(
    ("value", "sums"),
    [
        ({"n": [1, 2, 3.5]}, [6.5]),
        ({"n": [5.0, 5]}, [10]),
        ({"n": [0.1] * 10}, [1]),  # and not 0.9999999999999999
        ({"n": [0]}, [0]),
        ({"n": [-2, 1]}, [-1]),
        ({"n": [True, 2]}, [2]),  # a boolean is no number
        ({"n": [True]}, SILENCE),
        ({"n": ["2"]}, SILENCE),
        ({"n": []}, SILENCE),
        ({}, SILENCE),
        ([], SILENCE),
    ],
)
def test_total_is_the_sum_of_the_numbers(value: Json, sums: list[Json]) -> None:
    assert values("total", {"of": "n/*"}, value) == sums
    assert all(type(one) is type(two) for one, two in zip(values("total", {"of": "n/*"}, value), sums, strict=True))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"of": [30, 60], "against": 100}, [(-10, {"sum": "90", "expected": "100"})]),
        ({"of": [0.1, 0.2], "against": 0.3}, [(0, {"sum": "0.3", "expected": "0.3"})]),
        ({"of": [120.5], "against": 100}, [(20.5, {"sum": "120.5", "expected": "100"})]),
        ({"of": [0], "against": 0}, [(0, {"sum": "0", "expected": "0"})]),
        ({"of": [], "against": 100}, SILENCE),
        ({"of": [1]}, SILENCE),
        ({"against": 1}, SILENCE),
    ],
)
def test_gap_is_how_far_a_sum_lies_above_another(value: Json, wanted: list[Json]) -> None:
    gaps = derived("gap", {"of": "of/*", "against": "against"}, value)
    assert [(one.value, one.facts[0]) for one in gaps] == wanted
    assert all(one.routes == (("of", 0),) for one in gaps)


@pytest.mark.parametrize(
    ("value", "limit", "wanted"),
    [
        ({"of": 110, "to": 10}, {"const": 10}, [(11, {"sum": "110", "expected": "100", "other": "11"})]),
        ({"of": 26, "to": 10}, {"const": 10}, [(2.6, {"sum": "26", "expected": "100", "other": "2.6"})]),
        ({"of": 100, "to": 3}, {"maximum": 40}, [(33.333333, {"sum": "100"})]),
        ({"of": 0, "to": 10}, {"const": 10}, [(0, {"sum": "0", "expected": "100", "other": "0"})]),
        ({"of": 10, "to": 0}, {"const": 10}, SILENCE),  # nothing can be said for each of none
        ({"of": 10}, {"const": 10}, SILENCE),
        ({"to": 10}, {"const": 10}, SILENCE),
        ({"of": True, "to": 10}, {"const": 10}, SILENCE),
    ],
)
def test_ratio_is_a_sum_for_each_unit_of_another(value: Json, limit: Json, wanted: list[Json]) -> None:
    ratios = derived("ratio", {"of": "of", "to": "to", "is": limit}, value)
    assert [(one.value, one.facts[0]) for one in ratios] == wanted


def test_a_ratio_is_not_divided_by_a_wanted_zero() -> None:
    (one,) = derived("ratio", {"of": "of", "to": "to", "is": {"const": 0}}, {"of": 4, "to": 2})
    assert one.value == 2


@pytest.mark.parametrize(
    ("args", "value", "wanted"),
    [
        ({"start": "a", "end": "today"}, {"a": "2026-11-22"}, [1]),
        ({"start": "today", "end": "a"}, {"a": "2026-11-22"}, [-1]),
        ({"start": "a", "end": "b"}, {"a": "2024-02-28", "b": "2024-03-01"}, [2]),
        ({"start": "a", "end": "b"}, {"a": "2023-02-28", "b": "2023-03-01"}, [1]),
        ({"start": "l/*", "end": "today"}, {"l": ["2026-11-22", "2026-11-20"]}, [1, 3]),
        ({"start": "l/*", "end": "today", "take": "smallest"}, {"l": ["2026-11-22", "2026-11-20"]}, [1]),
        ({"start": "l/*", "end": "today", "take": "largest"}, {"l": ["2026-11-22", "2026-11-20"]}, [3]),
        ({"start": ["a", "l/*"], "end": "today", "take": "largest"}, {"a": "2026-11-01", "l": ["2026-11-20"]}, [22]),
        ({"start": "l/*", "end": "today", "take": "largest"}, {"l": []}, SILENCE),
        ({"start": "a", "end": "today"}, {}, SILENCE),
        ({"start": "a", "end": "b"}, {"a": "2026-01-01"}, SILENCE),
        ({"start": "a", "end": "today"}, {"a": 2026}, SILENCE),
        # calendar years
        ({"start": "a", "end": "b", "plus_years": 1}, {"a": "2023-11-23", "b": "2024-11-23"}, [0]),
        ({"start": "a", "end": "b", "plus_years": "n"}, {"a": "2023-11-23", "b": "2026-11-22", "n": 3}, [-1]),
        ({"start": "a", "end": "b", "plus_years": "n"}, {"a": "2023-11-23", "b": "2026-11-22"}, SILENCE),
        ({"start": "a", "end": "b", "plus_years": 1}, {"a": "2024-02-29", "b": "2025-02-28"}, [0]),
        ({"start": "a", "end": "b", "plus_years": 4}, {"a": "2024-02-29", "b": "2028-02-29"}, [0]),
        ({"start": "a", "end": "b", "plus_years": 0}, {"a": "2024-02-29", "b": "2024-02-29"}, [0]),
        ({"start": "a", "end": "b", "plus_years": "n"}, {"a": "9998-01-01", "b": "9999-01-01", "n": 99}, [0]),
        ({"start": "a", "end": "b", "plus_years": "n"}, {"a": "0005-01-01", "b": "0001-01-01", "n": -99}, [0]),
    ],
)
def test_days_lie_between_dates(args: Json, value: Json, wanted: list[int]) -> None:
    assert values("days", args, value) == wanted


@pytest.mark.parametrize(
    ("args", "route", "facts"),
    [
        ({"start": "a", "end": "today"}, ("a",), ("14 September 2024", "14 September 2024", "26 months")),
        ({"start": "today", "end": "a"}, ("a",), ("14 September 2024", "23 November 2026", "26 months")),
        ({"start": "today", "end": "today"}, (), ("23 November 2026", "23 November 2026", "0 days")),
        (
            {"start": "a", "end": "today", "plus_years": 2},
            ("a",),
            ("14 September 2024", "14 September 2026", "2 months"),
        ),
    ],
)
def test_days_tell_the_date_found_and_the_date_due(args: Json, route: Json, facts: Json) -> None:
    (one,) = derived("days", args, {"a": "2024-09-14"})
    assert one.routes == (route,)
    assert tuple(one.facts[0][name] for name in ("date", "due", "age")) == facts


@pytest.mark.parametrize(
    ("wanted", "others", "missing"),
    [
        (["LO1", "LO2"], ["LO1", "LO2"], []),
        (["LO1", "LO3", "LO2"], ["LO1"], ["LO3", "LO2"]),
        (["LO3", "lo3", "LO3 "], ["LO1"], ["LO3"]),  # each once
        (["lo 1"], ["  LO \n 1"], []),
        ([1.0, 2], ["1", 2.0], []),
        ([1.5], ["1.5"], []),
        ([True], ["true"], []),
        (["LO1"], [], None),
        ([], ["LO1"], None),
    ],
)
def test_unmatched_are_the_values_that_are_not_among_the_others(wanted: Json, others: Json, missing: Json) -> None:
    lists = values("unmatched", {"of": "of/*", "among": "among/*"}, {"of": wanted, "among": others})
    assert lists == ([] if missing is None else [missing])


@pytest.mark.parametrize(
    ("items", "again"),
    [
        (["LO1", "LO2"], []),
        (["LO1", "LO2", "lo1", "LO1"], ["lo1", "LO1"]),
        ([1, 1.0], [1.0]),
        ([], None),
    ],
)
def test_repeated_are_the_values_that_were_there_before(items: Json, again: Json) -> None:
    assert values("repeated", {"of": "of/*"}, {"of": items}) == ([] if again is None else [again])


def test_a_derived_list_leads_to_each_of_its_items() -> None:
    (one,) = derived("repeated", {"of": "of/*/id"}, {"of": [{"id": "A"}, {"id": "B"}, {"id": "a"}]})
    assert one == Derived(["a"], (("of", 2, "id"),))


@pytest.mark.parametrize(
    ("text", "words", "mentioned"),
    [
        ("Mastering Espresso for International Cafés", ["master", "national"], []),
        ("Nanodegree in Coffee", ["degree"], []),
        ("Master's study skills", ["master"], ["master"]),
        ("Master’s study skills", ["master"], ["master"]),
        ("The study skills of a Master's", ["master"], ["master"]),
        ("Master's: study skills", ["master"], ["master"]),
        ("The ‘degree’ of roasting", ["degree"], ["degree"]),
        ("The 'degree' of roasting", ["degree"], ["degree"]),
        ("Coffee (sub- degree)", ["degree", "sub-degree"], ["degree", "sub-degree"]),
        ("Under-graduate coffee", ["undergraduate"], ["undergraduate"]),
        ("Undergraduate coffee", ["under-graduate"], ["under-graduate"]),
        ("Under graduate coffee", ["under-graduate"], ["under-graduate"]),
        ("Coffee in New-Zealand", ["New Zealand"], ["New Zealand"]),
        ("Coffee in new  zealand", ["New Zealand"], ["New Zealand"]),
        ("Newer Zealand", ["New Zealand"], []),
        ("NATIONAL", ["national"], ["national"]),
        ("Diploma: (Degree)/bachelor", ["bachelor", "degree", "diploma"], ["bachelor", "degree", "diploma"]),
        ("Māori", ["Maori"], ["Maori"]),
        ("HAPU", ["hapū"], ["hapū"]),
        ("Ma\u0304ori", ["Māori"], ["Māori"]),  # a macron of its own
        ("Post\u2010graduate coffee", ["postgraduate"], ["postgraduate"]),  # the hyphen of typesetters
        ("Post\u2013graduate coffee", ["post graduate"], ["post graduate"]),  # a dash
        ("ﬁnal", ["final"], ["final"]),  # a ligature
        ("", ["degree"], []),
        ("Coffee", ["–"], []),  # nothing to look for
    ],
)
def test_mentions_are_whole_words_in_any_case(text: str, words: list[str], mentioned: list[str]) -> None:
    assert values("mentions", {"of": "t", "any": words}, {"t": text}) == [mentioned]


@pytest.mark.parametrize(
    ("args", "value", "wanted"),
    [
        ({"names": "n/*/name"}, {"t": "By Invented Makers", "n": [{"name": "Invented makers"}]}, [["Invented makers"]]),
        ({"names": "n/*/name"}, {"t": "A A", "n": [{"name": "A"}, {"name": "A"}]}, [["A"]]),
        ({"names": "n/*/name"}, {"t": "A", "n": [{"name": 1}]}, SILENCE),
        ({"names": "n/*/name"}, {"t": "A"}, SILENCE),
        ({"any": ["b"], "names": "n/*/name"}, {"t": "A b", "n": [{"name": "A"}]}, [["b", "A"]]),
        ({"any": ["b"], "names": "n/*/name"}, {"t": "A b"}, [["b"]]),
        ({"any": ["b"]}, {}, SILENCE),
        ({"any": ["5"]}, {"t": 5}, [[]]),
    ],
)
def test_mentions_are_of_words_and_of_names_in_the_proposal(args: Json, value: Json, wanted: list[Json]) -> None:
    assert values("mentions", {"of": "t", **args}, value) == wanted


@pytest.mark.parametrize(("value", "wanted"), [({"c": "01"}, [[]]), ({"c": "1"}, [["1"]]), ({}, SILENCE)])
def test_unlisted_are_the_values_that_a_table_does_not_have(value: Json, wanted: list[Json]) -> None:
    assert values("unlisted", {"of": "c", "in": "t"}, value, tables={"t": {"01": "One"}}) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"c": "01", "n": "One"}, [[]]),
        ({"c": "01", "n": "Numbers > ŌNE"}, [[]]),
        ({"c": "01", "n": "Two"}, [["Two"]]),
        ({"c": "01", "n": 1}, [[]]),
        ({"c": "09", "n": "Two"}, [[]]),
        ({"n": "Two"}, []),
        ({"c": "01"}, []),
    ],
)
def test_mistitled_are_the_names_that_are_not_the_codes_own(value: Json, wanted: list[Json]) -> None:
    tables = {"t": {"01": "One", "02": "Two"}}
    assert values("mistitled", {"of": "n", "by": "c", "in": "t"}, value, tables=tables) == wanted


@pytest.mark.parametrize(
    ("name", "near"),
    [("Two", "Did you mean 02, “Two”?"), ("Twoo", "Did you mean 02, “Two”?"), ("Zebras", ""), (7, ""), (None, "")],
)
def test_a_code_that_is_not_in_the_table_is_suggested_from_its_name(name: Json, near: str) -> None:
    around = Surroundings(date.min, None, {"t": {"01": "One", "02": "Two"}})
    value = {"c": "03"} | ({} if name is None else {"n": name})
    (derived,) = KEYWORDS["unlisted"]({"of": "c", "in": "t", "named": "n"}, value, around)
    assert [dict(one) for one in derived.facts] == [{"near": near}]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["Set up coffee", "  PREPARE drinks", "“Know” it", "Āwhina others"], [["set", "prepare", "know", "awhina"]]),
        (["Co-design", "…"], [["co-design"]]),
        ([5], SILENCE),
        ([], SILENCE),
    ],
)
def test_first_word_is_each_texts_first_word(texts: Json, words: list[Json]) -> None:
    assert values("first_word", {"of": "t/*"}, {"t": texts}) == words


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("x")
    inside = outside / "proposal"
    (inside / "evidence").mkdir(parents=True)
    (inside / "evidence" / "letter.md").write_text("x")
    (inside / "evidence" / "empty.txt").touch()
    (inside / "out.md").symlink_to(outside / "secret.md")
    (inside / "in.md").symlink_to(inside / "evidence" / "letter.md")
    (inside / "loop.md").symlink_to(inside / "loop.md")
    return inside


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("evidence/letter.md", ""),
        ("./evidence/letter.md", ""),
        ("evidence/../evidence/letter.md", ""),
        ("in.md", ""),
        ("evidence/missing.md", "is not in the folder"),
        ("evidence/empty.txt", "is empty"),
        ("evidence", "is not a file"),
        (".", "is not a file"),
        ("../secret.md", "lies outside the proposal's folder"),
        ("evidence/../../secret.md", "lies outside the proposal's folder"),
        ("out.md", "lies outside the proposal's folder"),
        ("/etc/hostname", "is not a path beside the proposal, written with forward slashes"),
        ("evidence\\letter.md", "is not a path beside the proposal, written with forward slashes"),
        ("C:letter.md", "is not a path beside the proposal, written with forward slashes"),
        ("~/letter.md", "is not a path beside the proposal, written with forward slashes"),
        ("\0", "is not a path beside the proposal, written with forward slashes"),
        ("https://example.org/letter.md", "is not a path beside the proposal, written with forward slashes"),
        ("x" * 5000, "cannot be opened"),
        ("loop.md", None),  # the words depend on the version of Python
    ],
)
def test_missing_files_say_what_is_wrong_with_them(folder: Path, name: str, problem: str | None) -> None:
    (one,) = derived("missing_files", {"of": "f/*"}, {"f": [name]}, folder=folder)
    if problem is None:
        assert one.value == [name]
    else:
        assert one.value == ([name] if problem else [])
        assert [facts["problem"] for facts in one.facts] == ([problem] if problem else [])


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("named", ["NFC", "NFD"])
def test_a_file_is_there_however_its_macrons_are_written(
    tmp_path: Path, stored: Literal["NFC", "NFD"], named: Literal["NFC", "NFD"]
) -> None:
    name = "Ngā tautoko/reta ō.md"
    file = tmp_path / normalize(stored, name)
    file.parent.mkdir()
    file.write_text("Ka pai.", "utf-8")
    assert file_problem(tmp_path, normalize(named, name)) == ""
    assert fingerprints(tmp_path, [normalize(named, name)])[normalize(named, name)].size == 7
    assert file_problem(tmp_path, "Ngā tautoko/rēta.md") == "is not in the folder"


def test_files_cannot_be_looked_for_without_a_folder() -> None:
    (one,) = derived("missing_files", {"of": "f"}, {"f": "letter.md"}, folder=None)
    assert one.facts == ({"problem": "cannot be looked for, because the proposal was not read from a folder"},)


@pytest.mark.parametrize("value", [{}, {"f": 5}, {"f": []}])
def test_no_files_named_is_silence(folder: Path, value: Json) -> None:
    assert values("missing_files", {"of": "f"}, value, folder=folder) == SILENCE


def test_no_other_code_is_suggested_for_the_beginning_of_a_codes_own_title() -> None:
    table = {"050999": "Environmental Studies not elsewhere classified", "061303": "Environmental Health"}
    around = Surroundings(date(2026, 1, 1), None, {"t": table})
    args = {"of": "name", "by": "code", "in": "t"}
    for code, near in (("050999", ""), ("061303", "Did you mean 050999, “Environmental Studies not elsewhere")):
        value = {"name": "Environmental Studies not elsewhere", "code": code}
        (found,) = KEYWORDS["mistitled"](args, value, around)
        assert [one["near"].startswith(near) and bool(one["near"]) == bool(near) for one in found.facts] == [True]


def test_no_code_is_suggested_where_a_table_is_too_long_to_be_held_against_every_name() -> None:
    for length, hint in ((100, "Did you mean 7, “Weaving with Harakeke 7”?"), (30_000, "")):
        around = Surroundings(
            date(2026, 1, 1), None, {"t": {str(i): f"Weaving with Harakeke {i}" for i in range(length)}}
        )
        value = {"code": "x", "name": ["Weaving with Harakeke, 7"]}
        (unlisted,) = KEYWORDS["unlisted"]({"of": "code", "in": "t", "named": "name/*"}, value, around)
        (mistitled,) = KEYWORDS["mistitled"]({"of": "name/*", "by": "code", "in": "t"}, {**value, "code": "1"}, around)
        assert [one.facts for one in (unlisted, mistitled)] == [({"near": hint},)] * 2
