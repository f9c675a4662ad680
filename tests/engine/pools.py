"""Pools over a few statements, and what is asked of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from mutugraph.engine.forking import Place
from mutugraph.engine.formats import FORMATS
from mutugraph.engine.pool import Pool, Reply
from mutugraph.engine.wire import Asked
from mutugraph.settings import Limits

DATA = {"data/ttl/a.ttl": "".join(f'<urn:s{i}> <urn:p> "{i}" .\n' for i in range(300))}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = (
    "SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?c . ?d <urn:p> ?f . { SELECT * { ?g ?h ?i } LIMIT 60 } }"
)
TRIED_S = 120
FOUND = b"%d" % (300 * 300 * 60)  # by it
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"
SHORT = Limits(deadline_s=0.6, workers=1, queue=1, long_queries=1)


def asked(
    text: str, table: str | None = "json", graph: str | None = "ttl", client: str = ""
) -> Asked:
    formats = (FORMATS[table] if table else None, FORMATS[graph] if graph else None)
    return Asked(text, *formats, client=client)


def with_pool(place: Place, work: Callable[[Pool], Awaitable[None]]) -> None:
    async def run() -> None:
        pool = Pool(place)
        await pool.start()
        try:
            async with asyncio.timeout(TRIED_S):
                await work(pool)
        finally:
            await pool.close(0)

    asyncio.run(run())


async def whole(reply: Reply) -> bytes:
    content = reply.content
    return content if isinstance(content, bytes) else b"".join([part async for part in content])


async def long_ones(pool: Pool, number: int) -> None:
    """Waits until so many queries have come to the long lane since the start."""
    while pool.tally.long < number:
        await asyncio.sleep(0.01)
