"""A term of the ontology, and a named graph, as pages: made from the statements as written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.pages.visit import View, Visit

EXAMPLES = 20
_LISTED = 500
_DOMAIN, _RANGE = "rdfs:domain", "rdfs:range"


@dataclass(frozen=True, slots=True)
class Link:
    """A resource in words, and where it leads."""

    text: str
    href: str


def terms(visit: Visit, held: Holdings, nodes: Iterable[NamedNode]) -> View:
    """A class or a property, with what has the same name but for its case, in one page."""
    found = [_term(visit, held, node) for node in nodes if is_term(held, node)]
    titles = dict.fromkeys(str(term["title"]) for term in found)
    return {"title": " · ".join(titles), "terms": found}


def _term(visit: Visit, held: Holdings, node: NamedNode) -> View:
    """What a term means, how it is linked to the others, where it is used."""
    users = _users(held, node)
    return {
        "title": _text(held, node, "rdfs:label", "fr") or held.label(node),
        "iri": node.value,
        "english": _text(held, node, "rdfs:label", "en"),
        "definition": _text(held, node, "skos:definition", "fr"),
        "comment": _text(held, node, "rdfs:comment", None),
        "links": {
            "above": _objects(visit, held, node, ("rdfs:subClassOf", "rdfs:subPropertyOf")),
            "below": _subjects(visit, held, node, ("rdfs:subClassOf", "rdfs:subPropertyOf")),
            "domain": _objects(visit, held, node, (_DOMAIN,)),
            "range": _objects(visit, held, node, (_RANGE,)),
            "from": _subjects(visit, held, node, (_DOMAIN,)),
            "to": _subjects(visit, held, node, (_RANGE,)),
            "matches": _objects(visit, held, node, ("skos:closeMatch", "skos:exactMatch")),
        },
        "uses": len(users),
        "examples": tuple(_link(visit, held, user) for user in users[:EXAMPLES]),
    }


def graph(visit: Visit, held: Holdings, node: NamedNode) -> View:
    """A named graph: of what kind its statements are, and what they are about."""
    quads = held.graphs.get(node, ())
    subjects = sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)
    labelled = [s for s in subjects if any(True for _ in held.labels(s))]
    return {
        "title": node.value.removeprefix(held.namespaces.graph("").value),
        "iri": node.value,
        "triples": len(quads),
        "parts": tuple(sorted({held.part(quad) for quad in quads})),
        "subjects": tuple(_link(visit, held, s) for s in labelled[:_LISTED]),
        "left_out": max(0, len(labelled) - _LISTED),
    }


def is_term(held: Holdings, node: NamedNode) -> bool:
    """Whether an address is that of a class or a property of ours."""
    return node.value.startswith(held.namespaces.prefixes["mut"]) and bool(
        _text(held, node, "skos:definition", "fr")
    )


def _users(held: Holdings, node: NamedNode) -> list[NamedNode]:
    """The instances of a class, or the subjects of a property."""
    typing = held.namespaces.term("rdf:type")
    instances = {q.subject for q in held.by_object.get(node, ()) if q.predicate == typing}
    found = instances or {q.subject for q in held.by_predicate.get(node, ())}
    return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value)


def _objects(
    visit: Visit, held: Holdings, node: NamedNode, names: Iterable[str]
) -> tuple[Link, ...]:
    quads = _with(held, held.by_subject.get(node, ()), names)
    return _links(visit, held, (q.object for q in quads))


def _subjects(
    visit: Visit, held: Holdings, node: NamedNode, names: Iterable[str]
) -> tuple[Link, ...]:
    quads = _with(held, held.by_object.get(node, ()), names)
    return _links(visit, held, (q.subject for q in quads))


def _with(held: Holdings, quads: Iterable[Quad], names: Iterable[str]) -> list[Quad]:
    wanted = {held.namespaces.term(name) for name in names}
    return [quad for quad in quads if quad.predicate in wanted]


def _links(visit: Visit, held: Holdings, nodes: Iterable[object]) -> tuple[Link, ...]:
    found = sorted({n for n in nodes if isinstance(n, NamedNode)}, key=lambda n: n.value)
    return tuple(_link(visit, held, node) for node in found)


def _link(visit: Visit, held: Holdings, node: NamedNode) -> Link:
    ours = node.value.startswith(held.namespaces.base)
    split = held.namespaces.split(node.value)
    foreign = f"{split[0]}:{split[1]}" if split else node.value
    return Link(held.label(node) if ours else foreign, visit.links.page(node.value))


def _text(held: Holdings, node: NamedNode, name: str, language: str | None) -> str:
    predicate = held.namespaces.term(name)
    values = [q.object for q in held.by_subject.get(node, ()) if q.predicate == predicate]
    texts = [v for v in values if isinstance(v, Literal)]
    return next((v.value for v in texts if language in (None, v.language)), "")
