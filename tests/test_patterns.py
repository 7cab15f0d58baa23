"""Patterns of paths: what fits them, what is none, and that none takes long."""

from __future__ import annotations

from fnmatch import fnmatchcase
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcred_check.patterns import fault_in, fitting, fixed_part


@pytest.mark.parametrize(
    ("pattern", "fits", "not_these"),
    [
        ("a.yaml", ["a.yaml"], ["b/a.yaml", "a.yamlx", "A.yaml"]),
        ("./a.yaml", ["a.yaml"], ["b/a.yaml"]),
        ("drafts", ["drafts/a.yaml", "drafts/b/c.yaml"], ["drafts.yaml", "a/drafts/b.yaml"]),
        ("drafts/", ["drafts/a.yaml"], ["draft/a.yaml"]),
        ("drafts/**", ["drafts/a.yaml", "drafts/b/c.yaml"], ["a.yaml", "a/drafts/b.yaml", "draftsman/a.yaml"]),
        ("**/drafts/**", ["drafts/a.yaml", "a/b/drafts/c/d.yaml"], ["a/draft/b.yaml"]),
        ("**/drafts", ["drafts/a.yaml", "a/drafts/b/c.yaml"], ["a/b.yaml"]),
        ("*.yaml", ["a.yaml"], ["b/a.yaml", "a.yml"]),
        ("**/*.yaml", ["a.yaml", "b/c/a.yaml"], ["a.yml"]),
        ("proposals/*", ["proposals/a.yaml"], ["proposals/b/a.yaml", "a.yaml"]),
        ("proposals/*/2026", ["proposals/arts/2026/a.yaml"], ["proposals/2026/a.yaml", "proposals/arts/2025/a.yaml"]),
        ("a/**/b.yaml", ["a/b.yaml", "a/c/d/b.yaml"], ["b.yaml", "a/c/d/c.yaml"]),
        ("[ab]?.yaml", ["a1.yaml", "b2.yaml"], ["c1.yaml", "a.yaml"]),
        ("**", ["a.yaml", "b/c.yaml"], []),
        (".", ["a.yaml", "b/c.yaml"], []),
        ("kōwhai/*.yaml", ["kōwhai/a.yaml"], ["kowhai/a.yaml"]),
    ],
)
def test_what_fits_a_pattern(pattern: str, fits: list[str], not_these: list[str]) -> None:
    test = fitting(pattern)
    assert [path for path in fits if not test(path)] == []
    assert [path for path in not_these if test(path)] == []


@given(st.lists(st.sampled_from(["a", "b", "**", "*", "a*"]), min_size=1, max_size=6), st.text("ab/", min_size=1))
def test_a_pattern_fits_only_what_lies_in_its_fixed_part(steps: list[str], path: str) -> None:
    pattern = "/".join(steps)
    if fitting(pattern)(path) and fixed_part(pattern):
        assert f"{path}/".startswith(f"{fixed_part(pattern)}/")


def fits_read_word_by_word(steps: list[str], parts: list[str]) -> bool:
    """Tell whether a path fits a pattern, by trying every way to read it; slow, and plain to see."""
    if not steps:
        return not parts
    if steps[0] == "**":
        return any(fits_read_word_by_word(steps[1:], parts[at:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], steps[0]) and fits_read_word_by_word(steps[1:], parts[1:])


@given(
    st.lists(st.sampled_from(["a", "ā", "**", "*", "a?", "[ab]*", "[!a]"]), max_size=5),
    st.lists(st.sampled_from(["a", "ā", "ab", "b"]), min_size=1, max_size=5),
)
def test_a_pattern_is_read_as_the_words_between_its_slashes_say(steps: list[str], parts: list[str]) -> None:
    steps = [*steps, "*.yaml"]
    parts = [*parts, "p.yaml"]
    for form in ("NFC", "NFD"):
        assert fitting(normalize(form, "/".join(steps)))("/".join(parts)) == fits_read_word_by_word(steps, parts)


@pytest.mark.filterwarnings("error")
@given(st.text(st.sampled_from("ab*?[]!^-/.&~|()+$ ā\u0304"), max_size=12) | st.text(max_size=12), st.text("ab/.[]-^ā"))
def test_any_text_is_refused_or_a_pattern(text: str, path: str) -> None:
    if not fault_in(text):
        assert fitting(text)(path) in {True, False}


@pytest.mark.parametrize("pattern", ["/".join(["**", "a*"] * 60) + "/b", "*a" * 200 + "b", "**/" * 2000 + "b"])
def test_no_pattern_takes_long(pattern: str) -> None:
    assert not fitting(pattern)("/".join(["a" * 40] * 60))


@pytest.mark.parametrize("text", ["drafts\\**", "/etc", "~/a", "../a", "a/../../b", "C:/a", "a/.."])
def test_what_leads_elsewhere_is_no_pattern(text: str) -> None:
    assert fault_in(text).startswith("Write it ")


@pytest.mark.parametrize("text", ["a/**.yaml", "**.yaml", "a**/b", "***", "a/*.{yaml,yml}", "a/b}", "!a/b.yaml"])
def test_what_means_something_in_other_tools_and_nothing_here_is_no_pattern(text: str) -> None:
    assert fault_in(text).startswith("Write ")


@pytest.mark.parametrize("text", ["**", "**/**/a", "a!b", "a", "a/**", "a..b/c", ".hidden/*"])
def test_what_stays_below_is_a_pattern(text: str) -> None:
    assert fault_in(text) == ""
