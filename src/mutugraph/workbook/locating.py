"""Finds the words that a person typed in their document, and makes passages of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.iris import mint
from mutugraph.sources.location import locate, nearest
from mutugraph.sources.text import Place
from mutugraph.terms import RDF_TYPE, XSD_INTEGER
from mutugraph.workbook.faults import Fault, fault_at
from mutugraph.workbook.interpreting import Pending
from mutugraph.workbook.known import Known, folded
from mutugraph.workbook.merging import Merged
from mutugraph.workbook.printed import Printed, Source, about_of, sources_of

MOST_WORDS = 10
_LINE = re.compile(r"(?:^|\bl(?:ignes?)?\b\.?)\s*(\d+)", re.IGNORECASE)  # not that of a page


def locate_all(
    known: Known, result: Merged, documents: Sequence[Path]
) -> tuple[Merged, tuple[Fault, ...]]:
    """The triples with the passages of the words that were typed; a fault for each not placed.

    `documents` are the files that are given; others are sought where documents are.
    Raises `FileMissing`, `SourceMismatch` for another document than the pinned one.
    """
    if not result.read.pending:
        return result, ()
    locating = _Locating(known, result, documents)
    for pending in result.read.pending:
        locating.place(pending)
    return replace(result, triples=result.triples | locating.triples), tuple(locating.faults)


class _Locating:
    def __init__(self, known: Known, result: Merged, documents: Sequence[Path]) -> None:
        self._known = known
        self._space = known.namespaces
        self._about = about_of(result.triples)
        self.triples: set[Triple] = set()
        self.faults: list[Fault] = []
        self._order = list(result.read.rows)
        self._sources = sources_of(known, self._about, documents)
        self._numbers = self._taken()

    def place(self, pending: Pending) -> None:
        """Finds the words of one row, and adds their passage."""
        source = self._source(pending)
        if source is None:
            return
        if source.file is None:
            self._fault(pending, "classeur_sans_document")
            return
        if len(pending.words.split()) > MOST_WORDS:
            self._fault(pending, "classeur_mots_longs")
            return
        text = source.file.text
        places = self._chosen(pending, source, locate(text, pending.words))
        name = source.file.path.name
        if not places:
            near = nearest(text, pending.words)
            shown = " ".join(text.at(near.place).split()) if near else ""
            line = str(near.place.first_line) if near else ""
            self._fault(pending, "classeur_mots_absents", document=name, proche=shown, ligne=line)
        elif len(places) > 1:
            lines = ", ".join(str(one.first_line) for one in places)
            facts = {"nombre": str(len(places)), "document": name, "lignes": lines}
            self._fault(pending, "classeur_mots_plusieurs", **facts)
        else:
            self._prove(pending, source, places[0], text.at(places[0]))

    def _prove(self, pending: Pending, source: Source, place: Place, words: str) -> None:
        at = [
            one
            for one in source.printed
            if (one.place.start, one.place.end) == (place.start, place.end)
        ]
        node = at[0].node if at else self._passage(pending, source, place, words)
        if node:
            borne = self._space.term("mut:etabliPar")
            self.triples.add(Triple(pending.subject, borne, node))
            self._about.setdefault(pending.subject, {}).setdefault(borne, []).append(node)

    def _passage(
        self, pending: Pending, source: Source, place: Place, words: str
    ) -> NamedNode | None:
        """A new passage, in the section and rubrique of the one before it."""
        around = self._around(source, place)
        if around is None:
            name = source.file.path.name if source.file else source.name
            self._fault(pending, "classeur_sans_partie", document=name)
            return None
        section, rubric, group = around
        number = self._numbers[group] = self._numbers[group] + 1
        node = mint(self._space, *group.split("/"), str(number))
        said: dict[str, NamedNode | Literal | None] = {
            "mut:mots": Literal(words),
            "mut:positionDebut": _integer(place.start),
            "mut:positionFin": _integer(place.end),
            "mut:ligneDebut": _integer(place.first_line),
            "mut:ligneFin": (
                _integer(place.last_line) if place.last_line > place.first_line else None
            ),
            "mut:dansSection": section,
            "mut:rubrique": rubric,
        }
        self.triples.add(Triple(node, RDF_TYPE, self._space.term("mut:Passage")))
        for predicate, value in said.items():
            if value is not None:
                self.triples.add(Triple(node, self._space.term(predicate), value))
        source.printed.append(Printed(node, place, section, rubric))
        source.printed.sort(key=lambda one: one.place.start)
        return node

    def _taken(self) -> Counter[str]:
        """The last number of each group of addresses, those that are left included.

        An address that was another passage's would still be cited for its former words.
        """
        last: Counter[str] = Counter()
        ids = self._space.ids
        for iri in (*self._known.subjects, *(node.value for node in self._about)):
            group, _, number = iri.removeprefix(ids).rpartition("/")
            if number.isdecimal():
                last[group] = max(last[group], int(number))
        return last

    def _around(
        self, source: Source, place: Place
    ) -> tuple[NamedNode, NamedNode | None, str] | None:
        """The section, the rubrique, and the group of addresses of a new passage."""
        ids = self._space.ids
        before = [one for one in source.printed if one.place.start <= place.start]
        beside = before[-1:] or source.printed[:1]
        if beside:
            one = beside[0]
            return one.section, one.rubric, one.node.value.removeprefix(ids).rpartition("/")[0]
        found = self._titled(source, place)
        if found is None:
            return None
        path = found.value.removeprefix(ids)
        return found, None, path.replace("/section/", "/passage/", 1)

    def _titled(self, source: Source, place: Place) -> NamedNode | None:
        """The last section whose title stands before a place, else the only one."""
        of = self._space.term("mut:deDocument")
        label = self._space.term("skos:prefLabel")
        own = [node for node, said in self._about.items() if source.node in said.get(of, ())]
        starts = [
            (at.start, node.value)
            for node in own
            for title in self._about[node].get(label, ())
            if isinstance(title, Literal) and source.file
            for at in locate(source.file.text, title.value)
            if at.start <= place.start
        ]
        if starts:
            return NamedNode(max(starts)[1])
        return own[0] if len(own) == 1 else None

    def _chosen(self, pending: Pending, source: Source, places: Sequence[Place]) -> Sequence[Place]:
        """The places that `endroit` leaves, else the section, else the rows beside."""
        if line := _LINE.search(pending.place):
            number = int(line[1])
            kept = [p for p in places if p.first_line <= number <= p.last_line]
            return kept or places
        if len(places) < 2:  # noqa: PLR2004 - nothing to choose
            return places
        borne = {one.node: one for one in source.printed}
        own = self._proofs(pending.subject, borne)
        sections = {one.section for one in own}
        extents = [one.place for one in source.printed if one.section in sections]
        rank = self._order.index(pending.subject) if pending.subject in self._order else 0
        rows = [n for n in (rank - 1, rank + 1) if 0 <= n < len(self._order)]
        beside = [one.place for n in rows for one in self._proofs(self._order[n], borne)]
        for around in (extents, beside):
            if around:
                low, high = min(p.start for p in around), max(p.end for p in around)
                inside = [p for p in places if low <= p.start and p.end <= high]
                if len(inside) == 1:
                    return inside
        return places

    def _proofs(self, node: NamedNode, borne: Mapping[NamedNode, Printed]) -> list[Printed]:
        values = self._about.get(node, {}).get(self._space.term("mut:etabliPar"), [])
        return [borne[v] for v in values if isinstance(v, NamedNode) and v in borne]

    def _source(self, pending: Pending) -> Source | None:
        """The document that a row names, else the only one."""
        names = {folded(one.name): one for one in self._sources}
        if pending.document and folded(pending.document) in names:
            return names[folded(pending.document)]
        if len(self._sources) == 1:
            return self._sources[0]
        if not self._sources:
            self._fault(pending, "classeur_aucun_document")
            return None
        shown = " », « ".join(one.name for one in self._sources)
        facts = {"valeur": pending.document or "?", "noms": shown}
        fault = fault_at(pending.sheet, pending.cell, "classeur_document_inconnu", facts)
        self.faults.append(fault)
        return None

    def _fault(self, pending: Pending, code: str, **facts: str) -> None:
        told = {"valeur": pending.words, **facts}
        self.faults.append(fault_at(pending.sheet, pending.cell, code, told))


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD_INTEGER)
