"""The same questions on other people's servers, and what is said when a server is not there."""

from __future__ import annotations

import re
import resource
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bench import servers
from bench.servers import Elsewhere, free_port
from mutugraph.control.quality import read_quality_rules
from mutugraph.engine.building import Built, ensure_store
from mutugraph.engine.embedded import oxigraph_errors
from mutugraph.engine.portable import portable
from mutugraph.engine.remote import RemoteEngine, shown
from mutugraph.engine.upload import upload
from mutugraph.errors import (
    AnswerBroken,
    EngineUnreachable,
    FileUnwritable,
    QueryStopped,
    ServiceRefused,
    UploadInterrupted,
)
from mutugraph.headers import Headed
from mutugraph.namespaces import Namespaces
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits, Settings
from mutugraph.workspace import Workspace
from schemas import LAKES, VALLEY


@pytest.fixture(scope="module")
def built(repository: Workspace, store: Path) -> Built:
    return ensure_store(repository, Settings(store=store))


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    if not servers.OXIGRAPH.exists():
        pytest.skip("needs Oxigraph's server (PyPI package oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture  # one a test: Virtuoso refuses some graphs that it has had before
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    if shutil.which(servers.VIRTUOSO) is None:
        pytest.skip("needs Virtuoso 7 (Debian virtuoso-opensource-7)")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


def test_every_question_has_the_same_answer_on_oxigraph(
    many: Catalogue, oxigraph: Elsewhere, tmp_path: Path
) -> None:
    # with the fictitious schémas: what came of the repository's own is not known
    store = Settings(store=many.workspace.root.parent / "store")
    built = ensure_store(many.workspace, store)
    assert _different(many.workspace, built, oxigraph, tmp_path) == set()


def test_every_rule_says_the_same_on_oxigraph(many: Catalogue, oxigraph: Elsewhere) -> None:
    there = Catalogue(many.workspace, RemoteEngine(oxigraph.query, many.workspace.namespaces))
    rules = [rule.file for rule in read_quality_rules(many.workspace)]
    assert [f.path for f in rules if _found(many, f) != _found(there, f)] == []


def test_every_question_has_the_same_answer_on_virtuoso(
    many: Catalogue, virtuoso: Elsewhere, tmp_path: Path
) -> None:
    """Of all the schémas, of two of one EPCI, and of one without sheets."""
    built = ensure_store(many.workspace, Settings(store=many.workspace.root.parent / "store"))
    asked = [{"epci": siren, "schema": "toutes"} for siren in (LAKES, VALLEY)]
    assert _different(many.workspace, built, virtuoso, tmp_path, [{}, *asked]) == set()


def test_a_load_that_was_interrupted_goes_on(
    built: Built, oxigraph: Elsewhere, tmp_path: Path
) -> None:
    store, few = Store.read_only(str(built.folder / "db")), Store()
    for graph in sorted(store.named_graphs(), key=str)[:3]:
        few.extend(store.quads_for_pattern(None, None, None, graph))
    journal = tmp_path / "sent.json"
    first = upload(few, oxigraph.graphs, journal)
    again = upload(few, oxigraph.graphs, journal)
    assert (again.sent, again.triples) == (0, first.triples)
    with pytest.raises(UploadInterrupted):
        upload(store, f"http://127.0.0.1:{free_port()}/store", journal, pause=lambda _: None)


def test_a_graph_is_sent_whole_where_a_challenge_leaves_its_body_unread(
    virtuoso: Elsewhere, tmp_path: Path
) -> None:
    store, graph, count = Store(), NamedNode("urn:grand"), 60_000
    said = (NamedNode(f"urn:n{n}") for n in range(count))
    store.extend(Quad(one, NamedNode("urn:p"), Literal("mot " * 12), graph) for one in said)
    journal = tmp_path / "sent.json"
    sent = upload(store, virtuoso.graphs, journal, account=virtuoso.account)
    assert (sent.sent, sent.triples) == (1, count)


def test_a_disk_that_is_full_is_told_as_such_and_the_store_is_not(
    built: Built, oxigraph: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(FileUnwritable), oxigraph_errors(built.folder):
            store = Store.read_only(str(built.folder / "db"))
            upload(store, oxigraph.graphs, tmp_path / "sent.json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_tried_again_then_said(namespaces: Namespaces) -> None:
    pauses: list[float] = []
    address = f"http://user:secret@127.0.0.1:{free_port()}/sparql"
    engine = RemoteEngine(address, namespaces, pause=pauses.append)
    with pytest.raises(EngineUnreachable) as caught:
        engine.query("ASK {}")
    assert pauses == [0.2, 0.4, 0.8]
    assert "secret" not in str(caught.value)


def test_a_server_that_took_the_query_and_is_silent_is_not_asked_again(
    namespaces: Namespaces,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        engine = RemoteEngine(address, namespaces, Limits(deadline_s=0.5))
        with pytest.raises(QueryStopped):
            engine.query("ASK {}")
        silent.accept()[0].close()
        silent.settimeout(0.2)
        with pytest.raises(TimeoutError):
            silent.accept()


def _whole_request(client: socket.socket) -> None:
    """Reads a request to its end: what is left unread when a socket closes resets it."""
    read = client.recv(65536)
    while b"\r\n\r\n" not in read:
        read += client.recv(65536)
    head, _, body = read.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]):
        body += client.recv(65536)


CUT = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n%s\r\n\r\n900\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n%s\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n%s\r\n\r\n",
)
KINDS = {
    "SELECT * { ?s ?p ?o }": (b"application/sparql-results+json", b'{"head": {"vars": ["s'),
    "CONSTRUCT WHERE { ?s ?p ?o }": (b"text/turtle", b"<urn:s> <urn:p> <urn"),
}


@pytest.mark.parametrize("query", KINDS)
@pytest.mark.parametrize("cut", CUT)
def test_an_answer_that_a_server_cuts_is_told_as_such(
    namespaces: Namespaces, query: str, cut: bytes
) -> None:
    media, begin = KINDS[query]

    def serve(listener: socket.socket) -> None:
        with listener.accept()[0] as client:
            _whole_request(client)
            client.sendall(cut % (b"Content-Type: " + media) + begin)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(listener,))
        serving.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        with pytest.raises(AnswerBroken):
            RemoteEngine(address, namespaces).query(query)
        serving.join()


