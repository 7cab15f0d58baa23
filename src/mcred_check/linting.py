"""What is wrong with a rule set: its files are held against their formats and each other before they are relied on."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mcred_check import inconsistencies
from mcred_check.misfits import misfits
from mcred_check.model import CouldNotCheckError
from mcred_check.rule_files import read_set

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mcred_check.model import Json

MAX_VALUES_OF_A_SET: Final = 100_000
MAX_ASKED_BY_A_SET: Final = 20_000
MAX_ASKED_BY_A_RULE: Final = 2_000
_SHOWN: Final = 100
"""How many faults are told at once."""
_LONGEST: Final = 500
"""How much of a fault is told, which may quote what the file holds."""


def sound(folder: Path) -> Json:
    """Read the rule set in a folder; raise CouldNotCheckError with what is wrong with it, if anything is."""
    raw = read_set(folder)
    faults = list(islice(_faults(raw, folder), _SHOWN + 1))
    if len(faults) > _SHOWN:
        faults[_SHOWN:] = [f"{folder}: there is more than these {_SHOWN}; mend them first"]
    if faults:
        raise CouldNotCheckError("\n".join(faults))
    return raw


def _faults(raw: Json, folder: Path) -> Iterator[str]:
    """Yield what is wrong with a rule set; what is wrong beside the rules alone, because they rest on it."""
    faults = list(_too_much(raw, folder) or _faults_of_the_whole(raw, folder))
    yield from map(_cut, faults)
    if faults:
        return
    for fault in inconsistencies.in_reviews(raw):
        yield _cut(f"{folder / 'framework.yaml'}: reviews: {fault}")
    for fault in inconsistencies.in_listing(raw):
        yield _cut(f"{folder / 'framework.yaml'}: listing: {fault}")
    for name, rule in raw["rules"].items():
        for fault in misfits(rule, "rule") or inconsistencies.in_rule(rule, raw, file=name):
            yield _cut(f"{folder / name}.yaml: {fault}")


def _faults_of_the_whole(raw: Json, folder: Path) -> Iterator[str]:
    """Yield what is wrong beside the rules."""
    framework = raw["framework"]
    for fault in misfits(framework, "framework") or inconsistencies.in_framework(framework, folder.name):
        yield f"{folder / 'framework.yaml'}: {fault}"
    changes = raw["changes"]
    for fault in (misfits(changes, "changes") or inconsistencies.in_changes(changes)) if changes else ():
        yield f"{folder / 'changes.yaml'}: {fault}"
    if not raw["rules"]:
        yield f"{folder}: there is no rule in it"


def _too_much(raw: Json, folder: Path) -> list[str]:
    """Say where there is more than a rule, or a set of them, needs, before anything is held against its format."""
    asked = {name: _asked(rule) for name, rule in raw["rules"].items()}
    if sum(map(_size, raw["rules"].values())) > MAX_VALUES_OF_A_SET or sum(asked.values()) > MAX_ASKED_BY_A_SET:
        most = f"{MAX_VALUES_OF_A_SET:,} values, or {MAX_ASKED_BY_A_SET:,} under when and expect"
        return [f"{folder}: its rules hold more than {most}, and no rule set needs so many"]
    return [
        f"{folder / name}.yaml: when and expect hold more than {MAX_ASKED_BY_A_RULE:,} values; divide the rule"
        for name, size in asked.items()
        if size > MAX_ASKED_BY_A_RULE
    ]


def _asked(rule: Json) -> int:
    """Count the values of what a rule asks, which take far longer to hold against their format than its prose."""
    return _size([rule.get("when"), rule.get("expect")]) if isinstance(rule, dict) else 0


def _size(value: Json) -> int:
    """Count the values in a value, itself among them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, inner))


def _cut(fault: str) -> str:
    return fault if len(fault) <= _LONGEST else f"{fault[: _LONGEST - 1]}…"
