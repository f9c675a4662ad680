"""The responses of `/sparql`: bytes, validators (RFC 9110 §8.8, §13), and what they vary by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from starlette.types import Send

from mutugraph.engine.cache import Kept
from mutugraph.engine.formats import FORMATS, Format
from mutugraph.engine.wire import Asked
from mutugraph.web.coding import wants_gzip
from mutugraph.web.validators import has_it, http_date

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
            found.append((b"last-modified", http_date(self.modified).encode()))
        if self.licence:
            found.append((b"link", f'<{self.licence}>; rel="license"'.encode()))
        return tuple(found)

    def has_it(self, request: dict[bytes, bytes], tag: bytes) -> bool:
        """Whether the client already has this representation."""
        if b"if-none-match" not in request and b"if-modified-since" not in request:
            return False
        tags, since = request.get(b"if-none-match"), request.get(b"if-modified-since")
        return has_it(
            None if tags is None else tags.decode("latin-1"),
            None if since is None else since.decode("latin-1"),
            tag.decode(),
            self.modified,
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A response that only has to be sent."""

    headers: Headers
    body: bytes
    tag: bytes  # empty for an answer that no one may keep
    validity: Validity

    async def send(self, send: Send, request: dict[bytes, bytes], *, edge: Headers = ()) -> None:
        """Sends it, or 304 where the client has it; `edge` are the headers of every response."""
        if self.tag and self.validity.has_it(request, self.tag):
            await send_unchanged(send, (*self.headers, *edge))
            return
        await send({"type": "http.response.start", "status": 200, "headers": self.headers + edge})
        await send({"type": "http.response.body", "body": self.body})


async def send_unchanged(send: Send, headers: Headers) -> None:
    """304: the headers of the answer but for those of its content."""
    kept = [h for h in headers if not h[0].startswith(b"content-")]
    await send({"type": "http.response.start", "status": 304, "headers": kept})
    await send({"type": "http.response.body", "body": b""})


def prepared(kept: Kept, validity: Validity, encodings: str, *, volatile: bool) -> Prepared:
    """The response of an answer, compressed where the client can read it and it is worth it."""
    zipped = wants_gzip(encodings, len(kept.body))
    body = kept.compressed if zipped else kept.body
    headers, tag = (*_content(FORMATS[kept.format]), *_coding(zipped)), b""
    if not volatile:
        variant = "-gz" if zipped else ""
        tag = f'"{validity.revision}-{kept.fingerprint}-{kept.format}{variant}"'.encode()
    headers += ((b"content-length", str(len(body)).encode()), *_caching(tag), *validity.headers)
    return Prepared(headers, body, tag, validity)


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of an answer that is sent as it comes: its tag is that of the query, so weak."""

    headers: Headers
    tag: bytes  # empty as above
    zipped: bool


def opening(
    format: Format, validity: Validity, asked: Asked, encodings: str, *, volatile: bool
) -> Opening:
    """What is known of a large answer before it is sent."""
    zipped = wants_gzip(encodings)
    tag = b""
    if not volatile:
        digest = blake2b(repr(asked.key).encode(), digest_size=8).hexdigest()
        variant = "-gz" if zipped else ""
        tag = f'W/"{validity.revision}-{digest}-{format.name}{variant}"'.encode()
    headers = (*_content(format), *_coding(zipped), *_caching(tag), *validity.headers)
    return Opening(headers, tag, zipped)


def _content(format: Format) -> Headers:
    labelled = format.media_type.startswith("text/") and ";" not in format.media_type
    charset = "; charset=utf-8" if labelled else ""
    return ((b"content-type", f"{format.media_type}{charset}".encode()),)


def _coding(zipped: bool) -> Headers:
    return ((b"content-encoding", b"gzip"),) if zipped else ()


def _caching(tag: bytes) -> Headers:
    if not tag:
        return ((b"cache-control", b"no-store"),)
    return ((b"etag", tag), (b"cache-control", b"no-cache"))
