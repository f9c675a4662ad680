"""The resources: the guide of the tools, the model, and every entity at its permanent address."""

from __future__ import annotations

import mcp_types as types

from mutugraph.engine.formats import GRAPH_FORMATS
from mutugraph.errors import UnknownName
from mutugraph.messages import message
from mutugraph.operations.describe import describe, describe_as
from mutugraph.pages import described
from mutugraph.questions.catalogue import Catalogue

GUIDE = "mutugraph:guide"
_TURTLE, _PLAIN = GRAPH_FORMATS["ttl"].media_type, "text/plain"


def resources(catalogue: Catalogue) -> list[types.Resource]:
    """What can be read without knowing an address."""
    model = _model(catalogue)
    return [
        types.Resource(uri=GUIDE, name="guide", title=message("ressource_guide"), mime_type=_PLAIN),
        types.Resource(
            uri=model, name="modele", title=message("ressource_modele"), mime_type=_TURTLE
        ),
    ]


def templates(catalogue: Catalogue) -> list[types.ResourceTemplate]:
    """Every entity, by its path under the base of addresses."""
    address = f"{catalogue.workspace.namespaces.ids}{{+chemin}}"
    title = message("ressource_entite")
    return [
        types.ResourceTemplate(uri_template=address, name="entite", title=title, mime_type=_PLAIN)
    ]


def read_resource(catalogue: Catalogue, uri: str) -> types.ReadResourceResult:
    """The content of a resource. Raises `UnknownName` for an address that is not ours."""
    namespaces = catalogue.workspace.namespaces
    if uri == GUIDE:
        return _content(uri, _PLAIN, message("assistant_consignes").strip())
    if uri == _model(catalogue):
        return _content(uri, _TURTLE, describe_as(catalogue, uri, "ttl").decode())
    if not uri.startswith(namespaces.base):
        raise UnknownName(kind="ressource", name=uri, nearest=(GUIDE, _model(catalogue)))
    return _content(uri, _PLAIN, described.as_text(describe(catalogue, uri), namespaces))


def _model(catalogue: Catalogue) -> str:
    return catalogue.workspace.namespaces["mut"].iri.rstrip("/")


def _content(uri: str, media: str, text: str) -> types.ReadResourceResult:
    part = types.TextResourceContents(uri=uri, mime_type=media, text=text)
    return types.ReadResourceResult(contents=[part])
