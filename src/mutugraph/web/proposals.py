"""What is proposed while typing: `/recherche.json`, and `/sparql-termes.json` for the editor."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from mutugraph.pages.presenters.editor import terms
from mutugraph.pages.presenters.search import proposals
from mutugraph.web.responses import send_json
from mutugraph.web.visit import visit_of

router = APIRouter()


@router.get("/recherche.json")
def results(request: Request) -> Response:
    """A few results of `q=`, as text and address."""
    return send_json(request, proposals(visit_of(request, {})))


@router.get("/sparql-termes.json")
def vocabulary(request: Request) -> Response:
    """The terms of the ontology and the declared prefixes, with their French names."""
    return send_json(request, terms(visit_of(request, {})))
