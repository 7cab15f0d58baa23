"""The nouns: framework, edition, rule, finding, result, report. This room imports no other when it runs.

They are named tuples, because frozen dataclasses cost a command that is judged by its start five times as much to make;
and their annotations are texts only where they name what few runs import, because each text has to be compiled.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from mcred_check.waiving import Configuration, Waiver

Json: TypeAlias = Any
"""A JSON value: a dict with text keys, a list, text, a number, a boolean or None."""

Route: TypeAlias = tuple[str | int, ...]
"""The way from a document's root to a value: field names, and list positions from 0."""

Severity: TypeAlias = Literal["must", "should", "advice"]
Stage: TypeAlias = Literal["draft", "submission", "listed"]
Basis: TypeAlias = Literal["rule", "guidance", "secondary", "inferred", "unverified", "house"]
Outcome: TypeAlias = Literal["met", "not met", "to do", "waived", "judge", "not applicable"]
Judgements: TypeAlias = Literal["gate", "list"]

SEVERITIES: Final[tuple[Severity, ...]] = ("must", "should", "advice")
STAGES: Final[tuple[Stage, ...]] = ("draft", "submission", "listed")


class CouldNotCheckError(Exception):
    """Nothing can be said of a proposal: bad usage, no such file, a broken rule set. Its text is for the reader."""


class Source(NamedTuple):
    """Where a rule comes from. `clause` is empty unless that clause was read; `read` is an ISO date."""

    title: str
    clause: str = ""
    url: str = ""
    read: str = ""


class Edition(NamedTuple):
    """One edition of a framework's rules, in force from the day `start` until the next edition's.

    Where the first day is not certain, it lies between `earliest` and `latest`, and `note` says why. `unread` says what
    of its text was not read, and what is taken to hold instead.
    """

    id: str
    title: str
    start: date
    instruments: tuple[str, ...]
    earliest: date
    latest: date
    note: str = ""
    unread: str = ""


class Criterion(NamedTuple):
    """A row of the scorecard."""

    id: str
    title: str


class Example(NamedTuple):
    """A change to the framework's sample, as a JSON Merge Patch, and what the rule is to make of it.

    `kind` is accepts (met), ignores (not applicable), rejects (not met, with exactly `messages` and nothing from
    another rule) or asks (for a person to judge, with exactly `question`).
    """

    kind: Literal["accepts", "ignores", "rejects", "asks"]
    name: str
    change: Mapping[str, Json]
    messages: tuple[str, ...] = ()
    question: str = ""
    as_of: str = ""
    stage: Stage | Literal[""] = ""


class Rule(NamedTuple):
    """One requirement: prose and provenance around a small JSON Schema, or a question for a person.

    `key` is `set/id`. Exactly one of `expect` and `judge` is given, save in the set `reading`, which has neither.
    `at` leads to the field that a question is asked of, `covers` names the lines of the catalogue that the rule is for,
    and `since` is the version of this tool that brought it.
    What is not `waivable` has to be met whatever a repository's configuration says.
    `raised_by` is the rule set that raised the severity, and `raised_from` what it was; empty where none did.
    """

    key: str
    title: str
    criterion: str
    severity: Severity
    stage: Stage
    editions: tuple[str, ...]
    basis: Basis
    source: Source
    why: str
    fix: str
    when: Mapping[str, Json] | None = None
    expect: Mapping[str, Json] | None = None
    judge: str = ""
    message: str = ""
    at: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    since: str = "0.1.0"
    examples: tuple[Example, ...] = ()
    waivable: bool = True
    raised_by: str = ""
    raised_from: Severity | Literal[""] = ""


class Reviews(NamedTuple):
    """Which rules of a set say when a review is due, as their keys.

    `due` counts the days to today, and `soon` says when that is close. Where one of `doubts` is not met, the day that
    `due` gives is not certain; `needs` say what is missing where there is none.
    """

    due: str
    soon: str
    doubts: frozenset[str]
    needs: frozenset[str]


class Detail(NamedTuple):
    """One of the details that a framework's body lists.

    `rule` is the key of the rule that asks for it. `fields` pair the name that a reader sees with the way to the value;
    one of them is enough. Where `language` is given, only a listing in that language has the detail; what is `optional`
    is not missed.
    """

    rule: str
    fields: tuple[tuple[str, Route], ...]
    language: str = ""
    optional: bool = False


class Framework(NamedTuple):
    """A rule set's envelope. `authority` is statutory, funding, voluntary or house; editions are in date order.

    `body` is who decides in the end, as in "it is not approval by NZQA". `raises` pairs the keys of other sets' rules
    with the severity that this set gives them. `listing` are the details that the body lists, in its order.
    """

    id: str
    title: str
    authority: str
    editions: tuple[Edition, ...]
    criteria: tuple[Criterion, ...]
    sample_date: str = ""
    body: str = ""
    site: str = ""
    raises: tuple[tuple[str, Severity], ...] = ()
    reviews: Reviews | None = None
    listing: tuple[Detail, ...] = ()


