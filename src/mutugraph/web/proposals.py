"""What is proposed while typing: `/recherche.json`, and `/sparql-termes.json` for the editor."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from mutugraph.pages.presenters.editor import terms
from mutugraph.pages.presenters.search import proposals
from mutugraph.web.responses import send_json
from mutugraph.web.routing import Routes
from mutugraph.web.visit import visit_of

routes = Routes()


@routes.get("/recherche.json")
def results(request: Request) -> Response:
    """A few results of `q=`, as text and address."""
    return send_json(request, proposals(visit_of(request, {})))


@routes.get("/sparql-termes.json")
def vocabulary(request: Request) -> Response:
    """The terms of the ontology and the declared prefixes, with their French names."""
    return send_json(request, terms(visit_of(request, {})))
