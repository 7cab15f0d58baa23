"""Where te reo Māori begins and ends in a text, so that it is read aloud, hyphenated and spelled as te reo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.document import Span
from mcred_check.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Json
    from mcred_check.reporting.document import Prose

NAMES: Final = (
    "Te Hono o Te Kahurangi",
    "Te Pūkenga",
    "Te Waha Ohaoha",
    "Toitū te Waiora",
    "Ringa Hora",
    "Hanga-Aro-Rau",
    "Muka Tangata",
    "Toi Mai",
    "Waihanga Ara Rau",
    "te reo Māori",
    "mātauranga Māori",
    "te ao Māori",
)
"""Names and terms in the rules; single words such as iwi or whānau are New Zealand English as well."""

_NAMED: Final = re.compile("|".join(map(re.escape, NAMES)), re.IGNORECASE)
_QUOTED: Final = re.compile("“([^“”]+)”")
_CUT: Final = " …"
_PURPOSE: Final = ("knowledge", "skills", "attributes", "community_contribution", "stands_alone")
_PATHWAYS: Final = ("education_pathways", "employment_pathways", "cultural_pathways")


def texts_in(data: Json) -> tuple[str, ...]:
    """Give what a proposal says in te reo: title, purpose and outcomes, where its listing is to be in te reo."""
    said = filter(None, _listed(data)) if data.get("language") == "mi" else ()
    return tuple(dict.fromkeys(map(in_words, said)))


def _listed(data: Json) -> Iterator[str]:
    """Give the texts that NZQA lists."""
    yield data.get("title", "")
    purpose = data.get("purpose", {})
    yield from (purpose.get(name, "") for name in _PURPOSE)
    yield from (text for name in _PATHWAYS for text in purpose.get(name, ()))
    yield from (one.get("statement", "") for one in purpose.get("relevance", ()))
    yield from (one.get("outcome", "") for one in data.get("learning_outcomes", ()))


def prose(text: str, known: tuple[str, ...] = ()) -> Prose:
    """Take a text apart where te reo begins and ends; `known` is what a proposal says in te reo."""
    return tuple(_spans(text, known))


def _spans(text: str, known: tuple[str, ...]) -> Iterator[Span]:
    """Yield English and te reo in turn."""
    done = 0
    for start, stop in _found(text, known):
        if done < start:
            yield Span(text[done:start])
        yield Span(text[start:stop], lang="mi")
        done = stop
    if done < len(text):
        yield Span(text[done:])


def _found(text: str, known: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where te reo begins and ends."""
    if text in known:
        yield 0, len(text)
        return
    done = 0
    for quoted in _QUOTED.finditer(text) if known else ():
        if _is_of(quoted[1], known):
            yield from _names(text, done, quoted.start(1))
            yield quoted.span(1)
            done = quoted.end(1)
    yield from _names(text, done, len(text))


def _is_of(quoted: str, known: tuple[str, ...]) -> bool:
    """Tell whether a quoted text is one of some texts, or the beginning of one that was cut."""
    beginning = quoted.removesuffix(_CUT)
    return quoted in known or (beginning != quoted and any(one.startswith(beginning) for one in known))


def _names(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    yield from (one.span() for one in _NAMED.finditer(text, start, stop))
