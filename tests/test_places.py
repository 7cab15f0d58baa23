"""The place of every value and every name, in each way of writing them."""

from __future__ import annotations

import runpy

import pytest
import yaml
from texts import Numbers, both, numbers, only

from mcred_check import nodes
from mcred_check.model import Place
from mcred_check.nodes import Text

BLOCK = """\
# A comment stands first.
title: Foo   # and one behind
level: 3
hours:
  total: 100
  activities:
    - name: Practice
      hours: 40
    - {name: 'Reading', hours: 2.5}
purpose:
  knowledge: |
    One
    two
  skills: >-
    Three

    four
  attributes: "Five
    six"
  stands_alone: Seven
    eight
  used_in: [New Zealand, "Fiji"]
  education_pathways:
    - none
    -
    - Café 😀 course
status:
"""

PLACES: list[tuple[tuple[str | int, ...], Numbers]] = [
    ((), (1, 1, 1, 1)),
    (("title",), (2, 8, 2, 11)),
    (("level",), (3, 8, 3, 9)),
    (("hours",), (4, 1, 4, 6)),  # a group is shown at its name
    (("hours", "total"), (5, 10, 5, 13)),
    (("hours", "activities"), (6, 3, 6, 13)),
    (("hours", "activities", 0), (7, 7, 7, 21)),  # a list item at its first line
    (("hours", "activities", 0, "name"), (7, 13, 7, 21)),
    (("hours", "activities", 0, "hours"), (8, 14, 8, 16)),
    (("hours", "activities", 1), (9, 7, 9, 36)),
    (("hours", "activities", 1, "name"), (9, 14, 9, 23)),
    (("hours", "activities", 1, "hours"), (9, 32, 9, 35)),
    (("purpose", "knowledge"), (11, 3, 11, 12)),  # a text in a block at its name
    (("purpose", "skills"), (14, 3, 14, 9)),
    (("purpose", "attributes"), (18, 15, 18, 20)),  # a text on several lines at the first
    (("purpose", "stands_alone"), (20, 17, 20, 22)),
    (("purpose", "used_in"), (22, 3, 22, 10)),
    (("purpose", "used_in", 0), (22, 13, 22, 24)),
    (("purpose", "used_in", 1), (22, 26, 22, 32)),
    (("purpose", "education_pathways", 0), (24, 7, 24, 11)),
    (("purpose", "education_pathways", 2), (26, 7, 26, 20)),  # columns count code points
    (("status",), (27, 1, 27, 7)),  # a blank value is shown at its name
    # What is not there is shown at what would hold it.
    (("credits",), (1, 1, 1, 1)),
    (("hours", "directed"), (4, 1, 4, 6)),
    (("hours", "activities", 0, "name", "x"), (7, 13, 7, 21)),
    (("hours", "activities", 7), (6, 3, 6, 13)),
    (("hours", "activities", "name"), (6, 3, 6, 13)),
    (("hours", "activities", 1, "x"), (9, 7, 9, 36)),
    (("title", 0), (2, 8, 2, 11)),
]


