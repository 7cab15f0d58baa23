"""Put the rules into the wheel: as YAML for people, and compiled into the one file that mcred-check loads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface[Any]):
    """Add `mcred_check/rules/` and `mcred_check/rules.json` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the rules, save to an editable install: that one reads the checkout's, not a copy that goes stale."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from mcred_check.compiling import compile_bundle

        bundle = root / "build" / "rules.json"
        bundle.parent.mkdir(exist_ok=True)
        bundle.write_text(compile_bundle(root / "rules"), encoding="utf-8", newline="\n")
        build_data["force_include"] |= {"rules": "mcred_check/rules", str(bundle): "mcred_check/rules.json"}
