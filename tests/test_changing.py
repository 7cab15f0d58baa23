"""What counts as a change between two versions, and what each change asks for by the rule set's own data."""

from __future__ import annotations

import random
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcred_check.approving import Kinds
from mcred_check.changing import Change, canonical, changes_between, pairs
from mcred_check.reporting.marking import pieces
from mcred_check.rule_files import read_yaml
from mcred_check.rules import bundle, rule_set, rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Json

RAW = bundle()
SHAPE, NZQA = RAW["proposal"], rule_set(RAW["sets"]["nzqa"])
SAMPLE = read_yaml(rules_folder() / "nzqa" / "sample.yaml")
TODAY = date(2026, 11, 23)


def changed(old: Json, new: Json) -> list[tuple[str, Json, Json]]:
    return [("/".join(map(str, one.fields)), one.old, one.new) for one in changes_between(old, new, SHAPE)]


def shuffled(value: Json, seed: int) -> Json:
    """Give a value with its fields and its lists in another order, its lines broken elsewhere, its macrons apart."""
    mixer = random.Random(seed)  # noqa: S311 -- no secret
    if isinstance(value, dict):
        names = list(value)
        mixer.shuffle(names)
        return {name: shuffled(value[name], seed) for name in names}
    if isinstance(value, list):
        items = [shuffled(one, seed) for one in value]
        mixer.shuffle(items)
        return items
    return unicodedata.normalize("NFD", f"\n {value}".replace(" ", "  ")) if isinstance(value, str) else value


@pytest.mark.parametrize("seed", range(5))
def test_another_order_other_line_breaks_and_macrons_apart_are_no_change(seed: int) -> None:
    assert changed(SAMPLE, shuffled(SAMPLE, seed)) == []


SCALARS = st.booleans() | st.integers(-3, 3) | st.text("aā ", max_size=3)
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "x"]), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from(["title", "hours", "need", "standards", "other"]), VALUES, max_size=4)


@settings(max_examples=200, deadline=None)
@given(OBJECTS, OBJECTS)
def test_there_is_a_change_where_two_versions_differ_in_meaning_and_nowhere_else(old: Json, new: Json) -> None:
    found = list(changes_between(old, new, SHAPE))
    assert bool(found) == (canonical(old) != canonical(new))
    assert all(canonical(one.old) != canonical(one.new) for one in found)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ({"credits": 10}, {"credits": 12}, [("credits", 10, 12)]),
        ({"credits": 10}, {"credits": 10.0}, []),
        ({"delivery": {"work_based": True}}, {"delivery": {"work_based": 1}}, [("delivery/work_based", True, 1)]),
        ({}, {"credits": 10}, [("credits", None, 10)]),
        ({"hours": {"total": 100, "directed": 4}}, {}, [("hours/total", 100, None), ("hours/directed", 4, None)]),
        ({"entry": {"requirements": ["A", "B"]}}, {"entry": {"requirements": ["B", "A"]}}, []),
        (
            {"entry": {"requirements": ["A", "B"]}},
            {"entry": {"requirements": ["B", "Something else"]}},
            [("entry/requirements/*", None, "Something else"), ("entry/requirements/*", "A", None)],
        ),
        (
            {"delivery": {"sites": ["Teaching farm in Taranaki"]}},
            {"delivery": {"sites": ["Online", "Teaching farm in Waikato"]}},
            [
                ("delivery/sites/*", None, "Online"),
                ("delivery/sites/*", "Teaching farm in Taranaki", "Teaching farm in Waikato"),
            ],
        ),
        (
            {"learning_outcomes": [{"id": "LO1", "hours": 4}, {"id": "LO2", "hours": 5}]},
            {"learning_outcomes": [{"id": "lo2", "hours": 6}, {"id": "LO3", "hours": 1}]},
            [
                ("learning_outcomes/*/id", "LO2", "lo2"),
                ("learning_outcomes/*/hours", 5, 6),
                ("learning_outcomes/*", None, {"id": "LO3", "hours": 1}),
                ("learning_outcomes/*", {"id": "LO1", "hours": 4}, None),
            ],
        ),
        (
            {"assessments": [{"id": "A1", "title": "The shed before calving", "method": "Observed"}]},
            {"assessments": [{"id": "A9", "title": "The shed before calving", "method": "Observed"}]},
            [("assessments/*/id", "A1", "A9")],
        ),
        (
            {"resources": {"staff": [{"role": "Tutor", "experience": "a"}, {"role": "Tutor", "experience": "b"}]}},
            {"resources": {"staff": [{"role": "Tutor", "experience": "b"}, {"role": "Tutor", "experience": "c"}]}},
            [("resources/staff/*/experience", "a", "c")],
        ),
        (
            {"review": {"history": [{"date": "2026-01-01", "need_confirmed": True}]}},
            {"review": {"history": [{"date": "2027-01-01"}, {"date": "2026-01-01", "need_confirmed": False}]}},
            [
                ("review/history/*", None, {"date": "2027-01-01"}),
                ("review/history/*/need_confirmed", True, False),
            ],
        ),
        ({"title": "a"}, {"title": ["a"]}, [("title", "a", ["a"])]),
        ({"title": {"a": 1}}, {"title": [1]}, [("title", {"a": 1}, [1])]),
    ],
)
def test_a_change_is_told_at_the_field_where_it_is(old: Json, new: Json, wanted: Json) -> None:
    assert changed(old, new) == wanted