@pytest.mark.parametrize(
    "source",
    [
        BLOCK.encode(),
        BLOCK.encode("utf-8-sig"),
        BLOCK.encode("utf-16"),
        BLOCK.replace("\n", "\r\n").encode(),
        BLOCK.replace("\n", "\r").encode(),
        BLOCK.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["LF", "BOM", "UTF-16", "CR LF", "CR", "UTF-16 and CR LF"],
)
def test_every_value_has_its_place_whatever_the_encoding_and_the_line_ends(source: bytes) -> None:
    found = only(source)
    assert found.faults == ()
    assert [(route, numbers(found.place(route))) for route, _ in PLACES] == PLACES


@pytest.mark.parametrize(
    ("source", "route", "numbers_of_it"),
    [
        (
            "applicant: &a {name: Kura}\ndeveloper: *a\n",
            ("developer", "name"),
            (1, 22, 1, 26),
        ),  # a reference at its origin
        ("title: &t Foo\n", ("title",), (1, 8, 1, 14)),
        ("title: !!str 5\n", ("title",), (1, 8, 1, 15)),
        ('"title": Foo\n', ("title",), (1, 10, 1, 13)),
        ("? title\n: Foo\n", ("title",), (2, 3, 2, 6)),
        ("{title: Foo, level: 3}", ("level",), (1, 21, 1, 22)),
        ("purpose:\n  used_in:\n  - Fiji\n  - Tonga", ("purpose", "used_in", 1), (4, 5, 4, 10)),
        ("title: ''\n", ("title",), (1, 1, 1, 6)),
        ("title: '  '\n", ("title",), (1, 1, 1, 6)),
        ("title: ~\n", ("title",), (1, 8, 1, 9)),
        ("partners: []\n", ("partners",), (1, 1, 1, 9)),
        ("partners:\n  - name: a  # note\npurpose: {}\n", ("partners", 0), (2, 5, 2, 20)),
        ("title: Foo\ntitle: Bar\n", ("title",), (1, 8, 1, 11)),
        ("level: 3\n\u200btitle: Foo\n", ("title",), (2, 9, 2, 12)),
        ("[a]: x\ntitle: Foo\n", ("title",), (2, 8, 2, 11)),
    ],
)
def test_other_ways_of_writing_have_their_places(
    source: str, route: tuple[str | int, ...], numbers_of_it: Numbers
) -> None:
    assert numbers(only(source).place(route)) == numbers_of_it


def test_the_places_in_a_later_document_count_from_the_top_of_the_file() -> None:
    one, two = both("title: One\n---\n# note\ntitle: Two\nlevel: x\n")
    assert [numbers(each.place(())) for each in (one, two)] == [(1, 1, 1, 1), (4, 1, 4, 1)]
    assert numbers(two.place(("title",))) == (4, 8, 4, 11)
    assert numbers(two.faults[0].place) == (5, 8, 5, 9)


def test_a_route_in_the_data_leads_past_blank_items_to_the_route_in_the_file() -> None:
    found = only("partners:\n  -\n  - name: a\n  - {}\n  - name: b\npurpose:\n  used_in: ['', Fiji]\n")
    assert found.data == {"partners": [{"name": "a"}, {"name": "b"}], "purpose": {"used_in": ["Fiji"]}}
    assert found.origin(("partners", 1, "name")) == ("partners", 3, "name")
    assert found.origin(("purpose", "used_in", 0)) == ("purpose", "used_in", 1)
    assert found.origin(("partners",)) == ("partners",)
    assert numbers(found.place(found.origin(("partners", 1, "name")))) == (5, 11, 5, 12)


def test_an_excerpt_is_the_line_and_the_one_before_without_line_ends() -> None:
    found = only("title: Foo\r\nlevel: 3\r\n")
    assert found.excerpt(found.place(("level",))) == ("title: Foo", "level: 3")
    assert found.excerpt(found.place(("title",))) == ("title: Foo",)


def test_the_place_of_a_whole_file_has_no_excerpt() -> None:
    assert only("title: Foo\n").excerpt(Place()) == ()


@pytest.mark.parametrize("source", ["", "- a\n", "a: @\n", b"\xff"])
def test_what_could_not_be_read_has_the_place_of_the_file(source: str | bytes) -> None:
    assert only(source).place(("title",)) == Place()


def test_a_file_without_text_has_no_excerpt() -> None:
    assert only(b"\xff").excerpt(Place()) == ()


@pytest.mark.parametrize(
    ("start", "end", "numbers_of_it"),
    [
        (0, 2, (1, 1, 1, 3)),
        (0, 9, (1, 1, 1, 3)),  # trimmed to the first line
        (2, 3, (1, 3, 1, 3)),
        (3, 4, (1, 4, 1, 4)),  # within CR LF
        (4, 4, (2, 1, 2, 1)),
        (5, 7, (3, 1, 3, 2)),
        (6, 6, (3, 2, 3, 2)),
    ],
)
def test_a_region_is_trimmed_to_its_first_line(start: int, end: int, numbers_of_it: Numbers) -> None:
    assert numbers(Text("ab\r\n\rc").place(start, end)) == numbers_of_it


@pytest.mark.parametrize(
    ("line", "above"), [(1, (1, 1, 1, 2)), (2, (1, 1, 1, 2)), (4, (2, 3, 2, 4)), (5, (4, 1, 4, 2))]
)
def test_the_line_above_is_the_nearest_that_is_not_blank(line: int, above: Numbers) -> None:
    assert numbers(Text("a\n  b\n  \nc\nd").line_above(line)) == above


def test_without_libyaml_the_other_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    room = runpy.run_path(nodes.__file__)
    assert "_FastComposer" not in room
    (root,) = room["compose"](room["Text"]("title: Foo"))
    assert [(key.value, value.value) for key, value in root.value] == [("title", "Foo")]
