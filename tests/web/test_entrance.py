"""What is asked again is sent from memory, where nothing that it depends on has changed."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass, field
from typing import Any, cast

import anyio
import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from mutugraph.engine.cache import Cache
from mutugraph.pages.site import Site
from mutugraph.web.address import PublicAddress
from mutugraph.web.entrance import Entrance

BODY = b"words of a page, " * 200
MEGABYTE = 1024 * 1024
HOST = "http://a.example"
KEPT = {"etag": '"a"', "vary": "Accept, Accept-Encoding", "content-type": "text/html"}


@dataclass
class Behind:
    """What stands for the application and its site; it counts what it makes."""

    headers: dict[str, str] = field(default_factory=lambda: dict(KEPT))
    status: int = 200
    pieces: tuple[bytes, ...] = (BODY,)
    state: int = 0
    made: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.made += 1
        headers = dict(self.headers)
        body = self.pieces[0] + scope["path"].encode()
        if len(self.pieces) == 1:
            headers["content-length"] = str(len(body))
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        for number, piece in enumerate((body, *self.pieces[1:]), 1):
            more = number < len(self.pieces)
            await send({"type": "http.response.body", "body": piece, "more_body": more})


class Asked:
    """The entrance before it."""

    def __init__(self, behind: Behind, *, limit: int = MEGABYTE, url: str = "", **how: Any) -> None:  # noqa: ANN401
        self.answers, self.pages = Cache(limit), Cache(limit)
        self._entrance = Entrance(
            behind,
            site=cast(Site, behind),
            address=PublicAddress(url, how.get("proxies", ())),
            by_origin=how.get("by_origin", False),
            answers=self.answers,
            pages=self.pages,
        )

    def __call__(self, path: str = "/page", method: str = "GET", **headers: str) -> httpx.Response:
        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._entrance, client=("10.0.0.1", 1))
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://a.example"
            ) as client:
                return await client.request(method, path, headers=given)

        return anyio.run(sent)


def test_one_is_made_for_every_coding_for_head_and_for_who_has_it() -> None:
    behind = Behind()
    ask = Asked(behind)
    plain = ask(accept_encoding="identity")
    zipped = [ask(accept_encoding="gzip") for _ in range(2)]
    assert plain.content == zipped[0].content == zipped[1].content == BODY + b"/page"
    assert {z.headers["etag"] for z in zipped} == {'"a-gz"'}
    assert ask(if_none_match='"a"', accept_encoding="identity").status_code == 304
    assert ask(method="HEAD", accept_encoding="gzip").headers == zipped[0].headers
    assert behind.made == 1


@pytest.mark.parametrize(
    "behind",
    [
        Behind(KEPT | {"cache-control": "no-store"}),
        Behind({"vary": "Accept"}),
        Behind(status=404),
        Behind(pieces=(BODY, BODY)),
    ],
    ids=["not to be stored", "without a tag", "an error", "as it comes"],
)
def test_what_may_be_another_next_time_is_not_kept(behind: Behind) -> None:
    ask = Asked(behind)
    assert len({ask().content for _ in range(2)}) == 1
    assert behind.made == 2
    assert (len(ask.pages), len(ask.answers)) == (0, 0)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ({"path": "/page"}, {"path": "/page?x=1"}, {}),
        ({"accept": "text/html"}, {"accept": "text/turtle"}, {}),
        ({"host": "a.example"}, {"host": "b.example"}, {}),
        ({}, {"x_forwarded_host": "b.example"}, {"proxies": ("10.0.0.0/8",)}),
        ({"origin": "https://a.example"}, {"origin": "https://b.example"}, {"by_origin": True}),
    ],
)
def test_what_it_depends_on_tells_two_apart(
    one: dict[str, str], other: dict[str, str], how: dict[str, Any]
) -> None:
    behind = Behind()
    ask = Asked(behind, **how)
    for asked in (one, other, one, other):
        ask(**asked)
    assert behind.made == 2


@pytest.mark.parametrize(
    ("other", "how"),
    [
        ({"host": "b.example"}, {"url": "https://public.example"}),
        ({"x_forwarded_host": "b.example"}, {"proxies": ("192.0.2.1",)}),
        ({"origin": "https://b.example"}, {}),
    ],
)
def test_what_it_does_not_depend_on_makes_no_other(
    other: dict[str, str], how: dict[str, Any]
) -> None:
    behind = Behind()
    ask = Asked(behind, **how)
    ask()
    ask(**other)
    assert behind.made == 1


def test_a_page_is_made_again_where_the_site_has_changed_and_an_answer_is_not() -> None:
    behind = Behind()
    ask = Asked(behind)
    for path in ("/page", "/sparql?query=ASK{}"):
        ask(path)
        behind.state += 1
        ask(path)
    assert behind.made == 3


def test_a_post_is_never_answered_from_memory() -> None:
    behind = Behind()
    ask = Asked(behind)
    ask()
    ask(method="POST")
    assert behind.made == 2


def test_head_has_no_content_even_of_what_comes_in_pieces() -> None:
    sent = Asked(Behind(pieces=(BODY, BODY)))(method="HEAD")
    assert (sent.status_code, sent.content) == (200, b"")


def test_the_memory_of_all_that_is_kept_is_counted() -> None:
    """Their headers, and the coding that was asked for after they were kept."""
    entrance = Asked(Behind(KEPT | {f"x-{n}": "y" * 40 for n in range(12)}), limit=2 * MEGABYTE)
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent[:] = [message]

    async def ask(number: int, coding: bytes) -> None:
        headers = [(b"accept-encoding", coding), (b"host", b"a.example")]
        scope = {"type": "http", "method": "GET", "path": f"/{number}", "query_string": b""}
        await entrance._entrance({**scope, "headers": headers, "client": None}, _nothing, send)

    async def all_of_them() -> None:
        for number in range(1500):
            await ask(number, b"identity")
            await ask(number, b"gzip")

    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        anyio.run(all_of_them)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert entrance.pages.size <= 2 * MEGABYTE
    assert after - before <= entrance.pages.size


async def _nothing() -> Message:
    return {"type": "http.request", "body": b""}
