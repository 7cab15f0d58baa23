"""A line below what a report says of a proposal, where its file has slips that can be repaired safely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mcred_check.fixing import fixed
from mcred_check.reporting.lines import BLANK, clamp, flow_to_command
from mcred_check.reporting.safe import visible
from mcred_check.reporting.terminal import painted
from mcred_check.reporting.typed import typed

if TYPE_CHECKING:
    from mcred_check.model import Json, Result
    from mcred_check.reporting.formats import Look


_LARGEST: Final = 400_000
"""How many bytes a file may have to be tried, some twenty times a long proposal: repairing takes reading it again."""

_at_hand: dict[bytes, bool] = {}
"""The last file that was tried, and whether it can be repaired, because it may hold hundreds of proposals."""


def way_to_repair(result: Result, shape: Json, look: Look) -> str:
    """Name the command that shows the repairs; nothing where there are none."""
    if not _can_be_repaired(result.content, shape):
        return ""
    command = visible(typed("fix", [result.file]))
    told = flow_to_command("Slips in writing that can be repaired safely:", command, width=clamp(look.width))
    return painted([BLANK, *told], color=look.color)


def _can_be_repaired(content: bytes, shape: Json) -> bool:
    if content not in _at_hand:
        _at_hand.clear()
        _at_hand[content] = len(content) <= _LARGEST and bool(fixed(content, shape).done)
    return _at_hand[content]
