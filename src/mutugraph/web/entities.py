"""The project's own addresses: `/id/…`, `/def/…`, `/graphe/…`, `/jeu/…` (docs/interfaces.md §5).

303 to the page or to a document, by `Accept` (RFC 9110 §15.4.4, Cool URIs §4.2); the documents
themselves at the same address with a suffix. A retired identifier keeps its document, which names
its successor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from mutugraph.errors import IriInvalid, UnknownName
from mutugraph.iris import iri
from mutugraph.operations.publish.documents import SYNTAXES, successor
from mutugraph.operations.publish.jsonld import context
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import Resource, find, near
from mutugraph.pages.presenters import vocabulary
from mutugraph.pages.presenters.entity import entity
from mutugraph.pages.rendering import page
from mutugraph.web.negotiation import led_to
from mutugraph.web.publication import holdings
from mutugraph.web.responses import HTML, led, send
from mutugraph.web.visit import visit_of

router = APIRouter()
TREES = ("id", "def", "graphe", "jeu")
CONTEXT = "mutualisation/context"
# What is offered, the preferred first; a browser takes the first.
OFFERED: Mapping[str, str] = {
    HTML: "html",
    **{syntax.media_type: syntax.suffix for syntax in SYNTAXES.values()},
}
_SUFFIXES = frozenset(OFFERED.values())


def _route(tree: str) -> None:
    def answer(request: Request, path: str) -> Response:
        if not path:
            raise HTTPException(404)
        held = holdings(request)
        bare, dot, suffix = path.rpartition(".")
        if dot and suffix in _SUFFIXES:
            if (tree, bare, suffix) == ("def", CONTEXT, "jsonld"):
                return _context(request, held)
            return _document(request, held, _resource(held, tree, bare), suffix)
        return _redirect(request, held, _resource(held, tree, _named(tree, path)))

    router.add_api_route(f"/{tree}/{{path:path}}", answer, name=tree)


for _tree in TREES:
    _route(_tree)


def _named(tree: str, path: str) -> str:
    """The ontology also answers at its namespace, which ends with a slash."""
    return path.removesuffix("/") if tree == "def" else path


def _resource(held: Holdings, tree: str, path: str) -> Resource:
    """The resource at a path. Raises `UnknownName` with the nearest."""
    try:
        node = iri(f"{held.namespaces.base}{tree}/{quote(path, safe='/~:@!$&()*+,;=%')}")
    except IriInvalid:
        raise near(held, tree, path) from None
    found = find(held, node)
    if found is None:
        raise near(held, tree, path)
    return found


def _redirect(request: Request, held: Holdings, found: Resource) -> Response:
    suffix = led_to(request.headers.get("accept"), OFFERED, tuple(OFFERED.values()))
    own = f"/{found.path}"
    target = f"{own}.{suffix}"
    if suffix == "html":
        shown = visit_of(request, {}).links.page(found.node.value)
        page_of = "/modele" if found.ontology else shown
        described = page_of.removeprefix("/").startswith(tuple(f"{tree}/" for tree in TREES))
        target = f"{page_of}.{suffix}" if described else page_of
    return led(request, target, varies=True, links=", ".join(_links(held, found, None)))


def _document(request: Request, held: Holdings, found: Resource, suffix: str) -> Response:
    headers = {"Link": ", ".join(_links(held, found, suffix))}
    if suffix == "html":
        return send(request, _page(request, held, found), HTML, headers=headers)
    syntax = SYNTAXES[suffix]
    body = syntax.write(found.triples(held), held.namespaces)
    return send(request, body, syntax.media_type, headers=headers)


def page_at(request: Request, address: str) -> bytes | None:
    """What is sent at the address of a page about a resource; None where it is no such address."""
    path, _, suffix = address.removeprefix("/").rpartition(".")
    tree, _, rest = path.partition("/")
    if suffix != OFFERED[HTML] or tree not in TREES:
        return None
    held = holdings(request)
    try:
        return _page(request, held, _resource(held, tree, rest))
    except UnknownName:
        return None


def _page(request: Request, held: Holdings, found: Resource) -> bytes:
    visit = visit_of(request, {})
    if found.graph:
        template, view = "graphe.html", vocabulary.graph(visit, held, found.node)
    elif vocabulary.is_term(held, found.node):
        template, view = "terme.html", vocabulary.terms(visit, held, found.alike)
    else:
        template, view = "entite.html", entity(visit, held, found.node)
    return page(template, visit.frame, {**view, "address": found.first})


def _links(held: Holdings, found: Resource, shown: str | None) -> list[str]:
    """What else there is about the resource (RFC 8288); the licence is added to every response."""
    own = f"/{found.path}"
    made = [
        f'<{found.node.value}>; rel="canonical"',
        f'<{own}.ttl>; rel="describedby"; type="text/turtle"',
    ]
    made += [
        f'<{own}.{syntax.suffix}>; rel="alternate"; type="{syntax.media_type}"'
        for syntax in SYNTAXES.values()
        if syntax.suffix != shown
    ]
    after = successor(held, found.node)
    if after is not None:
        made.append(f'<{after.value}>; rel="successor-version"')
    return made


def _context(request: Request, held: Holdings) -> Response:
    body = json.dumps({"@context": context(held.namespaces)}, indent=1).encode()
    return send(request, body, "application/ld+json")
