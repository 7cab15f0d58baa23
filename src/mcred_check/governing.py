"""What a configuration says of each file: whether it is checked, at which stage, and which waivers may be used."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from mcred_check.patterns import composed, fitting, fixed_part
from mcred_check.waiving import Configuration, Note, accounted, held
from mcred_check.whereabouts import absolute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mcred_check.choosing import Choices, Settings
    from mcred_check.folders import File, Staged
    from mcred_check.model import Row, Rule, Run
    from mcred_check.waiving import Held, Waiver


class Governed(NamedTuple):
    """The files of a run with what a configuration says of each, how many it left out, and its waivers on that day.

    `rules` are those in use by every name that they go by. `idle` are the patterns that fit none of the files, each
    with what there is to say of it.
    """

    files: list[File]
    left_out: int
    rules: Mapping[str, Rule]
    held: tuple[Held, ...]
    idle: tuple[tuple[str, Note], ...]


def governed(files: Sequence[File], settings: Settings, run: Run) -> Governed:
    """Say of each file of a run what the settings do."""
    rules = names_of(run)
    all_held = tuple(held(settings.waivers, rules, run.as_of))
    patterns = Patterns(settings, all_held)
    told = [patterns.told(file) for file in files]
    kept = [file for file in told if file is not None]
    return Governed(kept, len(told) - len(kept), rules, all_held, tuple(_idle(settings, files, ())))


def below(name: str, folder: str) -> str | None:
    """Give a path as patterns read it below a folder, with forward slashes; None where it lies elsewhere."""
    path = absolute(name)
    root = os.path.join(folder, "")  # noqa: PTH118
    return composed(path.removeprefix(root).replace(os.sep, "/")) if path.startswith(root) else None


class Patterns:
    """The patterns of a configuration, with its waivers on a day, ready to be tried on files."""

    def __init__(self, settings: Settings, all_held: Iterable[Held]) -> None:
        self.folder = settings.folder
        self.include = [fitting(one) for one in settings.include]
        self.exclude = [fitting(one) for one in settings.exclude]
        self.stages: list[tuple[Callable[[str], bool], Staged]] = [
            (fitting(path), (stage, f"set for {path} in {settings.file}")) for path, stage in settings.stages
        ]
        usable = [one.waiver for one in all_held if one.standing == "unused"]
        self.waivers = [(fitting(one.path), one) for one in usable]

    def told(self, file: File) -> File | None:
        """Give a file with its stage, the last that fits, and its waivers; None where it is not to be checked.

        What lies outside the configuration's folder is let be. A file that was named is checked whatever they say, and
        of a folder that was given and holds nothing that is said.
        """
        path = below(file.name, self.folder)
        if path is None:
            return file
        if file.within and file.place != str(file.within) and self._leave_out(path):
            return None
        staged = next((staged for fits, staged in reversed(self.stages) if fits(path)), None)
        return file._replace(staged=staged, waivers=tuple([one for fits, one in self.waivers if fits(path)]))

    def _leave_out(self, path: str) -> bool:
        return bool(self.include and not any(fits(path) for fits in self.include)) or any(
            fits(path) for fits in self.exclude
        )


def names_of(run: Run) -> dict[str, Rule]:
    """Give the rules in use by every name that they go by; of two with the same short name, the first set's."""
    named = {rule.key: rule for rule in run.reading}
    for rule_set in run.rule_sets:
        for rule in rule_set.rules:
            named[rule.key] = rule
            named.setdefault(rule.key.partition("/")[2], rule)
    return named


def outcome(
    settings: Settings, of: Governed, rows: Sequence[Row], *, paths: Iterable[str], choices: Choices
) -> Configuration:
    """Say how a configuration fared in a run over some paths, of which there are rows."""
    unread = {row.file for row in rows if not row.standing.complete}
    tried = {one.waiver for one in of.held if one.standing == "unused" and choices.take(of.rules[one.waiver.rule])}
    fared = accounted(
        of.held,
        used={waiver for row in rows for waiver in row.standing.waivers},
        looked_at=tried & {waiver for file in of.files if file.name not in unread for waiver in file.waivers},
        lost=tried & {one for one in _astray(of) if _lies_in(one.path, settings.folder, paths)},
    )
    notes = [*settings.notes, *(Note(one.message, one.waiver.place) for one in fared if one.message)]
    notes += [
        note
        for pattern, note in of.idle
        if _lies_in(pattern, settings.folder, paths) or not os.path.lexists(_where(pattern, settings.folder))
    ]
    if of.left_out:
        files = "1 file was" if of.left_out == 1 else f"{of.left_out} files were"
        notes.append(Note(f"{files} left out by its patterns."))
    waivers = tuple([(one.waiver, one.standing) for one in fared])
    return Configuration(settings.file, waivers, tuple(sorted(notes, key=lambda one: one.place)))


def idle_patterns(settings: Settings, files: Iterable[File], waivers: Iterable[Waiver]) -> Iterator[Note]:
    """Say which patterns fit none of all the files below the configuration's folder."""
    return (note for _, note in _idle(settings, files, waivers))


def _idle(settings: Settings, files: Iterable[File], waivers: Iterable[Waiver]) -> Iterator[tuple[str, Note]]:
    """Give the patterns that fit none of some files, each with what there is to say of it."""
    paths = [path for file in files if (path := below(file.name, settings.folder)) is not None]
    patterns = [
        (pattern, settings.places[f"{name}/{index}"], f"The pattern “{pattern}” under {name}")
        for name, some in (
            ("include", settings.include),
            ("exclude", settings.exclude),
            ("stages", [pattern for pattern, _ in settings.stages]),
        )
        for index, pattern in enumerate(some)
    ]
    patterns += [(one.path, one.place, f"The waiver of {one.rule}, for “{one.path}”,") for one in waivers]
    for pattern, place, what in patterns:
        if not any(map(fitting(pattern), paths)):
            yield pattern, Note(f"{what} fits no file. Correct it, or take it away.", place)


def _astray(of: Governed) -> set[Waiver]:
    """Give the waivers whose paths no file of the run has."""
    return {one.waiver for one in of.held} - {waiver for file in of.files for waiver in file.waivers}


def _where(pattern: str, folder: str) -> PurePath:
    """Give the file or the folder in which all lies that a pattern may fit."""
    return PurePath(folder, fixed_part(pattern))


def _lies_in(pattern: str, folder: str, paths: Iterable[str]) -> bool:
    """Tell whether all that a pattern may fit lies in what was given to check, so that it should have come up."""
    where = _where(pattern, folder)
    return any(where.is_relative_to(absolute(one)) for one in paths)
