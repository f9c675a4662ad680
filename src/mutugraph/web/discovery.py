"""`/robots.txt` and `/sitemap.xml`: what search engines read of the site."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mutugraph.pages.sitemap import robots, sitemap
from mutugraph.web.address import BASE, ORIGIN
from mutugraph.web.responses import once, send
from mutugraph.web.routing import Routes
from mutugraph.web.visit import site_of

routes = Routes()
_XML, _TEXT = "application/xml", "text/plain"


@routes.get("/robots.txt")
def excluded(request: Request) -> Response:
    """What robots are asked to leave alone (RFC 9309)."""
    return send(request, robots(request.scope[ORIGIN], request.scope[BASE]).encode(), _TEXT)


@routes.get("/sitemap.xml")
@routes.get("/sitemap-{part:int}.xml")
def pages(request: Request) -> Response:
    """Every page at its own address, or a part of them (sitemaps.org)."""
    origin, part = request.scope[ORIGIN], request.path_params.get("part")
    make = partial(_made, request, origin, part)
    return send(request, once(request, ("sitemap", origin, part), make), _XML)


def _made(request: Request, origin: str, part: int | None) -> bytes:
    made = sitemap(site_of(request), origin, part)
    if made is None:
        raise HTTPException(404)
    return made.encode()
