"""Draw the README's picture from a real report; with --check, say whether the one in docs/pictures is fresh."""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from mcred_check import check, load_proposals, load_rules
from mcred_check.reporting.formats import Look, form, render

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "report.svg"
WIDTH, LINES = 82, 56
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
<svg class="rich-terminal" viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>A report of mcred-check on examples/poor</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }}
{styles}
</style>
<defs>{lines}</defs>
<rect width="{terminal_width}" height="{terminal_height}" rx="8" fill="#fafaf8" stroke="#d8dbdf"/>
<g transform="translate(9, 12)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def picture() -> str:
    """Draw the beginning of the report on the poor example."""
    os.chdir(ROOT)
    report = check(load_proposals("examples/poor"), load_rules(), as_of=date(2026, 11, 23))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(Text.assemble(("$ ", "dim"), "mcred-check check examples/poor"))
    console.print()
    lines = render(report, form("text", Look(width=WIDTH - 2, color=True))).splitlines()[:LINES]
    while lines[-1]:  # end where a finding ends
        lines.pop()
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=True)
    console.print(Text("…", "dim"))
    return console.export_svg(theme=THEME, code_format=SVG, unique_id="report")


def main() -> int:
    """Write the picture, or check it."""
    drawn = picture()
    if "--check" not in sys.argv:
        PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
        return 0
    fresh = PICTURE.read_text("utf-8") == drawn
    print(
        "docs/pictures/report.svg is fresh"
        if fresh
        else "docs/pictures/report.svg is stale: run scripts/make_pictures.py"
    )
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main())
