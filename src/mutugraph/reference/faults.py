"""What the national lists cannot both be: faults within them that reading alone does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    for insee in lists.communes:
        yield from _commune(lists, lists.memberships(insee))


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


def _commune(lists: NationalLists, rows: Sequence[ListedMember]) -> Iterator[Fault]:
    for row in rows:
        known = lists.epci.get(row.epci, ())
        first = min((epci.first for epci in known), default=row.last + 1)
        last = max((epci.last for epci in known), default=row.first - 1)
        for code, value, right in (
            ("liste_insee", row.insee, bool(_INSEE.match(row.insee))),
            ("liste_siren", row.siren, bool(_SIREN.match(row.siren))),
            ("liste_epci_inconnu", row.epci, bool(known)),
            ("liste_periode", f"{row.first}-{row.last}", not known or _within(row, first, last)),
        ):
            if not right:
                yield Fault(f"{FOLDER}/{MEMBERS}", row.line, code, value)
    dated = sorted(rows, key=lambda row: (row.first, row.line))
    for before, after in pairwise(dated):
        if after.first <= before.last:
            value = f"{after.name} : {before.epci}, {after.epci}"
            yield Fault(f"{FOLDER}/{MEMBERS}", after.line, "liste_chevauchement", value)


def _within(row: ListedEpci | ListedMember, first: int, last: int) -> bool:
    return first <= row.first <= row.last <= last
