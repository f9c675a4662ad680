"""Each part of a set has the text that it has alone."""

from __future__ import annotations

from pyoxigraph import Quad, RdfFormat, parse

from mutugraph.turtle import Together, canonical
from mutugraph.workspace import Workspace

TEXT = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
GRAPH <tag:a> {
  <tag:1> skos:prefLabel "one"@fr ; dct:source <tag:2> .
  <tag:2> dct:period [ dct:start 1 ; dct:within _:shared ] .
  <tag:3> dct:period _:shared ; dct:list ( 1 2 <tag:1> ) .
  <tag:4> dct:date "2" .
}
GRAPH <tag:b> {
  <tag:1> skos:prefLabel "one"@fr , "two"@fr .
  <tag:4> dct:date "2" .
  [] dct:title "nameless" .
}
"""


def places(quads: list[Quad]) -> list[list[int]]:
    graphs = {quad.graph_name for quad in quads}
    by_graph = [[n for n, q in enumerate(quads) if q.graph_name == name] for name in graphs]
    alone = [[number] for number in range(len(quads))]
    return [list(range(len(quads))), *by_graph, *alone, []]


def test_each_part_has_the_text_that_it_has_alone(repository: Workspace) -> None:
    quads = list(parse(TEXT, format=RdfFormat.TRIG))
    together = Together(quads, repository.namespaces)
    for part in places(quads) * 2:
        own = [quads[place] for place in part]
        assert together.text(part) == canonical(own, repository.namespaces)
