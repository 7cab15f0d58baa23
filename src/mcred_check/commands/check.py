"""`check`: proposals to a report and an exit code."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from typing import Annotated, Literal, get_args

import typer

from mcred_check import console
from mcred_check.checking import Checker
from mcred_check.choosing import Choices
from mcred_check.folders import File, files
from mcred_check.model import Basis, CouldNotCheckError, Result, Run, Stage, Summary
from mcred_check.reporting.formats import Form, Look, form, named
from mcred_check.rules import bundle, reading_rules, rule_set
from mcred_check.running import Spool, Task, run
from mcred_check.writing import write_whole

_PROGRESS_FROM = 64
FormName = Literal["text", "json"]


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Proposals, folders of proposals, or - for standard input.")
    ],
    *,
    as_of: console.AsOfOption = None,
    edition: Annotated[
        list[str] | None,
        typer.Option(help="The edition of the rules, if not the one in force; two to see what differs."),
    ] = None,
    stage: Annotated[Stage | None, typer.Option(help="The stage, if not the proposal's own status.")] = None,
    fail_on: Annotated[Literal["must", "should"], typer.Option(help="What has to be met for exit code 0.")] = "must",
    format: Annotated[FormName, typer.Option("--format", help="The form of the report on standard output.")] = "text",
    report: Annotated[
        list[str] | None,
        typer.Option(metavar="[FORM:]PATH", help="Write a report to a file as well; may be repeated."),
    ] = None,
    show: Annotated[
        Literal["all", "findings", "brief"], typer.Option(help="How much the text report tells.")
    ] = "findings",
    only: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Only this rule or criterion; may be repeated.")
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="All but this rule or criterion; may be repeated.")
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            metavar="LIST", help="Only rules that are this sure: rule,guidance,secondary,inferred,unverified."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="How many processes check many files; 0 for as many as pay.")] = 0,
    color: console.ColorOption = "auto",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file is saved, until Ctrl-C.")] = False,
    stdin_filename: Annotated[
        str,
        typer.Option(metavar="FILE", help="What to call standard input; its folder is where evidence is looked for."),
    ] = "<stdin>",
) -> None:
    """Check proposals and print what is met, what is not, and what a person has to judge."""
    if watch and (format != "text" or "-" in paths):
        message = "--watch shows the text report of files; other forms go to files with --report."
        raise typer.BadParameter(message, param_hint="--watch")
    look = console.look(color, show=show)

    def once(as_shown: Callable[[Form], Form] = lambda one: one) -> Summary:
        raw = bundle()
        editions: list[str | None] = [*edition] if edition else [None]
        given = Choices(None, stage, fail_on, frozenset(only or ()), frozenset(skip or ()), _bases(basis))
        checkers = [
            Checker(
                [rule_set(raw["sets"]["nzqa"])],
                as_of or date.today(),  # noqa: DTZ011 -- the day on the wall where the check is run
                shape=raw["proposal"],
                reading=reading_rules(raw["reading"]),
                choices=given._replace(edition=one),
            )
            for one in editions
        ]
        reports = [named(one) for one in report or ()]
        found = files(paths, standard_input=stdin_filename)
        if not found:
            message = f"There is no proposal to check in {', '.join(paths)}."
            raise CouldNotCheckError(message)
        if len(checkers) > 1 and format == "text" and not reports:
            return _compare(checkers, found, look)
        forms = [*(form(name, Look()) for name, _ in reports), as_shown(form(format, look))]
        return _report(checkers, found, forms, [path for _, path in reports], jobs=1 if watch else jobs)

    if watch:
        from mcred_check.commands.watching import keep_checking

        keep_checking(once, paths, look)
    console.leave(met=once().ready)


def _report(
    checkers: Sequence[Checker], found: Sequence[File], forms: Sequence[Form], outs: Sequence[str], *, jobs: int
) -> Summary:
    """Check, and write each form to its file and the last one to standard output."""
    task = Task(tuple(checkers), tuple(one.part for one in forms), quiet=all(one.quiet for one in forms))
    with ExitStack() as open_ones:
        spools = [open_ones.enter_context(closing(Spool())) for _ in forms]
        summary = _run(task, found, spools, jobs=jobs or os.cpu_count() or 1)
        *written, shown = (one.assemble(summary, spool.texts()) for one, spool in zip(forms, spools, strict=True))
        for path, texts in zip(outs, written, strict=True):
            write_whole(path, texts)
        console.write(shown)
    return summary


def _compare(checkers: Sequence[Checker], found: Sequence[File], look: Look) -> Summary:
    """Check by several editions, and show what that means for each proposal."""
    from mcred_check.reporting.comparison import lay_out_proposals
    from mcred_check.reporting.terminal import painted

    results: list[Result] = []

    def keep(result: Result, _run: Run) -> str:
        results.append(result)
        return ""

    with closing(Spool()) as nothing:
        summary = _run(Task(tuple(checkers), (keep,)), found, [nothing], jobs=1)
    console.write([painted(lay_out_proposals(results, width=look.width), color=look.color)])
    return summary


def _run(task: Task, found: Sequence[File], spools: Sequence[Spool], *, jobs: int) -> Summary:
    """Check, with a progress bar where somebody watches."""
    with _progress(len(found)) as watched:
        return run(task, found, spools, jobs=jobs, watched=watched)


@contextmanager
def _progress(count: int) -> Iterator[Callable[[int], object]]:
    """Show how far it is on standard error, where that is a terminal and there is something to wait for."""
    if count < _PROGRESS_FROM or not sys.stderr.isatty() or os.environ.get("CI"):
        yield int
    else:
        with typer.progressbar(length=count, label="Checking", file=sys.stderr) as bar:
            yield bar.update


def _bases(given: str | None) -> frozenset[Basis]:
    """Read --basis: words with commas between them."""
    words = [word.strip() for word in given.split(",")] if given else []
    known = get_args(Basis)
    for word in words:
        if word not in known:
            message = f"“{word}” says nothing of how sure a rule is; choose among {', '.join(known)}."
            raise typer.BadParameter(message, param_hint="--basis")
    return frozenset(one for one in known if one in words)
