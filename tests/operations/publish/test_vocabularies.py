"""The code lists, each published as a vocabulary that stands alone; the whole publication at once.

What is demanded of a vocabulary is what VocPub 5 and SKOS demand: they are not at hand as files.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyshacl
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize
from rdflib import Graph

from mutugraph.operations.publish.catalogue import CUBE, SERVICES, construct
from mutugraph.operations.publish.documents import describe
from mutugraph.operations.publish.dumps import ntriples
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings, Part
from mutugraph.terms import RDF_TYPE

LISTED = "{ ?s a skos:ConceptScheme } UNION { ?s a skos:Concept }"
UP = "?s (skos:topConceptOf|skos:broader) ?up . { ?up a skos:Concept } UNION { ?up a ?list }"
DEMANDS = {
    "one list": "?s a skos:ConceptScheme . ?other a skos:ConceptScheme FILTER(?s != ?other)",
    "label": f"{LISTED} MINUS {{ ?s skos:prefLabel ?o }}",
    "one label": f"{LISTED} ?s skos:prefLabel ?a , ?b FILTER(?a != ?b)",
    "definition": f"{LISTED} MINUS {{ ?s skos:definition ?o FILTER(LANG(?o) = 'fr') }}",
    "one definition": f"{LISTED} ?s skos:definition ?a , ?b FILTER(?a != ?b)",
    "not the label": f"{LISTED} ?s skos:definition ?o ; skos:prefLabel ?o",
    "title": "?s a skos:ConceptScheme MINUS { ?s dct:title ?o }",
    "created": "?s a skos:ConceptScheme MINUS { ?s dct:created ?o }",
    "modified": "?s a skos:ConceptScheme MINUS { ?s dct:modified ?o }",
    "creator": "?s a skos:ConceptScheme MINUS { ?s dct:creator/a schema:Organization }",
    "publisher": "?s a skos:ConceptScheme MINUS { ?s dct:publisher/a schema:Organization }",
    "licence": "?s a skos:ConceptScheme MINUS { ?s dct:license ?o }",
    "origin": "?s a skos:ConceptScheme MINUS { ?s skos:historyNote ?o }",
    "top": "?s a skos:ConceptScheme MINUS { ?o skos:topConceptOf ?s }",
    "a code": "?s a skos:ConceptScheme MINUS { ?o a skos:Concept ; skos:inScheme ?s }",
    "in a list": "?s a skos:Concept MINUS { ?s skos:inScheme/a skos:ConceptScheme }",
    "defined by": "?s a skos:Concept MINUS { ?s rdfs:isDefinedBy/a skos:ConceptScheme }",
    "place": f"?s a skos:Concept MINUS {{ {UP} }}".replace("?list", "skos:ConceptScheme"),
}
BITES = {
    "label": ("skos:prefLabel",),
    "definition": ("skos:definition",),
    "title": ("dct:title",),
    "created": ("dct:created",),
    "modified": ("dct:modified",),
    "creator": ("dct:creator",),
    "publisher": ("dct:publisher",),
    "licence": ("dct:license",),
    "origin": ("skos:historyNote",),
    "top": ("skos:topConceptOf",),
    "a code": ("skos:inScheme",),
    "in a list": ("skos:inScheme",),
    "defined by": ("rdfs:isDefinedBy",),
    "place": ("skos:broader", "skos:topConceptOf"),
}


@pytest.fixture(scope="module")
def lists(held: Holdings) -> list[NamedNode]:
    start = held.namespaces.ids
    return [n for n in held.of_class("skos:ConceptScheme") if n.value.startswith(start)]


def faults(held: Holdings, document: Iterable[Triple], demand: str) -> list[str]:
    store = Store()
    store.load(serialize(document, format=RdfFormat.N_TRIPLES) or b"", format=RdfFormat.N_TRIPLES)
    query = f"{held.namespaces.sparql_prologue()} SELECT DISTINCT ?s {{ {DEMANDS[demand]} }}"
    return [str(row["s"]) for row in store.query(query)]  # type: ignore[union-attr]


@pytest.mark.parametrize("demand", sorted(DEMANDS))
def test_every_code_list_is_a_vocabulary_that_stands_alone(
    held: Holdings, lists: list[NamedNode], demand: str
) -> None:
    assert len(lists) > 25
    found = {str(n): faults(held, describe(held, n), demand) for n in lists}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("demand", sorted(BITES))
def test_each_demand_bites(held: Holdings, lists: list[NamedNode], demand: str) -> None:
    lost = {held.namespaces.term(name) for name in BITES[demand]}
    document = [t for t in describe(held, lists[0]) if t.predicate not in lost]
    assert faults(held, document, demand)


def test_a_second_list_a_second_label_a_label_as_definition_are_found(
    held: Holdings, lists: list[NamedNode]
) -> None:
    term = held.namespaces.term
    document = list(describe(held, lists[0]))
    label = next(t for t in document if t.predicate == term("skos:prefLabel"))
    of_codes = {t.subject for t in document if t.object == term("skos:Concept")}
    label = next(t for t in document if t.predicate == label.predicate and t.subject in of_codes)
    other = Triple(lists[1], RDF_TYPE, term("skos:ConceptScheme"))
    named = Triple(label.subject, label.predicate, next(iter(held.labels(lists[0]))).object)
    same = Triple(label.subject, term("skos:definition"), label.object)
    assert faults(held, [*document, other], "one list")
    assert faults(held, [*document, named], "one label")
    assert faults(held, [*document, same], "one definition")
    assert faults(held, [*document, same], "not the label")


def test_what_we_write_ourselves_is_not_printed(held: Holdings) -> None:
    ours = {held.namespaces.term(name) for name in ("skos:definition", "skos:historyNote")}

    def printed(quad: Quad) -> bool:
        return quad.predicate in ours and held.part(quad) is Part.PRINTED

    assert [quad for quad in held.quads if printed(quad)] == []


@pytest.mark.parametrize(
    "shapes",
    [("dcat-ap-3.0.1/shapes.ttl", "dcat-ap-3.0.1/range.ttl"), ("cpsv-ap-3.2.0/cpsv-ap-SHACL.ttl",)],
)
def test_all_that_is_published_together_conforms(
    files: Files, shared: object, shapes: tuple[str, ...]
) -> None:
    triples = {quad.triple for quad in files.holdings.quads} | set(files.described)
    for name in (SERVICES, CUBE):
        triples |= set(construct(files.catalogue, name))
    wanted = Graph()
    for shape in shapes:
        wanted.parse(f"{shared}/validators/{shape}")
    graph = Graph().parse(data=ntriples(triples), format="nt")
    conforms, _, text = pyshacl.validate(
        graph, shacl_graph=wanted, inference="none", allow_warnings=True
    )
    assert conforms, str(text)[:2000]
