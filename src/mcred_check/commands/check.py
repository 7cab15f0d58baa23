"""`check`: proposals to a report and an exit code."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

from mcred_check import actions, console
from mcred_check.checking import Checker
from mcred_check.choosing import Choices, Settings, idle_sets, refuse_none_in_force
from mcred_check.commands import options
from mcred_check.folders import STANDARD_INPUT, File, files, no_proposal, refuse_other_configurations
from mcred_check.model import Json, Result, Run, Summary
from mcred_check.reporting.formats import Form, Look, form
from mcred_check.reporting.verdict import is_of_reading
from mcred_check.rules import bundle
from mcred_check.running import Spool, Task, run
from mcred_check.whereabouts import absolute, repository_of
from mcred_check.writing import write_whole

FormName = Literal["text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html", "docx"]
_COMPARABLE = {"text", "json"}
"""The forms that can tell of a proposal twice."""

_Writer: TypeAlias = Callable[[Iterable[Any]], None]
"""Puts the texts of a report where they go, or the bytes of one that is no text."""
_Out: TypeAlias = tuple[Form, _Writer]
"""A form of the report, and what puts it where it goes."""
_Finish: TypeAlias = Callable[[Summary], Summary]
"""Adds to a summary how the configuration fared."""


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Proposals, folders of proposals, or - for standard input.")
    ],
    *,
    as_of: options.AsOf = None,
    edition: options.Edition = None,
    stage: options.AtStage = None,
    fail_on: options.FailOn = None,
    rules: options.Rules = None,
    format: Annotated[
        FormName, typer.Option("--format", case_sensitive=False, help="The form of the report on standard output.")
    ] = "text",
    report: options.Reports = None,
    show: Annotated[
        Literal["all", "findings", "brief"],
        typer.Option(
            case_sensitive=False, help="How much the text report tells; with all, SARIF holds what is waived as well."
        ),
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
    as_found: options.AsFound = False,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    jobs: Annotated[
        int, typer.Option(min=0, metavar="NUMBER", help="How many processes check many files; 0 for as many as pay.")
    ] = 0,
    color: console.ColorOption = "auto",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file is saved, until Ctrl-C.")] = False,
    stdin_filename: Annotated[
        str,
        typer.Option(metavar="FILE", help="What to call standard input; its folder is where evidence is looked for."),
    ] = "<stdin>",
) -> None:
    """Say what is met, what is not, and what a person has to judge."""
    _refuse_where_it_cannot_show(format, paths, watch=watch)
    look = console.look(color, show=show)

    def once(as_shown: Callable[[Form], Form] = lambda one: one) -> Summary:
        raw = bundle()
        found = files(paths, standard_input=stdin_filename, as_found=as_found)
        where = [stdin_filename if one == STANDARD_INPUT else one for one in paths]
        if as_found:  # what is passed over may lie where another configuration holds
            where = [file.name for file in found if not file.problem] or where[:1]
        none_is_fine = as_found and not any(Path(one).is_dir() for one in paths)
        asked = options.given(rules, edition, stage=stage, fail_on=fail_on, report=report)
        settings = options.settings_for(where[0], raw, asked, named=config, ignored=no_config)
        choices = Choices(only=frozenset(only or ()), skip=frozenset(skip or ()), basis=options.bases(basis))
        checkers = options.checkers(settings, raw, choices, today=as_of or console.today())
        _count_paths_from_here(checkers)
        reports = settings.reports if report or len(checkers) == 1 else ()
        if len(checkers) > 1:
            _refuse_what_tells_once({format, *(name for name, _ in reports)})
        options.refuse_to_overwrite(reports, found, settings.path)
        finish: _Finish = _as_it_is
        if settings.file:
            found, finish = _governed(settings, found, checkers[0], where, none_is_fine=none_is_fine)
        finish = partial(_unless_nothing_was_checked, finish, choices, paths, none_is_fine)
        if not (config or no_config):
            refuse_other_configurations(found, where, settings.path)
        in_a_step = format == "text" and actions.in_a_step()
        write: _Writer = _write_shielded if in_a_step else console.write
        if len(checkers) > 1 and format == "text" and not reports:
            from mcred_check.commands.editions import compare_editions

            return compare_editions(checkers, found, look, write, finish=finish)
        outs: list[_Out] = [(form(name, Look(show)), partial(write_whole, path)) for name, path in reports]
        outs.append((as_shown(_on_screen(format, look, raw["proposal"], paths)), write))
        if in_a_step and len(checkers) == 1:
            outs += _beside_text()
        summary = _report(checkers, found, outs, finish, jobs=1 if watch else jobs)
        _say_what_was_written(() if watch else reports)
        return summary

    if watch:
        from mcred_check.commands.watching import keep_checking

        keep_checking(once, paths, look)
    console.leave(met=once().ready)


def _refuse_where_it_cannot_show(form_of_report: str, paths: Sequence[str], *, watch: bool) -> None:
    """Raise where what is asked for cannot be watched, or cannot be shown on a terminal."""
    if watch and (form_of_report != "text" or STANDARD_INPUT in paths):
        message = "--watch shows the text report of files; other forms go to files with --report."
        raise typer.BadParameter(message, param_hint="--watch")
    if form_of_report == "docx":
        console.refuse_a_terminal("A Word file", "--report report.docx")


def _refuse_what_tells_once(forms: AbstractSet[str]) -> None:
    """Raise where a form cannot tell of a proposal by one edition and by another."""
    if not forms <= _COMPARABLE:
        message = "Two editions can be told as text or as JSON only; give one --edition for the other forms."
        raise typer.BadParameter(message, param_hint="--edition")


def _count_paths_from_here(checkers: Iterable[Checker]) -> None:
    """Let reports name files from the folder at hand, and from the root of its repository."""
    here = Path(absolute("."))
    for one in checkers:
        one.run = one.run._replace(root=repository_of(here).as_posix(), folder=here.as_posix())


def _unless_nothing_was_checked(
    finish: _Finish, choices: Choices, paths: Sequence[str], none_is_fine: bool, summary: Summary
) -> Summary:
    """Finish the summary of a run; where nothing was checked, say so and end, which is well for files as found."""
    if summary.rows:
        refuse_none_in_force(summary, choices)
        for one in idle_sets(summary):
            console.aside(f"{one}: none of its editions was in force for any of the proposals, so it was not used.")
        return finish(summary)
    if not none_is_fine:
        raise no_proposal(paths, summary.passed_over, to="check")
    console.tell_passed_over(summary.passed_over)
    console.aside("None of the files that were named is a proposal to check.")
    return console.leave(met=True)


def _as_it_is(summary: Summary) -> Summary:
    return summary


def _governed(
    settings: Settings, found: Sequence[File], checker: Checker, paths: Sequence[str], *, none_is_fine: bool
) -> tuple[list[File], _Finish]:
    """Put a configuration's patterns to the files; give what says, once they are checked, how it fared."""
    from mcred_check import governing

    of = options.governed(settings, found, checker, paths, none_is_fine=none_is_fine)

    def finish(summary: Summary) -> Summary:
        fared = governing.outcome(settings, of, summary.rows, paths=paths, choices=checker.choices)
        return summary._replace(configuration=fared)

    return of.files, finish


