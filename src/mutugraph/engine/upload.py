"""Fills another server by the Graph Store HTTP Protocol: each named graph, then their union.

What was sent and found again is noted in a journal, so that an interrupted load goes on where it
stopped, and a graph that did not change is not sent twice. What was sent is counted on the server.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
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
    parse_http_list,
    parse_keqv_list,
)

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from mutugraph.atomic import write_files
from mutugraph.engine.remote import DENIED, FIRST_PAUSE_S, TEMPORARY, TRIES, shown, words
from mutugraph.errors import (
    EngineDenied,
    EngineUnreachable,
    FileUnwritable,
    UploadInterrupted,
)

Progress = Callable[[str], None]
_MEDIA = RdfFormat.N_TRIPLES.media_type
_TIMEOUT_S = 300.0
_ABSENT = 404
_UNION = ""
_PART = 2**20


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
    store: Store,
    address: str,
    journal: Path,
    *,
    account: tuple[str, str] | None = None,
    progress: Progress | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Uploaded:
    """Makes a server hold exactly these graphs, of those that it was ever sent from here.

    A graph goes through a file, so that memory does not grow with the store.
    Raises `EngineUnreachable`, `EngineDenied`, `FileUnwritable`, and `UploadInterrupted` when some
    are there already.
    """
    server = _GraphStore(address, account, pause)
    names = sorted(g.value for g in store.named_graphs() if isinstance(g, NamedNode))
    graphs = [_UNION, *names] if server.dialect.union else names
    done = _read(journal)
    sent = triples = 0
    try:
        for number, graph in enumerate(graphs, 1):
            (progress or (lambda _: None))(f"{number}/{len(graphs)} {graph}")
            with _dumped(store, graph) as body:
                # counted first: a challenge is met by a request without a body (see `_Digest`)
                if server.count(graph) != body.triples or done.get(graph) != body.digest:
                    server.put(graph, body)
                    if server.count(graph) != body.triples:
                        detail = f"count <{graph}>"
                        raise EngineUnreachable(endpoint=shown(address), detail=detail)
                    sent += 1
            done[graph] = body.digest
            _write(journal, done)
            triples += body.triples if graph != _UNION else 0
        for gone in sorted(done.keys() - set(graphs)):
            server.delete(gone)
            del done[gone]
            _write(journal, done)
    except EngineUnreachable as error:
        there = len(done.keys() & set(graphs))
        if not there:
            raise
        raise UploadInterrupted(
            endpoint=shown(address), done=there, total=len(graphs), detail=error.facts["detail"]
        ) from error
    return Uploaded(len(names), sent, triples)


@dataclass(frozen=True, slots=True)
class _Body:
    """A graph in a file of N-Triples, read from its start each time that it is sent."""

    path: Path
    digest: str
    triples: int

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while part := file.read(_PART):
                yield part


@contextmanager
def _dumped(store: Store, graph: str) -> Iterator[_Body]:
    with TemporaryDirectory(prefix="mutugraph-") as folder:
        path = Path(folder) / "graph.nt"
        which = NamedNode(graph) if graph else DefaultGraph()
        try:
            with path.open("wb") as written:
                store.dump(written, format=RdfFormat.N_TRIPLES, from_graph=which)
        except OSError as error:
            if error.errno is None:
                raise  # of the store, not of the file
            detail = error.strerror or str(error)
            raise FileUnwritable(path=str(path), detail=detail) from error
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            yield _Body(path, digest, sum(1 for _ in file))


class _GraphStore:
    def __init__(
        self, address: str, account: tuple[str, str] | None, pause: Callable[[float], None]
    ) -> None:
        self.dialect = Dialect.of(address)
        self._address = address
        self._pause = pause
        self._opener = _opener(address, account)

    def put(self, graph: str, body: _Body) -> None:
        self._send("PUT", graph, body)

    def delete(self, graph: str) -> None:
        self._send("DELETE", graph)

    def count(self, graph: str) -> int:
        """How many triples the server gives back; 0 where it has no such graph."""
        return self._send("GET", graph)

    def _send(self, method: str, graph: str, body: _Body | None = None) -> int:
        """How many triples are in the answer."""
        url = self.dialect.of_graph(self._address, graph)
        headers = {"Accept": _MEDIA}
        if body is not None:
            size = str(body.path.stat().st_size)
            headers |= {"Content-Type": _MEDIA, "Content-Length": size}
        request = Request(url, data=body, headers=headers, method=method)  # noqa: S310 - operator's
        endpoint, detail = shown(self._address), ""
        for attempt in range(TRIES):
            try:
                with self._opener.open(request, timeout=_TIMEOUT_S) as response:
                    if method != "GET":
                        return 0
                    return sum(1 for _ in parse(response, format=RdfFormat.N_TRIPLES))
            except HTTPError as error:
                if error.code == _ABSENT and method != "PUT":
                    return 0
                if error.code in DENIED:
                    raise EngineDenied(endpoint=endpoint, status=error.code) from error
                detail = str(error.code)
                if error.code not in TEMPORARY:
                    break
            except (URLError, TimeoutError, ConnectionError, HTTPException) as error:
                detail = words(error)
            except SyntaxError as error:  # what came is no N-Triples
                detail = str(error)
                break
            if attempt < TRIES - 1:
                self._pause(FIRST_PAUSE_S * 2**attempt)
        raise EngineUnreachable(endpoint=endpoint, detail=detail)


def _opener(address: str, account: tuple[str, str] | None) -> OpenerDirector:
    if account is None:
        return build_opener(ProxyHandler())
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, *account)
    return build_opener(HTTPBasicAuthHandler(passwords), _Digest(passwords))


class _Digest(HTTPDigestAuthHandler):
    """Answers the last challenge (RFC 7616) at once: a server that puts one reads no large body."""

    _known: dict[str, str] | None = None

    def retry_http_digest_auth(self, req: Request, auth: str) -> object:
        """Keeps the challenge, then answers it."""
        self._known = parse_keqv_list(parse_http_list(auth.split(" ", 1)[1]))
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: Request) -> Request:
        """Adds the answer, where there was a challenge."""
        answer = self.get_authorization(req, self._known) if self._known else None
        if answer:
            req.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return req

    https_request = http_request


def _read(journal: Path) -> dict[str, str]:
    try:
        found = json.loads(journal.read_text(encoding="utf-8"))
        return {str(graph): str(digest) for graph, digest in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write(journal: Path, done: dict[str, str]) -> None:
    place = journal.parent.parent
    write_files({journal: json.dumps(done, sort_keys=True).encode()}, within=place)
