"""The closure entails what owlrl, the reference, entails about the data, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from mutugraph.engine.closure import Axioms, Closure, close, compile_axioms
from mutugraph.engine.derive import entail
from mutugraph.engine.embedded import with_union
from mutugraph.errors import AxiomUnsupported
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle import read
from mutugraph.workspace import Workspace

FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
PREFIXES = """
@prefix : <urn:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
# what owlrl adds that says nothing of the data: see the module's docstring
AXIOMATIC_OBJECTS = ("owl#Thing", "owl#Class", "rdf-schema#Datatype", "rdf-schema#Resource")


@pytest.fixture(scope="session")
def known(repository: Workspace) -> Namespaces:
    return repository.namespaces


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def closed(ontology: str, data: str, namespaces: Namespaces) -> Closure:
    return close(compile_axioms(triples(ontology), namespaces), triples(data))


def shown(closure: Closure) -> set[str]:
    return {str(triple).replace("urn:", "") for triple in closure.triples}


def test_without_axioms_nothing_is_entailed(known: Namespaces) -> None:
    assert closed("", ":a :p :b . :a a :C .", known).triples == set()


def test_what_is_stated_is_not_entailed_again(known: Namespaces) -> None:
    assert closed(":C rdfs:subClassOf :D .", ":a a :C , :D .", known).triples == set()


@pytest.mark.parametrize(
    ("axioms", "data", "entailed", "rule"),
    [
        (":C rdfs:subClassOf :D .", ":a a :C .", {":a a :D"}, "cax-sco"),
        (
            ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .",
            ":a a :C .",
            {":a a :D", ":a a :E"},
            "cax-sco",
        ),
        (":p rdfs:subPropertyOf :q .", ":a :p 1 .", {":a :q 1"}, "prp-spo1"),
        (":p rdfs:domain :C .", ":a :p 1 .", {":a a :C"}, "prp-dom"),
        (":p rdfs:range :C .", ":a :p :b , 1 .", {":b a :C"}, "prp-rng"),
        (":p owl:inverseOf :q .", ":a :p :b .", {":b :q :a"}, "prp-inv"),
        (":q owl:inverseOf :p .", ":a :p :b .", {":b :q :a"}, "prp-inv"),
        (":p a owl:SymmetricProperty .", ":a :p :b .", {":b :p :a"}, "prp-inv"),
        (
            ":p a owl:TransitiveProperty .",
            ":a :p :b . :b :p :c . :c :p :d .",
            {":a :p :c", ":b :p :d", ":a :p :d"},
            "prp-trp",
        ),
    ],
)
def test_each_axiom_entails_its_consequence(
    axioms: str, data: str, entailed: set[str], rule: str, known: Namespaces
) -> None:
    found = closed(axioms, data, known)
    assert found.triples == set(triples(" . ".join(sorted(entailed)) + " ."))
    assert dict(found.counts) == {rule: len(entailed)}


def test_axioms_work_together_to_a_fixpoint(known: Namespaces) -> None:
    axioms = """
    :p rdfs:subPropertyOf :q . :q owl:inverseOf :r . :r a owl:TransitiveProperty ; rdfs:domain :C .
    :C rdfs:subClassOf :D . :loop rdfs:subClassOf :D . :D rdfs:subClassOf :loop .
    """
    found = closed(axioms, ":a :p :b . :b :p :c .", known)
    wanted = """
    :a :q :b . :b :q :c . :b :r :a . :c :r :b , :a . :a :q :c .
    :b a :C , :D , :loop . :c a :C , :D , :loop .
    """
    assert found.triples == set(triples(wanted))


@pytest.mark.parametrize(
    ("axioms", "data", "clashes"),
    [
        (":C owl:disjointWith :D .", ":a a :C , :D .", 1),
        (":C owl:disjointWith :D . :E rdfs:subClassOf :D .", ":a a :C , :E .", 1),
        (":p a owl:AsymmetricProperty .", ":a :p :b . :b :p :a .", 2),
        (":C owl:disjointWith :D .", ":a a :C . :b a :D .", 0),
    ],
)
def test_a_contradiction_is_told(axioms: str, data: str, clashes: int, known: Namespaces) -> None:
    assert len(closed(axioms, data, known).clashes) == clashes


