"""Who answers the public queries: the pool, or an engine called in threads."""

from __future__ import annotations

from typing import Protocol

import anyio

from mutugraph.engine.output import Bounded
from mutugraph.engine.pool import Reply
from mutugraph.engine.protocol import Engine
from mutugraph.engine.tokens import GRAPH_FORMS, form_of
from mutugraph.engine.wire import Asked
from mutugraph.errors import EngineBusy, QueryFormatUnknown
from mutugraph.settings import Limits

_THREADS = 16


class Answers(Protocol):
    """The seam between the endpoint and what stands behind it."""

    async def answer(self, asked: Asked) -> Reply:
        """The answer of one query. Raises what an engine raises, and `EngineBusy`."""
        ...


class Threaded:
    """An engine that stops by itself (a remote one), or that only tests talk to."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._threads = anyio.CapacityLimiter(_THREADS)  # pages keep theirs

    async def answer(self, asked: Asked) -> Reply:
        """See `Answers`."""
        if self._threads.statistics().tasks_waiting >= self._limits.queue:
            raise EngineBusy(limit=self._limits.queue)
        return await anyio.to_thread.run_sync(self._answer, asked, limiter=self._threads)

    def _answer(self, asked: Asked) -> Reply:
        format, other = asked.table, asked.graph
        if form_of(asked.text) in GRAPH_FORMS:
            format, other = other, format
        if format is None:
            raise QueryFormatUnknown(format=other and other.name, known=())
        body = self._engine.serialize(asked.text, format, graphs=asked.graphs, base=asked.base)
        bounded = Bounded(format, self._limits, lambda _: None)
        bounded.write(body)
        bounded.rest()
        return Reply(format.name, body)