def test_a_change_is_named_as_a_reader_would() -> None:
    history = [{"date": "2026-01-05", "need_confirmed": True}]
    new = {
        "credits": 1,
        "learning_outcomes": [{"id": "LO1", "hours": 3}],
        "hours": {"activities": [{"name": "Evenings", "hours": 2}]},
        "review": {"history": history, "inputs": ["iwi"]},
        "resources": {"staff": [{"experience": "a"}]},
    }
    old = {
        "learning_outcomes": [{"id": "LO1"}],
        "hours": {"activities": [{"name": "Evenings"}]},
        "review": {"history": [{"date": "2026-01-05"}]},
    }
    assert [" › ".join(one.names) for one in changes_between(old, new, SHAPE)] == [
        "credits",
        "learning hours › planned learning activities › “Evenings” › hours of the activity",
        "learning outcomes › LO1 › hours of the outcome",
        "resources › staff › number 1",
        "review › inputs to the review",
        "review › review history › 5 January 2026 › statement whether the need is confirmed",
    ]


def test_routes_lead_to_the_item_in_each_version() -> None:
    old = {"learning_outcomes": [{"id": "LO1"}, {"id": "LO2", "hours": 1}]}
    new = {"learning_outcomes": [{"id": "LO2", "hours": 2}]}
    first, second = changes_between(old, new, SHAPE)
    assert (first.old_route, first.new_route) == (("learning_outcomes", 1, "hours"), ("learning_outcomes", 0, "hours"))
    assert (second.old_route[:2], second.new) == (("learning_outcomes", 0), None)


def test_long_rests_of_lists_are_not_likened() -> None:
    old = [f"the same words and number {number}" for number in range(30)]
    new = [f"the same words and numeral {number}" for number in range(30)]
    assert all(None in pair for pair in pairs(old, new))
    assert pairs(old[:5], new[:5]) == [(number, number) for number in range(5)]


# --- What a change asks for -------------------------------------------------------------------------------------------


