"""A repository of proposals, driven as a team would: hooks in real git, a fix, a waiver, the steps of the action."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

EXAMPLE = ROOT / "examples" / "repository"
DAY = "2026-11-23"
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="git hooks and steps of a runner are run by bash here")


def environment(**more: str) -> dict[str, str]:
    """Give the environment of somebody who works in a repository: this Python's programs, a name for git, and no CI."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI"))}
    who = {f"GIT_{role}_{part}": "mere@example.nz" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    return {**kept, **who, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}


@pytest.fixture
def team(needs_git: None, tmp_path: Path) -> Path:
    """Give a git repository that holds the example's files."""
    del needs_git
    shutil.copytree(EXAMPLE, tmp_path / "team")
    git(tmp_path / "team", "init", "--quiet", "--initial-branch=main")
    return tmp_path / "team"


def git(folder: Path, *args: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run git in a repository."""
    command = ["git", *args]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=check)


def checked(folder: Path, day: str = DAY) -> subprocess.CompletedProcess[str]:
    """Check everything in a repository, on a day."""
    command = [sys.executable, "-m", "mcred_check", "check", ".", "--as-of", day]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False)


def change(file: Path, old: str, new: str) -> None:
    """Change a file's text, where it holds what is changed."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_example_passes_and_says_what_is_waived(team: Path) -> None:
    done = checked(team)
    assert done.returncode == 0, done.stdout
    assert "1 waiver in force" in done.stdout


@pytest.mark.parametrize(("day", "code"), [("2027-02-28", 0), ("2027-03-01", 1)])
def test_a_waiver_holds_to_its_last_day_and_no_longer(team: Path, day: str, code: int) -> None:
    done = checked(team, day)
    assert done.returncode == code, done.stdout
    assert ("expired" in done.stdout) is bool(code)


def test_a_draft_may_be_half_written_and_a_submission_may_not(team: Path) -> None:
    draft = team / "drafts" / "visitor-guiding.yaml"
    assert checked(team).returncode == 0
    shutil.move(draft, team / "proposals" / "visitor-guiding.yaml")
    assert checked(team).returncode == 1


@pytest.fixture
def hooked(team: Path) -> Path:
    """Use the hooks that mcred-check ships, as pre-commit reads them, with the programs of this environment."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    local = [{**hook, "language": "system"} for hook in hooks]  # what is tested is this checkout, not a release
    for hook in local:
        hook["args"] = ["--as-of", DAY]
    (team / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    subprocess.run([BIN / "pre-commit", "install"], cwd=team, env=environment(), check=True, capture_output=True)
    git(team, "add", ".")
    git(team, "commit", "--quiet", "--message", "Begin")
    return team


def test_a_bad_commit_is_stopped_and_its_fix_passes(hooked: Path) -> None:
    team = hooked
    proposal = team / "proposals" / "nursery" / "proposal.yaml"
    change(proposal, "credits: 15", "credits: 16")
    git(team, "add", ".")
    stopped = git(team, "commit", "--message", "A credit more", check=False)
    assert stopped.returncode != 0
    assert "at ten hours a credit they would be 160" in stopped.stdout + stopped.stderr
    change(proposal, "credits: 16", "credits: 15")
    change(proposal, "weeks:", "# in term time\n  weeks:")
    git(team, "add", ".")
    git(team, "commit", "--quiet", "--message", "Say when")
    change(team / "mcred-check.yaml", "outcomes-have-evidence", "outcomes-have-evidnce")
    git(team, "add", ".")
    stopped = git(team, "commit", "--message", "A slip in the configuration", check=False)
    assert stopped.returncode != 0, "a change of the configuration checks every proposal"
    assert len(git(team, "log", "--oneline").stdout.splitlines()) == 2


def test_a_commit_of_what_is_no_proposal_or_is_left_out_passes(hooked: Path) -> None:
    (hooked / "mkdocs.yml").write_text("site_name: Our proposals\n", "utf-8")
    (hooked / "archive").mkdir()
    (hooked / "archive" / "old.yaml").write_text("title: Old\ncredits: 99\n", "utf-8")
    with (hooked / "mcred-check.yaml").open("a", encoding="utf-8") as file:
        file.write("exclude: [archive/**]\n")
    shutil.copytree(ROOT / "examples" / "house-rules", hooked / "house-rules")
    git(hooked, "add", ".")
    git(hooked, "commit", "--quiet", "--message", "Other files")
    (hooked / "archive" / "old.yaml").rename(hooked / "proposals" / "old.yaml")
    git(hooked, "add", ".")
    assert git(hooked, "commit", "--message", "And one that counts", check=False).returncode != 0


@pytest.mark.parametrize(
    ("file", "hook"),
    [
        ("proposals/a.yaml", "mcred-check"),
        ("a.yml", "mcred-check"),
        ("mcred-check.yaml", "mcred-check-all"),
        ("house-rules/framework.yaml", "mcred-check-all"),
        ("house-rules/a-rule.yaml", "mcred-check-all"),
        ("house-rules/table.csv", "mcred-check-all"),
        ("evidence/letter.md", None),
    ],
)
def test_each_hook_is_for_its_files(file: str, hook: str | None) -> None:
    wanted = set()
    for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        fits = file.endswith((".yaml", ".yml")) if "types" in one else bool(re.search(one["files"], file))
        if fits and not re.search(one.get("exclude", "^$"), file):
            wanted.add(one["id"])
    assert (hook in wanted) if hook else not wanted


# --- The action -------------------------------------------------------------------------------------------------------


def steps() -> list[dict[str, str]]:
    """Give the steps of the action that are scripts."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return [step for step in action["runs"]["steps"] if "run" in step]


def run_step(step: dict[str, str], folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner does: bash that stops at an error, what the step names in its environment."""
    for name in ("output", "path", "summary"):
        (folder / f"github-{name}").touch()
    told = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(folder / "github-output"),
        "GITHUB_PATH": str(folder / "github-path"),
        "GITHUB_STEP_SUMMARY": str(folder / "github-summary"),
    }
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, cwd=folder, env=environment(**told, **inputs), capture_output=True, encoding="utf-8", check=False
    )


def test_the_actions_check_gates_annotates_and_sums_up(team: Path) -> None:
    _, check = steps()
    inputs = {"PATHS": "proposals\ndrafts\n", "ARGS": f"--as-of\n{DAY}", "SARIF": "scan.sarif", "BIN": str(BIN)}
    done = run_step(check, team, **inputs)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (team / "github-output").read_text() == "ready=true\n"
    assert (team / "scan.sarif").is_file()
    assert "Native Plant Nursery Practice" in (team / "github-summary").read_text("utf-8")
    change(team / "proposals" / "nursery" / "proposal.yaml", "credits: 15", "credits: 16")
    done = run_step(check, team, **inputs)
    assert done.returncode == 1
    assert (team / "github-output").read_text() == "ready=true\nready=false\n"
    assert "::error file=proposals/nursery/proposal.yaml,line=" in done.stdout


def test_no_input_of_the_action_is_run(team: Path) -> None:
    _, check = steps()
    done = run_step(check, team, PATHS="$(touch hit)\n;touch hit\n`touch hit`", ARGS="", SARIF="", BIN=str(BIN))
    assert done.returncode == 2
    assert not (team / "hit").exists()
    assert not re.search(r"\$\{\{", "".join(step["run"] for step in steps())), "an input comes by the environment"


@pytest.fixture
def changed(team: Path) -> Path:
    """Give a clone of the repository on a branch."""
    git(team, "add", ".")
    git(team, "commit", "--quiet", "--message", "Begin")
    git(team.parent, "clone", "--quiet", str(team), "clone")
    git(team.parent / "clone", "checkout", "--quiet", "-b", "change")
    return team.parent / "clone"


def check_what_has_changed(folder: Path) -> subprocess.CompletedProcess[str]:
    """Commit what has changed, and run the step that the page on CI gives for it."""
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Change")
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    blocks = [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    (step,) = (one for block in blocks for one in block.get("steps", ()) if one.get("name") == "Check what has changed")
    return run_step(step, folder, BASE="main", RUNNER_TEMP=str(folder.parent))


def test_the_step_for_what_has_changed_checks_that_and_no_more(changed: Path) -> None:
    (changed / "notes.yaml").write_text("a: 1\n", "utf-8")
    (changed / "drafts" / "visitor-guiding.yaml").unlink()
    done = check_what_has_changed(changed)
    assert (done.returncode, done.stdout) == (0, "")
    assert "None of the files that were named is a proposal to check." in done.stderr
    (changed / "proposals" / "Ngā mahi.yaml").write_text("title: Mahi\ncredits: 99\n", "utf-8")
    done = check_what_has_changed(changed)
    assert done.returncode == 1
    assert "99 credits" in done.stdout
    assert "nursery" not in done.stdout


def test_the_step_for_what_has_changed_stops_where_there_is_nothing_to_compare_with(changed: Path) -> None:
    (changed / "notes.yaml").write_text("a: 1\n", "utf-8")
    git(changed, "update-ref", "-d", "refs/remotes/origin/main")
    assert check_what_has_changed(changed).returncode == 128


def test_the_documents_pin_what_the_workflows_pin() -> None:
    files = [*ROOT.glob(".github/workflows/*.yml"), *EXAMPLE.glob(".github/workflows/*.yml"), ROOT / "docs" / "ci.md"]
    pins = {found for file in files for found in re.findall(r"uses: ((?:actions|pypa)/\S+?)@(\w+)", file.read_text())}
    assert len({name for name, _ in pins}) == len(pins)
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for _, commit in pins)
