"""What one request may take of the server, so that it costs the others nothing.

A request that needs a thread takes a place of its kind first, and waits for it without a thread:
pages, files and comparisons that take seconds, files that are dropped. Beyond the places and the
queue it is a 503 that says when to come back. A body is read before that, as a whole, within its
bytes and its time. `/sparql` has the bounds of its query processes, `/sante` a place of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutugraph.engine.ceiling import Room
from mutugraph.errors import BodyTooSlow, EngineBusy, MemoryTaken, MutugraphError, RequestTooLarge
from mutugraph.settings import Limits
from mutugraph.web.clients import Clients
from mutugraph.web.problems import refused

_FREE = ("/sparql", "/sante", "/metrics", "/static/")
_SLOW = ("/revisions/", "/dumps/", "/catalogue.", "/classeur/")
_DROPPED = "/deposer"
_FORM_BYTES = 16 * 1024  # what a form, or a protocol, adds
_PER_QUERY = 4  # a query as a text of JSON


@dataclass(slots=True)
class Refusals:
    """What was refused since the start, for `/metrics`."""

    busy: int = 0
    bodies: int = 0

    def count(self, error: MutugraphError) -> None:
        """Notes why a request was refused."""
        if isinstance(error, BodyTooSlow | RequestTooLarge):
            self.bodies += 1
        else:
            self.busy += 1


class Places:
    """Some that may work at once, and a queue before them."""

    def __init__(self, places: int, queue: int, patience_s: float) -> None:
        self._queue = queue
        self._most = places + queue
        self._patience_s = patience_s
        self._free = asyncio.Semaphore(places)
        self._taken = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Waits for a place and keeps it. Raises `EngineBusy` where that would take too long."""
        if self._taken >= self._most:
            raise EngineBusy(limit=self._queue)
        self._taken += 1
        try:
            try:
                async with asyncio.timeout(self._patience_s):
                    await self._free.acquire()
            except TimeoutError:
                raise EngineBusy(limit=self._queue) from None
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._taken -= 1


class Budget:
    """Pure ASGI, inside the edge."""

    def __init__(self, app: ASGIApp, limits: Limits, refusals: Refusals, room: Room) -> None:
        self._app = app
        self._room = room
        self._limits = limits
        self._refusals = refusals
        self._asked = _PER_QUERY * limits.query_bytes
        self._clients = Clients(limits.client_queries)
        self._pages, self._slow, self._uploads = (
            Places(places, limits.queue, limits.deadline_s)
            for places in (limits.pages, limits.slow_pages, limits.uploads)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        try:
            async with AsyncExitStack() as held:
                kind = self._kind(scope)
                if kind is not self._pages:  # one client has not all of what is dear
                    if self._room.tight:
                        raise MemoryTaken(limit=self._limits.server_memory_bytes)
                    held.enter_context(self._clients.turn(scope))
                if scope["method"] == "POST":
                    most = self._limits.book_bytes if kind is self._uploads else self._asked
                    receive = await self._whole(scope, receive, most + _FORM_BYTES)
                await held.enter_async_context(kind.place())
                await self._app(scope, receive, send)
        except MutugraphError as error:
            self._refusals.count(error)
            sent = refused(Request(scope, receive), error)
            sent.headers["Connection"] = "close"
            await sent(scope, receive, send)

    def _kind(self, scope: Scope) -> Places:
        if scope["path"] == _DROPPED and scope["method"] == "POST":
            return self._uploads
        return self._slow if scope["path"].startswith(_SLOW) else self._pages

    async def _whole(self, scope: Scope, receive: Receive, most: int) -> Receive:
        """The body, read; what gives it again. Raises `RequestTooLarge`, `BodyTooSlow`."""
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            raise RequestTooLarge(limit=most)
        body = await read_body(receive, most, self._limits.body_s)
        given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return given.pop() if given else await receive()

        return again


async def read_body(receive: Receive, most: int, seconds: float) -> bytes:
    """A body as a whole. Raises `RequestTooLarge` without reading more, `BodyTooSlow`."""
    read = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise BodyTooSlow(limit=seconds)
                read += message.get("body", b"")
                if len(read) > most:
                    raise RequestTooLarge(limit=most)
                if not message.get("more_body"):
                    return bytes(read)
    except TimeoutError:
        raise BodyTooSlow(limit=seconds) from None
