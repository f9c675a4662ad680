from __future__ import annotations

from mutugraph.model.files import read_file
from mutugraph.turtle import read
from mutugraph.workspace import Workspace


def test_a_term_has_both_labels_where_its_source_writes_one(repository: Workspace) -> None:
    label = repository.namespaces.term("rdfs:label")
    named = repository.namespaces.term("skos:prefLabel")
    modules = [p for p in repository.ontology_files if p.parent.name == "modules"]
    assert modules
    for path in modules:
        assert label not in {quad.predicate for quad in read(path).quads}
        quads = read_file(repository, path).quads
        assert {(q.subject, q.object) for q in quads if q.predicate == label} == {
            (q.subject, q.object) for q in quads if q.predicate == named
        }


def test_an_entity_of_the_data_has_what_its_file_says_and_nothing_more(
    repository: Workspace,
) -> None:
    path = repository.data_files[0]
    graph, base = repository.graph(path), repository.namespaces.ids
    assert read_file(repository, path).quads == read(path, graph=graph, base=base).quads
