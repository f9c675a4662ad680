from __future__ import annotations

import asyncio

import httpx
import pytest

from mutugraph.engine.pool import Reply
from mutugraph.engine.wire import Asked
from mutugraph.errors import ClientBusy
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits
from mutugraph.web.app import create_app
from mutugraph.web.clients import Clients, client_of

FAR = {"client": ("203.0.113.7", 50000)}
NEAR: tuple[dict[str, tuple[str, int] | None], ...] = (
    {"client": ("127.0.0.1", 1)},
    {"client": ("::1", 1)},
    {"client": None},
    {},
)
TOO_MANY = 429


def test_a_client_over_its_limit_is_refused_and_others_are_not() -> None:
    clients = Clients(1)
    with clients.turn(FAR):
        with pytest.raises(ClientBusy), clients.turn(FAR):
            pass
        with clients.turn({"client": ("203.0.113.8", 1)}):
            pass
    with clients.turn(FAR):
        pass


@pytest.mark.parametrize("scope", NEAR)
def test_this_machine_is_not_counted(scope: dict[str, tuple[str, int] | None]) -> None:
    clients = Clients(1)
    with clients.turn(scope), clients.turn(scope):
        pass


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("::ffff:127.0.0.1", ""),
        ("no address", ""),
    ],
)
def test_a_client_is_what_one_subscriber_has(address: str, client: str) -> None:
    assert client_of({"client": (address, 1)}) == client


class Noting:
    """Keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    async def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return Reply("json", b'{"head":{},"boolean":true}')


CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "sparql", "arguments": {"requete": "ASK {}"}},
}


@pytest.mark.parametrize(
    ("path", "sent"), [("/sparql", {"data": {"query": "ASK {}"}}), ("/mcp", {"json": CALL})]
)
def test_a_query_says_whose_it_is(
    catalogue: Catalogue, path: str, sent: dict[str, dict[str, object]]
) -> None:
    noting = Noting()
    app = create_app(catalogue.workspace, catalogue.engine, answers=noting)

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=FAR["client"])
        kinds = {"Accept": "application/json, text/event-stream"}
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.post(path, headers=kinds, **sent)  # type: ignore[arg-type]

    assert asyncio.run(run()).is_success
    assert [asked.client for asked in noting.asked] == ["203.0.113.7"]


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def answer(self, asked: Asked) -> Reply:
        await self.go.wait()
        return Reply("json", b"{}")


def test_one_query_too_many_of_a_client_is_a_429_that_says_when_to_come_back(
    catalogue: Catalogue,
) -> None:
    async def run() -> list[httpx.Response]:
        slow = Slow()
        app = create_app(
            catalogue.workspace, catalogue.engine, limits=Limits(client_queries=2), answers=slow
        )
        transport = httpx.ASGITransport(app=app, client=FAR["client"])
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            asking = [
                asyncio.create_task(client.get("/sparql", params={"query": f"ASK {{}} # {n}"}))
                for n in range(3)
            ]
            while not any(task.done() for task in asking):
                await asyncio.sleep(0.01)
            slow.go.set()
            return list(await asyncio.gather(*asking))

    *answered, refused = sorted(asyncio.run(run()), key=lambda sent: sent.status_code)
    assert [sent.status_code for sent in answered] == [200, 200]
    assert refused.status_code == TOO_MANY
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["code"] == "client_trop_presse"
