"""What is in whose folder: an authority's folder holds its own, and nothing of another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pyoxigraph import BlankNode, NamedNode, Quad

from mutugraph.belonging import OWNER
from mutugraph.control.built_in import built_in_finding
from mutugraph.control.changes import UNNAMED
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding
from mutugraph.messages import message
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle.reading import Document

SIREN_DIGITS = 9


def folder_of(name: str) -> str | None:
    """The authority's folder that a file is in, by its name; None where it is in none."""
    return next((part for part in PurePosixPath(name).parts[:-1] if OWNER.match(part)), None)


def folder_findings(controlled: Controlled) -> Iterator[Finding]:
    """Entities in another authority's folder, or of a schéma that is not there."""
    term = controlled.namespaces.term
    link, kind = term("mut:duSchema"), term("mut:Schema")
    homes = _homes((*controlled.documents, *controlled.context), kind)
    sorted_ = any(folder_of(d.name) for d in controlled.documents)
    for document in controlled.documents:
        folder = folder_of(document.name)
        for subject, kinds in document.classes.items():
            if not kinds or subject.startswith(UNNAMED):
                continue
            if folder or sorted_:
                yield from _misplaced(controlled, document, subject, folder)
            if kind.value in kinds and folder and len(folder) == SIREN_DIGITS:
                yield from _of_another(controlled, document, subject, folder)
        for quad in document.quads:
            if quad.predicate == link and isinstance(quad.subject, NamedNode):
                yield from _of_no_schema(controlled, document, quad, folder, homes)


def _homes(documents: Iterable[Document], kind: NamedNode) -> dict[object, str | None]:
    return {
        quad.subject: folder_of(document.name)
        for document in documents
        if any(kind.value in kinds for kinds in document.classes.values())
        for quad in document.quads
        if quad.predicate == RDF_TYPE and quad.object == kind
    }


def _misplaced(
    controlled: Controlled, document: Document, subject: str, folder: str | None
) -> Iterator[Finding]:
    """An entity whose IRI bears a number is defined in the folder of this number."""
    owner = subject.removeprefix(controlled.namespaces.ids).partition("/")[0]
    if folder != (owner if OWNER.match(owner) else None):
        yield _finding(controlled, document, "MUT012", subject, owner)


def _of_no_schema(
    controlled: Controlled,
    document: Document,
    quad: Quad,
    folder: str | None,
    homes: dict[object, str | None],
) -> Iterator[Finding]:
    """An entity is of a schéma that exists, and in an EPCI's folder of one of that EPCI."""
    own = folder is None or len(folder) != SIREN_DIGITS
    if quad.object in homes and (own or homes[quad.object] == folder):
        return
    key = "edition_d_autrui" if quad.object in homes else "edition_inconnue"
    schema = getattr(quad.object, "value", "")
    subject = getattr(quad.subject, "value", "")
    label = controlled.label(schema)
    yield _finding(
        controlled,
        document,
        "MUT015",
        subject,
        label,
        predicate=quad.predicate.value,
        defaut=message(key),
    )


def _of_another(
    controlled: Controlled, document: Document, schema: str, folder: str
) -> Iterator[Finding]:
    """A schéma is in the folder that bears its EPCI's SIREN."""
    term = controlled.namespaces.term
    link, siren = term("mut:epci"), term("mut:siren")
    epci = {quad.object for quad in controlled.about(schema) if quad.predicate == link}
    numbers = {
        getattr(quad.object, "value", "")
        for one in epci
        if isinstance(one, NamedNode | BlankNode)
        for quad in controlled.about(one.value if isinstance(one, NamedNode) else str(one))
        if quad.predicate == siren
    }
    for number in sorted(numbers - {folder}):
        yield _finding(
            controlled,
            document,
            "MUT014",
            schema,
            number,
            predicate=link.value,
            dossier=folder,
        )


def _finding(
    controlled: Controlled,
    document: Document,
    code: str,
    subject: str,
    value: str,
    *,
    predicate: str | None = None,
    **facts: str,
) -> Finding:
    line = document.places.line(subject, predicate) if predicate else None
    return built_in_finding(
        code,
        subject=subject,
        label=controlled.label(subject),
        value=value,
        file=document.name,
        line=line or document.places.line(subject),
        passage=controlled.passage(subject) if predicate else None,
        **facts,
    )
