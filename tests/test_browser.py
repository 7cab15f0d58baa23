"""The web page in a real browser: on a telephone, a desk and paper, by keyboard, in light and dark, and to nobody else.

These tests need Chromium, and some of them axe-core (`MCRED_AXE` names its file) or pdftotext. Where that is missing
they are skipped; `MCRED_REQUIRE_BROWSER=1`, as in CI, makes it a failure instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import browser
import pytest
from made import DAY, EVIL, FITS, HOURS, LEVEL, finding, report, result, written

from mcred_check import check, load_proposals, load_rules
from mcred_check.reporting.formats import Look, form, render
from mcred_check.waiving import Configuration, Waiver

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
REQUIRED: Final = os.environ.get("MCRED_REQUIRE_BROWSER") == "1"
AXE: Final = os.environ.get("MCRED_AXE", "")
STANDARD: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES: Final = {
    "poor": ["poor"],
    "ready": ["digital-skills"],
    "draft": ["draft"],
    "te reo": ["te-reo-maori"],
    "portfolio": ["nearly-ready", "te-reo-maori", "draft"],
}
NAMED: Final = "(one) => [one.tagName, one.getAttribute('href') || '', one.ariaLabel]"
REACHED: Final = f"({NAMED})(document.activeElement)"
REACHABLE: Final = f"[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].map({NAMED})"


def needs(what: object, name: str) -> None:
    """Skip where a program is missing, or fail where it has to be there."""
    if not what:
        assert not REQUIRED, f"there is no {name}"
        pytest.skip(f"there is no {name}")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    needs(browser.found(), "Chromium")
    with browser.Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give a page for each name, one of a proposal that would break out of it, and one with a waiver."""
    folder = tmp_path_factory.mktemp("pages")
    rules = load_rules()
    texts = {
        name: render(
            check(load_proposals(*[ROOT / "examples" / one for one in some]), rules, as_of=date(2026, 11, 23)),
            form("html", Look()),
        )
        for name, some in PAGES.items()
    }
    evil = finding(HOURS, message=EVIL, fix=EVIL, excerpt=(EVIL, EVIL))
    texts["evil"] = written("html", result(evil, finding(FITS, "judge", message=EVIL), title=EVIL, file=EVIL))
    waiver = Waiver("nzqa/level", "proposals/nursery/proposal.yaml", "/level", "x" * 60, "Mere", DAY, DAY)
    governed = report(result(finding(LEVEL, "waived", waiver=waiver)))
    governed = governed._replace(configuration=Configuration("mcred-check.yaml", ((waiver, "used"),)))
    texts["waived"] = render(governed, form("html", Look()))
    for name, text in texts.items():
        (folder / f"{name}.html").write_bytes(text.encode("utf-8", "backslashreplace"))
    return {name: folder / f"{name}.html" for name in texts}


# --- Layout -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("name", [*PAGES, "evil", "waived"])
def test_the_page_does_not_scroll_sideways(
    name: str, width: int, shown: browser.Browser, pages: dict[str, Path]
) -> None:
    shown.open(pages[name], width=width)
    assert shown.run("document.documentElement.scrollWidth") <= width


def test_dark_is_dark_and_light_is_light(shown: browser.Browser, pages: dict[str, Path]) -> None:
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor.match(/[0-9]+/g).map(Number)"
    shown.open(pages["poor"])
    assert min(shown.run(ground)) > 240
    shown.open(pages["poor"], dark=True)
    assert max(shown.run(ground)) < 60


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        ("poor", 1280, False),
        ("poor", 360, True),
        ("ready", 360, False),
        ("draft", 1280, True),
        ("te reo", 1280, True),
        ("portfolio", 1280, False),
        ("portfolio", 360, True),
        ("waived", 1280, False),
    ],
)
def test_nothing_stands_in_the_way_of_anybody(
    name: str, width: int, *, dark: bool, shown: browser.Browser, pages: dict[str, Path]
) -> None:
    needs(AXE, "axe-core; name its file in MCRED_AXE")
    shown.open(pages[name], width=width, dark=dark)
    shown.run(Path(AXE).read_text("utf-8") + ";0")
    told = (
        "(found) => [found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]), found.passes.length]"
    )
    violations, passes = shown.run(f"axe.run({{runOnly: {STANDARD}}}).then({told})")
    assert violations == []
    assert passes > 30


# --- Safety -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PAGES, "evil", "waived"])
def test_no_request_leaves_the_page(name: str, shown: browser.Browser, pages: dict[str, Path]) -> None:
    shown.open(pages[name])
    asked = [told["request"]["url"] for event, told in shown.events if event == "Network.requestWillBeSent"]
    assert asked == [pages[name].resolve().as_uri()]
    assert [told for event, told in shown.events if event in {"Log.entryAdded", "Audits.issueAdded"}] == []


