"""Finds the words that a person typed in their document, and makes passages of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.errors import SourceMismatch
from mutugraph.iris import mint
from mutugraph.sources.documents import (
    SourceDocument,
    SourceFile,
    find_file,
    read_source,
    source_folders,
)
from mutugraph.sources.location import locate, nearest
from mutugraph.sources.text import Place
from mutugraph.terms import RDF_TYPE, XSD_INTEGER
from mutugraph.workbook.faults import Fault, fault_at
from mutugraph.workbook.interpreting import Pending
from mutugraph.workbook.known import Known, folded
from mutugraph.workbook.merging import Merged

MOST_WORDS = 10
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A passage of a document that has its place: its section, its rubrique."""

    node: NamedNode
    place: Place
    section: NamedNode
    rubric: NamedNode | None


@dataclass
class Source:
    """A document of the workbook: its name, its file if it is there, its passages in order."""

    node: NamedNode
    name: str
    file: SourceFile | None
    printed: list[Printed]


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
        self._about = _about(result.triples)
        self.triples: set[Triple] = set()
        self.faults: list[Fault] = []
        self._order = list(result.read.rows)
        self._sources = self._read(documents)

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
        ids = self._space.ids
        taken = [
            int(last)
            for one in source.printed
            for first, _, last in [one.node.value.removeprefix(ids).rpartition("/")]
            if first == group and last.isdigit()
        ]
        node = mint(self._space, *group.split("/"), str(max(taken, default=0) + 1))
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
        if line := _NUMBER.search(pending.place):
            number = int(line[0])
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

    def _read(self, documents: Sequence[Path]) -> list[Source]:
        space = self._space
        kind = space.term("mut:DocumentSource")
        own = [node for node, said in self._about.items() if kind in said.get(RDF_TYPE, ())]
        return [self._opened(node, documents, alone=len(own) == 1) for node in own]

    def _opened(self, node: NamedNode, documents: Sequence[Path], *, alone: bool) -> Source:
        space, said = self._space, self._about[node]
        label = _text(said.get(space.term("skos:prefLabel"), ()))
        name = _text(said.get(space.term("schema:name"), ()))
        origin = _text(said.get(space.term("mut:fichierDOrigine"), ()))
        names = {name, origin}
        given = [p for p in documents if p.name in names or (alone and len(documents) == 1)]
        known = SourceDocument(node, label, name, None, origin or None)
        path = given[0] if given else find_file(known, source_folders(self._known.workspace))
        file = read_source(path) if path else None
        sums = self._about_of(said.get(space.term("spdx:checksum"), ()))
        pinned = _text(sums.get(space.term("spdx:checksumValue"), ()))
        if file and pinned and pinned != file.checksum:
            raise SourceMismatch(path=str(file.path), expected=pinned, found=file.checksum)
        return Source(node, label, file, self._printed(node))

    def _about_of(self, nodes: Iterable[object]) -> Mapping[NamedNode, list[object]]:
        return next((self._about[n] for n in nodes if n in self._about), {})  # type: ignore[index]

    def _printed(self, document: NamedNode) -> list[Printed]:
        space = self._space
        of, within, rubric = (
            space.term(n) for n in ("mut:deDocument", "mut:dansSection", "mut:rubrique")
        )
        keys = ("mut:positionDebut", "mut:positionFin", "mut:ligneDebut", "mut:ligneFin")
        found = []
        for node, said in self._about.items():
            section = next(iter(said.get(within, ())), None)
            if not isinstance(section, NamedNode):
                continue
            if document not in self._about.get(section, {}).get(of, ()):
                continue
            start, end, first, last = (_text(said.get(space.term(k), ())) for k in keys)
            if start.isdigit() and end.isdigit() and first.isdigit():
                place = Place(int(start), int(end), int(first), int(last or first))
                own = next(iter(said.get(rubric, ())), None)
                found.append(
                    Printed(node, place, section, own if isinstance(own, NamedNode) else None)
                )
        return sorted(found, key=lambda one: one.place.start)

    def _fault(self, pending: Pending, code: str, **facts: str) -> None:
        told = {"valeur": pending.words, **facts}
        self.faults.append(fault_at(pending.sheet, pending.cell, code, told))


def _about(triples: Iterable[Triple]) -> dict[NamedNode, dict[NamedNode, list[object]]]:
    found: dict[NamedNode, dict[NamedNode, list[object]]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            said = found.setdefault(triple.subject, {})
            said.setdefault(triple.predicate, []).append(triple.object)
    return found


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD_INTEGER)


def _text(values: Iterable[object]) -> str:
    return next((v.value for v in values if isinstance(v, Literal)), "")
