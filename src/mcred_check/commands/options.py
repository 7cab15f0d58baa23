"""The options that commands share, and the settings and checkers that come of them."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, TypeVar, get_args

import typer

from mcred_check import console
from mcred_check.model import Basis, CouldNotCheckError, Json, Stage
from mcred_check.whereabouts import configuration_above, real, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from mcred_check.checking import Checker
    from mcred_check.choosing import Choices, Settings
    from mcred_check.folders import File
    from mcred_check.governing import Governed

_STANDARD_OUTPUT: Final = "-"

_Form = TypeVar("_Form", bound=str)

AsOf: TypeAlias = console.AsOfOption
Edition: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--edition",
        metavar="EDITION",
        help="The edition of the rules, if not the one in force; two to see what differs.",
    ),
]
OneEdition: TypeAlias = Annotated[
    str | None,
    typer.Option("--edition", metavar="EDITION", help="The edition of the rules, if not the one in force."),
]
AtStage: TypeAlias = Annotated[
    Stage | None, typer.Option(case_sensitive=False, help="The stage, if not the proposal's own status.")
]
FailOn: TypeAlias = Annotated[
    Literal["must", "should"] | None,
    typer.Option(case_sensitive=False, help="What has to be met for exit code 0: must, if nothing is said."),
]
Rules: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="SET", help="A rule set to use with NZQA's, by name or folder; may be repeated."),
]
Reports: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="[FORM:]PATH", help="Write a report to a file as well; may be repeated."),
]
Output: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        callback=lambda given: None if given == _STANDARD_OUTPUT else given,
        help="Write to this file and not to standard output.",
    ),
]
ConfigFile: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="The configuration, if not the mcred-check.yaml above the proposals.")
]
AsFound: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--as-found", help="Take named files as if found in a folder: pass over what is no proposal or is left out."
    ),
]
NoConfig: TypeAlias = Annotated[bool, typer.Option("--no-config", help="Use no configuration.")]


def given(
    rules: list[str] | None,
    edition: list[str] | None,
    *,
    stage: Stage | None = None,
    fail_on: str | None = None,
    report: list[str] | None = None,
) -> dict[str, Json]:
    """Give what was asked for by the names of the settings."""
    from mcred_check.reporting.formats import named

    reports = [named(one) for one in report or ()]
    return {"rules": rules, "editions": edition, "stage": stage, "fail_on": fail_on, "reports": reports}


def refuse_to_overwrite(reports: Iterable[tuple[str, str]], found: Iterable[File], configuration: str) -> None:
    """Raise CouldNotCheckError where a report would take the place of another, of a proposal or the configuration."""
    taken: dict[str, str] = {}
    for _, path in reports:
        place = real(path)
        if place in taken:
            message = f"{path}: two reports are to be written there. Give each a file of its own."
            raise CouldNotCheckError(message)
        taken[place] = path
    names = {PurePath(one).name for one in taken}
    read = [configuration, *(file.place for file in found if PurePath(file.place).name in names)] if taken else []
    for path in filter(None, read):
        report = taken.get(real(path))
        if report:
            message = f"{report}: is read by this check, and a report would take its place. Choose another file."
            raise CouldNotCheckError(message)


def form_of(output: str | None, endings: Mapping[str, _Form], *, otherwise: _Form) -> _Form:
    """Tell a form by the ending of the file that it goes to; `otherwise` where it goes to none.

    `endings` give the form for each ending. Raises CouldNotCheckError where the file has none of them.
    """
    if not output:
        return otherwise
    form = endings.get(PurePath(output).suffix.lower())
    if form is None:
        from mcred_check.wording import listed

        forms = listed(dict.fromkeys(endings.values()), word="or")
        ends = listed(endings, word="or")
        message = f"The ending of “{output}” does not say what form it is to have; end it in {ends}, "
        message += f"or add --format {forms}."
        raise CouldNotCheckError(message)
    return form


def bases(given: str | None) -> frozenset[Basis]:
    """Read --basis: words with commas between them."""
    words = [word.strip() for word in given.split(",")] if given else []
    known = get_args(Basis)
    for word in words:
        if word not in known:
            message = f"“{word}” says nothing of how sure a rule is; choose among {', '.join(known)}."
            raise typer.BadParameter(message, param_hint="--basis")
    return frozenset(one for one in known if one in words)


def settings_for(path: str, raw: Json, asked: Mapping[str, Json], *, named: str | None, ignored: bool) -> Settings:
    """Put what was asked for over the configuration that was named, else the nearest above a path, if one is wanted."""
    from mcred_check.choosing import Settings

    if named and ignored:
        message = "--config names a configuration and --no-config wants none; give one of them."
        raise typer.BadParameter(message)
    file = named or ("" if ignored else configuration_above(path))
    settings = Settings()
    if file:
        from mcred_check.config import read_settings  # a run without one does without this

        settings = read_settings(file, raw["config"], sorted(raw["sets"]), found=not named)
    return settings.below(asked)


def rule_options(rules: list[str] | None, *, named: str | None, ignored: bool) -> list[str]:
    """Give the options that say by which rules, as they are typed."""
    return [
        *(word for one in rules or () for word in ("--rules", one)),
        *(["--config", named] if named else []),
        *(["--no-config"] if ignored else []),
    ]


def checker_for(
    path: str, raw: Json, rules: list[str] | None, *, named: str | None, ignored: bool, as_of: date | None
) -> Checker:
    """Make the rules ready by which one proposal is to be written: those of the configuration above it, and others."""
    from mcred_check.choosing import Choices

    settings = settings_for(path, raw, {"rules": rules}, named=named, ignored=ignored)
    return checkers(settings, raw, Choices(), today=as_of or console.today())[0]


def checker_and_files(
    paths: Sequence[str],
    raw: Json,
    *,
    rules: list[str] | None,
    edition: str | None,
    named: str | None,
    ignored: bool,
    as_of: date | None,
) -> tuple[Checker, list[File]]:
    """Make the rules ready for the proposals in some paths, and find these with what the configuration says of each."""
    from mcred_check.choosing import Choices
    from mcred_check.folders import files, refuse_other_configurations

    asked = given(rules, [edition] if edition else None)
    settings = settings_for(paths[0], raw, asked, named=named, ignored=ignored)
    (checker,) = checkers(settings, raw, Choices(), today=as_of or console.today())
    found = files(paths)
    if settings.file:
        found = governed(settings, found, checker, paths).files
    if not (named or ignored):
        refuse_other_configurations(found, paths, settings.path)
    return checker, found


def told_by(settings: Settings, checker: Checker) -> Callable[[File], File | None]:
    """Give what puts to a file what the configuration, if there is one, says of it; None where it leaves it out."""
    if not settings.file:
        return lambda file: file
    from mcred_check.governing import Patterns, names_of
    from mcred_check.waiving import held

    return Patterns(settings, list(held(settings.waivers, names_of(checker.run), checker.run.as_of))).told


def checkers(settings: Settings, raw: Json, choices: Choices, *, today: date) -> list[Checker]:
    """Make the rules ready by the settings, once for each edition; `choices` holds what no configuration sets."""
    from mcred_check.checking import Checker
    from mcred_check.choosing import ASKED, chosen_sets
    from mcred_check.rules import reading_rules

    where = settings.origin("editions")
    choices = choices._replace(
        stage=settings.stage,
        fail_on=settings.fail_on,
        judgements=settings.judgements,
        edition_reason=ASKED if where == "command line" else f"set in {where}",
    )
    rule_sets, reading = chosen_sets(settings.rules, raw), reading_rules(raw["reading"])
    return [
        Checker(rule_sets, today, shape=raw["proposal"], reading=reading, choices=choices._replace(edition=one))
        for one in settings.editions or (None,)
    ]


def governed(
    settings: Settings,
    found: Sequence[File],
    checker: Checker,
    paths: Iterable[str],
    *,
    none_is_fine: bool = False,
) -> Governed:
    """Put a configuration's patterns to the files, and give what it says of them.

    Raises CouldNotCheckError where the patterns leave nothing of what lies in the paths, unless that is fine.
    """
    from mcred_check import governing  # a run without a configuration does without this

    of = governing.governed(found, settings, checker.run)
    if not of.files and of.left_out and not none_is_fine:
        message = f"The patterns in {settings.file} leave out all that there is to check in {told(paths)}."
        raise CouldNotCheckError(message)
    return of
