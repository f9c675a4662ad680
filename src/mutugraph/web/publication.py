"""The published files, live: `/catalogue.*`, `/.well-known/void`, `/dumps/…`, `/questions.json`.

Made at the first request that needs them, once for the revision that is served.
"""

from __future__ import annotations

import json
from threading import Lock

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.operations.publish.files import Files, media_type
from mutugraph.operations.publish.holdings import Holdings, holdings_of
from mutugraph.pages.exports import export
from mutugraph.questions.model import Answered
from mutugraph.web.responses import send
from mutugraph.web.visit import site_of

router = APIRouter()
_READING, _MAKING = Lock(), Lock()  # identifiers do not wait for the files
_DESCRIPTIONS = ("catalogue.ttl", "catalogue.jsonld", "catalogue.rdf", ".well-known/void")
_QUESTIONS = ("questions.json", "questions.ttl")


def holdings(request: Request) -> Holdings:
    """The statements of the revision that is served. Raises what reading the files raises."""
    state = request.app.state
    with _READING:
        if not hasattr(state, "holdings"):
            state.holdings = holdings_of(site_of(request).catalogue)
    found: Holdings = state.holdings
    return found


def _files(request: Request) -> Files:
    state, held = request.app.state, holdings(request)
    with _MAKING:
        if not hasattr(state, "files"):
            state.files = Files(site_of(request).catalogue, held, _table)
            _ = state.files.all
    found: Files = state.files
    return found


def _table(answered: Answered, format: str) -> bytes:
    return export(answered, format, iris=True)


@router.get("/dumps/{path:path}")
def dumps(request: Request, path: str) -> Response:
    """A file of a dataset; only those that are published can be named."""
    return _sent(request, f"dumps/{path}")


def _route(path: str) -> None:
    def answer(request: Request) -> Response:
        return _sent(request, path)

    router.add_api_route(f"/{path}", answer, name=path)


for _path in (*_DESCRIPTIONS, *_QUESTIONS):
    _route(_path)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of the routes (OpenAPI 3.1)."""
    body = json.dumps(request.app.openapi(), ensure_ascii=False).encode()
    return send(request, body, "application/json")


def _sent(request: Request, path: str) -> Response:
    content = _files(request).all.get(path)
    if content is None:
        raise HTTPException(404)
    return send(request, content, media_type(path))
