"""`new`: a proposal to fill in, blank, from an interview, or from another proposal."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from mcred_check import console
from mcred_check.asking import asks
from mcred_check.checking import Checker
from mcred_check.commands import options
from mcred_check.editing import FILE, schema_for_editors
from mcred_check.folders import files, proposals_in
from mcred_check.interviewing import interview
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError, Finding, Json, Result
from mcred_check.renewing import renewed
from mcred_check.reporting.escaping import as_indented_json
from mcred_check.reporting.formats import Look
from mcred_check.reporting.lines import clamp, flow, flow_to_command
from mcred_check.reporting.page import ASCII, SYMBOLS
from mcred_check.reporting.safe import visible
from mcred_check.reporting.terminal import painted
from mcred_check.reporting.typed import typed
from mcred_check.reporting.verdict import verdict
from mcred_check.rulebook import Rulebook
from mcred_check.rules import bundle
from mcred_check.starting import draft, given
from mcred_check.wording import listed
from mcred_check.writing import write_whole

_SUFFIXES = (".yaml", ".yml")


def new(
    path: Annotated[str, typer.Argument(metavar="[PATH]", help="The file to write, or the folder to write it in.")] = (
        "proposal.yaml"
    ),
    *,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for the beginnings, and check the answers as they come.")] = (
        False
    ),
    old: Annotated[
        str | None,
        typer.Option("--from", metavar="OLD", help="Begin with what goes over from another proposal."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_of: options.AsOf = None,
    rules: options.Rules = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    color: console.ColorOption = "auto",
) -> None:
    """Write a proposal to fill in.

    It holds every field, with what it is for and how strongly a rule asks for it, and a schema for editors beside it.
    """
    target = _target(path, force=force)
    raw = bundle()
    checker = options.checker_for(str(target), raw, rules, named=config, ignored=no_config, as_of=as_of)
    flags = options.rule_options(rules, named=config, ignored=no_config)
    session = _Session(target, checker, console.look(color), flags=flags)
    data, notes = session.take_over(old) if old is not None else ({}, [])
    session.note = " ".join(notes)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{target.parent}: the folder could not be made: {error.strerror}."
        raise CouldNotCheckError(message) from error
    session.keep(data)
    session.put_schema()
    if ask:
        _hold(session, data)
    for text in (verdict(session.check(data)), *notes):
        session.say(text)
    session.take_leave()


def _hold(session: "_Session", data: dict[str, Any]) -> None:
    """Hold the interview. What was said is kept whatever ends it."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stdin.isatty():
        with suppress(ImportError):  # Windows has none, and needs none
            import readline  # noqa: F401
    session.say(
        f"Press Enter to leave a question open, and Ctrl-C to stop. {session.target} holds what you said at any time."
    )
    stopped = False
    try:
        try:
            interview(session.shape, asks(session.book.in_force()), data, session)
        except EOFError:
            session.say("")
        except KeyboardInterrupt:
            stopped = True
            session.keep(data)
    except CouldNotCheckError:
        console.write(["\nWhat you said so far:\n\n", given(session.shape, data)])
        raise
    session.say("")
    if stopped:
        console.could_not(f"Stopped. {session.target} holds what you said so far; go on in the file with an editor.")
        raise typer.Exit(console.COULD_NOT_CHECK)


class _Session:
    """A draft being written: its file, its rules, and the person at the terminal."""

    def __init__(self, target: Path, checker: Checker, look: Look, *, flags: Sequence[str]) -> None:
        self.target = target
        self.note = ""
        self.shape = checker.shape
        self.book = Rulebook.of(checker)
        self.signs = SYMBOLS if look.symbols else ASCII
        self._look = look
        self._flags = flags
        self._schema = _schema_near(target)
        self._checker = checker

    def say(self, text: str, style: str = "", lead: str = "") -> None:
        """Show a paragraph."""
        lines = flow(visible(text), style, width=clamp(self._look.width), lead=(("", lead),), indent=len(lead))
        console.write([painted(lines, color=self._look.color)])

    def hear(self, prompt: str) -> str:
        """Ask for a line; where nobody types it, show it."""
        line = input(visible(prompt))
        if not sys.stdin.isatty():
            console.write([f"{visible(line)}\n"])
        return line

    def text(self, data: Json) -> str:
        """Write the draft."""
        return draft(self.shape, self.book, data, schema=self._schema, note=self.note)

    def keep(self, data: Json) -> None:
        """Write the draft to its file."""
        write_whole(str(self.target), [self.text(data)], what="proposal")

    def check(self, data: Json) -> Result:
        """Check the draft as it stands."""
        (proposal,) = read(self.text(data).encode(), str(self.target), self.shape, folder=self.target.parent)
        return self._checker.check(proposal)

    def find(self, data: Json) -> Sequence[Finding]:
        """Give what is not right in the draft."""
        return [one for one in self.check(data).findings if one.outcome == "not met"]

    def put_schema(self) -> None:
        """Put the schema for editors beside the draft, where there is none nearby."""
        if self._schema == FILE and not os.path.lexists(beside := self.target.parent / FILE):
            made = schema_for_editors(self.shape, self.book)
            write_whole(str(beside), [as_indented_json(made, indent=1)], what="schema")

    def take_leave(self) -> None:
        """Say what to do next."""
        self.say(f"It is in {self.target}: fill it in from the top.")
        check = visible(typed("check", [str(self.target), *self._flags]))
        lines = flow_to_command("Check it as often as you like:", check, width=clamp(self._look.width))
        console.write([painted(lines, color=self._look.color)])
        self.say(f"{self._schema} is for editors, which complete and explain the fields by it.")

    def take_over(self, old: str) -> tuple[dict[str, Any], list[str]]:
        """Give what goes over from another proposal, and what is to be said of the rest."""
        proposals = list(proposals_in(files([old]), self.shape, passed_over=[]))
        if len(proposals) != 1:
            message = f"{old} holds {len(proposals)} proposals; name the file of one."
            raise CouldNotCheckError(message)
        (proposal,) = proposals
        if not proposal.found:
            message = f"{old} could not be read: {proposal.faults[0].message} {typed('check', [old])} says where."
            raise CouldNotCheckError(message)
        data, left = renewed(self.shape, proposal.data)
        notes = [f"This began as a copy of {old}."]
        if left:
            notes.append(f"Left behind, because it belongs to that proposal alone: {listed(left)}.")
        if proposal.lost:
            lost = sorted(one.strip("/").replace("/", ".") for one in proposal.lost)
            notes.append(f"Left behind, because it could not be read: {listed(lost)}.")
        return data, notes


def _target(given_path: str, *, force: bool) -> Path:
    """Give the file to write, if it may be written; a name without an ending is a folder's."""
    path = Path(given_path)
    if path.is_dir() or not path.suffix:
        path /= "proposal.yaml"
    if path.suffix.lower() not in _SUFFIXES:
        message = f"A proposal's name ends in .yaml: {typed('new', [f'{path}.yaml'])}"
        raise CouldNotCheckError(message)
    if os.path.lexists(path) and not force:  # a link that leads nowhere would be written through
        message = f"{path} is there already. Give another name, or --force to write over it."
        raise CouldNotCheckError(message)
    return path


def _schema_near(target: Path) -> str:
    """Say from a proposal's folder where the schema lies: in a folder above it, up to this one, or else beside it."""
    folder = target.parent.resolve()
    above = [one for one in (folder, *folder.parents) if one.is_relative_to(Path.cwd())]
    holder = next((one for one in above if (one / FILE).is_file()), folder)
    return Path(os.path.relpath(holder / FILE, folder)).as_posix()
