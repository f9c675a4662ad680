"""The server over streamable HTTP: each request a session of its own, so that nothing is kept."""

from __future__ import annotations

from dataclasses import replace

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from mutugraph.engine.pool import Reply as Answer
from mutugraph.engine.wire import Asked
from mutugraph.mcp.querying import Ask
from mutugraph.mcp.server import mcp_server
from mutugraph.questions.catalogue import Catalogue


class OverHttp:
    """An ASGI application; a body of more than `most` bytes is refused with 413."""

    def __init__(self, catalogue: Catalogue, ask: Ask, *, most: int) -> None:
        self._catalogue, self._ask = catalogue, ask
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, client: str) -> None:
        """Answers one request of a client."""

        async def ask(asked: Asked) -> Answer:
            return await self._ask(replace(asked, client=client))

        manager = StreamableHTTPSessionManager(
            mcp_server(self._catalogue, ask),
            json_response=True,
            stateless=True,
            max_request_body_size=self._most,
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)
