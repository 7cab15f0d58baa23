"""Every rule set as one JSON text, which loads in a fraction of the time that the YAML takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mcred_check.rules import read_bundle

if TYPE_CHECKING:
    from pathlib import Path


def compile_bundle(folder: Path) -> str:
    """Compile the rules folder, save the examples, which no check needs; the same YAML gives the same bytes.

    Every name keeps its place, because a new proposal asks for the fields in the order of the format.
    """
    bundle = read_bundle(folder)
    for rules in bundle["sets"].values():
        for rule in rules["rules"].values():
            rule.pop("examples", None)
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")) + "\n"
