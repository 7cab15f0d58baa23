"""`reviews`: when each micro-credential has to prove its need again."""

from typing import Annotated, Final, Literal

import typer

from mcred_check import console
from mcred_check.commands import options
from mcred_check.folders import files_and_proposals, no_proposal
from mcred_check.model import CouldNotCheckError
from mcred_check.reporting.desk import Shown, lay_out, summed_up
from mcred_check.reporting.lines import plain
from mcred_check.reviewing import Reckoner, within
from mcred_check.rules import bundle
from mcred_check.writing import write_whole

FormName = Literal["text", "csv", "json", "ics"]

_ENDINGS: Final[dict[str, FormName]] = {
    ".txt": "text",
    ".text": "text",
    ".csv": "csv",
    ".json": "json",
    ".ics": "ics",
}
"""The form of a file by its ending."""

_PRESSING = ("overdue", "cannot tell", "due")


def reviews(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Proposals, folders of proposals, or - for standard input.")
    ],
    *,
    as_of: options.AsOf = None,
    edition: options.OneEdition = None,
    rules: options.Rules = None,
    within_: Annotated[
        str | None,
        typer.Option("--within", metavar="SPAN", help="Only what is due in this time, as in 90d, 12w or 3m."),
    ] = None,
    format: Annotated[
        FormName | None,
        typer.Option("--format", case_sensitive=False, help="The form; else by the ending of --output, else text."),
    ] = None,
    output: options.Output = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
    color: console.ColorOption = "auto",
) -> None:
    """Say when each micro-credential has to prove its need again.

    The exit code is 1 when one is overdue.
    """
    as_of = as_of or console.today()
    horizon = within(within_, as_of) if within_ else None
    form = format or options.form_of(output, _ENDINGS, otherwise="text")
    checker, found = options.checker_and_files(
        paths, bundle(), rules=rules, edition=edition, named=config, ignored=no_config, as_of=as_of
    )
    passed_over: list[tuple[str, str]] = []
    proposals = files_and_proposals(found, checker.shape, passed_over=passed_over)
    desk = Reckoner(checker).desk(proposals, horizon=horizon)
    if not desk.entries:
        raise no_proposal(paths, passed_over)
    asked = [one for one in desk.entries if not horizon or one.state in _PRESSING]
    shown = Shown(desk, asked, len(desk.entries) - len(asked), passed_over)
    _write(shown, form, output, color)
    states = [one.state for one in desk.entries]
    if "overdue" not in states and "cannot tell" in states:
        several = states.count("cannot tell") > 1
        what = f"{states.count('cannot tell')} of these have" if several else "one of these has"
        message = f"It cannot be told when {what} to prove the need again."
        raise CouldNotCheckError(message)
    console.leave(met="overdue" not in states)


def _write(shown: Shown, form: FormName, output: str | None, color: console.Color) -> None:
    """Write the desk to a file or to standard output; what the form has no room for goes to standard error."""
    if form == "text" and not output:
        symbols = console.look(color).symbols
        console.show_lines(lambda width: lay_out(shown, width=width, symbols=symbols), color)
        return
    text = _rendered(shown, form)
    if output:
        write_whole(output, [text])
        console.aside(f"{output}: {summed_up(shown)}")
    else:
        console.write([text], exact=form != "json")
    if form in {"csv", "ics"}:
        console.tell_passed_over(shown.passed_over)
    if form == "ics":
        for one in shown.entries:
            if one.state == "cannot tell":
                console.aside(f"Not in the calendar: {one.title} ({one.file}): {' '.join(one.reasons)}")


def _rendered(shown: Shown, form: FormName) -> str:
    if form == "text":
        return plain(lay_out(shown, width=console.PIPED, symbols=True))
    if form == "ics":
        from mcred_check.reporting.ics import as_calendar

        return as_calendar(shown)
    from mcred_check.reporting.desk_data import as_csv, as_json

    return as_csv(shown) if form == "csv" else as_json(shown)
