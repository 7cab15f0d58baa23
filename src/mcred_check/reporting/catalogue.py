"""The rule sets listed: their authority and editions, and their rules by criterion, as text, Markdown and JSON."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mcred_check import __version__
from mcred_check.model import SEVERITIES
from mcred_check.reporting.escaping import as_indented_json, in_markdown, linked
from mcred_check.reporting.lines import BLANK, clamp, flow, pad
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import number_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from mcred_check.model import Criterion, Edition, Framework, Json, Rule, RuleSet
    from mcred_check.reporting.lines import Line

AUTHORITY: Final = {
    "statutory": "the law gives these rules their force",
    "funding": "whoever takes the funding accepts these rules",
    "voluntary": "whoever joins the scheme accepts these rules",
    "house": "an institution's own rules",
}
_NO_RULES: Final = "No rules yet."


def lay_out(rule_sets: Sequence[RuleSet], *, width: int) -> list[Line]:
    """List the rule sets, and under each its rules."""
    width = clamp(width)
    lines: list[Line] = []
    for one in rule_sets:
        lines += [BLANK, *_set(one, width)] if lines else _set(one, width)
    return lines


def _set(rule_set: RuleSet, width: int) -> Iterator[Line]:
    framework = rule_set.framework
    yield from flow(visible(framework.title), "bold", width=width)
    yield BLANK
    column = 13
    for label, text in (
        ("Name", framework.id),
        ("Authority", f"{framework.authority}: {AUTHORITY[framework.authority]}"),
        ("Rules", _counted(rule_set.rules)),
    ):
        lead = (("", "  "), ("dim", pad(label, column - 2)))
        yield from flow(visible(text), width=width, lead=lead, indent=column)
    yield BLANK
    yield (("bold", "Editions"),)
    for edition in framework.editions:
        yield from _edition(edition, framework, width)
    yield BLANK
    legend = (
        "Below each rule: its name, the stage that it is checked from, the editions that ask for it, and what it "
        "rests on. More about a rule: mcred-check explain RULE"
    )
    yield from flow(legend, "dim", width=width)
    for criterion in framework.criteria:
        rules = _rules_of(criterion, rule_set)
        yield BLANK
        yield (("bold", visible(criterion.title)), ("dim", f"  {number_of(len(rules), 'rule')}" if rules else ""))
        if not rules:
            yield (("", "  "), ("dim", _NO_RULES))
        for rule in rules:
            yield from _rule(rule, framework, width)


def _edition(edition: Edition, framework: Framework, width: int) -> Iterator[Line]:
    column = 4 + max(len(one.id) for one in framework.editions)
    lead = (("", "  "), ("", pad(visible(edition.id), column - 2)))
    when = f"{edition.title}, in force {_in_force(edition, framework)}"
    yield from flow(visible(when), width=width, lead=lead, indent=column)
    doubt = _doubt(edition)
    remarks = [f"Not certain: {doubt}"] if doubt else []
    for text in (*edition.instruments, *remarks, *([edition.unread] if edition.unread else ())):
        yield from flow(visible(text), "dim", width=width, lead=(("", " " * column),), indent=column)


def _rule(rule: Rule, framework: Framework, width: int) -> Iterator[Line]:
    column = 4 + max(map(len, SEVERITIES))
    style = {"must": "must", "should": "should"}.get(rule.severity, "")
    lead = (("", "  "), (style, pad(rule.severity, column - 2)))
    yield from flow(visible(_titled(rule)), width=width, lead=lead, indent=column)
    facts = f"{_name(rule)}: {rule.stage}, {_editions(rule, framework)}, {rule.basis}"
    yield from flow(visible(facts), "rule", width=width, lead=(("", " " * column),), indent=column)


def _name(rule: Rule) -> str:
    return rule.key.partition("/")[2]


def _titled(rule: Rule) -> str:
    return f"{rule.title} (for a person to judge)" if rule.judge else rule.title


def _rules_of(criterion: Criterion, rule_set: RuleSet) -> list[Rule]:
    return [rule for rule in rule_set.rules if rule.criterion == criterion.id]


def _counted(rules: Sequence[Rule]) -> str:
    """Count rules, as in “103 (44 must, 50 should, 9 advice); 31 for a person to judge”."""
    counts = Counter(rule.severity for rule in rules)
    kinds = ", ".join(f"{counts[one]} {one}" for one in SEVERITIES)
    judged = sum(bool(rule.judge) for rule in rules)
    return f"{len(rules)} ({kinds}); {judged} for a person to judge"


def _editions(rule: Rule, framework: Framework) -> str:
    """Name a rule's editions, three or more in a row by the first and the last."""
    known = [one.id for one in framework.editions]
    own = [one for one in known if one in rule.editions]
    first = known.index(own[0])
    if len(own) > 2 and own == known[first : first + len(own)]:  # noqa: PLR2004 -- two are as short
        return f"{own[0]} to {own[-1]}"
    return ", ".join(own)


