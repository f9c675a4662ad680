"""`/sparql-termes.json`: the prefixes and the terms that the SPARQL editor proposes."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response

from mutugraph.pages.presenters.editor import terms
from mutugraph.web.responses import send
from mutugraph.web.visit import visit_of

router = APIRouter()


@router.get("/sparql-termes.json")
def propose(request: Request) -> Response:
    """The terms of the ontology and the declared prefixes, with their French names."""
    body = json.dumps(terms(visit_of(request, {})), ensure_ascii=False).encode()
    return send(request, body, "application/json")
