"""The command line: finds the command that was asked for, and turns whatever happens into an exit code."""

import sys
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from mcred_check import __version__, console
from mcred_check.model import CouldNotCheckError

COMMANDS: Final = ("check", "new", "fix", "explain", "sheet", "reviews", "compare", "rules", "config", "schema")
"""Each is a function of that name in a module of that name."""

_INTERRUPTED = 130
"""What Typer gives for Ctrl-C."""
_STOPPED = "Stopped before the end; nothing is said of what was checked."


def _show_version(asked: bool) -> None:  # noqa: FBT001 -- Typer gives what was typed
    if asked:
        typer.echo(f"mcred-check {__version__}")
        raise typer.Exit(console.MET)


def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


def command_line(given: list[str]) -> typer.Typer:
    """Make the command line for what was typed: with the one command that was named, else with all of them."""
    app = typer.Typer(
        name="mcred-check",
        rich_markup_mode=None,  # the plain help needs none of rich, and comes in half the time
        pretty_exceptions_enable=False,  # main() sees to them
        no_args_is_help=True,
        help="Check proposals for New Zealand micro-credentials against NZQA's criteria before they are sent.",
        epilog="Exit code: 0 every must is met; 1 something is not; 2 it could not be checked.",
    )
    app.callback()(_options)
    first = given[0] if given else ""
    for name in (first,) if first in COMMANDS else () if first == "--version" else COMMANDS:
        app.command(name)(getattr(import_module(f"mcred_check.commands.{name}"), name))
    return app


def main() -> NoReturn:
    """Run the command line; whatever goes wrong, the exit code is one of the table's, and no traceback is shown."""
    try:
        console.prepare()
        code = command_line(sys.argv[1:])(standalone_mode=False) or console.MET
        if code == _INTERRUPTED:
            code = console.could_not(_STOPPED)
    except SystemExit as stopped:  # Typer's own way out, with 1 where something went wrong
        code = console.COULD_NOT_CHECK if stopped.code else console.MET
    except (ImportError, MemoryError):
        raise  # whoever called says so, because to say it here takes parts that may not load either
    except BaseException as error:  # noqa: BLE001 -- our own bugs as well, which must not look like a finding
        if "MemoryError()" in str(error):  # how jsonschema-rs says it, in a panic of its own
            raise MemoryError from None
        code = console.could_not(_in_words(error))
    console.finish()
    raise SystemExit(code)


def _in_words(error: BaseException) -> str:
    """Say what stopped a command."""
    if isinstance(error, CouldNotCheckError):
        return str(error)
    if isinstance(error, typer.TyperException):
        shown = StringIO()
        getattr(error, "show", partial(print, error))(file=shown)
        return shown.getvalue()
    if isinstance(error, typer.Abort | KeyboardInterrupt):
        return _STOPPED
    if isinstance(error, OSError):
        return f"The machine did not let mcred-check go on: {error.strerror or error}."
    import traceback  # noqa: PLC0415 -- only for a mistake

    frame = [line for line in traceback.extract_tb(error.__traceback__) if "mcred_check" in line.filename][-1]
    return (
        f"mcred-check itself failed ({type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {error}). "
        f"The proposal is not to blame; please report this with the proposal if you can."
    )
