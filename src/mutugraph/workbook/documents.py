"""A document that is given with a workbook: its pin is computed, and never typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.iris import slug
from mutugraph.sources.documents import SourceFile, read_bytes, read_source
from mutugraph.sources.formats import extract
from mutugraph.sources.pinning import described, of_origin, pinned
from mutugraph.terms import RDF_TYPE, XSD_INTEGER
from mutugraph.workbook.known import Known


def pinned_document(
    known: Known, node: NamedNode, part: NamedNode, document: SourceFile
) -> Iterator[Triple]:
    """What a document is, its pin, and one part of it, in which words can be placed."""
    space, stem = known.namespaces, document.path.stem
    spoken = space.term("dct:language")
    language = next((q.object for q in known.quads if q.predicate == spoken), None)
    quads = described(known.workspace, node, stem, None, language)
    quads += pinned(known.workspace, node, f"{slug(stem)}.txt", document.checksum)
    raw = read_bytes(document.path)
    if reader := extract(raw, document.path.name).reader:
        sum_ = sha256(raw).hexdigest()
        quads += of_origin(known.workspace, node, document.path.name, sum_, reader)
    yield from (quad.triple for quad in quads)
    yield Triple(part, RDF_TYPE, space.term("mut:Section"))
    yield Triple(part, space.term("skos:prefLabel"), Literal(stem, language="fr"))
    yield Triple(part, space.term("dct:identifier"), Literal("1"))
    yield Triple(part, space.term("mut:ordre"), Literal("1", datatype=XSD_INTEGER))
    yield Triple(part, space.term("mut:deDocument"), node)


def with_pins(
    known: Known, triples: frozenset[Triple], documents: Sequence[Path]
) -> frozenset[Triple]:
    """The triples, where the one document that has no pin has that of the one file that is given.

    What a person typed of it stays; a file that is another document's is left to it. Raises the
    errors of reading a document.
    """
    space = known.namespaces
    kind, pin = space.term("mut:DocumentSource"), space.term("spdx:checksum")
    every = {t.subject for t in triples if t.predicate == RDF_TYPE and t.object == kind}
    bare = every - {t.subject for t in triples if t.predicate == pin}
    if len(bare) != 1 or len(documents) != 1:
        return triples
    document = read_source(documents[0])
    known_files = {t.object.value for t in triples if isinstance(t.object, Literal)}
    if not known_files.isdisjoint({document.checksum, document.path.name}):
        return triples  # it is another document's
    (node,) = bare
    assert isinstance(node, NamedNode)  # noqa: S101 - what has a class in a workbook is named
    said = {(t.subject, t.predicate) for t in triples}
    part = NamedNode(node.value.replace("/document/", "/section/"))
    parts = any(t.predicate == space.term("mut:deDocument") and t.object == node for t in triples)
    more = pinned_document(known, node, part, document)
    return triples | {
        t
        for t in more
        if (t.subject, t.predicate) not in said and not (parts and t.subject == part)
    }
