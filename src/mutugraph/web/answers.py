"""Who answers the public queries: the pool, or an engine called in threads."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from mutugraph.engine.formats import Format
from mutugraph.engine.output import Bounded
from mutugraph.engine.pool import Reply
from mutugraph.engine.protocol import Engine
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
        formats = [format for format in (asked.table, asked.graph) if format is not None]
        for format in formats[:-1]:
            with suppress(QueryFormatUnknown):  # the answer is of the other kind
                return self._reply(asked, format)
        return self._reply(asked, formats[-1])

    def _reply(self, asked: Asked, format: Format) -> Reply:
        body = self._engine.serialize(asked.text, format, graphs=asked.graphs)
        Bounded(format, self._limits, lambda _: None).write(body)
        return Reply(format.name, body)
