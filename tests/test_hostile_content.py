"""What a proposal, a name or a folder holds is shown and never obeyed, and takes time in proportion to its length."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from program import DAY, POOR, program, unruffled
from promises import CHECKER, FOLDER, HOSTILE, OBEYED, SEEDS, kept_on, render, reported
from texts import SHAPE
from work import steps

from mcred_check.folders import files, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

    from mcred_check.model import Json

unix = pytest.mark.skipif(os.name == "nt", reason="the links, pipes and names of Unix")


def escaped(value: Json) -> bytes:
    """Write a value as YAML with an escape for each letter that is not ASCII, so that every one gets into the data."""
    text: str = yaml.safe_dump(value, width=10**9)
    return text.encode()


def filled(shape: Json, text: str) -> Json:
    """Put a text into every field."""
    if shape["type"] == "object":
        return {name: filled(inner, text) for name, inner in shape["properties"].items()}
    return [filled(shape["items"], text)] * 2 if shape["type"] == "array" else text


def stays(shape: Json, text: str) -> Json:
    """Put a text into every field that may hold any text, and take the others away."""
    if shape["type"] == "object":
        parts = {name: stays(inner, text) for name, inner in shape["properties"].items()}
        return {name: part for name, part in parts.items() if part is not None} or None
    if shape["type"] == "array":
        item = stays(shape["items"], text)
        return None if item is None else [item, item]
    return text if shape["type"] == "string" and not {"enum", "format"} & set(shape) else None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_in_any_field_is_obeyed(text: str) -> None:
    for proposal in (filled(SHAPE, text), stays(SHAPE, text), {text: text, "title": {text: text}}):
        kept_on(escaped(proposal))
    (result,) = json.loads(render(reported(escaped(stays(SHAPE, text)))))["proposals"]
    assert result["title"] == " ".join(text.split())


@pytest.mark.parametrize(
    "options",
    [["--color", "always"], ["--show", "brief"], ["--edition", "2022", "--edition", "2026", "--color", "always"]],
    ids=" ".join,
)
def test_no_text_steers_a_terminal_or_a_ci_machine(run: Callable[..., Run], tmp_path: Path, options: list[str]) -> None:
    for name, text in HOSTILE.items():
        (tmp_path / f"{name}-a.yaml").write_bytes(escaped(stays(SHAPE, text)))
        (tmp_path / f"{name}-b.yaml").write_bytes(escaped({**filled(SHAPE, text), "title": text}))
    result = run("check", str(tmp_path), *options)
    assert (result.code, result.err) == (1, "")
    plain = re.sub("\x1b\\[[0-9;]*m", "", result.out)
    assert not OBEYED.search(plain)
    assert "\\x1b[31mred" in plain
    assert "\x1b[31mred" not in result.out


STEERING: Final = "\x9b31m ##[error]x ::error::y \x1b[31mred"


@pytest.fixture
def among_enemies(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run commands in a folder where proposals, the configuration and its rule set try to steer whoever reads them."""
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        Path(f"{name}.yaml").write_bytes(escaped({"title": f"{STEERING} {name}", "status": "draft", "level": 11}))
    Path("mcred-check.yaml").write_bytes(escaped({"exclude": [f"drafts/{STEERING}"], "rules": ["house"]}))
    framework = yaml.safe_load((FOLDER / "framework.yaml").read_text("utf-8"))
    for part in ("reviews", "listing"):  # they name rules that are not here
        del framework[part]
    for one in (framework, *framework["editions"], *framework["criteria"]):
        one["title"] = STEERING
    rule = yaml.safe_load((FOLDER / "level-in-range.yaml").read_text("utf-8"))
    rule |= dict.fromkeys(("title", "why", "fix", "message"), STEERING) | {"basis": "house", "stage": "draft"}
    Path("house").mkdir()
    Path("house/framework.yaml").write_text(json.dumps({**framework, "id": "house"}, default=str), "utf-8")
    Path("house/level-in-range.yaml").write_text(json.dumps(rule, default=str), "utf-8")
    return run


@pytest.mark.parametrize(
    "args", [("config", "."), ("reviews", "a.yaml"), ("compare", "a.yaml", "b.yaml"), ("schema",)], ids=" ".join
)
def test_no_text_in_the_json_of_any_command_steers_a_terminal_or_a_ci_machine(
    among_enemies: Callable[..., Run], args: tuple[str, ...]
) -> None:
    result = among_enemies(*args, *(["--format", "json"] if args != ("schema",) else []))
    assert (result.code, result.err) == (0, "")
    assert "\x9b31m ##[error]x ::error::y" in json.dumps(json.loads(result.out), ensure_ascii=False)
    assert "\\u009b31m \\u0023#[error]x \\u003a:error\\u003a:y" in result.out
    assert not OBEYED.search(result.out)


