"""The web page as it is read back: valid, whole, in order, the same each time, and with no way out for a proposal."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made import EVIL, FITS, FRESH, HOURS, LEVEL, SHORT, SYNTAX, finding, report, result, rule, written
from readers import parsed, seen

from mcred_check import check, load_proposals, load_rules
from mcred_check.reporting import html
from mcred_check.reporting.document import (
    Banner,
    Bars,
    Cell,
    Facts,
    Heading,
    Item,
    Paragraph,
    Signature,
    Span,
    Table,
)
from mcred_check.reporting.elements import elements, prose
from mcred_check.reporting.formats import Look, form, render

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from mcred_check.reporting.document import Block

ROOT = Path(__file__).resolve().parents[1]
STYLE = (ROOT / "src/mcred_check/reporting/report.css").read_text("utf-8")
ALL_KINDS = result(
    finding(), finding(FRESH, fix=""), finding(SHORT), finding(FITS, "judge", message="Do the outcomes fit?"),
    finding(LEVEL, "waived"), finding(rule("later"), "to do"), passed=(rule("a"), rule("b")),
)  # fmt: skip


def body(*blocks: Block) -> str:
    """Write blocks, and hold what is written against the grammar of HTML."""
    text = "".join(elements(blocks))
    parsed(f"<!DOCTYPE html><html lang=en><title>A</title><body>{text}")
    return text


def links(root: Element) -> list[str]:
    return [one.get("href", "") for one in root.iter("a")]


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_is_valid_and_begins_with_the_verdict() -> None:
    root = parsed(written("html", ALL_KINDS))
    assert root.get("lang") == "en-NZ"
    assert [seen(one) for one in root.iter("h1")] == ["Barista Skills for Cafés"]
    main = next(root.iter("main"))
    assert [one.tag for one in main][:4] == ["h1", "p", "p", "ul"]
    assert seen(main[1]).startswith("Not ready for submission: 1 thing must be fixed")
    assert [seen(one) for one in root.iter("h2")][-1] == "What this report means"
    assert [one.tag for one in root.iter() if one.tag in {"main", "footer"}] == ["main", "footer"]
    assert {one.tag for one in root.iter()} & {"script", "img", "iframe", "form", "link", "base"} == set()
    assert not [one for one in root.iter() if any(name.startswith("on") or name == "style" for name in one.attrib)]


def test_the_policy_allows_the_page_s_style_and_nothing_else() -> None:
    text = written("html", ALL_KINDS)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style == STYLE
    known = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
    assert "url(" not in style
    assert "@import" not in style


def test_what_is_in_the_report_is_listed_with_how_much_of_it_there_is() -> None:
    (contents,) = [one for one in parsed(written("html", ALL_KINDS)).iter("ul") if one.get("class") == "contents"]
    assert [seen(one) for one in contents] == [
        "Criterion by criterion",
        "The proposal in short",
        "Fix before submission (1)",
        "Should be better (2)",
        "To do (1)",
        "For a person to judge (1)",
        "Waived (1)",
        "Passed",
        "Where the rules come from",
        "About this report",
    ]


def test_several_proposals_have_a_table_that_leads_to_each_and_back() -> None:
    root = parsed(
        written("html", ALL_KINDS, result(file="b.yaml", title="Second"), result(finding(SYNTAX), complete=False))
    )
    assert [seen(one) for one in root.iter("h1")] == ["Micro-credential proposals"]
    articles = list(root.iter("article"))
    assert [seen(one[0]) for one in articles] == ["Barista Skills for Cafés", "Second", "Barista Skills for Cafés"]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert {one[1:] for one in links(root) if one.startswith("#")} <= set(ids)
    assert links(root).count("#proposals") == 3


def test_the_bytes_are_the_same_each_time() -> None:
    found = check(load_proposals(ROOT / "examples" / "poor"), load_rules(), as_of=date(2026, 11, 23))
    assert render(found, form("html", Look())) == render(found, form("html", Look()))


def test_any_blocks_make_a_page() -> None:
    blocks = elements([Heading(1, (Span("A sheet"),))])
    root = parsed("".join(html.page(blocks, title="A <sheet>", run=report(ALL_KINDS).run)))
    assert seen(next(root.iter("title"))) == "A <sheet>"
    assert seen(next(root.iter("footer"))).startswith("Made by mcred-check ")
    assert html.contents([Heading(1, (Span("A sheet"),)), Item("ok", ())]) == ""


# --- Safety -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ready", [True, False])
def test_nothing_that_a_proposal_brings_becomes_more_than_text(*, ready: bool) -> None:
    data = {
        "title": EVIL,
        "learning_outcomes": [{"id": EVIL, "outcome": EVIL}],
        "assessments": [{"id": EVIL, "title": EVIL, "outcomes": [EVIL]}],
        "hours": {"activities": [{"name": EVIL, "hours": 3}]},
        "judgements": [{"rule": EVIL, "by": EVIL, "on": EVIL, "note": EVIL, "verdict": EVIL}],
        "applicant": {"name": EVIL},
    }
    evil = [finding(HOURS, message=EVIL, fix=EVIL, excerpt=(EVIL, EVIL)), finding(FITS, "judge", message=EVIL)]
    one = result(*([] if ready else evil), title=EVIL, file=EVIL, data=data)
    text = written("html", one, one)
    root = parsed(text)
    assert {one.tag for one in root.iter()} & {"script", "img", "iframe", "form", "link", "base", "object"} == set()
    assert not [one for one in root.iter() if any(name.startswith("on") for name in one.attrib)]
    assert all(re.match("https?://|#", one) for one in links(root))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b\ud800-\udfff\U000e0041]|^\\s*::[a-z]", text, re.MULTILINE
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc", "a.html"])
def test_only_pages_of_the_web_and_places_in_the_page_are_links(href: str) -> None:
    assert prose((Span("x", href=href),)) == "x"


def test_links_say_where_they_lead() -> None:
    assert prose((Span("x", href="https://a.example/?a=1&b=“2”"),)) == (
        '<a href="https://a.example/?a=1&amp;b=%E2%80%9C2%E2%80%9D">x</a>'
    )
    assert prose((Span("a", href="#b"), Span("Te Pūkenga", href="#b", lang="mi"))) == (
        '<a href="#b">a<span lang="mi">Te Pūkenga</span></a>'
    )


# --- Each kind of block -----------------------------------------------------------------------------------------------


def test_text_keeps_its_style_and_its_language() -> None:
    spans = (Span("a", "strong"), Span("b", "code", lang="mi"), Span("c", "quiet"), Span("d", lang="mi"), Span("e"))
    assert prose(spans) == (
        '<strong>a</strong><code lang="mi">b</code><span class="quiet">c</span><span lang="mi">d</span>e'
    )


def test_headings_and_paragraphs_are_what_they_say() -> None:
    assert (
        body(Heading(2, (Span("A & B"),), "a"), Heading(3, (Span("C"),))) == '<h2 id="a">A &amp; B</h2>\n<h3>C</h3>\n'
    )
    assert body(Paragraph((Span("A"),)), Paragraph((Span("B"),), "note")) == '<p>A</p>\n<p class="note">B</p>\n'


def test_a_banner_has_its_mark_and_says_it_in_words() -> None:
    assert body(Banner("to do", (Span("A draft."),))) == (
        '<p class="banner to-do"><svg class="sign" aria-hidden="true"><use href="#sign-to-do"/></svg> '
        "<strong>A draft.</strong></p>\n"
    )


def test_facts_say_what_is_missing() -> None:
    text = body(Facts((("Level", (Span("4"),)), ("Credits", (Span("not given"),))), frozenset({1})))
    assert "<div><dt>Level</dt><dd>4</dd></div>" in text
    assert '<div><dt>Credits</dt><dd class="missing">not given</dd></div>' in text


def test_a_table_has_a_caption_and_heads_of_columns_and_rows() -> None:
    table = Table(
        "How <it> stands",
        ("Name", "State", "Checks"),
        (
            (Cell((Span("A"),)), Cell((), "ok"), Cell((Span("12"),))),
            (Cell((Span("B"),)), Cell((), "none"), Cell((Span("–"),))),
        ),
        (52, 33, 15),
    )
    root = parsed(f"<!DOCTYPE html><title>A</title>{body(table)}")
    assert [seen(one) for one in root.iter("caption")] == ["How <it> stands"]
    assert [one.get("class") for one in root.iter("col")] == ["w50", "w35", "w15"]
    assert [(one.get("scope"), one.get("class"), seen(one)) for one in root.iter("th")] == [
        ("col", None, "Name"),
        ("col", None, "State"),
        ("col", "n", "Checks"),
        ("row", None, "A"),
        ("row", None, "B"),
    ]
    assert [seen(one) for one in root.iter("td")] == ["Met", "12", "Not applicable", "–"]


def test_every_share_of_the_width_has_its_rule_in_the_style() -> None:
    used = {
        f"w{round(width / 5) * 5}"
        for found in (check(load_proposals(ROOT / "examples"), load_rules(), as_of=date(2026, 11, 23)),)
        for width in re.findall(r'<col class="w([0-9]+)">', render(found, form("html", Look())))
        for width in [int(width)]
    }
    assert used
    assert all(f".{name} {{" in STYLE for name in used)


def test_a_wide_table_scrolls_by_itself_and_has_a_name() -> None:
    text = body(Table("Which", ("", *"ABCD"), ((Cell(), *[Cell((Span("yes"),), "ok")] * 4),), matrix=True))
    assert text.startswith('<div class="wide" role="region" tabindex="0" aria-label="Which">\n<table class="matrix">')
    assert text.count('<span class="unseen">yes</span>') == 4


def test_bars_are_drawn_to_scale_and_told_in_words() -> None:
    text = body(Bars("Hours", "hours", (("Lessons", 75), ("Own <study>", 25)), "Together 100 hours."))
    assert '<rect class="share" width="75.0" height="8"/>' in text
    root = parsed(f"<!DOCTYPE html><title>A</title>{text}")
    assert [seen(one) for one in root.iter("td")] == ["75", "75%", "", "25", "25%", ""]
    assert [seen(one) for one in root.iter("th")] == [
        "Part",
        "Hours",
        "Share",
        "Picture of the share",
        "Lessons",
        "Own <study>",
    ]
    assert "Together 100 hours." in text


def test_items_make_a_list_and_a_signature_belongs_to_the_item_before_it() -> None:
    text = body(
        Item("must", (Span("One"),), "1", ((6, "a: <b>"), (7, "hours: 110")), (("Where", (Span("x:7:8"),)),), (8, 11)),
        Item("judge", (Span("Two?"),), "Q1"),
        Signature(),
        Paragraph((Span("After."),)),
        Item("ok", (Span("Three"),)),
    )
    root = parsed(f"<!DOCTYPE html><title>A</title>{text}")
    lists = list(root.iter("ol"))
    assert [[one.get("class") for one in some] for some in lists] == [["item must", "item judge"], ["item ok"]]
    assert [seen(one) for one in lists[0][0].iter("p")] == ["1 Must be fixed", "One"]
    assert [seen(one) for one in lists[0][0].iter("mark")] == ["110"]
    assert '<span class="line"><span class="at">6</span> a: &lt;b&gt;</span>' in text
    (signature,) = lists[0][1].iter("ul")
    assert [seen(one) for one in signature] == ["Met", "Not met", "Name and role", "Signature", "Date"]


@pytest.mark.parametrize(
    ("columns", "shown"),
    [(None, "<mark>a: b</mark>"), ((5, 5), "a: b"), ((4, 9), "a: <mark>b</mark>"), ((9, 12), "a: b")],
)
def test_a_place_is_marked_wherever_it_lies(columns: tuple[int, int] | None, shown: str) -> None:
    assert f'<span class="at">1</span> {shown}</span>' in body(Item("must", (), "", ((1, "a: b"),), (), columns))


# --- The look ---------------------------------------------------------------------------------------------------------


def palettes() -> list[dict[str, str]]:
    """Give the colours of the style by name, in light and in dark."""
    return [
        {name: value if len(value) == 7 else "#" + "".join(one * 2 for one in value[1:]) for name, value in found}
        for found in (
            re.findall(r"--([\w-]+): (#[0-9a-f]+);", part) for part in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
        )
    ]


def brightness(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(place: int) -> None:
    colors = palettes()[place]
    marks = ("must", "should", "ok", "to-do", "judge", "waived", "quiet", "link", "ink")
    pairs = [(name, "paper") for name in marks]
    pairs += [(name, f"{name}-tint") for name in marks if f"{name}-tint" in colors]
    pairs += [("ink", f"{name}-tint") for name in marks if f"{name}-tint" in colors]
    pairs += [
        ("ink", "page"),
        ("quiet", "page"),
        ("ink", "faint"),
        ("quiet", "faint"),
        ("ink", "mark"),
        ("link", "page"),
    ]
    assert {
        pair: contrast(colors[pair[0]], colors[pair[1]])
        for pair in pairs
        if contrast(colors[pair[0]], colors[pair[1]]) < 4.5
    } == {}


def test_the_page_of_several_is_made_the_same_whatever_writes_the_parts() -> None:
    made = report(ALL_KINDS, result(file="b.yaml", title="Second"))
    run = made.run._replace(several=True)
    for one in made.results:
        assert html.part(one, run) in render(made, form("html", Look()))
