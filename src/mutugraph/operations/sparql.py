"""Answers a SPARQL query of the user's, in the standard formats or as rows."""

from __future__ import annotations

from mutugraph.engine.answers import Boolean, Table
from mutugraph.engine.formats import GRAPH_FORMATS, format_named
from mutugraph.engine.protocol import Engine
from mutugraph.errors import QueryFormatUnknown


def sparql(engine: Engine, text: str, format: str | None = None) -> bytes:
    """The bytes of the answer; by default SPARQL 1.1 JSON, or Turtle for triples.

    Raises `QueryFormatUnknown`, and what the engine raises.
    """
    return engine.serialize(text, format_named(format) if format else None)


def sparql_rows(engine: Engine, text: str) -> Table | Boolean:
    """The answer as values. Raises `QueryFormatUnknown` for triples, and what the engine raises."""
    answer = engine.query(text)
    if isinstance(answer, Table | Boolean):
        return answer
    raise QueryFormatUnknown(format="table", known=tuple(GRAPH_FORMATS))
