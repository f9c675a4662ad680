"""The schémas of the store, and which of them a question reads, each at which day.

An edition is one schéma of one EPCI for one period. `chosen` follows docs/interfaces.md §3: without
an EPCI every EPCI; without a schéma the edition of each that runs at the day asked, or its latest;
each read at the day asked, else at its own (`mut:dateDeLecture`). Pages choose in the same way:
those of an EPCI, or of the site, are those of `chosen(epci)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Table, Term
from mutugraph.errors import IriInvalid, UnknownName
from mutugraph.iris import slug
from mutugraph.questions.names import Names

EVERY = "toutes"


@dataclass(frozen=True, slots=True)
class Edition:
    """One schéma: its EPCI, its code (`2016-2020`), its period as printed, its reading date.

    `start` and `end` are years, months or days (ISO 8601), empty where they are not printed; `date`
    is a day, or None where nothing gives one.
    """

    node: NamedNode
    label: str
    code: str
    epci: NamedNode
    epci_label: str
    siren: str
    start: str
    end: str
    date: str | None

    def runs(self, day: str) -> bool:
        """Whether its period holds a day (ISO 8601); an end that is not printed is open."""
        begun = bool(self.start) and self.start <= day[: len(self.start)]
        return begun and (not self.end or day[: len(self.end)] <= self.end)

    @property
    def title(self) -> str:
        """Its EPCI and its code, which together name it for a person."""
        return f"{self.epci_label} {self.code}".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """An edition, and the day at which it is read (None: nothing gives one)."""

    edition: Edition
    date: str | None


class Editions:
    """The editions of the store, in the order of their addresses: by EPCI, then by period.

    `names` are read where an edition is named: not at the start of a server, say.
    """

    def __init__(self, table: Table, names: Callable[[], Names]) -> None:
        self._names = names
        found: dict[NamedNode, Edition] = {}
        for row in table.dicts():
            node, epci = row["schema"], row["epci"]
            if isinstance(node, NamedNode) and isinstance(epci, NamedNode):
                found.setdefault(node, _edition(node, epci, row))
        self._by_node = found

    def __iter__(self) -> Iterator[Edition]:
        return iter(self._by_node.values())

    def __len__(self) -> int:
        return len(self._by_node)

    def get(self, node: NamedNode) -> Edition | None:
        """The edition that a node is."""
        return self._by_node.get(node)

    def chosen(
        self, epci: str | None = None, schema: str | None = None, date: str | None = None
    ) -> tuple[Reading, ...]:
        """The editions that a question reads, each with its day.

        `epci` is a slug, a label, a SIREN or an address; `schema` the code of an edition, its
        label, its address, or `toutes`; `date` a day (ISO 8601). Raises `UnknownName` with the
        nearest, also for a schéma that this EPCI does not have.
        """
        known = list(self)
        if epci is not None:
            bodies = self._names().find("epci", epci)
            known = [edition for edition in known if edition.epci in bodies]
        if schema is None:
            known = _running(known, date)
        elif _slug(schema) != EVERY:
            known = self._called(known, schema)
        return tuple(Reading(edition, date or edition.date) for edition in known)

    def _called(self, known: list[Edition], name: str) -> list[Edition]:
        try:
            found = [e for e in known if e.node in self._names().find("schema", name)]
        except UnknownName:
            found = []
        if not found:
            codes = dict.fromkeys(edition.code or edition.label for edition in known)
            raise UnknownName.among("schema", name, codes)
        return found


def _running(known: list[Edition], date: str | None) -> list[Edition]:
    """Of each EPCI, the edition that runs at the day, else the latest."""
    kept: dict[NamedNode, Edition] = {}
    for edition in known:
        best = kept.get(edition.epci)
        if best is None or _rank(edition, date) > _rank(best, date):
            kept[edition.epci] = edition
    return [edition for edition in known if kept[edition.epci] is edition]


def _rank(edition: Edition, date: str | None) -> tuple[bool, str, str, str]:
    runs = date is not None and edition.runs(date)
    return runs, edition.start, edition.date or "", edition.node.value


def _edition(node: NamedNode, epci: NamedNode, row: dict[str, Term | None]) -> Edition:
    return Edition(
        node=node,
        label=_text(row["nom"]),
        code=_text(row["edition"]),
        epci=epci,
        epci_label=_text(row["intercommunalite"]),
        siren=_text(row["siren"]),
        start=_text(row["debut"]),
        end=_text(row["fin"]),
        date=_text(row["lecture"]) or None,
    )


def nodes(readings: Iterable[Reading]) -> tuple[NamedNode, ...]:
    """The schémas of these readings."""
    return tuple(reading.edition.node for reading in readings)


def _slug(text: str) -> str:
    try:
        return slug(text)
    except IriInvalid:
        return ""


def _text(term: Term | None) -> str:
    return str(getattr(term, "value", "") or "")