def leaves(shape: Json, route: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if "properties" in shape:
        for name, inner in shape["properties"].items():
            yield from leaves(inner, (*route, name))
    elif "items" in shape:
        yield from leaves(shape["items"], (*route, "*"))
    else:
        yield route


def change_at(field: str) -> Change:
    route = tuple(0 if step == "*" else step for step in field.split("/"))
    return Change(("x",), "a", "b", route, route)


def kinds(data: Json | None = None) -> Kinds:
    return Kinds([NZQA], data or {}, TODAY)


@pytest.mark.parametrize("field", ["/".join(route) for route in leaves(SHAPE)])
def test_the_rule_set_says_of_each_field_what_a_change_of_it_asks_for(field: str) -> None:
    kind = kinds().of(change_at(field))
    assert kind
    assert kind.why.endswith(".")
    assert kind.source.title


@pytest.mark.parametrize(
    ("field", "kind", "approval"),
    [
        ("level", "level-credits-and-purpose", "needed"),
        ("purpose/skills", "level-credits-and-purpose", "needed"),
        ("purpose/stands_alone", "structure-and-requirements", "ask"),
        ("title", "other-listed-details", "needed"),
        ("developer/name", "other-listed-details", "needed"),
        ("developer/contact", "developer-and-provider", "ask"),
        ("standards/*", "other-listed-details", "needed"),
        ("standards/*/consent", "delivery", "ask"),
        ("learning_outcomes/*", "outcomes", "needed"),
        ("learning_outcomes/*/outcome", "outcomes", "needed"),
        ("learning_outcomes/*/hours", "structure-and-requirements", "ask"),
        ("learning_outcomes/*/id", "own-notes", "none"),
        ("delivery/weeks", "structure-and-requirements", "ask"),
        ("delivery/sites/*", "delivery", "ask"),
        ("review/period_years", "other-listed-details", "needed"),
        ("review/method", "plan-for-the-review", "ask"),
        ("review/history/*", "reviews", "none"),
        ("need/evidence/*", "evidence", "none"),
        ("listing/status", "listing", "none"),
    ],
)
def test_the_nearest_field_decides(field: str, kind: str, approval: str) -> None:
    found = kinds().of(change_at(field))
    assert found
    assert (found.id, found.approval) == (kind, approval)


def test_of_a_university_the_content_is_approved_by_universities_new_zealand() -> None:
    university = kinds({"applicant": {"kind": "university"}})
    content, listed = (university.of(change_at(field)) for field in ("learning_outcomes/*/outcome", "title"))
    assert content
    assert listed
    assert (content.body, listed.body) == ("Universities New Zealand", "NZQA")
    assert content.why.endswith("after NZQA has listed it.")
    other = kinds({"applicant": {"kind": "pte"}}).of(change_at("learning_outcomes/*/outcome"))
    assert other
    assert other.body == "NZQA"


def test_a_rule_set_that_tells_of_no_changes_has_no_kinds() -> None:
    silent = NZQA._replace(changes={})
    assert Kinds([silent], {}, TODAY).of(change_at("title")) is None


@pytest.mark.parametrize(
    ("field", "house", "decides"),
    [
        ("title", "none", "NZQA"),
        ("title", "needed", "NZQA"),
        ("delivery/weeks", "needed", "the academic board"),
        ("delivery/weeks", "none", "NZQA"),
        ("need/evidence/*", "ask", "the academic board"),
        ("need/evidence/*", "none", "NZQA"),
    ],
)
def test_of_several_rule_sets_the_one_that_asks_for_the_most_decides(field: str, house: str, decides: str) -> None:
    (own,) = (one for one in NZQA.changes["changes"] if one["id"] == "outcomes")
    asks = {**NZQA.changes, "changes": [{**own, "fields": ["title", "delivery", "need"], "approval": house}]}
    board = NZQA._replace(framework=NZQA.framework._replace(body="the academic board"), changes=asks)
    found = Kinds([NZQA, board], {}, TODAY).of(change_at(field))
    assert found
    assert found.body == decides


def test_what_is_not_known_is_never_said_to_need_approval() -> None:
    for one in NZQA.changes["changes"]:
        assert one["approval"] != "needed" or one["basis"] in {"rule", "guidance", "inferred"}
        assert one["basis"] != "rule" or one["source"]["clause"]


# --- Words ------------------------------------------------------------------------------------------------------------


def test_the_words_that_changed_are_marked_and_what_is_far_from_them_is_left_out() -> None:
    far = " ".join(f"word{number}" for number in range(30))
    old, new = pieces(f"{far} feed the calves {far}", f"{far} feed and weigh the calves {far}")
    assert [one.text for one in new if one.changed] == ["and weigh"]
    assert not any(one.changed for one in old)
    assert new[0].text == "… word25 word26 word27 word28 word29 feed"
    assert new[2].text == "the calves word0 word1 word2 word3 …"
    inner, _ = pieces(f"a {far} b", f"c {far} d")
    assert [one.text for one in inner if not one.changed] == [
        "word0 word1 word2 word3 word4 word5 … word24 word25 word26 word27 word28 word29"
    ]


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_unmarked_and_marked_words_together_are_the_text_where_it_is_short(old: str, new: str) -> None:
    for text, side in zip((old, new), pieces(old, new), strict=True):
        whole = " ".join(one.text for one in side)
        assert "…" in whole or whole == " ".join(text.split())


def test_texts_that_have_little_in_common_or_are_very_long_are_not_marked() -> None:
    for old, new in (("one two three", "four five six"), ("a b " * 1500, "a c " * 1500)):
        before, after = pieces(old, new)
        assert [len(before), len(after)] == [1, 1]
        assert not before[0].changed
