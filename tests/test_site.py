"""The documentation site: built strictly, whole, and with nothing in it that a browser would fetch from elsewhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).resolve().parents[1]
FRONT: Final = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "examples/README.md")
FETCHED: Final = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src"}
NOT_FETCHED: Final = {"next", "prev", "canonical"}


class Page(HTMLParser):
    """What a page holds: its anchors, its links, those of its navigation, what a browser fetches, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.navigation: set[str] = set()
        self.fetched: set[str] = set()
        self.prose: list[str] = []
        self.code: list[str] = []
        self.labels: set[str] = set()
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"code", "pre", "script", "style", "nav"}:
            self._inside.append(tag)
        if "id" in given:
            self.anchors.add(given["id"])
        if "data-label" in given:
            self.labels.add(given["data-label"])
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
            if "md-nav__link" in given.get("class", ""):
                self.navigation.add(given["href"])
        if FETCHED.get(tag, "") in given:
            self.fetched.add(given[FETCHED[tag]])
        if tag == "link" and given.get("rel") not in NOT_FETCHED:
            self.fetched.add(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.prose.append(data)
        if self._inside[-1:] == ["code"]:
            self.code.append(data)
        if self._inside[-1:] == ["style"]:
            self.fetched.update(re.findall(r"url\(['\"]?([^)'\"]+)", data))


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, Page]:
    """Give each page by its address from the top of the site."""
    found = {file.relative_to(site).as_posix(): Page(file.read_text("utf-8")) for file in site.rglob("*.html")}
    assert len(found) > 20
    return found


def address(page: str, link: str) -> tuple[str, str]:
    """Give the file and the anchor that a link on a page leads to."""
    path, anchor = urldefrag(urljoin(f"https://here/{page}", link))
    path = unquote(urlsplit(path).path).removeprefix("/")
    return f"{path}index.html" if path in {"", "./"} or path.endswith("/") else path, unquote(anchor)


def elsewhere(link: str) -> bool:
    return bool(urlsplit(link).netloc or urlsplit(link).scheme)


def test_no_page_fetches_anything_from_elsewhere(site: Path, pages: Mapping[str, Page]) -> None:
    for name, page in pages.items():
        assert [link for link in page.fetched if elsewhere(link) and not link.startswith("data:")] == [], name
        assert len(page.fetched) > 3
    styles = "".join(file.read_text("utf-8") for file in site.rglob("*.css"))
    assert re.findall(r"url\(['\"]?(?:https?:)?//[^)]*", styles) == []
    assert "@import" not in styles


def test_every_link_and_anchor_within_the_site_leads_somewhere(site: Path, pages: Mapping[str, Page]) -> None:
    followed = 0
    for name, page in pages.items():
        for link in page.links | page.fetched:
            if elsewhere(link):
                continue
            path, anchor = address(name, link)
            assert (site / path).is_file(), (name, link)
            assert not anchor or anchor in pages[path].anchors, (name, link)
            followed += 1
    assert followed > 1000


def test_every_page_of_the_documentation_is_in_the_navigation(pages: Mapping[str, Page]) -> None:
    docs = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")}
    wanted = {re.sub(r"README\.html$", "index.html", path[:-3] + ".html") for path in {*docs, *FRONT}}
    shown = {address("index.html", link)[0] for link in pages["index.html"].navigation}
    assert shown == wanted


def test_every_page_says_its_language_and_names_its_search(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        assert text.count('<html lang="en-NZ"') == text.count('role="dialog" aria-label="Search"') == 1, file


def test_the_site_can_be_searched_in_a_folder_without_a_web_server(site: Path, pages: Mapping[str, Page]) -> None:
    index = (site / "search" / "search_index.js").read_text("utf-8").removeprefix("var __index = ")
    assert {"docs/managers.html", "docs/reviews.html"} <= {one["location"] for one in json.loads(index)["docs"]}
    assert "docs/site.js" in pages["index.html"].fetched


@pytest.mark.parametrize(
    "path", ["examples/poor/proposal.yaml", "rules/nzqa/changes.yaml", "LICENSE", "tests/test_hostile_content.py"]
)
def test_a_file_that_a_page_links_to_is_shown_as_it_is(pages: Mapping[str, Page], path: str) -> None:
    page = pages[re.sub(r"\.\w+$", "", path) + ".html"]
    assert "".join(page.code).strip("\n") == (ROOT / path).read_text("utf-8").strip("\n")


def test_no_page_shows_the_signs_of_markdown(pages: Mapping[str, Page]) -> None:
    for name, page in pages.items():
        prose = "".join(page.prose)
        for sign in ("```", "**", "](", "<details", "\n- ", "\n| "):
            assert sign not in prose, (name, prose[max(0, prose.find(sign) - 80) :][:200])


def test_each_cell_of_a_wide_table_says_its_heading(pages: Mapping[str, Page]) -> None:
    heads = ("Line", "What it asks", "Rules", "What a machine checks")
    assert pages["docs/coverage.html"].labels.issuperset(heads)
    assert pages["docs/ci.html"].labels == set()
