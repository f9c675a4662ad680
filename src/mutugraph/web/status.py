"""`/sante`: whether the store answers, which revision it is, and what of it cannot be used."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.messages import explain
from mutugraph.pages.reading import Reader
from mutugraph.web.visit import site_of

router = APIRouter()


@router.get("/sante")
def health(request: Request) -> Response:
    """200 and the revision when the store answers. Raises what the engine raises.

    Files of the workspace that cannot be used are named, each with its line, while the rest lives.
    """
    site = site_of(request)
    Reader(site.catalogue).rows("page-site")
    found = [explain(error) for error in request.app.state.faults()]
    told: dict[str, object] = {"etat": "degrade" if found else "ok", "revision": site.revision}
    told |= {"problemes": found} if found else {}
    body = json.dumps(told, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/metrics", include_in_schema=False)
@router.get("/sante/vivant", include_in_schema=False)
def elsewhere() -> None:
    """Answered by the server, before the application; here only so that the address is known."""
    raise HTTPException(404)
