"""Paths, proposals and texts to results, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.checking import Checker
from mcred_check.choosing import Choices
from mcred_check.folders import files, proposals_in
from mcred_check.loading import read
from mcred_check.rules import bundle, reading_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from mcred_check.loading import Proposal
    from mcred_check.model import Basis, Report, Result, RuleSet, Severity, Stage


def load_proposals(*paths: str | Path) -> list[Proposal]:
    """Load the proposals in files and folders, in order.

    A file that cannot be read gives a proposal whose `faults` say why. In a folder, YAML files that hold none of a
    proposal's fields are left out. Raises CouldNotCheckError for a path that is not there.
    """
    return list(proposals_in(files(paths), bundle()["proposal"], passed_over=[]))


def check(  # noqa: PLR0913 -- the choices of a run
    proposals: Iterable[Proposal],
    rule_sets: Sequence[RuleSet],
    *,
    as_of: date,
    edition: str | None = None,
    stage: Stage | None = None,
    fail_on: Severity = "must",
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    basis: Iterable[Basis] = (),
) -> Report:
    """Check proposals against rule sets on the day `as_of`, and give the report.

    `edition` overrides the edition that the application's date chooses, `stage` the proposal's status. `only` and
    `skip` hold ids of rules (`nzqa/credits-at-most-40`) or criteria, `basis` how sure a rule is. Raises
    CouldNotCheckError where a choice names what is not there.
    """
    choices = Choices(edition, stage, fail_on, frozenset(only), frozenset(skip), frozenset(basis))
    checker = _checker(rule_sets, as_of, choices)
    return checker.report(checker.check(proposal) for proposal in proposals)


def check_text(
    text: str | bytes, name: str, rule_sets: Sequence[RuleSet], *, as_of: date, folder: Path | None = None
) -> tuple[Result, ...]:
    """Check the proposals in a text that reports are to call `name`; give a result for each document.

    The same for the same arguments and the same evidence in `folder`; None means that there is none. Its arguments and
    what it gives can be pickled, so that any process on any machine may do the work.
    """
    checker = _ready_made(rule_sets, as_of)
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return tuple(checker.check(proposal) for proposal in read(data, name, checker.shape, folder=folder))


def _checker(rule_sets: Sequence[RuleSet], as_of: date, choices: Choices) -> Checker:
    raw = bundle()
    return Checker(rule_sets, as_of, shape=raw["proposal"], reading=reading_rules(raw["reading"]), choices=choices)


_last: list[tuple[tuple[RuleSet, ...], Checker]] = []
"""The rule sets of the last text and the checker made of them, because the next text is likely to have the same."""


def _ready_made(rule_sets: Sequence[RuleSet], as_of: date) -> Checker:
    """Give a checker that is warm, if the rule sets and the day are those of the last text."""
    sets = tuple(rule_sets)
    for known, checker in _last:
        same = len(known) == len(sets) and all(one is other for one, other in zip(known, sets, strict=True))
        if same and checker.run.as_of == as_of:
            return checker
    _last[:] = [(sets, _checker(sets, as_of, Choices()))]
    return _last[0][1]
