"""The articles and texts of law by every way to say them: a look-up, whatever their number."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mutugraph.questions.citations import Words, citation_words, text_first, ways_to_say
from mutugraph.terms import natural_key


class Articles:
    """Short forms of articles and texts, each with another name or none, by their places in a list.

    `CGCT L5211-4-2` is also said `L5211-4-2` and `5211-4-2`; `L5211-4-2 du code général…` names the
    text last, by another name than the short form does.
    """

    def __init__(self, called: Sequence[tuple[str, str]]) -> None:
        self._short = [citation_words(label) for label, _ in called]
        self._other = [citation_words(also) for _, also in called]
        self._ways = _places(ways_to_say(words) for words in self._short)
        self._texts = tuple(_places((w,) for w in words) for words in (self._short, self._other))
        self._longest = max((len(words) for words in (*self._short, *self._other)), default=0)
        self._sorted = sorted(self._ways)
        labels = sorted({label for label, _ in called}, key=natural_key)
        rank = {label: at for at, label in enumerate(labels)}
        self._rank = [rank[label] for label, _ in called]

    def ways(self, wanted: Words) -> Iterator[tuple[int, ...]]:
        """What a citation may be, by places: as it is, then with the text it names put first."""
        if not wanted:
            return
        yield self._ways.get(wanted, ())
        for texts, names in zip(self._texts, (self._short, self._other), strict=True):
            hits = {at for run in self._runs(wanted) for at in texts.get(run, ())}
            for at in sorted(hits):
                moved = text_first(wanted, names[at], self._short[at])
                if moved is not None:
                    yield self._ways.get(moved, ())

    def beginning(self, wanted: Words) -> list[int]:
        """Those whose number, said in some way, begins so, in natural order of short forms."""
        found: set[int] = set()
        if wanted:
            for way in self._sorted[bisect_left(self._sorted, wanted) :]:
                if way[: len(wanted)] != wanted:
                    break
                found.update(self._ways[way])
        return sorted(found, key=lambda at: (self._rank[at], at))

    def _runs(self, wanted: Words) -> Iterator[Words]:
        """The words that follow each other in a citation, no longer than the longest name."""
        for length in range(1, min(self._longest, len(wanted)) + 1):
            yield from (wanted[at : at + length] for at in range(len(wanted) - length + 1))


def _places(
    said: Iterator[Iterator[Words]] | Iterator[tuple[Words]],
) -> dict[Words, tuple[int, ...]]:
    found: defaultdict[Words, list[int]] = defaultdict(list)
    for at, ways in enumerate(said):
        for way in dict.fromkeys(ways):
            if way:
                found[way].append(at)
    return {way: tuple(places) for way, places in found.items()}
