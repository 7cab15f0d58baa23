"""Proposals and rules made at random: by the shape of a proposal, with anything at all in some of its places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st
from texts import SHAPE

if TYPE_CHECKING:
    from mcred_check.model import Json

LETTERS: Final = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
TEXTS: Final = st.text(LETTERS, max_size=12) | st.sampled_from(
    [
        "LO1",
        "LO2",
        "lo1",
        "E1",
        "110103",
        "National Diploma",
        "know",
        "evidence/youth-trust.md",
        "../x",
        "none",
        "a/b",
        "~",
        "1",
    ]
)
DAYS: Final = st.dates().map(str) | st.sampled_from(
    ["2024-02-29", "2026-11-23", "2026-11-24", "2025-11-23", "0001-01-01"]
)
NUMBERS: Final = st.integers(-5, 500) | st.floats(-5, 500, allow_nan=False, width=16)
ANYTHING: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS | DAYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
"""Any JSON value."""


def fitting(shape: Json, *, otherwise: st.SearchStrategy[Json] | None = None) -> st.SearchStrategy[Json]:
    """Make values of a shape; `otherwise` are those that may stand in their place, at every level."""
    kind = shape["type"]
    made: st.SearchStrategy[Json]
    if kind == "object":
        parts = {name: fitting(inner, otherwise=otherwise) for name, inner in shape["properties"].items()}
        made = st.fixed_dictionaries({}, optional=parts)
    elif kind == "array":
        made = st.lists(fitting(shape["items"], otherwise=otherwise), max_size=3)
    elif kind == "string":
        made = st.sampled_from(shape["enum"]) if "enum" in shape else DAYS if shape.get("format") == "date" else TEXTS
    else:
        made = {"integer": st.integers(-5, 500), "number": NUMBERS, "boolean": st.booleans()}[kind]
    return made if otherwise is None else st.one_of(made, made, made, made, otherwise)


PROPOSALS: Final = fitting(SHAPE)
"""Proposals whose every value fits its field."""

MIXED: Final = fitting({**SHAPE}, otherwise=ANYTHING).filter(lambda one: isinstance(one, dict))
"""Proposals with any JSON value in any of their places."""


def written(value: Json) -> bytes:
    """Write a proposal as JSON, which is YAML as well."""
    return json.dumps(value, ensure_ascii=False).encode()
