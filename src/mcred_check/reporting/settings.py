"""What is in force for some proposals and where each value comes from, as text and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.configuration import granted, place_of
from mcred_check.reporting.escaping import as_indented_json
from mcred_check.reporting.lines import BLANK, clamp, flow, pad
from mcred_check.reporting.page import SYMBOLS, heading_of
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import number_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mcred_check.choosing import Settings
    from mcred_check.model import Json
    from mcred_check.reporting.lines import Line
    from mcred_check.waiving import Configuration

_COLUMN: Final = 14
_NOTHING: Final = {
    "include": "every file",
    "exclude": "none",
    "stages": "each proposal's own status",
    "edition": "the one in force on the date of the application, or else on the day of the check",
    "reports": "none but the one on standard output",
}
_HOLDS: Final = {"unused": "in force", "not yet": "not yet", "expired": "expired", "refused": "refused"}
"""What a waiver's standing is called where nothing was checked."""


class Overview(NamedTuple):
    """What is in force on a day: the settings, the configuration, and how many files would be checked and left out."""

    settings: Settings
    configuration: Configuration | None
    as_of: date
    checked: int
    left_out: int


class _Row(NamedTuple):
    name: str
    value: Json
    text: str
    origin: str


def _rows(settings: Settings) -> Iterator[_Row]:
    """Give each value with its text and where it comes from; None where nothing is set."""
    yield _Row("rules", "nzqa", "nzqa", "always")
    for name, setting in (
        ("rules", settings.rules),
        ("include", settings.include),
        ("exclude", settings.exclude),
        ("stages", settings.stages),
        ("stage", [settings.stage] if settings.stage else []),
        ("edition", settings.editions),
        ("reports", settings.reports),
    ):
        for index, value in enumerate(setting):
            place = "editions" if name == "edition" else f"{name}/{index}"
            yield _Row(name, *_shown(name, value), settings.origin(place))
        if not setting and name in _NOTHING:
            yield _Row(name, None, _NOTHING[name], "default")
    for name, value in (("fail_on", settings.fail_on), ("judgements", settings.judgements)):
        yield _Row(name, value, value, settings.origin(name))


def _shown(name: str, value: Json) -> tuple[Json, str]:
    if name == "stages":
        path, stage = value
        return {"path": path, "stage": stage}, f"{stage} for {path}"
    if name == "reports":
        form, path = value
        return {"form": form, "path": path}, f"{form} in {path}"
    return value, f"{value} for every proposal" if name == "stage" else value


def lay_out(of: Overview, *, width: int) -> list[Line]:
    """List the settings, the waivers and what to know of them."""
    width = clamp(width)
    known = of.configuration
    opening = f"Configured by {known.file}" if known else "No configuration is used"
    files = f"{number_of(of.checked, 'file')} would be read"
    files += f", and {of.left_out} left out by its patterns" if of.left_out else ""
    lines = flow(visible(f"{opening}, as of {day(of.as_of)}: {files}."), width=width)
    lines.append(BLANK)
    last = ""
    for row in _rows(of.settings):
        lead: Line = (("", "  "), ("dim", pad("" if row.name == last else row.name, _COLUMN)))
        lines += flow(visible(f"{row.text} · {row.origin}"), width=width, lead=lead, indent=_COLUMN + 2)
        last = row.name
    return [*lines, *_waivers(known, width), *_notes(known, width)] if known else lines


def _waivers(known: Configuration, width: int) -> Iterator[Line]:
    if known.waivers:
        yield from (BLANK, *heading_of("Waivers"))
    for one, standing in known.waivers:
        of = f"{one.path} at {one.pointer}" if one.pointer else one.path
        lead = (("", "  "), ("dim", pad(_HOLDS[standing], _COLUMN)))
        yield from flow(visible(f"{one.rule} in {of}"), width=width, lead=lead, indent=_COLUMN + 2)
        margin = (("", " " * (_COLUMN + 2)),)
        yield from flow(visible(granted(one)), width=width, lead=margin, indent=_COLUMN + 2)
        yield (*margin, ("path", place_of(known, one.place)))


def _notes(known: Configuration, width: int) -> Iterator[Line]:
    if known.notes:
        yield from (BLANK, *heading_of("To know"))
    for note in known.notes:
        lead = (("should", f"  {SYMBOLS['should']} "),)
        yield from flow(visible(note.message), width=width, lead=lead, indent=4)
        yield (("", "    "), ("path", place_of(known, note.place)))


def as_json(of: Overview) -> str:
    """Write the same for other programs: `settings` is a list of name, value and origin."""
    from mcred_check.reporting.json import configuration  # noqa: PLC0415 -- text does without

    known = configuration(of.configuration) if of.configuration else None
    for one in known["waivers"] if known else ():
        one["standing"] = _HOLDS[one["standing"]]
    whole: Json = {
        "version": 1,
        "as_of": of.as_of.isoformat(),
        "configuration": known,
        "settings": [{"name": row.name, "value": row.value, "origin": row.origin} for row in _rows(of.settings)],
        "files": {"checked": of.checked, "left_out": of.left_out},
    }
    return as_indented_json(whole)