@pytest.mark.parametrize(
    "args",
    [
        ("check", "a.yaml", "b.yaml"),
        ("check", "a.yaml", "--show", "all"),
        ("check", "a.yaml", "--edition", "2022", "--edition", "2026"),
        ("explain", "house/level-in-range"),
        ("sheet", "a.yaml"),
    ],
    ids=" ".join,
)
def test_no_text_of_a_rule_set_steers_a_terminal_or_a_ci_machine(
    among_enemies: Callable[..., Run], args: tuple[str, ...]
) -> None:
    result = among_enemies(*args, dated=args[0] != "explain")
    assert result.err == ""
    assert "\\x9b31m" in result.out
    assert not OBEYED.search(result.out)


def test_a_proposal_begun_by_a_rule_set_that_holds_controls_can_be_read(among_enemies: Callable[..., Run]) -> None:
    assert among_enemies("new", "new.yaml").code == 0
    text = Path("new.yaml").read_text("utf-8")
    assert "\\x9b31m" in text
    assert not OBEYED.search(text)
    assert among_enemies("check", "new.yaml").code == 0


EVERYTHING: Final = "".join(f" {text}\n" for name, text in HOSTILE.items() if name != "path")


@pytest.mark.parametrize(
    "args",
    [
        ("check", EVERYTHING),
        (EVERYTHING,),
        (f"--{EVERYTHING}",),
        ("explain", EVERYTHING),
        ("rules", EVERYTHING),
        ("rules", "--compare", EVERYTHING, EVERYTHING),
        *(
            ("check", str(SEEDS[-1]), f"--{name}", EVERYTHING)
            for name in ("edition", "only", "stage", "basis", "as-of")
        ),
    ],
    ids=lambda args: " ".join(args).replace(EVERYTHING, "…").replace(str(SEEDS[-1]), "sample.yaml"),
)
def test_no_argument_is_obeyed(run: Callable[..., Run], args: tuple[str, ...]) -> None:
    result = run(*args, dated="--as-of" not in args)
    assert (result.code, result.out) == (2, "")
    assert "red" in result.err
    assert not OBEYED.search(result.err)
    assert "itself failed" not in result.err


