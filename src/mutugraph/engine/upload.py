"""Fills another server by the Graph Store HTTP Protocol: each named graph, then their union.

What was sent and found again is noted in a journal, so that an interrupted load goes on where it
stopped, and a graph that did not change is not sent twice. What was sent is counted on the server.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from mutugraph.atomic import write_files
from mutugraph.engine.remote import DENIED, FIRST_PAUSE_S, TEMPORARY, TRIES, shown, words
from mutugraph.errors import EngineDenied, EngineUnreachable, UploadInterrupted

Progress = Callable[[str], None]
_MEDIA = RdfFormat.N_TRIPLES.media_type
_TIMEOUT_S = 300.0
_ABSENT = 404
_UNION = ""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How many graphs there are, how many were sent by this run, how many triples are there."""

    graphs: int
    sent: int
    triples: int


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between servers: the name of the parameter, whether the union is stored."""

    parameter: str
    union: bool

    @classmethod
    def of(cls, address: str) -> Dialect:
        """Virtuoso has its own parameter, and answers over the union of its graphs by itself."""
        virtuoso = "sparql-graph-crud" in urlsplit(address).path
        return cls("graph-uri", union=False) if virtuoso else cls("graph", union=True)

    def of_graph(self, address: str, graph: str) -> str:
        """The address of a graph (§5.2 of the protocol); of the default one where it is empty."""
        part = f"{self.parameter}={quote(graph, safe='')}" if graph else "default"
        return f"{address}{'&' if urlsplit(address).query else '?'}{part}"


def upload(
    quads: Iterable[Quad],
    address: str,
    journal: Path,
    *,
    account: tuple[str, str] | None = None,
    progress: Progress | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Uploaded:
    """Makes a server hold exactly these graphs, of those that it was ever sent from here.

    Raises `EngineUnreachable`, `EngineDenied`, and `UploadInterrupted` when some are there already.
    """
    store = _GraphStore(address, account, pause)
    graphs = _graphs(quads, union=store.dialect.union)
    done = _read(journal)
    sent = triples = 0
    try:
        for number, (graph, lines) in enumerate(sorted(graphs.items()), 1):
            (progress or (lambda _: None))(f"{number}/{len(graphs)} {graph}")
            body = b"".join(sorted(lines))
            digest = sha256(body).hexdigest()
            if done.get(graph) != digest or store.count(graph) != len(lines):
                store.put(graph, body)
                if store.count(graph) != len(lines):
                    raise EngineUnreachable(endpoint=shown(address), detail=f"count <{graph}>")
                sent += 1
            done[graph] = digest
            _write(journal, done)
            triples += len(lines) if graph != _UNION else 0
        for gone in sorted(done.keys() - graphs.keys()):
            store.delete(gone)
            del done[gone]
            _write(journal, done)
    except EngineUnreachable as error:
        there = len(done.keys() & graphs.keys())
        if not there:
            raise
        detail = error.facts["detail"]
        raise UploadInterrupted(
            endpoint=shown(address), done=there, total=len(graphs), detail=detail
        ) from error
    return Uploaded(len(graphs.keys() - {_UNION}), sent, triples)


class _GraphStore:
    def __init__(
        self, address: str, account: tuple[str, str] | None, pause: Callable[[float], None]
    ) -> None:
        self.dialect = Dialect.of(address)
        self._address = address
        self._pause = pause
        self._opener = _opener(address, account)

    def put(self, graph: str, body: bytes) -> None:
        self._send("PUT", graph, body)

    def delete(self, graph: str) -> None:
        self._send("DELETE", graph)

    def count(self, graph: str) -> int:
        """How many triples the server gives back; 0 where it has no such graph."""
        body = self._send("GET", graph)
        return len({quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)})

    def _send(self, method: str, graph: str, body: bytes | None = None) -> bytes:
        url = self.dialect.of_graph(self._address, graph)
        headers = {"Accept": _MEDIA} | ({"Content-Type": _MEDIA} if body is not None else {})
        request = Request(url, data=body, headers=headers, method=method)  # noqa: S310 - operator's
        endpoint, detail = shown(self._address), ""
        for attempt in range(TRIES):
            try:
                with self._opener.open(request, timeout=_TIMEOUT_S) as response:
                    found: bytes = response.read()
                    return found
            except HTTPError as error:
                if error.code == _ABSENT and method != "PUT":
                    return b""
                if error.code in DENIED:
                    raise EngineDenied(endpoint=endpoint, status=error.code) from error
                detail = str(error.code)
                if error.code not in TEMPORARY:
                    break
            except (URLError, TimeoutError, ConnectionError) as error:
                detail = words(error)
            if attempt < TRIES - 1:
                self._pause(FIRST_PAUSE_S * 2**attempt)
        raise EngineUnreachable(endpoint=endpoint, detail=detail)


def _opener(address: str, account: tuple[str, str] | None) -> OpenerDirector:
    if account is None:
        return build_opener(ProxyHandler())
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, *account)
    return build_opener(HTTPBasicAuthHandler(passwords), HTTPDigestAuthHandler(passwords))


def _graphs(quads: Iterable[Quad], *, union: bool) -> dict[str, set[bytes]]:
    """The lines of N-Triples of each named graph, and of the union where it must be stored."""
    found: dict[str, set[bytes]] = {}
    for quad in quads:
        line = serialize([quad.triple], format=RdfFormat.N_TRIPLES) or b""
        if isinstance(quad.graph_name, NamedNode):
            found.setdefault(quad.graph_name.value, set()).add(line)
        elif isinstance(quad.graph_name, DefaultGraph) and union:
            found.setdefault(_UNION, set()).add(line)
    return found


def _read(journal: Path) -> dict[str, str]:
    try:
        found = json.loads(journal.read_text(encoding="utf-8"))
        return {str(graph): str(digest) for graph, digest in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write(journal: Path, done: dict[str, str]) -> None:
    place = journal.parent.parent
    write_files({journal: json.dumps(done, sort_keys=True).encode()}, within=place)
