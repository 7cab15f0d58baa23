"""Days as people write them: each is found, whatever stands around it, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from mcred_check.dates import days_meant
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS: Final[list[Callable[[date], str]]] = [
    date.isoformat,
    day,
    lambda one: f"{one:%Y}/{one.month}/{one.day}",
    lambda one: f"{one.day}/{one.month}/{one:%Y}",
    lambda one: f"{one.month}.{one.day}.{one:%Y}",
    lambda one: f"{day(one).split()[1][:3]}. {one.day}th, {one:%Y}",
    lambda one: f"{one.day}-{day(one).split()[1][:3]}-{one:%Y}",
]
LETTERS: Final = "A-Za-z\u017f\u212a\u0130āé"
"""Letters and what some take for an s, a k or an i."""
LIKE_A_DAY: Final = st.from_regex(
    rf"[0-9٣]{{1,4}}([a-z]{{2}}|[-/. ,])([0-9]{{1,2}}|[{LETTERS}]{{3,9}})[-/. ,]+[0-9]{{1,4}}"
)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(WAYS), st.sampled_from([str.upper, str.lower, str]))
def test_a_day_is_among_those_meant_in_whatever_way_and_case_it_is_written(
    one: date, way: Callable[[date], str], case: Callable[[str], str]
) -> None:
    written = case(way(one))
    assert one.isoformat() in days_meant(written)
    assert days_meant(f"\xa0 {written.replace(' ', '  ')}\n") == days_meant(written)


@given(st.text(max_size=20) | LIKE_A_DAY)
def test_of_any_text_at_most_two_days_are_meant_and_each_is_one_of_the_calendar(text: str) -> None:
    meant = days_meant(text)
    assert len(meant) <= 2
    assert [date.fromisoformat(one).isoformat() for one in meant] == meant
    assert all(one[:4] in text and str(int(one[8:])) in text for one in meant)
