"""Who answers the public queries: the pool, or an engine called in threads."""

from __future__ import annotations

from typing import Protocol

from starlette.concurrency import run_in_threadpool

from mutugraph.engine.pool import Reply
from mutugraph.engine.protocol import Engine
from mutugraph.engine.wire import Asked
from mutugraph.errors import QueryFormatUnknown


class Answers(Protocol):
    """The seam between the endpoint and what stands behind it."""

    async def answer(self, asked: Asked) -> Reply:
        """The answer of one query. Raises what an engine raises, and `EngineBusy`."""
        ...


class Threaded:
    """An engine that stops by itself (a remote one), or that only tests talk to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def answer(self, asked: Asked) -> Reply:
        """See `Answers`."""
        return await run_in_threadpool(self._answer, asked)

    def _answer(self, asked: Asked) -> Reply:
        formats = [format for format in (asked.table, asked.graph) if format is not None]
        for format in formats[:-1]:
            try:
                body = self._engine.serialize(asked.text, format, graphs=asked.graphs)
                return Reply(format.name, body)
            except QueryFormatUnknown:  # the answer is of the other kind
                continue
        last = formats[-1]
        return Reply(last.name, self._engine.serialize(asked.text, last, graphs=asked.graphs))
