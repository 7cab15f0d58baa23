"""Rule sets: from folders or from the bundle to the model, and which edition of one is in force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mcred_check.model import (
    Criterion,
    Detail,
    Edition,
    EditionInForce,
    Example,
    Framework,
    Reviews,
    Rule,
    RuleSet,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcred_check.model import Json

_HERE: Final = Path(__file__).parent
_SOURCE: Final = Rule._fields.index("source")
_TUPLES: Final = [Rule._fields.index(name) for name in ("editions", "at", "covers", "examples")]
_EXAMPLES: Final = ("accepts", "ignores", "rejects", "asks")


def rules_folder() -> Path:
    """Give the folder of the rule sets: in the installed package, or in the checkout that it runs from."""
    packaged = _HERE / "rules"
    return packaged if packaged.is_dir() else _HERE.parents[1] / "rules"


def bundle() -> Json:
    """Give what ships: compiled where the package was built, else read from the checkout's YAML."""
    compiled = _HERE / "rules.json"
    if compiled.is_file():
        return json.loads(compiled.read_text("utf-8"))
    from mcred_check.rule_files import read_bundle  # noqa: PLC0415 -- the compiled rules need no YAML

    return read_bundle(rules_folder())


def load_rules(*folders: str | Path) -> tuple[RuleSet, ...]:
    """Load NZQA's rule set, or the rule sets in the folders given; raise CouldNotCheckError where one is broken.

    A rule set of one's own is a folder with a `framework.yaml` and a YAML file for each rule; `docs/writing-rules.md`
    shows one.
    """
    if not folders:
        return (rule_set(bundle()["sets"]["nzqa"]),)
    from mcred_check.linting import sound  # noqa: PLC0415 -- it brings the reference engine, which is slow to import

    return tuple([rule_set(sound(Path(folder))) for folder in folders])


def rule_set(raw: Json) -> RuleSet:
    """Make the model of a rule set from what `read_set` gives, or from what is compiled."""
    framework = _framework(raw["framework"])
    if "sources" in raw:
        sources = [Source(*one) for one in raw["sources"]]
        return RuleSet(
            framework, tuple([_from_row(row, sources) for row in raw["rules"]]), raw["tables"], raw["changes"]
        )
    rules = [_rule(framework.id, name, fields) for name, fields in raw["rules"].items()]
    order = {criterion.id: position for position, criterion in enumerate(framework.criteria)}
    rules.sort(key=lambda rule: (order.get(rule.criterion, len(order)), rule.key))
    return RuleSet(framework, tuple(rules), raw["tables"], raw["changes"])


def in_full(rule: Rule) -> Rule:
    """Give a rule with its examples, from its own file."""
    set_id, _, name = rule.key.partition("/")
    file = rules_folder() / set_id / f"{name}.yaml"
    if not file.is_file():
        return rule
    from mcred_check.rule_files import read_yaml  # noqa: PLC0415 -- the compiled rules need no YAML

    return _rule(set_id, name, read_yaml(file))


def reading_rules(raw: Json) -> dict[str, Rule]:
    """Make the rules of the set `reading`, by key."""
    source = Source("The proposal format, version 1")
    rules = [
        Rule(
            key=f"reading/{fields['id']}",
            title=fields["title"],
            criterion="reading",
            severity=fields["severity"],
            stage="draft",
            editions=(),
            basis="house",
            source=source,
            why=fields["why"],
            fix=fields["fix"],
            waivable=False,
        )
        for fields in raw
    ]
    return {rule.key: rule for rule in rules}


