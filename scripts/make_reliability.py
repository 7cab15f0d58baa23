"""Write docs/reliability.md from the tests that prove it; with --check, say whether it is stale."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import redirect_stdout
from inspect import getdoc
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import settings

from mcred_check import linting, loading, nodes, rule_files, shaping, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"
PARTS = {
    "test_any_text": "Any text",
    "test_any_values": "Any values",
    "test_engines": "Both engines agree",
    "test_hostile_content": "Hostile content",
    "test_hostile_rules": "Hostile rules and settings",
    "test_surroundings": "Hostile surroundings",
}
SPELT = {
    "json": "JSON",
    "yaml": "YAML",
    "ci": "CI",
    "python": "Python",
    "windows": "Windows",
    "ones": "one's",
    "ctrl": "Ctrl",
}

INTRODUCTION = """\
# Reliability

A report that decides whether a proposal is sent has to be right, to come every time, and to be safe to look at.
This page says what is promised, what proves it, and with how many cases.
`scripts/make_reliability.py` writes it from the tests: each promise is what a file of tests says of itself, each fact the name of a test, each figure counted.

Whatever happens, the exit code is one of three: 0, 1, or 2 where something could not be checked; no traceback is shown, nothing is said to be ready that was not checked, and nothing is left out without a word.
"""

LIMITS = """\
## Limits

A proposal is a few kilobytes.
These limits keep one file from holding up all the others.
What goes beyond one is a finding that says so; beyond the last, a mistake is told without a guess.

| what | at the most |
| --- | --- |
| a file | {bytes:,} bytes |
| lists and groups inside each other | {depth} |
| values and fields of one proposal, with what references (`&`, `*`) repeat | {values:,} |
| letters of one proposal, with what references repeat | {letters:,} |
| proposals in one file | {documents:,} |
| values and fields of all the proposals in one file | {all_values:,} |
| mistakes of one proposal that get a guess at what was meant | {guesses:,} |

A rule set of one's own has limits too, and what goes beyond one is not used: exit code 2, with a line that says so.
A configuration has those of a proposal.

| what | at the most |
| --- | --- |
| a rule or a table | {bytes:,} bytes |
| rules and tables of one set | {files:,} |
| all of them together | {set_bytes:,} bytes |
| values of one rule | {values:,} |
| values that one rule asks for, under `when` and `expect` | {asked:,} |
| values of all the rules of a set | {set_values:,} |
| values that all of them ask for | {set_asked:,} |
"""

CLOSING = """\
## More by hand

The gate (`.ci/run`) runs all of this, the cases that are made at random always from the same beginning, so that it never fails by luck, and the fuzzer for a minute.
What the fuzzer finds is kept in `fuzz/cases`, where the tests replay it: {cases} so far.

```console
python -m pytest --hypothesis-profile=thorough tests/test_any_text.py tests/test_any_values.py tests/test_engines.py
python -m pip install -e ".[dev,fuzz]" && python fuzz/any_text.py --seconds 3600 --corpus /tmp/corpus
```

The first makes at least {thorough:,} cases for each fact, other ones each time; the second goes on from what it kept in its corpus.

## What is not promised

- What stops Python before the program begins, such as a folder for standard input or too little memory to start in, ends with Python's own message and its exit code 1.
- Where the memory runs out within jsonschema-rs, that engine may write lines of its own to standard error, a traceback among them, and may end the program by a signal, as if from outside.
- A program that is killed from outside ends as the system says; it leaves no part of a report behind, save what was already written where a disk filled up.
- Somebody who may change the files while they are checked can have them checked as they were, as they are, or as something in between.
- The two YAML parsers, libyaml and PyYAML's own for where that is missing, refuse different texts: `{{a:}}`, `{{a?}}`, a tab between a name and its value. What both can read they read alike, save a byte order mark that begins a line below the first, which libyaml passes over.
- A check looks for evidence files and does not open them; `sheet` reads them for their SHA-256, from the proposal's folder alone and up to 100 MB each. That they hold what they should is for a person to see.
"""


class Fact(NamedTuple):
    """What a test proves: where it stands, its name in words, and its cases, which it may make at random."""

    module: str
    words: str
    random: int


class Collector:
    """Gathers what pytest collects."""

    def __init__(self) -> None:
        self.promises: dict[str, str] = {}
        self.cases: Counter[Fact] = Counter()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the cases of each test, and note what its module says of itself."""
        for item in session.items:
            if isinstance(item, pytest.Function):
                module = item.module.__name__
                self.promises[module] = getdoc(item.module) or ""
                self.cases[Fact(module, in_words(item.originalname), examples_of(item.obj))] += 1


