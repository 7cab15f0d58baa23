"""A repository's configuration, read by its shape: its settings, where each stands, and what is wrong with it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mcred_check.choosing import Settings, no_such_set
from mcred_check.folders import File, read_file
from mcred_check.model import CouldNotCheckError, Fault
from mcred_check.patterns import fault_in
from mcred_check.reporting.formats import named
from mcred_check.shaping import pointer
from mcred_check.waiving import Note, Waiver
from mcred_check.whereabouts import CONFIGURATION, absolute, shown
from mcred_check.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcred_check.model import Json, Place, Route

_SCALARS: Final = {"edition": "editions", "fail_on": "fail_on", "judgements": "judgements"}
_LISTS: Final = ("rules", "include", "exclude", "stages", "reports")
_WAIVERS: Final = "/waivers/"


def read_settings(path: str, shape: Json, sets: Iterable[str], *, found: bool) -> Settings:
    """Read a configuration that was `found`, else named; `sets` are the rule sets that go by their names.

    A fault in a waiver is a note, and the waiver is left out. Raises CouldNotCheckError with the place of every other.
    """
    if found and Path(path).name != CONFIGURATION:
        message = f"{shown(path)}: is not read, because a configuration is called {CONFIGURATION}. Rename it."
        raise CouldNotCheckError(message)
    return _Reading(Path(path), shape, sets, found=found).settings()


class _Reading:
    """A configuration being read: its document, and the faults found so far, of its text and of what it says."""

    def __init__(self, path: Path, shape: Json, sets: Iterable[str], *, found: bool) -> None:
        self.file = shown(path)
        self.folder = Path(absolute(path)).parent  # resolved, it might not lie above the files
        self.shape = shape
        self.sets = sets
        self.document, *others = read_file(File(str(path), self.file, self.folder if found else None), shape)
        self.faults = [one for one in self.document.faults if one.rule != "reading/empty"]
        for one in others:
            self.faults.append(Fault("", "A second configuration begins here, and there is only one.", one.place(())))

    def settings(self) -> Settings:
        """Give what is set, or say all that is wrong."""
        data = self.document.data
        settings = Settings(
            file=self.file,
            folder=str(self.folder),
            rules=tuple([self._rule_set(*one) for one in self._items("rules")]),
            include=tuple([self._pattern(*one) for one in self._items("include")]),
            exclude=tuple([self._pattern(*one) for one in self._items("exclude")]),
            stages=tuple([self._stage(*one) for one in self._items("stages")]),
            editions=(data["edition"],) if "edition" in data else (),
            fail_on=data.get("fail_on", "must"),
            judgements=data.get("judgements", "list"),
            reports=tuple([self._report(*one) for one in self._items("reports")]),
            waivers=tuple([waiver for one in self._items("waivers") if (waiver := self._waiver(*one))]),
            places=dict(self._places()),
        )
        wrong = [one for one in self.faults if not one.pointer.startswith(_WAIVERS)]
        if wrong:
            raise CouldNotCheckError("\n".join(self._at(one.place) + _told(one) for one in wrong))
        notes = [Note(f"This waiver does not apply. {_told(one)}", one.place) for one in self.faults]
        return settings._replace(notes=tuple(notes))

    def _items(self, name: str) -> Iterator[tuple[Json, Route]]:
        """Give the items of a list, each with the way to it in the file."""
        for index, item in enumerate(self.document.data.get(name, ())):
            yield item, self.document.origin((name, index))

    def _places(self) -> Iterator[tuple[str, Place]]:
        """Give the place of each value, by the setting's name."""
        for name, setting in _SCALARS.items():
            if name in self.document.data:
                yield setting, self.document.place((name,))
        for name in _LISTS:
            for index, (_, route) in enumerate(self._items(name)):
                yield f"{name}/{index}", self.document.place(route)

    def _at(self, place: Place) -> str:
        return f"{self.file}:{place.line}:{place.column}: "

    def _wrong(self, message: str, route: Route, *, fix: str = "") -> None:
        self.faults.append(Fault("", message, self.document.place(route), pointer(route), fix))

    def _sound(self, route: Route) -> bool:
        """Tell whether nothing was found wrong at a place and in what lies there."""
        return not any(f"{one.pointer}/".startswith(f"{pointer(route)}/") for one in self.faults)

    def _whole(self, item: Json, route: Route) -> bool:
        """Tell whether an item of a list could be read and says all that it has to."""
        wanted = self.shape["properties"][route[0]]["items"]["required"]
        lacking = listed(f"“{name}”" for name in wanted if name not in item)
        if lacking and self._sound(route):
            self._wrong(f"It does not say {lacking}.", route, fix=f"Add {lacking}.")
        return self._sound(route)

    def _pattern(self, text: str, route: Route) -> str:
        fix = fault_in(text)
        if fix:
            self._wrong(f"“{text}” is no pattern of paths below the folder of the configuration.", route, fix=fix)
        return text

    def _stage(self, item: Json, route: Route) -> tuple[str, Json]:
        if not self._whole(item, route):
            return "", None
        return self._pattern(item["path"], (*route, "path")), item["stage"]

    def _rule_set(self, name: str, route: Route) -> str:
        """Give a rule set's name, or the path to its folder."""
        if name in self.sets:
            return name
        folder = self.folder / name
        if self._inside(name, route):
            try:
                if not folder.is_dir():
                    self._wrong(str(no_such_set(name, self.sets)), route)
            except OSError as error:
                self._wrong(f"“{name}” cannot be read: {error.strerror}.", route, fix="Name a folder.")
                return ""
            for file in sorted(folder.glob("*")):
                self._inside(f"{name}/{file.name}", route)
        return shown(folder)

    def _report(self, text: str, route: Route) -> tuple[str, str]:
        """Give a report's form and its path."""
        try:
            form, path = named(text)
        except CouldNotCheckError as error:
            self._wrong(str(error), route)
            return "", ""
        if self._inside(path, route) and path.lower().endswith((".yaml", ".yml")):
            self._wrong(f"“{path}” is called as proposals are, and might replace one.", route, fix="Rename the report.")
        return form, shown(self.folder / path)

    def _inside(self, path: str, route: Route) -> bool:
        """Hold a path against the folder of the configuration, which nothing that it names may leave."""
        root = os.path.realpath(self.folder)
        try:
            real = Path(os.path.realpath(self.folder / path))
        except ValueError:
            self._wrong(f"“{path}” is not a path.", route)
            return False
        if not real.is_relative_to(root):
            self._wrong(f"“{path}” lies outside the folder of the configuration.", route, fix="Choose one inside it.")
            return False
        if ".git" in map(str.lower, real.relative_to(root).parts):
            self._wrong(f"“{path}” lies where git keeps its own files.", route, fix="Choose another place.")
            return False
        return True

    def _waiver(self, item: Json, route: Route) -> Waiver | None:
        if not self._whole(item, route):
            return None
        path = self._pattern(item["path"], (*route, "path"))
        at = item.get("pointer", "")
        if at and not at.startswith("/"):
            fix = "Write it as the JSON report does, as in /need/evidence/0."
            self._wrong(f"“{at}” does not lead to a value of a proposal.", (*route, "pointer"), fix=fix)
        granted, expires = date.fromisoformat(item["granted"]), date.fromisoformat(item["expires"])
        if expires < granted:
            self._wrong("It expires before it is granted.", (*route, "expires"), fix="Correct the dates.")
        rule, reason, approver = (" ".join(item[name].split()) for name in ("rule", "reason", "approver"))
        waiver = Waiver(rule, path, at.rstrip("/"), reason, approver, granted, expires, self.document.place(route))
        return waiver if self._sound(route) else None


def _told(fault: Fault) -> str:
    """Say on one line what is wrong and what to do, whatever line breaks a value holds."""
    return " ".join(f"{fault.message} {fault.fix}".split())
