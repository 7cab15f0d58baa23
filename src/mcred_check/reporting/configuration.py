"""The configuration in a text report: which one was used, what to know of it, and the waivers that count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.reporting.lines import BLANK, cells
from mcred_check.reporting.page import heading_of
from mcred_check.reporting.safe import visible
from mcred_check.reporting.verdict import number_of
from mcred_check.wording import day

if TYPE_CHECKING:
    from mcred_check.model import Place
    from mcred_check.reporting.lines import Line
    from mcred_check.reporting.page import Page
    from mcred_check.waiving import Configuration, Note, Waiver

IN_FORCE: Final = ("used", "unused", "not checked")


def head(configuration: Configuration, page: Page) -> list[Line]:
    """Say which configuration was used and what to know of it, with a line to part it from what follows."""
    file = visible(configuration.file)
    count = sum(standing in IN_FORCE for _, standing in configuration.waivers)
    waivers = f"{number_of(count, 'waiver')} in force"
    if page.show == "brief":
        return [
            (("path", f"{file}:1:1"), ("", ": "), ("dim", "configuration "), ("", waivers)),
            *(_one_line(configuration, note) for note in configuration.notes),
        ]
    lines = page.flow(f"Configured by {file}, with {waivers}." if count else f"Configured by {file}.")
    sign = page.signs["should"]
    indent = cells(sign) + 1
    for note in configuration.notes:
        lines += page.flow(note.message, lead=(("should", sign), ("", " ")), indent=indent)
        lines.append((("", " " * indent), ("path", place_of(configuration, note.place))))
    return [*lines, BLANK]


def _one_line(configuration: Configuration, note: Note) -> Line:
    return (
        ("path", place_of(configuration, note.place)),
        ("", ": "),
        ("should", "note"),
        ("", f" {visible(note.message)}"),
    )


def place_of(configuration: Configuration, place: Place) -> str:
    """Say where in a configuration something stands."""
    return f"{visible(configuration.file)}:{place.line}:{place.column}"


def used(configuration: Configuration, page: Page) -> list[Line]:
    """List the waivers that were used, each with its reason, who approved it and until when."""
    waivers = [one for one, standing in configuration.waivers if standing == "used"]
    lines = heading_of("Waived") if waivers else []
    for one in waivers:
        of = f"{one.path} at {one.pointer}" if one.pointer else one.path
        lines += page.flow(f"{one.rule} in {of}", lead=(("", f"  {page.signs['bullet']} "),), indent=4)
        lines += page.flow(granted(one), lead=(("", "    "),), indent=4)
    return lines


def granted(waiver: Waiver) -> str:
    """Say until when a waiver holds, who approved it and why."""
    return f"Until {day(waiver.expires)}, approved by {waiver.approver}: {waiver.reason}"
