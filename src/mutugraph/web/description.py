"""`/sparql` without a query: the editor for a person, the service description for a program."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pyoxigraph import NamedNode

from mutugraph.engine.formats import GRAPH_FORMATS
from mutugraph.errors import QueryFormatUnknown
from mutugraph.headers import read_headed
from mutugraph.pages.presenters.editor import editor
from mutugraph.pages.rendering import page
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import INTERNAL
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
    catalogue = site_of(request).catalogue
    path = catalogue.workspace.root / "queries" / INTERNAL / _FILE
    text = read_headed(path, catalogue.workspace.name(path)).text
    endpoint = NamedNode(
        request.scope[ORIGIN] + request.scope.get("mutugraph.prefix", "") + request.url.path
    )
    format = media[chosen]
    body = catalogue.engine.serialize(bind(text, {"adresse": [endpoint]}), format)
    return send(request, body, format.media_type)
