"""The review desk: when each micro-credential has to prove its need again, as its rule sets' own rules reckon it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args

from mcred_check.checking import Checker
from mcred_check.dialect import fields_of
from mcred_check.keywords import days
from mcred_check.model import CouldNotCheckError
from mcred_check.proving import leaving, proof_of
from mcred_check.routes import Surroundings
from mcred_check.wording import day
from mcred_check.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mcred_check.folders import File
    from mcred_check.loading import Proposal
    from mcred_check.model import Json, Result, Reviews, Route, Rule, Stage
    from mcred_check.proving import Proof

State: TypeAlias = Literal["overdue", "cannot tell", "due", "in time", "ending", "not listed"]

STATES: Final[tuple[State, ...]] = get_args(State)
"""By urgency."""

_SPAN: Final = re.compile(r"([0-9]{1,4})([dwm])")
_CONFIRMS: Final = ("review", "history", "*", "need_confirmed")
_AFTER_A_DOUBT: Final = "Record a review that confirms it, or decide to retire the micro-credential."
_UNITS: Final = {"d": "day", "w": "week", "m": "month"}


class Entry(NamedTuple):
    """A micro-credential on the desk. What its file does not give is None, or an empty text.

    `due` is the last day on which the need can be proved again in time, and `days_left` counts the days until then.
    `reasons` are sentences that say why it is in its state, where that needs saying.
    """

    file: str
    document: int
    title: str
    stage: str
    number: str
    listed_on: date | None
    period_years: int | None
    last_review: date | None
    proof: Proof | None
    due: date | None
    days_left: int | None
    state: State
    reasons: tuple[str, ...]


class Horizon(NamedTuple):
    """How far ahead the desk looks: the last day of it, and the stretch in words."""

    until: date
    words: str


class Desk(NamedTuple):
    """What was found on one day, by urgency: every entry, the rules by which they were reckoned, and the horizon."""

    today: date
    horizon: Horizon
    rules: tuple[Rule, ...]
    entries: tuple[Entry, ...]


def within(span: str, today: date) -> Horizon:
    """Read a stretch of time, as in 90d, 12w or 3m; a month ends on its last day where it has no such day.

    Raises CouldNotCheckError where it is none.
    """
    found = _SPAN.fullmatch(span)
    if not found:
        message = f"--within {span}: write a number and d, w or m for days, weeks or months, as in 90d."
        raise CouldNotCheckError(message)
    return _ahead(int(found[1]), found[2], today)


def _ahead(count: int, unit: str, today: date) -> Horizon:
    words = f"{count} {_UNITS[unit]}{'' if count == 1 else 's'}"
    try:
        return Horizon(_after(count, unit, today), words)
    except (OverflowError, ValueError):  # there is no later year
        return Horizon(date.max, words)


def _after(count: int, unit: str, today: date) -> date:
    """Give the day after so many days, weeks or months."""
    if unit != "m":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    years, month = divmod(today.month - 1 + count, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


class Reckoner:
    """The rules of a checker's rule sets that say when a review is due, made ready.

    Raises CouldNotCheckError where no rule set says when a review is due.
    """

    def __init__(self, checker: Checker) -> None:
        run = checker.run
        known = {rule.key: rule for one in run.rule_sets for rule in one.rules}
        self.today = run.as_of
        self._reviews = {one.framework.id: one.framework.reviews for one in run.rule_sets if one.framework.reviews}
        if not self._reviews:
            message = "None of the rule sets says when a review is due."
            raise CouldNotCheckError(message)
        self._rules = {one.due: known[one.due] for one in self._reviews.values()}
        warned = [_days_of_grace(known[one.due]) - _days_of_grace(known[one.soon]) for one in self._reviews.values()]
        self._soon = _ahead(max(0, max(warned) - 1), "d", self.today)
        names = {key for one in self._reviews.values() for key in (one.due, *one.doubts, *one.needs)}
        choices = checker.choices._replace(stage="listed", only=frozenset(names))
        self._checker = Checker(
            run.rule_sets, self.today, shape=checker.shape, reading=checker.reading, choices=choices
        )

    def desk(self, found: Iterable[tuple[File, Proposal]], *, horizon: Horizon | None = None) -> Desk:
        """Put micro-credentials, each with its file, in the order of their urgency, then by title and file."""
        horizon = horizon or self._soon
        entries = [self._entry(one, file.stage_of(one), horizon) for file, one in found]
        ordered = sorted(_counted_once(entries), key=_urgency)
        return Desk(self.today, horizon, tuple(self._rules.values()), tuple(ordered))

    def _entry(self, proposal: Proposal, stage: Stage, horizon: Horizon) -> Entry:
        listing, review = proposal.data.get("listing", {}), proposal.data.get("review", {})
        reviewed = [date.fromisoformat(one["date"]) for one in review.get("history", ()) if "date" in one]
        entry = Entry(
            file=proposal.file,
            document=proposal.document,
            title=proposal.title,
            stage=stage,
            number=listing.get("number", ""),
            listed_on=date.fromisoformat(listing["listed_on"]) if "listed_on" in listing else None,
            period_years=review.get("period_years"),
            last_review=max((on for on in reviewed if on <= self.today), default=None),
            proof=proof_of(proposal.data, self.today),
            due=None,
            days_left=None,
            state="cannot tell",
            reasons=(),
        )
        if not proposal.found:
            return entry._replace(reasons=tuple(fault.message for fault in proposal.faults[:1]))
        if "listing" not in proposal.data and stage != "listed":
            unsure = tuple(one.message for one in proposal.faults if one.pointer in {"/listing", "/status"})
            return entry._replace(state="cannot tell" if unsure else "not listed", reasons=unsure)
        result = self._checker.check(proposal)
        in_force = {one.set_id for one in result.editions}
        apply = [one for name, one in self._reviews.items() if name in in_force] or self._reviews.values()
        return min((self._reckoned(entry, one, proposal, result, horizon) for one in apply), key=_urgency)

    def _reckoned(self, entry: Entry, reviews: Reviews, proposal: Proposal, result: Result, horizon: Horizon) -> Entry:
        """Say what one rule set makes of a listed micro-credential."""
        rule, outcome = self._rules[reviews.due], result.outcomes.get(reviews.due)
        due = self._last_day(rule, proposal) if outcome in {"met", "not met"} else None
        if due is None:
            ended = leaving(proposal.data)
            if outcome and ended:
                return entry._replace(state="ending", reasons=ended)
            told = (*_misread(result, {route[:1] for route in _fields(rule)}), *_messages(result, reviews.needs))
            return entry._replace(reasons=told or ("The file does not say enough to tell when.",))
        entry = entry._replace(due=due, days_left=(due - self.today).days)
        if outcome == "not met":
            return entry._replace(state="overdue")
        misread = tuple(_misread(result, {*_fields(rule), _CONFIRMS}))
        doubts = (*misread, *_messages(result, reviews.doubts), *(() if misread else _unconfirmed(entry)))
        if doubts:
            return entry._replace(reasons=doubts)
        return entry._replace(state="due" if due <= horizon.until else "in time")

    def _last_day(self, rule: Rule, proposal: Proposal) -> date | None:
        """Give the last day on which a rule that counts the days to today is met, if it finds a day to count from."""
        counts = [one.value for one in days(_counting(rule), proposal.data, Surroundings(self.today))]
        try:
            return self.today + timedelta(days=_days_of_grace(rule) - max(counts)) if counts else None
        except OverflowError:  # there is no later year
            return None


def _counting(rule: Rule) -> Mapping[str, Json]:
    """Give the arguments by which a rule counts the days to today."""
    args: Mapping[str, Json] = (rule.expect or {})["days"]
    return args


def _days_of_grace(rule: Rule) -> int:
    most: int = _counting(rule)["is"]["maximum"]
    return most


def _counted_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Leave the day to the listed file where a new version, written beside it, still carries its listing."""
    entries = list(entries)
    listed = {(one.number, one.listed_on): one for one in entries if one.stage == "listed" and one.number}
    for one in entries:
        beside = listed.get((one.number, one.listed_on))
        if beside is None or one.stage == "listed":
            yield one
        else:
            reason = f"{beside.file} is listed under the same number, {one.number}; its day stands there."
            yield one._replace(state="not listed", listed_on=None, due=None, days_left=None, reasons=(reason,))


