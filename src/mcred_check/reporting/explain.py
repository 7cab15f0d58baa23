"""One rule told in full: what it asks and from whom, why, how to meet it, its examples, and how sure it is."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.lines import BLANK, cells, flow, pad
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import is_of_reading
from mcred_check.wording import day, fill, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mcred_check.model import Basis, Example, Framework, Json, Rule, Severity, Stage
    from mcred_check.reporting.lines import Line

SEVERITY: Final[dict[Severity, str]] = {
    "must": "must: a proposal that does not meet this is not ready",
    "should": "should: a proposal can be ready without this, and is better with it",
    "advice": "advice: a proposal can be ready without this; it is worth a thought",
}
STAGE: Final[dict[Stage, str]] = {
    "draft": "the first draft on",
    "submission": "submission on; in a draft it is still to do",
    "listed": "the listing on; before that it does not apply",
}
SURENESS: Final[dict[Basis, str]] = {
    "rule": "The clause named above was read in the text of the rules.",
    "guidance": "The body that makes the rules says so on a page of its site; the rules' own text was not read for this.",
    "secondary": "Third parties say that this is asked for; it was not read in the rules or on the site of their maker.",
    "inferred": "No text that was read says so in these words; it is our reading of texts that come close.",
    "unverified": "No source was found for this, so it is never a must; take it as our suggestion.",
    "house": "An institution asks this of its own proposals; the rules of no other body are claimed for it.",
}
_KINDS: Final = {
    "accepts": ("Met by", "ok"),
    "ignores": ("Left alone", "dim"),
    "rejects": ("Not met by", "must"),
    "asks": ("Asked of", "judge"),
}
_LEFT_OUT: Final = "(left out)"
_NEEDS_QUOTES: Final = re.compile(
    r"""\s|[-?:](\s|\Z)|[,\[\]{}#&*!|>'"%@`]|[0-9.+-]+\Z|(?i:null|~|true|false|yes|no|on|off)\Z|.*(:\s|\s\#|[:\s]\Z)""",
    re.DOTALL,
)


def lay_out(rule: Rule, framework: Framework | None, *, width: int) -> list[Line]:
    """Explain a rule, on lines of at most `width` cells; a rule of the set `reading` has no framework."""
    lines: list[Line] = [
        *flow(visible(rule.title), "bold", width=width),
        (("rule", visible(rule.key)),),
        BLANK,
        *_asked(rule, framework, width),
        *_heading("Why"),
        *_prose(rule.why, width),
    ]
    if rule.judge:
        lines += [*_heading("The question"), *_prose(_readable(rule.judge), width)]
    lines += [*_heading("How to meet it"), *_prose(_readable(rule.fix), width)]
    if rule.judge:
        lines += _answer(rule, width)
    if rule.examples:
        lines += _examples(rule, width)
    return [*lines, *_heading("Where it comes from"), *_source(rule, width)]


def _readable(template: str) -> str:
    """Put an ellipsis where a report has the words of a proposal."""
    return fill(template, lambda _: "…")


def _heading(text: str) -> list[Line]:
    return [BLANK, (("bold", text),)]


def _prose(text: str, width: int, *, style: str = "", indent: int = 2) -> list[Line]:
    return flow(visible(text), style, width=width, lead=(("", " " * indent),), indent=indent)


def _asked(rule: Rule, framework: Framework | None, width: int) -> Iterator[Line]:
    """Say how much is asked, from when on, by which editions, and where it counts."""
    rows = [("Asks", SEVERITY[rule.severity]), ("Checked", f"from {STAGE[rule.stage]}")]
    if framework is not None:
        editions = [one.title for one in framework.editions if one.id in rule.editions]
        titles = {one.id: one.title for one in framework.criteria}
        rows += [("Editions", listed(editions)), ("Criterion", titles[rule.criterion])]
    else:
        rows.append(("Criterion", "none of its own: whether the file can be read"))
    if rule.judge:
        rows.append(("Judged by", "a person; no machine can"))
    column = 2 + max(len(label) for label, _ in rows) + 2
    for label, text in rows:
        lead = (("", "  "), ("dim", pad(label, column - 2)))
        yield from flow(visible(text), width=width, lead=lead, indent=column)


