"""Draw docs/pictures from what the program prints; with --check, say whether they are fresh."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
START = "from mcred_check.__main__ import start; start()"
DAY = ("--as-of", "2026-11-23")
THEME = TerminalTheme(
    (250, 250, 248),
    (36, 41, 47),
    [
        (36, 41, 47),
        (179, 29, 40),
        (17, 99, 41),
        (130, 80, 0),
        (9, 80, 160),
        (120, 60, 160),
        (14, 100, 110),
        (90, 96, 104),
    ],
)
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {terminal_width} HEIGHT" width="WIDTH" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }}
{styles}
</style>
<defs>{lines}</defs>
<rect width="{terminal_width}" height="HEIGHT" rx="8" fill="#fafaf8" stroke="#d8dbdf"/>
<g transform="translate(9, 12)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
LETTER = 8.8  # how wide a letter is shown where there is room, in pixels
LINE, MARGIN = 24.4, 12  # as high as rich draws a line, in the picture's own units
QUIET = Style(color="#596168")  # in place of what rich makes of dim, which is too faint to read


class Picture(NamedTuple):
    """A part of what a command prints: from the line that holds `first` to before the one that holds `end`.

    `width` is the terminal's, in letters. Where `prompt`, the command stands above, and dots below.
    """

    title: str
    command: str
    first: str
    end: str
    width: int
    dated: bool = True
    answers: str = ""
    prompt: bool = False


DRAWN = {
    "report": Picture(
        "A report of mcred-check on examples/poor",
        "check examples/poor",
        first="National Barista Skills",
        end="4   ",
        width=80,
        prompt=True,
    ),
    "verdict": Picture(
        "The head of a report",
        "check examples/nearly-ready",
        first="Native Plant Nursery",
        end="  Title and classification",
        width=46,
        prompt=True,
    ),
    "scorecard": Picture(
        "The scorecard of a report",
        "check examples/nearly-ready",
        first="  Title and classification",
        end="Fix before submission",
        width=60,
    ),
    "finding": Picture(
        "A finding in a report",
        "check examples/nearly-ready",
        first="1  ",
        end="https://",
        width=46,
    ),
    "interview": Picture(
        "The beginning of an interview",
        "new barista --ask",
        first="Press Enter",
        end="4 of 9",
        width=50,
        dated=False,
        answers="Barista Skills for Cafés\n3\n10\n\n\n\n\n\n\n",
        prompt=True,
    ),
    "draft": Picture(
        "What is still to do in a draft",
        "check examples/draft",
        first="To do",
        end="•  The purpose does not say what",
        width=46,
    ),
    "reviews": Picture(
        "The review desk",
        "reviews examples",
        first="Reviews of",
        end="Not listed yet",
        width=50,
        prompt=True,
    ),
}


def printed(picture: Picture) -> list[str]:
    """Give the lines that a command prints, in colour."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", START, *picture.command.split(), *(DAY if picture.dated else ()), "--color=always"],
            cwd=folder if picture.answers else ROOT,  # what an interview writes is not kept
            env=os.environ | {"COLUMNS": str(picture.width), "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")},
            input=picture.answers,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    return (done.stderr + done.stdout if picture.answers else done.stdout).splitlines()


def drawn(name: str, picture: Picture) -> str:
    """Draw a picture as SVG."""
    lines = [_legible(Text.from_ansi(line)) for line in printed(picture)]
    first = next(at for at, line in enumerate(lines) if line.plain.startswith(picture.first))
    end = next(at for at, line in enumerate(lines) if at > first and line.plain.strip().startswith(picture.end.strip()))
    shown = lines[first:end]
    while not shown[-1].plain.strip():
        shown.pop()
    for line in shown:
        line.truncate(picture.width, overflow="ellipsis")  # what the program leaves to the terminal to fold
    if picture.prompt:
        shown = [Text.assemble(("$ ", QUIET), f"mcred-check {picture.command}"), Text(), *shown, Text("…", QUIET)]
    width = picture.width + 2
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, highlight=False)
    for line in shown:
        console.print(line, soft_wrap=True)
    code = SVG.replace("TITLE", picture.title)
    code = code.replace("WIDTH", f"{width * LETTER:.0f}").replace("HEIGHT", f"{len(shown) * LINE + 2 * MARGIN:.0f}")
    return console.export_svg(theme=THEME, code_format=code, unique_id=name)


def _legible(line: Text) -> Text:
    line.spans = [span._replace(style=QUIET) if Style.parse(str(span.style)).dim else span for span in line.spans]
    return line


def main() -> int:
    """Write the pictures, or check them."""
    stale = 0
    for name, picture in DRAWN.items():
        path = PICTURES / f"{name}.svg"
        text = drawn(name, picture)
        if "--check" in sys.argv:
            fresh = path.is_file() and path.read_text("utf-8") == text
            print(f"docs/pictures/{path.name} is {'fresh' if fresh else 'stale: run scripts/make_pictures.py'}")
            stale += not fresh
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
