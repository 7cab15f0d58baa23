"""What a run was asked for beside what the proposals and the rules say themselves, and whether that is there."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.model import (
    Basis,
    CouldNotCheckError,
    Json,
    Judgements,
    Place,
    Rule,
    RuleSet,
    Severity,
    Stage,
    Summary,
)
from mcred_check.rules import load_rules, rule_set
from mcred_check.wording import listed, nearest

if TYPE_CHECKING:
    from mcred_check.waiving import Note, Waiver

ASKED: Final = "asked for with --edition"


class Settings(NamedTuple):
    """What a repository's configuration sets, and the defaults where it does not or where there is none.

    `file` is the configuration as reports call it, `folder` the one that its patterns are below. `reports` holds forms
    and paths, `stages` patterns and stages, `notes` what is wrong with a waiver. `stage` is for every proposal, and is
    asked for on the command line alone. `places` tells where in the file a value stands, by the setting's name and, for
    an item of a list, its number: `fail_on`, `rules/0`; `asked` names the settings that the command line gave.
    """

    file: str = ""
    folder: str = ""
    rules: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    stages: tuple[tuple[str, Stage], ...] = ()
    editions: tuple[str, ...] = ()
    fail_on: Severity = "must"
    judgements: Judgements = "list"
    reports: tuple[tuple[str, str], ...] = ()
    waivers: "tuple[Waiver, ...]" = ()
    notes: "tuple[Note, ...]" = ()
    stage: Stage | None = None
    places: Mapping[str, Place] = {}
    asked: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        """The configuration's own path, as it is found; empty where there is none."""
        return str(Path(self.folder, Path(self.file).name)) if self.file else ""

    def below(self, given: Mapping[str, Json]) -> "Settings":
        """Put over these settings what was given on the command line, by the settings' names."""
        asked: dict[str, Json] = {name: value for name, value in given.items() if value}
        asked |= {name: tuple(value) for name, value in asked.items() if isinstance(value, list)}
        return self._replace(**asked, asked=frozenset(asked))

    def origin(self, name: str) -> str:
        """Say where a value comes from: the command line, a line of the configuration, or the default."""
        if name.partition("/")[0] in self.asked:
            return "command line"
        return f"{self.file}:{self.places[name].line}" if name in self.places else "default"


class Choices(NamedTuple):
    """The choices of a run.

    `edition` overrides the edition that the application's date chooses, `stage` the proposal's status. `only` and
    `skip` hold ids of rules (`nzqa/credits-at-most-40`) or criteria, `basis` how sure a rule is; empty means all.
    `judgements` says whether questions that nobody has answered gate, and `edition_reason` who asked for the edition.
    """

    edition: str | None = None
    stage: Stage | None = None
    fail_on: Severity = "must"
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    basis: frozenset[Basis] = frozenset()
    judgements: Judgements = "list"
    edition_reason: str = ASKED

    def take(self, rule: Rule) -> bool:
        """Tell whether a rule is to be tried."""
        if self.basis and rule.basis not in self.basis:
            return False
        names = _names(rule) if self.only or self.skip else set()
        return (not self.only or bool(names & self.only)) and not names & self.skip


def chosen_sets(names: Iterable[str], raw: Json) -> tuple[RuleSet, ...]:
    """Put a run's rule sets together: NZQA's first, then each by the name of one that is shipped, or by its folder.

    `raw` is the bundle. Raises CouldNotCheckError where there is none of that name, or where one is broken.
    """
    loaded = {"nzqa": rule_set(raw["sets"]["nzqa"])}
    for name in names:
        if name in raw["sets"]:
            loaded.setdefault(name, rule_set(raw["sets"][name]))
            continue
        folder = folder_of(name, raw["sets"])
        (own,) = load_rules(folder if folder.name.strip(".") else folder.resolve())
        if own.framework.id in {*loaded, *raw["sets"], "reading"}:
            message = f"{name}: another rule set is called {own.framework.id} already; give this one a name of its own."
            raise CouldNotCheckError(message)
        loaded[own.framework.id] = own
    return tuple(loaded.values())


def folder_of(name: str, known: Iterable[str]) -> Path:
    """Give the folder of a rule set that is not among those that are `known` by their names."""
    folder = Path(name)
    try:
        if folder.is_dir():
            return folder
    except OSError as error:
        message = f"{name}: cannot be read: {error.strerror}. Name a folder."
        raise CouldNotCheckError(message) from error
    raise no_such_set(name, known)


def no_such_set(name: str, known: Iterable[str]) -> CouldNotCheckError:
    """Say that there is no rule set of a name, and which may be meant."""
    near = nearest(name, known)
    hint = f"Did you mean {near}?" if near else f"The rule sets are: {', '.join(sorted(known))}."
    return CouldNotCheckError(f"There is no rule set and no folder “{name}”. {hint}")


def refuse_unknown(choices: Choices, rule_sets: Sequence[RuleSet]) -> None:
    """Raise CouldNotCheckError where a choice names what is not there, or leaves nothing to check."""
    known = {one.framework.title: [edition.id for edition in one.framework.editions] for one in rule_sets}
    if choices.edition is not None and not any(choices.edition in editions for editions in known.values()):
        said = [
            f"{title} has no edition {choices.edition}; it has {', '.join(editions)}."
            for title, editions in known.items()
        ]
        if choices.edition_reason != ASKED:
            said.append(f"The edition is {choices.edition_reason}.")
        raise CouldNotCheckError(" ".join(said))
    if choices.only or choices.skip:
        _refuse_unknown_names(choices, rule_sets)
    if not any(choices.take(rule) for rule_set in rule_sets for rule in rule_set.rules):
        message = "--only, --skip and --basis leave no rule to check."
        raise CouldNotCheckError(message)


def refuse_none_in_force(summary: Summary, choices: Choices) -> None:
    """Raise CouldNotCheckError where all is well only because the editions in force have none of the chosen rules."""
    titles = dict.fromkeys(title for row in summary.rows for title in row.standing.editions)
    tried = (
        edition.title in titles and edition.id in rule.editions and choices.take(rule)
        for one in summary.run.rule_sets
        for edition in one.framework.editions
        for rule in one.rules
    )
    if summary.ready and not any(tried):
        message = f"--only, --skip and --basis leave no rule of {listed(titles)}, so nothing was checked."
        raise CouldNotCheckError(message)


def idle_sets(summary: Summary) -> list[str]:
    """Give the titles of rule sets that had no edition in force for any of the proposals that could be read."""
    titles = {title for row in summary.rows for title in row.standing.editions}
    frameworks = [one.framework for one in summary.run.rule_sets] if titles else []
    return [one.title for one in frameworks if titles.isdisjoint(edition.title for edition in one.editions)]


def _refuse_unknown_names(choices: Choices, rule_sets: Sequence[RuleSet]) -> None:
    known = {name for rule_set in rule_sets for rule in rule_set.rules for name in _names(rule)}
    known |= {criterion.id for rule_set in rule_sets for criterion in rule_set.framework.criteria}
    for option, names in (("--only", choices.only), ("--skip", choices.skip)):
        for name in sorted(names - known):
            near = nearest(name, known)
            hint = f" Did you mean {near}?" if near else " mcred-check rules lists them all."
            message = f"{option}: there is no rule or criterion “{name}”.{hint}"
            raise CouldNotCheckError(message)


def _names(rule: Rule) -> set[str]:
    """Give the names that a rule goes by in --only and --skip."""
    set_id, _, name = rule.key.partition("/")
    return {rule.key, name, rule.criterion, f"{set_id}/{rule.criterion}"}
