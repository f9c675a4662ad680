"""Every query of the W3C's tests, asked of a real server: no answer is other than the engine's own.

The data of all of them are graphs of one store, and each query is asked of those of its test. What
lies between a client and the engine (protocol, guard, processes, cache, formats) changes nothing.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from pyoxigraph import QuerySolutions, QueryTriples, RdfFormat, Store, parse

from mutugraph.engine.building import ensure_store
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .answers_read import TABLES, Answer, graph, of_engine, word_of
from .conftest import running
from .w3c import Archive, Case

GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
QUERY = {"Content-Type": "application/sparql-query"}
MALFORMED, FAILED = "requete_mal_formee", "requete_echouee"
# What is not answered as the W3C's tests say: so does the engine itself, and this is all of it.
REFUSED = {"sparql10/expr-builtin/case-insensitive-booleans": MALFORMED}  # « True »
DEPARTING = {
    # sound texts that call a function which is not there
    **dict.fromkeys(
        ("sparql10/syntax-sparql1/syntax-expr-05", "sparql11/syntax-query/test_4"), FAILED
    ),
    **{f"sparql10/syntax-sparql1/syntax-order-0{n}": FAILED for n in (5, 6)},
    **{f"sparql10/syntax-sparql2/syntax-function-0{n}": FAILED for n in (1, 2, 3, 4)},
    "sparql10/syntax-sparql3/syn-bad-26": "",  # two comparisons, where the W3C sees an IRI
}


@pytest.fixture(scope="module")
def archive(shared: Path) -> Archive:
    return Archive(shared / "validators" / "w3c-sparql.zip")


@pytest.fixture(scope="module")
def endpoint(
    archive: Archive,
    small: Workspace,
    small_settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A server over the store of a small schéma, to which the graphs of the tests were added."""
    built = ensure_store(small, small_settings)
    place = tmp_path_factory.mktemp("w3c")
    shutil.copytree(built.folder, place / built.folder.name)
    held = Store(str(place / built.folder.name / "db"))
    for quads in archive.graphs.values():
        held.extend(quads)
    held.flush()
    del held
    with running(small.root, place) as server, httpx.Client(timeout=30) as client:
        client.base_url = httpx.URL(server.url)
        yield client


def answers(endpoint: httpx.Client, case: Case, name: str) -> Iterator[tuple[str, httpx.Response]]:
    """The answer by GET as it is made, as it is kept, packed; and by POST."""
    rest: dict[str, str | Sequence[str]] = {"format": name, **case.dataset}
    asked = {"query": case.text, **rest}
    for coding in ("identity", "gzip"):
        yield coding, endpoint.get("/sparql", params=asked, headers={"Accept-Encoding": coding})
    if name in ("json", "ttl"):
        yield "post", endpoint.post("/sparql", params=rest, content=case.text, headers=QUERY)


def faults(
    archive: Archive, endpoint: httpx.Client, name: str, read: Callable[[bytes], Answer]
) -> Iterator[str]:
    """The tests whose answer in a format is not the engine's."""
    for case in archive.cases:
        if case.is_syntax:
            continue
        refused = REFUSED.get(case.name)
        found = None if refused else archive.alone(case)
        if isinstance(found, QueryTriples) is not (name in GRAPHS):
            continue
        expected = None if found is None else of_engine(found, name)
        for way, sent in answers(endpoint, case, name):
            whole = sent.status_code == httpx.codes.OK
            if code_of(sent) != (refused or "") or (whole and read(sent.content) != expected):
                yield f"{case.name}, {way}: {sent.status_code} {sent.text}, not {expected}"


def code_of(sent: httpx.Response) -> str:
    """Why a query is refused; nothing where it is answered."""
    return "" if sent.status_code == httpx.codes.OK else str(sent.json()["code"])


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_the_engine_s_in_every_format(
    archive: Archive, endpoint: httpx.Client, name: str
) -> None:
    assert list(faults(archive, endpoint, name, TABLES[name])) == []


@pytest.mark.parametrize("name", GRAPHS)
def test_every_graph_is_the_engine_s_in_every_format(
    archive: Archive, endpoint: httpx.Client, name: str
) -> None:
    def read(content: bytes) -> Answer:
        return graph(quad.triple for quad in parse(content, format=GRAPHS[name]))

    assert list(faults(archive, endpoint, name, read)) == []


def test_rows_come_in_the_order_that_a_query_asks_for(
    archive: Archive, endpoint: httpx.Client
) -> None:
    ordered = [case for case in archive.cases if "ORDER BY" in case.text and not case.is_syntax]
    tables = [case for case in ordered if isinstance(archive.alone(case), QuerySolutions)]
    assert len(tables) > 20
    for case in tables:
        found = archive.alone(case)
        assert isinstance(found, QuerySolutions)
        rows = [[word_of(term) for term in row] for row in found]
        asked = {"query": case.text, "format": "csv", **case.dataset}
        lines = endpoint.get("/sparql", params=asked).text.splitlines()[1:]
        told = [row or [""] for row in csv.reader(lines)]
        assert [["_:" if cell[:2] == "_:" else cell for cell in row] for row in told] == rows, (
            case.name
        )


def test_every_text_is_judged_as_the_w3c_does(archive: Archive, endpoint: httpx.Client) -> None:
    texts = [case for case in archive.cases if case.is_syntax]
    found = {}
    for case in texts:
        sent = endpoint.post("/sparql", params=case.dataset, content=case.text, headers=QUERY)
        found[case.name] = code_of(sent)
        assert (found[case.name] == "") is archive.reads(case), case.name
    stated = {case.name: MALFORMED if "Negative" in case.kind else "" for case in texts}
    assert found == stated | DEPARTING
    assert not [name for name, code in DEPARTING.items() if stated[name] == code]
