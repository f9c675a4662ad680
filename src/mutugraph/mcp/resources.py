"""The resources: the guide of the tools, the model, and every entity at its permanent address."""

from __future__ import annotations

from collections.abc import Iterator

import mcp_types as types

from mutugraph.errors import UnknownName
from mutugraph.mcp.replies import cut, marked
from mutugraph.messages import message
from mutugraph.model.reading import read_model
from mutugraph.operations.describe import describe
from mutugraph.pages import described
from mutugraph.questions.catalogue import Catalogue

GUIDE = "mutugraph:guide"
_PLAIN = "text/plain"


def resources(catalogue: Catalogue) -> list[types.Resource]:
    """What can be read without knowing an address."""
    model = _model(catalogue)
    return [
        types.Resource(uri=GUIDE, name="guide", title=message("ressource_guide"), mime_type=_PLAIN),
        types.Resource(
            uri=model, name="modele", title=message("ressource_modele"), mime_type=_PLAIN
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
        return _content(uri, _PLAIN, "\n".join(_told(catalogue)))
    if not uri.startswith(namespaces.base):
        raise UnknownName(kind="ressource", name=uri, nearest=(GUIDE, _model(catalogue)))
    told = described.as_text(describe(catalogue, uri), namespaces)
    return _content(uri, _PLAIN, cut(marked(told)))


def _model(catalogue: Catalogue) -> str:
    return catalogue.workspace.namespaces["mut"].iri.rstrip("/")


def _told(catalogue: Catalogue) -> Iterator[str]:
    """Each class with its properties, under the names that a query writes."""
    model = read_model(catalogue.workspace).model
    for kind in sorted(model.classes.values(), key=lambda one: one.label):
        yield ""
        yield f"{_name(catalogue, kind.iri)} : {kind.label}. {kind.help}"
        for one in kind.properties:
            yield f"  {_name(catalogue, one.iri)} : {one.label}. {one.help}"


def _name(catalogue: Catalogue, iri: str) -> str:
    split = catalogue.workspace.namespaces.split(iri)
    return f"{split[0]}:{split[1]}" if split else f"<{iri}>"


def _content(uri: str, media: str, text: str) -> types.ReadResourceResult:
    part = types.TextResourceContents(uri=uri, mime_type=media, text=text)
    return types.ReadResourceResult(contents=[part])
