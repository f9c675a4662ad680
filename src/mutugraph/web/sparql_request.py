"""Reads a request of the SPARQL 1.1 Protocol (§2.1): the query, its dataset, the formats wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from mutugraph.engine.formats import FORMATS, GRAPH_FORMATS, RESULT_FORMATS, Format
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.engine.wire import Asked
from mutugraph.errors import (
    MediaUnsupported,
    QueryFormatUnknown,
    RequestUnclear,
    UpdateRefused,
)
from mutugraph.iris import iri
from mutugraph.text_files import BOM
from mutugraph.web.negotiation import choose, quality

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
HTML = "text/html"
MOST_PARAMETERS = 1000
_CHARSETS = {"utf-8", "utf8", "us-ascii"}
_SHOWN = 100
_REMEMBERED = 512  # characters of what a client wishes

_TABLE_ALIASES = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
_GRAPH_ALIASES = {
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
}
_NAMES = {  # what clients put in `format`, for a table and for a graph
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "turtle": ("", "ttl"),
    "n3": ("", "ttl"),
    "ntriples": ("", "nt"),
    "rdf": ("", "rdfxml"),
    "rdf+xml": ("", "rdfxml"),
    "json-ld": ("", "jsonld"),
}


def _media(formats: Mapping[str, Format], aliases: Mapping[str, str]) -> dict[str, Format]:
    plain = {f.media_type.partition(";")[0]: f for f in formats.values()}
    return plain | {a: formats[n] for a, n in aliases.items()}


_TABLES = _media(RESULT_FORMATS, _TABLE_ALIASES)
_GRAPHS = _media(GRAPH_FORMATS, _GRAPH_ALIASES)


_WANTED = (*_TABLES, *_GRAPHS)


def media_of(headers: Mapping[bytes, bytes]) -> str:
    """The kind of a body. Raises `UpdateRefused`, `MediaUnsupported` for one that is not read."""
    given = headers.get(b"content-type", b"").decode("latin-1").lower()
    media, *parameters = (part.strip() for part in given.split(";"))
    if media == UPDATE:
        raise UpdateRefused(operation=UPDATE)
    coding = headers.get(b"content-encoding", b"identity").decode("latin-1").lower()
    charsets = [p.removeprefix("charset=").strip('"') for p in parameters if "charset=" in p]
    if media not in (QUERY, FORM) or coding != "identity" or {*charsets} - _CHARSETS:
        told = given if coding == "identity" else f"{given}, {coding}"
        raise MediaUnsupported(media=told[:_SHOWN] or "aucun", known=(QUERY, FORM))
    return media


def pairs_of(content: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or of a form, empty ones kept. Raises `RequestUnclear`.

    As `parse_qsl`, in half the time: without a way through text for each name and value.
    """
    parts = content.split(b"&")
    if len(parts) > MOST_PARAMETERS:
        raise RequestUnclear(detail="parameters")
    try:
        cut = (part.partition(b"=") for part in parts if part)
        return [(_decoded(name), _decoded(value)) for name, _, value in cut]
    except UnicodeDecodeError as error:
        raise RequestUnclear(detail="utf_8") from error


def _decoded(content: bytes) -> str:
    return unquote_to_bytes(content.replace(b"+", b" ")).decode()


def asked_of(pairs: Sequence[tuple[str, str]], accept: str | None) -> Asked | None:
    """The query that parameters state; None where they state none.

    Raises `RequestUnclear` for more than one, or none but a blank, `UpdateRefused`, `IriInvalid`,
    `QueryFormatUnknown`.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise UpdateRefused(operation="update")
    queries = given.get("query")
    if queries is None:
        return None
    if len(queries) > 1 or not queries[0].strip():
        raise RequestUnclear(detail="query")
    table, graph = _formats(given.get("format", [""])[0], accept)
    text = queries[0].removeprefix(BOM)
    return Asked(text, table, graph, _dataset(given))


def _dataset(given: Mapping[str, Sequence[str]]) -> Graphs:
    """The dataset of the protocol, which prevails over that of the query (§2.1.4).

    Forms send the fields that nobody filled in: an empty one names no graph.
    """
    default = tuple(iri(text) for text in given.get("default-graph-uri", ()) if text)
    named = tuple(iri(text) for text in given.get("named-graph-uri", ()) if text)
    return Graphs(default, named) if default or named else UNION


def _formats(name: str, accept: str | None) -> tuple[Format | None, Format | None]:
    known = len(name) + len(accept or "") <= _REMEMBERED
    return _chosen(name, accept) if known else _chosen.__wrapped__(name, accept)


@lru_cache(maxsize=512)
def _chosen(name: str, accept: str | None) -> tuple[Format | None, Format | None]:
    if name:
        media = name.strip().lower().replace(" ", "+")
        table, graph = _NAMES.get(media, (media, media))
        found = (
            _TABLES.get(media) or RESULT_FORMATS.get(table),
            _GRAPHS.get(media) or GRAPH_FORMATS.get(graph),
        )
    elif not accept or _is_browsers(accept):
        found = RESULT_FORMATS["json"], GRAPH_FORMATS["ttl"]  # no wish, or a browser
    else:
        wished = choose(accept, tuple(_TABLES)), choose(accept, tuple(_GRAPHS))
        found = (
            _TABLES[wished[0]] if wished[0] else None,
            _GRAPHS[wished[1]] if wished[1] else None,
        )
    if found == (None, None):
        raise QueryFormatUnknown(format=name or accept, known=tuple(FORMATS))
    # many clients ask for tables alone, and read Turtle as well (RFC 9110 §12.4.1 permits it)
    return found[0], found[1] or GRAPH_FORMATS["ttl"]


def _is_browsers(accept: str) -> bool:
    return HTML in accept and quality(accept, HTML) >= max(quality(accept, m) for m in _WANTED)
