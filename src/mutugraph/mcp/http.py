"""The server over streamable HTTP: each request a session of its own, so that nothing is kept."""

from __future__ import annotations

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from mutugraph.mcp.querying import Ask
from mutugraph.mcp.server import mcp_server
from mutugraph.questions.catalogue import Catalogue


class OverHttp:
    """An ASGI application; a body of more than `most` bytes is refused with 413."""

    def __init__(self, catalogue: Catalogue, *, most: int) -> None:
        self._catalogue = catalogue
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, ask: Ask) -> None:
        """Answers one request, whose queries `ask` answers."""
        manager = StreamableHTTPSessionManager(
            mcp_server(self._catalogue, ask),
            json_response=True,
            stateless=True,
            max_request_body_size=self._most,
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)
