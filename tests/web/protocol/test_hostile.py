"""Whatever is sent, the answer is a refusal or an answer: no fault of ours, nothing of theirs.

Every route of the application's own table is asked with paths, parameters and headers as nobody
writes them; every format that can be dropped is changed at random; a real server is sent what is
no HTTP. `MUTUGRAPH_EXAMPLES` (`make soak`) asks for more, each time others.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import BaseRoute
from starlette.types import Message, Scope

from mutugraph.errors import MutugraphError
from mutugraph.sources.formats import extract
from mutugraph.turtle import read
from mutugraph.workbook.reading import read_book
from sources.office import docx, odt
from web.protocol.conftest import Client, Server

EXAMPLES = int(os.environ.get("MUTUGRAPH_EXAMPLES", "0"))
SLOW = ("/dumps", "/catalogue", "/classeur", "/revisions/", "/mcp", "/echeances")
ROOTS = ("/sparql", "/deposer", "/mcp")

HOSTILE = st.sampled_from(
    [
        *("", ".", "..", "../../etc/passwd", "%2e%2e%2f", "\x00", "a\x00b", "\r\nX-Sent: 1"),
        *("'", '"', "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "\\", "//elsewhere.example"),
        *("é" * 300, "a" * 5000, "-1", "9" * 400, "1e999", "NaN", "0x10", "\u202e", "\ufffd"),
        *("2016-13-45", "0000-00-00", "9999-12-31T23:59:60Z", "aujourd'hui", "200039865", "1"),
        *("SELECT * {?s ?p ?o}", "} LIMIT 1 #", "> . } # ", "urn:a", "http://[", "javascript:x"),
    ]
)
TEXT = HOSTILE | st.text(max_size=40)
_NAMES = """query default-graph-uri named-graph-uri format date q action service article acte epci
schema avant apres reponses exemple iris excel code page callback"""
_HEADERS = """accept accept-encoding accept-language if-none-match if-modified-since range
content-type content-length content-encoding x-forwarded-for forwarded origin referer cookie te
transfer-encoding expect upgrade"""
NAMES = st.sampled_from(_NAMES.split())
QUERY = st.lists(st.tuples(NAMES | TEXT, TEXT), max_size=5)
HEADERS = st.dictionaries(
    st.sampled_from(_HEADERS.split()),
    st.sampled_from(
        [
            *(b"*/*", b"text/html", b"text/turtle;q=1e9", b"a/b" * 500, b";;;,,,q==", b"\xff\xfe"),
            *(b"Sat, 28 Nov 2026 00:00:00 +99999999", b'W/"', b"*", b"bytes=0-", b"-1", b"9" * 17),
            *(b"multipart/form-data", b"multipart/form-data; boundary=" + b"x" * 90),
            *(b"application/x-www-form-urlencoded", b"application/sparql-query; charset=utf-7"),
        ]
    ),
    max_size=4,
)
METHODS = st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT"])
BROKEN = st.sampled_from([b"%ff", b"&&==&", b"a;b", b"%", b"\xff"])


def tried(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The same examples at each run of the tests, others at each run of the soak."""
    return settings(
        max_examples=EXAMPLES or examples,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def paths(routes: list[BaseRoute]) -> Iterator[str]:
    for route in routes:
        path = getattr(route, "path", None)
        if isinstance(path, str) and path:
            yield path
        inner = getattr(route, "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", ()
        )
        yield from paths(list(inner or ()))


@pytest.fixture(scope="module")
def templates(client: Client) -> list[str]:
    """The paths of the application's routes, and of what stands before them."""
    found = sorted({*paths(getattr(client.app, "routes", [])), *ROOTS})
    assert len(found) > 50
    return [path for path in found if not path.startswith(SLOW)]


def sent(client: Client, scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """What the application answers to a request that no client would write."""
    messages: list[Message] = []
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return given.pop() if given else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(asyncio.wait_for(client.app(scope, receive, send), 30))
    start = messages[0]
    content = b"".join(message.get("body", b"") for message in messages[1:])
    return start["status"], list(start["headers"]), content


@tried(50)
@given(data=st.data())
def test_no_request_is_a_fault_of_ours(
    client: Client, templates: list[str], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(templates))
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + data.draw(TEXT) + rest.partition("}")[2]
    path = path.encode("utf-8", "replace").decode()
    asked = [
        f"{quote(n, errors='replace')}={quote(v, errors='replace')}" for n, v in data.draw(QUERY)
    ]
    headers = data.draw(HEADERS)
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": data.draw(METHODS),
        "scheme": "http",
        "path": path,
        "raw_path": quote(path, errors="replace").encode(),
        "root_path": "",
        "query_string": data.draw(BROKEN | st.just("&".join(asked).encode())),
        "headers": [(b"host", b"localhost"), *((n.encode(), v) for n, v in headers.items())],
        "client": ("203.0.113.9", 4711),
        "server": ("localhost", 80),
    }
    status, answered, content = sent(client, scope, data.draw(st.binary(max_size=60)))
    retry = [value for name, value in answered if name == b"retry-after"]
    assert status < 500 or (status == 503 and retry), (status, content[:400])
    assert all(b"\r" not in value and b"\n" not in value for _, value in answered)
    assert not {name for name, _ in answered} & {b"x-sent", b"set-cookie"}
    assert b"Traceback" not in content
    assert b"<script>alert(1)" not in content
    place = [value for name, value in answered if name == b"location"]
    assert not [value for value in place if not value.startswith(b"/") or value.startswith(b"//")]


DOCUMENTS = {
    "odt": odt("<text:p>un mot</text:p>"),
    "docx": docx("<w:p><w:r><w:t>un mot</w:t></w:r></w:p>"),
    "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF",
    "ttl": '@prefix a: <urn:a#> .\na:b a:c "é"@fr , 1.0e1 ; a [ a:d ( 1 2 ) ] .\n'.encode(),
    "txt": "Métropole\r\n".encode(),
}
CHANGES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=40)), max_size=4
)


