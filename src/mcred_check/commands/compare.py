"""`compare`: what changed between two versions of a proposal, and what has to be approved before it applies."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from typing import Annotated, Literal, TypeAlias

import typer

from mcred_check import console
from mcred_check.choosing import Choices
from mcred_check.commands import options
from mcred_check.comparing import Comparison, comparisons
from mcred_check.folders import File, files, no_proposal, refuse_other_configurations
from mcred_check.model import CouldNotCheckError, Json
from mcred_check.rules import bundle
from mcred_check.versions import Versions, since, two

FormName: TypeAlias = Literal["text", "markdown", "json"]


def compare(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="OLD NEW", help="Two versions: files, - or REVISION:PATH in git; with --base, paths."),
    ],
    *,
    base: Annotated[
        str | None,
        typer.Option(metavar="REVISION", help="Compare the files and folders given with a revision in git."),
    ] = None,
    as_of: options.AsOf = None,
    edition: options.OneEdition = None,
    rules: options.Rules = None,
    format: Annotated[FormName, typer.Option("--format", case_sensitive=False, help="The form.")] = "text",
    line: Annotated[bool, typer.Option("--line", help="One line, as for a pull request.")] = False,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    color: console.ColorOption = "auto",
) -> None:
    """Say what changed and what has to be approved first.

    A change of what NZQA has listed or approved may have to be approved before it applies, and then the exit code is 1.
    """
    raw = bundle()
    today = as_of or console.today()
    asked = options.given(rules, [edition] if edition else None)
    above = paths if base is not None else paths[-1:]  # of two versions it is the newer that goes by a configuration
    settings = options.settings_for(above[0], raw, asked, named=config, ignored=no_config)
    (checker,) = options.checkers(settings, raw, Choices(), today=today)
    there = files(paths) if base is not None else []
    if not (config or no_config):
        refuse_other_configurations(there, above, settings.path)
    told = options.told_by(settings, checker)
    found: list[Comparison] = []
    same = 0
    with ExitStack() as open_ones:
        pairs = _versions(paths, base, there, checker.shape, open_ones)
        for versions in filter(None, (one.told(told) for one in pairs)):
            compared = [] if versions.same else list(comparisons(versions, checker))
            found += [one for one in compared if one.differs]
            same += len(versions.new.proposals) if versions.same else sum(not one.differs for one in compared)
    if not found and not same:
        raise no_proposal(paths, to="compare")
    _write(found, same, "line" if line else format, today, color)
    if not any(one.count("needed") for one in found) and any(one.unread for one in found):
        message = "Something could not be read, so it was not compared."
        raise CouldNotCheckError(message)
    console.leave(met=not any(one.count("needed") for one in found))


def _versions(
    paths: list[str], base: str | None, there: list[File], shape: Json, open_ones: ExitStack
) -> Iterable[Versions]:
    """Find what is to be compared; `there` are the files in the paths, where they are compared with a revision."""
    if base is not None:
        return since(base, paths, there, shape, open_ones)
    if len(paths) != 2:  # noqa: PLR2004 -- the older and the newer
        message = "Name the older and the newer version, or --base REVISION and what is to be compared with it."
        raise CouldNotCheckError(message)
    return [two(paths[0], paths[1], shape, open_ones)]


def _write(
    found: list[Comparison], same: int, form: FormName | Literal["line"], today: date, color: console.Color
) -> None:
    """Write what became of each proposal."""
    if form == "text":
        from mcred_check.reporting.changes import lay_out

        symbols = console.look(color).symbols
        console.show_lines(lambda width: lay_out(found, same=same, width=width, symbols=symbols), color)
        return
    from mcred_check.reporting import changes_data

    if form == "json":
        console.write([changes_data.as_json(found, same=same, today=today)])
    else:
        write = changes_data.line if form == "line" else changes_data.markdown
        console.write([write(found, same=same)])
