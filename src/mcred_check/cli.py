"""The command line: the only place that prints, exits or reads the clock."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from functools import partial
from io import BufferedWriter, RawIOBase, StringIO, TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TextIO, TypeAlias, get_args

import typer

from mcred_check import __version__
from mcred_check.model import Basis, CouldNotCheckError, RuleSet, Stage

MET, NOT_MET, COULD_NOT_CHECK = 0, 1, 2
_INTERRUPTED = 130
"""What Typer gives for Ctrl-C."""
_STOPPED = "Stopped before the end; nothing is said of what was checked."
_PROGRESS_FROM = 25
_WIDEST, _NARROWEST, _PIPED = 120, 20, 80

app = typer.Typer(
    name="mcred-check",
    rich_markup_mode=None,  # the plain help needs none of rich, and comes in half the time
    pretty_exceptions_enable=False,  # main() sees to them
    no_args_is_help=True,
    help="Check proposals for New Zealand micro-credentials against NZQA's criteria before they are sent.",
    epilog="Exit code: 0 every must is met; 1 something is not; 2 it could not be checked.",
)


_Color: TypeAlias = Literal["auto", "always", "never"]
_ColorOption = Annotated[_Color, typer.Option(help="Colour: when it suits the terminal, always or never.")]


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"mcred-check {__version__}")
        raise typer.Exit(MET)


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


def _a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"“{text}” is not a date; write year-month-day, as in 2026-11-23."
        raise typer.BadParameter(message) from None


@app.command()
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Proposals, folders of proposals, or - for standard input.")
    ],
    *,
    as_of: Annotated[
        date | None, typer.Option(parser=_a_day, metavar="DATE", help="The day of the check, if not today.")
    ] = None,
    edition: Annotated[
        list[str] | None,
        typer.Option(help="The edition of the rules, if not the one in force; two to see what differs."),
    ] = None,
    stage: Annotated[Stage | None, typer.Option(help="The stage, if not the proposal's own status.")] = None,
    fail_on: Annotated[Literal["must", "should"], typer.Option(help="What has to be met for exit code 0.")] = "must",
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="The form of the report.")] = "text",
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
    color: _ColorOption = "auto",
    stdin_filename: Annotated[
        str,
        typer.Option(metavar="FILE", help="What to call standard input; its folder is where evidence is looked for."),
    ] = "<stdin>",
) -> None:
    """Check proposals and print what is met, what is not, and what a person has to judge."""
    from mcred_check.checking import Checker
    from mcred_check.rules import bundle, reading_rules, rule_set

    raw = bundle()
    editions: list[str | None] = [*edition] if edition else [None]
    checkers = [
        Checker(
            [rule_set(raw["sets"]["nzqa"])],
            as_of or date.today(),  # noqa: DTZ011 -- the day on the wall where the check is run
            shape=raw["proposal"],
            reading=reading_rules(raw["reading"]),
            edition=one,
            stage=stage,
            fail_on=fail_on,
            only=only or (),
            skip=skip or (),
            basis=_bases(basis),
        )
        for one in editions
    ]
    report = _run(checkers, paths, stdin_filename)
    if format == "json":
        from mcred_check.reporting.json import render

        _write(render(report))
    elif len(checkers) > 1:
        from mcred_check.reporting.comparison import lay_out_proposals

        _print(lambda width, _: lay_out_proposals(report, width=width), color)
    else:
        from mcred_check.reporting.text import lay_out

        _print(lambda width, symbols: lay_out(report, show=show, width=width, symbols=symbols), color)
    raise typer.Exit(MET if report.ready else NOT_MET)


def _bases(given: str | None) -> list[Basis]:
    """Read --basis: words with commas between them."""
    words = [word.strip() for word in given.split(",")] if given else []
    known = get_args(Basis)
    for word in words:
        if word not in known:
            message = f"“{word}” says nothing of how sure a rule is; choose among {', '.join(known)}."
            raise typer.BadParameter(message, param_hint="--basis")
    return [one for one in known if one in words]


def _run(checkers: list[Any], paths: list[str], stdin_filename: str) -> Any:  # noqa: ANN401 -- imported where it is used
    """Check every proposal that the paths mean, in order, with a progress bar where somebody watches."""
    from mcred_check.folders import files, is_no_proposal, read_file

    results, passed_over = [], []
    with _progress(files(paths, standard_input=stdin_filename)) as found:
        for file in found:
            proposals = read_file(file, checkers[0].shape)
            reason = is_no_proposal(proposals) if file.within else ""
            if reason:
                passed_over.append((file.name, reason))
            else:
                results += [checker.check(proposal) for proposal in proposals for checker in checkers]
    if not results:
        reasons = "".join(f"\n  {name}: {reason}" for name, reason in passed_over)
        message = f"There is no proposal to check in {', '.join(paths)}.{reasons}"
        raise CouldNotCheckError(message)
    return checkers[0].report(results, passed_over=passed_over)


@app.command()
def rules(
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[SET]", help="A rule set's name, or the folder of one of your own, whose examples are run."
        ),
    ] = None,
    *,
    format: Annotated[
        Literal["text", "markdown", "json"], typer.Option("--format", help="The form of the list.")
    ] = "text",
    compare: Annotated[
        tuple[str, str] | None, typer.Option(metavar="OLDER NEWER", help="Two editions: what only one of them asks.")
    ] = None,
    color: _ColorOption = "auto",
) -> None:
    """List the rule sets, their editions and rules; test a rule set of your own."""
    from mcred_check.reporting import catalogue
    from mcred_check.rules import bundle, rule_set

    sets = bundle()["sets"]
    if which is not None and which not in sets:
        _try_rules(Path(which), sorted(sets))
    chosen = [rule_set(raw) for name, raw in sorted(sets.items()) if which in {None, name}]
    if compare:
        _compare(chosen, compare, format, color)
        return
    if format == "text":
        _print(lambda width, _: catalogue.lay_out(chosen, width=width), color)
    else:
        _write(catalogue.markdown(chosen) if format == "markdown" else catalogue.as_json(chosen))


def _compare(chosen: list[RuleSet], editions: tuple[str, str], form: str, color: _Color) -> None:
    """Print what differs between two editions of the one rule set that has both."""
    from mcred_check.reporting import comparison

    for one in chosen:
        known = {edition.id: edition for edition in one.framework.editions}
        if all(edition in known for edition in editions):
            found = comparison.change(one, *(known[edition] for edition in editions))
            break
    else:
        has = "; ".join(f"{one.framework.id} has {', '.join(e.id for e in one.framework.editions)}" for one in chosen)
        message = f"No rule set has both editions {editions[0]} and {editions[1]}: {has}."
        raise CouldNotCheckError(message)
    if form == "text":
        _print(lambda width, _: comparison.lay_out(found, width=width), color)
    else:
        _write(comparison.markdown(found) if form == "markdown" else comparison.as_json(found))


def _try_rules(folder: Path, known: list[str]) -> NoReturn:
    """Hold a folder's rule set against the dialect, run its examples, and exit."""
    if not folder.is_dir():
        from mcred_check.wording import nearest

        near = nearest(str(folder), known)
        hint = f"Did you mean {near}?" if near else f"The rule sets are: {', '.join(known)}."
        message = f"There is no rule set and no folder “{folder}”. {hint}"
        raise CouldNotCheckError(message)
    from mcred_check.reporting.safe import visible
    from mcred_check.rules import load_rules
    from mcred_check.trying import Trial

    folder = folder.resolve()
    (loaded,) = load_rules(folder)
    complaints = list(Trial(loaded, folder).all_complaints())
    examples = sum(len(rule.examples) for rule in loaded.rules)
    bare = [rule.key for rule in loaded.rules if not rule.examples]
    lines = [*complaints, *(f"{key}: has no examples, so nothing shows what it does" for key in bare)]
    verdict = f"{len(lines)} to mend" if lines else "all come out as they say"
    _write(
        "".join(
            f"{visible(line)}\n" for line in [*lines, f"{len(loaded.rules)} rules, {examples} examples: {verdict}."]
        )
    )
    raise typer.Exit(NOT_MET if lines else MET)


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's name, as a report gives it.")],
    *,
    color: _ColorOption = "auto",
) -> None:
    """Say what a rule asks, why, from where, how to meet it, with its examples."""
    from mcred_check.reporting.explain import lay_out
    from mcred_check.rules import bundle, in_full, reading_rules, rule_set
    from mcred_check.wording import nearest

    raw = bundle()
    known: dict[str, tuple[Any, Any]] = {key: (one, None) for key, one in reading_rules(raw["reading"]).items()}
    for fields in raw["sets"].values():
        made = rule_set(fields)
        known |= {one.key: (one, made.framework) for one in made.rules}
    short = {key.partition("/")[2]: key for key in reversed(known)}
    key = rule if rule in known else short.get(rule, "")
    if not key:
        near = nearest(rule, [*known, *short], likeness=0.5)
        message = (
            f"There is no rule “{rule}”. {f'Did you mean {near}?' if near else 'mcred-check rules lists them all.'}"
        )
        raise CouldNotCheckError(message)
    found, framework = known[key]
    _print(lambda width, _: lay_out(in_full(found), framework, width=width), color)