def _framework(fields: Json) -> Framework:
    editions = [
        Edition(
            id=str(one["id"]),
            title=one["title"],
            start=date.fromisoformat(one["start"]),
            instruments=tuple(one["instruments"]),
            earliest=date.fromisoformat(one.get("earliest", one["start"])),
            latest=date.fromisoformat(one.get("latest", one["start"])),
            note=_flat(one.get("note", "")),
            unread=_flat(one.get("unread", "")),
        )
        for one in fields["editions"]
    ]
    return Framework(
        id=fields["id"],
        title=fields["title"],
        authority=fields["authority"],
        editions=tuple(sorted(editions, key=lambda one: one.start)),
        criteria=tuple(Criterion(one["id"], one["title"]) for one in fields["criteria"]),
        sample_date=fields.get("sample_date", ""),
        body=fields.get("body", ""),
        site=fields.get("site", ""),
        raises=tuple(fields.get("raises", {}).items()),
        reviews=_reviews(fields["id"], fields["reviews"]) if "reviews" in fields else None,
        listing=tuple([_detail(fields["id"], one) for one in fields.get("listing", ())]),
    )


def _reviews(set_id: str, fields: Json) -> Reviews:
    doubts, needs = (frozenset(f"{set_id}/{one}" for one in fields.get(name, ())) for name in ("doubts", "needs"))
    return Reviews(f"{set_id}/{fields['due']}", f"{set_id}/{fields['soon']}", doubts, needs)


def _detail(set_id: str, fields: Json) -> Detail:
    routes = tuple([(name, tuple(way.split("/"))) for one in fields["fields"] for name, way in one.items()])
    return Detail(f"{set_id}/{fields['rule']}", routes, fields.get("language", ""), fields.get("optional", False))


def _rule(set_id: str, name: str, fields: Json) -> Rule:
    return Rule(
        key=f"{set_id}/{name}",
        title=fields["title"],
        criterion=fields["criterion"],
        severity=fields["severity"],
        stage=fields["stage"],
        editions=tuple(str(edition) for edition in fields["editions"]),
        basis=fields["basis"],
        source=Source(**fields["source"]),
        why=_flat(fields["why"]),
        fix=_flat(fields["fix"]),
        when=fields.get("when"),
        expect=fields.get("expect"),
        judge=_flat(fields.get("judge", "")),
        message=_flat(fields.get("message", "")),
        at=tuple(step for step in fields.get("at", "").split("/") if step),
        covers=tuple(fields.get("covers", ())),
        since=fields.get("since", "0.1.0"),
        waivable=fields.get("waivable", True),
        examples=tuple(
            Example(
                kind=kind,
                name=one["name"],
                change=one.get("change", {}),
                messages=tuple(one.get("messages", [one["message"]] if "message" in one else ())),
                question=one.get("question", ""),
                as_of=one.get("as_of", ""),
                stage=one.get("stage", ""),
            )
            for kind in _EXAMPLES
            for one in fields.get("examples", {}).get(kind, ())
        ),
    )


def _from_row(row: Json, sources: Sequence[Source]) -> Rule:
    """Make a rule from its row, in which a number stands for its source and lists for tuples."""
    fields = [*row]
    fields[_SOURCE] = sources[row[_SOURCE]]
    for field in _TUPLES:
        fields[field] = tuple(row[field])
    return Rule(*fields)


def _flat(text: str) -> str:
    """Put a text that was written on several lines on one."""
    return " ".join(text.split()) if "\n" in text else text


def in_force(
    framework: Framework, applied: str | None, today: date, *, chosen: str | None, asked: str
) -> EditionInForce | None:
    """Choose the edition: the one `chosen`, as it was `asked` for; else by the application's date, else by the day.

    None when no edition was in force on that day.
    """
    day = date.fromisoformat(applied) if applied else today
    by_date = next((one for one in reversed(framework.editions) if one.start <= day), None)
    edition = next((one for one in framework.editions if one.id == chosen), None)
    if edition is not None:
        other = f"edition {by_date.id}" if by_date else "no edition"
        doubt = "" if edition is by_date else f"By date, {other} would be in force."
        return EditionInForce(framework.id, framework.title, edition, asked, doubt)
    if by_date is None:
        return None
    reason = "by the date of the application" if applied else "by the day of the check"
    doubt = next((one.note for one in framework.editions if one.earliest <= day <= one.latest and one.note), "")
    return EditionInForce(framework.id, framework.title, by_date, reason, doubt)
