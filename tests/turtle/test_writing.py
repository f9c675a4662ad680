from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from mutugraph.namespaces import Namespaces
from mutugraph.turtle import Entangled, canonical, format_text, parse_text
from mutugraph.workspace import Workspace

BASE = "https://example.org/graph/"
SPACES = Namespaces(
    {
        "mut": BASE + "def/mutualisation/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    },
    BASE,
)
PAGE = """\
BASE <https://example.org/graph/id/>
PREFIX mut: <https://example.org/graph/def/mutualisation/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<200039865/service/9>
    a mut:Service ;
    skos:prefLabel "Habitat"@fr ;
    mut:agents 14 ;
    mut:code "007"^^xsd:integer ;
    mut:etp 0.80 ;
    mut:voir
        <200039865/service/10> ,
        <https://other.example/a> ;
.

<200039865/service/10>
    mut:note \"\"\"deux
lignes\"\"\" ;
.

mut:Service
    mut:liste ( 1 2 ) ;
.
"""
iris = st.sampled_from(
    [SPACES.ids + p for p in ("a/1", "a/2", "a/10", "a/..", "", "é", "x:y")]
).map(NamedNode)
nodes = iris | st.sampled_from("abc").map(BlankNode)
literals = st.builds(Literal, st.text()) | st.builds(
    Literal,
    st.sampled_from(["0.80", "007", "+5", "-0", "1.", ".5", "1e3", "true", "1", ""]),
    datatype=st.sampled_from(
        [SPACES["xsd"][d] for d in ("integer", "decimal", "double", "boolean", "date")]
    ),
)
graphs = st.sets(st.builds(Triple, nodes, iris, nodes | literals), min_size=1, max_size=12)


def test_a_text_in_the_layout_stays_as_it_is() -> None:
    assert canonical(parse_text(PAGE, name="-").quads, SPACES) == PAGE


def test_the_order_of_the_input_changes_nothing() -> None:
    quads = list(parse_text(PAGE, name="-").quads)
    for seed in range(5):
        random.Random(seed).shuffle(quads)
        assert canonical(quads, SPACES) == PAGE


def test_nothing_gives_nothing() -> None:
    assert canonical([], SPACES) == ""


def test_only_the_prefixes_in_use_are_declared() -> None:
    only = Triple(SPACES["mut"].A, SPACES["mut"].b, Literal("c"))
    assert canonical([only], SPACES).count("PREFIX") == 1


@given(graphs)
def test_what_is_written_reads_back_the_same_and_is_written_the_same(graph: set[Triple]) -> None:
    written = canonical(graph, SPACES)
    again = parse_text(written, name="-").quads
    assert canonical(again, SPACES) == written
    assert len(again) == len(graph)
    assert _ground(tuple(again)) == _ground(graph)


def test_blank_nodes_used_once_are_written_inside_their_user() -> None:
    text = f"""\
PREFIX mut: <urn:m:>

mut:a
    mut:b
        [ mut:c 1 , 2 ; mut:d ( 3 4 ) ] ,
        [
            mut:c 2 ;
            mut:d "{"x" * 100}" ;
        ] ,
        [ mut:c 10 ] ,
        [
            mut:e [ mut:c 1 ] ;
        ] ;
.
"""
    spaces = Namespaces({"mut": "urn:m:"}, BASE)
    assert canonical(parse_text(text, name="-").quads, spaces) == text


def test_blank_nodes_in_a_loop_keep_their_statements() -> None:
    loop = list(parse("_:a <urn:p> _:b . _:b <urn:p> _:a .", format=RdfFormat.TURTLE))
    assert len(parse_text(canonical(loop, SPACES), name="-").quads) == 2


def test_too_many_shared_blank_nodes_are_refused_at_once() -> None:
    ring = [BlankNode(f"n{i}") for i in range(200)]
    with pytest.raises(Entangled):
        canonical(
            [
                Triple(a, NamedNode("urn:p"), b)
                for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
            ],
            SPACES,
        )


def test_blank_nodes_nested_too_deeply_are_refused() -> None:
    chain = [BlankNode(f"n{i}") for i in range(2000)]
    with pytest.raises(Entangled):
        canonical(
            [Triple(a, NamedNode("urn:p"), b) for a, b in pairwise(chain)],
            SPACES,
        )


def test_rdflib_reads_the_same_triples(repository: Workspace) -> None:
    rdflib = pytest.importorskip("rdflib")
    path = next(iter(repository.ontology_files))
    quads = parse_text(path.read_text(encoding="utf-8"), name="-").quads
    written = canonical(quads, repository.namespaces)
    assert len(rdflib.Graph().parse(data=written, format="turtle")) == len(set(quads))


def _ground(items: set[Triple] | tuple[Quad, ...]) -> set[tuple[str, str, str]]:
    triples = {(str(t.subject), str(t.predicate), str(t.object)) for t in items}
    return {t for t in triples if not any(part.startswith("_:") for part in t)}


def test_every_file_of_the_repository_is_in_the_layout(repository: Workspace) -> None:
    paths: list[Path] = [
        *repository.ontology_files,
        *repository.data_files,
        *repository.shape_files,
    ]
    assert [
        repository.name(path)
        for path in paths
        if format_text(path.read_text("utf-8"), repository.namespaces) != path.read_text("utf-8")
    ] == []
