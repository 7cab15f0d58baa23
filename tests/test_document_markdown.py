"""The blocks of a document as Markdown: what a reader of it gets, whatever is in a proposal."""

from __future__ import annotations

import pytest
from made import EVIL
from readers import rendered, tags

from mcred_check.reporting.document import (
    Banner,
    Bars,
    Block,
    Cell,
    Facts,
    Heading,
    Item,
    Paragraph,
    Signature,
    Span,
    Table,
)
from mcred_check.reporting.document_markdown import markdown


def made(*blocks: Block) -> str:
    return "".join(markdown(blocks))


def test_blocks_stand_apart() -> None:
    told = made(Heading(1, (Span("Kōhanga Kai"),), "a"), Paragraph((Span("Ready."),)), Heading(9, (Span("Deep"),)))
    assert told == "# Kōhanga Kai\n\nReady.\n\n###### Deep\n"


def test_a_note_is_a_quotation_and_a_verdict_is_strong_with_its_sign() -> None:
    told = made(Paragraph((Span("Mind."),), "note"), Banner("must", (Span("Not ready."),)))
    assert told == "> Mind.\n\n**✘ Not ready.**\n"


def test_a_text_keeps_its_emphasis_and_its_links_and_spaces_stand_outside() -> None:
    spans = (
        Span("See: ", "strong"),
        Span(" a|b", "code"),
        Span(" "),
        Span("rules", href="https://rules.example/"),
        Span(" here", href="#level"),
        Span(""),
    )
    assert made(Paragraph(spans)) == "**See:**  a\\|b [rules](https://rules.example/) here\n"


def test_facts_are_a_list_and_what_is_missing_is_marked() -> None:
    told = made(Facts((("Level", (Span("4"),)), ("Credits", (Span("not given"),))), frozenset({1})))
    assert told == "- Level: 4\n- Credits: … not given\n"


def test_a_table_has_its_caption_and_marks_in_signs_and_words() -> None:
    rows = ((Cell((Span("Level"),)), Cell((), "should")), (Cell((Span("Credits"),)), Cell((Span("none"),), "none")))
    assert made(Table("Criteria", ("Criterion", "State"), rows)) == (
        "**Criteria**\n\n| Criterion | State |\n| --- | --- |\n| Level | \\~ Should be better |\n| Credits | – none |\n"
    )


def test_bars_are_figures_and_words() -> None:
    told = made(Bars("Hours", "hours", (("Lessons", 30.5), ("Practice", 60)), "Most are practice."))
    assert told == (
        "**Hours**\n\n|  | hours |\n| --- | --: |\n| Lessons | 30.5 |\n| Practice | 60 |\n\nMost are practice.\n"
    )


def test_an_item_has_a_line_for_each_thing_that_there_is_to_say() -> None:
    item = Item("must", (Span("Too many."),), "7", ((13, "hours: 110"),), (("Next step", (Span("Change them."),)),))
    assert made(item, item._replace(number="", excerpt=(), details=())) == (
        "7 ✘ Must be fixed: **Too many.**\\\n13: `hours: 110`\\\nNext step: Change them.\n"
        "\n✘ Must be fixed: **Too many.**\n"
    )


def test_a_place_to_sign_has_boxes_and_lines_that_stay_lines() -> None:
    told = made(Signature())
    line = "_" * 24
    assert told == f"☐ Met ☐ Not met · Name and role: {line} · Signature: {line} · Date: {line}\n"
    assert tags(told) == {"paragraph", "inline", "text"}


@pytest.mark.parametrize(
    "evil", [EVIL, "# heading", "- list", "1. list", "a\n\n# b", "| x |", "> quoted", "```", "<b>"]
)
def test_nothing_in_a_text_becomes_markdown(evil: str) -> None:
    span = Span(evil)
    blocks = (
        Heading(2, (span,)),
        Paragraph((span, Span(evil, "code"), Span(evil, "strong"), Span("x", href=evil))),
        Paragraph((span,), "note"),
        Banner("ok", (span,)),
        Facts(((evil, (span,)),)),
        Table(evil, (evil, "b"), ((Cell((span,)), Cell((span,), "ok")),)),
        Bars(evil, evil, ((evil, 1),), evil),
        Item("must", (span,), evil, ((1, evil),), ((evil, (span,)),)),
        Signature((evil,), (evil,)),
    )
    told = made(*blocks)
    plain = made(*(_without(block) for block in blocks))
    assert tags(told) - {"code_inline", "softbreak"} <= tags(plain) | {"text", "strong", "hardbreak"}
    assert "html_block" not in tags(told)
    assert not {"link", "image", "html_inline", "fence", "code_block"} & tags(told)
    kinds = [token.type for token in rendered(told) if token.type.endswith("_open")]
    assert kinds == [token.type for token in rendered(plain) if token.type.endswith("_open")]


def _without(block: Block) -> Block:
    """Give a block of the same kind with nothing but words in it."""
    word = Span("word")
    match block:
        case Heading():
            return Heading(2, (word,))
        case Paragraph():
            return Paragraph((word,), block.kind)
        case Banner():
            return Banner("ok", (word,))
        case Facts():
            return Facts((("word", (word,)),))
        case Table():
            return Table("word", ("word", "b"), ((Cell((word,)), Cell((word,), "ok")),))
        case Bars():
            return Bars("word", "word", (("word", 1),), "word")
        case Item():
            return Item("must", (word,), "word", ((1, "word"),), (("word", (word,)),))
        case Signature():
            return Signature(("word",), ("word",))
