"""Reading from git: by a real git in real repositories, some of them hostile."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mcred_check import revisions
from mcred_check.model import CouldNotCheckError
from mcred_check.nodes import MAX_BYTES
from mcred_check.revisions import Repository

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def repository(needs_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Make a repository at hand, and give what runs git in it."""
    del needs_git
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "kōwhai repo"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def git(*args: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        return subprocess.run(["git", *who, *args], check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q", "-b", "main")
    return git


def commit(git: Callable[..., str], files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    git("add", "-A")
    git("commit", "-qm", "x")


def test_a_file_is_given_as_it_was_at_a_revision(repository: Callable[..., str]) -> None:
    commit(repository, {"p/ā b.yaml": "a: 1\n", "-x.yaml": b"\xff\x00\r\n"})
    commit(repository, {"p/ā b.yaml": "a: 2\n"})
    Path("p/ā b.yaml").write_text("a: 3\n", "utf-8")
    with Repository(Path()) as git:
        assert git.top == Path.cwd()
        assert git.file("HEAD", "p/ā b.yaml") == b"a: 2\n"
        assert git.file("HEAD~1", "p/ā b.yaml") == b"a: 1\n"
        assert git.file("main", "-x.yaml") == b"\xff\x00\r\n"
        assert git.file("HEAD", "gone.yaml") is None
        assert git.file("HEAD", "p/ā b.yaml") == b"a: 2\n"  # and again, after one that was not there
        assert git.names("HEAD", "p") == ["p/ā b.yaml"]
        assert sorted(git.names("HEAD", ".")) == ["-x.yaml", "p/ā b.yaml"]
        assert git.names("HEAD", "nowhere") == []
        assert git.tree("HEAD") == repository("rev-parse", "HEAD^{tree}")


def test_a_folder_within_the_repository_will_do(repository: Callable[..., str]) -> None:
    commit(repository, {"p/q/a.yaml": "a: 1\n"})
    with Repository(Path("p/q")) as git:
        assert git.file("HEAD", "p/q/a.yaml") == b"a: 1\n"


@pytest.mark.parametrize(
    "revision", ["HEAD~9", "--help", "-x", "--output=evil", "nowhere", "$(touch evil)", "", "HEAD HEAD"]
)
def test_a_revision_that_is_not_there_is_said(repository: Callable[..., str], revision: str) -> None:
    commit(repository, {"a.yaml": "a: 1\n"})
    with Repository(Path()) as git, pytest.raises(CouldNotCheckError, match="has no revision “"):
        git.file(revision, "b.yaml")
    assert not Path("evil").exists()


@pytest.mark.parametrize("name", ["a\nHEAD:a.yaml", "a\0b"])
def test_a_name_with_a_line_break_or_a_null_character_is_refused(repository: Callable[..., str], name: str) -> None:
    commit(repository, {"a.yaml": "a: 1\n"})
    with Repository(Path()) as git, pytest.raises(CouldNotCheckError, match="is not the name of anything in git"):
        git.file("HEAD", name)


def test_a_folder_is_no_file(repository: Callable[..., str]) -> None:
    commit(repository, {"p/a.yaml": "a: 1\n"})
    with Repository(Path()) as git, pytest.raises(CouldNotCheckError, match="is no file at that revision"):
        git.file("HEAD", "p")


def test_where_git_stops_its_reason_is_said_and_later_questions_end_too(repository: Callable[..., str]) -> None:
    commit(repository, {"a.yaml": "a: 1\n"})
    with Repository(Path()) as git:
        for _ in range(2):
            with pytest.raises(CouldNotCheckError, match=r"git stopped: .*only has 1 entr"):
                git.file("@{7}", "a.yaml")
            git._process.wait()


def test_of_a_file_that_is_too_long_only_the_beginning_is_read(repository: Callable[..., str]) -> None:
    commit(repository, {"a.yaml": b"x" * (3 * MAX_BYTES), "b.yaml": "b: 1\n"})
    with Repository(Path()) as git:
        assert git.file("HEAD", "a.yaml") == b"x" * (MAX_BYTES + 1)
        assert git.file("HEAD", "b.yaml") == b"b: 1\n"


@pytest.mark.usefixtures("needs_git")
def test_without_a_repository_there_is_no_revision(tmp_path: Path) -> None:
    with pytest.raises(CouldNotCheckError, match="is not in a git repository"):
        Repository(tmp_path)


def test_without_git_only_files_can_be_compared(
    repository: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, {"a.yaml": "a: 1\n"})
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CouldNotCheckError, match="git is not installed"):
        Repository(Path())


def test_git_is_never_found_in_the_folder_at_hand(
    repository: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "git.exe" if os.name == "nt" else "git"
    commit(repository, {name: "#!/bin/sh\ntouch evil\n"})
    Path(name).chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", os.environ["PATH"])))
    with Repository(Path()) as git:
        assert git.file("HEAD", name)
    assert not Path("evil").exists()


def test_nothing_that_a_repository_or_the_environment_names_is_run(
    repository: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", "utf-8")
    evil.chmod(0o755)
    commit(repository, {"a.yaml": "a: 1\n", ".gitattributes": "* diff=evil filter=evil\n"})
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "filter.evil.clean",
        "pager.cat-file",
        "alias.cat-file",
        "credential.helper",
        "gpg.program",
    ):
        repository("config", setting, str(evil))
    hook = Path(".git/hooks/post-index-change")
    hook.write_text(evil.read_text("utf-8"), "utf-8")
    hook.chmod(0o755)
    for name, value in {"GIT_EXTERNAL_DIFF": str(evil), "GIT_PAGER": str(evil), "GIT_DIR": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    with Repository(Path()) as git:
        assert git.file("HEAD", "a.yaml") == b"a: 1\n"
        assert git.file("", "a.yaml") == b"a: 1\n"  # what is staged
        assert "a.yaml" in git.names("HEAD", ".")
    assert not (tmp_path / "ran").exists()


def test_a_partial_clone_is_not_completed_from_elsewhere(
    repository: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, {"a.yaml": "a: 1\n"})
    repository("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository("clone", "-q", "--no-checkout", "--filter=blob:none", Path.cwd().as_uri(), str(clone))
    monkeypatch.chdir(clone)
    with Repository(Path()) as git, pytest.raises(CouldNotCheckError, match=r"HEAD:a\.yaml: git stopped: "):
        git.file("HEAD", "a.yaml")


def test_a_repository_of_somebody_else_is_said_to_be_one() -> None:
    said = revisions._why_not(b"fatal: detected dubious ownership in repository at '/x'\n", "p")
    assert said == "p: git does not read this repository, because it belongs to somebody else (git's safe.directory)."
    assert revisions._why_not(b"", "p") == "p: git stopped: it gave no reason"
