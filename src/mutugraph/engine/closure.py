"""What the ontology's axioms entail about the data: OWL 2 RL, compiled into set operations.

The axioms are read once and closed over themselves: each class knows all its superclasses, each
property all that one triple of it entails. The data are then gone through once, and again only for
what an inverse, symmetric or transitive property adds (OWL 2 Profiles §4.3, tables 5, 7 and 9).
Left out, as they say nothing of the data: the axiomatic triples, `owl:Thing`, `owl:sameAs` of a
thing with itself, and types of literals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.errors import AxiomUnsupported
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE

Node = NamedNode | BlankNode
Links = Mapping[NamedNode, frozenset[NamedNode]]

# what declares a term or describes the ontology, and entails nothing
_SILENT = (
    *("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual"),
    *("Ontology", "versionIRI", "versionInfo", "deprecated", "priorVersion", "imports"),
)


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that one triple of a property entails, its superproperties' consequences included."""

    properties: frozenset[NamedNode]
    of_subject: frozenset[NamedNode]
    of_object: frozenset[NamedNode]
    turned: frozenset[NamedNode]
    transitive: bool


@dataclass(frozen=True, slots=True)
class Axioms:
    """The axioms of an ontology, closed over themselves."""

    superclasses: Links
    properties: Mapping[NamedNode, Consequences]
    disjoint: frozenset[frozenset[NamedNode]]
    asymmetric: frozenset[NamedNode]

    @property
    def concerned(self) -> frozenset[NamedNode]:
        """The predicates of the triples that the axioms read or write; the others do not matter."""
        written = (c.properties | c.turned for c in self.properties.values())
        return frozenset({RDF_TYPE, *self.properties, *self.asymmetric}.union(*written))


@dataclass(frozen=True, slots=True)
class Clash:
    """Two statements about a thing that no world can hold: its two classes, or its property."""

    subject: Node
    terms: tuple[NamedNode, ...]


@dataclass(slots=True)
class Closure:
    """What is entailed and not stated, how many triples by OWL 2 RL rule, and what clashes."""

    triples: set[Triple] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    clashes: list[Clash] = field(default_factory=list)


def compile_axioms(triples: Iterable[Triple], namespaces: Namespaces) -> Axioms:
    """The axioms of the ontology's triples.

    Raises `AxiomUnsupported` for an OWL construct that is not compiled, so that none is silently
    forgotten; `owl:sameAs`, keys and functional properties are among them (they merge things).
    """
    rdfs, owl = namespaces["rdfs"], namespaces["owl"]
    stated: dict[NamedNode, dict[NamedNode, set[NamedNode]]] = defaultdict(lambda: defaultdict(set))
    typed: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    known = {owl[name] for name in _SILENT}
    known |= {owl.disjointWith, owl.inverseOf, owl.SymmetricProperty, owl.TransitiveProperty}
    known |= {owl.AsymmetricProperty}
    for subject, predicate, term in triples:
        construct = term if predicate == RDF_TYPE else predicate
        owls = isinstance(construct, NamedNode) and construct.value.startswith(owl.iri)
        if owls and (construct not in known or not isinstance(subject, NamedNode)):
            raise AxiomUnsupported(term=str(subject), construct=str(construct))
        if isinstance(subject, NamedNode) and isinstance(term, NamedNode):
            kind = typed[term] if predicate == RDF_TYPE else stated[predicate][subject]
            kind.add(subject if predicate == RDF_TYPE else term)
    superclasses = _closed(stated[rdfs.subClassOf])
    superproperties = _closed(stated[rdfs.subPropertyOf])
    inverses = _both_ways(stated[owl.inverseOf])
    for symmetric in typed[owl.SymmetricProperty]:
        inverses[symmetric].add(symmetric)
    domains, ranges = stated[rdfs.domain], stated[rdfs.range]
    named = {*superproperties, *inverses, *domains, *ranges, *typed[owl.TransitiveProperty]}
    properties = {}
    for name in named:
        above = {name, *superproperties.get(name, ())}
        properties[name] = Consequences(
            properties=frozenset(above - {name}),
            of_subject=_with_supers(above, domains, superclasses),
            of_object=_with_supers(above, ranges, superclasses),
            turned=frozenset(i for p in above for i in inverses.get(p, ())),
            transitive=name in typed[owl.TransitiveProperty],
        )
    disjoint = {frozenset({a, b}) for a, others in stated[owl.disjointWith].items() for b in others}
    return Axioms(
        superclasses, properties, frozenset(disjoint), frozenset(typed[owl.AsymmetricProperty])
    )


