"""A rule set of one's own, a configuration and its waivers keep to limits, and are shown and not obeyed."""

from __future__ import annotations

import json
import os
import re
import socket
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from faults import faults_in
from promises import HOSTILE, OBEYED
from readers import obeyed

from mcred_check import rule_files
from mcred_check.dialect import compiled
from mcred_check.routes import Surroundings
from mcred_check.trying import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

    from mcred_check.model import Json

unix = pytest.mark.skipif(os.name == "nt", reason="the links, pipes and alarms of Unix")

FRAMEWORK: Final[Json] = {
    "id": "house",
    "title": "House rules (invented)",
    "authority": "house",
    "sample_date": "2026-11-23",
    "criteria": [{"id": "level", "title": "Level"}],
    "editions": [{"id": "1", "title": "House 1", "start": "2026-01-01", "instruments": ["A decision (invented)"]}],
}
RULE: Final[Json] = {
    "id": "level-at-least-5",
    "title": "The level is 5 or higher",
    "criterion": "level",
    "severity": "must",
    "stage": "submission",
    "editions": ["1"],
    "basis": "house",
    "source": {"title": "A decision (invented)"},
    "why": "It was decided.",
    "fix": "Raise the level.",
    "when": {"required": ["level"]},
    "expect": {"properties": {"level": {"minimum": 5}}},
    "message": "Level {value}; the house begins at 5.",
    "examples": {
        "rejects": [{"name": "one below", "change": {"level": 4}, "message": "Level 4; the house begins at 5."}]
    },
}
SAMPLE: Final[Json] = {"title": "Tea", "status": "submission", "level": 5, "application": {"date": "2026-11-16"}}
NAMES: Final = ("framework.yaml", "level-at-least-5.yaml", "sample.yaml", "changes.yaml", "codes.csv")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Give a rule set that is sound."""
    folder = tmp_path / "house"
    folder.mkdir()
    for name, value in zip(NAMES, (FRAMEWORK, RULE, SAMPLE), strict=False):
        write(folder / name, value)
    (folder / "codes.csv").write_text("code,title\n01,One\n", "utf-8")
    return folder


def write(file: Path, value: Json) -> None:
    """Write a value with an escape for each letter that is not ASCII, so that every one gets into the data."""
    text = re.sub(r"\\u(d[89ab]..)\\u(d[c-f]..)", in_one, json.dumps(value))
    file.write_text(text, "utf-8")


def in_one(halves: re.Match[str]) -> str:
    """Write a letter that JSON escapes in two halves as YAML does."""
    letter: str = json.loads(f'"{halves[0]}"')
    return f"\\U{ord(letter):08x}"


def refused(run: Callable[..., Run], house: Path) -> str:
    """Hold that both ways to use a rule set end with exit code 2 and one clear line; give that line."""
    said = {
        run(*args).err for args in (("rules", str(house)), ("check", "rules/nzqa/sample.yaml", "--rules", str(house)))
    }
    (line,) = said
    assert line.startswith(str(house))
    assert line.count("\n") == 1
    assert "itself failed" not in line
    assert not OBEYED.search(line.rstrip("\n"))
    return line.rstrip("\n")


def test_the_rule_set_that_is_spoilt_here_is_sound(run: Callable[..., Run], house: Path) -> None:
    assert faults_in(house) == []
    assert run("rules", str(house)).out == "1 rule, 1 example: all come out as they say.\n"


# --- Files ------------------------------------------------------------------------------------------------------------


def spoil(file: Path, how: str) -> None:
    """Put in the place of a file what is none."""
    file.unlink(missing_ok=True)
    outside = file.parent.parent / "secret.yaml"
    outside.write_text("id: secret\n", "utf-8")
    if how == "a pipe":
        os.mkfifo(file)
    elif how == "a folder":
        file.mkdir()
    elif how == "a socket":
        with socket.socket(socket.AF_UNIX) as listening:
            here = Path.cwd()
            os.chdir(file.parent)  # the path of a socket cannot be long
            listening.bind(file.name)
            os.chdir(here)
    else:
        where = {
            "a device": "/dev/zero",
            "a link out": str(outside),
            "a link to itself": str(file),
            "a link to nothing": "no",
        }
        file.symlink_to(where[how])


@unix
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("how", "said"),
    {
        "a pipe": "is a pipe or a device",
        "a socket": "cannot be opened: No such device or address",
        "a folder": "cannot be opened: Is a directory",
        "a device": "is a link that leads out of the folder",
        "a link out": "is a link that leads out of the folder",
        "a link to itself": "cannot be opened: Too many levels of symbolic links",
        "a link to nothing": "cannot be opened: No such file or directory",
    }.items(),
)
def test_what_is_no_file_of_a_rule_set_is_said_and_not_opened(
    run: Callable[..., Run], house: Path, name: str, how: str, said: str
) -> None:
    spoil(house / name, how)
    assert refused(run, house) == f"{house / name}: {said}. Put a file there that can be read, or take it away."


@unix
def test_a_link_within_the_folder_is_a_file_like_any_other(house: Path) -> None:
    (house / "level-at-least-5.yaml").rename(house / "level.txt")
    (house / "level-at-least-5.yaml").symlink_to("level.txt")
    assert faults_in(house) == []


@unix
def test_a_folder_that_cannot_be_listed_is_no_empty_one(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert faults_in(house) == [f"{house}: cannot be read: Permission denied"]


@pytest.mark.parametrize("name", ["level.yml", "Level.YAML", "codes.CSV"])
def test_a_file_that_would_be_passed_over_is_said(run: Callable[..., Run], house: Path, name: str) -> None:
    (house / name).touch()
    assert refused(run, house).endswith(
        f"{name}: would be passed over, because rules end in .yaml and tables in .csv. Rename it."
    )


def test_what_is_hidden_or_of_another_kind_is_no_part_of_a_rule_set(house: Path) -> None:
    for name in (".level.yaml.swp", ".#level.yaml", ".git", "README.md", "evidence"):
        (house / name).mkdir()
    assert faults_in(house) == []


# --- Too much ---------------------------------------------------------------------------------------------------------


def large_file(house: Path) -> None:
    with (house / "level-at-least-5.yaml").open("wb") as file:
        file.truncate(100_000_000)


def large_set(house: Path) -> None:
    for number in range(3):
        (house / f"table-{number}.csv").write_text("code,title\n" + "a,b\n" * 450_000, "utf-8")


def many_files(house: Path) -> None:
    for number in range(rule_files.MAX_FILES):
        (house / f"rule-{number}.yaml").touch()


def many_values(house: Path) -> None:
    for number in range(25):
        rule = {**RULE, "id": f"rule-{number}", "covers": ["a"] * 4_900}
        write(house / f"rule-{number}.yaml", rule)


def many_faults(house: Path) -> None:
    rule = {**RULE, "covers": [1] * 4_900, "severity": "x" * 1_000_000}
    write(house / "level-at-least-5.yaml", rule)


def many_words(house: Path) -> None:
    for number in range(25):
        rule = {**RULE, "id": f"rule-{number}", "expect": {"required": ["level"], "enum": list(range(900))}}
        write(house / f"rule-{number}.yaml", rule)


MUCH: Final[dict[str, tuple[Callable[[Path], None], str]]] = {
    "a-large-file": (large_file, "level-at-least-5.yaml:1:1: The file is larger than 2 MB. No rule and no table is"),
    "a-large-set": (large_set, "its files hold more than 5 MB, and no rule set needs so much"),
    "many-files": (many_files, "holds more than 1,000 rules and tables, and no rule set needs so many"),
    "many-values": (many_values, "its rules hold more than 100,000 values, or 20,000 under when and expect"),
    "many-words": (many_words, "its rules hold more than 100,000 values, or 20,000 under when and expect"),
}


@pytest.mark.parametrize(("spoilt", "said"), MUCH.values(), ids=MUCH)
def test_a_rule_set_larger_than_any_is_refused_in_a_line(
    run: Callable[..., Run], house: Path, spoilt: Callable[[Path], None], said: str
) -> None:
    spoilt(house)
    assert said in refused(run, house)


def test_of_very_many_faults_the_first_are_told_and_none_at_length(house: Path) -> None:
    many_faults(house)
    faults = faults_in(house)
    assert len(faults) == 101
    assert faults[-1] == f"{house}: there is more than these 100; mend them first"
    assert max(map(len, faults)) <= 500


DEEP: Final = 5_000
FILES: Final = {
    "no-end": ("a: &a [*a]\n", "a reference (*) leads back to itself, or more than 40 deep"),
    "a-bomb": (
        "a0: &a0 [1, 2]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(60)),
        "the file holds more than 5000 values, or references (&, *) that unfold to as many",
    ),
    "a-bomb-of-letters": (
        f"a: &a {'x' * 1_000_000}\nb: [{'*a, ' * 1_000}]\n",
        "references (&, *) unfold to more than 2,000,000 letters",
    ),
    "brackets": ("a: " + "[" * DEEP + "]" * DEEP, "Values stand inside each other more than 40 deep."),
    "unclosed": ("[" * DEEP, "Values stand inside each other more than 40 deep."),
    "branches": (
        json.dumps({**RULE, "expect": {"anyOf": [{"required": ["level"]}] * 100_000}}),
        "The file is larger than 2 MB.",
    ),
    "fewer-branches": (
        json.dumps({**RULE, "expect": {"anyOf": [{"required": ["level"]}] * 12_000}}),
        "the file holds more than 5000 values, or references (&, *) that unfold to as many",
    ),
    "nought": ("id: a\0b\n", "Here is "),
    "latin-1": ("id: M\udce4ori\n", "The text is not UTF-8 from line 1 on (byte 0xe4)"),
    "python": ("a: !!python/object/apply:os.system [touch x]\n", "the file: "),
    "two": ("a: 1\n---\nb: 2\n", "A second document begins here; a file holds one."),
    "keys": ("? [a]\n: 1\n", "a key is to be text, and to stand once"),
}


@pytest.mark.parametrize(("text", "said"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("name", ["framework.yaml", "level-at-least-5.yaml"])
def test_yaml_that_no_rule_is_written_in_is_refused_at_its_first_fault(
    run: Callable[..., Run], house: Path, name: str, text: str, said: str
) -> None:
    (house / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    line = faults_in(house)[0]
    assert line.startswith(str(house / name))
    assert said in line
    assert run("rules", str(house)).code == 2


@pytest.mark.parametrize("text", [FILES["a-bomb"][0], FILES["brackets"][0]], ids=["a-bomb", "brackets"])
def test_a_sample_that_no_one_would_write_is_refused(run: Callable[..., Run], house: Path, text: str) -> None:
    (house / "sample.yaml").write_text(text, "utf-8")
    assert str(house / "sample.yaml") in refused(run, house)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,title\n01\n", "codes.csv:2: a line of a table is a code, a comma and a title"),
        ('code,title\n01,"' + "a" * 200_000, "codes.csv:2: a cell has no end"),
        ("code,title\n01,\0\n", "Here is "),
        ("code,title\n01,\x1b[31m\n", "Here is "),
    ],
    ids=["one-column", "no-end", "nought", "ansi"],
)
def test_a_table_that_is_none_is_said(run: Callable[..., Run], house: Path, text: str, said: str) -> None:
    (house / "codes.csv").write_text(text, "utf-8")
    assert said in refused(run, house)


# --- Patterns, references, branches -----------------------------------------------------------------------------------

AROUND: Final = Surroundings(date(2026, 11, 23), None, {})
RUNAWAY: Final = (
    *("(a+)+b", "(a|a)*b", "(a*)*b", "((a+)+)+b", "(x+x+)+y", "(a|aa)+c", "^(([a-z])+.)+[A-Z]([a-z])+"),
    *("(.*)(.*)(.*)(.*)(.*)(.*)b", "([a-z]+)*[0-9]", "(a?){40}a{40}b", "a|" * 3_000 + "b", "[" + "a-z" * 3_000 + "]"),
    *("(a+)+$", r"(a+)+\1", "(?=(a+)+)b", "(?P<n>a+)+b", "(?i)(a+)+b", "(a{1,30}){1,30}b", "(((a{9}){9}){9}){9}"),
    *("(" * 5_000 + "a" + ")" * 5_000, "a" * 50_000, "[a-z]{5000}", "(a+", "[[:alpha:]]+", "a++b"),
)


@pytest.mark.parametrize("pattern", RUNAWAY, ids=lambda pattern: pattern[:30])
def test_a_pattern_is_refused_or_matched_in_one_pass(house: Path, pattern: str) -> None:
    write(house / "level-at-least-5.yaml", {**RULE, "expect": {"properties": {"title": {"pattern": pattern}}}})
    faults = faults_in(house)
    if faults:
        assert all("expect.properties.title.pattern: " in one for one in faults)
        assert any(why in faults[0] for why in ("cannot be matched", "the engines read differently"))
    else:
        compiled({"pattern": pattern}, AROUND).is_valid("a" * 2_000_000)


def listening(house: Path) -> tuple[socket.socket, str]:
    """Listen on this machine; give the address of a schema there."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}/{house.name}.json"