def test_the_policy_lets_in_the_page_s_own_style_and_nothing_else(
    shown: browser.Browser, pages: dict[str, Path]
) -> None:
    shown.open(pages["poor"])
    assert shown.run("getComputedStyle(document.querySelector('.banner')).display") == "flex"
    for tag in ("script", "style"):
        text = {"script": "window.ran = 1", "style": "main { display: none }"}[tag]
        shown.run(f"document.body.append(Object.assign(document.createElement('{tag}'), {{textContent: '{text}'}}))")
    shown.run("document.body.append(Object.assign(new Image(), {src: 'https://www.example.org/a.png'}))")
    assert shown.run("[window.ran === undefined, getComputedStyle(document.querySelector('main')).display]") == [
        True,
        "block",
    ]
    blocked = [
        told["issue"]["details"]["contentSecurityPolicyIssueDetails"]["violatedDirective"]
        for event, told in shown.events
        if event == "Audits.issueAdded"
    ]
    assert sorted(set(blocked)) == ["img-src", "script-src-elem", "style-src-elem"]


def test_what_a_proposal_brings_is_text(shown: browser.Browser, pages: dict[str, Path]) -> None:
    shown.open(pages["evil"])
    assert shown.run("document.querySelectorAll('img, script, iframe, object, form, base').length") == 0
    assert shown.run("[...document.links].every((one) => /^(https?|file):/.test(one.href))") is True
    assert "<img src=x onerror=alert(1)>" in shown.run("document.querySelector('h1').textContent")


# --- The keyboard, and who listens ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["poor", "portfolio"])
def test_the_keyboard_alone_reaches_everything_in_order(
    name: str, shown: browser.Browser, pages: dict[str, Path]
) -> None:
    shown.open(pages[name])
    expected = shown.run(REACHABLE)
    reached = []
    for _ in expected:
        shown.tab()
        reached.append(shown.run(REACHED))
    assert reached == expected
    assert reached[0] == ["A", "#report", None]


@pytest.mark.parametrize("name", ["poor", "portfolio"])
def test_every_link_within_the_page_leads_somewhere(name: str, shown: browser.Browser, pages: dict[str, Path]) -> None:
    shown.open(pages[name])
    lost = """[...document.querySelectorAll('a[href^="#"], use')].map((one) => one.getAttribute("href"))
        .filter((href) => !document.getElementById(href.slice(1)))"""
    assert shown.run(lost) == []
    twice = (
        "[...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at)"
    )
    assert shown.run(twice) == []


def test_te_reo_is_marked_as_te_reo(shown: browser.Browser, pages: dict[str, Path]) -> None:
    shown.open(pages["te reo"])
    assert shown.run("document.documentElement.lang") == "en-NZ"
    marked = shown.run("[...document.querySelectorAll('[lang=mi]')].map((one) => one.textContent)")
    assert {
        "Te Manaaki Manuhiri ki te Marae",
        "Te whakarite i te marae mō te taenga mai o ngā manuhiri",
        "Te Hono o Te Kahurangi",
        "te reo Māori",
    } <= set(marked)


# --- Paper ------------------------------------------------------------------------------------------------------------


def printed(shown: browser.Browser, page: Path, folder: Path) -> list[str]:
    """Print a page, and give the text of each sheet."""
    needs(shutil.which("pdftotext"), "pdftotext")
    shown.open(page, dark=True)  # on paper it is light all the same
    file = folder / "page.pdf"
    file.write_bytes(shown.pdf())
    size = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", file.read_bytes())[0]
    assert [round(float(one)) for one in size] == [595, 842]  # A4, in points
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def test_on_paper_every_sheet_is_numbered_and_no_question_is_cut(
    shown: browser.Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    sheets = printed(shown, pages["ready"], tmp_path)
    assert 5 < len(sheets) < 25
    assert [sheet.split()[-3:] for sheet in sheets] == [
        [str(at), "/", str(len(sheets))] for at in range(1, len(sheets) + 1)
    ]
    asked = [len(re.findall(r"Q[0-9]+ +For a person to judge", sheet)) for sheet in sheets]
    signed = [sheet.count("Name and role") for sheet in sheets]
    assert asked == signed
    assert sum(asked) > 10


def test_on_paper_the_head_of_a_table_stands_on_each_of_its_sheets(
    shown: browser.Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    sheets = printed(shown, pages["poor"], tmp_path)
    rows = [bool(re.search(r"(?m)^ *[A-Z][A-Za-z ]+ {2,}[0-9]+ {2,}[A-Z]", sheet)) for sheet in sheets]
    heads = [bool(re.search(r"Criterion +Checks +What holds", sheet)) for sheet in sheets]
    assert sum(heads) > 1
    assert all(head for head, row in zip(heads, rows, strict=True) if row)


def test_on_paper_it_is_dark_on_light(shown: browser.Browser, pages: dict[str, Path]) -> None:
    shown.open(pages["poor"], dark=True)
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    shown.call("Emulation.setEmulatedMedia", media="print", features=features)
    ink: Any = shown.run("getComputedStyle(document.body).color.match(/[0-9]+/g).map(Number)")
    assert max(ink) < 80
