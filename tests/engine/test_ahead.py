"""Answers that are made beside are those of the engine itself, their errors included."""

from __future__ import annotations

import threading

import pytest
from pyoxigraph import RdfFormat, parse

from mutugraph.engine.ahead import Ahead
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.errors import QueryMalformed
from mutugraph.namespaces import Namespaces

DATA = b'<urn:a> <urn:p> "1.50"^^<urn:t>, "mot"@fr, 007, _:b . <urn:b> <urn:q> <urn:a> .'
EVERY = "SELECT ?s ?p ?o ?none WHERE { ?s ?p ?o } ORDER BY ?s ?p STR(?o)"


@pytest.fixture
def engine(namespaces: Namespaces) -> EmbeddedEngine:
    return EmbeddedEngine.of(parse(DATA, format=RdfFormat.TURTLE), namespaces)


@pytest.mark.parametrize(
    "text", [EVERY, "ASK { ?s <urn:q> ?o }", "CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o }"]
)
def test_an_announced_answer_is_that_of_the_engine(engine: EmbeddedEngine, text: str) -> None:
    with Ahead(lambda: engine) as ahead:
        ahead.begin([text, text])
        assert ahead.query(text) == engine.query(text)
        assert ahead.query(text) == engine.query(text)  # not announced any more


def test_an_error_is_raised_where_the_query_is_asked(engine: EmbeddedEngine) -> None:
    with Ahead(lambda: engine) as ahead:
        ahead.begin(["SELECT ?s WHERE {", EVERY])
        assert len(ahead.query(EVERY).rows) == 5  # type: ignore[union-attr]
        with pytest.raises(QueryMalformed):
            ahead.query("SELECT ?s WHERE {")


def test_the_threads_end_with_the_block_and_the_engine_still_answers(
    engine: EmbeddedEngine,
) -> None:
    before = threading.active_count()
    with Ahead(lambda: engine) as ahead:
        ahead.begin([EVERY])
    assert threading.active_count() == before
    assert ahead.query(EVERY) == engine.query(EVERY)
