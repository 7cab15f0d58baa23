"""The forms that a report can take: the name of each, the endings of its files, and the functions that write it.

A form is two pure functions. `part(result, run)` writes what the report says of one proposal, wherever that
was checked; `assemble(summary, parts)` makes the whole of the parts, in the order of the files, and may read them
more than once.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mcred_check.model import CouldNotCheckError, Report, Summary
from mcred_check.reporting.verdict import row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mcred_check.model import Result, Run
    from mcred_check.reporting.page import Show

SUFFIXES: Final = {
    "text": (".txt",),
    "json": (".json",),
    "sarif": (".sarif", ".sarif.json"),
    "junit": (".xml",),
    "github": (),
    "gitlab": (),
    "markdown": (".md",),
    "html": (".html", ".htm"),
    "docx": (".docx",),
}
"""Each form's name, and the endings by which a report's file is known to be of it; a form has a module of its name."""


class Look(NamedTuple):
    """How much a text report tells, and how it looks; without `symbols`, marks and frames are ASCII."""

    show: Show = "findings"
    width: int = 80
    symbols: bool = True
    color: bool = False


class Form(NamedTuple):
    """How a report is written. `quiet` where it says nothing of a proposal that is ready, among several.

    What is assembled are texts, or bytes where the form is no text.
    """

    part: Callable[[Result, Run], str]
    assemble: Callable[[Summary, Iterable[str]], Iterator[Any]]
    quiet: bool = False


def form(name: str, look: Look) -> Form:
    """Give a form by its name; the look is for text, and where it shows all, SARIF has what is waived as well."""
    module = import_module(f"mcred_check.reporting.{name}")
    if name == "sarif":
        return Form(partial(module.part, waived=look.show == "all"), module.assemble)
    if name == "text":
        part, assemble = partial(module.part, look=look), partial(module.assemble, look=look)
        return Form(part, assemble, quiet=look.show != "all")
    return Form(module.part, module.assemble)


def named(given: str) -> tuple[str, str]:
    """Read `[FORM:]PATH`, as in `sarif:scan.json`: the form's name and the path.

    Raises CouldNotCheckError where the form is not clear, and for standard output, which --format is for.
    """
    name, colon, path = given.partition(":")
    if not colon or name not in SUFFIXES:
        name, path = "", given
    if path == "-":
        message = f"“{given}”: a report goes to a file. For standard output, write --format {name or 'FORM'}."
        raise CouldNotCheckError(message)
    if name and not path:
        message = f"“{given}” names a form and no file; write {name}:PATH."
        raise CouldNotCheckError(message)
    if name:
        return name, path
    endings = [(ending, one) for one, some in SUFFIXES.items() for ending in some if given.lower().endswith(ending)]
    if endings:
        return max(endings, key=lambda pair: len(pair[0]))[1], given
    names = ", ".join(SUFFIXES)
    message = f"The ending of “{given}” does not say what form the report is to have; end it in .html or .docx, "
    message += f"or write FORM:{given}, FORM being one of {names}."
    raise CouldNotCheckError(message)


def render(report: Report, one: Form) -> str:
    """Write a whole report in a form that is text."""
    return in_bytes(report, one).decode("utf-8", "surrogatepass")


def in_bytes(report: Report, one: Form) -> bytes:
    """Write a whole report in any form."""
    run = report.run._replace(several=len(report.results) > 1)
    rows = tuple(row_of(result, run) for result in report.results)
    parts = [one.part(result, run) for result in report.results]
    pieces = one.assemble(Summary(run, rows, report.passed_over, report.configuration), parts)
    return b"".join([piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass") for piece in pieces])