def changed(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for where, length, content in changes:
        at = where % (len(raw) + 1)
        raw = raw[:at] + content + raw[at + length :]
    return raw


@tried(40)
@given(kind=st.sampled_from(sorted(DOCUMENTS)), changes=CHANGES)
def test_a_document_that_is_damaged_is_read_or_refused(
    kind: str, changes: list[tuple[int, int, bytes]]
) -> None:
    raw = changed(DOCUMENTS[kind], changes)
    with suppress(MutugraphError):
        extract(raw, f"a.{kind}")


@tried(40)
@given(changes=CHANGES)
def test_turtle_that_is_damaged_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, bytes]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.ttl"
    path.write_bytes(changed(DOCUMENTS["ttl"], changes))
    with suppress(MutugraphError):
        read(path, name="damaged.ttl")


@tried(10)
@given(changes=CHANGES)
def test_a_workbook_that_is_damaged_is_read_or_refused(
    workbook: bytes, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, bytes]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(changed(workbook, changes))
    with suppress(MutugraphError):
        read_book(path)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    from io import BytesIO

    import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Services")
        sheet.write_row(0, 0, ["libellé", 1, 2.5])
    return made.getvalue()


FRAMES = st.sampled_from(
    [
        *(b"GET", b"POST", b"G\x00T", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00"),
        *(b" ", b"\t", b"\r\n", b"\n", b"\r", b"\x00", b"\r\n\r\n", b":", b": ", b"a" * 9000),
        *(b" /sparql?query=ASK{}", b" http://elsewhere.example/", b" *", b" /../../etc/passwd"),
        *(b" HTTP/1.1", b" HTTP/1.0", b" HTTP/9.9", b" HTTP/1.1\r\nHost: localhost"),
        *(b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 99999999999999999999"),
        *(
            b"Transfer-Encoding: chunked",
            b"Transfer-Encoding: x, chunked",
            b"5\r\nabcde\r\n0\r\n\r\n",
        ),
        *(b"FFFFFFFFFFFFFFFFF\r\n", b"Host: a\r\nHost: b", b"Expect: 100-continue", b" folded: x"),
    ]
)


@tried(25)
@given(pieces=st.lists(FRAMES | st.binary(max_size=20), min_size=1, max_size=8))
def test_what_is_no_http_is_refused_and_the_server_lives(
    server: Server, pieces: list[bytes]
) -> None:
    where = urlsplit(server.url)
    told = b""
    with socket.create_connection((where.hostname or "", where.port or 0), 10) as link:
        link.settimeout(0.2)
        with suppress(OSError):
            link.sendall(b"".join(pieces))
            link.shutdown(socket.SHUT_WR)
            while part := link.recv(65536):
                told += part
    statuses = [line.split()[1] for line in told.split(b"\r\n") if line.startswith(b"HTTP/1")]
    assert not [status for status in statuses if status[:1] == b"5" and status != b"503"]
    assert server.process.poll() is None


def test_after_all_that_the_server_is_well(server: Server) -> None:
    with urlopen(f"{server.url}/sante", timeout=30) as answer:
        assert answer.status == 200
