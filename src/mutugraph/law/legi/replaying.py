"""Replays a stock and its increments: the watched articles as the last of them leaves them.

Only articles of the watch list are parsed: what is kept in memory does not grow with the archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mutugraph.law.legi.answers import read_answer
from mutugraph.law.legi.faults import refused
from mutugraph.law.legi.members import Member, members
from mutugraph.law.legi.order import Source
from mutugraph.law.legi.wordings import STATES, STILLBORN, Bounds, Number, Place, Wording
from mutugraph.law.legi.xml import number_in, read_article

_ARTICLE = re.compile(r"((?:LEGI|JORF)TEXT\d{12})/article/(?:.*/)?(LEGIARTI\d{12})(?:\.xml)?$")
_ID = re.compile(r"(LEGIARTI\d{12})\.xml$")
_REMOVED = "liste_suppression_legi.dat"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Watch:
    """The articles to look for: their numbers by text and digits, and known identifiers."""

    numbers: Mapping[str, Mapping[str, tuple[Number, ...]]]
    ids: frozenset[str]

    def wants(self, text_id: str, number: str) -> bool:
        """Whether an article of this number in this text is watched."""
        asked = Number.of(number)
        known = self.numbers.get(text_id, {}).get(asked.rest, ())
        return any(asked.fits(one) for one in known)


@dataclass(slots=True)
class Copy:
    """What a replay leaves: versions by identifier, those removed, the day it goes up to."""

    wordings: dict[str, Wording] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    day: date | None = None
    stock: bool = False
    files: int = 0
    _paths: dict[str, str] = field(default_factory=dict)

    def add(self, wording: Wording, text_in_path: str = "") -> None:
        """Takes a version, over one that was read before."""
        _refuse(wording)
        id = wording.bounds.id
        self.wordings.pop(id, None)  # so that their order is that of reading
        self.wordings[id] = wording
        self._paths[id] = text_in_path
        self.removed.discard(id)

    def remove(self, text_in_path: str, id: str) -> None:
        """Takes a version away, unless it has moved to another text since."""
        if self._paths.get(id, text_in_path) == text_in_path:
            self.wordings.pop(id, None)
            self.removed.add(id)


def replay(
    sources: Sequence[Source], watch: Watch, progress: Progress = lambda _name, _done, _total: None
) -> Copy:
    """The watched articles after all the sources, in their order.

    `progress` is told the name of an archive, the bytes read of it, its size. Raises
    `LegiUnreadable` for the first file that cannot be relied on.
    """
    copy = Copy()
    for source in sources:
        _read(source, watch, copy, progress)
        copy.stock |= source.stock
        if source.stamp is not None:
            copy.day = source.stamp.date()
    return copy


def _read(source: Source, watch: Watch, copy: Copy, progress: Progress) -> None:
    removed: list[tuple[str, str]] = []
    of_legi = False
    name, total = source.path.name, source.path.stat().st_size
    for member in members(source.path, lambda done: progress(name, done, total)):
        copy.files += 1
        if member.name.endswith(_REMOVED):
            removed += _listed(member)
        elif member.name.endswith(".json"):
            for wording in read_answer(member.read(), member.place):
                if watch.wants(wording.text_id, wording.bounds.number):
                    copy.add(wording)
        elif member.name.endswith(".xml"):
            _take(member, watch, copy)
        else:
            continue
        of_legi = True
    if not of_legi:  # else a wrong path agrees with the graph, and is noted as its state
        raise refused(Place(str(source.path)), "aucun")
    for text_in_path, id in removed:
        copy.remove(text_in_path, id)


def _take(member: Member, watch: Watch, copy: Copy) -> None:
    found, lone = _ARTICLE.search(member.name), _ID.search(member.name)
    if found is None and lone is None:
        return
    text_in_path = found[1] if found else ""
    known = (found or lone)[found.lastindex if found else 1] in watch.ids  # type: ignore[index]
    if found and text_in_path not in watch.numbers and not known:
        return
    raw = member.read()
    number = number_in(raw)
    watched = number is not None and (
        watch.wants(text_in_path, number)
        if text_in_path
        else any(watch.wants(text, number) for text in watch.numbers)
    )
    if not watched and not known:
        return
    wording = read_article(raw, member.place)
    if watch.wants(wording.text_id or text_in_path, wording.bounds.number):
        copy.add(wording, text_in_path)


def _listed(member: Member) -> Iterable[tuple[str, str]]:
    """The articles of a list of deletions, which are paths without « .xml »."""
    for line in member.read().decode("utf-8", "replace").split():
        found = _ARTICLE.search(line)
        if found:
            yield found[1], found[2]


def _refuse(wording: Wording) -> None:
    """Raises `LegiUnreadable` for a version on which nothing can be built."""
    place, listed = wording.place, wording.versions
    if not listed:
        raise refused(place, "sans_version", wording.bounds.number)
    if not wording.bounds.id:
        raise refused(place, "sans_identifiant")
    for one in (wording.bounds, *listed):
        if one.state not in STATES:
            raise refused(place, "etat", one.state)
        if one.start is not None and one.end is not None and one.start > one.end:
            raise refused(place, "bornes", f"{one.start} > {one.end}")
    by_id: dict[str, Bounds] = {}
    for one in listed:
        if by_id.setdefault(one.id, one) != one:
            raise refused(place, "cycle", one.id)
    instants = [o.start for o in listed if o.start and o.start == o.end and o.state != STILLBORN]
    if len(set(instants)) != len(instants):
        raise refused(place, "cycle", instants[0])