REFERENCES: Final[dict[str, Callable[[str], Json]]] = {
    "ref": lambda to: {"$ref": to},
    "inner-ref": lambda to: {"properties": {"level": {"allOf": [{"$ref": to}]}}},
    "under-is": lambda to: {"total": {"of": "level", "is": {"$ref": to}}},
    "dynamic": lambda to: {"$dynamicRef": to},
    "schema": lambda to: {"$schema": to},
    "id": lambda to: {"$id": to, "$defs": {"a": {"$ref": "#"}}},
    "itself": lambda _: {"$ref": "#"},
    "field": lambda to: {"properties": {"$ref": {"const": to}}},
    "value": lambda to: {"properties": {"level": {"const": {"$ref": to, "$id": to, "$schema": to}}}},
    "one-of-several": lambda to: {"properties": {"level": {"enum": [{"$ref": to}, {"$id": to, "$ref": "b"}]}}},
}


@pytest.mark.parametrize("part", ["when", "expect"])
@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("made", REFERENCES.values(), ids=REFERENCES)
def test_a_reference_is_refused_or_a_value_and_nothing_is_fetched(
    run: Callable[..., Run], house: Path, made: Callable[[str], Json], scheme: str, part: str
) -> None:
    listener, address = listening(house)
    (house.parent / "level.json").write_text("{", "utf-8")
    with listener:
        to = address if scheme == "http" else (house.parent / "level.json").as_uri()
        write(house / "level-at-least-5.yaml", merged(RULE, {part: None, "examples": None}) | {part: made(to)})
        result = run("check", "rules/nzqa/sample.yaml", "--rules", str(house))
        with pytest.raises(TimeoutError):
            listener.accept()
    if made in (REFERENCES["value"], REFERENCES["one-of-several"]):
        assert (result.code, result.err) == (int(part == "expect"), "")
    else:
        assert result.code == 2
        assert result.err.startswith(f"{house / 'level-at-least-5.yaml'}: {part}")


