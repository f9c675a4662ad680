"""`/recherche.json`: what is proposed while typing."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response

from mutugraph.pages.presenters.search import proposals
from mutugraph.web.responses import send
from mutugraph.web.visit import visit_of

router = APIRouter()


@router.get("/recherche.json")
def propose(request: Request) -> Response:
    """A few results of `q=`, as text and address."""
    body = json.dumps(proposals(visit_of(request, {})), ensure_ascii=False).encode()
    return send(request, body, "application/json")