def _on_screen(name: str, look: Look, shape: Json, paths: Sequence[str]) -> Form:
    """Give the form on standard output; the full text says below a proposal whether its file can be repaired."""
    made = form(name, look)
    if name != "text" or look.show == "brief" or STANDARD_INPUT in paths:
        return made
    return made._replace(part=partial(_with_way_to_repair, made.part, shape, look))


def _with_way_to_repair(part: Callable[[Result, Run], str], shape: Json, look: Look, result: Result, run: Run) -> str:
    """Write a part of the report; below one that has something misread, say whether that can be repaired."""
    text = part(result, run)
    if text and any(is_of_reading(one.rule) for one in result.findings):
        from mcred_check.reporting.repairable import way_to_repair

        text += way_to_repair(result, shape, look)
    return text


def _write_shielded(texts: Iterable[str]) -> None:
    console.write(actions.shielded(texts))


def _beside_text() -> Iterator[_Out]:
    """Give what a step of GitHub Actions shows beside the text: annotations, and the job summary."""
    yield form("github", Look()), console.write
    if actions.summary_file():
        yield form("markdown", Look()), actions.append_summary


def _report(
    checkers: Sequence[Checker], found: Sequence[File], outs: Sequence[_Out], finish: _Finish, *, jobs: int
) -> Summary:
    """Check, and write each form to where it goes, in their order."""
    forms = [one for one, _ in outs]
    task = Task(tuple(checkers), tuple(one.part for one in forms), quiet=all(one.quiet for one in forms))
    with ExitStack() as open_ones:
        spools = [open_ones.enter_context(closing(Spool())) for _ in forms]
        with console.progress(len(found)) as watched:
            summary = run(task, found, spools, jobs=jobs or os.cpu_count() or 1, watched=watched)
        summary = finish(summary)
        for (one, write), spool in zip(outs, spools, strict=True):
            write(one.assemble(summary, spool))
    return summary


def _say_what_was_written(reports: Iterable[tuple[str, str]]) -> None:
    """Name the files to whoever sits at a terminal; a log needs no word of it."""
    if sys.stderr.isatty():
        for _, path in reports:
            console.aside(f"{path}: written.")
