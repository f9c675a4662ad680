"""The responses of `/sparql`: bytes, validators (RFC 9110 §8.8, §13), and what they vary by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from hashlib import blake2b

from starlette.types import Message, Send

from mutugraph.engine.cache import Kept
from mutugraph.engine.formats import FORMATS, Format
from mutugraph.engine.wire import Asked

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Validity:
    """What every answer of one revision says of itself."""

    revision: str
    modified: str | None
    licence: str

    @cached_property
    def headers(self) -> Headers:
        """The headers that do not depend on the query."""
        found: list[tuple[bytes, bytes]] = [(b"vary", b"Accept, Accept-Encoding")]
        if self.modified:
            date = datetime.fromisoformat(self.modified).replace(tzinfo=UTC)
            found.append((b"last-modified", format_datetime(date, usegmt=True).encode()))
        if self.licence:
            found.append((b"link", f'<{self.licence}>; rel="license"'.encode()))
        return tuple(found)

    def has_it(self, request: dict[bytes, bytes], tag: bytes) -> bool:
        """Whether the client already has this representation (RFC 9110 §13.2.2)."""
        tags = request.get(b"if-none-match")
        if tags is not None:
            given = (part.strip().removeprefix(b"W/") for part in tags.split(b","))
            return tags.strip() == b"*" or tag.removeprefix(b"W/") in given
        since = request.get(b"if-modified-since")
        if since is None or not self.modified:
            return False
        try:
            date = parsedate_to_datetime(since.decode("latin-1"))
        except ValueError:
            return False
        return date >= datetime.fromisoformat(self.modified).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A response that only has to be sent."""

    headers: Headers
    body: bytes
    tag: bytes  # empty for an answer that no one may keep
    validity: Validity

    async def send(self, send: Send, request: dict[bytes, bytes], *, edge: Headers = ()) -> None:
        """Sends it, or 304 where the client has it; `edge` are the headers of every response."""
        conditional = b"if-none-match" in request or b"if-modified-since" in request
        if self.tag and conditional and self.validity.has_it(request, self.tag):
            kept = [h for h in self.headers if not h[0].startswith(b"content-")]
            kept += edge
            await send({"type": "http.response.start", "status": 304, "headers": kept})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": self.headers + edge})
        await send({"type": "http.response.body", "body": self.body})


def prepared(kept: Kept, validity: Validity, encodings: object, *, volatile: bool) -> Prepared:
    """The response of an answer, compressed where the client can read it and it is worth it."""
    body, headers, tag = kept.body, _content(FORMATS[kept.format]), b""
    packed = kept.compressed if _accepts_gzip(encodings) else None
    if packed is not None:
        body = packed
        headers += ((b"content-encoding", b"gzip"),)
    if not volatile:
        variant = "-gz" if packed is not None else ""
        tag = f'"{validity.revision}-{kept.fingerprint}-{kept.format}{variant}"'.encode()
    headers += ((b"content-length", str(len(body)).encode()), *_caching(tag), *validity.headers)
    return Prepared(headers, body, tag, validity)


def opening(format: Format, validity: Validity, asked: Asked, *, volatile: bool) -> Message:
    """The start of an answer that is sent as it comes: its tag is that of the query, so weak."""
    tag = b""
    if not volatile:
        digest = blake2b(repr(asked.key).encode(), digest_size=8).hexdigest()
        tag = f'W/"{validity.revision}-{digest}-{format.name}"'.encode()
    headers = [*_content(format), *_caching(tag), *validity.headers]
    return {"type": "http.response.start", "status": 200, "headers": headers}


def _content(format: Format) -> Headers:
    labelled = format.media_type.startswith("text/") and ";" not in format.media_type
    charset = "; charset=utf-8" if labelled else ""
    return ((b"content-type", f"{format.media_type}{charset}".encode()),)


def _caching(tag: bytes) -> Headers:
    if not tag:
        return ((b"cache-control", b"no-store"),)
    return ((b"etag", tag), (b"cache-control", b"no-cache"))


def _accepts_gzip(encodings: object) -> bool:
    if not isinstance(encodings, bytes):
        return False
    for part in encodings.lower().split(b","):
        coding, _, parameter = part.partition(b";")
        if coding.strip() in (b"gzip", b"*"):
            return parameter.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False
