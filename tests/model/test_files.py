from __future__ import annotations

from collections.abc import Callable

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


def test_a_document_that_is_held_is_given_again_while_its_file_says_the_same(
    tiny: Callable[..., Workspace],
) -> None:
    workspace = tiny({"data/ttl/a.ttl": "<urn:a> <urn:p> 1 ."})
    path = workspace.root / "data" / "ttl" / "a.ttl"
    held = read_file(workspace, path)
    assert read_file(workspace, path) is held
    path.write_text("<urn:a> <urn:p> 2 .", encoding="utf-8")
    assert str(read_file(workspace, path).quads[0].object).startswith('"2"')
