"""`/sante`: whether the store answers, which revision it is, and what of it cannot be used."""

from __future__ import annotations

import asyncio
import json

import anyio
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.errors import EngineError
from mutugraph.messages import explain
from mutugraph.pages.reading import Reader
from mutugraph.web.visit import site_of

router = APIRouter()
_WITHIN_S = 0.8
_PLACES = 4


@router.get("/sante")
async def health(request: Request) -> Response:
    """200 and the revision when the store answers, within a second whatever else runs.

    Files of the workspace that cannot be used are named, each with its line, while the rest lives:
    the first to ask waits until they have been read. Raises `EngineError` where the store does not
    answer, and what the engine raises.
    """
    site, state = site_of(request), request.app.state
    if not hasattr(state, "health"):
        state.health = anyio.CapacityLimiter(_PLACES)  # threads that nothing else can take
    try:
        async with asyncio.timeout(_WITHIN_S):
            await anyio.to_thread.run_sync(
                Reader(site.catalogue).rows,
                "page-site",
                limiter=state.health,
                abandon_on_cancel=True,
            )
    except TimeoutError:
        raise EngineError(detail=f"> {_WITHIN_S} s", endpoint="") from None
    faults = await anyio.to_thread.run_sync(state.faults, limiter=state.health)
    found = [explain(error) for error in faults]
    told: dict[str, object] = {"etat": "degrade" if found else "ok", "revision": site.revision}
    told |= {"problemes": found} if found else {}
    body = json.dumps(told, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/metrics", include_in_schema=False)
@router.get("/sante/vivant", include_in_schema=False)
def elsewhere() -> None:
    """Answered by the server, before the application; here only so that the address is known."""
    raise HTTPException(404)
