"""The official client over HTTP, against the server as it is started."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
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

EVERY: dict[str, dict[str, object]] = {
    "questions": {"theme": "droit"},
    "ask": {"question": "formes"},
    "why": {"service": "habitat"},
    "visas": {"service": "habitat", "acte": "convention"},
    "search": {"texte": "5211-4-2"},
    "describe": {"entite": "droit/cgct/l5211-4-2"},
    "sparql": {"requete": "ASK { ?s a mut:ServiceMutualise }"},
}


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


def test_every_tool_answers_and_each_refuses_what_it_does_not_take(served: Server) -> None:
    async def asked() -> dict[str, tuple[bool, bool]]:
        async with _connected(served) as client:
            found = {}
            for tool, given in EVERY.items():
                right = await client.call_tool(tool, given)
                wrong = await client.call_tool(tool, {**given, "inconnu": 1})
                found[tool] = (bool(right.is_error), bool(wrong.is_error))
            return found

    assert tuple(EVERY) == TOOLS
    assert anyio.run(asked) == dict.fromkeys(TOOLS, (False, True))


def test_a_cancelled_query_leaves_its_place_to_the_next_one(served: Server) -> None:
    async def cancelled() -> bool:
        async with _connected(served) as client:
            endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
            with anyio.move_on_after(0.5) as waited:
                await client.call_tool("sparql", {"requete": endless})
            with anyio.fail_after(5):
                after = await client.call_tool("sparql", {"requete": "ASK {}"})
            return waited.cancelled_caught and not after.is_error

    assert anyio.run(cancelled)


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


def test_clients_that_leave_or_never_read_hold_nobody(served: Server) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    params = {"name": "sparql", "arguments": {"requete": "SELECT * { ?s ?p ?o } LIMIT 20000"}}
    body = json.dumps(call | {"params": params}).encode()
    head = (
        "POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Accept: application/json, text/event-stream\r\nContent-Length: %d\r\n\r\n"
    )
    parts = urlsplit(served.url)
    clients = [socket.create_connection((parts.hostname, parts.port), 5) for _ in range(6)]
    for client in clients:
        client.sendall((head % len(body)).encode() + body)
    for client in clients[:3]:
        client.close()  # these leave, the others stay and read nothing

    async def asked() -> bool:
        with anyio.fail_after(10):
            async with _connected(served) as client:
                result = await client.call_tool("sparql", {"requete": "ASK {}"})
                return bool(result.is_error)

    assert not anyio.run(asked)
    for client in clients[3:]:
        client.close()


def test_the_calls_are_counted_apart(served: Server) -> None:
    with urlopen(f"{served.url}/metrics", timeout=5) as answer:
        assert 'requests_total{route="mcp",status="200"}' in answer.read().decode()


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