def _last_day(edition: Edition, framework: Framework) -> date | None:
    """Give the day before the next edition's first; None for the newest."""
    following = {one.id: later.start for one, later in pairwise(framework.editions)}
    return following[edition.id] - timedelta(days=1) if edition.id in following else None


def _in_force(edition: Edition, framework: Framework) -> str:
    last = _last_day(edition, framework)
    return f"from {day(edition.start)}" + (f" to {day(last)}" if last else "")


def _doubt(edition: Edition) -> str:
    """Say what is not certain of an edition; nothing where all is."""
    first, last = edition.earliest, edition.latest
    span = f"the first day lies between {day(first)} and {day(last)}." if first != last else ""
    return f"{span} {edition.note}".strip()


def markdown(rule_sets: Sequence[RuleSet]) -> str:
    """Write the rule sets as a page, with a table for each criterion."""
    lines = ["# The rules"]
    for rule_set in rule_sets:
        framework = rule_set.framework
        lines += ["", f"## {in_markdown(framework.title)}", ""]
        lines += [f"The rule set `{framework.id}` is {framework.authority}: {AUTHORITY[framework.authority]}."]
        lines += [f"Rules: {_counted(rule_set.rules)}."]
        lines += ["", "### Editions", "", "| edition | in force | instruments | not certain |", "|---|---|---|---|"]
        lines += [
            _row(
                in_markdown(one.title),
                _in_force(one, framework),
                "<br>".join(map(in_markdown, one.instruments)),
                in_markdown(f"{_doubt(one)} {one.unread}".strip()),
            )
            for one in framework.editions
        ]
        for criterion in framework.criteria:
            rules = _rules_of(criterion, rule_set)
            lines += ["", f"### {in_markdown(criterion.title)}", ""]
            if not rules:
                lines.append(_NO_RULES)
                continue
            lines += ["| rule | severity | stage | editions | basis | title |", "|---|---|---|---|---|---|"]
            lines += [_markdown_row(rule) for rule in rules]
    return "\n".join(lines) + "\n"


def _markdown_row(rule: Rule) -> str:
    basis = linked(rule.basis, rule.source.url)
    editions = ", ".join(rule.editions)
    return _row(f"`{_name(rule)}`", rule.severity, rule.stage, editions, basis, in_markdown(_titled(rule)))


def _row(*columns: str) -> str:
    return f"| {' | '.join(columns)} |"


def as_json(rule_sets: Sequence[RuleSet]) -> str:
    """Write the rule sets for other programs; what changes a name raises `version`.

    `rule_sets` holds `id`, `title`, `authority`, `site`, `editions`, `criteria` and `rules`, in scorecard order. An
    edition is in force from `start` to `end`, both included; `end` is empty for the newest, and `start` lies
    between `earliest` and `latest`. A rule's `rule` is its key; `judge` is the question for a person, else empty;
    `message` and `fix` are templates. Every name is always there; what is not given is empty.
    """
    whole = {
        "version": 1,
        "tool": {"name": "mcred-check", "version": __version__},
        "rule_sets": [
            {
                "id": one.framework.id,
                "title": one.framework.title,
                "authority": one.framework.authority,
                "site": one.framework.site,
                "editions": [_edition_as_json(edition, one.framework) for edition in one.framework.editions],
                "criteria": [{"id": row.id, "title": row.title} for row in one.framework.criteria],
                "rules": [_rule_as_json(rule) for rule in one.rules],
            }
            for one in rule_sets
        ],
    }
    return as_indented_json(whole)


def _edition_as_json(edition: Edition, framework: Framework) -> Json:
    last = _last_day(edition, framework)
    return {
        "id": edition.id,
        "title": edition.title,
        "start": edition.start.isoformat(),
        "end": last.isoformat() if last else "",
        "earliest": edition.earliest.isoformat(),
        "latest": edition.latest.isoformat(),
        "note": edition.note,
        "unread": edition.unread,
        "instruments": edition.instruments,
    }


def _rule_as_json(rule: Rule) -> Json:
    source = rule.source
    return {
        "rule": rule.key,
        "title": rule.title,
        "criterion": rule.criterion,
        "severity": rule.severity,
        "stage": rule.stage,
        "editions": rule.editions,
        "basis": rule.basis,
        "source": {"title": source.title, "clause": source.clause, "url": source.url, "read": source.read},
        "why": rule.why,
        "judge": rule.judge,
        "message": rule.message,
        "fix": rule.fix,
        "covers": rule.covers,
        "since": rule.since,
    }
