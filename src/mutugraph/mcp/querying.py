"""The tool `sparql`: a query that can be stopped, under the limits of `/sparql`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from mutugraph.engine.formats import FORMATS, GRAPH_FORMATS, RESULT_FORMATS
from mutugraph.engine.pool import Reply as Answer
from mutugraph.engine.wire import Asked
from mutugraph.errors import AnswerTooLarge, QueryFormatUnknown
from mutugraph.mcp.replies import Json, Reply, cut, marked, paragraphs, window

MOST_BYTES = 4 * 1024 * 1024
Ask = Callable[[Asked], Awaitable[Answer]]


async def answer_query(ask: Ask, arguments: Mapping[str, object]) -> Reply:
    """The answer of a query in the format asked, by default JSON or Turtle.

    Raises `QueryFormatUnknown`, `AnswerTooLarge`, and what the query raises.
    """
    name = arguments.get("format")
    if name is not None and name not in FORMATS:
        raise QueryFormatUnknown(format=str(name), known=tuple(FORMATS))
    table = RESULT_FORMATS.get(str(name or "json"))
    graph = GRAPH_FORMATS.get(str(name or "ttl"))
    answer = await ask(Asked(str(arguments["requete"]), table, graph))
    content = answer.content
    text = (content if isinstance(content, bytes) else await _whole(content)).decode()
    if answer.format != "json":
        return Reply(cut(marked(text)), {"format": answer.format})
    return _table(json.loads(text), arguments.get("depuis"))


async def _whole(parts: AsyncIterator[bytes]) -> bytes:
    """An answer as one; what no assistant could take in is not kept. Raises `AnswerTooLarge`."""
    read = bytearray()
    async for part in parts:
        read += part
        if len(read) > MOST_BYTES:
            raise AnswerTooLarge(limit=MOST_BYTES, unit="octets")
    return bytes(read)


def _table(found: Json, first: object) -> Reply:
    """A hundred rows of an answer in JSON; a Boolean as it is."""
    results = found.get("results")
    if not isinstance(results, dict):
        return Reply(marked(json.dumps(found)), {"format": "json", **found})
    rows = results["bindings"]
    shown = window(first, len(rows))
    part = {"head": found["head"], "results": {"bindings": rows[shown.rows]}}
    text = cut(marked(json.dumps(part, ensure_ascii=False)))
    return Reply(paragraphs([text, shown.told]), {"format": "json", **part, **shown.data})
