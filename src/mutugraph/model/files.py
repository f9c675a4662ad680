"""Reads a file of the workspace into the quads that it stands for.

The sources name a term once, by `skos:prefLabel`; ontology editors, reasoners and our own queries
look for `rdfs:label` (RDF Schema §5.4.1), which is made here, where files become quads.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from weakref import WeakValueDictionary

from pyoxigraph import Quad

from mutugraph.turtle.reading import Document, parse_text, read_turtle
from mutugraph.workspace import Workspace

_TERMS = ("ontology/modules/", "ontology/externes.ttl")
_LABELLING = ("rdfs", "skos")
_HELD: WeakValueDictionary[tuple[str | None, ...], Document] = WeakValueDictionary()


def read_file(workspace: Workspace, path: Path) -> Document:
    """A file of the ontology, the data or the shapes, in its named graph.

    A term of the ontology has its `rdfs:label` beside its `skos:prefLabel`.
    Raises the errors of `turtle.read`.
    """
    return read_as(workspace, path, read_turtle(path, workspace.name(path)))


def read_as(workspace: Workspace, path: Path, text: str) -> Document:
    """A file of the workspace that says a text. Raises the errors of `turtle.parse_text`.

    A document that somebody holds is given again: the sides of an import have most in common.
    """
    name, known = workspace.name(path), workspace.namespaces.prefixes
    said = name, text, workspace.namespaces.ids, *map(known.get, _LABELLING)
    found = _HELD.get(said)
    if found is None:
        found = _HELD[said] = _parsed(workspace, path, text)
    return found


def _parsed(workspace: Workspace, path: Path, text: str) -> Document:
    name, base = workspace.name(path), workspace.namespaces.ids
    document = parse_text(text, name=name, graph=workspace.graph(path), base=base)
    if not name.startswith(_TERMS) or "rdfs" not in workspace.namespaces.prefixes:
        return document
    return replace(document, quads=(*document.quads, *_labels(workspace, document)))


def _labels(workspace: Workspace, document: Document) -> tuple[Quad, ...]:
    space = workspace.namespaces
    named, label = space.term("skos:prefLabel"), space.term("rdfs:label")
    return tuple(
        Quad(q.subject, label, q.object, q.graph_name)
        for q in document.quads
        if q.predicate == named
    )
