"""Chooses among the places where words stand: by their section, then by their neighbours.

Sections follow one another in the text in their order, so what is already placed in them bounds the
others. A choice that is not the only one left is none: the user is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pyoxigraph import NamedNode

from mutugraph.sources.location import locate
from mutugraph.sources.passages import Passage
from mutugraph.sources.text import Place, SourceText

_JOINT = ", "


@dataclass(frozen=True)
class Settled:
    """Where passages stand: `placed` those of which it is known, `open` what is left for others.

    Words that stand nowhere have no place left.
    """

    placed: Mapping[NamedNode, Place]
    open: Mapping[NamedNode, tuple[Place, ...]]


def settle(text: SourceText, order: Sequence[NamedNode], every: Sequence[Passage]) -> Settled:
    """Places the passages of a document that have no place yet, by those that have one.

    `order` are its sections as they follow one another in the text.
    """
    placed = {one.node: one.place for one in every if one.place}
    left = {one: locate(text, one.words) for one in every if not one.place}
    progress = True
    while left and progress:
        chosen: dict[Passage, Place] = {}
        around = _Around(text, order, every, placed)
        for passage, places in left.items():
            kept = around.possible(passage, places)
            if len(kept) == 1:
                chosen[passage] = kept[0]
        progress = bool(chosen)
        placed |= {passage.node: place for passage, place in chosen.items()}
        left = {passage: places for passage, places in left.items() if passage not in chosen}
    around = _Around(text, order, every, placed)
    return Settled(placed, {one.node: around.possible(one, places) for one, places in left.items()})


class _Around:
    """What is placed already, as bounds for what is not."""

    def __init__(
        self,
        text: SourceText,
        order: Sequence[NamedNode],
        every: Sequence[Passage],
        placed: Mapping[NamedNode, Place],
    ) -> None:
        self._size = len(text)
        self._ranks = {_rank(passage) for passage in every}
        self._order: dict[NamedNode | None, int] = {s: rank for rank, s in enumerate(order)}
        self._extents: dict[int, tuple[int, int]] = {}  # of each section, by its rank
        self._ranked: dict[tuple[str, int], Place] = {}
        for passage in every:
            place = placed.get(passage.node)
            if place and passage.section in self._order:
                section = self._order[passage.section]
                first, last = self._extents.get(section, (place.start, place.end))
                self._extents[section] = min(first, place.start), max(last, place.end)
                self._ranked[_rank(passage)] = place

    def possible(self, passage: Passage, places: Sequence[Place]) -> tuple[Place, ...]:
        """The places that what is around leaves; all of them where it leaves none."""
        kept = [p for p in places if passage.line in {None, *range(p.first_line, p.last_line + 1)}]
        for low, high in (self._section(passage), self._neighbours(passage)):
            inside = [place for place in kept if low <= place.start and place.end <= high]
            if len(kept) > 1 and inside:
                kept = inside
        return tuple(kept or places)

    def _section(self, passage: Passage) -> tuple[int, int]:
        """From the last that is placed before the section to the first that is placed after it."""
        rank = self._order.get(passage.section)
        if rank is None:
            return 0, self._size
        low = max((end for at, (_, end) in self._extents.items() if at < rank), default=0)
        starts = (start for at, (start, _) in self._extents.items() if at > rank)
        high = min(starts, default=self._size)
        return (low, high) if low <= high else (0, self._size)

    def _neighbours(self, passage: Passage) -> tuple[int, int]:
        """Between the passages of the ranks before and after, where the ranks follow the text.

        Ranks given one by one, as facts were added, say nothing of the place: two on each side must
        stand in order, as far as there are as many.
        """
        group, rank = _rank(passage)
        before, after = self._ranked.get((group, rank - 1)), self._ranked.get((group, rank + 1))
        there = [(group, rank + step) for step in (-2, -1, 1, 2)]
        starts = [self._ranked[one].start for one in there if one in self._ranked]
        known = all(one in self._ranked for one in there if one in self._ranks)
        if before and after and known and starts == sorted(starts):
            return before.start, after.end
        return 0, self._size


def _rank(passage: Passage) -> tuple[str, int]:
    """The group of a passage and its rank there: the last part of its address."""
    group, _, last = passage.node.value.rpartition("/")
    return group, int(last) if last.isdigit() else -2


def cited_at(every: Sequence[Passage], place: Place) -> str | None:
    """What a place is cited by, as far as the passages before and after it are in the same.

    `every` are the passages of the document. None where nothing is known.
    """
    known = sorted((one.place, one.label) for one in every if one.place)
    before = [label for at, label in known if at.start <= place.start][-1:]
    after = [label for at, label in known if at.end >= place.end and at.start >= place.start][:1]
    if not before or not after:
        return None
    parts = (label.split(_JOINT)[:-1] for label in (before[0], after[0]))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(*parts, strict=False))
    return _JOINT.join(part for part, _ in same) or None
