"""`sheet`: what goes into the application form and what is filed with it."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from mcred_check import console
from mcred_check.checking import Checker
from mcred_check.commands import options
from mcred_check.fingerprints import fingerprints
from mcred_check.folders import File, files_and_proposals, no_proposal
from mcred_check.model import Result
from mcred_check.reporting.sheet import files_of
from mcred_check.reporting.sheet import sheet as sheet_of
from mcred_check.reporting.sheets import ENDINGS, FormName, written
from mcred_check.rules import bundle
from mcred_check.waiving import waived
from mcred_check.writing import write_whole


def sheet(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Proposals, folders of proposals, or - for standard input.")
    ],
    *,
    as_of: options.AsOf = None,
    edition: options.OneEdition = None,
    rules: options.Rules = None,
    format: Annotated[
        FormName | None,
        typer.Option("--format", case_sensitive=False, help="The form; else by the ending of --output, else Markdown."),
    ] = None,
    output: options.Output = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
) -> None:
    """Write what goes into NZQA's form and is filed with it.

    Listing details, evidence, files and judgements; never an approval.
    """
    form = format or options.form_of(output, ENDINGS, otherwise="markdown")
    if form == "docx" and not output:
        console.refuse_a_terminal("A Word file", "--output sheet.docx")
    checker, found = options.checker_and_files(
        paths, bundle(), rules=rules, edition=edition, named=config, ignored=no_config, as_of=as_of
    )
    reading = _Reading(checker)
    readable = reading.results(found)
    first = list(islice(readable, 2))
    if first:
        run = checker.run._replace(several=len(first) > 1)
        told = (
            sheet_of(result, run, fingerprints(folder, files_of(result))) for result, folder in chain(first, readable)
        )
        _write(written(form, told, title=first[0][0].title, run=run), output)
    elif not reading.unreadable:
        raise no_proposal(paths, reading.passed_over)
    reading.tell_what_gave_no_sheet()
    console.leave(met=not reading.unreadable)


class _Reading:
    """Proposals being read one after the other, with account of the files that give no sheet."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self.unreadable: list[Result] = []
        self.passed_over: list[tuple[str, str]] = []

    def results(self, found: Iterable[File]) -> Iterator[tuple[Result, Path | None]]:
        """Check the proposals that can be read; give each with the folder where its files are."""
        checker = self._checker
        for file, one in files_and_proposals(found, checker.shape, passed_over=self.passed_over):
            result = waived(checker.check(one, file.staged), file.waivers, checker.run)
            if result.complete:
                yield result, one.folder
            else:
                self.unreadable.append(result)

    def tell_what_gave_no_sheet(self) -> None:
        """Say beside the sheets which files gave none, and why."""
        console.tell_passed_over(self.passed_over)
        for result in self.unreadable:
            for one in result.findings:
                place = f"{result.file}:{one.place.line}:{one.place.column}"
                console.aside(f"No sheet: {place}: {one.message} {one.fix}".rstrip())


def _write(pieces: Iterator[str] | Iterator[bytes], output: str | None) -> None:
    """Write the sheets to a file or to standard output."""
    if output:
        write_whole(output, pieces, what="sheet")
        console.aside(f"{output}: written.")
    else:
        console.write(pieces)
