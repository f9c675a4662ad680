"""What the store's classes and properties are used for: the partitions of VoID (§4.5).

Property partitions stand within those of their class, with the classes and datatypes that they lead
to (`void-ext`), as editors that complete by context ask for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE

PATH = ".well-known/void"

Term = NamedNode | BlankNode | Literal | Triple
Pair = tuple[NamedNode, NamedNode]
Types = dict[Term, set[NamedNode]]


def partitions(store: Store, namespaces: Namespaces) -> Iterator[Triple]:
    """The dataset that a store's union is, and its partitions."""
    yield from _described(_use_of(store, namespaces), namespaces)


@dataclass(slots=True)
class _Use:
    """How often each class and property is used, and by what under what."""

    triples: int = 0
    subjects: int = 0
    entities: Counter[NamedNode] = field(default_factory=Counter)
    properties: Counter[NamedNode] = field(default_factory=Counter)
    within: Counter[Pair] = field(default_factory=Counter)
    classes: defaultdict[Pair, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    datatypes: defaultdict[Pair, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))


def _use_of(store: Store, ns: Namespaces) -> _Use:
    """One pass over the union. What leads to an entity leads to its closest classes only.

    The classes that axioms entail are counted, and their properties where they are of our own:
    nobody asks the properties of `prov:Entity`, and all of ours have them.
    """
    kinds, closest = _types(store, ns)
    use, subjects, own = _Use(), set[Term](), ns["mut"].iri
    nothing = frozenset[NamedNode]()
    for found in kinds.values():
        use.entities.update(found)
    told = {
        entity: frozenset(k for k in found if k in closest[entity] or k.value.startswith(own))
        for entity, found in kinds.items()
    }
    # many entities are of the same classes: each combination is counted once for all of them
    counts: Counter[tuple[frozenset[NamedNode], NamedNode]] = Counter()
    led: defaultdict[object, set[NamedNode | frozenset[NamedNode]]] = defaultdict(set)
    for subject, predicate, value, _ in store.quads_for_pattern(None, None, None, DefaultGraph()):
        subjects.add(subject)
        key = (told.get(subject, nothing), predicate)
        counts[key] += 1
        led[key].add(value.datatype if isinstance(value, Literal) else closest.get(value, nothing))
    for key, count in counts.items():
        of, predicate = key
        use.triples += count
        use.properties[predicate] += count
        for kind in of:
            use.within[kind, predicate] += count
            for one in led[key]:
                if isinstance(one, NamedNode):
                    use.datatypes[kind, predicate].add(one)
                else:
                    use.classes[kind, predicate] |= one
    use.subjects = len(subjects)
    return use


def _types(store: Store, ns: Namespaces) -> tuple[Types, Mapping[Term, frozenset[NamedNode]]]:
    """The classes of each entity, and those of them that have no subclass among them."""
    below: Types = defaultdict(set)
    for quad in store.quads_for_pattern(None, ns.term("rdfs:subClassOf"), None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and quad.subject != quad.object:
            below[quad.object].add(quad.subject)
    kinds: Types = defaultdict(set)
    for quad in store.quads_for_pattern(None, RDF_TYPE, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode):
            kinds[quad.subject].add(quad.object)
    closest = {
        entity: frozenset(kind for kind in found if below[kind].isdisjoint(found))
        for entity, found in kinds.items()
    }
    return kinds, closest


def _described(use: _Use, ns: Namespaces) -> Iterator[Triple]:
    """The dataset and its partitions."""
    base = NamedNode(f"{ns.base}{PATH}#base")
    term = ns.term
    yield Triple(base, RDF_TYPE, term("void:Dataset"))
    yield Triple(base, term("void:triples"), _number(use.triples, ns))
    yield Triple(base, term("void:distinctSubjects"), _number(use.subjects, ns))
    yield Triple(base, term("void:properties"), _number(len(use.properties), ns))
    yield Triple(base, term("void:classes"), _number(len(use.entities), ns))
    for kind, count in use.entities.items():
        node = _partition(ns, "classe", kind)
        yield Triple(base, term("void:classPartition"), node)
        yield Triple(node, term("void:class"), kind)
        yield Triple(node, term("void:entities"), _number(count, ns))
    for property, count in use.properties.items():
        node = _partition(ns, "propriete", property)
        yield Triple(base, term("void:propertyPartition"), node)
        yield Triple(node, term("void:property"), property)
        yield Triple(node, term("void:triples"), _number(count, ns))
    for pair, count in use.within.items():
        yield from _within(use, pair, count, ns)


def _within(use: _Use, pair: Pair, count: int, ns: Namespaces) -> Iterator[Triple]:
    """A property of a class: how often, and what it leads to, named once for all."""
    kind, property = pair
    node, term = _partition(ns, "classe", kind, property), ns.term
    yield Triple(_partition(ns, "classe", kind), term("void:propertyPartition"), node)
    yield Triple(node, term("void:property"), property)
    yield Triple(node, term("void:triples"), _number(count, ns))
    for other in use.classes.get(pair, ()):
        led = _partition(ns, "vers", other)
        yield Triple(node, term("void:classPartition"), led)
        yield Triple(led, term("void:class"), other)
    for datatype in use.datatypes.get(pair, ()):
        led = _partition(ns, "vers", datatype)
        yield Triple(node, term("void-ext:datatypePartition"), led)
        yield Triple(led, term("void-ext:datatype"), datatype)


def _partition(ns: Namespaces, *parts: str | NamedNode) -> NamedNode:
    """`…/.well-known/void#classe/mut:Commune/skos:prefLabel`."""
    named = (part if isinstance(part, str) else _short(ns, part.value) for part in parts)
    return NamedNode(f"{ns.base}{PATH}#{'/'.join(named)}")


def _short(ns: Namespaces, iri: str) -> str:
    split = ns.split(iri)
    return f"{split[0]}:{quote(split[1], safe='')}" if split else quote(iri, safe="")


def _number(count: int, ns: Namespaces) -> Literal:
    return Literal(str(count), datatype=ns.term("xsd:integer"))
