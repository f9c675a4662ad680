"""The server over the standard streams, for an assistant on the same machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from mcp.server.stdio import stdio_server

from mutugraph.engine.forking import Place
from mutugraph.engine.pool import Pool, Reply
from mutugraph.engine.protocol import Engine
from mutugraph.engine.wire import Asked
from mutugraph.mcp.querying import Ask
from mutugraph.mcp.server import mcp_server
from mutugraph.questions.catalogue import Catalogue


async def answer_on_stdio(catalogue: Catalogue, place: Place | None) -> None:
    """Answers until the other side closes the streams.

    `place` is the local store, whose queries run in processes that can be stopped; None where the
    catalogue asks a remote engine, which stops by itself.
    """
    async with _asking(catalogue.engine, place) as ask:
        server = mcp_server(catalogue, ask)
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())


@asynccontextmanager
async def _asking(engine: Engine, place: Place | None) -> AsyncIterator[Ask]:
    if place is None:
        yield _asking_remotely(engine)
        return
    pool = Pool(place)
    await pool.start()
    try:
        yield pool.answer
    finally:
        await pool.close(0)


def _asking_remotely(engine: Engine) -> Ask:
    async def ask(asked: Asked) -> Reply:
        body = await anyio.to_thread.run_sync(
            lambda: engine.serialize(asked.text, asked.table), abandon_on_cancel=True
        )
        return Reply(asked.table.name if asked.table else "", body)

    return ask
