"""An engine that is called in threads is asked once a query."""

from __future__ import annotations

import asyncio

import pytest

from mutugraph.engine.answers import Answer
from mutugraph.engine.formats import FORMATS, Format
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.engine.wire import Asked
from mutugraph.errors import QueryFormatUnknown
from mutugraph.settings import Limits
from mutugraph.web.answers import Threaded


class Counting:
    """Notes which formats it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        raise AssertionError

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        self.asked.append(format.name if format else "")
        return b""


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("SELECT * { ?construct ?p ?o }", "json"),
        ("ASK {}", "json"),
        ("PREFIX construct: <urn:construct> CONSTRUCT WHERE { ?s ?p ?o }", "ttl"),
        ("DESCRIBE <urn:select>", "ttl"),
    ],
)
def test_the_format_is_that_of_the_kind_of_answer(text: str, format: str) -> None:
    engine = Counting()
    asked = Asked(text, FORMATS["json"], FORMATS["ttl"])
    reply = asyncio.run(Threaded(engine, Limits()).answer(asked))
    assert (reply.format, engine.asked) == (format, [format])


def test_a_kind_of_answer_without_a_format_is_refused_unasked() -> None:
    engine = Counting()
    asked = Asked("SELECT * { ?s ?p ?o }", None, FORMATS["ttl"])
    with pytest.raises(QueryFormatUnknown):
        asyncio.run(Threaded(engine, Limits()).answer(asked))
    assert engine.asked == []
