"""An answer in XML can be read by an XML parser, or is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.engine.formats import FORMATS
from mutugraph.engine.output import send
from mutugraph.errors import FormatUnable
from mutugraph.namespaces import Namespaces
from mutugraph.settings import Limits

FINE = [
    ("xml", 'SELECT ("a\\tb\\n é \U0001f600" AS ?a) {}'),
    ("rdfxml", "CONSTRUCT { <urn:s> <urn:x#p1> 1, 'é<&' } {}"),
    ("rdfxml", "CONSTRUCT { <urn:s> <http://x/été> 1 } {}"),
]
BROKEN = [
    ("xml", 'SELECT ("x\\u0001y" AS ?a) {}'),
    ("xml", 'SELECT ("x\\uFFFEy" AS ?a) {}'),
    ("rdfxml", 'CONSTRUCT { <urn:s> <urn:x#p> "\\u0008" } {}'),
    ("rdfxml", "CONSTRUCT { <http://a/s> <http://x/123> 1 } {}"),
    ("rdfxml", "CONSTRUCT { <http://a/s> <http://x/> 1 } {}"),
]


def written(engine: EmbeddedEngine, name: str, query: str, way: str, known: Namespaces) -> bytes:
    format = FORMATS[name]
    if way == "whole":
        return engine.serialize(query, format)
    parts: list[bytes] = []
    table, graph = (format, None) if name == "xml" else (None, format)
    results = engine.results(query)
    _, rest = send(results, table, graph, known, Limits(), data=lambda _, part: parts.append(part))
    return b"".join([*parts, rest])


@pytest.mark.parametrize("way", ["whole", "in parts"])
@pytest.mark.parametrize(("name", "query"), FINE)
def test_what_xml_can_write_is_well_formed(
    namespaces: Namespaces, name: str, query: str, way: str
) -> None:
    engine = EmbeddedEngine.of((), namespaces)
    ElementTree.fromstring(written(engine, name, query, way, namespaces))  # noqa: S314 - our own


@pytest.mark.parametrize("way", ["whole", "in parts"])
@pytest.mark.parametrize(("name", "query"), BROKEN)
def test_what_xml_cannot_write_is_refused(
    namespaces: Namespaces, name: str, query: str, way: str
) -> None:
    with pytest.raises(FormatUnable):
        written(EmbeddedEngine.of((), namespaces), name, query, way, namespaces)
