"""One rule told in full: what it asks and from whom, why, how to meet it, its examples, and how sure it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.lines import BLANK, clamp, flow, pad
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import is_of_reading
from mcred_check.wording import day, in_general, listed

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
    "draft": "from the first draft on",
    "submission": "from submission on; in a draft it is still to do",
    "listed": "from the listing on; before that it does not apply",
}
SURENESS: Final[dict[Basis, str]] = {
    "rule": "The clause named here was read in the text of the rules.",
    "guidance": "An official body says so in what it publishes; the rules' own text was not read for this.",
    "secondary": "Third parties say so; it was not read in the rules, or in what an official body publishes.",
    "inferred": "The texts that were read do not say this in so many words; it is our reading of them.",
    "unverified": "Nothing that was read bears this out, so it is never a must; take it as a suggestion.",
    "house": "This is the institution's own rule; no other body is said to ask for it.",
}

SETTLES: Final[dict[Basis, str]] = {
    "rule": "Reading the same clause in the newer editions, where they were not read.",
    "guidance": "The clause that the page goes by, read in the rules' own text.",
    "secondary": "The rules' own text, or a page of the body that made them, read on this point.",
    "inferred": "A sentence of the body that made the rules that says so, or says otherwise.",
    "unverified": "Any official text on the point; until then nobody is held to it.",
    "house": "Nothing further: it is for the institution to say.",
}
"""What would make it more certain that a rule is asked for."""

_KINDS: Final = {
    "accepts": ("Met by", "ok"),
    "rejects": ("Not met by", "must"),
    "asks": ("Asked of", "judge"),
    "ignores": ("Left alone", "dim"),
}
_LEFT_OUT: Final = "(left out)"
_NEEDS_QUOTES: Final = re.compile(
    r"""[-+]?[0-9.]+([eE][-+]?[0-9]+)?\Z|(?i:null|true|false)\Z|~  # would be a number, or nothing
    |\s|\Z|[-?:](\s|\Z)|[,\[\]{}\#&*!|>'"%@`]  # begins as text may not
    |.*(:\s|\s\#|[:\s]\Z|[\n\r])  # would end before its end""",
    re.VERBOSE,
)


def lay_out(rule: Rule, framework: Framework | None, *, width: int) -> list[Line]:
    """Explain a rule; a rule of the set `reading` has no framework."""
    width = clamp(width)
    lines: list[Line] = [
        *flow(visible(rule.title), "bold", width=width),
        *flow(visible(rule.key), "rule", width=width),
        BLANK,
        *_asked(rule, framework, width),
        *_heading("Why"),
        *_prose(rule.why, width),
    ]
    if rule.judge:
        lines += [*_heading("The question"), *_prose(in_general(rule.judge), width), *_answer(rule, width)]
    lines += [*_heading("How to meet it"), *_prose(in_general(rule.fix), width)]
    if rule.examples:
        lines += _examples(rule, width)
    return [*lines, *_heading("Where it comes from"), *_source(rule, width)]


def _heading(text: str) -> list[Line]:
    return [BLANK, (("bold", text),)]


def _prose(text: str, width: int, *, indent: int = 2) -> list[Line]:
    return flow(visible(text), width=width, lead=(("", " " * indent),), indent=indent)


def _asked(rule: Rule, framework: Framework | None, width: int) -> Iterator[Line]:
    """Say how much is asked, from when on, by which editions, and where it counts."""
    at_once = rule.judge and rule.stage != "listed"  # a question is never still to do
    rows = [("Asks", SEVERITY[rule.severity]), ("Checked", "at every stage" if at_once else STAGE[rule.stage])]
    if framework is not None:
        editions = [one.title for one in framework.editions if one.id in rule.editions]
        titles = {one.id: one.title for one in framework.criteria}
        rows += [("Editions", listed(editions)), ("Criterion", titles[rule.criterion])]
    else:
        rows.append(("Criterion", "none; it is about reading the file"))
    if rule.judge:
        open_one = "a person; while nobody has, it stays open, and holds nothing up unless a configuration says so"
        rows.append(("Judged by", open_one))
    if not rule.waivable:
        rows.append(("Waivers", "none; this has to be met"))
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
    """Show each example as the change that it makes to the sample, with what a report then says.

    Of what a rule leaves alone the name says enough.
    """
    yield from _heading("Examples")
    yield from _prose("Each is a change to the rule set's sample, an invented proposal that meets every rule.", width)
    for kind, (title, style) in _KINDS.items():
        chosen = [one for one in rule.examples if one.kind == kind]
        if chosen:
            yield BLANK
            yield (("", "  "), (style, title))
        for number, example in enumerate(chosen):
            if number and kind != "ignores":
                yield BLANK
            yield from _prose(_named(example), width, indent=4)
            if kind == "ignores":
                continue
            yield from _yaml(example.change, width, indent=6)
            for said in (*example.messages, *filter(None, [example.question])):
                lead = (("", "    "), ("dim", "reported: "))
                yield from flow(visible(said), style, width=width, lead=lead, indent=14)


def _named(example: Example) -> str:
    """Name an example, with its day and stage where they are not the sample's."""
    on = f"on {day(example.as_of)}" if example.as_of else ""
    at = f"at stage {example.stage}" if example.stage else ""
    circumstances = ", ".join(filter(None, (at, on)))
    return f"{example.name} ({circumstances})" if circumstances else example.name


def _yaml(value: Mapping[str, Json], width: int, *, indent: int) -> Iterator[Line]:
    """Write a change, or that nothing changes."""
    if not value:
        yield (("", " " * indent), ("dim", "(the sample as it is)"))
    for text in block(value):
        line = text.lstrip(" ")
        margin = indent + len(text) - len(line)
        yield from flow(line, width=width, lead=(("", " " * margin),), indent=margin + 4)


def block(value: Json) -> Iterator[str]:
    """Write a merge patch as YAML, a line at a time; null, which takes a field away, is written in words."""
    named = isinstance(value, dict)
    for name, item in value.items() if named else enumerate(value):
        opening = f"{scalar(name)}:" if named else "-"
        if not isinstance(item, dict | list) or not item:
            yield f"{opening} {scalar(item)}"
        elif _fits_a_line(item):
            yield f"{opening} [{', '.join(map(scalar, item))}]"
        elif named:
            yield opening
            yield from (f"  {line}" for line in block(item))
        else:
            first, *rest = block(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)


def _fits_a_line(value: Json) -> bool:
    """Tell whether a value is a list of lone values that can stand between brackets as they are."""
    return isinstance(value, list) and not any(
        isinstance(item, dict | list) or set(",[]{}") & set(scalar(item)) for item in value
    )


def scalar(value: Json) -> str:
    """Write one value as YAML does, in quotes only where it would be read otherwise without."""
    if value is None:
        return _LEFT_OUT
    if isinstance(value, str) and not _NEEDS_QUOTES.match(value) and visible(value) == value:
        return value
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
        yield from flow(
            SETTLES[rule.basis], width=width, lead=(("", "  "), ("dim", "What would settle it: ")), indent=2
        )
        yield from _prose(f"In mcred-check since version {rule.since}.", width)
