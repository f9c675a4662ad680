"""What the steps ask is answered of all graphs, whichever query comes first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal

from mutugraph.control.ground import Ground
from mutugraph.control.kept import Kept
from mutugraph.control.reading import read_workspace
from mutugraph.control.rereading import read_again
from mutugraph.control.rulebook import Rulebook
from mutugraph.engine.answers import Table
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.settings import Limits
from mutugraph.workspace import Workspace
from schemas import small_workspace

ROOT = Path(__file__).parents[2]
UNION = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMED = (
    "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) WHERE { graph ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) WHERE { # from\n { GRAPH ?g { ?s ?p ?o } } }",
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small workspace, which no run has judged."""
    root = tmp_path_factory.mktemp("ground") / "small"
    small_workspace(root, ROOT)
    return Workspace(root)


def _ground(workspace: Workspace, place: Path) -> Ground:
    kept = Kept(place / "kept", "p")
    book = Rulebook(workspace, kept)
    controlled = read_again(book, kept)
    return Ground(controlled, workspace, book.derivation, Limits(query_bytes=2**20))


def _number(ground: Ground, text: str) -> int:
    answer = ground.query(text)
    assert isinstance(answer, Table)
    (number,) = answer.rows[0]
    assert isinstance(number, Literal)
    return int(number.value)


@pytest.mark.parametrize("text", NAMED)
def test_named_graphs_hold_all_that_the_union_does(
    small: Workspace, tmp_path: Path, text: str
) -> None:
    ground = _ground(small, tmp_path)
    before = _number(ground, UNION)
    assert _number(ground, text) >= before > len(ground.derived) > 0
    assert _number(ground, UNION) == before


LOOKS = (
    "SELECT * WHERE { GRAPH ?g { ?f mut:siren ?x } }",
    "PREFIX skos: <https://w3id.org/mutugraph/def/mutualisation/> "
    "SELECT * { GRAPH ?g { ?f skos:siren ?x } }",
    "SELECT * { GRAPH ?g { [] mut:siren ?x } }",
    "SELECT * { GRAPH ?g { _:f mut:siren ?x } }",
    "SELECT * { GRAPH ?g { ?f mut:siren ?x ; mut:etabliPar ?p } ?p ?q ?o }",
    "SELECT * { GRAPH ?g { ?f mut:siren ?x } GRAPH ?g { ?a mut:etabliPar ?p } }",
    "SELECT * { ?f mut:siren ?x OPTIONAL { GRAPH ?g { ?s a mut:EPCI } } }",
    "SELECT * { GRAPH ?g { ?f mut:siren ?x OPTIONAL { ?f mut:etabliPar ?p } } }",
    "SELECT * { GRAPH ?g { OPTIONAL { ?f mut:siren ?x } } }",
    "SELECT * { GRAPH ?g { } }",
    "SELECT * { GRAPH ?g { ?f mut:siren* ?f } }",
    "SELECT * { GRAPH ?g { ?f mut:siren ?x FILTER(?x != '') } }",
    "SELECT * { GRAPH ?g { ?s a ?c . FILTER NOT EXISTS { ?f mut:siren ?x } } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "PREFIX g: <https://w3id.org/mutugraph/graphe/> SELECT * { GRAPHg:organisations { ?s ?p ?o } }",
)


@pytest.mark.parametrize("text", LOOKS)
def test_a_query_finds_in_each_graph_all_that_is_there(
    small: Workspace, tmp_path: Path, text: str
) -> None:
    ground = _ground(small, tmp_path)
    everything = (*read_workspace(small).everything, *ground.derived)
    whole = EmbeddedEngine.of(everything, small.namespaces)
    found, known = ground.query(text), whole.query(text)
    assert isinstance(found, Table) and isinstance(known, Table)
    assert Counter(map(str, found.rows)) == Counter(map(str, known.rows))
    assert known.rows