def test_what_is_worked_out_twice_over_is_refused(house: Path) -> None:
    expect = {
        "properties": {
            "hours": {"properties": {"total": {"total": {"of": "a", "is": {"total": {"of": "b", "is": {}}}}}}}
        }
    }
    write(house / "level-at-least-5.yaml", {**RULE, "expect": expect})
    assert f"{house / 'level-at-least-5.yaml'}: expect: total: total cannot stand under is" in "\n".join(
        faults_in(house)
    )


def nested(schema: Json, times: int) -> Json:
    for _ in range(times):
        schema = {"not": {"anyOf": [schema, schema]}}
    return schema


def wide(n: int) -> dict[str, Json]:
    """Give rules that the proposal here does not meet, with so many branches, words, choices or paths."""
    return {
        "anyOf": {"anyOf": [{"properties": {"level": {"const": -i}}} for i in range(min(n, 100))]},
        "allOf": {"allOf": [{"properties": {"level": {"minimum": 9 + i}}} for i in range(min(n, 100))]},
        "enum": {"properties": {"level": {"enum": [[i] if i % 2 else {"a": i} for i in range(min(n, 500))]}}},
        "required": {"required": ["level", "credits"][: min(n, 2)]},
        "mentions": {
            "mentions": {"of": "title", "any": [f"word {i}" for i in range(min(n, 500))], "is": {"minItems": 1}}
        },
        "total": {"total": {"of": [f"learning_outcomes/*/{i}" for i in ("hours", "id")], "is": {"maximum": 1}}},
        "doubled": nested({"required": ["credits"]}, 8),
    }


