"""What the steps ask is answered of all graphs, whichever query comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal

from mutugraph.control.ground import Ground
from mutugraph.control.kept import Kept
from mutugraph.control.rereading import read_again
from mutugraph.control.rulebook import Rulebook
from mutugraph.engine.answers import Table
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
    controlled = read_again(Rulebook(workspace, kept), kept)
    return Ground(controlled, workspace, Limits(query_bytes=2**20))


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