def in_words(name: str) -> str:
    """Write a test's name as the sentence that it is."""
    words = [SPELT.get(word, word) for word in name.removeprefix("test_").split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]]).replace("Ctrl c ", "Ctrl-C ")


def examples_of(test: Any) -> int:  # noqa: ANN401
    """Give how many examples hypothesis makes for a test; none for one of another kind."""
    if not getattr(test, "is_hypothesis_test", False):
        return 0
    chosen: settings = getattr(test, "_hypothesis_internal_use_settings", None) or settings()
    return chosen.max_examples


def collected() -> Collector:
    """Collect the tests without running them."""
    collector = Collector()
    files = [str(ROOT / "tests" / f"{module}.py") for module in PARTS]
    options = ["--collect-only", "-p", "no:cacheprovider", "-W", "ignore:Module already imported"]
    with redirect_stdout(StringIO()) as said:
        code = pytest.main([*options, *files], plugins=[collector])
    if code or set(collector.promises) != set(PARTS):
        message = f"pytest could not collect the tests:\n{said.getvalue()}"
        raise SystemExit(message)
    return collector


def part(module: str, title: str, collector: Collector) -> Iterator[str]:
    """Write what one file of tests proves."""
    facts = {fact: count for fact, count in collector.cases.items() if fact.module == module}
    yield f"## {title}\n\n{collector.promises[module]}\n\n| fact | cases |\n| --- | --- |\n"
    for fact, count in facts.items():
        yield f"| {fact.words} | {f'{fact.random:,} made at random' if fact.random else f'{count:,}'} |\n"
    fixed = sum(count for fact, count in facts.items() if not fact.random)
    made = sum(fact.random for fact in facts)
    yield f"\n{fixed:,} cases{f', and {made:,} made at random' if made else ''}: [`tests/{module}.py`](../tests/{module}.py).\n\n"


def page() -> str:
    """Write the page."""
    collector = collected()
    parts = "".join(text for module, title in PARTS.items() for text in part(module, title, collector))
    limits = LIMITS.format(
        bytes=nodes.MAX_BYTES,
        depth=nodes.MAX_DEPTH,
        values=shaping.MAX_VALUES,
        letters=shaping.MAX_LETTERS,
        documents=loading.MAX_DOCUMENTS,
        all_values=loading.MAX_VALUES_OF_A_FILE,
        guesses=wording.GUESSES,
        files=rule_files.MAX_FILES,
        set_bytes=rule_files.MAX_BYTES_OF_A_SET,
        asked=linting.MAX_ASKED_BY_A_RULE,
        set_values=linting.MAX_VALUES_OF_A_SET,
        set_asked=linting.MAX_ASKED_BY_A_SET,
    )
    cases = len(list((ROOT / "fuzz" / "cases").iterdir()))
    closing = CLOSING.format(cases=cases, thorough=settings.get_profile("thorough").max_examples)
    return f"{INTRODUCTION}\n{parts}{limits}\n{closing}"


def main() -> int:
    """Write the page, or check it."""
    fresh = page()
    if "--check" in sys.argv[1:]:
        stale = not PAGE.is_file() or PAGE.read_text("utf-8") != fresh
        if stale:
            print("docs/reliability.md is stale: run python scripts/make_reliability.py")
        return stale
    PAGE.write_text(fresh, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
