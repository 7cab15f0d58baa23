"""The verdict on a proposal in words: what was found, what it rests on, and where a rule comes from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from mcred_check.model import Row, Standing, Tally
from mcred_check.wording import day, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Basis, Finding, Outcome, Result, Rule, Run, Stage, Summary

State: TypeAlias = Literal["ready", "in order", "not ready", "not in order", "draft"]

STATES: Final[tuple[State, ...]] = get_args(State)
BASIS: Final[dict[Basis, str]] = {
    "rule": "read in the rules' text",
    "guidance": "read in published guidance",
    "secondary": "from a second-hand source",
    "inferred": "our reading of related rules",
    "unverified": "not verified",
    "house": "the institution's own rule",
}
_UNMET: Final = ("not met", "to do")
_NOT_READY: Final[dict[Stage, str]] = {
    "draft": "A draft that is not right yet",
    "submission": "Not ready for submission",
    "listed": "Not in order for a listed micro-credential",
}


def tally(findings: Iterable[Finding]) -> Tally:
    """Count findings by kind."""
    count = Counter(one.rule.severity if one.outcome == "not met" else one.outcome for one in findings)
    return Tally(count["must"], count["should"], count["advice"], count["judge"], count["waived"], count["to do"])


def total(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


def by_outcome(findings: Iterable[Finding]) -> dict[Outcome, list[Finding]]:
    """Group findings by their outcomes, in the order in which reports tell of them."""
    groups: dict[Outcome, list[Finding]] = {"not met": [], "to do": [], "waived": [], "judge": []}
    for one in findings:
        groups[one.outcome].append(one)
    return groups


def by_weight(unmet: Iterable[Finding], stage: Stage) -> tuple[tuple[str, list[Finding]], tuple[str, list[Finding]]]:
    """Part what is not met into what must be fixed and what should be better, each after its heading."""
    musts: list[Finding] = []
    others: list[Finding] = []
    for one in unmet:
        (musts if one.rule.severity == "must" else others).append(one)
    return ("Fix now" if stage == "listed" else "Fix before submission", musts), ("Should be better", others)


def row_of(result: Result, run: Run, found: Tally | None = None) -> Row:
    """Keep of a result what a summary needs; `found` counts the findings of one that does not hold them all."""
    standing = Standing(
        result.stage,
        result.ready,
        result.complete,
        found or tally(result.findings),
        tuple([one.edition.title for one in result.editions]),
        tuple(notes(result, run)),
        next((one.rule.key for one in result.findings if one.outcome in _UNMET and not is_of_reading(one.rule)), ""),
        tuple(dict.fromkeys([one.waiver for one in result.findings if one.waiver])),
    )
    return Row(result.file, result.document, result.title, standing)


def mark_of(one: Result | Standing) -> Literal["ok", "must", "to do"]:
    """Say in a word how a proposal stands."""
    return "must" if not one.ready else "to do" if one.stage == "draft" else "ok"


def state_of(one: Standing) -> State:
    """Name how a proposal stands; what is listed is no longer to be ready for anything."""
    mark = mark_of(one)
    if mark == "to do":
        return "draft"
    if one.stage == "listed" and one.complete:
        return "in order" if mark == "ok" else "not in order"
    return "ready" if mark == "ok" else "not ready"


def title_of(result: Result | Row) -> str:
    """Give the proposal's own title; empty where it has none and goes by the name of its file."""
    return "" if result.title in {result.file, result.file.rpartition("/")[2]} else result.title


