"""`/sparql`: SPARQL 1.1 Protocol, queries only (§2.1). Parse, ask the engine, send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from mutugraph.engine.formats import FORMATS, GRAPH_FORMATS, RESULT_FORMATS, Format, format_named
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.errors import QueryFormatUnknown, QueryTooLong, UpdateRefused
from mutugraph.iris import iri
from mutugraph.pages.presenters.editor import editor
from mutugraph.pages.rendering import page
from mutugraph.web.negotiation import choose
from mutugraph.web.responses import HTML, send
from mutugraph.web.visit import site_of, visit_of

router = APIRouter()
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_ALIASES = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
_GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation (§2.1): its text, its dataset, the format asked by name."""

    query: str
    graphs: Graphs
    format: str | None


@router.get("/sparql")
async def by_get(request: Request) -> Response:
    """A query in the address; without one the editor, or the description of the service."""
    operation = _operation(request.query_params.multi_items())
    if operation is None:
        return await run_in_threadpool(_no_query, request)
    return await run_in_threadpool(_answer, request, operation)


@router.post("/sparql")
async def by_post(request: Request) -> Response:
    """A query in a form, or as the body itself."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request)
    pairs = list(request.query_params.multi_items())
    if media == QUERY:
        pairs.append(("query", _decoded(body)))
    elif media == FORM:
        pairs += parse_qsl(_decoded(body), keep_blank_values=True)
    elif media == UPDATE:
        raise UpdateRefused(operation=UPDATE)
    else:
        raise HTTPException(415, headers={"Accept-Post": f"{QUERY}, {FORM}"})
    operation = _operation(pairs)
    if operation is None:
        raise HTTPException(400)
    return await run_in_threadpool(_answer, request, operation)


def _operation(pairs: Sequence[tuple[str, str]]) -> Operation | None:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise UpdateRefused(operation="update")
    queries = given.get("query", [])
    if not queries:
        return None
    if len(queries) > 1:
        raise HTTPException(400)
    return Operation(queries[0], _graphs(given), next(iter(given.get("format", [])), None))


def _graphs(given: Mapping[str, Sequence[str]]) -> Graphs:
    default = tuple(iri(text) for text in given.get("default-graph-uri", ()))
    named = tuple(iri(text) for text in given.get("named-graph-uri", ()))
    return Graphs(default, named) if default or named else UNION


def _answer(request: Request, operation: Operation) -> Response:
    format = _format(request, operation)
    engine = site_of(request).catalogue.engine
    if format is not None:
        body = engine.serialize(operation.query, format, graphs=operation.graphs)
        return send(request, body, format.media_type)
    try:  # a browser, or a client without a preference: the usual format of the kind of answer
        body = engine.serialize(operation.query, RESULT_FORMATS["json"], graphs=operation.graphs)
        return send(request, body, RESULT_FORMATS["json"].media_type)
    except QueryFormatUnknown:
        body = engine.serialize(operation.query, GRAPH_FORMATS["ttl"], graphs=operation.graphs)
        return send(request, body, GRAPH_FORMATS["ttl"].media_type)


def _format(request: Request, operation: Operation) -> Format | None:
    """The format asked; None where anything will do. Raises `QueryFormatUnknown`."""
    if operation.format:
        named = {f.media_type: f.name for f in FORMATS.values()} | _ALIASES
        return format_named(named.get(operation.format, operation.format))
    accept = request.headers.get("accept")
    media = {f.media_type: f for f in FORMATS.values()}
    media |= {alias: FORMATS[name] for alias, name in _ALIASES.items()}
    chosen = choose(accept, ("", HTML, *media))
    if chosen is None or (chosen == "" and accept not in (None, "", "*/*")):
        raise QueryFormatUnknown(format=accept, known=tuple(FORMATS))
    return media.get(chosen)


def _no_query(request: Request) -> Response:
    offered = (HTML, *(f.media_type for f in GRAPH_FORMATS.values()))
    chosen = choose(request.headers.get("accept"), offered)
    visit = visit_of(request, {})
    if chosen is None or chosen == HTML:
        return send(request, page("sparql.html", visit.frame, editor(visit)), HTML)
    format = next(f for f in GRAPH_FORMATS.values() if f.media_type == chosen)
    about: NamedNode = site_of(request).catalogue.workspace.namespaces.term("sd:Service")
    body = site_of(request).catalogue.engine.serialize(f"DESCRIBE {about}", format)
    return send(request, body, format.media_type)


async def _body(request: Request) -> bytes:
    """The body, up to the limit. Raises `QueryTooLong` without reading more."""
    limit: int = request.app.state.limits.query_bytes * 4  # a form may be percent-encoded
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise QueryTooLong(limit=request.app.state.limits.query_bytes, found=len(read))
    return bytes(read)


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise HTTPException(400) from None
