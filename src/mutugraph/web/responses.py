"""Responses of data: validators, licence, what they vary by (RFC 9110 §8.8, RFC 8288)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from mutugraph.engine.cache import Cache
from mutugraph.pages.site import Site
from mutugraph.web.address import BASE
from mutugraph.web.visit import site_of

HTML, JSON = "text/html", "application/json"
# a quotation mark in what others wrote is escaped: these are the templates' own
_ROOTED = re.compile(rb'(\b(?:href|src|action|formaction|data-proposer)=")/(?!/)')
_ERRORS = 400
_CHARSET = ("text/", JSON, "application/problem+json")


def send(
    request: Request,
    body: bytes,
    media: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response of some bytes.

    An error has no validators: the next answer at its address may be another.
    """
    site, base = site_of(request), request.scope[BASE]
    if base and media == HTML:
        body = _ROOTED.sub(rb"\1" + base.encode() + b"/", body)
    given, data = headers or {}, status < _ERRORS
    told = {**given, "ETag": tag_of(site, media, body)} if data else given
    return Response(body, status, described(site, media, told, data=data))


def send_json(request: Request, value: object) -> Response:
    """The response of a value."""
    return send(request, json.dumps(value, ensure_ascii=False).encode(), JSON)


def once(request: Request, key: Hashable, make: Callable[[], bytes]) -> bytes:
    """The bytes of what is asked at several addresses, or in several ways."""
    kept: Cache = request.app.state.pages
    body = kept.get(key)
    if not isinstance(body, bytes):
        body = make()
        kept.put(key, body, len(body))
    return body


def described(
    site: Site, media: str, headers: Mapping[str, str], *, data: bool = True
) -> dict[str, str]:
    """What a response says of itself; one of `data` has its date and its licence too."""
    kind = f"{media}; charset=utf-8" if media.startswith(_CHARSET) and ";" not in media else media
    sent = {"Vary": "Accept, Accept-Encoding", "Content-Type": kind, **headers}
    if data and site.modified:
        sent["Last-Modified"] = _http_date(site.modified)
    return licensed(site, sent) if data else sent


def licensed(site: Site, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a response, with the licence of what it gives or leads to."""
    licence = f'<{site.licence}>; rel="license"' if site.licence else None
    link = ", ".join(filter(None, (headers.get("Link"), licence)))
    return {**headers, "Link": link} if link else dict(headers)


def led(
    request: Request, target: str, status: int = 303, *, varies: bool = False, links: str = ""
) -> Response:
    """The response that leads elsewhere; it `varies` where `Accept` decides."""
    told = {"Vary": "Accept"} if varies else {}
    told |= {"Link": links} if links else {}
    return RedirectResponse(target, status, headers=licensed(site_of(request), told))


def tag_of(site: Site, media: str, body: bytes) -> str:
    """The tag of some bytes of one kind, in one revision."""
    found = sha256(media.encode())
    found.update(body)
    return f'"{site.revision}-{found.hexdigest()[:16]}"'


@lru_cache(maxsize=8)
def _http_date(day: str) -> str:
    """A day as HTTP writes dates (RFC 9110 §5.6.7)."""
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)
