"""`config`: what is in force for proposals, and where each value comes from."""

from typing import Annotated, Literal

import typer

from mcred_check import console
from mcred_check.commands import options


def config(
    path: Annotated[str, typer.Argument(metavar="[PATH]", help="A proposal or a folder of proposals.")] = ".",
    *,
    as_of: options.AsOf = None,
    edition: options.Edition = None,
    stage: options.AtStage = None,
    fail_on: options.FailOn = None,
    rules: options.Rules = None,
    report: options.Reports = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", case_sensitive=False, help="The form of the list.")
    ] = "text",
    color: console.ColorOption = "auto",
) -> None:
    """Show what a check would go by, and where that comes from.

    Patterns that fit no file are named.
    """
    from mcred_check import governing
    from mcred_check.choosing import Choices
    from mcred_check.folders import files, refuse_other_configurations
    from mcred_check.reporting.settings import Overview, as_json, lay_out
    from mcred_check.rules import bundle
    from mcred_check.waiving import Configuration, Note

    raw = bundle()
    asked = options.given(rules, edition, stage=stage, fail_on=fail_on, report=report)
    settings = options.settings_for(path, raw, asked, named=config, ignored=no_config)
    checker = options.checkers(settings, raw, Choices(), today=as_of or console.today())[0]
    of = governing.governed(files([path]), settings, checker.run)
    if not (config or no_config):
        refuse_other_configurations(of.files, [path], settings.path)
    known = None
    if settings.file:
        notes = [*settings.notes, *(Note(one.message, one.waiver.place) for one in of.held if one.message)]
        in_force = [one.waiver for one in of.held if one.standing == "unused"]
        notes += governing.idle_patterns(settings, files([settings.folder]), in_force)
        waivers = tuple([(one.waiver, one.standing) for one in of.held])
        known = Configuration(settings.file, waivers, tuple(sorted(notes, key=lambda one: one.place)))
    found = Overview(settings, known, checker.run.as_of, sum(not one.problem for one in of.files), of.left_out)
    if format == "json":
        console.write([as_json(found)])
    else:
        console.show_lines(lambda width: lay_out(found, width=width), color)
