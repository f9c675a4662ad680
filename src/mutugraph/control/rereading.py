"""Reads a workspace again: what a file says is parsed where it is asked, if it was read before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from mutugraph.control.controlled import Controlled
from mutugraph.control.kept import Kept, digest
from mutugraph.control.reading import reading_findings, small
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.statements import Signed, Statements, signed
from mutugraph.model.files import read_as
from mutugraph.reference.facts import national_facts
from mutugraph.reference.national import FOLDER, read_national
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle.reading import Document, Later, read_turtle
from mutugraph.turtle.tokens import Places
from mutugraph.workspace import Workspace

_OF_STATUSES = ("aPourStatut", "categorie", "regimeFiscal", "depuis", "jusqua", "statut", "siren")
_WELL = b"well read"
_OF_PLACES = ("mut:duSchema", "mut:epci", "mut:siren")


def read_again(book: Rulebook, kept: Kept) -> Controlled:
    """As `read_workspace`. Raises the errors of reading."""
    space = book.workspace
    data = [_read(space, path, kept) for path in space.data_files]
    ontology = [_read(space, path, kept) for path in space.ontology_files]
    controlled = Controlled(
        documents=tuple(document for document, _ in data),
        ontology=tuple(document for document, _ in ontology),
        namespaces=space.namespaces,
        whole=True,
        signed=tuple(told for _, told in (*data, *ontology)),
        lists=cache(partial(read_national, space)),
    )
    return replace(controlled, listed=_listed(book, controlled, kept))


def is_well_read(book: Rulebook, controlled: Controlled, kept: Kept) -> bool:
    """Whether the step « lecture » finds nothing, now or in a former run over the same."""

    def made() -> bytes:
        return b"" if any(True for _ in reading_findings(controlled)) else _WELL

    if not controlled.signed:
        return bool(made())
    return bool(kept.made(made, "reading", book.said(FOLDER), *_of_reading(controlled)))


def _of_reading(controlled: Controlled) -> Iterator[str]:
    """What the step looks at: who is where, whose it is, and what has no name."""
    names = [f"<{controlled.namespaces.term(name).value}>" for name in _OF_PLACES]
    documents = (*controlled.documents, *controlled.ontology)
    for document, told in zip(documents, controlled.signed, strict=True):
        yield document.name
        yield str(any(node.startswith("_:") for node in told.nodes))
        for name in (f"<{RDF_TYPE.value}>", *names):
            yield told.properties.get(name, "")


def _read(workspace: Workspace, path: Path, kept: Kept) -> tuple[Document, Signed]:
    name, base = workspace.name(path), workspace.namespaces.ids
    text = read_turtle(small(path), name)
    quads = Later(lambda: read_as(workspace, path, text).quads)
    told = signed(kept, name, digest(base, text), lambda: quads)
    return Document(name, text, quads, {}, base, told.classes, partial(_places, kept)), told


def _places(kept: Kept, text: str, base: str) -> Places:
    def made() -> bytes:
        return json.dumps(Places.of(text, base).listed).encode()

    return Places.again(json.loads(kept.made(made, "places", base, text)))


def _listed(book: Rulebook, controlled: Controlled, kept: Kept) -> tuple[Quad, ...]:
    """What the lists say of the EPCI here; see `national_facts`."""
    space, spaces = book.workspace, controlled.namespaces

    def made() -> bytes:
        lists = controlled.lists()
        stated = (quad for document in controlled.documents for quad in document.quads)
        facts: Iterable[Quad] = national_facts(lists, space, stated) if lists else ()
        return serialize(facts, format=RdfFormat.N_QUADS) or b""

    mut, kind = spaces["mut"], RDF_TYPE.value
    told = controlled.signed[: len(controlled.documents)]
    statements = Statements(kept, spaces.prefixes, told)
    properties = [f"<{mut[name].value}>" for name in _OF_STATUSES]
    classes = [f"<{kind}><{mut[name].value}>" for name in ("EPCI", "Commune")]
    epci = sorted(n for one in told for n, own in one.classes.items() if mut.EPCI.value in own)
    seen = (statements.of(*properties, *classes), statements.about(epci))
    text = kept.made(made, "listed", book.said(FOLDER), spaces.ids, *seen)
    return tuple(parse(text, format=RdfFormat.N_QUADS))
