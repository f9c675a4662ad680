"""`/sparql`: the SPARQL 1.1 Protocol for queries, as a thin ASGI route before the application.

An answer that is in the cache touches neither the framework nor a query process. Without a query
the request goes on to the application: the editor, or the description of the service.
"""

from __future__ import annotations

from dataclasses import replace

import anyio
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mutugraph.engine.cache import Cache, Kept
from mutugraph.engine.formats import FORMATS
from mutugraph.engine.guard import examine
from mutugraph.engine.tokens import has_relative_iri
from mutugraph.engine.volatile import is_volatile
from mutugraph.engine.wire import Asked
from mutugraph.errors import (
    AddressTooLong,
    MutugraphError,
    RequestTooLarge,
    RequestUnclear,
)
from mutugraph.messages import explain
from mutugraph.pages.site import Site
from mutugraph.settings import Limits
from mutugraph.web.address import ORIGIN, PublicAddress
from mutugraph.web.answers import Answers
from mutugraph.web.budget import Places, read_body
from mutugraph.web.clients import Clients
from mutugraph.web.edge import unvaried
from mutugraph.web.problems import problem, status_of
from mutugraph.web.sparql_request import QUERY, asked_of, media_of, pairs_of
from mutugraph.web.sparql_response import Prepared, Validity, opening, prepared
from mutugraph.web.streaming import Streamed

PATH = "/sparql"
ALLOWED = "GET, HEAD, POST, OPTIONS"
_SHORT = 4096
_ENCODED = 3  # times as long, percent-encoded
_OTHER_PARAMETERS = 16 * 1024
_PROXIED = frozenset([b"forwarded", b"x-forwarded-for", b"via"])
_ENDED = ("1.1", "2", "3")  # the versions of HTTP that tell where an answer ends


class SparqlRoute:
    """Pure ASGI. One for each revision: the cache is its own, and never stale."""

    def __init__(
        self, app: ASGIApp, site: Site, limits: Limits, answers: Answers, cache: Cache
    ) -> None:
        self._app = app
        self._limits = limits
        self._answers = answers
        self._validity = Validity(site.revision, site.modified, site.licence)
        self._cache = cache
        self._clients = Clients(limits.client_queries)
        self._examining = Places(1, limits.queue, limits.deadline_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        hot = _hot(scope, headers)
        if scope["method"] not in ("GET", "POST"):  # HEAD and OPTIONS are the edge's
            refusal = problem(Request(scope, receive), 405, "http_405", "")
            refusal.headers["Allow"] = ALLOWED
            await refusal(scope, receive, send)
            return
        try:
            asked = await self._asked(scope, receive, headers)
            if asked is None:
                await self._app(scope, receive, send)
                return
            if has_relative_iri(asked.text):
                asked = replace(asked, base=scope[ORIGIN] + PATH)
            await self._answer(asked, hot, scope, headers, send)
        except MutugraphError as error:
            request = Request(scope, receive)
            sent = problem(request, status_of(type(error)), error.code, explain(error), error)
            await sent(scope, receive, send)

    async def _asked(
        self, scope: Scope, receive: Receive, headers: dict[bytes, bytes]
    ) -> Asked | None:
        """The query of a request; None where the application must answer."""
        raw: bytes = scope["query_string"]
        most = _ENCODED * self._limits.query_bytes + _OTHER_PARAMETERS
        if len(raw) > most:
            raise AddressTooLong(limit=most, found=len(raw))
        pairs = pairs_of(raw)
        accept = headers.get(b"accept", b"").decode("latin-1")
        if scope["method"] == "GET":
            return asked_of(pairs, accept)
        media = media_of(headers)
        body = await _body(receive, headers, most, self._limits.body_s)
        pairs += [("query", body)] if media == QUERY else pairs_of(body.encode())
        asked = asked_of(pairs, accept)
        if asked is None:
            raise RequestUnclear(detail="query")
        return asked

    async def _answer(
        self,
        asked: Asked,
        hot: tuple[str, bytes, bytes, str],
        scope: Scope,
        headers: dict[bytes, bytes],
        send: Send,
    ) -> None:
        volatile = is_volatile(asked.text)
        kept = None if volatile else self._cache.get(asked.key)
        if not isinstance(kept, Kept):
            await self._examine(asked.text)  # before it takes a place
            with self._clients.turn(scope):
                reply = await self._answers.answer(asked)
                if not isinstance(reply.content, bytes):
                    whole = scope["http_version"] not in _ENDED or not _PROXIED.isdisjoint(headers)
                    start = opening(
                        FORMATS[reply.format], self._validity, asked, hot[3], volatile=volatile
                    )
                    known = start.tag and self._validity.has_it(headers, start.tag)
                    sent = Streamed(reply.content, send, self._limits.deadline_s)
                    if known:
                        await sent.drop(start)
                    elif whole:
                        await sent.held(start)
                    else:
                        await sent.all(start)
                    return
            kept = Kept.of(reply.format, reply.content)
            if not volatile:
                self._cache.put(asked.key, kept, 2 * len(kept.body))
        ready = prepared(kept, self._validity, hot[3], volatile=volatile)
        if hot[0] == "GET" and not volatile and not asked.base:
            self._cache.put(hot, ready, len(ready.body))
        await ready.send(send, headers)

    async def _examine(self, text: str) -> None:
        """Raises what the guard raises; a long text, which takes it long, is not for the loop."""
        if len(text) <= _SHORT:
            examine(text, self._limits)
            return
        async with self._examining.place():
            await anyio.to_thread.run_sync(examine, text, self._limits)


async def send_known(
    scope: Scope, send: Send, cache: Cache, address: PublicAddress, cors: tuple[str, ...]
) -> bool:
    """Sends what the cache has for this very request, before the application and its edge."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    edge = unvaried(cors)
    if scope["method"] != "GET" or edge is None:
        return False
    if address.hosts and not address.believes(headers.get(b"host", b"").decode("latin-1")):
        return False
    found = cache.get(_hot(scope, headers))
    if not isinstance(found, Prepared):
        return False
    await found.send(send, headers, edge=edge)
    return True


def _hot(scope: Scope, headers: dict[bytes, bytes]) -> tuple[str, bytes, bytes, str]:
    accept = headers.get(b"accept", b"")
    encoding = headers.get(b"accept-encoding", b"").decode("latin-1")
    return (scope["method"], scope["query_string"], accept, encoding)


async def _body(receive: Receive, headers: dict[bytes, bytes], most: int, seconds: float) -> str:
    """The body as text. Raises what `read_body` raises, `RequestUnclear`."""
    if int(headers.get(b"content-length", b"0") or 0) > most:
        raise RequestTooLarge(limit=most)
    try:
        return (await read_body(receive, most, seconds)).decode()
    except UnicodeDecodeError as error:
        raise RequestUnclear(detail="utf_8") from error
