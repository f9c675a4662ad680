"""`/mcp`: the tools of `mutugraph.mcp` over streamable HTTP, each request a session of its own.

Nothing is kept between two requests, so that any process of the server may answer the next one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mutugraph.engine.pool import Reply
from mutugraph.engine.wire import Asked
from mutugraph.errors import ExtraMissing, MutugraphError
from mutugraph.pages.site import Site
from mutugraph.settings import Limits
from mutugraph.web.answers import Answers
from mutugraph.web.clients import Clients, client_of
from mutugraph.web.problems import not_allowed, refused
from mutugraph.web.streaming import while_there

if TYPE_CHECKING:
    from mutugraph.mcp.http import OverHttp

PATH = "/mcp"
_PER_QUERY = 4  # a call is a query in JSON, which may double each of its characters, and its frame


class McpRoute:
    """Pure ASGI. One for each revision; the protocol's library is imported at the first request."""

    def __init__(self, app: ASGIApp, site: Site, limits: Limits, answers: Answers) -> None:
        self._app = app
        self._site = site
        self._answers = answers
        self._most = _PER_QUERY * limits.query_bytes
        self._clients = Clients(limits.client_queries)
        self._made: OverHttp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        if scope["method"] != "POST":  # a stream of the server's own would be held without end
            await not_allowed(scope, receive, send, "POST")
            return

        async def ask(asked: Asked) -> Reply:
            async with while_there(receive):
                return await self._answers.answer(replace(asked, client=client_of(scope)))

        try:
            with self._clients.turn(scope):
                await self._over_http()(scope, receive, send, ask=ask)
        except MutugraphError as error:
            await refused(Request(scope, receive), error)(scope, receive, send)

    def _over_http(self) -> OverHttp:
        if self._made is None:
            try:
                from mutugraph.mcp.http import OverHttp  # noqa: PLC0415 - see the class
            except ModuleNotFoundError as error:
                raise ExtraMissing(extra="mcp", module=error.name) from error
            self._made = OverHttp(self._site.catalogue, most=self._most)
        return self._made
