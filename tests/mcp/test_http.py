"""The official client over HTTP, against the server as it is started."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import anyio
import pytest
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from mcp import ClientSession
from mutugraph.mcp.arguments import TOOLS
from mutugraph.questions.catalogue import Catalogue
from mutugraph.workspace import Workspace
from web.protocol.conftest import Server, running


@pytest.fixture(scope="module")
def served(repository: Workspace, catalogue: Catalogue, store: Path) -> Iterator[Server]:
    """A server over the store of this run, which `catalogue` has built."""
    with running(repository.root, store) as server:
        yield server


@asynccontextmanager
async def _connected(server: Server) -> AsyncIterator[ClientSession]:
    async with (
        streamable_http_client(f"{server.url}/mcp") as (read, write, *_),
        ClientSession(read, write) as client,
    ):
        await client.initialize()
        yield client


def test_the_tools_are_those_of_the_command(served: Server) -> None:
    async def listed() -> tuple[str, ...]:
        async with _connected(served) as client:
            return tuple(tool.name for tool in (await client.list_tools()).tools)

    assert anyio.run(listed) == TOOLS


def test_ten_clients_at_once_each_get_their_answer(served: Server) -> None:
    async def asked() -> list[int]:
        found: list[int] = []

        async def one(number: int) -> None:
            async with _connected(served) as client:
                given = {"question": "effectifs", "params": {"action": number}}
                result = await client.call_tool("ask", given)
                assert isinstance(result, CallToolResult)
                assert result.structured_content is not None
                found.extend({row[0] for row in result.structured_content["rows"]})

        async with anyio.create_task_group() as group:
            for number in range(1, 11):
                group.start_soon(one, number)
        return sorted(found)

    assert anyio.run(asked) == list(range(1, 11))


def test_an_endless_query_is_stopped_and_the_session_lives_on(served: Server) -> None:
    async def asked() -> tuple[bool, bool]:
        async with _connected(served) as client:
            endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
            stopped = await client.call_tool("sparql", {"requete": endless})
            after = await client.call_tool("questions", {"theme": "droit"})
            return bool(stopped.is_error), bool(after.is_error)

    assert anyio.run(asked) == (True, False)


def test_a_body_over_the_limit_is_refused_and_a_page_still_answers(served: Server) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"x": "y" * 300_000}}
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = Request(f"{served.url}/mcp", json.dumps(call).encode(), headers)
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=30)
    refused.value.close()
    assert refused.value.code == 413
    with urlopen(f"{served.url}/sante", timeout=5) as answer:
        assert answer.status == 200