class RuleSet(NamedTuple):
    """A framework, its rules by criterion and key in the scorecard's order, and its tables (name to code to title).

    `changes` says what changes of a listed micro-credential ask for, as `changes.yaml` does; empty where there is none.
    """

    framework: Framework
    rules: tuple[Rule, ...]
    tables: Mapping[str, Mapping[str, str]]
    changes: Mapping[str, Json] = {}


class Place(NamedTuple):
    """A region of a file's text: lines and columns from 1, columns in code points, the end exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Fault(NamedTuple):
    """Something about a file that stops a value from being read as it was meant.

    `rule` names a rule of the set `reading`; `pointer` is a JSON Pointer to the value that is lost, or to its parent.
    """

    rule: str
    message: str
    place: Place
    pointer: str = ""
    fix: str = ""
    also: Place | None = None


class Finding(NamedTuple):
    """What one rule says of one place in one proposal. It carries its rule, so that no report looks anything up.

    `excerpt` holds the lines of the file that end with line `place.line`, at most two, to frame the place. `waiver` is
    what makes the outcome waived.
    """

    rule: Rule
    outcome: Outcome
    message: str
    fix: str
    pointer: str
    place: Place
    excerpt: tuple[str, ...] = ()
    also: Place | None = None
    waiver: "Waiver | None" = None


class EditionInForce(NamedTuple):
    """The edition that a proposal was checked against, and why in a few words (`reason`); `doubt` where it is close."""

    set_id: str
    set_title: str
    edition: Edition
    reason: str
    doubt: str = ""


class Result(NamedTuple):
    """One proposal's verdict. `outcomes` maps a rule's key to its outcome, in scorecard order.

    `complete` is false when the file could not be read, so that the rules were not tried. `stage_reason` says where
    the stage comes from, when not from the proposal's status, and `skipped` counts the rules that were not chosen.
    `data` is what could be read of the proposal, as it was checked, and `content` the bytes of its file, for reports
    that show them.
    """

    file: str
    document: int
    title: str
    stage: Stage
    ready: bool
    complete: bool
    editions: tuple[EditionInForce, ...]
    outcomes: Mapping[str, Outcome]
    findings: tuple[Finding, ...]
    passed: tuple[Rule, ...]
    not_applicable: tuple[Rule, ...]
    skipped: int = 0
    stage_reason: str = ""
    data: Json = None
    content: bytes = b""


class Run(NamedTuple):
    """What holds for every proposal of a run: the tool's version, the day, what gates, and the rules in use.

    `several` tells whether the proposal at hand is one of several, and `reading` holds the rules of the set `reading`.
    A file's name is a path from `folder`; services that show findings beside files count paths from `root`. Both are
    absolute, or empty where that is the same place. `judgements` says whether questions that nobody has answered gate
    too or are only listed.
    """

    version: str
    as_of: date
    fail_on: Severity
    rule_sets: tuple[RuleSet, ...]
    several: bool = False
    reading: tuple[Rule, ...] = ()
    root: str = ""
    folder: str = ""
    judgements: Judgements = "list"

    def gates(self, finding: Finding, stage: Stage) -> bool:
        """Tell whether a finding keeps a proposal at a stage from being ready; in a draft most questions are early."""
        rule = finding.rule
        asked = finding.outcome == "judge" and self.judgements == "gate"
        if finding.outcome != "not met" and not (asked and STAGES.index(rule.stage) <= STAGES.index(stage)):
            return False
        return SEVERITIES.index(rule.severity) <= SEVERITIES.index(self.fail_on)


class Tally(NamedTuple):
    """How many findings there are of each kind; `must`, `should` and `advice` are those not met."""

    must: int = 0
    should: int = 0
    advice: int = 0
    judge: int = 0
    waived: int = 0
    to_do: int = 0


class Standing(NamedTuple):
    """How a proposal stands, which many others may share with it.

    `editions` are titles, `notes` say what else a reader has to know to trust the verdict, and `example` is the key of
    a rule that was not met. `found` counts findings, and `waivers` are those that were used.
    """

    stage: Stage
    ready: bool
    complete: bool
    found: Tally
    editions: tuple[str, ...]
    notes: tuple[str, ...]
    example: str = ""
    waivers: "tuple[Waiver, ...]" = ()


class Row(NamedTuple):
    """What is kept of a result to sum up a run of any length: a proposal's line in a table."""

    file: str
    document: int
    title: str
    standing: Standing


class Summary(NamedTuple):
    """What a run found in short: a row for each proposal in input order, and the files passed over with why.

    `configuration` is what a repository sets, and how each waiver in it fared; None where there is none.
    """

    run: Run
    rows: tuple[Row, ...]
    passed_over: tuple[tuple[str, str], ...] = ()
    configuration: "Configuration | None" = None

    @property
    def ready(self) -> bool:
        """Whether every proposal is ready at its stage."""
        return all(row.standing.ready for row in self.rows)


class Report(NamedTuple):
    """What a run found in full: results in input order, the files passed over with why, and the configuration."""

    run: Run
    results: tuple[Result, ...]
    passed_over: tuple[tuple[str, str], ...] = ()
    configuration: "Configuration | None" = None

    @property
    def ready(self) -> bool:
        """Whether every proposal is ready at its stage."""
        return all(result.ready for result in self.results)
