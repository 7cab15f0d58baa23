"""Lay the documentation site out as the repository, so that a link that works on a code host works on the site too."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown.extensions import Extension
from mkdocs.structure.files import File, Files, InclusionLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parents[1]
FRONT = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
LINK = re.compile(r"\]\(([^)\s#]+)")
LANGUAGES = {".json": "json", ".py": "python", ".yaml": "yaml", ".yml": "yaml"}


class Shown(File):
    """A file of the repository that is no Markdown, on a page of its own."""

    def is_documentation_page(self) -> bool:
        """Say so, although its name does not."""
        return True


class Indents(Extension):
    """Take two spaces for an indent, as every code host does, and not only four."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Change the reader."""
        md.tab_length = 2


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read Markdown as code hosts do."""
    config.markdown_extensions.append(Indents())  # type: ignore[arg-type]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give each page its path in the repository, and add what the pages link to outside docs."""
    own = [file for file in files if file.src_dir == config.docs_dir]
    pages = {f"docs/{file.src_uri}" for file in own} | FRONT
    laid_out = Files(file for file in files if file not in own)  # what the theme brings stays where it is
    waiting = sorted(pages)
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        laid_out.append(_file(path, config=config, in_nav=path in pages))
        if path.endswith(".md"):
            new = sorted(set(_linked(path)) - seen)
            seen.update(new)
            waiting += new
    return laid_out


def on_page_markdown(markdown: str, **_: object) -> str:
    """Read the Markdown inside of what can be unfolded, as code hosts do."""
    return markdown.replace("<details>", '<details markdown="1">')


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
    fence = "`" * (2 + max((len(run) for run in re.findall("`+", text)), default=1))
    content = f"---\nsearch: {{exclude: true}}\n---\n# {path}\n\n{fence}{language}\n{text}\n{fence}\n"
    return Shown.generated(config, path, content=content, inclusion=inclusion)