def _progress(found: list[Any]) -> AbstractContextManager[Iterable[Any]]:
    """Show how far it is on standard error, where that is a terminal and there is something to wait for."""
    if len(found) < _PROGRESS_FROM or not sys.stderr.isatty() or os.environ.get("CI"):
        return nullcontext(found)
    return typer.progressbar(found, label="Checking", file=sys.stderr)


def _print(lay_out: Callable[[int, bool], Any], color: _Color) -> None:
    """Lay a report out for where it goes, and write it."""
    from mcred_check.reporting.terminal import write

    terminal = sys.stdout.isatty()
    columns = os.environ.get("COLUMNS", "")
    width = (
        int(columns)
        if columns.isdecimal() and len(columns) < len("1000000")
        else shutil.get_terminal_size().columns
        if terminal
        else _PIPED
    )
    lines = lay_out(min(max(width, _NARROWEST), _WIDEST), _can_show_symbols)
    _deliver(lambda: write(lines, console_file=sys.stdout, color=_wants_color(color, terminal=terminal)))


def _wants_color(color: _Color, *, terminal: bool) -> bool:
    """Follow --color, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal that can."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    return forced != "0" if forced else terminal and os.environ.get("TERM") != "dumb"


def _write(text: str) -> None:
    _deliver(lambda: sys.stdout.write(text))


def _deliver(write: Callable[[], object]) -> None:
    """Write to standard output. A reader that went away, as `head` does, leaves the exit code as it is."""
    try:
        write()
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up(sys.stdout)
    except OSError as error:
        message = f"The report could not be written: {error.strerror}."
        raise CouldNotCheckError(message) from error


def _give_up(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, or Python would stumble over it at the end and choose the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


_can_show_symbols = True
"""Whether standard output can show more than ASCII; main() finds out."""


def _prepare_streams() -> None:
    """Write UTF-8 whatever the locale, and never fail on a character; note whether symbols can be shown."""
    global _can_show_symbols  # noqa: PLW0603 -- set once, at the start
    if sys.stderr is None:
        sys.stderr = StringIO()
    if sys.stdout is None:
        message = "Standard output is closed, so there is nowhere to write to."
        raise CouldNotCheckError(message)
    try:
        "✔✘–│→“”ā".encode(sys.stdout.encoding)
    except (UnicodeEncodeError, LookupError):
        _can_show_symbols = False
    if isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stdout.buffer, RawIOBase):
        # PYTHONUNBUFFERED: Python would then silently drop what a disk does not take at once
        sys.stdout = TextIOWrapper(BufferedWriter(sys.stdout.buffer), encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main() -> NoReturn:
    """Run the command line; whatever goes wrong, the exit code is one of the table's, and no traceback is shown."""
    try:
        _prepare_streams()
        code = app(standalone_mode=False) or MET
        if code == _INTERRUPTED:
            code = _could_not(_STOPPED)
    except SystemExit as stopped:  # Typer's own way out, with 1 where something went wrong
        code = COULD_NOT_CHECK if stopped.code else MET
    except (ImportError, MemoryError):
        raise  # whoever called says so, because to say it here takes parts that may not load either
    except BaseException as error:  # noqa: BLE001 -- our own bugs as well, which must not look like a finding
        code = _could_not(_in_words(error))
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            _give_up(stream)
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
    import traceback

    frame = [line for line in traceback.extract_tb(error.__traceback__) if "mcred_check" in line.filename][-1]
    return (
        f"mcred-check itself failed ({type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {error}). "
        f"The proposal is not to blame; please report this with the proposal if you can."
    )


def _could_not(message: str) -> int:
    from mcred_check.reporting.safe import visible

    with suppress(OSError):  # where nothing can be said, the exit code has to do
        for line in message.splitlines():
            typer.echo(visible(line), err=True)
    return COULD_NOT_CHECK