def number_of(count: int, noun: str) -> str:
    """Say how many of a thing there are: 1 check, 2 checks."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def verdict(result: Result) -> str:
    """Say in one sentence how a proposal stands."""
    found = tally(result.findings)
    if not result.complete:
        return "Not ready: the file could not be read, so nothing else was checked."
    if not result.ready:
        return f"{_NOT_READY[result.stage]}: {_counted(found)}."
    unmet = found.must + found.should + found.advice + found.waived
    if result.stage == "draft":
        left = "left that must be fixed" if found.waived else "that must be fixed so far"
        opening = f"A draft with nothing {left}" if unmet else "A draft with nothing wrong so far"
        return f"{opening}: {_counted(found)}." if any(found) else f"{opening}, and nothing left to do."
    if unmet:
        checks = "the checks that a machine can make"
        if found.waived:
            return f"{checks[0].upper()}{checks[1:]} leave nothing that must be fixed: {_counted(found)}."
        return f"Nothing that must be fixed was found by {checks}: {_counted(found)}."
    passed = "No problem found by the checks that a machine can make"
    are = "is" if found.judge == 1 else "are"
    asked = f"; {number_of(found.judge, 'question')} {are} for a person to judge" if found.judge else ""
    return f"{passed}{asked}."


def _counted(found: Tally) -> str:
    """Count what was found: 3 things must be fixed, 2 should be better, 9 are for a person to judge."""
    parts: list[str] = []
    for count, one, many in (
        (found.must, "must be fixed", "must be fixed"),
        (found.should, "should be better", "should be better"),
        (found.advice, "could be better", "could be better"),
        (found.to_do, "is still to do", "are still to do"),
        (found.waived, "is waived", "are waived"),
        (found.judge, "is for a person to judge", "are for a person to judge"),
    ):
        if count:
            counted = str(count) if parts else number_of(count, "thing")
            parts.append(f"{counted} {one if count == 1 else many}")
    return ", ".join(parts)


def rests_on(result: Result, run: Run) -> str:
    """Say at which stage, against which editions and for which day a proposal was checked."""
    stage = f"stage {result.stage}" + (f" ({result.stage_reason})" if result.stage_reason else "")
    against = listed(
        f"{one.edition.title} (in force from {day(one.edition.start)}; {one.reason})" for one in result.editions
    )
    return f"Checked at {stage} against {against or 'no rules'}, as of {day(run.as_of)}."


def notes(result: Result, run: Run) -> Iterator[str]:
    """Say what else a reader has to know to trust the verdict: doubts, what was left out, what counts besides."""
    yield from (one.edition.unread for one in result.editions if one.edition.unread)
    yield from (f"Note: {one.doubt}" for one in result.editions if one.doubt)
    if result.skipped:
        were = "was" if result.skipped == 1 else "were"
        yield f"{number_of(result.skipped, 'rule')} {were} left out by --only, --skip or --basis."
    if run.fail_on != "must":
        word = "should" if run.fail_on == "should" else "should or could"
        yield f"What {word} be better counts as well (--fail-on {run.fail_on})."
    if run.judgements == "gate":
        yield "A question that nobody has answered counts as well (judgements: gate)."


def meaning_of_a_pass(summary: Summary) -> str:
    """Say what a pass is, and what it is not; nothing where no proposal could be read."""
    read = [row.standing for row in summary.rows if row.standing.complete]
    above = "above " if len(summary.rows) == 1 else ""
    yours = f", and the judgements {above}remain yours" if any(one.found.judge for one in read) else ""
    bodies = listed(dict.fromkeys(one.framework.body for one in summary.run.rule_sets if one.framework.body), word="or")
    by = f" by {bodies}" if bodies else ""
    return f"A pass means that a machine found no problem. It is not approval{by}{yours}." if read else ""


def citation(rule: Rule) -> str:
    """Say where a rule comes from, how sure it is that the source asks for it, and who makes it weigh more."""
    source, sure = source_of(rule), certainty(rule)
    return f"{source} ({sure})" if sure else source


def source_of(rule: Rule) -> str:
    """Name a rule's source, with the clause."""
    return f"{rule.source.title}, {rule.source.clause}" if rule.source.clause else rule.source.title


def certainty(rule: Rule) -> str:
    """Say how sure it is that the source asks for it, and who makes it weigh more; empty of a rule about reading."""
    if is_of_reading(rule):
        return ""
    raised = f"; raised from {rule.raised_from} by {rule.raised_by}" if rule.raised_by else ""
    return f"{BASIS[rule.basis]}{raised}"


def waiver(finding: Finding) -> str:
    """Say that a finding is waived, and what of it."""
    return f"Waived: {finding.message}"


def is_of_reading(rule: Rule) -> bool:
    """Tell whether a rule is about reading the file, and comes from the proposal format and no framework."""
    return rule.key.startswith("reading/")


def addresses(run: Run) -> dict[str, str]:
    """Give the address of each rule set's pages, by the set's id."""
    return {one.framework.id: one.framework.site for one in run.rule_sets}


def address(rule: Rule, sites: dict[str, str]) -> str:
    """Give the address where a reader finds more about a rule; empty when there is none."""
    set_id, _, name = rule.key.partition("/")
    site = sites.get(set_id)
    return f"{site}#{name}" if site else rule.source.url