@pytest.mark.parametrize("expect", wide(500).values(), ids=wide(1))
def test_the_widest_rules_that_are_taken_hold_nobody_up(run: Callable[..., Run], house: Path, expect: Json) -> None:
    write(house / "level-at-least-5.yaml", merged(RULE, {"examples": None}) | {"expect": expect})
    outcomes = [{"id": f"LO{n}", "hours": 1, "outcome": "Make tea."} for n in range(600)]
    write(house.parent / "p.yaml", {**SAMPLE, "title": "Tea " * 50_000, "learning_outcomes": outcomes})
    result = run(
        "check", str(house.parent / "p.yaml"), "--rules", str(house), "--only", "house/level", "--format", "json"
    )
    assert (result.code, result.err) == (1, "")


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"anyOf": [{"required": ["level"]}] * 101}, "expect.anyOf: "),
        ({"allOf": [{}] * 4_000}, "when and expect hold more than 2,000 values; divide the rule"),
        ({"enum": list(range(1_900))}, "16, … holds more than 500"),
        ({"enum": [{"a": n} for n in range(900)]}, "expect.enum: "),
        ({"required": [f"a{n}" for n in range(501)]}, "expect.required: "),
        ({"mentions": {"of": "title", "any": [f"a{n}" for n in range(1_900)], "is": {}}}, "expect.mentions.any: "),
        ({"total": {"of": ["level"] * 1_900, "is": {}}}, "expect.total.of: "),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_a_rule_wider_than_any_that_a_person_reads_is_refused(
    run: Callable[..., Run], house: Path, expect: Json, said: str
) -> None:
    write(house / "level-at-least-5.yaml", {**RULE, "expect": expect})
    assert said in refused(run, house)


