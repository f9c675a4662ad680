"""The W3C's own tests of the SPARQL 1.1 Protocol, as its manifest states them.

The service answers queries only: the tests of updates are those of how it refuses them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from httpx import Response
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

from .conftest import Client

FOLDER = "sparql/sparql11/protocol/"
BASE = "http://w3c.example/protocol/"
DATA = "http://kasei.us/2009/09/sparql/data/{}.rdf"
REQUESTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
SELECT ?test ?request ?method ?path ?body ?encoding ?truth ?format
       (GROUP_CONCAT(DISTINCT CONCAT(?name, ": ", ?value); separator="\\n") AS ?headers)
       (GROUP_CONCAT(DISTINCT REPLACE(STR(?code), "^.*Code", ""); separator=" ") AS ?statuses) {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:rest*/rdf:first ?request .
  ?request ht:methodName ?method ; ht:absolutePath ?path ; ht:resp ?sent .
  ?sent mf:expectedStatus ?code
  OPTIONAL { ?sent mf:expectedBoolean ?truth }
  OPTIONAL { ?sent mf:expectedFormat ?format }
  OPTIONAL { ?request ht:body ?content . ?content cnt:chars ?body
    OPTIONAL { ?content cnt:characterEncoding ?encoding } }
  OPTIONAL { ?request ht:headers/rdf:rest*/rdf:first ?header .
    ?header ht:fieldName ?name ; ht:fieldValue ?value }
} GROUP BY ?test ?request ?method ?path ?body ?encoding ?truth ?format
"""
KINDS = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}
UPDATES = "update_"
FORBIDDEN = 403


@dataclass(frozen=True)
class Case:
    """One request of a test, and what is expected of its response."""

    test: str
    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    statuses: tuple[str, ...]
    truth: bool | None
    format: str

    @property
    def is_update(self) -> bool:
        """Whether it asks for a change, by its type or its form."""
        return "sparql-update" in str(self.headers) or self.body.startswith(b"update=")


@cache
def _cases(archive: Path) -> tuple[Case, ...]:
    store = Store()
    with ZipFile(archive) as packed:
        text = packed.read(f"{FOLDER}manifest.ttl")
    store.load(text, format=RdfFormat.TURTLE, base_iri=BASE)
    found = store.query(REQUESTS)
    assert isinstance(found, QuerySolutions)
    return tuple(sorted((_case(row) for row in found), key=lambda case: (case.test, case.path)))


def _case(row: Any) -> Case:  # noqa: ANN401 - a solution of pyoxigraph
    def text(name: str) -> str:
        return row[name].value if row[name] else ""

    headers = dict(line.split(": ", 1) for line in text("headers").splitlines())
    return Case(
        text("test").rpartition("#")[2],
        text("method"),
        text("path").replace("/sparql/", "/sparql", 1),
        text("body").encode(text("encoding") or "utf-8"),
        headers,
        tuple(text("statuses").split()),
        text("truth") == "true" if row["truth"] else None,
        text("format"),
    )


@pytest.fixture(scope="module")
def archive(shared: Path) -> Path:
    return shared / "validators/w3c-sparql.zip"


@pytest.fixture(scope="module")
def endpoint(repository: Workspace, archive: Path) -> Client:
    engine = EmbeddedEngine.of(_quads(archive), repository.namespaces)
    return Client(create_app(repository, engine))


def _quads(archive: Path) -> Iterator[Quad]:
    with ZipFile(archive) as packed:
        for name in ("data1", "data2", "data3"):
            graph = NamedNode(DATA.format(name))
            for quad in parse(packed.read(f"{FOLDER}{name}.nt"), format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)


def test_every_query_of_the_manifest_is_answered_as_it_says(
    endpoint: Client, archive: Path
) -> None:
    cases = [case for case in _cases(archive) if not case.test.startswith(UPDATES)]
    assert len({case.test for case in cases}) >= 26
    faults = []
    for case in cases:
        headers = {"Accept": "*/*", **case.headers}
        sent = endpoint.request(case.method, case.path, content=case.body, headers=headers)
        faults += [f"{case.test}: {fault}" for fault in _faults(case, sent)]
    assert faults == []


def test_every_update_of_the_manifest_is_refused_as_one(endpoint: Client, archive: Path) -> None:
    updates = [case for case in _cases(archive) if case.test.startswith(UPDATES) and case.is_update]
    assert len({case.test for case in updates}) == 7
    for case in updates:
        sent = endpoint.request(case.method, case.path, content=case.body, headers=case.headers)
        told = (sent.status_code, sent.json()["code"])
        assert told == (FORBIDDEN, "mise_a_jour_refusee"), case.test


def _faults(case: Case, sent: Response) -> Iterator[str]:
    code = str(sent.status_code)
    if not any(code[: len(wanted.rstrip("x"))] == wanted.rstrip("x") for wanted in case.statuses):
        yield f"status {code}, not {case.statuses}"
        return
    if case.format and KINDS[case.format] not in sent.headers["content-type"]:
        yield f"{sent.headers['content-type']}, not {case.format}"
    elif case.truth is not None and json.loads(sent.content)["boolean"] is not case.truth:
        yield f"{sent.text}, not {case.truth}"
