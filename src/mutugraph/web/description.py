"""`/sparql` without a query: the editor for a person, the service description for a program."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response
from pyoxigraph import NamedNode

from mutugraph.engine.formats import GRAPH_FORMATS, Format
from mutugraph.headers import read_headed
from mutugraph.pages.presenters.editor import editor
from mutugraph.pages.rendering import page
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import INTERNAL, Catalogue
from mutugraph.web.address import ORIGIN
from mutugraph.web.negotiation import negotiated
from mutugraph.web.responses import HTML, once, send
from mutugraph.web.visit import site_of, visit_of

router = APIRouter()
_FILE = "description-service.rq"


@router.get("/sparql")
def without_query(request: Request) -> Response:
    """A page, or RDF (SPARQL 1.1 Service Description §2). Raises `QueryFormatUnknown`."""
    media = {f.media_type: f for f in GRAPH_FORMATS.values()}
    chosen = negotiated(request.headers.get("accept"), (HTML, *media))
    if chosen == HTML:
        visit = visit_of(request, {})
        return send(request, page("sparql.html", visit.frame, editor(visit)), HTML)
    endpoint = request.scope[ORIGIN] + request.scope.get("mutugraph.prefix", "") + request.url.path
    make = partial(_described, site_of(request).catalogue, endpoint, media[chosen])
    return send(request, once(request, (endpoint, chosen), make), chosen)


def _described(catalogue: Catalogue, endpoint: str, format: Format) -> bytes:
    """What the endpoint can do and holds, with all that teaches it: nearly a megabyte of Turtle."""
    path = catalogue.workspace.root / "queries" / INTERNAL / _FILE
    text = read_headed(path, catalogue.workspace.name(path)).text
    return catalogue.engine.serialize(bind(text, {"adresse": [NamedNode(endpoint)]}), format)