def _urgency(entry: Entry) -> tuple[int, date, str, str, str, int]:
    title = entry.title
    return STATES.index(entry.state), entry.due or date.max, plain(title), title, entry.file, entry.document


def _unconfirmed(entry: Entry) -> Iterator[str]:
    """Say where the review from which the next one is counted does not confirm the need."""
    if entry.last_review and (not entry.proof or entry.proof.by != "review" or entry.proof.on < entry.last_review):
        yield f"The last review, of {day(entry.last_review)}, does not confirm the need. {_AFTER_A_DOUBT}"


def _messages(result: Result, keys: frozenset[str]) -> tuple[str, ...]:
    """Give what some rules say of a micro-credential that does not meet them, each with the next step."""
    return tuple(
        f"{one.message} {one.fix}".strip()
        for one in result.findings
        if one.rule.key in keys and one.outcome == "not met"
    )


def _fields(rule: Rule) -> set[Route]:
    """Give the routes of the fields that a rule looks at, save of those that hold others of them."""
    routes = set(fields_of([rule.when or {}, rule.expect or {}]))
    return {one for one in routes if not any(other != one and other[: len(one)] == one for other in routes)}


def _misread(result: Result, fields: set[Route]) -> Iterator[str]:
    """Say what could not be read as it was meant in some fields, or of the edition of the rules."""
    for one in result.findings:
        steps = one.pointer.split("/")[1:]
        at_fault = one.rule.key.startswith("reading/") and any(
            all(wanted in {"*", step} for wanted, step in zip(route, steps, strict=False)) for route in fields
        )
        if at_fault or one.rule.key == "reading/no-edition":
            yield f"{one.message} {one.fix}".strip()
