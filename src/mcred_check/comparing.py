"""Two versions of a micro-credential: what changed, what each change asks for, and which verdicts it turned."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from mcred_check.approving import APPROVALS, Kind, Kinds
from mcred_check.changing import Change, changes_between, pairs
from mcred_check.shaping import pointer
from mcred_check.waiving import waived
from mcred_check.wording import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.approving import Approval
    from mcred_check.checking import Checker
    from mcred_check.folders import File
    from mcred_check.loading import Proposal
    from mcred_check.model import Fault, Json, Outcome, Result
    from mcred_check.versions import Versions

Was: TypeAlias = "Outcome | Literal['not asked']"

_OPEN: Final = frozenset({"not met", "to do", "judge", "waived"})


class Weighed(NamedTuple):
    """A change, and what it asks for as things stand: of what is not listed, nothing. `where` is a file and a line."""

    change: Change
    kind: Kind | None
    approval: Approval
    where: str


class Turned(NamedTuple):
    """A rule whose verdict is another than before, with what it says while it is open."""

    key: str
    title: str
    before: Was
    after: Was
    message: str

    @property
    def worse(self) -> bool:
        """Whether what was in order is so no more."""
        return self.after == "not met"

    @property
    def told_before(self) -> bool:
        """Whether the message is about the older version alone."""
        return self.after not in _OPEN


class Comparison(NamedTuple):
    """What became of one micro-credential. `old` and `new` name its versions, empty where there is none.

    `listed` tells whether the older version is listed, so that changes may wait for approval. `unread` says what could
    not be read and therefore not be compared.
    """

    title: str
    old: str
    new: str
    listed: bool
    changes: tuple[Weighed, ...]
    turned: tuple[Turned, ...]
    unread: tuple[str, ...]

    def count(self, approval: Approval) -> int:
        """Count the changes that ask for something."""
        return sum(one.approval == approval for one in self.changes)

    @property
    def differs(self) -> bool:
        """Whether there is anything to say."""
        return bool(not self.old or not self.new or self.changes or self.turned or self.unread)


def comparisons(versions: Versions, checker: Checker) -> Iterator[Comparison]:
    """Compare the proposals of two files; those of several documents are found again by number or title."""
    old, new = versions.old.proposals, versions.new.proposals
    if len(old) <= 1 and len(new) <= 1:
        matched = list(zip_longest(old, new))
    else:
        shared = {_number(one) for one in old} & {_number(one) for one in new} - {""}
        found = pairs([_key(one, shared) for one in old], [_key(one, shared) for one in new])
        matched = [
            (None if before is None else old[before], None if after is None else new[after]) for before, after in found
        ]
    for before, after in matched:
        yield _compared(before, after, versions=versions, checker=checker)


def _compared(old: Proposal | None, new: Proposal | None, *, versions: Versions, checker: Checker) -> Comparison:
    comparison = Comparison(
        title=next(one.title for one in (new, old) if one),
        old=_name(old),
        new=_name(new),
        listed=old is not None and (versions.old.file.stage_of(old) == "listed" or "listing" in old.data),
        changes=(),
        turned=(),
        unread=tuple(text for one in (old, new) if one for text in _unread(one)),
    )
    if old is None or new is None or not (old.found and new.found):
        return comparison
    kinds = Kinds(checker.run.rule_sets, old.data, checker.run.as_of)
    weighed = [
        _weighed(one, kinds, old, new, listed=comparison.listed)
        for one in changes_between(old.data, new.data, checker.shape)
        if not _was_lost(one, old, new)
    ]
    if not weighed:
        return comparison
    weighed.sort(key=lambda one: APPROVALS.index(one.approval))
    turned = _turned(_checked(old, versions.old.file, checker), _checked(new, versions.new.file, checker))
    return comparison._replace(changes=tuple(weighed), turned=tuple(turned))


def _checked(one: Proposal, file: File, checker: Checker) -> Result:
    return waived(checker.check(one, file.staged), file.waivers, checker.run)


def _number(one: Proposal) -> str:
    number: str = one.data.get("listing", {}).get("number", "")
    return number


def _key(one: Proposal, shared: set[str]) -> Json:
    """Give what a document is known by: its listing number where both versions have it, else its title."""
    number = _number(one)
    return {"id": number} if number in shared else {"title": one.title, **one.data}


def _name(one: Proposal | None) -> str:
    return document_of(one.file, one.document) if one else ""


def _unread(one: Proposal) -> Iterator[str]:
    """Say what of a proposal could not be read as it was meant."""
    for fault in one.faults:
        if not one.found or fault.pointer in one.lost:
            yield _told(one, fault)


def _was_lost(change: Change, old: Proposal, new: Proposal) -> bool:
    """Tell whether a value seems to have come or gone because the other version's could not be read."""
    if change.old is not None and change.new is not None:
        return False
    one, route = (old, change.old_route) if change.old is None else (new, change.new_route)
    while route and isinstance(route[-1], int):
        route = route[:-1]  # any item of the list may be the one
    here = f"{pointer(one.origin(route))}/"
    return any(here.startswith(f"{lost}/") or lost.startswith(here) for lost in one.lost)


def _told(one: Proposal, fault: Fault) -> str:
    return f"{one.file}:{fault.place.line}: {fault.message}"


def _weighed(change: Change, kinds: Kinds, old: Proposal, new: Proposal, *, listed: bool) -> Weighed:
    kind = kinds.of(change)
    approval: Approval = "none" if not listed else kind.approval if kind else "ask"
    one, route = (old, change.old_route) if change.new is None else (new, change.new_route)
    return Weighed(change, kind, approval, f"{one.file}:{one.place(one.origin(route)).line}")


def _turned(old: Result, new: Result) -> Iterator[Turned]:
    """Yield the rules that come out otherwise, where the one or the other leaves something to do or is waived."""
    rules = {one.rule.key: one.rule for result in (old, new) for one in result.findings}
    messages = {one.rule.key: one.message for result in (old, new) for one in reversed(result.findings)}
    for key in dict.fromkeys((*old.outcomes, *new.outcomes)):
        unsaid: Was = "met" if key.startswith("reading/") else "not asked"
        before, after = old.outcomes.get(key, unsaid), new.outcomes.get(key, unsaid)
        if before != after and {before, after} & _OPEN:
            yield Turned(key, rules[key].title, before, after, messages[key])
