"""`/sparql` without a query: the editor for a person, the service description for a program."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pyoxigraph import NamedNode

from mutugraph.engine.cache import Cache
from mutugraph.engine.formats import GRAPH_FORMATS, Format
from mutugraph.errors import QueryFormatUnknown
from mutugraph.headers import read_headed
from mutugraph.pages.presenters.editor import editor
from mutugraph.pages.rendering import page
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import INTERNAL, Catalogue
from mutugraph.web.address import ORIGIN
from mutugraph.web.negotiation import choose
from mutugraph.web.responses import HTML, send
from mutugraph.web.visit import site_of, visit_of

router = APIRouter()
_FILE = "description-service.rq"


@router.get("/sparql")
def without_query(request: Request) -> Response:
    """A page, or RDF (SPARQL 1.1 Service Description §2). Raises `QueryFormatUnknown`."""
    media = {f.media_type: f for f in GRAPH_FORMATS.values()}
    accept = request.headers.get("accept")
    chosen = choose(accept, (HTML, *media))
    if chosen is None:
        raise QueryFormatUnknown(format=accept, known=(HTML, *media))
    if chosen == HTML:
        visit = visit_of(request, {})
        return send(request, page("sparql.html", visit.frame, editor(visit)), HTML)
    endpoint = request.scope[ORIGIN] + request.scope.get("mutugraph.prefix", "") + request.url.path
    kept: Cache = request.app.state.pages
    key = (endpoint, chosen)
    body = kept.get(key)
    if not isinstance(body, bytes):
        body = _described(site_of(request).catalogue, endpoint, media[chosen])
        kept.put(key, body, len(body))
    return send(request, body, media[chosen].media_type)


def _described(catalogue: Catalogue, endpoint: str, format: Format) -> bytes:
    """What the endpoint can do and holds, with all that teaches it: nearly a megabyte of Turtle."""
    path = catalogue.workspace.root / "queries" / INTERNAL / _FILE
    text = read_headed(path, catalogue.workspace.name(path)).text
    return catalogue.engine.serialize(bind(text, {"adresse": [NamedNode(endpoint)]}), format)
