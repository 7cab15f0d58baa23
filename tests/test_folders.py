"""Which files are meant by paths, which are passed over, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import SHAPE

from mcred_check import load_proposals, opening, whereabouts
from mcred_check.folders import STANDARD_INPUT, File, files, is_no_proposal, read_file, why_passed_over
from mcred_check.loading import read
from mcred_check.model import CouldNotCheckError
from mcred_check.nodes import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege, and there are no named pipes")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of proposals."""
    for name in ("b.yaml", "a.yml", "C.YAML", "deep/er/d.yaml", ".hidden.yaml", ".git/e.yaml", "mcred-check.yaml"):
        path = tmp_path / "all" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"title: {name}\n", "utf-8")
    (tmp_path / "all" / "letter.pdf").write_bytes(b"%PDF")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths: str | Path) -> list[str]:
    return [file.name for file in files(paths)]


def reason(file: File) -> str:
    """Give what is said of a file that cannot be read."""
    (proposal,) = read_file(file, SHAPE)
    (fault,) = proposal.faults
    assert (fault.rule, proposal.data, proposal.found) == ("reading/not-readable", {}, False)
    return fault.message


def test_a_folder_means_its_yaml_files_by_name_without_hidden_ones_and_the_configuration(here: Path) -> None:
    assert names("all") == ["all/C.YAML", "all/a.yml", "all/b.yaml", "all/deep/er/d.yaml"]
    assert {file.within for file in files(["all"])} == {Path("all")}
    assert names(here / "all" / "deep") == [(here / "all/deep/er/d.yaml").as_posix()]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["all/letter.pdf", "all/.hidden.yaml", "all/mcred-check.yaml", "all/b.yaml"])
def test_a_file_that_is_named_is_meant_whatever_it_is_called(name: str) -> None:
    assert files([name]) == [File(name, name)]


@pytest.mark.usefixtures("here")
def test_each_file_comes_once_in_the_order_of_the_paths() -> None:
    assert names("all/deep", "all/b.yaml", "all", "./all/b.yaml", Path("all/a.yml")) == [
        "all/deep/er/d.yaml",
        "all/b.yaml",
        "all/C.YAML",
        "all/a.yml",
    ]


@pytest.mark.usefixtures("here")
def test_a_file_that_is_both_named_and_found_counts_as_named() -> None:
    for paths in (["all/deep", "all/deep/er/d.yaml"], ["all/deep/er/d.yaml", "all/deep"]):
        assert [(file.name, file.within) for file in files(paths)] == [("all/deep/er/d.yaml", None)]


@links
def test_a_link_to_a_file_that_was_given_is_the_same_file(here: Path) -> None:
    (here / "all" / "again.yaml").symlink_to("b.yaml")
    assert names("all/b.yaml", "all/again.yaml") == ["all/b.yaml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.yaml", "none.yaml: cannot be read: No such file or directory."),
        ("all/b.yaml/c", "all/b.yaml/c: cannot be read: Not a directory."),
        ("a\0b", "a\0b: cannot be read: it is not a path."),
    ],
)
@pytest.mark.usefixtures("here")
@links
def test_a_path_that_is_not_there_cannot_be_checked(path: str, message: str) -> None:
    with pytest.raises(CouldNotCheckError) as raised:
        files(["all", path])
    assert str(raised.value) == message


@pytest.mark.usefixtures("here")
@links
def test_a_device_or_a_pipe_that_is_named_cannot_be_checked() -> None:
    os.mkfifo("pipe.yaml")
    for path in ("pipe.yaml", os.devnull):
        with pytest.raises(CouldNotCheckError) as raised:
            files([path])
        assert str(raised.value) == f"{path}: is neither a file nor a folder. To read from a pipe, give - as the path."


@links
def test_a_pipe_that_is_found_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "all" / "deep" / "er" / "pipe.yaml")
    assert reason(files(["all/deep"])[-1]) == "The file is a pipe or a device."


