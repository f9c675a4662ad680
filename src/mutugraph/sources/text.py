"""The text of a document, in which passages are sought: offsets and lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mutugraph.sources.folding import Folded, fold


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where words are: offsets in code points, the end exclusive; lines from 1."""

    start: int
    end: int
    first_line: int
    last_line: int


class SourceText:
    """A text whose lines are known; they end at line feeds only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def __len__(self) -> int:
        return len(self.text)

    def at(self, place: Place) -> str:
        """The words at a place."""
        return self.text[place.start : place.end]

    def place(self, start: int, end: int) -> Place:
        """The place of two offsets, the end exclusive."""
        return Place(start, end, self._line(start), self._line(max(end - 1, start)))

    def verbatim(self, words: str) -> Iterator[Place]:
        """Every place where exactly these words stand, in the order of the text."""
        at = self.text.find(words) if words else -1
        while at >= 0:
            yield self.place(at, at + len(words))
            at = self.text.find(words, at + 1)

    def around(self, place: Place, width: int) -> tuple[str, str]:
        """What precedes and follows a place on its lines, `width` characters at the most."""
        first = self._starts[place.first_line - 1]
        after = place.last_line
        last = self._starts[after] - 1 if after < len(self._starts) else len(self.text)
        before = self.text[max(first, place.start - width) : place.start]
        return before, self.text[place.end : min(last, place.end + width)]

    @cached_property
    def folded(self) -> Folded:
        """The text without what typography alone decides."""
        return fold(self.text)

    @cached_property
    def joined(self) -> Folded:
        """The same, where a word cut at the end of a line is one word again."""
        return fold(self.text, join=True)

    @cached_property
    def signs(self) -> tuple[str, list[int]]:
        """The folded text without its spaces, and where each sign stands in it."""
        ranks = [rank for rank, sign in enumerate(self.folded.text) if sign != " "]
        return self.folded.text.replace(" ", ""), ranks

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)
