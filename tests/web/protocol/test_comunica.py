"""Comunica (npm) where node is: `make programs` installs it into its own folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table
from mutugraph.engine.building import open_engine
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .conftest import Server

FOLDER = Path(os.environ.get("MUTUGRAPH_COMUNICA", Path(__file__).parents[3] / ".venv/comunica"))
PROGRAM = FOLDER / "node_modules/.bin/comunica-sparql"
QUERIES = (
    "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c",
    "SELECT ?s ?l { ?s a ?c ; <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s ?l",
)
Row = dict[str, str]


@pytest.mark.parametrize("query", QUERIES)
def test_comunica_answers_as_the_store_does(
    server: Server, repository: Workspace, store: Path, query: str
) -> None:
    if shutil.which("node") is None or not PROGRAM.exists():
        pytest.skip("needs node and @comunica/query-sparql (make programs)")
    command = [
        str(PROGRAM),
        f"sparql@{server.sparql}",
        query,
        "-t",
        "application/sparql-results+json",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found = [
        {name: term["value"] for name, term in row.items()}
        for row in json.loads(run.stdout)["results"]["bindings"]
    ]
    assert _sorted(found) == _sorted(_ours(repository, store, query))


def _ours(repository: Workspace, store: Path, query: str) -> list[Row]:
    answer = open_engine(repository, Settings(store=store)).query(query)
    assert isinstance(answer, Table)
    rows = []
    for row in answer.dicts():
        rows.append({n: t.value for n, t in row.items() if isinstance(t, NamedNode | Literal)})
    assert rows
    return rows


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: sorted(row.items()))
