"""One representation: its bytes, what HTTP says of them, each coding made once; sent to all.

Whether it is sent in gzip (RFC 9110 §12.5.3), or not at all because the client has it (§13.2.2), is
decided here for pages, documents, downloads and answers alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anyio
from starlette.types import Message, Send

from mutugraph.web.coding import GZIP, packed, packs, wants_gzip

Headers = tuple[tuple[bytes, bytes], ...]
Asking = Mapping[bytes, bytes]  # the headers of a request
_OF_CONTENT = frozenset(
    (b"content-type", b"content-length", b"content-encoding", b"content-disposition")
)
_OK, _UNCHANGED = 200, 304
_AT_ONCE = 32 * 1024  # what is packed while others wait
_HEADER = 144  # what the objects of one take beside its letters


class Representation:
    """A whole response; `start` is its first message, as all layers have left it.

    It `lasts` where it may be sent again as it is.
    """

    def __init__(self, start: Message, body: bytes) -> None:
        self._status: int = start["status"]
        self._headers: Headers = tuple(start["headers"])
        self._body = body
        self._packed: bytes | None = None
        told = dict(self._headers)
        varies = any(n == b"vary" and b"Accept-Encoding" in v for n, v in self._headers)
        self._packs = varies and packs(told.get(b"content-type", b"").decode("latin-1"))
        self._tag = told.get(b"etag")
        stored = b"no-store" not in told.get(b"cache-control", b"")
        self._told = sum(len(name) + len(value) + _HEADER for name, value in self._headers)
        self.lasts = self._status == _OK and self._tag is not None and stored

    @property
    def size(self) -> int:
        """The bytes that it takes, with those of the codings that were asked for."""
        return self._told + len(self._body) + len(self._packed or b"")

    async def send(self, send: Send, asking: Asking, *, head: bool = False) -> None:
        """Sends it as this client wants it, or 304 where it has it; `head` sends no content."""
        wished = asking.get(b"accept-encoding", b"").decode("latin-1")
        zipped = self._packs and wants_gzip(wished, len(self._body))
        headers, body, tag = self._headers, self._body, self._tag
        if zipped and tag:
            tag = tag.removesuffix(b'"') + b'-gz"'
            headers = _with(headers, b"etag", tag)
        if self._status == _OK and has_it(asking, headers):
            await send_unchanged(send, headers)
            return
        if zipped:
            if self._packed is None:
                small = len(body) <= _AT_ONCE
                self._packed = packed(body) if small else await _aside(body)
            body = self._packed
            headers = _with(headers, b"content-length", str(len(body)).encode())
            headers += ((b"content-encoding", GZIP.encode()),)
        await send({"type": "http.response.start", "status": self._status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if head else body})


def has_it(asking: Asking, headers: Headers) -> bool:
    """Whether the client has it already: by its tag, which prevails, else by its date."""
    tags, since = asking.get(b"if-none-match"), asking.get(b"if-modified-since")
    told = {} if tags is since is None else dict(headers)
    if (tag := told.get(b"etag")) is None:
        return False
    if tags is not None:
        given = (part.strip().removeprefix(b"W/") for part in tags.split(b","))
        return tags.strip() == b"*" or tag.removeprefix(b"W/") in given
    try:
        return _date(since or b"") >= _date(told[b"last-modified"])
    except (KeyError, ValueError, OverflowError, TypeError):  # no date, or one that no calendar has
        return False


async def send_unchanged(send: Send, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """304: the headers of the answer but for those of its content."""
    kept = [header for header in headers if header[0] not in _OF_CONTENT]
    await send({"type": "http.response.start", "status": _UNCHANGED, "headers": kept})
    await send({"type": "http.response.body", "body": b""})


def _with(headers: Headers, name: bytes, value: bytes) -> Headers:
    return tuple((n, value if n == name else v) for n, v in headers)


def _date(text: bytes) -> datetime:
    """A date without a zone is of Greenwich (RFC 9110 §5.6.7)."""
    date = parsedate_to_datetime(text.decode("latin-1"))
    return date if date.tzinfo else date.replace(tzinfo=UTC)


async def _aside(body: bytes) -> bytes:
    return await anyio.to_thread.run_sync(packed, body)