@links
def test_a_link_that_leads_out_of_the_folder_is_not_followed(here: Path) -> None:
    (here / "secret.yaml").write_text("title: Secret\n", "utf-8")
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / "f.yaml").write_text("title: Far\n", "utf-8")
    (here / "all" / "deep" / "folder").symlink_to(here / "elsewhere", target_is_directory=True)
    (here / "all" / "deep" / "link.yaml").symlink_to(here / "secret.yaml")
    found = {file.name: file for file in files(["all/deep"])}
    assert set(found) == {"all/deep/folder", "all/deep/link.yaml", "all/deep/er/d.yaml"}
    assert found["all/deep/folder"].problem == "it is a link to a folder, and those are not followed"
    assert reason(found["all/deep/link.yaml"]) == "The file is a link that leads out of the folder."
    (named,) = read_file(files(["all/deep/link.yaml"])[0], SHAPE)
    assert named.title == "Secret"


@links
def test_a_link_within_the_folder_is_followed_and_one_to_nothing_is_said(here: Path) -> None:
    (here / "all" / "deep" / "a-link.yaml").symlink_to("er/d.yaml")
    (here / "all" / "deep" / "b-link.yaml").symlink_to("nothing.yaml")
    inner, broken = files(["all/deep"])
    assert read_file(inner, SHAPE)[0].title == "deep/er/d.yaml"
    assert reason(broken) == "The file cannot be opened: No such file or directory."


@pytest.mark.usefixtures("here")
def test_a_file_that_may_not_be_opened_is_said_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (file,) = files(["all/b.yaml"])
    monkeypatch.setattr(os, "open", refuse)
    assert reason(file) == "The file cannot be opened: Permission denied."


@pytest.mark.usefixtures("here")
def test_a_folder_that_may_not_be_listed_stops_the_run_rather_than_seem_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("er"):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CouldNotCheckError, match=r"er: cannot be read: Permission denied\.$"):
        files(["all"])


@pytest.mark.usefixtures("here")
def test_an_empty_path_is_not_the_folder_that_one_is_in() -> None:
    with pytest.raises(CouldNotCheckError, match="write a full stop"):
        files(["all", ""])


def test_a_file_that_comes_in_pieces_is_read_to_its_end_or_to_what_is_too_much() -> None:
    class Slow(io.RawIOBase):
        def __init__(self, length: int) -> None:
            self.left = length

        def read(self, size: int = -1) -> bytes:
            piece = min(size, self.left, 900_000)
            self.left -= piece
            return b"a" * piece

    for length, taken in ((0, 0), (1_000_000, 1_000_000), (9_000_000, MAX_BYTES + 1)):
        assert opening._whole(Slow(length)) == b"a" * taken  # type: ignore[arg-type]


def test_a_path_stays_as_it_is_where_the_working_folder_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "getcwd", gone)
    assert (whereabouts.real("a.yaml"), whereabouts.absolute(Path("b.yaml"))) == ("a.yaml", "b.yaml")


@pytest.mark.usefixtures("here")
def test_standard_input_that_is_named_twice_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"title: A\n")))
    first, second = files(["-", "all/b.yaml", "-"])
    assert (first.data, second.name) == (b"title: A\n", "all/b.yaml")


@pytest.mark.parametrize("given", ["-", Path("-")])
def test_a_hyphen_is_standard_input_under_the_name_that_is_given(
    given: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("title: Tīkanga\n".encode())))
    (file,) = files([given], standard_input="p/x.yaml")
    (proposal,) = read_file(file, SHAPE)
    assert (file.place, proposal.file, proposal.folder) == (STANDARD_INPUT, "p/x.yaml", Path("p"))
    assert proposal.title == "Tīkanga"


@pytest.mark.usefixtures("here")
def test_the_folder_of_a_file_is_where_the_files_that_it_names_are_looked_for() -> None:
    assert [read_file(file, SHAPE)[0].folder for file in files(["all/deep", "all/b.yaml"])] == [
        Path("all/deep/er"),
        Path("all"),
    ]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("# note\n", ""),  # it may have been a proposal
        ("services:\n  web: 1\n", "it has none of a proposal's fields"),
        ("- a\n", "it has none of a proposal's fields"),
        ("a lone text\n", "it has none of a proposal's fields"),
        ("a: 1\n---\nb: 2\n", "it has none of a proposal's fields"),
        ("titel: Foo\nname: 3\n", "it has none of a proposal's fields"),
        ("{}\n", "it has none of a proposal's fields"),
        ("[]\n", "it has none of a proposal's fields"),
        ("info: {title: Foo, status: draft}\n", "it has none of a proposal's fields"),
        ("a: 1\n---\ntitle: Foo\n", ""),
        ("titel: Foo\nlevel: 3\n", ""),
        ("titel: Foo\nlevle: 3\n", ""),
        ("Title: Foo\nLearning Outcomes: []\n", ""),
        ("proposal: {title: Foo, level: 3, credits: 4}\n", ""),
        ("- {title: Foo, level: 3, credits: 4}\n", ""),
        ("title: Data: literacy\n", ""),  # what cannot be read may be a proposal
        ("\x00", ""),
    ],
)
def test_a_file_that_is_found_is_passed_over_where_it_is_sound_and_no_proposal(source: str, why: str) -> None:
    assert is_no_proposal(read(source.encode(), "a.yaml", SHAPE)) == why


