"""Long queries of several clients beside each other, at a real server that a proxy asks."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from engine.pools import ENDLESS
from mutugraph.workspace import Workspace

from .conftest import Server, running

HOSTILE, HONEST = "203.0.113.1", "203.0.113.2"
PLACES = 3
TRIED_S, DEADLINE_S = 120, 20
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c { SELECT * { ?d ?e ?f } LIMIT %d } }"
ROWS = 5_000_000  # that it counts: a second or so
PROXY = {"proxies": "127.0.0.0/8", "public_url": "http://127.0.0.1"}
LIMITS = {"deadline_s": str(DEADLINE_S), "long_queries": str(PLACES)}


@dataclass
class Asking(threading.Thread):
    """A query of one client, as a proxy passes it; what it was answered."""

    url: str
    client: str
    query: str
    status: int = 0
    body: bytes = b""
    headers: Message = field(default_factory=Message)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.start()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        asked = Request(f"{self.url}?{urlencode({'query': self.query})}")
        asked.add_header("X-Forwarded-For", self.client)
        try:
            with urlopen(asked, timeout=TRIED_S) as answer:
                self.status, self.body = answer.status, answer.read()
        except HTTPError as error:
            self.status, self.body, self.headers = error.code, error.read(), error.headers
            error.close()

    @property
    def code(self) -> str:
        """The code of a problem document (RFC 9457)."""
        return str(json.loads(self.body)["code"])


@pytest.fixture
def served(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("store")
    with running(small.root, store, sandbox="optional", **LIMITS, **PROXY) as started:
        yield started


def figure(server: Server, name: str) -> int:
    with urlopen(f"{server.url}/metrics", timeout=30) as answer:
        found = re.search(rf"^mutugraph_{name} (\d+)$", answer.read().decode(), re.MULTILINE)
    return int(found[1]) if found else 0


def until(server: Server, name: str, least: int) -> None:
    """Waits until a figure of the server is as high as that."""
    over = time.monotonic() + TRIED_S
    while figure(server, name) < least:
        assert time.monotonic() < over, name
        time.sleep(0.05)


def number_of(found: Asking) -> int:
    return int(json.loads(found.body)["results"]["bindings"][0]["n"]["value"])


def test_a_long_query_is_answered_beside_the_endless_ones_of_another_client(
    served: Server,
) -> None:
    total = Asking(served.sparql, HONEST, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    total.join(TRIED_S)
    statements = number_of(total)
    times = ROWS // statements

    began = time.monotonic()
    endless = [Asking(served.sparql, HOSTILE, f"{ENDLESS} # {n}") for n in range(PLACES)]
    until(served, "queries_long_total", PLACES)
    alone = Asking(served.sparql, HOSTILE, f"{ENDLESS} # more")
    alone.join(TRIED_S)
    assert (alone.status, alone.code) == (503, "places_longues_prises")
    told = json.loads(alone.body)["detail"]
    wait = int(alone.headers["Retry-After"])
    # by then the deadline has freed a place, and none is sure to be free before
    assert DEADLINE_S - (time.monotonic() - began) <= wait <= DEADLINE_S
    assert f"les {PLACES} places des requêtes longues sont prises" in told
    assert f"Recommencez dans {wait} s" in told
    assert (figure(served, "queries_displaced_total"), sum(e.status for e in endless)) == (0, 0)

    honest = Asking(served.sparql, HONEST, LONG % times)
    honest.join(TRIED_S)
    assert (honest.status, number_of(honest)) == (200, times * statements)
    assert figure(served, "queries_displaced_total") == 1
    (gave_way,) = [one for one in endless if one.status]
    assert (gave_way.status, gave_way.code) == (503, "place_cedee")
    assert int(gave_way.headers["Retry-After"]) > 0
    assert gave_way.headers.get_content_type() == "application/problem+json"
    assert "Place donnée à un autre client" in json.loads(gave_way.body)["detail"]


def by_get(query: str) -> tuple[str, str]:
    """The head of a request to `/sparql`, without its last line, and its body."""
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1", ""


def by_a_tool(query: str) -> tuple[str, str]:
    """A call of the same query at `/mcp`."""
    called = {"name": "sparql", "arguments": {"requete": query}}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": called})
    kinds = "Content-Type: application/json\r\nAccept: application/json, text/event-stream"
    return f"POST /mcp HTTP/1.1\r\n{kinds}\r\nContent-Length: {len(body)}", body


@pytest.mark.parametrize("asking", [by_get, by_a_tool])
def test_a_query_ends_when_its_client_leaves(
    served: Server, asking: Callable[[str], tuple[str, str]]
) -> None:
    address = urlsplit(served.url)
    clients = [socket.create_connection((address.hostname, address.port), 5) for _ in range(PLACES)]
    for n, client in enumerate(clients):
        head, body = asking(f"{ENDLESS} # {n}")
        told = f"{head}\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {HOSTILE}\r\n\r\n{body}"
        client.sendall(told.encode())
    until(served, "queries_long_total", PLACES)
    for client in clients:
        client.close()
    over = time.monotonic() + DEADLINE_S / 2  # long before the deadline would end them
    while True:
        left = Asking(served.sparql, HOSTILE, LONG % 400)
        left.join(TRIED_S)
        if left.status != 503 or left.code != "places_longues_prises":
            break
        assert time.monotonic() < over
