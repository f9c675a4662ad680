"""`/id/…`: 303 to the page or to a description, by `Accept`; the suffix forms themselves."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import NamedNode

from mutugraph.engine.formats import GRAPH_FORMATS
from mutugraph.errors import UnknownName
from mutugraph.pages.presenters.entity import entity
from mutugraph.pages.rendering import page
from mutugraph.web.negotiation import choose
from mutugraph.web.responses import HTML, send
from mutugraph.web.visit import visit_of

router = APIRouter()
SUFFIXES = {"ttl": "ttl", "nt": "nt", "jsonld": "jsonld", "rdf": "rdfxml"}
_MEDIA = {GRAPH_FORMATS[name].media_type: suffix for suffix, name in SUFFIXES.items()}


@router.get("/id/{path:path}")
def identifier(request: Request, path: str) -> Response:
    """What an identifier leads to. Raises `UnknownName`."""
    bare, dot, suffix = path.rpartition(".")
    if dot and suffix in (*SUFFIXES, "html") and "/" not in suffix:
        return _description(request, bare, suffix)
    visit = visit_of(request, {})
    node = visit.reader.entity(path, "identifiant")
    chosen = choose(request.headers.get("accept"), (HTML, *_MEDIA)) or HTML
    if chosen != HTML:
        target = f"/id/{path}.{_MEDIA[chosen]}"
    else:
        target = visit.links.page(node.value)
        target = f"{target}.html" if target == f"/id/{path}" else target
    link = f'</id/{path}.ttl>; rel="describedby"; type="text/turtle"'
    return RedirectResponse(target, 303, headers={"Vary": "Accept", "Link": link})


def _description(request: Request, path: str, suffix: str) -> Response:
    visit = visit_of(request, {})
    node: NamedNode = visit.reader.entity(path, "identifiant")
    link = {"Link": f'<{node.value}>; rel="canonical"'}
    if suffix == "html":
        body = page("entite.html", visit.frame, entity(visit, node))
        return send(request, body, HTML, headers=link)
    format = GRAPH_FORMATS[SUFFIXES[suffix]]
    body = visit.reader.catalogue.engine.serialize(f"DESCRIBE {node}", format)
    if not body.strip():
        raise UnknownName(kind="identifiant", name=path, nearest=())
    return send(request, body, format.media_type, headers=link)
