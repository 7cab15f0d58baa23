"""Whether a document that has none of a format's fields was meant to have them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mcred_check.nodes import Mapping, Sequence
from mcred_check.shaping import bare
from mcred_check.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Json
    from mcred_check.nodes import Node

_LOOKED_AT: Final = 40
"""How many names are looked at, of a document that may be anything."""
_LIKENESS: Final = 0.8
_SLIPS, _FIELDS_WITHIN = 2, 3
"""How many names have to be nearly right, and how many quite right one level down; other files have one by chance."""


def resembles(root: Node, fields: Json) -> bool:
    """Tell whether the names are those of fields with slips or capitals, or the fields lie one level too deep."""
    if isinstance(root, Mapping) and len(root.value) > 1:
        return sum(bool(nearest(name, fields, likeness=_LIKENESS)) for name in _names(root)) >= _SLIPS
    if isinstance(root, Mapping):
        inner = root.value[0][1] if root.value else root
    elif isinstance(root, Sequence) and root.value:
        inner = root.value[0]
    else:
        return False
    return isinstance(inner, Mapping) and sum(name in fields for name in _names(inner)) >= _FIELDS_WITHIN


def _names(node: Node) -> Iterator[str]:
    """Give names as they would be written if they were fields."""
    for key, _ in islice(node.value, _LOOKED_AT):
        yield (bare(key) or "").casefold().replace(" ", "_").replace("-", "_")
