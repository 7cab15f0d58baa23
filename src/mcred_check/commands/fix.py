"""`fix`: safe repairs, shown as a diff and made on request."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, NamedTuple

import typer

from mcred_check import console
from mcred_check.fixing import Fixed, fixed
from mcred_check.folders import STANDARD_INPUT, File, files, no_proposal, read_file, why_passed_over
from mcred_check.model import CouldNotCheckError, Json
from mcred_check.reporting.difference import difference
from mcred_check.reporting.lines import BLANK, Line, clamp, flow, flow_to_command
from mcred_check.reporting.safe import visible
from mcred_check.reporting.typed import typed
from mcred_check.reporting.verdict import number_of
from mcred_check.rules import bundle
from mcred_check.writing import write_whole

_SHOWN = str.maketrans({"\t": "\\t", "\xa0": "\\xa0"})
"""What looks like plain spaces and is the very thing that was repaired."""
_UNREADABLE = frozenset({"reading/not-readable", "reading/encoding", "reading/control-character", "reading/too-large"})
_TOO_MANY = "There are too many slips to tell in a short time which repairs are safe. Mend some, and run fix again."
_LINE_END = re.compile("\r\n?|\n")
_STYLES = {"+": "ok", "-": "must", "@": "path"}


class _Seen(NamedTuple):
    """How many repairs a file has, and whether faults are left; its text is not kept, for there may be very many."""

    repairs: int
    left: bool


def fix(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Proposals, or folders of proposals.")],
    *,
    write: Annotated[bool, typer.Option("--write", help="Make the repairs, instead of only showing them.")] = False,
    color: console.ColorOption = "auto",
) -> None:
    """Show safe repairs, or make them.

    They are repairs of slips in writing: of names, quotes, pasted spaces, dates, choices and a missing total.
    What a text says, and what the evidence is, stays as it is.
    """
    shape = bundle()["proposal"]
    if STANDARD_INPUT in paths:
        message = "Standard input cannot be repaired in its place; give the name of a file."
        raise CouldNotCheckError(message)
    found = files(paths)
    seen: list[_Seen] = []
    unread = 0
    for file in found:
        one, problem = _repaired(file, shape)
        if problem:
            console.could_not(f"{file.name}: {problem}")
            unread += 1
        if one is None:
            continue
        seen.append(_Seen(len(one.done), bool(one.left)))
        if one.done:
            console.show_lines(partial(_told, file.name, one), color)
            if write:
                write_whole(str(file.path), [one.data], what="proposal")
    if not seen and not unread:
        raise no_proposal(paths, to="repair")
    if seen:
        console.show_lines(partial(_summed_up, seen, paths, write=write), color)
    if unread:
        raise typer.Exit(console.COULD_NOT_CHECK)
    console.leave(met=write or not any(one.repairs for one in seen))


def _repaired(file: File, shape: Json) -> tuple[Fixed | None, str]:
    """Repair a file's text, or say why it could not be read or repaired; neither for what is no proposal."""
    proposals = read_file(file, shape)
    if why_passed_over(file, proposals):
        return None, ""
    fault = next((one for one in proposals[0].faults if one.rule in _UNREADABLE), None)
    if fault is not None:
        return None, fault.message
    try:
        one = fixed(file.path.read_bytes(), shape)
    except OSError as error:
        return None, f"The file cannot be opened: {error.strerror}."
    return (one, "") if one.tried else (None, _TOO_MANY)


def _told(name: str, one: Fixed, width: int) -> Iterator[Line]:
    """Lay out what is repaired in a file, and the lines before and after."""
    yield (("bold", visible(f"{name}: {number_of(len(one.done), 'repair')}")),)
    column = max(len(str(done.line)) for done in one.done)
    for done in one.done:
        lead = (("dim", f"  line {done.line:<{column}}  "),)
        yield from flow(done.told, width=clamp(width), lead=lead, indent=column + 9)
    yield BLANK
    before, after = (_LINE_END.split(text.removesuffix("\n")) for text in (one.before, one.after))
    for line in difference(before, after, name):
        yield ((_STYLES.get(line[0], ""), visible(line.translate(_SHOWN))),)
    yield BLANK


def _summed_up(seen: Sequence[_Seen], paths: Sequence[str], width: int, *, write: bool) -> Iterator[Line]:
    """Count the repairs, and say what comes next."""
    repairs, repaired = sum(one.repairs for one in seen), sum(bool(one.repairs) for one in seen)
    left = any(one.left for one in seen)
    where = number_of(repairs, "repair")
    if len(seen) > 1:
        where += f" in {repaired} of {len(seen)} files"
    command = typed("check", paths)
    if repairs and not write:
        text, ahead, command = f"{where}. Nothing is changed yet.", "To make them:", typed("fix", ["--write", *paths])
    elif repairs:
        text, ahead = f"{where}, made.", "Check again, because what is read only now may not meet a rule:"
    else:
        text = f"Nothing to repair in {number_of(len(seen), 'file')}."
        ahead = "What is left for you:" if left else ""
    yield from flow(text, width=clamp(width))
    if ahead:
        yield from flow_to_command(ahead, visible(command), width=clamp(width))
