"""What a report for a board keeps on record: judgements, what passed, sources, and what the report rests on."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import Cell, Facts, Paragraph, Span, Table
from mcred_check.reporting.points import file_of
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import certainty, number_of
from mcred_check.wording import day, in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json, Rule
    from mcred_check.reporting.document import Block, Mark, Prose
    from mcred_check.reporting.points import Case

_VERDICTS: Final[dict[str, tuple[Mark, str]]] = {"met": ("ok", "Met"), "not-met": ("must", "Not met")}


def judged(case: Case, data: Json) -> Iterator[Block]:
    """Give the judgements that a proposal records, in its order."""
    rules = {name: rule for one in case.run.rule_sets for rule in one.rules for name in _names(rule)}
    rows = []
    for answer in data.get("judgements", ()):
        name = answer.get("rule", "")
        title = rules[name].title if name in rules else in_words(name) or "A judgement that names no rule"
        mark, verdict = _VERDICTS.get(answer.get("verdict", ""), ("none", "No verdict"))
        by = " on ".join(in_words(answer[part]) for part in ("by", "on") if part in answer)
        rows.append(
            (
                Cell(case.say(title)),
                Cell((Span(verdict),), mark),
                Cell(case.say(by)),
                Cell(case.say(in_words(answer.get("note", "")))),
            )
        )
    if rows:
        head = ("Question", "Verdict", "By whom and when", "Note")
        yield Table("Judgements that the proposal records", head, tuple(rows), (35, 15, 20, 30))


def _names(rule: Rule) -> tuple[str, str]:
    return rule.key.partition("/")[2], rule.key


def passed(case: Case) -> Iterator[Block]:
    """List what passed, a row for each criterion, in the order of the scorecard."""
    rows = []
    for title, some in _by_criterion(case, case.result.passed):
        rules = " ".join(
            f"{rule.title.removesuffix('.')}{' (judged by a person)' if rule.judge else ''}." for rule in some
        )
        rows.append((Cell((Span(title),)), Cell((Span(number_of(len(some), "check")),)), Cell(case.say(rules))))
    if rows:
        yield Table(
            "Checks that this proposal passed", ("Criterion", "Passed", "What holds"), tuple(rows), (25, 15, 60)
        )


def not_applicable(case: Case) -> Iterator[Block]:
    """Count what does not apply, by criterion."""
    count = len(case.result.not_applicable)
    if count:
        of = listed(
            f"{len(some)} on {_small(title)}" for title, some in _by_criterion(case, case.result.not_applicable)
        )
        does = "does" if count == 1 else "do"
        about = f"{number_of(count, 'check')} {does} not apply to a proposal of this kind and stage, with what it gives"
        yield Paragraph(case.say(f"{about}: {of}."))


def _small(title: str) -> str:
    return title[0].lower() + title[1:]


def _by_criterion(case: Case, rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """Group rules by their criteria; they come in the order of the scorecard."""
    for title, some in groupby(rules, key=case.criterion):
        yield title, list(some)


def sources(case: Case) -> Iterator[Block]:
    """List the sources of the rules that this proposal was held against, with how sure each is."""
    rules = {rule.key: rule for rule in (*(one.rule for one in case.result.findings), *case.result.passed)}
    counts: dict[tuple[str, str, str, str], int] = {}
    for rule in rules.values():
        key = rule.source.title, rule.source.url, certainty(rule), rule.source.read
        counts[key] = counts.get(key, 0) + 1
    rows = tuple(
        (
            Cell(tuple(span._replace(href=url) for span in prose(title))),
            Cell((Span(sure or "what this tool reads"),)),
            Cell((Span(in_words(read) if read else ""),)),
            Cell((Span(str(count)),)),
        )
        for (title, url, sure, read), count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
    if rows:
        yield Table(
            "Sources, and how sure it is that they ask for it",
            ("Source", "How sure", "Read on", "Checks"),
            rows,
            (50, 25, 15, 10),
        )


def about(case: Case) -> Iterator[Block]:
    """Say what the report rests on."""
    result, run = case.result, case.run
    rows: list[tuple[str, Prose]] = [
        ("File", (Span(file_of(result), "code"),)),
        ("SHA-256 of the file", (Span(sha256(result.content).hexdigest(), "code"),)),
        ("Stage", (Span(result.stage + (f" ({result.stage_reason})" if result.stage_reason else "")),)),
        ("Day of the check", (Span(day(run.as_of)),)),
    ]
    rows += [
        (one.set_title, prose(f"{one.edition.title}, in force from {day(one.edition.start)}; {one.reason}"))
        for one in result.editions
    ]
    rows.append(("Checked with", (Span(f"mcred-check {run.version}"),)))
    yield Facts(tuple(rows))
