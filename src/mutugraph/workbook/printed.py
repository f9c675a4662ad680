"""The documents of a workbook: their files, and where their passages stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.errors import SourceMismatch
from mutugraph.sources.documents import (
    SourceDocument,
    SourceFile,
    find_file,
    read_source,
    source_folders,
)
from mutugraph.sources.text import Place
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.known import Known

About = dict[NamedNode, dict[NamedNode, list[object]]]  # what is said of each entity


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


def sources_of(known: Known, about: About, documents: Sequence[Path]) -> list[Source]:
    """Each document with its file: of those that are given, else where documents are sought.

    Raises `SourceMismatch` for another file than the pinned one, and the errors of reading one.
    """
    kind = known.namespaces.term("mut:DocumentSource")
    own = [node for node, said in about.items() if kind in said.get(RDF_TYPE, ())]
    return [_opened(known, about, node, documents, alone=len(own) == 1) for node in own]


def _opened(
    known: Known, about: About, node: NamedNode, documents: Sequence[Path], *, alone: bool
) -> Source:
    space, said = known.namespaces, about[node]
    label = _text(said.get(space.term("skos:prefLabel"), ()))
    name = _text(said.get(space.term("schema:name"), ()))
    origin = _text(said.get(space.term("mut:fichierDOrigine"), ()))
    names = {name, origin}
    given = [p for p in documents if p.name in names or (alone and len(documents) == 1)]
    document = SourceDocument(node, label, name, None, origin or None)
    path = given[0] if given else find_file(document, source_folders(known.workspace))
    file = read_source(path) if path else None
    sums = [one for one in said.get(space.term("spdx:checksum"), ()) if isinstance(one, NamedNode)]
    value = space.term("spdx:checksumValue")
    pinned = _text(v for one in sums for v in about.get(one, {}).get(value, ()))
    if file and pinned and pinned != file.checksum:
        raise SourceMismatch(path=str(file.path), expected=pinned, found=file.checksum)
    printed = sorted(_printed(known, about, node), key=lambda one: one.place.start)
    return Source(node, label, file, printed)


def _printed(known: Known, about: About, document: NamedNode) -> Iterator[Printed]:
    space = known.namespaces
    of, within, rubric = (
        space.term(n) for n in ("mut:deDocument", "mut:dansSection", "mut:rubrique")
    )
    keys = ("mut:positionDebut", "mut:positionFin", "mut:ligneDebut", "mut:ligneFin")
    for node, said in about.items():
        section = next(iter(said.get(within, ())), None)
        if not isinstance(section, NamedNode):
            continue
        if document not in about.get(section, {}).get(of, ()):
            continue
        start, end, first, last = (_text(said.get(space.term(k), ())) for k in keys)
        if start.isdigit() and end.isdigit() and first.isdigit():
            place = Place(int(start), int(end), int(first), int(last or first))
            own = next(iter(said.get(rubric, ())), None)
            yield Printed(node, place, section, own if isinstance(own, NamedNode) else None)


def about_of(triples: Iterable[Triple]) -> About:
    """What triples say of each entity."""
    found: About = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            said = found.setdefault(triple.subject, {})
            said.setdefault(triple.predicate, []).append(triple.object)
    return found


def _text(values: Iterable[object]) -> str:
    return next((v.value for v in values if isinstance(v, Literal)), "")
