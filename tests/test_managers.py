"""The page for academic managers, played: its commands run and end as it says, and what it shows is what they print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from program import DAY, Ended, program, unruffled

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = (ROOT / "docs" / "managers.md").read_text("utf-8")
DATED: Final = ("check", "reviews", "sheet")
WAYS: Final = {"mcred-check": 1, "python -m mcred_check": 3}
"""How a command of the page may begin, and how many words that is."""


class Block(NamedTuple):
    """A block of the page, with what a comment before it says: how a command ends, or which line the block is."""

    note: str
    kind: str
    text: str


BLOCKS: Final = [
    Block(note, kind, text)
    for note, kind, text in re.findall(
        r"(?:^ *<!-- (.*?) -->\n\n)?^ *```(\w+)\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL
    )
]
SHOWN_BY_OTHERS: Final = {"mcred-check: command not found\n"}
"""What the page shows that is no output of ours, but a shell's."""


def commands(block: Block) -> list[list[str]]:
    """Give the words of each of a block's commands that is ours."""
    lines = [line.strip() for line in block.text.splitlines()] if block.kind == "console" else []
    return [line.split()[words:] for line in lines for way, words in WAYS.items() if line.startswith(f"{way} ")]


def run(folder: Path, words: list[str]) -> Ended:
    day = DAY if words[0] in DATED else ()
    return unruffled(program(*words, *day, folder=folder, given=b"\n" * 9, environment={"COLUMNS": "80"}))


def change(folder: Path, block: Block) -> None:
    """Put a block in the place of a line of a file, as its note says."""
    number, _, name = block.note.removeprefix("line ").partition(" of ")
    file = folder / name
    lines = file.read_text("utf-8").splitlines(keepends=True)
    assert lines[int(number) - 1] != block.text
    assert lines[int(number) - 1].partition(":")[0] == block.text.partition(":")[0]
    lines[int(number) - 1] = block.text
    file.write_text("".join(lines), "utf-8")


def test_each_command_ends_and_answers_as_the_page_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    last, ran, compared = Ended(0, "", ""), 0, 0
    for block in BLOCKS:
        for words in commands(block):
            last = run(tmp_path, words)
            (code,) = re.findall(r"exit code (\d)", block.note) or ["0"]
            assert last.code == int(code), (words, last)
            ran += 1
        if block.kind == "yaml":
            change(tmp_path, block)
        if block.kind == "text" and block.text not in SHOWN_BY_OTHERS:
            assert block.text in last.out + last.err, (block.text, last)
            compared += 1
    assert (ran, compared) == (13, 3)
    assert {"reviews.ics", "report.html", "sheet.docx"} <= {file.name for file in tmp_path.iterdir()}


def test_the_commands_within_the_text_work_too(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    assert run(tmp_path, ["new", "barista/proposal.yaml"]).code == 0
    (renewing,) = re.findall(r"`mcred-check (new \S+ --from \S+)`", PAGE)
    assert run(tmp_path, renewing.split()).code == 0
    assert run(tmp_path, ["fix", "examples/poor", "--write"]).code == 0
    assert run(tmp_path, ["fix", "examples/poor"]).out.startswith("Nothing to repair")


def test_every_block_is_one_that_the_test_knows() -> None:
    assert {block.kind for block in BLOCKS} == {"console", "text", "yaml"}
    assert len(BLOCKS) == PAGE.count("```") // 2
    notes = [block.note for block in BLOCKS if block.note]
    assert len(notes) == PAGE.count("<!-- ")


@pytest.mark.parametrize("name", ["verdict", "scorecard", "finding", "interview", "draft", "reviews"])
def test_each_picture_has_words_for_those_who_do_not_see_it(name: str) -> None:
    (words,) = re.findall(rf"^!\[(.+)\]\(pictures/{name}\.svg\)$", PAGE, re.MULTILINE)
    assert len(words) > 60


@pytest.mark.parametrize(
    ("named", "content", "said"),
    [
        ("proposal.yaml", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xb1\xde", "This is a Word document"),
        ("proposal.yaml", b"title: Barista: the basics\n", 'quotes: title: "Barista: the basics"'),
        ("proposal.yaml", b"title: Barista\nhours:\n\ttotal: 100\n", "Here is a tab, where only spaces may stand."),
        ("proposal.yaml.txt", b"title: Barista\n", "There is no proposal to check in barista."),
    ],
)
def test_what_can_go_wrong_is_said_as_the_page_says(tmp_path: Path, named: str, content: bytes, said: str) -> None:
    (tmp_path / "barista").mkdir()
    (tmp_path / "barista" / named).write_bytes(content)
    ended = run(tmp_path, ["check", "barista"])
    assert ended.code in {1, 2}
    assert said in " ".join((ended.out + ended.err).split())
