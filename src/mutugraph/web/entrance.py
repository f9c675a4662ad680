"""The one entrance: what was asked before is sent from memory, whatever it is.

A page, a document, a download, an answer of `/sparql`: the application makes it once for a
revision, and everything that it depends on is in the key.
"""

from __future__ import annotations

from collections.abc import Hashable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutugraph.engine.cache import Cache
from mutugraph.pages.site import Site
from mutugraph.web.address import PublicAddress
from mutugraph.web.representation import Asking, Representation

_SPARQL = "/sparql"
_READING = ("GET", "HEAD")


class Entrance:
    """Pure ASGI, around all layers: what it keeps is what they sent.

    `answers` keeps those of `/sparql`, `pages` the rest; `by_origin` says that what is sent depends
    on the site whose page asks.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        site: Site,
        address: PublicAddress,
        by_origin: bool,
        answers: Cache,
        pages: Cache,
    ) -> None:
        self._app = app
        self._site = site
        self._address = address
        self._by_origin = by_origin
        self._answers, self._pages = answers, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asking: Asking = dict(scope["headers"])
        leaving = _Leaving(send, asking, head=scope["method"] == "HEAD")
        if scope["method"] not in _READING:
            await self._app(scope, receive, leaving)
            return
        queried = scope["path"] == _SPARQL and b"query=" in scope["query_string"]
        cache = self._answers if queried else self._pages
        key = self._key(scope, asking, () if queried else self._site.state)
        known = cache.get(key)
        if isinstance(known, Representation):
            before = known.size
            await known.send(send, asking, head=leaving.head)
            if known.size == before:
                return
        else:
            await self._app(scope, receive, leaving)
            known = leaving.made
        if known is not None and known.lasts:
            cache.put(key, known, known.size)

    def _key(self, scope: Scope, asking: Asking, state: Hashable) -> Hashable:
        """All that a response to GET depends on, within one revision."""
        return (
            scope["path"],
            scope["query_string"],
            asking.get(b"accept", b""),
            asking.get(b"origin", b"") if self._by_origin else b"",
            self._address.claimed(scope, asking),
            state,
        )


class _Leaving:
    """Takes a response from the application: whole, it is `made` and sent, else as it comes."""

    def __init__(self, send: Send, asking: Asking, *, head: bool) -> None:
        self._send = send
        self._asking = asking
        self._start: Message | None = None
        self._ended = False
        self.head = head
        self.made: Representation | None = None

    async def __call__(self, message: Message) -> None:
        """Takes one message."""
        if message["type"] == "http.response.start":
            if any(name == b"content-length" for name, _ in message.get("headers", ())):
                self._start = message
            else:
                await self._send(message)
            return
        start, self._start = self._start, None
        if start and not message.get("more_body"):
            self.made = Representation(start, message.get("body", b""))
            await self.made.send(self._send, self._asking, head=self.head)
            return
        if start:
            await self._send(start)
        if not self.head:
            await self._send(message)
        elif not self._ended:  # RFC 9110 §9.3.2: the headers of GET, no content
            self._ended = True
            await self._send({"type": "http.response.body", "body": b""})
