"""The catalogue, the service profile, the cube and VoID, judged by the published shapes."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)
from rdflib import Graph

from mutugraph.operations.publish.catalogue import CUBE, SERVICES, VOID, construct
from mutugraph.operations.publish.dumps import ntriples
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import ontology

DCAT = ("dcat-ap-3.0.1/shapes.ttl", "dcat-ap-3.0.1/range.ttl")
CPSV = ("cpsv-ap-3.2.0/cpsv-ap-SHACL.ttl",)
ONTPUB = ("ontpub-2.2/ontpub-validator.ttl",)
Triples = tuple[Triple, ...]


def faults(triples: Triples, shapes: tuple[str, ...], shared: Path) -> str:
    wanted = Graph()
    for name in shapes:
        wanted.parse(shared / "validators" / name)
    graph = Graph().parse(data=ntriples(triples), format="nt")
    conforms, _, text = pyshacl.validate(
        graph, shacl_graph=wanted, inference="none", allow_warnings=True
    )
    return "" if conforms else str(text)


def without(triples: Triples, *names: str) -> Triples:
    return tuple(t for t in triples if not t.predicate.value.endswith(names))


def test_the_catalogue_conforms_to_dcat_ap(files: Files, shared: Path) -> None:
    assert faults(files.described, DCAT, shared) == ""


@pytest.mark.parametrize(
    "lost", ["dc/terms/title", "dc/terms/description", "dcat#accessURL", "terms#checksumValue"]
)
def test_the_shapes_of_dcat_ap_bite(files: Files, shared: Path, lost: str) -> None:
    assert faults(without(files.described, lost), DCAT, shared)


def test_a_wrong_type_of_licence_is_found(files: Files, shared: Path) -> None:
    term = files.holdings.namespaces.term
    untyped = tuple(t for t in files.described if t.object != term("dct:LicenseDocument"))
    assert faults(untyped, DCAT, shared)


def test_the_services_conform_to_cpsv_ap(files: Files, shared: Path) -> None:
    services = construct(files.catalogue, SERVICES)
    assert faults(services, CPSV, shared) == ""
    typed = {t.subject for t in services if str(t.object).endswith("#PublicService>")}
    assert typed == set(files.holdings.of_class("mut:ServiceMutualise"))


@pytest.mark.parametrize("lost", ["dc/terms/title", "hasCompetentAuthority", "dc/terms/spatial"])
def test_the_shapes_of_cpsv_ap_bite(files: Files, shared: Path, lost: str) -> None:
    assert faults(without(construct(files.catalogue, SERVICES), lost), CPSV, shared)


def test_an_organisation_has_what_cpov_asks(files: Files) -> None:
    term = files.holdings.namespaces.term
    triples = construct(files.catalogue, SERVICES)
    public = {t.subject for t in triples if t.object == term("cv:PublicOrganisation")}
    assert len(public) > 40
    for name in ("skos:prefLabel", "dct:title", "dct:identifier", "dct:spatial"):
        assert {t.subject for t in triples if t.predicate == term(name)} >= public


def test_the_ontology_conforms_to_the_publication_profile(files: Files, shared: Path) -> None:
    found = ontology(files.holdings)
    header = files.holdings.of_class("owl:Ontology")[0]
    publisher = files.holdings.one(header, "dct:publisher") or ""
    agent = tuple(q.triple for q in files.holdings.by_subject[NamedNode(publisher)])
    text = faults((*found, *agent), ONTPUB, shared)
    assert text == "", Counter(line for line in text.splitlines() if "Message" in line)


def test_every_file_that_is_distributed_is_published_with_its_size_and_checksum(
    files: Files,
) -> None:
    assert files.missing == ()
    term, base = files.holdings.namespaces.term, files.holdings.namespaces.base
    values = {(t.subject, t.predicate): t.object for t in files.described}
    urls = [
        (t.subject, t.object) for t in files.described if t.predicate == term("dcat:downloadURL")
    ]
    assert len(urls) > 20
    for subject, url in urls:
        assert isinstance(url, NamedNode)
        content = files.all[url.value.removeprefix(base)]
        assert values[subject, term("dcat:byteSize")].value == str(len(content))  # type: ignore[union-attr]
        checksum = values[subject, term("spdx:checksum")]
        digest = values[checksum, term("spdx:checksumValue")]  # type: ignore[index]
        assert isinstance(digest, Literal)
        assert digest.value == sha256(content).hexdigest()


def test_what_the_portal_needs_is_on_every_dataset_and_file(files: Files) -> None:
    term = files.holdings.namespaces.term
    said = {(t.subject, t.predicate) for t in files.described}
    for edition in files.editions:
        for name in ("identifier", "temporal", "spatial", "accrualPeriodicity", "conformsTo"):
            assert (edition.dataset, term(f"dct:{name}")) in said
        assert (edition.dataset, term("dcat:keyword")) in said
    for triple in files.described:
        if triple.predicate == term("dcat:distribution"):
            assert (triple.object, term("dct:license")) in said


@pytest.mark.parametrize(
    ("suffix", "syntax"),
    [("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("rdf", RdfFormat.RDF_XML)],
)
def test_the_catalogue_is_the_same_in_each_syntax(
    files: Files, suffix: str, syntax: RdfFormat
) -> None:
    read = Dataset(parse(files.of_catalogue[f"catalogue.{suffix}"], format=syntax))
    told = Dataset(Quad(t.subject, t.predicate, t.object) for t in files.described)
    for graph in (read, told):  # periods are blank nodes
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert set(read) == set(told)


def test_void_counts_what_is_there(files: Files) -> None:
    term = files.holdings.namespaces.term
    triples = construct(files.catalogue, VOID)
    catalogue = files.holdings.of_class("dcat:Catalog")[0]
    counts = {t.predicate: t.object for t in triples if t.subject == catalogue}
    everything = {q.triple for q in files.holdings.quads if not _of_a_selector(q, files.holdings)}
    total = counts[term("void:triples")]
    assert isinstance(total, Literal)
    assert abs(int(total.value) - len(everything)) <= len(everything) // 100  # numbers rewritten
    graphs = {t.subject for t in triples if t.object == term("sd:Graph")}
    assert graphs == set(files.holdings.graphs)


def _of_a_selector(quad: Quad, held: Holdings) -> bool:
    """The endpoint does not answer them: only what is published has them."""
    annotation = held.namespaces["oa"].iri
    return "#" in str(quad.subject) or quad.predicate.value.startswith(annotation)


QB = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
PART = "?o qb:dataSet/qb:structure/qb:component/"
INTEGRITY = {
    "IC-1 one data set": "?o a qb:Observation MINUS { ?o qb:dataSet/a qb:DataSet }",
    "IC-1 only one": "?o a qb:Observation ; qb:dataSet ?d , ?e FILTER(?d != ?e)",
    "IC-2 one structure": "?o a qb:DataSet MINUS { ?o qb:structure/a qb:DataStructureDefinition }",
    "IC-2 only one": "?o a qb:DataSet ; qb:structure ?d , ?e FILTER(?d != ?e)",
    "IC-3 a measure": (
        "?o a qb:DataStructureDefinition MINUS { ?o qb:component/qb:measure/a qb:MeasureProperty }"
    ),
    "IC-4 a range": "?o a qb:DimensionProperty MINUS { ?o rdfs:range ?r }",
    "IC-5 a code list": "?o a qb:CodedProperty MINUS { ?o qb:codeList/a skos:ConceptScheme }",
    "IC-6 optional attributes": "?o qb:componentRequired false MINUS { ?o qb:attribute ?p }",
    "IC-11 every dimension": PART + "qb:dimension ?p MINUS { ?o ?p ?v }",
    "IC-13 required attributes": (
        "?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentRequired true ; "
        "qb:attribute ?p MINUS { ?o ?p ?v }"
    ),
    "IC-14 every measure": PART + "qb:measure ?p MINUS { ?o ?p ?v }",
    "IC-19 codes of the list": (
        PART + "qb:dimension ?p . ?p qb:codeList ?l . ?o ?p ?v "
        "MINUS { ?v a skos:Concept ; skos:inScheme ?l }"
    ),
    "IC-20 the list is a list": "?o qb:codeList ?l MINUS { ?l a skos:ConceptScheme }",
}
BITES = {
    "IC-1 one data set": "cube#dataSet",
    "IC-2 one structure": "cube#structure",
    "IC-3 a measure": "cube#measure",
    "IC-4 a range": "rdf-schema#range",
    "IC-5 a code list": "cube#codeList",
    "IC-6 optional attributes": "cube#attribute",
    "IC-11 every dimension": "dimensionUnite",
    "IC-14 every measure": "measure#obsValue",
    "IC-19 codes of the list": "core#inScheme",
}


def violates(triples: Triples, name: str) -> bool:
    store = Store()
    store.load("\n".join(f"{t} ." for t in set(triples)), format=RdfFormat.N_TRIPLES)
    return bool(store.query(f"{QB}ASK {{ {INTEGRITY[name]} }}"))


@pytest.mark.parametrize("name", sorted(INTEGRITY))
def test_the_file_of_the_cube_alone_keeps_the_integrity_constraints(
    files: Files, name: str
) -> None:
    assert not violates(construct(files.catalogue, CUBE), name)


@pytest.mark.parametrize("name", sorted(BITES))
def test_each_integrity_constraint_bites(files: Files, name: str) -> None:
    assert violates(without(construct(files.catalogue, CUBE), BITES[name]), name)


@pytest.fixture(scope="module")
def cube(files: Files) -> Store:
    store = Store()
    everything = (*construct(files.catalogue, CUBE), *(q.triple for q in files.holdings.quads))
    text = "\n".join(f"{t} ." for t in set(everything))
    store.load(text, format=RdfFormat.N_TRIPLES)
    return store


def test_no_two_observations_have_the_same_dimensions(cube: Store) -> None:
    query = (
        f"{QB} SELECT ?o ?d (GROUP_CONCAT(CONCAT(STR(?p), STR(?v)); separator='|') AS ?key) "
        f"{{ {{ SELECT ?o ?d ?p ?v {{ {PART}qb:dimension ?p . ?o ?p ?v ; qb:dataSet ?d }} "
        "ORDER BY ?o ?p } } GROUP BY ?o ?d"
    )
    keys = [(str(row["d"]), str(row["key"])) for row in cube.query(query)]  # type: ignore[union-attr]
    assert len(keys) > 80
    assert len(set(keys)) == len(keys)


LABELS = {
    "S13 labels disjoint": "?c skos:prefLabel ?l ; skos:altLabel ?l",
    "S14 one label a language": (
        "?c skos:prefLabel ?a , ?b FILTER(?a != ?b && LANG(?a) = LANG(?b))"
    ),
    "S27 related is not broader": "?c skos:related ?d ; skos:broader+ ?d",
    "S9 scheme or concept": "?c a skos:ConceptScheme ; a skos:Concept",
    "no cycle": "?c skos:broader+ ?c",
    "top concepts in their scheme": "?c skos:topConceptOf ?s MINUS { ?c skos:inScheme ?s }",
}


@pytest.mark.parametrize("name", sorted(LABELS))
def test_the_code_lists_keep_the_integrity_conditions_of_skos(cube: Store, name: str) -> None:
    found = list(cube.query(f"{QB}SELECT DISTINCT ?c {{ {LABELS[name]} }} LIMIT 5"))  # type: ignore[arg-type]
    assert [str(row[0]) for row in found] == []
