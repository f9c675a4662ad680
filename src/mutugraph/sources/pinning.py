"""What the data say of a document: its title, its text and the file it came from, both pinned."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.engine.answers import Term
from mutugraph.messages import message
from mutugraph.terms import XSD_DATE
from mutugraph.workspace import Workspace


def described(
    workspace: Workspace,
    node: NamedNode,
    title: str,
    date: datetime.date | None,
    language: Term | None,
) -> list[Quad]:
    """What a document is, as far as it is known: a date is given, or absent."""
    said: dict[str, Term | None] = {
        "rdf:type": workspace.namespaces.term("mut:DocumentSource"),
        "skos:prefLabel": Literal(title, language="fr"),
        "dct:title": Literal(title, language="fr"),
        "dct:format": Literal("text/plain; charset=UTF-8"),
        "dct:language": language,
        "dct:date": Literal(date.isoformat(), datatype=XSD_DATE) if date else None,
    }
    return _quads(workspace, node, said)


def pinned(workspace: Workspace, node: NamedNode, text: str, checksum: str) -> list[Quad]:
    """Its text, and the pin of that text."""
    pin = NamedNode(f"{node.value}/empreinte")
    term = workspace.namespaces.term
    said: dict[str, Term | None] = {
        "rdf:type": term("spdx:Checksum"),
        "skos:prefLabel": Literal(message("sources_empreinte_de_texte"), language="fr"),
        "spdx:algorithm": term("spdx:checksumAlgorithm_sha256"),
        "spdx:checksumValue": _hexadecimal(workspace, checksum),
    }
    own = _quads(workspace, node, {"schema:name": Literal(text), "spdx:checksum": pin})
    return [*own, *_quads(workspace, pin, said)]


def of_origin(
    workspace: Workspace, node: NamedNode, name: str, checksum: str, reader: str
) -> list[Quad]:
    """The file that the text was read from: another version of the reader may read another text."""
    said: dict[str, Term | None] = {
        "mut:fichierDOrigine": Literal(name),
        "mut:empreinteDOrigine": _hexadecimal(workspace, checksum),
        "mut:luPar": Literal(reader),
    }
    return _quads(workspace, node, said)


def _hexadecimal(workspace: Workspace, checksum: str) -> Literal:
    return Literal(checksum, datatype=workspace.namespaces.term("xsd:hexBinary"))


def _quads(workspace: Workspace, node: NamedNode, said: Mapping[str, Term | None]) -> list[Quad]:
    term = workspace.namespaces.term
    return [Quad(node, term(name), value) for name, value in said.items() if value is not None]
