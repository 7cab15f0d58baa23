"""The documentation site in a real browser, opened from a folder: on a telephone and a desk, searched, and offline.

These tests need Chromium, and one of them axe-core, as those of the web page do.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import browser
import pytest
from test_browser import AXE, STANDARD, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES: Final = [
    "index.html",
    "docs/managers.html",
    "docs/coverage.html",
    "docs/writing-rules.html",
    "docs/rules/reading.html",
]
THEMES_OWN: Final = ["landmark-unique", "scrollable-region-focusable"]
"""What the theme's script makes: nameless landmarks of copy buttons, and code that takes no keys where no mouse is."""

SEARCH: Final = """(() => {
    const field = document.querySelector('.md-search__input');
    field.focus();
    field.value = 'waiver';
    field.dispatchEvent(new Event('keyup'));
})()"""
FOUND: Final = "[...document.querySelectorAll('.md-search-result__item h1')].map((one) => one.innerText)"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    needs(browser.found(), "Chromium")
    with browser.Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_screen_and_asks_nobody_else(name: str, width: int, shown: browser.Browser, site: Path) -> None:
    shown.open(site / name, width=width)
    assert shown.run("document.documentElement.scrollWidth") <= width
    asked = [told["request"]["url"] for event, told in shown.events if event == "Network.requestWillBeSent"]
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, False), (1280, True)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_but_the_themes_own(
    name: str, width: int, dark: bool, shown: browser.Browser, site: Path
) -> None:
    needs(AXE, "axe-core; name its file in MCRED_AXE")
    shown.open(site / name, width=width, dark=dark)
    shown.run(Path(AXE).read_text("utf-8") + ";0")
    rules = {one: {"enabled": False} for one in THEMES_OWN}
    told = "({violations, passes}) => [violations.map((one) => [one.id, one.nodes[0].html]), passes.length]"
    options = f"{{runOnly: {STANDARD}, rules: {str(rules).replace('False', 'false')}}}"
    violations, passes = shown.run(f"axe.run({options}).then({told})")
    assert violations == []
    assert passes > 20


def test_the_site_can_be_searched_in_a_folder(shown: browser.Browser, site: Path) -> None:
    shown.open(site / "index.html")
    shown.run(SEARCH)
    patience = time.monotonic() + 60
    while not (found := shown.run(FOUND)) and time.monotonic() < patience:
        time.sleep(0.1)
    assert "Configuration and waivers" in found
