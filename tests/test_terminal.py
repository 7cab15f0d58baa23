"""The interview in a real terminal: typed into tmux, as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from texts import SHAPE

from mcred_check.loading import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mcred_check.model import Json

TMUX = shutil.which("tmux")
PATIENCE = 60

pytestmark = pytest.mark.skipif(TMUX is None, reason="tmux is not there; Debian's package of that name brings it")


class Terminal:
    """A terminal of 80 by 40, in which one command runs and its exit code is shown at the end."""

    def __init__(self, folder: Path, command: str) -> None:
        self.folder = folder
        self._socket = str(folder / "tmux")
        unwanted = {"TMUX", "CI", "NO_COLOR", "LINES", "COLUMNS"}
        environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        self._environment = environment | {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        script = f"sh -c 'trap : INT; {command}; echo exit $?; cat'"  # the shell lives on after Ctrl-C
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", "80", "-y", "40", "-c", str(folder), script)

    def _tmux(self, *args: str) -> str:
        command = [str(TMUX), "-u", "-S", self._socket, *args]
        done = subprocess.run(command, env=self._environment, capture_output=True, encoding="utf-8", check=True)
        return done.stdout

    def type(self, text: str, *keys: str) -> None:
        """Type letters, then keys by their names."""
        self._tmux("send-keys", "-l", text)
        if keys:
            self._tmux("send-keys", *keys)

    def screen(self) -> str:
        """Give what can be seen."""
        return self._tmux("capture-pane", "-p")

    def wait_for(self, text: str) -> str:
        """Wait until a text can be seen at the end of the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            seen = self.screen()
            if text.strip() in seen.rstrip().rsplit("\n", 1)[-1]:
                return seen
            time.sleep(0.05)
        pytest.fail(f"{text!r} did not come:\n{self.screen()}")

    def close(self) -> None:
        """End it."""
        self._tmux("kill-server")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Give a terminal in which the interview has begun."""
    opened = Terminal(tmp_path, f"{sys.executable} -m mcred_check new new.yaml --ask")
    opened.wait_for("title:")
    yield opened
    opened.close()


def written(terminal: Terminal) -> Json:
    (proposal,) = read((terminal.folder / "new.yaml").read_bytes(), "new.yaml", SHAPE)
    assert proposal.faults == ()
    return proposal.data


def test_letters_with_macrons_can_be_typed_and_taken_back(terminal: Terminal) -> None:
    terminal.type("Te reo Māori mō ngā kaimahī", "BSpace")
    terminal.type("i", "Enter")
    terminal.wait_for("level:")
    terminal.type("42", "BSpace", "Enter")
    terminal.wait_for("credits:")
    terminal.type("", "C-d")
    seen = terminal.wait_for("exit 0")
    assert "A draft with nothing wrong so far" in seen
    assert written(terminal)["title"] == "Te reo Māori mō ngā kaimahi"
    assert written(terminal)["level"] == 4


def test_a_wrong_answer_is_told_at_once_and_a_stop_keeps_everything(terminal: Terminal) -> None:
    terminal.type("Diploma of Weaving", "Enter")
    seen = terminal.wait_for("title [Diploma of Weaving]:")
    assert "✘ The title says “diploma”, a word kept for qualifications." in seen
    terminal.type("Weaving with Harakeke", "Enter")
    terminal.wait_for("level:")
    terminal.type("4", "Enter")
    terminal.wait_for("credits:")
    terminal.type("2", "C-c")
    seen = terminal.wait_for("exit 2")
    assert "Stopped. new.yaml holds what you said so far; go on in the file with an editor." in seen
    assert written(terminal) == {"format": 1, "status": "draft", "title": "Weaving with Harakeke", "level": 4}
