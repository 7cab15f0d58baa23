"""Lay the documentation site out as the repository, so that a link that works on a code host works on the site too."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.structure.files import File, Files, InclusionLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parents[1]
FRONT = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
LINK = re.compile(r"\]\(([^)\s#]+)")
LANGUAGES = {".json": "json", ".py": "python", ".yaml": "yaml", ".yml": "yaml"}
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
SHORT = re.compile(r"(?<!</span>)<code>(?=[^<]{1,28}</code>)")
CONSOLE = re.compile(r'<div class="language-console.*?</div>', re.DOTALL)
OPTION = re.compile(r"(?<=[\s>])-[\w-]+")
WIDE = 3  # from so many columns on a table is too wide for a phone


class Shown(File):
    """A file of the repository that is no Markdown, on a page of its own."""

    def is_documentation_page(self) -> bool:
        """Say so, although its name does not."""
        return True


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give each page its path in the repository, and add what the pages link to outside docs."""
    own = [file for file in files if file.src_dir == config.docs_dir]
    pages = {f"docs/{file.src_uri}" for file in own} | FRONT
    laid_out = Files(file for file in files if file not in own)  # what the theme brings stays where it is
    waiting, seen = sorted(pages), set(pages)
    while waiting:
        path = waiting.pop()
        laid_out.append(_file(path, config=config, in_nav=path in pages))
        if path.endswith(".md"):
            new = sorted(set(_linked(path)) - seen)
            seen.update(new)
            waiting += new
    return laid_out


def on_page_markdown(markdown: str, **_: object) -> str:
    """Write Markdown as MkDocs reads it: four spaces to an indent, and leave to read on inside of what unfolds."""
    lines, fence, shift = [], "", 0
    for line in markdown.splitlines():
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        if not fence:
            shift = -(-indent // 3) * 4 - indent  # two or three spaces are one indent, four to six are two
            body = body.replace("<details>", '<details markdown="1">')
        lines.append(" " * (indent + shift) + body if body else "")
        marks = re.match("`{3,}", body)
        if marks and not fence:
            fence = marks[0]
        elif marks and body.rstrip() == fence:
            fence = ""
    return "\n".join(lines)


def on_page_content(html: str, **_: object) -> str:
    """Name the heading in each cell of a wide table, which a phone shows as lists, and mark what stays on one line."""
    html = TABLE.sub(lambda table: _labelled(table[0]), html)
    html = CONSOLE.sub(lambda block: OPTION.sub(r'<span class="short">\g<0></span>', block[0]), html)
    return SHORT.sub('<code class="short">', html)


def on_post_page(output: str, **_: object) -> str:
    """Say that the English is New Zealand's, and give the search a name, which the theme leaves out."""
    output = output.replace('<html lang="en"', '<html lang="en-NZ"', 1)
    return output.replace('role="dialog"', 'role="dialog" aria-label="Search"', 1)


def on_post_template(output_content: str, **_: object) -> str:
    """Do the same on the page for what is not found."""
    return on_post_page(output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """Put the search's index into a script too, so that the site can be searched in a folder, without a web server."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    index.with_suffix(".js").write_text(f"var __index = {index.read_text('utf-8')}", encoding="utf-8", newline="\n")


def _labelled(table: str) -> str:
    heads = [escape(re.sub("<.*?>", "", head)) for head in re.findall(r"<th[^>]*>(.*?)</th>", table)]
    if len(heads) < WIDE:
        return table
    cells = iter(heads * table.count("<tr>"))
    labelled = re.sub("<td", lambda _: f'<td role="cell" data-label="{next(cells)}"', table)
    return labelled.replace("<table>", '<table role="table" data-wide>').replace("<tr>", '<tr role="row">')


def _linked(path: str) -> Iterator[str]:
    """Give the paths of the repository's files that a page of it links to."""
    for target in LINK.findall((ROOT / path).read_text("utf-8")):
        found = (ROOT / path).parent.joinpath(unquote(target)).resolve()
        if "://" not in target and found.is_file() and found.is_relative_to(ROOT):
            yield found.relative_to(ROOT).as_posix()


def _file(path: str, *, config: MkDocsConfig, in_nav: bool) -> File:
    inclusion = InclusionLevel.UNDEFINED if in_nav else InclusionLevel.NOT_IN_NAV
    if path.startswith("docs/") or path.endswith(".md"):
        return File.generated(config, path, abs_src_path=str(ROOT / path), inclusion=inclusion)
    text = (ROOT / path).read_text("utf-8")
    language = LANGUAGES.get(PurePosixPath(path).suffix, "text")
    fence = "`" * (1 + max([2, *map(len, re.findall("`+", text))]))
    heading = path.replace("/", "/<wbr>")  # where a phone may break it
    content = f"---\ntitle: {path}\nsearch: {{exclude: true}}\n---\n# {heading}\n\n{fence}{language}\n{text}\n{fence}\n"
    return Shown.generated(config, path, content=content, inclusion=inclusion)