def close(axioms: Axioms, triples: Iterable[Triple]) -> Closure:
    """What the axioms entail of these triples and they do not state, to a fixpoint.

    Of `triples`, those whose predicate is not concerned may be left out.
    """
    stated = set(triples)
    closure = Closure()
    wave: Iterable[Triple] = stated
    while True:
        found: dict[Triple, str] = {}
        for rule, entailed in _entailed(axioms, wave, stated, closure.triples):
            if entailed not in stated and entailed not in closure.triples:
                found[entailed] = min(rule, found.get(entailed, rule))
        if not found:
            break
        closure.triples.update(found)
        closure.counts.update(found.values())
        wave = found
    closure.clashes = list(_clashes(axioms, stated, closure.triples))
    return closure


def _entailed(
    axioms: Axioms, wave: Iterable[Triple], stated: set[Triple], inferred: set[Triple]
) -> Iterator[tuple[str, Triple]]:
    transitive: list[Triple] = []
    for triple in wave:
        subject, predicate, term = triple
        if predicate == RDF_TYPE:
            for above in axioms.superclasses.get(term, ()):
                yield "cax-sco", Triple(subject, RDF_TYPE, above)
            continue
        entails = axioms.properties.get(predicate)
        if entails is None:
            continue
        for above in entails.properties:
            yield "prp-spo1", Triple(subject, above, term)
        for kind in entails.of_subject:
            yield "prp-dom", Triple(subject, RDF_TYPE, kind)
        if isinstance(term, Literal):
            continue
        for kind in entails.of_object:
            yield "prp-rng", Triple(term, RDF_TYPE, kind)
        for turned in entails.turned:
            yield "prp-inv", Triple(term, turned, subject)
        if entails.transitive:
            transitive.append(triple)
    if transitive:
        yield from _chained(transitive, stated | inferred)


def _chained(wave: list[Triple], known: set[Triple]) -> Iterator[tuple[str, Triple]]:
    """Two triples of a transitive property end to end, of which the wave holds one at least."""
    properties = {t.predicate for t in wave}
    after: dict[tuple[object, object], set[Node]] = defaultdict(set)
    before: dict[tuple[object, object], set[Node]] = defaultdict(set)
    for subject, predicate, term in known:
        if predicate in properties and isinstance(term, NamedNode | BlankNode):
            after[predicate, subject].add(term)
            before[predicate, term].add(subject)
    for subject, predicate, term in wave:
        for further in after[predicate, term]:
            yield "prp-trp", Triple(subject, predicate, further)
        for earlier in before[predicate, subject]:
            yield "prp-trp", Triple(earlier, predicate, term)


def _clashes(axioms: Axioms, *sets: set[Triple]) -> Iterator[Clash]:
    """cax-dw and prp-asyp."""
    apart = {kind for pair in axioms.disjoint for kind in pair}
    kinds: dict[Node, set[NamedNode]] = defaultdict(set)
    one_way: set[Triple] = set()
    for triples in sets:
        for triple in triples:
            subject, predicate, term = triple
            if predicate == RDF_TYPE and term in apart:
                kinds[subject].add(term)
            elif predicate in axioms.asymmetric:
                one_way.add(triple)
    for subject, held in kinds.items():
        for pair in axioms.disjoint:
            if pair <= held:
                yield Clash(subject, tuple(sorted(pair, key=str)))
    for triple in one_way:
        if Triple(triple.object, triple.predicate, triple.subject) in one_way:  # type: ignore[arg-type]
            yield Clash(triple.subject, (triple.predicate,))  # type: ignore[arg-type]


def _closed(links: Mapping[NamedNode, set[NamedNode]]) -> dict[NamedNode, frozenset[NamedNode]]:
    """Each name with all that is above it, itself left out."""
    closed = {}
    for name in links:
        above: set[NamedNode] = set()
        ahead = list(links[name])
        while ahead:
            term = ahead.pop()
            if term not in above:
                above.add(term)
                ahead.extend(links.get(term, ()))
        closed[name] = frozenset(above - {name})
    return closed


def _with_supers(
    properties: set[NamedNode], classes: Mapping[NamedNode, set[NamedNode]], superclasses: Links
) -> frozenset[NamedNode]:
    own = {c for p in properties for c in classes.get(p, ())}
    return frozenset(own.union(*(superclasses.get(c, ()) for c in own)))


def _both_ways(links: Mapping[NamedNode, set[NamedNode]]) -> dict[NamedNode, set[NamedNode]]:
    turned: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for name, others in links.items():
        for other in others:
            turned[name].add(other)
            turned[other].add(name)
    return turned
