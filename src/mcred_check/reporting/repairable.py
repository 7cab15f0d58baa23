"""A line below what a report says of a proposal, where its file has slips that can be repaired safely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcred_check.fixing import fixed
from mcred_check.reporting.lines import BLANK, clamp, flow, unbroken
from mcred_check.reporting.safe import visible
from mcred_check.reporting.terminal import painted
from mcred_check.reporting.typed import typed

if TYPE_CHECKING:
    from mcred_check.model import Json, Result
    from mcred_check.reporting.formats import Look


def way_to_repair(result: Result, shape: Json, look: Look) -> str:
    """Name the command that shows the repairs; nothing where there are none."""
    if not fixed(result.content, shape).done:
        return ""
    told = f"Slips in writing that can be repaired safely: {unbroken(visible(typed('fix', [result.file])))}"
    return painted([BLANK, *flow(told, width=clamp(look.width))], color=look.color)
