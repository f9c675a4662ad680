"""Responses of data: validators, licence, what they vary by (RFC 9110 §8.8, RFC 8288)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from fastapi import Request, Response

from mutugraph.web.visit import site_of

HTML = "text/html"
_CHARSET = ("text/", "application/json", "application/problem+json")


def send(
    request: Request,
    body: bytes,
    media: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response of some bytes; 304 where the client has them already."""
    site = site_of(request)
    tag = f'"{site.revision}-{sha256(body).hexdigest()[:16]}"'
    sent = {"ETag": tag, "Vary": "Accept, Accept-Encoding", **(headers or {})}
    if site.licence:
        sent["Link"] = ", ".join(
            filter(None, (sent.get("Link"), f'<{site.licence}>; rel="license"'))
        )
    if site.modified:
        sent["Last-Modified"] = _http_date(site.modified)
    if status == 200 and _has_it(request, tag):  # noqa: PLR2004 - the status itself
        return Response(status_code=304, headers=sent)
    kind = f"{media}; charset=utf-8" if media.startswith(_CHARSET) else media
    return Response(body, status, sent, kind)


def _has_it(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return tag in (part.strip().removeprefix("W/") for part in given.split(","))


def _http_date(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)