FIELDS = st.sampled_from(sorted(SHAPE["properties"]))
WRITTEN = [
    str,
    str.upper,
    str.title,
    lambda name: name.replace("_", " "),
    lambda name: f"\u200b{name.replace('_', '-')}",
]


@given(st.lists(st.tuples(FIELDS, st.sampled_from(WRITTEN)), min_size=2, max_size=5, unique_by=lambda one: one[0]))
def test_fields_are_known_in_whatever_case_and_with_whatever_between_their_words(
    names: list[tuple[str, Callable[[str], str]]],
) -> None:
    text = "".join(f'"{write(name)}": \n' for name, write in names)
    assert is_no_proposal(read(text.encode(), "a.yaml", SHAPE)) == ""


@pytest.mark.usefixtures("here")
def test_an_empty_file_that_is_found_is_a_proposal_that_cannot_be_read() -> None:
    Path("all/deep/er/d.yaml").write_text("# title: Foo\n", "utf-8")
    (file,) = files(["all/deep"])
    proposals = read_file(file, SHAPE)
    assert [fault.rule for one in proposals for fault in one.faults] == ["reading/empty"]
    assert not why_passed_over(file, proposals)


def test_what_cannot_be_read_is_not_left_open(here: Path) -> None:
    def next_number() -> int:
        os.close(number := os.open(os.devnull, os.O_RDONLY))
        return number

    free = next_number()
    said = opening.contents(here / "all")[1]
    assert said.startswith("cannot be opened: ")
    assert next_number() == free


def test_what_git_lfs_has_not_fetched_is_said_and_not_taken_for_another_kind_of_file(here: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    (here / "all" / "deep" / "er" / "d.yaml").write_text(pointer, "utf-8")
    told = "The file was not fetched: what is here only points to it in Git LFS. Run git lfs pull."
    assert reason(files(["all/deep"])[0]) == told


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["p.yaml.txt", "P.YML.TXT"])
def test_a_name_to_which_an_editor_added_an_ending_is_said(name: str) -> None:
    Path("all/deep", name).write_text("title: Foo\n", "utf-8")
    Path("all/deep", f".{name}").write_text("title: Foo\n", "utf-8")
    said = {file.name: file.problem for file in files(["all/deep"])}
    assert said == {
        f"all/deep/{name}": "its name ends in .txt, and a proposal's ends in .yaml",
        "all/deep/er/d.yaml": "",
    }


@pytest.mark.usefixtures("here")
def test_a_folder_in_which_nothing_is_found_is_said_beside_one_that_holds_something() -> None:
    Path("none/.hidden").mkdir(parents=True)
    Path("none/.hidden/p.yaml").write_text("title: Foo\n", "utf-8")
    found = files(["none", "all/deep"])
    assert [(file.name, file.problem) for file in found] == [
        ("none", "it holds no file that ends in .yaml or .yml"),
        ("all/deep/er/d.yaml", ""),
    ]
    assert why_passed_over(found[0], read_file(found[0], SHAPE)) == found[0].problem


@pytest.mark.usefixtures("here")
def test_a_proposal_that_is_called_as_a_framework_hides_nothing_beside_it() -> None:
    Path("all/deep/framework.yaml").write_text("title: A framework for wānanga\n", "utf-8")
    assert [(file.name, file.problem) for file in files(["all/deep"])] == [
        ("all/deep/framework.yaml", ""),
        ("all/deep/er/d.yaml", ""),
    ]