@pytest.mark.parametrize(
    "axiom",
    [
        ":a owl:sameAs :b .",
        ":p a owl:FunctionalProperty .",
        ":C owl:hasKey ( :p ) .",
        ":C owl:equivalentClass :D .",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] .",
    ],
)
def test_an_axiom_that_is_not_compiled_is_refused_not_forgotten(
    axiom: str, known: Namespaces
) -> None:
    with pytest.raises(AxiomUnsupported):
        compile_axioms(triples(axiom), known)


def test_the_ontology_of_the_repository_is_compiled_whole(repository: Workspace) -> None:
    axioms = _axioms(repository)
    assert axioms.superclasses
    assert axioms.disjoint


def test_it_entails_what_owlrl_entails_about_the_data(repository: Workspace) -> None:
    """Compared on the fictitious schéma; `make bench` compares on the whole graph."""
    files = [*repository.ontology_files, *sorted(FIXTURE.rglob("*.ttl"))]
    stated = {quad.triple for path in files for quad in parse(path=path)}
    ours = close(_axioms(repository), stated).triples
    theirs = reference(files) - stated
    ontology = {
        triple.subject
        for path in repository.ontology_files
        if "schemes" not in path.parts
        for triple in (quad.triple for quad in parse(path=path))
    }
    about_the_data = {
        triple
        for triple in theirs
        if triple.subject not in ontology
        and not str(triple.object).rstrip(">").endswith(AXIOMATIC_OBJECTS)
        and not (triple.predicate.value.endswith("#sameAs") and triple.subject == triple.object)
        and not triple.subject.value.startswith("http://www.w3.org/")  # type: ignore[union-attr]
    }
    schema_words = ("subClassOf", "subPropertyOf", "equivalentClass", "equivalentProperty")
    about_the_data = {
        t for t in about_the_data if not t.predicate.value.endswith((*schema_words, "disjointWith"))
    }
    assert about_the_data == {t for t in ours if t.subject not in ontology}
    term = repository.namespaces.term
    derived = {
        Triple(t.subject, term("prov:wasDerivedFrom"), t.object)
        for t in stated
        if t.predicate == term("mut:etabliPar")
    }
    public = {
        Triple(t.subject, RDF_TYPE, term("cpsv:PublicService"))
        for t in stated
        if (t.predicate, t.object) == (RDF_TYPE, term("mut:ServiceMutualise"))
    }
    assert derived and public
    assert (derived | public) - stated == (derived | public) & about_the_data


def test_after_the_closure_nothing_is_merged_and_nothing_clashes(repository: Workspace) -> None:
    store = Store()
    for path in (*repository.ontology_files, *repository.data_files):
        graph = repository.graph(path)
        store.bulk_extend(with_union(read(path, name=path.name, graph=graph).quads))
    closure = entail(store, repository)
    assert closure.clashes == []
    assert not any(t.predicate.value.endswith("#sameAs") for t in closure.triples)
    commune = repository.namespaces.term("mut:Commune")
    stated = {q.subject for q in store.quads_for_pattern(None, RDF_TYPE, commune, None)}
    entailed = {t.subject for t in closure.triples if Triple(t.subject, RDF_TYPE, commune) == t}
    assert (len(stated), entailed - stated) == (44, set())


def _axioms(workspace: Workspace) -> Axioms:
    stated = (quad.triple for path in workspace.ontology_files for quad in parse(path=path))
    return compile_axioms(stated, workspace.namespaces)


def reference(files: Iterable[Path]) -> set[Triple]:
    """What owlrl makes of the files; its triples with a literal as subject are no triples."""
    import owlrl
    import rdflib

    graph = rdflib.Graph()
    for path in files:
        graph.parse(path, format="turtle")
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    sound = rdflib.Graph()
    for triple in graph:
        if not isinstance(triple[0], rdflib.Literal):
            sound.add(triple)
    return {
        quad.triple
        for quad in parse(sound.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
        if isinstance(quad.subject, NamedNode)
    }
