"""Which names look most like a text that nobody bears, in under a millisecond for thousands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from heapq import nlargest

_COMPARED = 8  # names compared letter by letter, once pairs of letters have chosen them
_LONGEST = 80  # no name is longer: what follows tells nothing, and would be dear to compare
_LIKE = 0.5


class Nearness:
    """Labels by the slugs that lead to them.

    Two slugs that look alike share pairs of letters: a bit each, so that all slugs are compared by
    one operation on integers each, and only the best by `difflib`, a hundred times dearer.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._bits: dict[str, int] = {}
        self._slugs = sorted(labels)
        self._masks = [self._mask(_pairs(low), learning=True) for low in self._slugs]
        self._sizes = [mask.bit_count() for mask in self._masks]

    def nearest(self, wanted: str, count: int) -> tuple[str, ...]:
        """The labels, at most `count`: of the likest slugs, then of those that contain the text."""
        if not wanted:
            return ()
        wanted = wanted[:_LONGEST]
        close = difflib.get_close_matches(wanted, self._likest(wanted), count, cutoff=_LIKE)
        inside = (low for low in self._slugs if wanted in low)
        return tuple(dict.fromkeys(self._labels[low] for low in (*close, *inside)))[:count]

    def _likest(self, wanted: str) -> list[str]:
        pairs = _pairs(wanted)
        asked, size = self._mask(pairs), len(pairs)
        shared = [(mask & asked).bit_count() for mask in self._masks]
        floor = max(1, size // 4)
        some = (at for at, common in enumerate(shared) if common >= floor)
        best = nlargest(_COMPARED, some, key=lambda at: shared[at] / (size + self._sizes[at]))
        return [self._slugs[at] for at in best]

    def _mask(self, pairs: Iterable[str], *, learning: bool = False) -> int:
        mask = 0
        for pair in pairs:
            bit = self._bits.get(pair)
            if bit is None and learning:
                bit = self._bits[pair] = len(self._bits)
            mask |= 0 if bit is None else 1 << bit
        return mask


def _pairs(text: str) -> frozenset[str]:
    """The pairs of letters that follow each other, the edges included: `^h`, `ha`, …, `t$`."""
    edged = f"^{text}$"
    return frozenset(edged[at : at + 2] for at in range(len(edged) - 1))
