"""The tool `sparql`: a query that can be stopped, under the limits of `/sparql`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from mutugraph.engine.formats import FORMATS, GRAPH_FORMATS, RESULT_FORMATS
from mutugraph.engine.pool import Reply as Answer
from mutugraph.engine.wire import Asked
from mutugraph.errors import QueryFormatUnknown
from mutugraph.mcp.replies import Reply, cut, marked

Ask = Callable[[Asked], Awaitable[Answer]]


async def answer_query(ask: Ask, arguments: Mapping[str, object]) -> Reply:
    """The answer of a query in the format asked, by default JSON or Turtle.

    Raises `QueryFormatUnknown`, and what the query raises.
    """
    name = arguments.get("format")
    if name is not None and name not in FORMATS:
        raise QueryFormatUnknown(format=str(name), known=tuple(FORMATS))
    table = RESULT_FORMATS.get(str(name or "json"))
    graph = GRAPH_FORMATS.get(str(name or "ttl"))
    answer = await ask(Asked(str(arguments["requete"]), table, graph))
    content = answer.content
    body = content if isinstance(content, bytes) else b"".join([part async for part in content])
    text = body.decode()
    data: dict[str, object] = {"format": answer.format}
    if answer.format == "json":
        data |= json.loads(text)
    return Reply(cut(marked(text)), data)
