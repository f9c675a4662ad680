"""`/robots.txt` and `/sitemap.xml`: what search engines read of the site."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.pages.sitemap import robots, sitemap
from mutugraph.web.address import BASE, ORIGIN
from mutugraph.web.responses import once, send
from mutugraph.web.visit import site_of

router = APIRouter()
_XML, _TEXT = "application/xml", "text/plain"


@router.get("/robots.txt", include_in_schema=False)
def excluded(request: Request) -> Response:
    """What robots are asked to leave alone (RFC 9309)."""
    return send(request, robots(request.scope[ORIGIN], request.scope[BASE]).encode(), _TEXT)


@router.get("/sitemap.xml", include_in_schema=False)
@router.get("/sitemap-{part:int}.xml", include_in_schema=False)
def pages(request: Request, part: int | None = None) -> Response:
    """Every page at its own address, or a part of them (sitemaps.org)."""
    origin = request.scope[ORIGIN]
    make = partial(_made, request, origin, part)
    return send(request, once(request, ("sitemap", origin, part), make), _XML)


def _made(request: Request, origin: str, part: int | None) -> bytes:
    made = sitemap(site_of(request), origin, part)
    if made is None:
        raise HTTPException(404)
    return made.encode()
