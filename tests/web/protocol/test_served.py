"""The real server: other people's clients, deadlines, crashes, a rebuild, a stop."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from http.client import IncompleteRead
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from mutugraph.engine.processes import WHOLE
from mutugraph.workspace import Workspace

from .conftest import PROGRAM, Server, running

T = TypeVar("T")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c }"
ENDLESS_S = 60  # what it would never need; how soon after the deadline is for `make bench`
STREAMED = "SELECT * { ?a ?b ?c . ?a ?d ?e } LIMIT 19000"
UNAVAILABLE = 503


def ask(server: Server, query: str) -> bytes:
    with urlopen(f"{server.sparql}?{urlencode({'query': query})}", timeout=30) as answer:
        return bytes(answer.read())


def number(answer: bytes) -> int:
    return int(json.loads(answer)["results"]["bindings"][0]["n"]["value"])


def counted(server: Server) -> int:
    """The number of triples, asked again where a busy machine is over the short deadline."""
    return number(_until(partial(_asked, server, COUNT), bool)[-1])


def test_sparqlwrapper_reads_it(server: Server) -> None:
    client = SPARQLWrapper(server.sparql)
    client.setReturnFormat(JSON)
    client.setQuery(COUNT)
    found: Any = client.queryAndConvert()
    assert int(found["results"]["bindings"][0]["n"]["value"]) == counted(server)


def test_sparqlwrapper_reads_a_graph(server: Server) -> None:
    client = SPARQLWrapper(server.sparql)
    client.setQuery("CONSTRUCT WHERE { ?s a ?c } LIMIT 7")
    found: Any = client.queryAndConvert()
    assert len(found) == 7


def test_rdflib_reads_it_as_a_store(server: Server) -> None:
    graph = Graph(SPARQLStore(server.sparql))
    assert len(list(graph.query("SELECT ?s { ?s a ?c } LIMIT 3"))) == 3


def test_roqet_reads_it(server: Server) -> None:
    if shutil.which("roqet") is None:
        pytest.skip("needs roqet (rasqal-utils)")
    command = ["roqet", "-q", "-r", "csv", "-p", server.sparql, "-e", COUNT]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert str(counted(server)) in run.stdout


def test_a_query_that_never_ends_is_stopped_at_its_deadline(server: Server) -> None:
    began = time.monotonic()
    with pytest.raises(HTTPError) as caught:
        ask(server, ENDLESS)
    assert caught.value.code == UNAVAILABLE
    assert int(caught.value.headers["Retry-After"]) > 0
    assert time.monotonic() - began < ENDLESS_S
    assert json.loads(caught.value.read())["code"] == "requete_arretee"
    caught.value.close()


def test_an_answer_over_the_limit_is_cut_and_never_short_in_silence(server: Server) -> None:
    with pytest.raises((IncompleteRead, HTTPError)) as caught:
        ask(server, LARGE)
    if isinstance(caught.value, HTTPError):
        caught.value.close()


@pytest.mark.parametrize(("query", "whole"), [(LARGE, False), (STREAMED, True)])
def test_over_http_1_0_an_answer_is_whole_or_none(server: Server, query: str, whole: bool) -> None:
    address = urlsplit(server.sparql)
    with socket.create_connection((address.hostname or "", address.port or 0), 60) as client:
        asked = urlencode({"query": query, "format": "csv"})
        client.sendall(f"GET /sparql?{asked} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        sent = b"".join(iter(partial(client.recv, 65536), b""))
    head, _, body = sent.partition(b"\r\n\r\n")
    length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
    assert len(body) == length
    assert (head.split()[1] == b"200") is whole


def test_a_large_answer_is_packed_as_it_comes(server: Server) -> None:
    address = f"{server.sparql}?{urlencode({'query': STREAMED})}"
    with urlopen(address, timeout=30) as plain:
        body, tag = plain.read(), plain.headers["ETag"]
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=30) as packed:
        content = packed.read()
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] not in (None, tag)
    assert len(body) > WHOLE
    assert gzip.decompress(content) == body


def test_a_large_answer_that_the_client_has_is_not_sent_again(server: Server) -> None:
    address = f"{server.sparql}?{urlencode({'query': STREAMED})}"
    with urlopen(address, timeout=30) as first:
        tag = first.headers["ETag"]
    for _ in range(4):  # more than there are processes: each is free again
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(address, headers={"If-None-Match": tag}), timeout=30)
        assert caught.value.code == 304
        caught.value.close()
    assert counted(server) > 0


def test_clients_that_do_not_read_keep_no_process(server: Server) -> None:
    address = urlsplit(server.sparql)
    with ExitStack() as stack:
        for turn in range(6):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((address.hostname, address.port))
            query = urlencode({"query": f"{STREAMED} # {turn}"})
            client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answered = _until(partial(_asked, server, COUNT), bool)
        assert answered[-1]
        assert len(_query_processes(server)) <= 2 + 2 + 8


def test_others_are_served_while_queries_never_end(server: Server) -> None:
    over = threading.Event()

    def attack() -> None:
        while not over.is_set():
            _asked(server, ENDLESS)

    attackers = [threading.Thread(target=attack) for _ in range(2)]
    for thread in attackers:
        thread.start()
    try:
        time.sleep(0.8)
        for rows in range(1, 21):
            query = f"SELECT ?s {{ ?s ?p ?o . ?s ?q ?z }} LIMIT {rows}"
            assert _until(partial(_asked, server, query), bool)[-1]
    finally:
        over.set()
        for thread in attackers:
            thread.join()


def test_a_killed_process_costs_one_answer_and_the_pool_heals(server: Server) -> None:
    before = counted(server)
    for pid in _query_processes(server):
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    wrong = 0
    for turn in range(30):
        try:
            body = ask(server, f"{COUNT} # {turn}")
            wrong += number(body) != before
        except HTTPError as error:
            assert error.code == UNAVAILABLE
            error.close()
    assert wrong == 0
    while len(_query_processes(server)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(_query_processes(server)) >= 2


def test_metrics_are_in_prometheus_format(server: Server) -> None:
    counted(server)
    with urlopen(f"{server.url}/metrics") as answer:
        text = answer.read().decode()
    assert '# TYPE mutugraph_requests_total counter\nmutugraph_requests_total{route="' in text
    assert re.search(r"^mutugraph_query_processes [1-9]", text, re.MULTILINE)


def test_alive_is_told_from_ready(server: Server) -> None:
    with urlopen(f"{server.url}/sante/vivant") as alive, urlopen(f"{server.url}/sante") as ready:
        assert alive.read() == b"ok\n"
        assert len(json.loads(ready.read())["revision"]) == 12


def test_a_rebuild_is_taken_up_without_a_lost_request(small: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "workspace"
    shutil.copytree(small.root, copy)
    store = tmp_path / "store"
    with running(copy, store) as server:
        added = "SELECT (COUNT(*) AS ?n) { <urn:added> ?p ?o }"
        (copy / "data/ttl/added.ttl").write_text("<urn:added> <urn:p> 1 .\n")
        build = [str(PROGRAM), "--workspace", str(copy), "load"]
        environment = {**os.environ, "MUTUGRAPH_STORE": str(store)}
        with subprocess.Popen(build, env=environment, stdout=subprocess.DEVNULL) as builder:
            found = _until(lambda: number(ask(server, added)), lambda n: n == 1)
            assert builder.wait(180) == 0
        assert set(found) == {0, 1}


def test_a_stop_lets_what_runs_come_to_its_end(repository: Workspace, store: Path) -> None:
    with running(repository.root, store, deadline_s="3") as server:
        answers: list[int] = []

        def slow() -> None:
            query = "SELECT (COUNT(*) AS ?n) { ?a a ?c . ?b a ?c . ?d a ?c }"
            try:
                answers.append(len(ask(server, query)))
            except HTTPError as error:
                answers.append(error.code)
                error.close()

        asking = threading.Thread(target=slow)
        asking.start()
        time.sleep(0.5)
        pids = _query_processes(server)
        server.process.terminate()
        assert server.process.wait(30) == 0
        asking.join()
        assert len(answers) == 1
        time.sleep(0.2)
        assert [pid for pid in pids if _lives(pid)] == []


def _until(value: Callable[[], T], reached: Callable[[T], bool]) -> list[T]:
    found: list[T] = []
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        found.append(value())
        if reached(found[-1]):
            break
        time.sleep(0.05)
    return found


def _asked(server: Server, query: str) -> bytes:
    """The answer; nothing where the server is too busy just now."""
    try:
        return ask(server, query)
    except HTTPError as error:
        error.close()
        return b""


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # ended, and not yet forgotten by the system


def _query_processes(server: Server) -> list[int]:
    """Those that answer, and the one that forks them."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        number = int(command.parent.name)
        with suppress(OSError, ValueError, IndexError):
            if b"mutugraph.engine.worker" in command.read_bytes():
                found += [number] * (server.process.pid in _ancestors(number))
    return found


def _ancestors(number: int) -> Iterator[int]:
    while number > 1:
        number = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
        yield number
