"""`check --watch`: the report again whenever a file is saved, until it is stopped."""

import gc
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import sleep
from typing import NoReturn

import typer

from mcred_check import console
from mcred_check.model import CouldNotCheckError, Result, Run, Summary
from mcred_check.reporting.formats import Form, Look
from mcred_check.reporting.lines import BLANK, Line
from mcred_check.reporting.safe import visible
from mcred_check.reporting.since import lay_out
from mcred_check.reporting.terminal import painted
from mcred_check.rules import bundle
from mcred_check.watching import Since, Watcher, since, whenever_saved


def keep_checking(check: Callable[[Callable[[Form], Form]], Summary], paths: Sequence[str], look: Look) -> NoReturn:
    """Check now and whenever a file is saved. Ctrl-C ends it with the exit code of the last verdict.

    `check` checks once, with the form on standard output as the function that it is given makes it.
    """
    if not sys.stdout.isatty():
        console.aside("Standard output is no terminal, so each report follows the one before. Ctrl-C ends it.")
    rounds = Rounds(check, paths, look)
    try:
        whenever_saved(Watcher(paths, bundle()["proposal"]), rounds.next, pause=sleep)
    except KeyboardInterrupt:
        if sys.stdout.isatty():
            console.write(["\n"])  # or the prompt would stand behind the ^C of the terminal
        raise typer.Exit(rounds.code) from None


class Rounds:
    """The checks so far: how many, how the last one ended, and what it found."""

    def __init__(self, check: Callable[[Callable[[Form], Form]], Summary], paths: Sequence[str], look: Look) -> None:
        self._check = check
        self._paths = ", ".join(paths)
        self._look = look
        self._count = 0
        self._last: list[Result] | None = None
        self._since: Since | None = None
        self._lines = 0
        self.code = console.COULD_NOT_CHECK

    def next(self) -> None:
        """Check, with what changed first; where that cannot be done, say why and go on waiting."""
        self._count += 1
        self._since, self._lines = None, 0
        found: list[Result] = []
        if sys.stdout.isatty():
            console.clear()
        else:
            console.write([f"{'' if self._count == 1 else chr(10)}=== Check {self._count} ===\n\n"])
        try:
            summary = self._check(lambda form: self._with_what_changed(form, found))
        except CouldNotCheckError as error:
            self.code = console.could_not(str(error))
        else:
            self.code = console.MET if summary.ready else console.NOT_MET
            self._last = found
        if sys.stdout.isatty():
            self._say_what_goes_on()
        gc.collect()  # the collector is off, because a run is short; this one is not

    def _with_what_changed(self, form: Form, found: list[Result]) -> Form:
        """Keep each result, and put before the report what became of the findings of the last one."""

        def part(result: Result, run: Run) -> str:
            found.append(result)
            return form.part(result, run)

        def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
            if self._last is not None:
                self._since = since(self._last, found)
                yield painted(lay_out(self._since, self._look), color=self._look.color)
            for text in form.assemble(summary, parts):
                self._lines += text.count("\n")
                yield text

        return Form(part, assemble)

    def _say_what_goes_on(self) -> None:
        """Say below the report what ends this, and once more what changed where the head has left the screen."""
        tall = self._lines > shutil.get_terminal_size().lines - 2
        again = lay_out(self._since, self._look) if self._since and tall else []
        goes_on: Line = (("dim", visible(f"Watching {self._paths}; Ctrl-C ends it.")),)
        console.write([painted([BLANK, *again, goes_on], color=self._look.color)])
