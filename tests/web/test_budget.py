"""What is dear, slow or too much costs the one who asks for it, and nobody else."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import httpx
import pytest

from mutugraph.engine.ceiling import Room
from mutugraph.errors import BodyTooSlow, EngineBusy, RequestTooLarge
from mutugraph.pages.presenters import revisions
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits
from mutugraph.web.app import create_app
from mutugraph.web.budget import Places, read_body
from mutugraph.workspace import Workspace

from .protocol.conftest import Server, running

COMPARISON = "/revisions/" + "a" * 12 + "..." + "b" * 12


def test_a_place_beyond_the_queue_is_refused_at_once() -> None:
    async def run() -> None:
        places = Places(1, 1, 60)
        async with places.place():
            waiting = asyncio.create_task(_held(places))
            await asyncio.sleep(0)
            with pytest.raises(EngineBusy):
                await _held(places)
        await waiting
        await _held(places)

    asyncio.run(run())


def test_a_place_that_does_not_come_is_not_waited_for_without_end() -> None:
    async def run() -> None:
        places = Places(1, 5, 0.05)
        async with places.place():
            with pytest.raises(EngineBusy):
                await _held(places)
        await _held(places)

    asyncio.run(run())


async def _held(places: Places) -> None:
    async with places.place():
        pass


@pytest.mark.parametrize(
    ("pause_s", "parts", "error"), [(0.2, 50, BodyTooSlow), (0.0, 50, RequestTooLarge)]
)
def test_a_body_has_its_time_and_its_bytes(
    pause_s: float, parts: int, error: type[Exception]
) -> None:
    async def receive() -> dict[str, object]:
        await asyncio.sleep(pause_s)
        return {"type": "http.request", "body": bytes(100), "more_body": True}

    with pytest.raises(error):
        asyncio.run(read_body(receive, 100 * parts - 1, 0.5))


@dataclass
class Slowly:
    """A comparison that lasts until it is told to end."""

    go: threading.Event
    running: int = 0

    def __call__(self, *_: object, **__: object) -> None:
        self.running += 1
        self.go.wait(30)
        raise BodyTooSlow(limit=0)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slowly]:
    made = Slowly(threading.Event())
    monkeypatch.setattr(revisions, "diff", made)
    yield made
    made.go.set()


def test_comparisons_hold_neither_pages_nor_the_state_of_health(
    catalogue: Catalogue, slowly: Slowly
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        asking = [asyncio.create_task(client.get(COMPARISON)) for _ in range(60)]
        await asyncio.sleep(0.3)
        for address in ("/sante", "/services", "/sante"):  # while two comparisons go on
            assert (await client.get(address)).status_code == 200
        refused = [task.result() for task in asking if task.done()]
        assert len(refused) == 60 - 2 - 8
        assert {sent.status_code for sent in refused} == {503}
        assert all(int(sent.headers["retry-after"]) > 0 for sent in refused)
        assert slowly.running <= 2
        slowly.go.set()
        await asyncio.gather(*asking)

    _with(catalogue, Limits(slow_pages=2, queue=8), work)


def test_where_memory_is_short_nothing_heavy_begins(catalogue: Catalogue) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        for method, address in (("POST", "/deposer"), ("GET", COMPARISON)):
            sent = await client.request(method, address)
            assert (sent.status_code, int(sent.headers["retry-after"]) > 0) == (503, True)
        assert (await client.get("/services")).status_code == 200

    _with(catalogue, Limits(), work, Room(limit=100, taken=90))


def test_long_texts_that_are_examined_delay_nobody(catalogue: Catalogue) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        long = "SELECT ?s { VALUES ?s { " + "<urn:a> " * 7500 + "} } LIMIT 1"
        asking = [
            asyncio.create_task(client.post("/sparql", data={"query": f"{long} # {number}"}))
            for number in range(8)
        ]
        await asyncio.sleep(0.05)
        assert (await client.get("/sante/vivant")).status_code == 200
        assert [task.done() for task in asking].count(False) > 1  # answered before they are
        await asyncio.gather(*asking)

    _with(catalogue, Limits(deadline_s=60), work)


def test_no_answer_is_a_stream_without_end(catalogue: Catalogue) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        sent = await client.get("/mcp", headers={"Accept": "text/event-stream"}, timeout=10)
        assert sent.status_code == 405

    _with(catalogue, Limits(), work)


def test_a_file_over_its_bytes_is_refused_whatever_it_says_of_its_length(
    catalogue: Catalogue,
) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(40):
                yield bytes(1024)

        for content in (bytes(40_000), parts()):
            kind = {"Content-Type": "multipart/form-data; boundary=x"}
            sent = await client.post("/deposer", content=content, headers=kind)
            assert sent.status_code == 413

    _with(catalogue, Limits(book_bytes=20_000), work)


def _with(
    catalogue: Catalogue,
    limits: Limits,
    work: Callable[[httpx.AsyncClient], Awaitable[None]],
    room: Room | None = None,
) -> None:
    app = create_app(catalogue.workspace, catalogue.engine, limits=limits, room=room)

    async def run() -> None:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            await work(client)

    asyncio.run(run())


@pytest.fixture(scope="module")
def impatient(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("store")
    with running(small.root, store, body_s="1", connections="40") as started:
        yield started


@pytest.mark.parametrize(
    "head",
    [
        "POST /deposer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n"
        "Content-Type: application/sparql-query\r\n\r\nSELECT",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "",
        "GET /sante/vivant HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["a form", "a query", "a head", "nothing", "nothing more"],
)
def test_a_byte_now_and_then_holds_no_connection(impatient: Server, head: str) -> None:
    where = urlsplit(impatient.url)
    address = (where.hostname or "", where.port or 0)
    talks = head.endswith(("--x", "SELECT", " "))
    clients = [socket.create_connection(address, 30) for _ in range(30)]
    try:
        for client in clients:
            client.sendall(head.encode())
            client.settimeout(0.2)
        with urlopen(f"{impatient.url}/sante", timeout=30) as answer:
            assert answer.status == 200
        over = time.monotonic() + 30
        left = clients
        while left and time.monotonic() < over:
            left = [client for client in left if not _ended(client, talks)]
        assert left == []
    finally:
        for client in clients:
            client.close()


def _ended(client: socket.socket, talks: bool) -> bool:
    try:
        if not client.recv(65536):
            return True
    except TimeoutError:
        pass
    except ConnectionError:
        return True
    try:
        if talks:
            client.sendall(b"a")
    except ConnectionError:
        return True
    return False


def test_refusals_are_counted(impatient: Server) -> None:
    with urlopen(f"{impatient.url}/metrics", timeout=30) as answer:
        assert b"mutugraph_requests_refused_body_total" in answer.read()
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{impatient.url}/nowhere", timeout=30)
    caught.value.close()