@pytest.fixture
def mixed(here: Path) -> Path:
    """Put a rule set and a proposal outside beside the proposals, and work among them."""
    (here / "all" / "rules" / "more").mkdir(parents=True)
    (here / "all" / "rules" / "framework.yaml").write_text('{"id": "rules", "editions": []}', "utf-8")
    (here / "all" / "rules" / "more" / "sample.yaml").write_text("title: Sample\n", "utf-8")
    (here / "other.yaml").write_text("title: Other\n", "utf-8")
    for name in ("more.yaml.txt", ".more.yaml.txt", "rules/more/more.yml.txt"):
        (here / "all" / name).write_text("title: More\n", "utf-8")
    os.chdir(here / "all")  # which the fixture of the folder takes back
    return here


RULES = "it is a rule set's, and so is what lies beside and below it"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("b.yaml", (Path(), "")),
        ("deep/er/d.yaml", (Path(), "")),
        ("./C.YAML", (Path(), "")),
        ("letter.pdf", None),
        (".hidden.yaml", None),
        (".git/e.yaml", None),
        ("mcred-check.yaml", None),
        ("rules/framework.yaml", (Path(), RULES)),
        ("rules/more/sample.yaml", (Path(), RULES)),
        ("../other.yaml", (Path(".."), "")),
        ("more.yaml.txt", (Path(), "its name ends in .txt, and a proposal's ends in .yaml")),
        (".more.yaml.txt", None),
        ("rules/more/more.yml.txt", (Path(), RULES)),
    ],
)
def test_a_file_that_is_named_may_count_only_if_it_would_be_found(
    mixed: Path, name: str, found: tuple[Path, str] | None
) -> None:
    place = found and (name.removeprefix("./"), *found)
    assert [(file.name, file.within, file.problem) for file in files([name], as_found=True)] == (
        [place] if place else []
    )
    named = str(mixed / "all" / name)
    assert [(file.problem) for file in files([named], as_found=True)] == ([found[1]] if found else [])
    assert [file.within for file in files([name])] == [None]


NAMES = [
    "a.yaml",
    "b.YML",
    "c.yaml.txt",
    ".d.yaml",
    "framework.yaml",
    "mcred-check.yaml",
    "e.pdf",
    "ā.yaml",
    "n\nl.yaml",
]
IN_FOLDERS = st.lists(st.sampled_from(["a", "b", ".c", "framework.yaml"]), max_size=3)
HELD = st.sampled_from(["title: A\n", "editions: []\n", "other: 1\n", ""])


@given(st.dictionaries(st.tuples(IN_FOLDERS.map(tuple), st.sampled_from(NAMES)), HELD, max_size=8))
def test_what_is_taken_as_found_is_what_a_walk_finds(tree: dict[tuple[tuple[str, ...], str], str]) -> None:
    here = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for (folders, name), text in tree.items():
                with suppress(OSError):  # there is a file where a folder would be, or the other way about
                    Path(*folders).mkdir(parents=True, exist_ok=True)
                    Path(*folders, name).write_text(text, "utf-8")
            named = sorted(one.as_posix() for one in Path().rglob("*") if one.is_file())
            walked = {file.name: file.problem for file in files(["."]) if file.name != "."}
            taken = {file.name: file.problem for file in files(named, as_found=True)}
        finally:
            os.chdir(here)
    assert walked.items() <= taken.items()
    assert {taken[name] for name in taken.keys() - walked.keys()} <= {RULES}  # a walk does not go below a framework


def test_a_rule_set_in_a_folder_is_passed_over_as_one_and_its_sample_is_checked_where_it_is_named(here: Path) -> None:
    (here / "rules" / "more").mkdir(parents=True)
    for name in ("framework.yaml", "a-rule.yaml", "sample.yaml", "more/p.yaml"):
        (here / "rules" / name).write_text("title: Something\neditions: []\n", "utf-8")
    (found,) = files(["rules"])
    assert found.name == "rules/framework.yaml"
    assert found.problem == "it is a rule set's, and so is what lies beside and below it"
    assert load_proposals("rules") == []
    assert [one.title for one in load_proposals("rules/sample.yaml")] == ["Something"]


def test_load_proposals_leaves_out_what_is_no_proposal_unless_it_is_named(here: Path) -> None:
    (here / "all" / "compose.yaml").write_text("services: {}\n", "utf-8")
    found = ["C.YAML", "a.yml", "b.yaml", "deep/er/d.yaml"]
    assert [one.title for one in load_proposals("all")] == found
    assert [one.title for one in load_proposals("all/compose.yaml", "all")] == ["compose.yaml", *found]
