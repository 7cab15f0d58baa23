"""Check micro-credential proposals against NZQA's criteria: `check`, `check_text`, `load_proposals`, `load_rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["CouldNotCheckError", "check", "check_text", "load_proposals", "load_rules"]

if TYPE_CHECKING:
    from mcred_check.interface import check, check_text, load_proposals
    from mcred_check.model import CouldNotCheckError
    from mcred_check.rules import load_rules

_HOMES = {
    "check": "mcred_check.interface",
    "check_text": "mcred_check.interface",
    "load_proposals": "mcred_check.interface",
    "load_rules": "mcred_check.rules",
    "CouldNotCheckError": "mcred_check.model",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for, so that the command line pays only for what it uses."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)
