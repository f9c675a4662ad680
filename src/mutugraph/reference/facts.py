"""What the national lists say of the EPCI that a graph knows, as facts of a graph of their own.

Category, tax regime and members, each with its first and last day known. What a verified fact of
the graph already says is not said twice. A reason is given only where the lists prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.messages import message
from mutugraph.model.grammar import body
from mutugraph.namespaces import Namespaces
from mutugraph.reference.known import Known, known_in
from mutugraph.reference.national import (
    FOLDER,
    Kind,
    ListedEpci,
    ListedMember,
    NationalLists,
)
from mutugraph.terms import RDF_TYPE, XSD_DATE
from mutugraph.workspace import Workspace

CREATION, ADHESION, WITHDRAWAL, END = "creation", "adhesion", "retrait", "fin-de-l-epci"


def national_facts(
    lists: NationalLists, workspace: Workspace, stated: Iterable[Quad]
) -> tuple[Quad, ...]:
    """The facts of the lists about the EPCI of some quads, in the graph of the lists.

    `stated` is all that the files say. Raises `ListInvalid`.
    """
    known = known_in(stated, workspace.namespaces)
    graph = workspace.graph(workspace.root / FOLDER)
    told = _Telling(lists, workspace.namespaces, known, graph)
    return tuple(quad for siren in sorted(known.epci) for quad in told.about(siren))


@dataclass(frozen=True)
class _Telling:
    """Writes facts of the lists for some known EPCI."""

    lists: NationalLists
    namespaces: Namespaces
    known: Known
    graph: NamedNode
    described: set[str] = field(default_factory=set)

    def about(self, siren: str) -> Iterator[Quad]:
        rows = self.lists.epci.get(siren, ())
        if not rows:
            return
        node = NamedNode(self.known.epci[siren])
        label = self.known.labels[node.value] or rows[-1].name
        yield from self._statuses(node, label, rows, "category")
        yield from self._statuses(node, label, rows, "regime")
        for member in self.lists.members(siren):
            yield from self._membership(node, label, rows, member)

    def _statuses(
        self, node: NamedNode, label: str, rows: Sequence[ListedEpci], what: str
    ) -> Iterator[Quad]:
        mut = self.namespaces["mut"]
        kinds = self.lists.categories if what == "category" else self.lists.regimes
        link, path = ("categorie",) * 2 if what == "category" else ("regimeFiscal", "regime-fiscal")
        for code, same in groupby(rows, key=attrgetter(what)):
            period = tuple(same)
            first, last = period[0].first, period[-1].last
            kind = kinds[code]
            if self._is_stated(node, link, kind, first, last):
                continue
            status = NamedNode(f"{node.value}/national/{path}/{_day(first)}")
            name = message("fait_statut", epci=label, valeur=kind.name, annee=str(first))
            yield self._quad(node, mut.aPourStatut, status)
            yield self._quad(status, RDF_TYPE, mut.StatutDEPCI)
            yield self._quad(status, mut[link], self.namespaces.id(kind.concept))
            yield self._quad(status, mut.depuis, Literal(_day(first), datatype=XSD_DATE))
            yield from self._observed(status, name, first, last)

    def _is_stated(self, node: NamedNode, link: str, kind: Kind, first: int, last: int) -> bool:
        """Whether a verified status of the files says the same, for the whole time."""
        verified = self.namespaces.id("statut/verifie").value
        end = _day(last + 1) if last < self.lists.last else None
        return any(
            status.get(link) == self.namespaces.id(kind.concept).value
            and status.get("statut") == verified
            and status.get("depuis", "9") <= _day(first)
            and ("jusqua" not in status or (end is not None and end <= status["jusqua"]))
            for status in self.known.statuses[node.value]
        )

    def _membership(
        self, node: NamedNode, label: str, rows: Sequence[ListedEpci], member: ListedMember
    ) -> Iterator[Quad]:
        mut = self.namespaces["mut"]
        commune = self.namespaces.id(f"commune/{member.insee}")
        yield from self._commune(commune, member)
        membership = NamedNode(f"{node.value}/national/membre/{member.insee}/{_day(member.first)}")
        name = message("fait_membre", commune=member.name, d_epci=body(label)[1])
        yield self._quad(membership, RDF_TYPE, mut.Appartenance)
        yield self._quad(membership, mut.communeMembre, commune)
        yield self._quad(membership, mut.groupement, node)
        if member.first > self.lists.first:
            yield self._quad(membership, mut.depuis, Literal(_day(member.first), datatype=XSD_DATE))
        entry, exit_ = self._entry(rows, member), self._exit(rows, member)
        if entry:
            reason = self.namespaces.id(f"motif-de-perimetre/{entry}")
            yield self._quad(membership, mut.motifDEntree, reason)
        if exit_:
            reason = self.namespaces.id(f"motif-de-perimetre/{exit_}")
            yield self._quad(membership, mut.motifDeSortie, reason)
        yield from self._observed(membership, name, member.first, member.last)

    def _entry(self, rows: Sequence[ListedEpci], member: ListedMember) -> str | None:
        """Why the lists show the commune from that year on, where they prove it."""
        if member.first == self.lists.first:
            return None
        if member.first == rows[0].first:
            return CREATION
        elsewhere = self.lists.memberships(member.insee)
        return ADHESION if any(m.last == member.first - 1 for m in elsewhere) else None

    def _exit(self, rows: Sequence[ListedEpci], member: ListedMember) -> str | None:
        """Why the lists show the commune no more, where they prove it."""
        if member.last == self.lists.last:
            return None
        if member.last == rows[-1].last:
            return END
        elsewhere = self.lists.memberships(member.insee)
        return WITHDRAWAL if any(m.first == member.last + 1 for m in elsewhere) else None

    def _commune(self, commune: NamedNode, member: ListedMember) -> Iterator[Quad]:
        """The commune itself, where no file describes it."""
        if commune.value in self.known.communes or commune.value in self.described:
            return
        self.described.add(commune.value)
        mut, dct = self.namespaces["mut"], self.namespaces["dct"]
        yield self._quad(commune, RDF_TYPE, mut.Commune)
        yield self._quad(commune, dct.identifier, Literal(member.insee))
        yield self._quad(commune, mut.codeInsee, Literal(member.insee))
        yield self._quad(commune, mut.siren, Literal(member.siren))
        yield from self._sourced(commune, member.name)
        land, igeo = (
            self.namespaces.id(f"territoire/commune/{member.insee}"),
            self.namespaces["igeo"],
        )
        token = self.namespaces.term("xsd:token")
        yield self._quad(commune, mut.territoire, land)
        yield self._quad(land, RDF_TYPE, igeo.Commune)
        yield self._quad(land, RDF_TYPE, mut.Territoire)
        yield self._quad(land, igeo.codeINSEE, Literal(member.insee, datatype=token))
        for name in (self.namespaces.term("skos:prefLabel"), igeo.nom):
            yield self._quad(land, name, Literal(member.name, language="fr"))

    def _observed(self, node: NamedNode, label: str, first: int, last: int) -> Iterator[Quad]:
        mut = self.namespaces["mut"]
        yield self._quad(node, mut.premierConstat, Literal(_day(first), datatype=XSD_DATE))
        if last < self.lists.last:
            yield self._quad(node, mut.jusqua, Literal(_day(last + 1), datatype=XSD_DATE))
        yield from self._sourced(node, label)

    def _sourced(self, node: NamedNode, label: str) -> Iterator[Quad]:
        mut, skos, dct = self.namespaces["mut"], self.namespaces["skos"], self.namespaces["dct"]
        yield self._quad(node, skos.prefLabel, Literal(label, language="fr"))
        yield self._quad(node, dct.source, Literal(self.lists.source, language="fr"))
        yield self._quad(node, mut.statut, self.namespaces.id("statut/verifie"))

    def _quad(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, self.graph)


def _day(year: int) -> str:
    return f"{year}-01-01"
