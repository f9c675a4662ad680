"""The national lists: every EPCI with its own taxation, its category, its tax regime, its members.

`data/ttl/national/` holds one row for each thing that did not change from a first to a last list.
A list is as at 1 January, so that the first one says « then or before », and a change is known to
the year. The one reader of these files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from mutugraph.errors import ListInvalid
from mutugraph.reference.tables import content, read_about, read_table
from mutugraph.workspace import Workspace

FOLDER = "data/ttl/national"
ABOUT, EPCI, MEMBERS = "listes.toml", "epci.csv", "membres.csv"


@dataclass(frozen=True, slots=True)
class Kind:
    """A category or a tax regime: its concept, a path under `/id/`, and its French name."""

    concept: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedEpci:
    """An EPCI as the lists of some years have it; `first` and `last` are years, both included."""

    line: int
    siren: str
    name: str
    category: str
    regime: str
    first: int
    last: int
    population: int | None


class ListedMember(NamedTuple):
    """A commune as a member of one EPCI in the lists of some years, both included."""

    line: int
    epci: str
    insee: str
    siren: str
    name: str
    first: int
    last: int


@dataclass(frozen=True)
class NationalLists:
    """What the lists hold; `first` and `last` are the years of the first and the last list.

    `rows` are the members as the file has them: EPCI, commune, its SIREN and name, two years.
    """

    source: str
    first: int
    last: int
    categories: Mapping[str, Kind]
    regimes: Mapping[str, Kind]
    epci: Mapping[str, tuple[ListedEpci, ...]]
    rows: Sequence[Sequence[str]]

    def members(self, siren: str) -> tuple[ListedMember, ...]:
        """The members of an EPCI, at any list. Raises `ListInvalid`."""
        return tuple(self._member(index) for index in self._by_epci.get(siren, ()))

    def memberships(self, insee: str) -> tuple[ListedMember, ...]:
        """The EPCI of which a commune is a member, at any list. Raises `ListInvalid`."""
        return tuple(self._member(index) for index in self._by_commune.get(insee, ()))

    @property
    def communes(self) -> Iterator[str]:
        """The INSEE code of every commune of the lists."""
        return iter(self._by_commune)

    @property
    def current(self) -> tuple[ListedEpci, ...]:
        """The EPCI of the last list."""
        return tuple(rows[-1] for rows in self.epci.values() if rows[-1].last == self.last)

    @cached_property
    def _by_epci(self) -> dict[str, list[int]]:
        return _index(self.rows, 0)

    @cached_property
    def _by_commune(self) -> dict[str, list[int]]:
        return _index(self.rows, 1)

    def _member(self, index: int) -> ListedMember:
        epci, insee, siren, name, first, last = self.rows[index]
        line = index + 2
        return ListedMember(
            line, epci, insee, siren, name, _year(first, MEMBERS, line), _year(last, MEMBERS, line)
        )


_HELD: WeakValueDictionary[tuple[bytes, ...], NationalLists] = WeakValueDictionary()


def read_national(workspace: Workspace) -> NationalLists | None:
    """The lists of a workspace; None where it has none.

    Files that say the same as those of lists that somebody holds are not parsed again: both sides
    of a comparison have them. Raises `ListInvalid` for a list that is cut, changed or unreadable,
    `FileUnreadable`.
    """
    folder = workspace.root / FOLDER
    if not folder.is_dir():
        return None
    files = (content(folder / name, f"{FOLDER}/{name}") for name in (ABOUT, EPCI, MEMBERS))
    said = tuple(sha256(file).digest() for file in files)
    found = _HELD.get(said)
    if found is None:
        found = _HELD[said] = _read(folder)
    return found


def _read(folder: Path) -> NationalLists:
    about = read_about(folder / ABOUT, f"{FOLDER}/{ABOUT}")
    try:
        rows = read_table(folder / EPCI, f"{FOLDER}/{EPCI}", about["fichiers"][EPCI])
        members = read_table(folder / MEMBERS, f"{FOLDER}/{MEMBERS}", about["fichiers"][MEMBERS])
        return NationalLists(
            source=str(about["source"]),
            first=int(about["premiere_liste"]),
            last=int(about["derniere_liste"]),
            categories=_kinds(about["types"]),
            regimes=_kinds(about["regimes"]),
            epci=_epci(rows, about["types"], about["regimes"]),
            rows=members,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ListInvalid(
            path=f"{FOLDER}/{ABOUT}", line=1, detail="liste_description", value=str(error)
        ) from error


def _kinds(entries: Mapping[str, Any]) -> dict[str, Kind]:
    return {code: Kind(entry["concept"], entry["nom"]) for code, entry in entries.items()}


def _epci(
    rows: Sequence[Sequence[str]], categories: Container[str], regimes: Container[str]
) -> dict[str, tuple[ListedEpci, ...]]:
    found: dict[str, list[ListedEpci]] = defaultdict(list)
    for line, (siren, name, category, regime, first, last, population) in enumerate(rows, 2):
        for code, codes, detail in (
            (category, categories, "liste_type"),
            (regime, regimes, "liste_regime"),
        ):
            if code not in codes:
                raise ListInvalid(path=f"{FOLDER}/{EPCI}", line=line, detail=detail, value=code)
        years = _year(first, EPCI, line), _year(last, EPCI, line)
        count = int(population) if population.isdecimal() else None
        found[siren].append(ListedEpci(line, siren, name, category, regime, *years, count))
    return {siren: tuple(listed) for siren, listed in found.items()}


def _index(rows: Sequence[Sequence[str]], column: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        found[row[column]].append(index)
    return found


def _year(text: str, table: str, line: int) -> int:
    if not (text.isdecimal() and len(text) == 4):  # noqa: PLR2004 - digits of a year
        raise ListInvalid(path=f"{FOLDER}/{table}", line=line, detail="liste_annee", value=text)
    return int(text)
