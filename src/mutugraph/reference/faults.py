"""What the national lists cannot both be: faults within them that reading alone does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from mutugraph.reference.national import (
    EPCI,
    FOLDER,
    MEMBERS,
    ListedEpci,
    ListedMember,
    NationalLists,
)

_SIREN = re.compile(r"\d{9}\Z")
_INSEE = re.compile(r"\d[0-9AB]\d{3}\Z")
_SOUND = re.compile(r"[0-9][0-9AB][0-9]{3},[0-9]{9},[0-9]{4},[0-9]{4}\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its file and line, a code (`liste_…` in the messages), and the value at fault."""

    file: str
    line: int
    code: str
    value: str


def faults(lists: NationalLists) -> Iterator[Fault]:
    """The faults of the lists: those of the EPCI, then those of the members, by commune."""
    for rows in lists.epci.values():
        yield from _epci(lists, rows)
    spans = {
        siren: (min(row.first for row in rows), max(row.last for row in rows))
        for siren, rows in lists.epci.items()
    }
    doubtful = _doubtful(lists, spans)
    for insee in (insee for insee in lists.communes if insee in doubtful):
        yield from _commune(spans, lists.memberships(insee))


def _epci(lists: NationalLists, rows: Sequence[ListedEpci]) -> Iterator[Fault]:
    for row in rows:
        for code, value, right in (
            ("liste_siren", row.siren, bool(_SIREN.match(row.siren))),
            ("liste_periode", f"{row.first}-{row.last}", _within(row, lists.first, lists.last)),
        ):
            if not right:
                yield Fault(f"{FOLDER}/{EPCI}", row.line, code, value)
    for before, after in pairwise(rows):
        if after.first <= before.last:
            yield Fault(f"{FOLDER}/{EPCI}", after.line, "liste_doublon", after.siren)


def _doubtful(lists: NationalLists, spans: Mapping[str, tuple[int, int]]) -> Set[str]:
    """The communes that may be at fault: those of several rows, or of one that is not sound.

    Nearly all have one that is, and are told here without a value made of each.
    """
    seen, found = set[str](), set[str]()
    for epci, insee, siren, _, first, last in lists.rows:
        span = spans.get(epci) if _SOUND.match(f"{insee},{siren},{first},{last}") else None
        if insee in seen or not (span and span[0] <= int(first) <= int(last) <= span[1]):
            found.add(insee)
        seen.add(insee)
    return found


def _commune(spans: Mapping[str, tuple[int, int]], rows: Sequence[ListedMember]) -> Iterator[Fault]:
    """The faults of a commune; `spans` are the years of the first and last list of each EPCI."""
    for row in rows:
        span = spans.get(row.epci)
        if not _INSEE.match(row.insee):
            yield _of_member(row, "liste_insee", row.insee)
        if not _SIREN.match(row.siren):
            yield _of_member(row, "liste_siren", row.siren)
        if span is None:
            yield _of_member(row, "liste_epci_inconnu", row.epci)
        elif not _within(row, *span):
            yield _of_member(row, "liste_periode", f"{row.first}-{row.last}")
    dated = sorted(rows, key=lambda row: (row.first, row.line)) if len(rows) > 1 else ()
    for before, after in pairwise(dated):
        if after.first <= before.last:
            value = f"{after.name} : {before.epci}, {after.epci}"
            yield _of_member(after, "liste_chevauchement", value)


def _of_member(row: ListedMember, code: str, value: str) -> Fault:
    return Fault(f"{FOLDER}/{MEMBERS}", row.line, code, value)


def _within(row: ListedEpci | ListedMember, first: int, last: int) -> bool:
    return first <= row.first <= row.last <= last
