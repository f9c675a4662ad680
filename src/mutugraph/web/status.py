"""`/sante`: whether the store answers, and which revision it is."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.pages.reading import Reader
from mutugraph.web.visit import site_of

router = APIRouter()


@router.get("/sante")
def health(request: Request) -> Response:
    """200 and the revision when the store answers. Raises what the engine raises."""
    site = site_of(request)
    Reader(site.catalogue).rows("page-site")
    body = json.dumps({"etat": "ok", "revision": site.revision}).encode()
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/metrics", include_in_schema=False)
@router.get("/sante/vivant", include_in_schema=False)
def elsewhere() -> None:
    """Answered by the server, before the application; here only so that the address is known."""
    raise HTTPException(404)
