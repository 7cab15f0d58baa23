"""Waivers: which of them hold on a day, what they do to a result, and how they fared in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mcred_check.model import Place
from mcred_check.wording import day, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from mcred_check.model import Finding, Result, Rule, Run

SOON: Final = 30
"""From how many days before the end on a report warns of it."""

Standing: TypeAlias = Literal["used", "unused", "not checked", "not yet", "expired", "refused"]
"""How a waiver fares in a run: not checked where nothing that it is about was looked at, and refused where there is no
such rule or it cannot be waived."""


class Waiver(NamedTuple):
    """Leave not to meet a rule, as a repository's configuration grants it.

    It holds for the proposals that `path` fits, a pattern below the configuration's folder, and of each for the value
    at `pointer` and what lies in it, or for the whole. `expires` is the last day on which it holds, in New Zealand.
    `place` is where the configuration grants it.
    """

    rule: str
    path: str
    pointer: str
    reason: str
    approver: str
    granted: date
    expires: date
    place: Place = Place()


class Note(NamedTuple):
    """Something that a reader has to know of a configuration, and where in it."""

    message: str
    place: Place = Place()


class Configuration(NamedTuple):
    """The configuration of a run: its file, each of its waivers with how that fared, and what else to know of it."""

    file: str
    waivers: tuple[tuple[Waiver, Standing], ...] = ()
    notes: tuple[Note, ...] = ()


class Held(NamedTuple):
    """A waiver held against the rules and the day, and what has to be said of it; unused as long as nothing uses it."""

    waiver: Waiver
    standing: Standing
    message: str = ""


def held(waivers: Iterable[Waiver], rules: Mapping[str, Rule], today: date) -> Iterator[Held]:
    """Hold waivers against the rules, by their keys and short names, and against the day."""
    for one in waivers:
        rule = rules.get(one.rule)
        if rule is None:
            near = nearest(one.rule, rules)
            hint = f" Did you mean {near}?" if near else ""
            yield Held(one, "refused", f"No rule set in use has a rule “{one.rule}”, so nothing is waived.{hint}")
            continue
        waiver = one._replace(rule=rule.key)
        if not rule.waivable:
            message = f"The rule {rule.key} cannot be waived, so nothing is. Mend what it finds."
            yield Held(waiver, "refused", message)
        elif today < one.granted:
            yield Held(waiver, "not yet", f"{_named(waiver)} holds from {day(one.granted)} on, and not before.")
        elif one.expires < today:
            message = f"{_named(waiver)} expired on {day(one.expires)}, so nothing is waived."
            yield Held(waiver, "expired", f"{message} Mend what the rule finds, or have the waiver granted anew.")
        else:
            left = (one.expires - today).days
            until = "today" if not left else f"in {left} day{'' if left == 1 else 's'}, on {day(one.expires)}"
            yield Held(waiver, "unused", f"{_named(waiver)} expires {until}." if left <= SOON else "")


def _named(waiver: Waiver) -> str:
    """Name a waiver by what it is of."""
    of = f"{waiver.pointer} in {waiver.path}" if waiver.pointer else waiver.path
    return f"The waiver of {waiver.rule} for {of}"


def waived(result: Result, waivers: Iterable[Waiver], run: Run) -> Result:
    """Give a result in which what is not met is waived where one of some waivers that hold allows it.

    Where several do, the one that holds longest is used. No other finding changes.
    """
    longest = sorted(waivers, key=lambda one: one.expires, reverse=True)
    findings = [_waived(finding, longest) for finding in result.findings]
    excused = {one.rule.key for one in findings if one.waiver}
    if not excused:
        return result
    findings.sort(key=lambda one: one.waiver is not None)
    excused -= {one.rule.key for one in findings if one.outcome == "not met"}
    return result._replace(
        findings=tuple(findings),
        outcomes={key: "waived" if key in excused else outcome for key, outcome in result.outcomes.items()},
        ready=not any(run.gates(one, result.stage) for one in findings),
    )


def _waived(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    if finding.outcome == "not met" and finding.rule.waivable:
        for one in waivers:
            if one.rule == finding.rule.key and f"{finding.pointer}/".startswith(f"{one.pointer}/"):
                return finding._replace(outcome="waived", waiver=one)
    return finding


def accounted(all_held: Iterable[Held], *, used: set[Waiver], looked_at: set[Waiver], lost: set[Waiver]) -> list[Held]:
    """Say how waivers fared, by those that were used, those about what was looked at, and those about no proposal."""
    fared = []
    for one in all_held:
        waiver, standing, message = one
        if standing != "unused":
            fared.append(one)
        elif waiver in used:
            fared.append(Held(waiver, "used", message))
        elif waiver in looked_at:
            idle = f"{_named(waiver)} is not used, because there is nothing to waive. Take it away."
            fared.append(Held(waiver, "unused", idle))
        elif waiver in lost:
            astray = (
                f"{_named(waiver)} is not used, because no proposal has that path. Correct the path, or take it away."
            )
            fared.append(Held(waiver, "unused", astray))
        else:
            fared.append(Held(waiver, "not checked", message))
    return fared
