"""The shapes of classes against the ontology: each term that they name is described, once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode

from mutugraph.errors import ShapePropertyTwice, ShapeTermUnknown
from mutugraph.model.facts import Facts, Node
from mutugraph.namespaces import Namespaces
from mutugraph.turtle.reading import Document


def refuse_bad_terms(
    documents: Iterable[Document], ontology: Iterable[Document], namespaces: Namespaces
) -> None:
    """Raises `ShapePropertyTwice`, `ShapeTermUnknown`, at the line of the shape's file.

    Without an ontology nothing is unknown. A judgement, which has its own message, is free.
    """
    named = namespaces.term("skos:prefLabel")
    known = {q.subject for document in ontology for q in document.quads if q.predicate == named}
    for document in documents:
        facts = Facts(document.quads, namespaces)
        for shape in facts.subjects("rdf:type", namespaces.term("sh:NodeShape")):
            if not facts.all(shape, "sh:message"):
                _refuse(document, facts, shape, known)


def _refuse(document: Document, facts: Facts, shape: Node, known: Collection[object]) -> None:
    seen: set[NamedNode] = set()
    for term in _terms(facts, shape):
        name = ":".join(facts.namespaces.split(term.value) or ("", term.value))
        if term in seen:
            line = _line(document, shape, name, last=True)
            raise ShapePropertyTwice(path=document.name, line=line, property=name)
        seen.add(term)
        if known and term not in known:
            line = _line(document, shape, name)
            raise ShapeTermUnknown(path=document.name, line=line, term=name)


def _terms(facts: Facts, shape: Node) -> Iterator[NamedNode]:
    """The class that a shape is about, and the property of each of its lines."""
    nodes = [*facts.all(shape, "sh:targetClass")]
    for line in facts.all(shape, "sh:property"):
        nodes += facts.all(line, "sh:path")
    yield from (node for node in nodes if isinstance(node, NamedNode))


def _line(document: Document, shape: Node, name: str, *, last: bool = False) -> int:
    """The line where a shape names a term: the first one, or the last."""
    start = document.places.line(getattr(shape, "value", "")) or 1
    found = [start]
    for number, text in enumerate(document.text.splitlines()[start - 1 :], start):
        if text.rstrip() == ".":
            break
        if name in text.replace(";", " ").replace("]", " ").split():
            found.append(number)
    return found[-1] if last else found[min(1, len(found) - 1)]
