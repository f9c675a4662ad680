"""Who answers the public queries: the pool, or an engine called in threads."""

from __future__ import annotations

from typing import Protocol

from starlette.concurrency import run_in_threadpool

from mutugraph.engine.output import Bounded
from mutugraph.engine.pool import Reply
from mutugraph.engine.protocol import Engine
from mutugraph.engine.tokens import GRAPH_FORMS, form_of
from mutugraph.engine.wire import Asked
from mutugraph.errors import QueryFormatUnknown
from mutugraph.settings import Limits


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

    async def answer(self, asked: Asked) -> Reply:
        """See `Answers`."""
        return await run_in_threadpool(self._answer, asked)

    def _answer(self, asked: Asked) -> Reply:
        format, other = asked.table, asked.graph
        if form_of(asked.text) in GRAPH_FORMS:
            format, other = other, format
        if format is None:
            raise QueryFormatUnknown(format=other and other.name, known=())
        body = self._engine.serialize(asked.text, format, graphs=asked.graphs, base=asked.base)
        Bounded(format, self._limits, lambda _: None).write(body)
        return Reply(format.name, body)
