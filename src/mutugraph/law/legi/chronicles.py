"""Puts the versions of a copy together as articles: one chronicle each, in the order of days.

Files that list one another are of one article. A number is not enough: one that was repealed is
taken up again for another rule, under another letter or the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mutugraph.law.legi.faults import refused
from mutugraph.law.legi.replaying import Copy
from mutugraph.law.legi.wordings import Bounds, Number, Place, Wording


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One article through time: its versions that existed, and those of them that were read."""

    text_id: str
    cid: str | None
    versions: tuple[Bounds, ...]
    wordings: dict[str, Wording]

    def numbered(self, number: Number) -> tuple[Bounds, ...]:
        """Its versions under a number; those that had another one are another article's."""
        return tuple(v for v in self.versions if Number.of(v.number).fits(number))

    def place(self, version: Bounds) -> Place | None:
        """Where a version was read: in its own file, else in one that lists it."""
        own = self.wordings.get(version.id)
        return (own or next(iter(self.wordings.values()))).place

    def before(self, version: Bounds) -> Wording | None:
        """The wording that a version replaced, where it was read."""
        at = self.versions.index(version)
        return self.wordings.get(self.versions[at - 1].id) if at else None


def chronicles(copy: Copy) -> tuple[Chronicle, ...]:
    """Every article of a copy. Raises `LegiUnreadable` for versions that precede one another."""
    _refuse_circles(copy.wordings)
    groups: dict[str, str] = {}

    def root(id: str) -> str:
        while groups.setdefault(id, id) != id:
            id = groups[id]
        return id

    for id, wording in copy.wordings.items():
        others = [v.id for v in wording.versions if v.id not in copy.removed]
        for other in (*others, *([wording.cid] if wording.cid else [])):
            groups[root(other)] = root(id)
    found: dict[str, list[Wording]] = defaultdict(list)
    for id, wording in copy.wordings.items():
        found[root(id)].append(wording)
    return tuple(_chronicle(each, copy.removed) for each in found.values())


def _chronicle(wordings: list[Wording], removed: Iterable[str]) -> Chronicle:
    gone = set(removed)
    bounds: dict[str, Bounds] = {}
    for wording in wordings:  # in the order of reading: what the last one says is the newest
        bounds.update((v.id, v) for v in wording.versions if v.id not in gone)
        bounds[wording.bounds.id] = wording.bounds
    existed = (one for one in bounds.values() if one.existed)
    return Chronicle(
        text_id=wordings[-1].text_id,
        cid=next((wording.cid for wording in wordings if wording.cid), None),
        versions=tuple(sorted(existed, key=lambda v: (v.start or date.max, v.end or date.max))),
        wordings={wording.bounds.id: wording for wording in wordings},
    )


def _refuse_circles(wordings: dict[str, Wording]) -> None:
    for id, wording in wordings.items():
        seen = {id}
        at: Wording | None = wording
        while at is not None and at.previous:
            if at.previous in seen:
                raise refused(wording.place, "cycle", at.previous)
            seen.add(at.previous)
            at = wordings.get(at.previous)
