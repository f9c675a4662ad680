"""Fills in the place of the passages that have only their words, in the files that state them.

Nobody types an offset: words, their section and where needed a line are enough. A passage whose
words stand at several places that nothing tells apart is left as it is, with these places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.atomic import write_files
from mutugraph.errors import SourceMismatch
from mutugraph.namespaces import Namespaces
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import (
    SourceDocument,
    SourceFile,
    read_source,
    source_documents,
    source_file,
    source_folders,
)
from mutugraph.sources.location import Near, cut_within, nearest
from mutugraph.sources.passages import Passage, passages
from mutugraph.sources.placing import settle
from mutugraph.sources.sightings import Sighting, sighting
from mutugraph.sources.text import Place
from mutugraph.terms import XSD_INTEGER
from mutugraph.turtle import canonical, format_text, read
from mutugraph.workspace import Workspace

MOST_WORDS = 10


class Reason(StrEnum):
    """Why a passage has no place yet."""

    SEVERAL = "plusieurs"
    ABSENT = "absent"
    CUT = "coupe"
    LONG = "longue"
    HOMELESS = "sans_section"
    WORDLESS = "sans_mots"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A passage that has its place now: the file that states it, its words as the document has."""

    passage: Passage
    file: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Open:
    """A passage that is left as it is, and what may help to complete it."""

    passage: Passage
    reason: Reason
    places: tuple[Sighting, ...] = ()
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class PinRun:
    """What was filled in, and what was not."""

    pinned: tuple[Pinned, ...]
    open: tuple[Open, ...]


def pin_passages(catalogue: Catalogue, path: Path | None = None) -> PinRun:
    """Fills in offsets, lines, words as printed, section and rubrique of passages without a place.

    `path` is the file of the document, by default where documents are. Files are written in their
    canonical layout, each whole or not at all, and only once all can be. Raises `DocumentMissing`,
    `FileMissing` for a path of nothing, `SourceMismatch` for another document than the pinned one,
    `FileUnwritable`, and what `format` refuses: a file with comments.
    """
    given = read_source(path) if path else None
    every = _at_home(catalogue)
    open_ = [Open(p, r) for p in every if not p.place and (r := _refused(p))]
    placed: dict[Passage, tuple[Place, str]] = {}
    for document in source_documents(catalogue):
        own = [p for p in every if p.document == document.node and not _refused(p)]
        if any(not passage.place for passage in own):
            file = _read(catalogue, document, given)
            settled = settle(file.text, _order(catalogue, document), own)
            for passage in (one for one in own if not one.place):
                if place := settled.placed.get(passage.node):
                    placed[passage] = place, file.text.at(place)
                else:
                    open_.append(_open(passage, file, own, settled.open[passage.node]))
    written = _write(catalogue.workspace, placed)
    return PinRun(written, tuple(sorted(open_, key=lambda o: o.passage.node.value)))


def _at_home(catalogue: Catalogue) -> list[Passage]:
    """Every passage; one without a place has the section and rubrique that its address names."""
    sections = {row["section"]: row["document"] for row in catalogue.internal("sections").dicts()}
    rubrics = {row["rubrique"] for row in catalogue.internal("rubriques").dicts()}
    found = []
    for passage in passages(catalogue):
        base, _, rest = passage.node.value.partition("/passage/")
        code, *between = rest.split("/")[:-1] or [rest]
        section = passage.section or NamedNode(f"{base}/section/{code}")
        document = sections.get(section)
        if passage.place or not isinstance(document, NamedNode):
            found.append(passage)
            continue
        named = catalogue.workspace.namespaces.id(f"rubrique/{between[0]}") if between else None
        rubric = passage.rubric or (named if named in rubrics else None)
        found.append(replace(passage, document=document, section=section, rubric=rubric))
    return found


def _refused(passage: Passage) -> Reason | None:
    if passage.place:
        return None
    if not passage.words.strip():
        return Reason.WORDLESS
    if len(passage.words.split()) > MOST_WORDS:
        return Reason.LONG
    return Reason.HOMELESS if passage.document is None else None


def _read(catalogue: Catalogue, document: SourceDocument, given: SourceFile | None) -> SourceFile:
    file = given or read_source(source_file(document, source_folders(catalogue.workspace)))
    if file.checksum != document.checksum:
        expected = document.checksum or document.name
        raise SourceMismatch(path=str(file.path), expected=expected, found=file.checksum)
    return file


def _order(catalogue: Catalogue, document: SourceDocument) -> list[NamedNode]:
    rows = catalogue.internal("sections").dicts()
    own = (row["section"] for row in rows if row["document"] == document.node and row["ordre"])
    return [section for section in own if isinstance(section, NamedNode)]


def _open(
    passage: Passage, file: SourceFile, every: Sequence[Passage], places: Sequence[Place]
) -> Open:
    shown = tuple(sighting(file, every, place) for place in places)
    if shown:
        return Open(passage, Reason.SEVERAL, shown)
    if cut := cut_within(file.text, passage.words):
        return Open(passage, Reason.CUT, (sighting(file, every, cut),))
    near = nearest(file.text, passage.words)
    shown = (sighting(file, every, near.place),) if near else ()
    return Open(passage, Reason.ABSENT, shown, near)


def _write(workspace: Workspace, placed: Mapping[Passage, tuple[Place, str]]) -> tuple[Pinned, ...]:
    """Each file that states one of the passages, read, refused or completed, then all written."""
    by_node: dict[object, Passage] = {passage.node: passage for passage in placed}
    done: list[Pinned] = []
    texts: dict[Path, str] = {}
    for path in workspace.data_files if by_node else ():
        name = workspace.name(path)
        document = read(path, name=name)
        own = [by_node[n] for n in {q.subject for q in document.quads} if n in by_node]
        if not own:
            continue
        format_text(document.text, workspace.namespaces, name=name)  # refuses to lose a comment
        quads = set(document.quads)
        for passage in own:
            place, words = placed[passage]
            quads = _completed(quads, workspace.namespaces, passage, place, words)
            done.append(Pinned(passage, name, words, place))
        texts[path] = canonical(quads, workspace.namespaces.extended(document.prefixes))
    write_files({path: text.encode() for path, text in texts.items()}, within=workspace.root)
    return tuple(sorted(done, key=lambda one: (one.file, one.place)))


def _completed(
    quads: set[Quad], namespaces: Namespaces, passage: Passage, place: Place, words: str
) -> set[Quad]:
    values: dict[str, NamedNode | Literal | None] = {
        "mut:mots": Literal(words),
        "mut:positionDebut": _number(place.start),
        "mut:positionFin": _number(place.end),
        "mut:ligneDebut": _number(place.first_line),
        "mut:ligneFin": _number(place.last_line) if place.last_line > place.first_line else None,
        "mut:dansSection": passage.section,
        "mut:rubrique": passage.rubric,
    }
    named = {namespaces.term(name): value for name, value in values.items()}
    kept = {q for q in quads if q.subject != passage.node or q.predicate not in named}
    return kept | {Quad(passage.node, p, value) for p, value in named.items() if value is not None}


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD_INTEGER)
