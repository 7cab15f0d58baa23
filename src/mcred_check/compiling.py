"""Every rule set as one JSON text, which loads in a fraction of the time that the YAML takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mcred_check.rules import read_bundle

if TYPE_CHECKING:
    from pathlib import Path


def compile_bundle(folder: Path) -> str:
    """Compile the rules folder; the same YAML gives the same bytes."""
    return json.dumps(read_bundle(folder), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
