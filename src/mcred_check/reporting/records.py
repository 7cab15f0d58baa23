"""What a report for a board, or a sheet, keeps on record: judgements, what passed, sources, and what it rests on."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mcred_check.judging import by_name, complaint_about
from mcred_check.reporting.document import Cell, Facts, Paragraph, Span, Table
from mcred_check.reporting.te_reo import prose
from mcred_check.reporting.verdict import BASIS, is_of_reading, number_of, source_of
from mcred_check.wording import day, in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mcred_check.model import Json, Rule
    from mcred_check.reporting.case import Case
    from mcred_check.reporting.document import Block, Mark, Prose

_VERDICTS: Final[dict[str, tuple[Mark, str]]] = {"met": ("ok", "Met"), "not-met": ("must", "Not met")}
_TOO_SHORT: Final = 15
"""From how many characters on a text names a page."""

_SOURCES: Final = ("Source", "How sure", "Checks")


def judged(case: Case, data: Json) -> Iterator[Block]:
    """Give the judgements that a proposal records, in its order; one that does not count is no verdict."""
    rules = by_name(case.run.rule_sets)
    rows = []
    for answer in data.get("judgements", ()):
        name = answer.get("rule", "")
        title = rules[name].title if name in rules else in_words(name) or "A judgement that names no rule"
        mark, verdict = _VERDICTS.get(answer.get("verdict", ""), ("none", "No verdict"))
        if "verdict" in answer and complaint_about(answer, rules, case.run.as_of, guess=False):
            mark, verdict = "none", f"{verdict}, but does not count"
        by = ", ".join(in_words(answer[part]) for part in ("by", "on") if part in answer)
        why = ": ".join(filter(None, (by, in_words(answer.get("note", "")))))
        rows.append((Cell(case.say(title)), Cell((Span(verdict),), mark), Cell(case.say(why))))
    if rows:
        head = ("Question", "Verdict", "By whom, when and why")
        yield Table("Judgements that the proposal records", head, tuple(rows), (35, 20, 45))


def passed(case: Case) -> Iterator[Block]:
    """List what passed, a row for each criterion, in the order of the scorecard."""
    rows = []
    for title, some in _by_criterion(case, case.result.passed):
        rules = " ".join(
            f"{rule.title.removesuffix('.')}{' (judged by a person)' if rule.judge else ''}." for rule in some
        )
        rows.append((Cell((Span(title),)), Cell((Span(str(len(some))),)), Cell(case.say(rules))))
    if rows:
        yield Table(
            "Checks that this proposal passed", ("Criterion", "Checks", "What holds"), tuple(rows), (24, 10, 66)
        )


def not_applicable(case: Case) -> Iterator[Block]:
    """Count what does not apply, by criterion."""
    count = len(case.result.not_applicable)
    if count:
        of = listed(f"{len(some)} on {title}" for title, some in _by_criterion(case, case.result.not_applicable))
        does = "does" if count == 1 else "do"
        about = f"{number_of(count, 'check')} {does} not apply to a proposal of this kind and stage, with what it gives"
        yield Paragraph(case.say(f"{about}: {of}."))


def _by_criterion(case: Case, rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """Group rules by their criteria; they come in the order of the scorecard."""
    for title, some in groupby(rules, key=case.criterion):
        yield title, list(some)


def sources(case: Case) -> Iterator[Block]:
    """List the pages that the rules come from, the surest first, with how many checks rest on each."""
    rules = {rule.key: rule for rule in (*(one.rule for one in case.result.findings), *case.result.passed)}
    asked = [rule for rule in rules.values() if not is_of_reading(rule)]
    groups: dict[tuple[int, str], list[Rule]] = {}
    for rule in asked:
        groups.setdefault((list(BASIS).index(rule.basis), rule.source.url), []).append(rule)
    rows = tuple(
        (
            Cell(_page(url, [source_of(rule) for rule in some])),
            Cell((Span(BASIS[some[0].basis]),)),
            Cell((Span(str(len(some))),)),
        )
        for (_, url), some in sorted(
            groups.items(), key=lambda one: (one[0][0], not one[0][1], -len(one[1]), one[0][1])
        )
    )
    if rows:
        dates = listed(map(day, sorted({rule.source.read for rule in asked if rule.source.read})))
        read = f", read on {dates}" if dates else ""
        yield Table(f"Sources{read}, and how sure it is that they ask for it", _SOURCES, rows, (62, 27, 11))


def _page(url: str, titles: Sequence[str]) -> Prose:
    """Name a page by what all that is said of it has in common, or by what is said most often."""
    if not url and len(set(titles)) > 1:
        return (Span("No page of the web: mcred-check explain names the source of each of these checks"),)
    first, last = min(titles), max(titles)
    alike = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    shared = _cut(first[:alike]) if first != last else ""
    often = max(sorted(set(titles)), key=titles.count)
    return tuple(span._replace(href=url) for span in prose(shared if len(shared) > _TOO_SHORT else often))


def _cut(shared: str) -> str:
    """Cut the beginning of two titles where a part of it ends; what follows a semicolon may name the page itself."""
    whole = re.split(r"[,;:(][^,;:(]*$", shared)[0]
    return shared.rpartition(" ")[0] if shared[len(whole) :].startswith(";") else whole


def about(case: Case) -> Iterator[Block]:
    """Say what a document rests on: the file, the day, the editions and the version."""
    result, run = case.result, case.run
    rows: list[tuple[str, Prose]] = [
        ("File", (Span(case.file, "code"),)),
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
