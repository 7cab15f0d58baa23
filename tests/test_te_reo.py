"""Where te reo Māori begins and ends in what a report says."""

from __future__ import annotations

import pytest

from mcred_check.reporting.document import Span
from mcred_check.reporting.te_reo import prose, texts_in

WELCOME = "Te whakarite i te marae mō te taenga mai o ngā manuhiri, me te manaaki i a rātou i te wā o te hui"
PROPOSAL = {
    "language": "mi",
    "title": "Te Manaaki Manuhiri",
    "purpose": {"skills": "Te tunu kai.", "cultural_pathways": ["Ringawera"], "relevance": [{"statement": "Ka ora."}]},
    "learning_outcomes": [{"id": "HA1", "outcome": WELCOME}, {"id": "HA2"}],
}
KNOWN = texts_in(PROPOSAL)


def marked(text: str, known: tuple[str, ...] = KNOWN) -> list[str]:
    """Give the parts that are said to be te reo, and hold the whole against the text."""
    spans = prose(text, known)
    assert "".join(span.text for span in spans) == text
    return [span.text for span in spans if span.lang == "mi"]


def test_a_listing_in_te_reo_has_title_purpose_and_outcomes_in_it() -> None:
    assert KNOWN == ("Te Manaaki Manuhiri", "Te tunu kai.", "Ringawera", "Ka ora.", WELCOME)
    assert texts_in({**PROPOSAL, "language": "en"}) == texts_in({}) == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Te Manaaki Manuhiri", ["Te Manaaki Manuhiri"]),
        ("Is “Te tunu kai.” taught?", ["Te tunu kai."]),
        ("No assessment covers HA1 “Te whakarite i te marae …”.", ["Te whakarite i te marae …"]),
        ("It says “Te whakarite i te marae”.", []),  # nobody cut it, so it is not known to be the same
        ("It says “national”.", []),
        ("Does Te Hono o Te Kahurangi apply?", ["Te Hono o Te Kahurangi"]),
        ("In te reo Māori: “Ringawera”, in te reo Māori.", ["te reo Māori", "Ringawera", "te reo Māori"]),
        ("The iwi and the whānau agree.", []),  # New Zealand English as well
    ],
)
def test_te_reo_is_found_where_it_stands(text: str, parts: list[str]) -> None:
    assert marked(text) == parts


def test_without_a_proposal_in_te_reo_only_names_are_found() -> None:
    assert marked("“Te tunu kai.” and Te Pūkenga", ()) == ["Te Pūkenga"]
    assert prose("Plain.") == (Span("Plain."),)
