"""A proposal that a document tells of: how it is quoted, named, pointed into and headed."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from mcred_check.reporting.document import Heading, Span
from mcred_check.reporting.te_reo import prose, texts_in
from mcred_check.reporting.verdict import is_of_reading, title_of
from mcred_check.wording import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from mcred_check.model import Place, Result, Rule, Run
    from mcred_check.reporting.document import Block, Prose


SEVERAL: Final = "Micro-credential proposals"
"""What a document of several proposals is called."""


class Case(NamedTuple):
    """A proposal, the run that it was checked in, and what it says in te reo."""

    result: Result
    run: Run
    te_reo: tuple[str, ...]

    @classmethod
    def of(cls, result: Result, run: Run) -> Self:
        """Make the case of a result."""
        return cls(result, run, texts_in(result.data or {}))

    @property
    def anchor(self) -> str:
        """The proposal's own anchor in a document."""
        return anchor_of(self.result.file, self.result.document)

    @property
    def file(self) -> str:
        """The proposal's file, and which of its documents the proposal is."""
        return document_of(self.result.file, self.result.document)

    def say(self, text: str) -> Prose:
        """Give a text that may quote the proposal."""
        return prose(text, self.te_reo)

    def where(self, place: Place) -> Span:
        """Name a place in the proposal's file."""
        return Span(f"{self.result.file}:{place.line}:{place.column}", "code")

    def criterion(self, rule: Rule) -> str:
        """Give the title of the criterion that a rule belongs to."""
        if is_of_reading(rule):
            return "The file itself"
        titles = (
            criterion.title
            for one in self.run.rule_sets
            if one.framework.id == rule.key.partition("/")[0]
            for criterion in one.framework.criteria
            if criterion.id == rule.criterion
        )
        return next(titles, rule.criterion)

    def heading(self) -> Heading:
        """Head what is told of the proposal with its title; of one among several, a level lower."""
        named = title_of(self.result)
        return Heading(self._level, self.say(named) if named else (Span(self.file),), self.anchor)

    def headed(self, parts: Iterable[tuple[str, str, Iterable[Block]]]) -> Iterator[Block]:
        """Give parts, each a name, a title and blocks, under headings of their own; one without blocks is left out."""
        for name, title, blocks in parts:
            inner = list(blocks)
            if inner:
                yield Heading(self._level + 1, (Span(title),), f"{self.anchor}-{name}" if self.run.several else name)
                yield from inner

    @property
    def _level(self) -> int:
        return 2 if self.run.several else 1


def anchor_of(file: str, document: int) -> str:
    """Give a proposal's own anchor in a document, which other proposals do not change."""
    name = f"{file}\n{document}"
    return "p" + sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
