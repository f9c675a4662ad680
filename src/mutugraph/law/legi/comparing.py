"""Compares the graph's chronology of each article with that of LEGI: what differs, and where.

Only what both speak of is compared. Versions are paired by their identifiers first, then by their
first days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mutugraph.law.legi.chronicles import Chronicle
from mutugraph.law.legi.contents import Beside, made_by, of_content
from mutugraph.law.legi.differences import Code, Difference
from mutugraph.law.legi.known import Known
from mutugraph.law.legi.wordings import GONE, Bounds, Number, Place
from mutugraph.law.provisions import Provision, Version


@dataclass(frozen=True, slots=True)
class Pair:
    """A version of the graph and of the source, or one of them where the other has none."""

    known: Version | None
    found: Bounds | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One article: what it was compared with, its pairs in order, the differences.

    `others` are the articles of the source that bore the same number and are other rules.
    """

    article: Provision
    chronicle: Chronicle
    pairs: tuple[Pair, ...]
    differences: tuple[Difference, ...]
    others: tuple[Chronicle, ...] = ()


def compare(
    known: Known,
    found: tuple[Chronicle, ...],
    day: date,
    beside: Beside,
) -> tuple[Compared, ...]:
    """Every article of the graph that the source has, compared at the day the source goes up to."""
    alike: dict[tuple[str, str], list[Chronicle]] = defaultdict(list)
    for chronicle in found:
        for rest in {Number.of(version.number).rest for version in chronicle.versions}:
            alike[chronicle.text_id, rest].append(chronicle)
    compared = []
    for article in known.articles:
        number = Number.of(article.number)
        near = alike.get((known.text_id(article), number.rest), ())
        there = [c for c in near if c.numbered(number)]
        if there:
            mine, *others = sorted(there, key=lambda c: _likeness(known, article, c), reverse=True)
            pairs = tuple(_pairs(known, article, mine.numbered(number)))
            differences = (
                *(d for pair in pairs for d in _of_pair(known, article, pair, mine, day)),
                *_of_state(article, mine, number, day),
                *_of_identifier(known, article, mine),
                *of_content(known, article, mine, pairs_of(pairs), day, beside),
            )
            compared.append(Compared(article, mine, pairs, differences, tuple(others)))
    return tuple(compared)


def pairs_of(pairs: tuple[Pair, ...]) -> tuple[tuple[Version, Bounds], ...]:
    """The pairs that are whole."""
    return tuple((p.known, p.found) for p in pairs if p.known is not None and p.found is not None)


def _likeness(
    known: Known, article: Provision, chronicle: Chronicle
) -> tuple[bool, int, int, date]:
    """How much a chronicle is that of an article: identifiers, then first days, then the newest."""
    own = known.ids.get(article.node)
    ids = {known.ids.get(version.node) for version in article.versions}
    starts = {version.start for version in article.versions}
    there = chronicle.versions
    return (
        own is not None and own in (chronicle.cid, *(v.id for v in there)),
        sum(v.id in ids for v in there),
        sum(v.start in starts for v in there),
        max((v.start for v in there if v.start), default=date.min),
    )


def _pairs(known: Known, article: Provision, there: tuple[Bounds, ...]) -> Iterator[Pair]:
    left = list(article.versions)
    for bounds in there:
        same = next((v for v in left if known.ids.get(v.node) == bounds.id), None)
        if same is None:
            same = next((v for v in left if v.start == bounds.start), None)
        if same is not None:
            left.remove(same)
        yield Pair(same, bounds)
    yield from (Pair(version, None) for version in left)


def _of_pair(
    known: Known, article: Provision, pair: Pair, chronicle: Chronicle, day: date
) -> Iterator[Difference]:
    mine, there = pair.known, pair.found
    if there is None and mine is not None:
        yield Difference(Code.UNKNOWN, article, "inconnue", mine.start, {"debut": mine.start})
    elif there is not None and mine is None:
        coming = there.start is None or there.start > day
        code, key = (Code.COMING, "a_venir") if coming else (Code.MISSING, "absente")
        key = "a_venir_sans_date" if there.start is None else key
        facts = {"debut": there.start, "fin": there.end, "identifiant": there.id}
        wording, previous = chronicle.wordings.get(there.id), chronicle.before(there)
        yield Difference(
            code,
            article,
            key,
            there.start,
            facts,
            wording.place if wording else None,
            there,
            made_by(wording) if wording else (),
            previous.paragraphs if previous else (),
            wording.paragraphs if wording else (),
        )
    elif mine is not None and there is not None:
        yield from _of_bounds(article, mine, there, chronicle.place(there), day)
        identifier = known.ids.get(mine.node)
        if identifier is not None and identifier != there.id:
            facts = {"debut": mine.start, "lu": identifier, "trouve": there.id}
            place = chronicle.place(there)
            yield Difference(Code.IDENTIFIER, article, "version", mine.start, facts, place, there)


def _of_bounds(
    article: Provision, mine: Version, there: Bounds, place: Place | None, day: date
) -> Iterator[Difference]:
    if mine.start != there.start:
        facts = {"debut": mine.start, "lu": mine.start, "trouve": there.start}
        yield Difference(Code.BOUNDS, article, "debut", mine.start, facts, place, there)
    if mine.end != there.end:
        coming = there.end is not None and there.end > day
        facts = {"debut": mine.start, "lu": mine.end, "trouve": there.end}
        code = Code.COMING if coming else Code.BOUNDS
        yield Difference(code, article, "fin", mine.start, facts, place, there)


def _of_state(
    article: Provision, chronicle: Chronicle, number: Number, day: date
) -> Iterator[Difference]:
    last = chronicle.numbered(number)[-1]
    gone = last.end if last.state in GONE and last.end and last.end <= day else None
    if gone != article.ends and (gone is None or article.ends is None):
        facts = {"lu": article.ends, "trouve": gone, "etat": last.state}
        key = "plus_en_vigueur" if gone else "encore_en_vigueur"
        yield Difference(Code.STATE, article, key, last.start, facts, chronicle.place(last), last)


def _of_identifier(known: Known, article: Provision, chronicle: Chronicle) -> Iterator[Difference]:
    """That of the article, where the source gives one (the API does, LEGI's files do not)."""
    own = known.ids.get(article.node)
    if chronicle.cid and own and own != chronicle.cid:
        facts = {"lu": own, "trouve": chronicle.cid}
        yield Difference(Code.IDENTIFIER, article, "article", None, facts)
