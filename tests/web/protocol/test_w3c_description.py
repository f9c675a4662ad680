"""The W3C's own tests of the SPARQL 1.1 Service Description, each judged by what its name says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from .conftest import Client

MANIFEST = "sparql/sparql11/service-description/manifest.ttl"
SD = "http://www.w3.org/ns/sparql-service-description#"
SCHEMA = {  # SPARQL 1.1 Service Description §3: what has a property, and what it leads to
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}),
    "feature": (
        "Service",
        {
            "DereferencesURIs",
            "UnionDefaultGraph",
            "RequiresDataset",
            "EmptyGraphs",
            "BasicFederatedQuery",
        },
    ),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def test_the_service_description_passes_every_test_of_its_manifest(
    client: Client, shared: Path
) -> None:
    with ZipFile(shared / "validators/w3c-sparql.zip") as packed:
        stated = parse(packed.read(MANIFEST), format=RdfFormat.TURTLE, base_iri=SD)
        tests = {q.subject.value.rpartition("#")[2] for q in stated if _is_test(q)}
    judges: dict[str, Callable[[set[Triple]], bool]] = {
        "returns-rdf": bool,
        "has-endpoint-triple": lambda triples: _endpoints(triples) == {"http://testserver/sparql"},
        "conforms-to-schema": lambda triples: list(_against_schema(triples)) == [],
    }
    assert judges.keys() == tests
    for syntax in (RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD):
        sent = client.get("/sparql", headers={"Accept": syntax.media_type})
        triples = {quad.triple for quad in parse(sent.content, format=syntax)}
        for test, judge in judges.items():
            assert judge(triples), (test, syntax, list(_against_schema(triples)))


def _is_test(quad: Quad) -> bool:
    return isinstance(quad.object, NamedNode) and quad.object.value.endswith("DescriptionTest")


def _endpoints(triples: set[Triple]) -> set[str]:
    return {str(t.object)[1:-1] for t in triples if t.predicate.value == f"{SD}endpoint"}


def _against_schema(triples: set[Triple]) -> Iterator[str]:
    """What is not as the vocabulary of service descriptions says."""
    kinds = {(str(t.subject), str(t.object)) for t in triples if t.predicate == TYPE}
    names = Counter(str(t.subject) for t in triples if t.predicate.value == f"{SD}name")
    for subject, kind in kinds:
        if kind == f"<{SD}Service>" and not _endpoints(
            {t for t in triples if str(t.subject) == subject}
        ):
            yield f"{subject} has no address"
        if kind == f"<{SD}NamedGraph>" and names[subject] != 1:
            yield f"{subject} has {names[subject]} names"
    for triple in triples:
        if not triple.predicate.value.startswith(SD):
            continue
        domain, range_ = SCHEMA[triple.predicate.value.removeprefix(SD)]
        if (str(triple.subject), f"<{SD}{domain}>") not in kinds:
            yield f"{triple}: no sd:{domain}"
        if not isinstance(triple.object, NamedNode | BlankNode):
            yield f"{triple}: no resource"
        elif isinstance(range_, str) and (str(triple.object), f"<{SD}{range_}>") not in kinds:
            yield f"{triple}: no sd:{range_}"
        elif isinstance(range_, set) and triple.object.value.removeprefix(SD) not in range_:
            yield f"{triple}: not of the vocabulary"