def test_the_deepest_rule_that_is_taken_can_be_read(house: Path) -> None:
    file = house / "level-at-least-5.yaml"
    depth, faults = 0, list[str]()
    expect: Json = {"required": ["level"]}
    while not faults:
        depth, expect = depth + 1, {"not": expect}
        write(file, {**RULE, "expect": expect})
        faults = faults_in(house)
    assert depth > 30
    (line,) = faults
    assert line.startswith(f"{file}:1:")
    assert line.endswith(": Values stand inside each other more than 40 deep.")


# --- Texts ------------------------------------------------------------------------------------------------------------

FORMS: Final = ("text", "json", "sarif", "junit", "gitlab", "markdown", "github")
JUDGED: Final[Json] = merged(RULE, {"expect": None, "message": None, "examples": None}) | {
    "id": "a-person-looks",
    "judge": "Is it so?",
}


def speaking(text: str) -> tuple[Json, Json, Json]:
    """Give a framework, a rule and a question that say a text wherever they may say any."""
    text = text[:200].replace("{", "{{").replace("}", "}}")
    edition = {**FRAMEWORK["editions"][0], "id": text[:40], "title": f"House {text}", "instruments": [f"By {text}"]}
    days = {
        "earliest": "2025-12-01",
        "latest": "2026-12-01",
        "note": f"Not sure: {text}",
        "unread": f"Not read: {text}",
    }
    framework = {
        **FRAMEWORK,
        "title": f"Rules {text}",
        "body": f"Board {text}",
        "editions": [{**edition, **days}],
        "criteria": [{"id": "level", "title": f"Level {text}"}],
    }
    source = {"title": f"From {text}", "clause": f"Clause {text}", "url": f"https://example.org/{text}"}
    said = {
        "title": f"Fact {text}",
        "why": f"Why {text}",
        "fix": f"Fix {text}",
        "editions": [text[:40]],
        "source": source,
    }
    message = {
        "message": f"Said {text} {{value}}",
        "examples": {"rejects": [{"name": text, "change": {"level": 4}, "message": text}]},
    }
    return framework, {**RULE, **said, **message}, {**JUDGED, **said, "judge": f"Is it {text}?"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_of_a_rule_set_is_obeyed_in_any_form(run: Callable[..., Run], house: Path, text: str) -> None:
    for name, value in zip(("framework", "level-at-least-5", "a-person-looks"), speaking(text), strict=True):
        write(house / f"{name}.yaml", value)
    tried = run("rules", str(house))
    assert (tried.code, tried.err) == (1, "")
    outs = {"rules": tried.out}
    for form in FORMS:
        result = run("check", "rules/nzqa/sample.yaml", "--rules", str(house), "--format", form, "--show", "all")
        assert (result.code, result.err) == (1, "")
        outs[form] = result.out
    assert {one.name for one in obeyed(outs.pop("github"))} <= {"error", "warning", "notice"}
    assert [form for form, out in outs.items() if OBEYED.search(out)] == []
    assert not obeyed("".join(outs.values()))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_that_spoils_a_rule_set_is_obeyed(run: Callable[..., Run], house: Path, text: str) -> None:
    write(house / "level-at-least-5.yaml", {**RULE, "severity": text, "id": text, "covers": {text: 1}, text: text})
    result = run("rules", str(house))
    assert (result.code, result.out) == (2, "")
    assert not OBEYED.search(result.err)
    write(house / "level-at-least-5.yaml", {**RULE, "criterion": "size", "at": text, "message": f"{{{text}}}"})
    result = run("rules", str(house))
    assert (result.code, result.out) == (2, "")
    assert not OBEYED.search(result.err)


@unix
def test_a_folder_whose_name_is_too_long_is_said(run: Callable[..., Run]) -> None:
    for args in (("check", "rules/nzqa/sample.yaml", "--rules", "a" * 5_000), ("rules", "a" * 5_000)):
        result = run(*args)
        assert (result.code, result.out) == (2, "")
        assert result.err.endswith("File name too long. Name a folder.\n")


# --- The configuration and its waivers --------------------------------------------------------------------------------

WAIVER: Final[Json] = {
    "rule": "nzqa/hours-match-credits",
    "path": "**",
    "reason": "It was agreed.",
    "approver": "Mere Example",
    "granted": "2026-11-01",
    "expires": "2027-02-28",
}


def configured(run: Callable[..., Run], tmp_path: Path, settings: Json, *options: str) -> Run:
    """Check a proposal that lies beside a configuration."""
    write(tmp_path / "mcred-check.yaml", settings)
    write(tmp_path / "p.yaml", SAMPLE)
    return run("check", str(tmp_path / "p.yaml"), *options)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_of_a_waiver_is_obeyed_in_any_form(run: Callable[..., Run], tmp_path: Path, text: str) -> None:
    waivers = [
        {**WAIVER, "rule": "nzqa/purpose-is-given", "reason": f"Because {text}", "approver": f"By {text}"},
        {**WAIVER, "rule": text, "path": "p.yaml"},
        {**WAIVER, "reason": text, "path": f"{text}/**"},
        {**WAIVER, "pointer": text},
        {**WAIVER, text[:100]: text},
    ]
    for form in FORMS:
        result = configured(run, tmp_path, {"waivers": waivers}, "--format", form, "--show", "all")
        assert result.code == 1
        found = {one.name for one in obeyed(result.out)}
        assert found <= ({"error", "warning", "notice"} if form == "github" else set())
        assert form == "github" or not OBEYED.search(result.out)
        assert form != "json" or json.loads(result.out)["summary"]["waived"] == 1
        assert not OBEYED.search(result.err)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_that_spoils_a_configuration_is_obeyed(run: Callable[..., Run], tmp_path: Path, text: str) -> None:
    for settings in ({"rules": [text]}, {"reports": [text]}, {"edition": text}, {"fail_on": text}, {text: text}):
        result = configured(run, tmp_path, settings)
        assert (result.code, result.out) == (2, "")
        assert not OBEYED.search(result.err)
        assert str(tmp_path) in result.err or "edition" in result.err or "mcred-check.yaml" in result.err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"waivers": [WAIVER] * 1_000}, "There are more than 5,000 values here"),
        ({"include": ["a" * 300 + "/**"] * 6_000}, "There are more than 5,000 values here"),
        ({"rules": ["a" * 5_000]}, "cannot be read: File name too long. Name a folder."),
        ({"reports": ["a" * 5_000 + ".json"]}, ".json: the report could not be written: File name too long."),
    ],
    ids=["waivers", "patterns", "a-long-name", "a-long-report"],
)
def test_more_than_a_configuration_needs_is_refused_with_its_place(
    run: Callable[..., Run], tmp_path: Path, settings: Json, said: str
) -> None:
    result = configured(run, tmp_path, settings)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(os.path.relpath(tmp_path))
    assert said in result.err


def test_as_many_waivers_and_patterns_as_there_may_be_hold_nobody_up(run: Callable[..., Run], tmp_path: Path) -> None:
    for number in range(200):
        write(tmp_path / f"{'a' * 200}-{number}.yaml", SAMPLE)
    waivers = [{**WAIVER, "path": f"{'*a' * 50}b{number}"} for number in range(300)]
    settings = {"waivers": waivers, "exclude": [f"{'**/*a/' * 20}{number}" for number in range(1_000)]}
    write(tmp_path / "mcred-check.yaml", settings)
    result = run("check", str(tmp_path), "--only", "level", "--jobs", "1", "--show", "brief")
    assert (result.code, result.err) == (0, "")
