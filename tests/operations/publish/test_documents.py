"""Documents about one resource: what they hold, and that every syntax says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from mutugraph.operations.publish.documents import SYNTAXES, describe, successor
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import all_resources, find, near, ontology

FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def service(held: Holdings) -> NamedNode:
    return held.of_class("mut:ServiceMutualise")[0]


def test_nothing_is_described_where_nothing_is_said(held: Holdings) -> None:
    assert describe(held, held.namespaces.id("rien")) == ()


def test_a_document_has_what_leads_to_the_resource_and_the_labels_of_what_it_names(
    held: Holdings, service: NamedNode
) -> None:
    document = describe(held, service)
    assert {t for t in document if t.object == service}
    labelled = {
        t.subject for t in document if t.predicate == held.namespaces.term("skos:prefLabel")
    }
    sheet = next(t.object for t in document if t.predicate == held.namespaces.term("mut:decritPar"))
    assert sheet in labelled
    assert held.namespaces.term("mut:decritPar") in labelled


def test_a_passage_carries_its_selectors(held: Holdings) -> None:
    passage = held.of_class("mut:Passage")[0]
    document = describe(held, passage)
    said = {(str(t.subject), t.predicate): t.object for t in document}
    own = {t.predicate: t.object for t in document if t.subject == passage}
    for part, oa, mut in (
        ("citation", "exact", "mots"),
        ("position", "start", "positionDebut"),
        ("position", "end", "positionFin"),
    ):
        found = said[f"<{passage.value}#{part}>", held.namespaces.term(f"oa:{oa}")]
        assert found == own[held.namespaces.term(f"mut:{mut}")]


def test_a_selector_has_no_document_and_its_former_address_leads_to_its_passage(
    held: Holdings,
) -> None:
    passage = held.of_class("mut:Passage")[0]
    found = find(held, NamedNode(f"{passage.value}/citation"))
    assert found and found.node == passage
    assert find(held, NamedNode(f"{passage.value}/autre")) is None
    parts = [r.path for r in all_resources(held) if r.path.endswith(("/citation", "#citation"))]
    assert not parts


@pytest.mark.parametrize("suffix", sorted(SYNTAXES))
def test_every_syntax_read_back_is_the_same_graph(
    held: Holdings, service: NamedNode, suffix: str
) -> None:
    document = describe(held, service)
    text = SYNTAXES[suffix].write(document, held.namespaces)
    assert {q.triple for q in parse(text, format=FORMATS[suffix])} == set(document)


def test_literals_are_those_of_the_files(held: Holdings) -> None:
    written = {str(q.object) for q in held.quads if isinstance(q.object, Literal)}
    etp = held.namespaces.term("mut:etp")
    lines = [q.subject for q in held.quads if q.predicate == etp and '0"' in str(q.object)]
    assert lines, "a number that a store would rewrite"
    assert isinstance(lines[0], NamedNode)
    text = SYNTAXES["ttl"].write(describe(held, lines[0]), held.namespaces)
    shown = {str(q.object) for q in parse(text, format=RdfFormat.TURTLE) if q.predicate == etp}
    assert shown <= written


def test_every_resource_of_ours_has_a_document(held: Holdings) -> None:
    found = list(all_resources(held))
    assert len(found) > 1000
    assert [r.path for r in found if not r.triples(held)] == []


def test_a_class_of_many_instances_leaves_them_to_the_dumps(held: Holdings) -> None:
    document = describe(held, held.namespaces.term("mut:Passage"))
    assert 0 < len(document) < 500


def test_a_retired_identifier_keeps_its_document_and_names_its_successor(
    held: Holdings, service: NamedNode
) -> None:
    old, term = held.namespaces.id("ancien"), held.namespaces.term
    graph = held.namespaces.graph("retires")
    after = replace(held, quads=(*held.quads, Quad(old, term("dct:isReplacedBy"), service, graph)))
    assert find(after, old)
    assert successor(after, old) == service
    assert Triple(old, term("dct:isReplacedBy"), service) in describe(after, old)


def test_the_ontology_has_its_header_and_every_term(held: Holdings) -> None:
    subjects = {t.subject for t in ontology(held)}
    assert held.namespaces.term("mut:ServiceMutualise") in subjects
    assert set(held.of_class("owl:Ontology")) <= subjects


def test_an_unknown_address_names_its_nearest_siblings(held: Holdings, service: NamedNode) -> None:
    path = service.value.removeprefix(held.namespaces.ids)
    assert path in near(held, "id", path + "s").facts["nearest"]  # type: ignore[operator]