def test_a_rule_set_of_ones_own_is_shown_and_not_obeyed(run: Callable[..., Run], tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(FOLDER, house, ignore=lambda _, names: [name for name in names if name.endswith(".yaml")])
    framework = (FOLDER / "framework.yaml").read_text("utf-8").replace("id: nzqa", "id: house", 1)
    framework = re.sub(r"(?m)^(?:reviews|listing):\n(?:  .*\n)+", "", framework)  # they name rules that are not here
    (house / "framework.yaml").write_text(framework, "utf-8")
    shutil.copy(FOLDER / "sample.yaml", house)
    rule = (FOLDER / "credits-at-most-40.yaml").read_text("utf-8")
    (house / "credits-at-most-40.yaml").write_text(
        re.sub("(?m)^message: .*", r'message: "{value} \\e[31m\\n::error::x ##[error]y"', rule), "utf-8"
    )
    result = run("rules", str(house))
    assert (result.code, result.err) == (1, "")
    assert "x1b[31m" in result.out
    assert not OBEYED.search(result.out)


def test_a_field_called_by_a_star_hides_nothing() -> None:
    (with_star,) = reported(b'"*": 1\ncredits: 41\ntitle: A\n').results
    (without,) = reported(b"credits: 41\ntitle: A\n").results
    assert {(one.rule.key, one.message) for one in with_star.findings} > {
        (one.rule.key, one.message) for one in without.findings
    }


# --- Names ------------------------------------------------------------------------------------------------------------

NAMES: Final = [
    b"with spaces.yaml",
    b"line\nbreak.yaml",
    b"return\r.yaml",
    b"quotes'\".yaml",
    "Māori – pōwhiri 日本.yaml".encode(),
    "m\u0061\u0304ori.yaml".encode(),
    b"::error::x.yaml",
    b"##[error]x.yaml",
    b"\x1b[31mred.yaml",
    "\u202elmay.yaml".encode(),
    b"[bold] :smile:.yaml",
    b"--help.yaml",
    b"-.yaml",
    b"$(touch x);`touch y` & | > z.yaml",
    b"=1+1,\t;.yaml",
    b"%s {0} %0A.yaml",
    b"back\\slash.yaml",
    b"\xff\xfe latin-1 M\xe4ori.yaml",
    b"a" * 250 + b".yaml",
]


@unix
def test_every_name_that_a_file_can_have_is_reported_and_not_obeyed(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(POOR, tmp_path / os.fsdecode(name))
    ended = unruffled(program("check", ".", *DAY, "--format", "json", folder=tmp_path))
    reports = json.loads(ended.out)["proposals"]
    assert ended.code == 1
    assert [os.fsencode(one["file"]) for one in reports] == [
        os.fsencode(one) for one in sorted(map(os.fsdecode, NAMES))
    ]
    assert not OBEYED.search(ended.out)
    for show in ("findings", "brief"):
        ended = unruffled(program("check", ".", *DAY, "--show", show, folder=tmp_path))
        assert ended.code == 1
        assert not OBEYED.search(ended.out + ended.err)
    named = unruffled(
        program("check", *DAY, "--format", "json", "--", *sorted(NAMES, key=os.fsdecode), folder=tmp_path)
    )
    assert json.loads(named.out)["proposals"] == reports


@unix
def test_no_name_of_what_is_passed_over_is_obeyed(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / os.fsdecode(name)).write_text("other: 1\n")
    ended = unruffled(program("check", ".", folder=tmp_path))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("it has none of a proposal's fields") == len(NAMES)
    assert not OBEYED.search(ended.err)


# --- Files that a proposal names --------------------------------------------------------------------------------------


def file_fields(shape: Json, route: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the route of every field that names a file."""
    for name, inner in shape.get("properties", {}).items():
        if name == "file":
            yield (*route, name)
        yield from file_fields(inner, (*route, name))
    if "items" in shape:
        yield from file_fields(shape["items"], (*route, "*"))


FILE_FIELDS: Final = list(file_fields(SHAPE))
OUTSIDE: Final = [
    *("../outside.txt", "evidence/../../outside.txt", "./../outside.txt", "..", "evidence/../.."),
    *(
        "/etc/passwd",
        "//etc/passwd",
        "~/x",
        "~root/x",
        "C:\\x",
        "C:x",
        "\\\\server\\x",
        "..\\outside.txt",
        "file:///etc/passwd",
    ),
    *("/dev/zero", "/proc/self/environ", "a\0b", "x" * 5_000),
]


def naming(route: tuple[str, ...], file: str) -> Json:
    """Make a proposal that names a file at a route."""
    value: Json = file
    for step in reversed(route):
        value = [value] if step == "*" else {step: value}
    return {"status": "listed", "title": "A", **value}


def said_of(folder: Path, route: tuple[str, ...], file: str) -> set[str]:
    """Give what is said of a file that a proposal names."""
    text = json.dumps(naming(route, file))
    (folder / "proposal.yaml").write_text(text, "utf-8")
    (found,) = files([folder / "proposal.yaml"])
    (proposal,) = read_file(found, SHAPE)
    findings = CHECKER.check(proposal).findings
    at = "/" + "/".join("0" if step == "*" else step for step in route)
    return {one.message for one in findings if one.pointer == at}


@pytest.mark.parametrize("route", FILE_FIELDS, ids="/".join)
def test_no_file_outside_the_folder_is_looked_at(tmp_path: Path, route: tuple[str, ...]) -> None:
    folder = tmp_path / "proposals"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "letter.txt").write_text("yes")
    assert said_of(folder, route, "evidence/letter.txt") == set()
    for file in OUTSIDE:
        assert said_of(folder, route, file), file
    (tmp_path / "outside.txt").write_text("there")
    there = said_of(folder, route, "../outside.txt")
    (tmp_path / "outside.txt").unlink()
    assert said_of(folder, route, "../outside.txt") == there  # not even whether it is there is told


@unix
def test_evidence_that_is_no_file_is_said_and_not_opened(tmp_path: Path) -> None:
    route = ("need", "evidence", "*", "file")
    folder = tmp_path / "proposals"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "outer").symlink_to(tmp_path, target_is_directory=True)
    (folder / "loop").symlink_to("loop")
    (folder / "nothing").symlink_to("no-such-file")
    (folder / "empty").touch()
    for file, problem in {
        "pipe": "is not a file",
        "folder": "is not a file",
        "out": "lies outside the proposal's folder",
        "outer/secret": "lies outside the proposal's folder",
        "loop": "cannot be opened",
        "nothing": "is not in the folder",
        "empty": "is empty",
    }.items():
        assert any(problem in message for message in said_of(folder, route, file)), file


# --- Folders ----------------------------------------------------------------------------------------------------------


@unix
def test_a_folder_with_cycles_pipes_and_sockets_comes_to_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    shutil.copy(POOR, inner / "p.yaml")
    (inner / "up").symlink_to(tmp_path, target_is_directory=True)
    (inner / "self.yaml").symlink_to("self.yaml")
    (inner / "one.yaml").symlink_to("two.yaml")
    (inner / "two.yaml").symlink_to("one.yaml")
    (inner / "folder.yaml").mkdir()
    os.mkfifo(inner / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("a/b/socket.yaml")
        ended = unruffled(program("check", ".", *DAY, "--format", "json", folder=tmp_path))
    assert ended.code == 1
    assert [(one["file"], one["complete"]) for one in json.loads(ended.out)["proposals"]] == [
        ("a/b/one.yaml", False),
        ("a/b/p.yaml", True),
        ("a/b/pipe.yaml", False),
        ("a/b/self.yaml", False),
        ("a/b/socket.yaml", False),
        ("a/b/two.yaml", False),
    ]


def test_a_folder_within_more_folders_than_python_can_call_itself_is_walked(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["a"] * 400)
    deepest.mkdir(parents=True)
    shutil.copy(POOR, deepest / "p.yaml")
    shallow = "import sys; sys.setrecursionlimit(350)"  # a real limit takes folders that few tools can remove again
    ended = unruffled(program("check", ".", *DAY, "--format", "json", folder=tmp_path, first=shallow))
    assert [one["file"].count("/") for one in json.loads(ended.out)["proposals"]] == [400]


CHANGES: Final = {
    "vanishes": ("os.remove(path)", "cannot be opened: No such file or directory"),
    "becomes-a-pipe": ("os.remove(path); os.mkfifo(path)", "is a pipe or a device"),
    "becomes-a-folder": ("os.remove(path); os.mkdir(path)", "cannot be opened: Is a directory"),
    "is-emptied": ("os.truncate(path, 0)", "This file is empty"),
    "grows-without-end": ("os.truncate(path, 10**11)", "The file is larger than 2 MB"),
}


@unix
@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_while_it_is_read_is_said_and_hides_no_other(
    tmp_path: Path, change: str, said: str
) -> None:
    names = ("p1.yaml", "p2.yaml", "p3.yaml")
    for name in names:
        (tmp_path / name).write_text("title: A\ncredits: 41\n")
    hook = f"""
import os, sys
def hook(event, args, done=[]):
    path = "p2.yaml"
    if event == "open" and not done and str(args[0]) == path:
        done.append(event)
        {change}
sys.addaudithook(hook)
"""
    args = ("check", *names, *DAY, "--format", "json")
    ended = unruffled(program(*args, first=hook, folder=tmp_path))
    first, second, third = json.loads(ended.out)["proposals"]
    assert ended.code == 1
    assert [one["complete"] for one in (first, second, third)] == [True, False, True]
    assert said in second["findings"][0]["message"]


LITTLE_MEMORY: Final = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))"
"""A gigabyte of addresses, of which Python and the libraries take a fifth."""


@unix
def test_a_hundred_thousand_files_take_little_memory() -> None:
    in_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- so many files take long on a disk
    with TemporaryDirectory(dir=in_memory) as name:
        for folder in range(100):
            (Path(name) / f"{folder:02}").mkdir()
            for number in range(1_000):
                suffix = "yaml.txt" if number < 10 else "pdf"
                os.close(os.open(f"{name}/{folder:02}/{number}.{suffix}", os.O_CREAT))
        shutil.copy(POOR, f"{name}/50/p.yaml")
        how = ("--no-config", "--format", "json")  # above the folder lies what other programs leave there
        ended = unruffled(program("check", ".", *DAY, *how, folder=name, first=LITTLE_MEMORY))
    document = json.loads(ended.out)
    assert [one["file"] for one in document["proposals"]] == ["50/p.yaml"]
    assert {one["reason"] for one in document["passed_over"]} == {
        "its name ends in .txt, and a proposal's ends in .yaml"
    }
    assert len(document["passed_over"]) == 1_000


@unix
def test_files_of_a_hundred_megabytes_are_neither_read_nor_missed(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").touch()
    (tmp_path / "letter.pdf").touch()
    (tmp_path / "p.yaml").write_text("title: A\nneed: {evidence: [{file: letter.pdf}]}\n")
    for name in ("large.yaml", "letter.pdf"):
        os.truncate(tmp_path / name, 100_000_000)
    ended = unruffled(program("check", ".", *DAY, "--format", "json", folder=tmp_path, first=LITTLE_MEMORY))
    large, small = json.loads(ended.out)["proposals"]
    assert [one["message"] for one in large["findings"]] == ["The file is larger than 2 MB."]
    assert not any("letter.pdf" in one["message"] for one in small["findings"])


# --- Much of the same -------------------------------------------------------------------------------------------------

MANY: Final[dict[str, Callable[[int], str]]] = {
    "items-on-one-line": lambda n: f"learning_outcomes: [{'{id: a}, ' * n}]",
    "items-that-differ": lambda n: "learning_outcomes:\n" + "".join(f"- {{id: a{i}}}\n" for i in range(n)),
    "values-of-the-wrong-kind": lambda n: "learning_outcomes:\n" + "- {id: [a], outcome: {a: b}, hours: x}\n" * n,
    "values-lost-beside-others": lambda n: (
        "learning_outcomes:\n" + "".join(f"- {{hours: x}}\n- {{id: a{i}}}\n" for i in range(n))
    ),
    "choices": lambda n: "need:\n evidence:\n" + "".join(f"  - {{kind: z{i}}}\n" for i in range(n)),
    "files": lambda n: f"need: {{evidence: [{', '.join(f'{{file: x/{i}}}' for i in range(n))}]}}",
    "reviews": lambda n: (
        "status: listed\nreview:\n history:\n"
        + "".join(f"  - {{date: 2023-01-01, evidence: [e{i}]}}\n" for i in range(n))
    ),
    "judgements": lambda n: (
        "judgements:\n" + "".join(f"- {{rule: no-such-{i}, verdict: met, by: me, on: 2026-01-01}}\n" for i in range(n))
    ),
    "unknown-fields": lambda n: "title: A\nneed: {" + ", ".join(f"conditions{i}: 1" for i in range(n)) + "}",
    "fields-given-twice": lambda n: "title: A\n" * n,
    "pasted-characters": lambda n: "partners:\n" + "- {name: a\u200bb}\n" * n,
    "documents": lambda n: "title: A\n---\n" * (n // 8),
    "references-to-a-long-text": lambda n: f"x-a: &a {'m' * 100 * n}\npartners: [{'{name: *a}, ' * n}]",
    "references-to-references": lambda n: (
        "x-0: &a0 [a]\n"
        + "".join(f"x-{i}: &a{i} [{f'*a{i - 1}, ' * 9}]\n" for i in range(1, n))
        + f"partners: *a{n - 1}"
    ),
    "long-text": lambda n: "title: " + "national diploma " * 20 * n,
    "long-line": lambda n: f"purpose: {{used_in: '{'a ' * 20 * n}', skills: [{'b, ' * n}]}}",
    "brackets": lambda n: "title: " + "[" * 20 * n,
    "spaces": lambda n: " " * 20 * n + "title: A\n" + "\n" * 20 * n + "@",
    "quotes": lambda n: 'title: "' + "\\x41" * 20 * n,
}


@pytest.mark.parametrize("many", MANY.values(), ids=MANY)
def test_four_times_as_much_takes_about_four_times_as_long(many: Callable[[int], str]) -> None:
    render(reported(many(79).encode()))
    small, large = (steps(lambda data: render(reported(data)), many(n).encode()) for n in (80, 320))
    assert large < 6 * small  # and not sixteen times


@unix
def test_the_largest_files_of_every_kind_end_within_little_memory(tmp_path: Path) -> None:
    for name, many in MANY.items():
        size = 1 << 20
        while len(many(size).encode()) > 2_000_000:
            size //= 2
        (tmp_path / f"{name}.yaml").write_text(many(size), "utf-8")
    args = ("check", ".", *DAY, "--format", "json", "--only", "title-is-given", "--only", "learning-outcomes")
    ended = unruffled(program(*args, folder=tmp_path, first=LITTLE_MEMORY))
    assert {one["file"] for one in json.loads(ended.out)["proposals"]} == {f"{name}.yaml" for name in MANY}


@unix
def test_the_most_findings_that_a_file_can_have_end_within_little_memory(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(f"need: {{evidence: [{'{file: no}, ' * 1_500}]}}\n---\n" * 5)
    ended = unruffled(program("check", "p.yaml", *DAY, "--format", "json", folder=tmp_path, first=LITTLE_MEMORY))
    assert sum(len(one["findings"]) for one in json.loads(ended.out)["proposals"]) > 10_000
