"""The standard formats of answers (SPARQL 1.1 results, RDF 1.1 graphs), written by pyoxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from mutugraph.engine.answers import Answer, Boolean, Table, Triples
from mutugraph.engine.xml import NAMES, XmlCharacters, refuse_unnamed
from mutugraph.errors import QueryFormatUnknown
from mutugraph.namespaces import Namespaces
from mutugraph.turtle import Entangled, canonical

Results = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, media type, file extension, and the codec that writes it."""

    name: str
    media_type: str
    extension: str
    codec: QueryResultsFormat | RdfFormat


_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


def _format(name: str, codec: QueryResultsFormat | RdfFormat) -> Format:
    return Format(name, codec.media_type, codec.file_extension, codec)


RESULT_FORMATS: Mapping[str, Format] = {n: _format(n, c) for n, c in _RESULTS.items()}
GRAPH_FORMATS: Mapping[str, Format] = {n: _format(n, c) for n, c in _GRAPHS.items()}
FORMATS: Mapping[str, Format] = {**RESULT_FORMATS, **GRAPH_FORMATS}
EXTENSIONS: Mapping[str, str] = {format.extension: name for name, format in FORMATS.items()}


def format_named(name: str) -> Format:
    """The format of a name. Raises `QueryFormatUnknown`."""
    try:
        return FORMATS[name]
    except KeyError:
        raise QueryFormatUnknown(format=name, known=tuple(FORMATS)) from None


def write(results: Results, format: Format | None, namespaces: Namespaces) -> bytes:
    """Evaluates results and writes them; triples once each, in a stable order, Turtle canonical.

    Raises `QueryFormatUnknown` where the format is of the other kind, `FormatUnable` where it
    cannot write this answer.
    """
    if isinstance(results, QueryTriples):
        return write_triples(results, format or GRAPH_FORMATS["ttl"], namespaces)
    codec = (format or RESULT_FORMATS["json"]).codec
    try:
        if not isinstance(codec, QueryResultsFormat):
            raise QueryFormatUnknown(format=format and format.name, known=tuple(RESULT_FORMATS))
        return _checked(results.serialize(format=codec) or b"", format)
    finally:
        del results  # else a traceback takes it to another thread, where it must not end


def write_triples(
    triples: Iterable[Triple], format: Format, namespaces: Namespaces, *, small: int | None = None
) -> bytes:
    """The bytes of a graph, canonical in Turtle but where `small` is exceeded.

    Raises `QueryFormatUnknown` where the format is one of tables, `FormatUnable`.
    """
    if not isinstance(format.codec, RdfFormat):
        raise QueryFormatUnknown(format=format.name, known=tuple(GRAPH_FORMATS))
    once = set(triples)
    if format.codec == RdfFormat.TURTLE and (small is None or len(once) <= small):
        with suppress(Entangled):
            return canonical(once, namespaces).encode()
    if format.codec == RdfFormat.RDF_XML:
        refuse_unnamed(once)
    # no prefixes: pyoxigraph writes them in an order that changes from run to run
    return _checked(serialize(sorted(once, key=str), format=format.codec) or b"", format)


def _checked(body: bytes, format: Format | None) -> bytes:
    if format is not None and format.name in NAMES:
        XmlCharacters(format.name).see(body)
    return body


def values(results: Results) -> Answer:
    """Evaluates results into frozen values."""
    match results:
        case QueryBoolean():
            return Boolean(bool(results))
        case QueryTriples():
            return Triples(tuple(sorted(set(results), key=str)))
        case QuerySolutions():
            columns = tuple(variable.value for variable in results.variables)
            return Table(columns, tuple(tuple(solution) for solution in results))
