"""Values, dates, characters and items in the words of a reader."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mcred_check.wording import age, character, day, fill, in_words, is_day, listed, name_of, nearest, number

if TYPE_CHECKING:
    from mcred_check.model import Json


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5, "5"),
        (5.0, "5"),
        (2.6, "2.6"),
        (100 / 3, "33.333333"),
        (-0.5, "-0.5"),
        (0.00000001, "0"),
        (True, "true"),
        (False, "false"),
        (None, "not given"),
        (" a\n  b ", "a b"),
        ("2024-02-29", "29 February 2024"),
        ("2023-02-29", "2023-02-29"),  # no day of the calendar
        ("2024-1-1", "2024-1-1"),
        ([], ""),
        (["a"], "a"),
        (["a", 2, "c"], "a, 2 and c"),
        ({"id": "LO1"}, "LO1"),
        ({"x": 1}, "what is given"),
        ("word " * 200, "word " * 120 + "…"),
        (["word"] * 200, "word, " * 100 + "…"),
        ("a" * 601, "a" * 600 + " …"),
    ],
)
def test_a_value_stands_in_a_sentence(value: Json, words: str) -> None:
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ({"id": "LO1", "outcome": "Set up coffee"}, "LO1 “Set up coffee”"),
        ({"id": "E2", "organisation": "Cafés of Ōtautahi"}, "E2 (Cafés of Ōtautahi)"),
        ({"id": "E3", "group": "iwi"}, "E3 (iwi)"),
        ({"id": "E4"}, "E4"),
        ({"name": "Practice"}, "“Practice”"),
        ({"title": 5, "role": "Teacher"}, "“Teacher”"),
        ({"hours": 5}, ""),
        ({}, ""),
        ("learners", "“learners”"),
        ({"outcome": "word " * 20}, "“word word word word word word word word word word word word …”"),
    ],
)
def test_an_item_goes_by_its_id_and_what_it_calls_itself(item: Json, name: str) -> None:
    assert name_of(item) == name


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (-1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (62, "8 weeks"),
        (63, "2 months"),
        (365, "11 months"),
        (366, "12 months"),
        (-800, "26 months"),
    ],
)
def test_an_age_is_in_the_unit_that_a_person_would_take(days: int, words: str) -> None:
    assert age(days) == words


def test_a_number_has_no_needless_fraction() -> None:
    assert [number(one) for one in (10, 10.0, 10.5, 1 / 3)] == ["10", "10", "10.5", "0.333333"]


def test_a_date_is_written_as_new_zealanders_do() -> None:
    assert day("2024-09-14") == day(date(2024, 9, 14)) == "14 September 2024"
    assert not is_day("20240914")


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_a_list_is_joined_as_in_a_sentence(items: list[str], words: str) -> None:
    assert listed(items, word="or") == words


def test_what_was_probably_meant_is_found() -> None:
    assert nearest("titel", ["title", "level"]) == "title"
    assert nearest("zzz", ["title", "level"]) == ""


def test_a_character_that_cannot_be_seen_has_a_name() -> None:
    assert character("\t") == "a tab"
    assert character("\u2060") == "a character that cannot be seen (U+2060)"


@pytest.mark.parametrize(
    ("template", "filled"),
    [("{a} and {b/c}", "A and B/C"), ("{{a}} {{", "{a} {"), ("a\n b", "a b"), ("{}", "{}"), ("none", "none")],
)
def test_a_template_is_filled(template: str, filled: str) -> None:
    assert fill(template, str.upper) == filled


def test_words_that_bring_their_own_quotation_marks_are_quoted_once() -> None:
    assert fill("It says: “{says}”", lambda _: "“We need it.”") == "It says: “We need it.”"
    assert fill("It says: “{says}”", lambda _: "We said “no”") == "It says: “We said “no””"
