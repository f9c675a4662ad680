"""Responses of data: validators, licence, what they vary by (RFC 9110 §8.8, RFC 8288)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from fastapi import Request, Response

from mutugraph.web.address import BASE
from mutugraph.web.coding import GZIP, packed, packs, wants_gzip
from mutugraph.web.validators import has_it, http_date
from mutugraph.web.visit import site_of

HTML = "text/html"
# a quotation mark in what others wrote is escaped: these are the templates' own
_ROOTED = re.compile(rb'(\b(?:href|src|action|formaction|data-proposer)=")/(?!/)')
_OK, _ERRORS = 200, 400
_CHARSET = ("text/", "application/json", "application/problem+json")


def send(
    request: Request,
    body: bytes,
    media: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response of some bytes, in gzip where that is wanted; 304 where the client has them.

    An error has no validators: the next answer at its address may be another.
    """
    site, base = site_of(request), request.scope[BASE]
    if base and media == HTML:
        body = _ROOTED.sub(rb"\1" + base.encode() + b"/", body)
    given = request.headers
    sent = {"Vary": "Accept, Accept-Encoding", **(headers or {})}
    kind = f"{media}; charset=utf-8" if media.startswith(_CHARSET) else media
    zipped = packs(media) and wants_gzip(given.get("accept-encoding", ""), len(body))
    if status < _ERRORS:
        tag = f'"{site.revision}-{sha256(body).hexdigest()[:16]}{"-gz" if zipped else ""}"'
        sent["ETag"] = tag
        sent = also(request, sent)
        if site.modified:
            sent["Last-Modified"] = http_date(site.modified)
        tags, since = given.get("if-none-match"), given.get("if-modified-since")
        if status == _OK and has_it(tags, since, tag, site.modified):
            return Response(status_code=304, headers=sent)
    if zipped:
        sent["Content-Encoding"], body = GZIP, packed(body)
    return Response(body, status, sent, kind)


def also(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a response, with the licence of what it gives or leads to."""
    licence = site_of(request).licence
    links = (headers.get("Link"), f'<{licence}>; rel="license"' if licence else None)
    link = ", ".join(filter(None, links))
    return {**headers, "Link": link} if link else dict(headers)
