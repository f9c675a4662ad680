"""What of a document no fact rests on, and the share of it on which some do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mutugraph.sources.recognition import Names, Nature, Span, recognize, sentences
from mutugraph.sources.text import Place, SourceText


@dataclass(frozen=True, slots=True)
class Left:
    """Something of the document on which no fact rests."""

    nature: Nature
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is left, the strongest first; of each nature, how many there are and are covered."""

    left: tuple[Left, ...]
    total: dict[Nature, int]
    covered: dict[Nature, int]

    @property
    def share(self) -> float | None:
        """The share of the sentences on which a fact rests; None where there is none."""
        total = self.total[Nature.SENTENCE]
        return self.covered[Nature.SENTENCE] / total if total else None


def coverage(text: SourceText, quoted: Iterable[Place], names: Names) -> Coverage:
    """What the quoted places of a text leave.

    A reference, an amount, a head-count, a date is covered where a quotation touches it; a name and
    a sentence, where one touches the sentence.
    """
    places = _Places(quoted)
    every = sentences(text)
    starts = [span.start for span in every]
    spans = [*recognize(text, names), *every]
    left: list[Left] = []
    total, covered = dict.fromkeys(Nature, 0), dict.fromkeys(Nature, 0)
    for span in spans:
        total[span.nature] += 1
        wide = _around(span, every, starts) if span.nature is Nature.NAME else span
        if places.touch(wide):
            covered[span.nature] += 1
        else:
            words = " ".join(text.text[span.start : span.end].split())
            left.append(Left(span.nature, words, text.place(span.start, span.end)))
    rank = list(Nature)
    ordered = sorted(left, key=lambda one: (rank.index(one.nature), one.place.start))
    return Coverage(tuple(ordered), total, covered)


def _around(span: Span, every: Sequence[Span], starts: Sequence[int]) -> Span:
    """The sentence that a name is in, else the name."""
    at = bisect_right(starts, span.start) - 1
    inside = at >= 0 and span.start < every[at].end
    return every[at] if inside else span


class _Places:
    """Quotations, to be asked whether one touches a span."""

    def __init__(self, quoted: Iterable[Place]) -> None:
        self._merged: list[tuple[int, int]] = []
        for place in sorted(quoted):
            if self._merged and place.start <= self._merged[-1][1]:
                first, last = self._merged[-1]
                self._merged[-1] = first, max(last, place.end)
            else:
                self._merged.append((place.start, place.end))
        self._ends = [end for _, end in self._merged]

    def touch(self, span: Span) -> bool:
        at = bisect_left(self._ends, span.start + 1)
        return at < len(self._merged) and self._merged[at][0] < span.end