def _answer(rule: Rule, width: int) -> Iterator[Line]:
    """Show how the answer to a question is recorded in a proposal."""
    sample = {
        "rule": rule.key,
        "verdict": "met",
        "by": "Mere Example, academic manager",
        "on": "2026-11-23",
        "note": "The reason, in a sentence.",
    }
    yield from _heading("How to answer it")
    yield from _prose("Add the answer of the person who judged to the proposal:", width)
    yield BLANK
    yield from _yaml({"judgements": [sample]}, width, indent=4)
    yield BLANK
    yield from _prose(
        "The verdict is met or not-met. The note may be left out, and the rest may not. "
        "Where there are several answers, the latest counts.",
        width,
    )


def _examples(rule: Rule, width: int) -> Iterator[Line]:
    """Show every example as the change that it makes to the sample, with what the rule then says."""
    yield from _heading("Examples")
    yield from _prose("Each is a change to the rule set's sample, an invented proposal that meets every rule.", width)
    for kind, (title, style) in _KINDS.items():
        chosen = [one for one in rule.examples if one.kind == kind]
        if chosen:
            yield BLANK
            yield (("", "  "), (style, title))
        for example in chosen:
            yield BLANK
            yield from _prose(_named(example), width, indent=4)
            yield from _yaml(example.change, width, indent=6)
            for said in (*example.messages, *filter(None, [example.question])):
                lead = (("", "    "), (style, "says: "))
                yield from flow(visible(said), style, width=width, lead=lead, indent=10)


def _named(example: Example) -> str:
    """Name an example, with its day and stage where they are not the sample's."""
    on = f"on {day(example.as_of)}" if example.as_of else ""
    at = f"at stage {example.stage}" if example.stage else ""
    circumstances = " ".join(filter(None, (at, on)))
    return f"{example.name} ({circumstances})" if circumstances else example.name


def _yaml(value: Mapping[str, Json], width: int, *, indent: int) -> Iterator[Line]:
    """Write a change, or the sample as it is where nothing changes."""
    if not value:
        yield (("", " " * indent), ("dim", "(the sample as it is)"))
    for text in block(value):
        inner = len(text) - len(text.lstrip(" -")) + indent
        margin = " " * (indent + len(text) - len(text.lstrip(" ")))
        yield from flow(text.lstrip(" "), width=width, lead=(("", margin),), indent=inner + 2)


def block(value: Json) -> Iterator[str]:
    """Write a merge patch as YAML in block style, a line at a time; null, which takes a field away, says so."""
    pairs = value.items() if isinstance(value, dict) else (("", item) for item in value)
    for name, item in pairs:
        opening = f"{scalar(name)}:" if isinstance(value, dict) else "-"
        if not isinstance(item, dict | list) or not item:
            yield f"{opening} {scalar(item)}"
        elif isinstance(item, list) and not any(isinstance(one, dict | list) for one in item):
            yield f"{opening} [{', '.join(map(scalar, item))}]"
        elif opening == "-":
            first, *rest = block(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        else:
            yield opening
            yield from (f"  {line}" for line in block(item))


def scalar(value: Json) -> str:
    """Write one value as YAML does, in quotes only where it would be read otherwise without."""
    if value is None:
        return _LEFT_OUT
    if isinstance(value, str) and not _NEEDS_QUOTES.match(value) and value:
        return visible(value)
    return visible(json.dumps(value, ensure_ascii=False))


def _source(rule: Rule, width: int) -> Iterator[Line]:
    """Say which text a rule comes from, when it was read, and how sure it is that the text asks for it."""
    source = rule.source
    yield from _prose(f"{source.title}, {source.clause}" if source.clause else source.title, width)
    if source.url:
        yield (("", "  "), ("path", visible(source.url)))
    if source.read:
        yield from _prose(f"Read on {day(source.read)}.", width)
    if not is_of_reading(rule):
        yield BLANK
        yield from flow(SURENESS[rule.basis], width=width, lead=(("", "  "), ("dim", f"{rule.basis}: ")), indent=2)