def test_what_the_guard_refuses_is_not_sent(namespaces: Namespaces) -> None:
    with pytest.raises(ServiceRefused):
        RemoteEngine("http://127.0.0.1:1/", namespaces).query("SELECT * { SERVICE <urn:x> {} }")


def test_an_address_is_shown_without_its_account() -> None:
    assert shown("https://a:b@host:1/x?y=1") == "https://host:1/x?y=1"


def test_an_account_is_never_shown() -> None:
    given = {"MUTUGRAPH_ENGINE_USER": "me", "MUTUGRAPH_ENGINE_PASSWORD": "secret"}
    settings = Settings.read(given)
    assert settings.account == ("me", "secret")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a\n{ ?s mut:p ?a FILTER(COALESCE(?a < ?b, true) && COALESCE(?c, 1) = 1) }",
        'ASK { ?s mut:p "COALESCE(?a < ?b, true) mut:x" }',
        "ASK {}",
    ],
)
def test_the_text_of_a_query_is_never_edited(namespaces: Namespaces, text: str) -> None:
    said = portable(text, namespaces)
    assert said.endswith(text)
    declared = "PREFIX mut: <https://example.org/graph/def/mutualisation/> "
    assert said.removesuffix(text) == (declared if "mut:" in text else "")


def test_no_file_of_queries_says_what_engines_read_otherwise(repository: Workspace) -> None:
    unbound = re.compile(
        r"COALESCE\([^(),]*(?:\([^()]*\)[^(),]*)*(?:<=?|>=?|!=|=)[^,]*, *(true|false)"
    )
    faults = [
        f"{path.name}: {found.group()}"
        for path in sorted((repository.root / "queries").rglob("*.rq"))
        if (found := unbound.search(path.read_text(encoding="utf-8")))
    ]
    assert faults == []


def _different(
    workspace: Workspace,
    built: Built,
    elsewhere: Elsewhere,
    tmp_path: Path,
    asked: Sequence[Mapping[str, str]] = ({},),
) -> set[tuple[str, str | None]]:
    store = Store.read_only(str(built.folder / "db"))
    upload(store, elsewhere.graphs, tmp_path / "sent.json", account=elsewhere.account)
    local = Catalogue(workspace, built.open(workspace, Settings()))
    remote = Catalogue(workspace, RemoteEngine(elsewhere.query, workspace.namespaces))
    return {
        (id, params.get("epci"))
        for params in asked
        for id in local.questions
        if ask(local, id, params).rows != ask(remote, id, params).rows
    }


def _found(catalogue: Catalogue, rule: Headed) -> set[tuple[str, ...]]:
    """What a rule says of each subject, but for the places, which its reader puts in order."""
    table = catalogue.table(rule.text, rule.path)
    named = [name for name in table.columns if name != "passage"]
    return {tuple(str(getattr(row[n], "value", "")) for n in named) for row in table.dicts()}
