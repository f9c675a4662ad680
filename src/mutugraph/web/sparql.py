"""`/sparql`: the SPARQL 1.1 Protocol for queries, as a thin ASGI route before the application.

An answer that is in the cache touches no query process. Without a query the request goes on to the
application: the editor, or the description of the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256

import anyio
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mutugraph.engine.cache import Cache
from mutugraph.engine.formats import FORMATS
from mutugraph.engine.guard import Examined, examine
from mutugraph.engine.tokens import has_relative_iri
from mutugraph.engine.volatile import is_volatile, may_be_volatile
from mutugraph.engine.wire import Asked
from mutugraph.errors import (
    AddressTooLong,
    MutugraphError,
    RequestTooLarge,
    RequestUnclear,
)
from mutugraph.pages.site import Site
from mutugraph.settings import Limits
from mutugraph.web.address import ORIGIN
from mutugraph.web.answers import Answers
from mutugraph.web.budget import Places, read_body
from mutugraph.web.clients import Clients, client_of
from mutugraph.web.coding import GZIP, wants_gzip
from mutugraph.web.problems import not_allowed, refused
from mutugraph.web.representation import Headers, has_it
from mutugraph.web.responses import described, tag_of
from mutugraph.web.sparql_request import QUERY, asked_of, media_of, pairs_of
from mutugraph.web.streaming import Streamed, while_there

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
        self, app: ASGIApp, site: Site, limits: Limits, answers: Answers, kept: Cache
    ) -> None:
        self._app = app
        self._limits = limits
        self._answers = answers
        self._site = site
        self._about = cache(lambda media: _raw(described(site, media, {})))
        self._kept = kept
        self._clients = Clients(limits.client_queries)
        self._examining = Places(1, limits.queue, limits.deadline_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if scope["method"] not in ("GET", "POST"):  # HEAD and OPTIONS are the edge's
            await not_allowed(scope, receive, send, ALLOWED)
            return
        try:
            asked = await self._asked(scope, receive, headers)
            if asked is None:
                await self._app(scope, receive, send)
                return
            async with while_there(receive):
                await self._answer(asked, scope, headers, send)
        except MutugraphError as error:
            await refused(Request(scope, receive), error)(scope, receive, send)

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
        self, asked: Asked, scope: Scope, headers: dict[bytes, bytes], send: Send
    ) -> None:
        base = scope[ORIGIN] + PATH if has_relative_iri(asked.text) else None
        volatile = _is_volatile(asked.text)
        # the entrance keeps what is asked by GET, as it was asked
        keeps = scope["method"] == "POST" and not volatile
        ready = self._kept.get((asked.key, base)) if keeps else None
        if not isinstance(ready, tuple):
            text = await self._examined(asked.text)  # before it takes a place
            known = (asked.table, asked.graph, asked.graphs)
            asked = Asked(text, *known, base=base, client=client_of(scope))
            with self._clients.turn(scope):
                reply = await self._answers.answer(asked)
                if not isinstance(reply.content, bytes):
                    encodings = headers.get(b"accept-encoding", b"").decode("latin-1")
                    start = self._opening(asked, reply.format, encodings)
                    sent = Streamed(reply.content, send, self._limits.deadline_s)
                    await self._as_it_comes(start, sent, scope, headers)
                    return
            ready = self._whole(reply.format, reply.content, volatile=volatile)
            if keeps:
                self._kept.put((asked.key, base), ready, len(reply.content))
        about, content = ready
        await send({"type": "http.response.start", "status": 200, "headers": about})
        await send({"type": "http.response.body", "body": content})

    def _whole(self, format: str, body: bytes, *, volatile: bool) -> tuple[Headers, bytes]:
        media = FORMATS[format].media_type
        told = _caching("" if volatile else tag_of(self._site, media, body))
        length = {"Content-Length": str(len(body))}
        return (*self._about(media), *_raw(told | length)), body

    def _opening(self, asked: Asked, format: str, encodings: str) -> Headers:
        """What is known of a large answer before it is sent: its tag is that of the query: weak."""
        zipped = wants_gzip(encodings)
        digest = sha256(repr(asked.key).encode()).hexdigest()[:16]
        variant = f"{format}-gz" if zipped else format
        tag = f'W/"{self._site.revision}-{digest}-{variant}"'
        told = _caching("" if _is_volatile(asked.text) else tag)
        coding = {"Content-Encoding": GZIP} if zipped else {}
        return (*self._about(FORMATS[format].media_type), *_raw(told | coding))

    async def _as_it_comes(
        self, start: Headers, sent: Streamed, scope: Scope, headers: dict[bytes, bytes]
    ) -> None:
        """A large answer; held until it is whole for who would not see that it is cut."""
        if has_it(headers, start):
            await sent.drop(start)
        elif scope["http_version"] in _ENDED and _PROXIED.isdisjoint(headers):
            await sent.all(start)
        else:
            await sent.held(start)

    async def _examined(self, text: str) -> Examined:
        """Raises what the guard raises; a long text, which takes it long, is not for the loop."""
        if len(text) <= _SHORT:
            examine(text, self._limits)
        else:
            async with self._examining.place():
                await anyio.to_thread.run_sync(examine, text, self._limits)
        return Examined(text)


def _is_volatile(text: str) -> bool:
    return is_volatile(text) if len(text) <= _SHORT else may_be_volatile(text)


def _caching(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}


def _raw(headers: Mapping[str, str]) -> Headers:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


async def _body(receive: Receive, headers: dict[bytes, bytes], most: int, seconds: float) -> str:
    """The body as text. Raises what `read_body` raises, `RequestUnclear`."""
    if int(headers.get(b"content-length", b"0") or 0) > most:
        raise RequestTooLarge(limit=most)
    try:
        return (await read_body(receive, most, seconds)).decode()
    except UnicodeDecodeError as error:
        raise RequestUnclear(detail="utf_8") from error
