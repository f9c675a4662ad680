"""The published files, live: the catalogue, VoID, dumps, questions and shapes.

Each made at the first request that needs it, once for the revision that is served.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.datastructures import State
from starlette.exceptions import HTTPException

from mutugraph.atomic import in_turn, write_files
from mutugraph.engine.memory import give_back
from mutugraph.errors import FileUnwritable, MutugraphError
from mutugraph.operations.publish.files import (
    CATALOGUES,
    QUESTIONS,
    SHAPES,
    VOID,
    Files,
    media_type,
)
from mutugraph.operations.publish.published_dataset import Holdings, holdings_of
from mutugraph.operations.publish.resources import find
from mutugraph.pages.exports import published
from mutugraph.questions.noting import ELSEWHERE, note
from mutugraph.web.address import ORIGIN
from mutugraph.web.negotiation import led_to
from mutugraph.web.openapi import openapi as described
from mutugraph.web.responses import HTML, led, send, send_json
from mutugraph.web.visit import site_of

router = APIRouter()
_READING, _MAKING, _DUMPING = Lock(), Lock(), Lock()  # identifiers do not wait for files
_HEAVY = ("dumps/", "catalogue.")
_PAGE = "/donnees"
_KEPT = "publie-"


def holdings(request: Request) -> Holdings:
    """The statements of the revision that is served. Raises what reading the files raises."""
    note((ELSEWHERE,))  # they are asked of no engine
    return _held(request.app.state)


def prepare(app: FastAPI) -> None:
    """Reads them, and by what they are found; a fault waits for the first identifier."""
    with suppress(MutugraphError):
        held = _held(app.state)
        for dataset in held.datasets[:1]:
            find(held, dataset)


def forget(app: FastAPI) -> None:
    """Gives back statements and files, which are read and made again when they are asked for."""
    app.state.files = app.state.holdings = None


def _held(state: State) -> Holdings:
    with _READING:
        held: Holdings | None = getattr(state, "holdings", None)
        if held is None:
            held = state.holdings = holdings_of(state.site.catalogue)
    return held


def _files(request: Request) -> Files:
    state, held = request.app.state, holdings(request)
    with _MAKING:
        files: Files | None = getattr(state, "files", None)
        if files is None:
            catalogue = state.site.catalogue
            files = state.files = Files(catalogue, held, published(catalogue))
    return files


@router.get("/catalogue")
def catalogue(request: Request) -> Response:
    """303 to the page of the data or to the catalogue, by `Accept`."""
    offered = {HTML: _PAGE, **{media_type(path): f"/{path}" for path in CATALOGUES}}
    return led(request, led_to(request.headers.get("accept"), offered), varies=True)


@router.get("/dumps")
@router.get("/dumps/", include_in_schema=False)
def all_dumps(request: Request) -> Response:
    """303 to the page that lists the files."""
    return led(request, _PAGE)


@router.get("/dumps/{path:path}")
def dumps(request: Request, path: str) -> Response:
    """A file of a dataset; only those that are published can be named."""
    return _sent(request, f"dumps/{path}")


def _route(path: str) -> None:
    def answer(request: Request) -> Response:
        return _sent(request, path)

    router.add_api_route(f"/{path}", answer, name=path)


for _path in (*CATALOGUES, *VOID, *QUESTIONS, *SHAPES):
    _route(_path)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """What generic tools read of the API (OpenAPI 3.1)."""
    server = request.scope[ORIGIN]
    return send_json(request, described(site_of(request).catalogue, server))


def _sent(request: Request, path: str) -> Response:
    content = _dumped(request, path) if path.startswith(_HEAVY) else _files(request).one(path)
    if content is None:
        raise HTTPException(404)
    return send(request, content, media_type(path))


def _dumped(request: Request, path: str) -> bytes | None:
    """A file that takes seconds, which one process of a server makes for all, with its like.

    They are kept in the folder that the processes share, and what making them took goes back to the
    system: kept, it leaves no room under the ceiling for what is heavy.
    """
    state, shared, revision = request.app.state, request.app.state.shared, site_of(request).revision
    if shared is None:
        with _DUMPING:
            return _files(request).one(path)
    place = _place(shared, revision, path)
    with suppress(OSError):
        return place.read_bytes()
    with _DUMPING, in_turn(shared / f".{_KEPT}"):
        with suppress(OSError):
            return place.read_bytes()
        made = _files(request).along(path)
        content = made.get(path)
        if content is None:
            return None
        with suppress(FileUnwritable):
            write_files({_place(shared, revision, name): made[name] for name in made})
            state.files = None
        for old in {*shared.glob(f"{_KEPT}*")} - {*shared.glob(f"{_KEPT}{revision}-*")}:
            old.unlink(missing_ok=True)
    del made
    gc.collect()
    give_back()
    return content


def _place(shared: Path, revision: str, path: str) -> Path:
    return shared / f"{_KEPT}{revision}-{sha256(path.encode()).hexdigest()}"
