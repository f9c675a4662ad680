"""`/sante`: whether the store answers, which revision it is, and what of it cannot be used."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from threading import Thread

import anyio
from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.errors import EngineError
from mutugraph.pages.reading import Reader
from mutugraph.web.address import is_near
from mutugraph.web.visit import site_of

router = APIRouter()
PROMETHEUS = "text/plain; version=0.0.4"
_WITHIN_S = 0.8
_LOOK_S = 0.02
_PLACES = 4


@router.get("/sante")
async def health(request: Request) -> Response:
    """200 and the revision when the store answers, within a second whatever else runs.

    Files of the workspace that cannot be used are named, each with its line, while the rest lives,
    once they have been read. Raises `EngineError` where the store does not answer, and what the
    engine raises.
    """
    site, state = site_of(request), request.app.state
    if not hasattr(state, "health"):
        state.health = anyio.CapacityLimiter(_PLACES)  # threads that nothing else can take
    until = asyncio.get_running_loop().time() + _WITHIN_S
    try:
        async with asyncio.timeout_at(until):
            await anyio.to_thread.run_sync(
                Reader(site.catalogue).rows,
                "page-site",
                limiter=state.health,
                abandon_on_cancel=True,
            )
    except TimeoutError:
        raise EngineError(detail=f"> {_WITHIN_S} s", endpoint="") from None
    read_faults(request.app)
    with suppress(TimeoutError):
        async with asyncio.timeout_at(until):
            while not state.faults.cache_info().currsize:
                await asyncio.sleep(_LOOK_S)
    found = state.faults() if state.faults.cache_info().currsize else ()
    told: dict[str, object] = {"etat": "degrade" if found else "ok", "revision": site.revision}
    told |= {"problemes": list(found)} if found else {}
    body = json.dumps(told, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def read_faults(app: FastAPI) -> None:
    """Begins to read what `/sante` tells of the files, aside and once."""
    state = app.state
    if not hasattr(state, "reading"):
        state.reading = Thread(target=state.faults, daemon=True)
        state.reading.start()


@router.get("/sante/vivant", include_in_schema=False)
async def alive() -> Response:
    """200 where the process lives, whether or not it is ready: `/sante`."""
    return Response("ok\n", media_type="text/plain", headers={"Cache-Control": "no-store"})


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The figures of the server, in Prometheus' text format; not for all: see `is_near`."""
    state = request.app.state
    if not hasattr(state, "figures") or not is_near(request.scope):
        raise HTTPException(404)
    headers = {"Content-Type": PROMETHEUS, "Cache-Control": "no-store"}
    return Response(state.figures(), headers=headers)
