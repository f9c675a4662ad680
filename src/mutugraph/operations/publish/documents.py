"""The document about one resource: a concise description that can be read without another one.

What the resource says, what its parts say (fragments of its own address that it names), what leads
to it, and the name of whatever is named, once a language; a code list, with its codes; then what
the document itself is: its subject, its licence, its date. Literals are as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from mutugraph.namespaces import Namespaces
from mutugraph.operations.publish.dumps import ntriples
from mutugraph.operations.publish.jsonld import jsonld
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle import Entangled, canonical

MOST_INSTANCES = 500
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Syntax:
    """One syntax of documents: its suffix, its media type, and what writes it."""

    suffix: str
    media_type: str
    write: Callable[[Iterable[Triple], Namespaces], bytes]


def describe(holdings: Holdings, node: NamedNode) -> tuple[Triple, ...]:
    """The document about a resource; empty where nothing is said of it and nothing leads to it."""
    said = _said(holdings, node) | _listed(holdings, node)
    if not said:
        return ()
    named = {term for t in said for term in (t.subject, t.predicate, t.object)} - {node}
    labels = {label for term in named for label in holdings.name(term)}
    return tuple(sorted(said | labels | set(_about(holdings, node)), key=str))


def graph(holdings: Holdings, name: NamedNode) -> tuple[Triple, ...]:
    """All that a named graph states."""
    return tuple(quad.triple for quad in holdings.graphs.get(name, ()))


def successor(holdings: Holdings, node: NamedNode) -> NamedNode | None:
    """What replaces a retired identifier, which keeps its document."""
    found = holdings.one(node, "dct:isReplacedBy")
    return NamedNode(found) if found else None


def _said(holdings: Holdings, node: NamedNode) -> set[Triple]:
    own = {quad.triple for quad in holdings.by_subject.get(node, ())}
    incoming = {quad.triple for quad in holdings.by_object.get(node, ())}
    if len(incoming) > MOST_INSTANCES:  # a class, whose instances are in the dumps
        typing = holdings.namespaces.term("rdf:type")
        incoming = {triple for triple in incoming if triple.predicate != typing}
    parts = parts_of(holdings, node)
    return own | incoming | {quad.triple for part in parts for quad in holdings.by_subject[part]}


def parts_of(holdings: Holdings, node: NamedNode) -> set[NamedNode]:
    """The parts of a resource: fragments of its own address that it names."""
    start = f"{node.value}#"
    named = (quad.object for quad in holdings.by_subject.get(node, ()))
    return {n for n in named if isinstance(n, NamedNode) and n.value.startswith(start)}


def _listed(holdings: Holdings, node: NamedNode) -> set[Triple]:
    return {q.triple for s in codes_of(holdings, node) for q in holdings.by_subject[s]}


def codes_of(holdings: Holdings, node: NamedNode) -> set[NamedNode]:
    """A code list is read whole: its codes, and who publishes it; of anything else, nothing."""
    term = holdings.namespaces.term
    own = holdings.by_subject.get(node, ())
    if not any(q.predicate == RDF_TYPE and q.object == term("skos:ConceptScheme") for q in own):
        return set()
    links = (term("dct:creator"), term("dct:publisher"))
    found = {quad.object for quad in own if quad.predicate in links}
    leading = holdings.by_object.get(node, ())
    found |= {quad.subject for quad in leading if quad.predicate == term("skos:inScheme")}
    return {one for one in found if isinstance(one, NamedNode)}


def _about(holdings: Holdings, node: NamedNode) -> Iterator[Triple]:
    """The document's own statements; it is named as its Turtle form, in every syntax."""
    term = holdings.namespaces.term
    document = NamedNode(f"{node.value}.ttl")
    yield Triple(document, term("rdf:type"), term("foaf:Document"))
    yield Triple(document, term("foaf:primaryTopic"), node)
    told = (term("dct:license"), term("dct:modified"))
    publication = publication_of(holdings, node)
    for quad in holdings.by_subject[publication] if publication else ():
        if quad.predicate in told:
            yield Triple(document, quad.predicate, quad.object)


def _turtle(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    once = set(triples)
    with suppress(Entangled):
        return canonical(once, namespaces).encode()
    return _ntriples(once, namespaces)


def _ntriples(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    return ntriples(set(triples))


def _rdfxml(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    return serialize(sorted(set(triples), key=str), format=RdfFormat.RDF_XML) or b""


SYNTAXES: Mapping[str, Syntax] = {
    syntax.suffix: syntax
    for syntax in (
        Syntax("ttl", "text/turtle", _turtle),
        Syntax("jsonld", "application/ld+json", jsonld),
        Syntax("nt", "application/n-triples", _ntriples),
        Syntax("rdf", "application/rdf+xml", _rdfxml),
    )
}


def publication_of(holdings: Holdings, node: NamedNode) -> NamedNode | None:
    """The dataset that publishes a resource: one of its own schéma, else the first; None: none."""
    datasets = holdings.datasets
    if len(datasets) < _SEVERAL:
        return next(iter(datasets), None)
    own = {getattr(schema, "value", "") for schema in holdings.belonging.of(node)}
    return min(datasets, key=lambda one: holdings.one(one, "dct:subject") not in own)
