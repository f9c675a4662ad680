"""The description of an entity that has no page of its own, made from the statements as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.pages.visit import View, Visit

MOST = 2000
_NAMES = ("skos:prefLabel", "rdfs:label")
_PASSAGE, _WORDS = "mut:etabliPar", "mut:mots"
_SELECTORS = "oa"  # of Web Annotation: for the programs that read a passage's document


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: what it says, where it leads."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values, in words."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """The words that establish an entity, and where they stand."""

    place: str
    words: str


def entity(visit: Visit, held: Holdings, node: NamedNode) -> View:
    """All that the graph says of an entity, incoming links included."""
    own = {quad.triple for quad in held.by_subject.get(node, ())}
    incoming = {quad.triple for quad in held.by_object.get(node, ())}
    path = visit.links.path(node.value)
    titles = sorted(_texts(held, node, _NAMES))
    return {
        "title": titles[0] if titles else path or node.value,
        "iri": node.value,
        "kinds": tuple(_kinds(held, own)),
        "says": tuple(_properties(visit, held, _said(held, own))),
        "said": tuple(_properties(visit, held, _leading(held, incoming))),
        "quotes": tuple(sorted(_quotes(held, own))),
        "path": path or "",
    }


def _kinds(held: Holdings, own: Iterable[Triple]) -> list[str]:
    """The French names of its classes."""
    typing = held.namespaces.term("rdf:type")
    classes = [triple.object for triple in own if triple.predicate == typing]
    return sorted(text for one in classes for text in _texts(held, one, ("rdfs:label",)))


def _quotes(held: Holdings, own: Iterable[Triple]) -> Iterator[Quote]:
    by = held.namespaces.term(_PASSAGE)
    for passage in (triple.object for triple in own if triple.predicate == by):
        for place in _texts(held, passage, ("skos:prefLabel",)):
            yield from (Quote(place, words) for words in _texts(held, passage, (_WORDS,)))


def _said(held: Holdings, own: Iterable[Triple]) -> Iterator[tuple[NamedNode, object]]:
    """The properties that the head of the page does not show."""
    term = held.namespaces.term
    shown = {term(name) for name in (*_NAMES, _PASSAGE, "rdf:type")}
    for triple in own:
        if triple.predicate not in shown and not _of_a_selector(held, triple):
            yield triple.predicate, triple.object


def _leading(held: Holdings, incoming: Iterable[Triple]) -> Iterator[tuple[NamedNode, object]]:
    by = held.namespaces.term(_PASSAGE)
    for triple in incoming:
        if triple.predicate != by and not _of_a_selector(held, triple):
            yield triple.predicate, triple.subject


def _of_a_selector(held: Holdings, triple: Triple) -> bool:
    return triple.predicate.value.startswith(held.namespaces.prefixes[_SELECTORS])


def _properties(
    visit: Visit, held: Holdings, pairs: Iterable[tuple[NamedNode, object]]
) -> Iterator[Property]:
    """The values by property, in the order of words; the first ones where they are too many."""
    rows = sorted(
        (label, text, _iri(value))
        for predicate, value in pairs
        for label in _texts(held, predicate, ("rdfs:label",)) or {_end(predicate)}
        for text in _texts(held, value, _NAMES) or {_plain(value)}
    )
    for label, group in groupby(rows[:MOST], lambda row: row[0]):
        values = (Value(text, visit.links.page(iri) if iri else None) for _, text, iri in group)
        yield Property(label, tuple(values))


def _texts(held: Holdings, node: object, names: Iterable[str]) -> set[str]:
    """The texts of these properties of a resource, but in English."""
    if not isinstance(node, NamedNode):
        return set()
    predicates = {held.namespaces.term(name) for name in names}
    return {
        quad.object.value
        for quad in held.by_subject.get(node, ())
        if quad.predicate in predicates
        and isinstance(quad.object, Literal)
        and quad.object.language != "en"
    }


def _iri(value: object) -> str:
    return value.value if isinstance(value, NamedNode) else ""


def _plain(value: object) -> str:
    return value.value if isinstance(value, NamedNode | Literal | BlankNode) else str(value)


def _end(predicate: NamedNode) -> str:
    """The last part of an address."""
    return predicate.value.replace("#", "/").rpartition("/")[2]
