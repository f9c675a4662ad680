"""The query processes come to share one store in memory, and nobody who asks sees the change."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from engine.pools import COUNT, FOUND, LONG, SHORT, TRIED_S, asked, long_ones, whole, with_pool
from engine.test_dying import SORTED
from mutugraph.engine import forking
from mutugraph.engine.building import ensure_store
from mutugraph.engine.forking import Place
from mutugraph.engine.memory import returned, roughly
from mutugraph.engine.pool import Pool
from mutugraph.engine.processes import QueryProcess
from mutugraph.errors import QueryCrashed
from mutugraph.settings import Settings
from mutugraph.workspace import PREFIXES, Workspace

PATIENT = replace(SHORT, workers=2, deadline_s=60.0, client_queries=8)
LITERAL = "-" * 500
QUERIES = (
    COUNT,
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "ASK { <urn:s1> <urn:p> ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
)


async def held(pool: Pool) -> None:
    """Waits until all of the short lane reads the store in memory, and nothing else is there."""
    while not pool.held == len(pool.pids) == PATIENT.workers + 1:
        await asyncio.sleep(0.01)


def test_answers_are_the_same_from_memory_as_from_the_disk(place: Place) -> None:
    async def work(pool: Pool) -> None:
        before = [await whole(await pool.answer(asked(query))) for query in QUERIES]
        assert pool.held == 0
        pool.hold_in_memory()
        await held(pool)
        assert [await whole(await pool.answer(asked(query))) for query in QUERIES] == before

    with_pool(replace(place, limits=PATIENT), work)


def test_a_query_that_runs_on_the_disk_has_its_answer(place: Place) -> None:
    async def work(pool: Pool) -> None:
        first = pool._fork_servers._current
        assert first is not None
        long = asyncio.ensure_future(pool.answer(asked(LONG)))
        await long_ones(pool, 1)
        pool.hold_in_memory()
        while pool.held <= PATIENT.workers:
            await asyncio.sleep(0.01)
        assert FOUND in await whole(await long)
        await held(pool)
        while Path(f"/proc/{first._process.pid}").exists():  # not even as a process that has ended
            await asyncio.sleep(0.01)

    with_pool(replace(place, limits=PATIENT), work)


def test_what_is_shared_is_there_once_and_counts_for_no_query(
    tiny: Callable[..., Workspace], settings: Settings
) -> None:
    many = "".join(f'<urn:s{i}> <urn:p> "{i}{LITERAL}" .\n' for i in range(60_000))
    workspace = tiny({"data/ttl/many.ttl": many})
    built = ensure_store(workspace, settings)
    limits = replace(PATIENT, memory_bytes=32 * 1024 * 1024)
    server = forking.ForkServer(
        Place(built.folder / "db", workspace.root / PREFIXES, limits), holds=True
    )

    async def work() -> None:
        up = asyncio.Event()
        process = QueryProcess(lambda _: up.set())
        await process.connect(server.fork())
        await up.wait()
        shared = roughly([server._process.pid])
        assert shared > limits.memory_bytes
        assert returned(process.pid) < shared / 5
        _, counted = await process.ask(asked(COUNT))
        assert isinstance(counted, bytes)
        assert b'"60000"' in counted
        with pytest.raises(QueryCrashed):
            await process.ask(asked(SORTED))

    try:
        asyncio.run(asyncio.wait_for(work(), TRIED_S))
    finally:
        server.close()


@pytest.mark.parametrize("when", ["it loads", "it has loaded"])
def test_where_who_holds_the_store_dies_the_disk_is_read_until_another_does(
    place: Place, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "_HOLD_AGAIN_S", 1.0)

    async def work(pool: Pool) -> None:
        pool.hold_in_memory()
        heir = await _heir(pool)
        if when == "it has loaded":
            await held(pool)
        before = set(pool.pids)
        os.kill(heir, signal.SIGKILL)
        while before & set(pool.pids):
            with suppress(QueryCrashed):
                assert b'"300"' in await whole(await pool.answer(asked(COUNT)))
            await asyncio.sleep(0.01)
        await held(pool)

    with_pool(replace(place, limits=PATIENT), work)


def test_who_cannot_load_the_store_forks_nothing(place: Place, tmp_path: Path) -> None:
    server = forking.ForkServer(replace(place, store=tmp_path / "none"), holds=True)
    try:
        assert server._process.wait(30) != 0
        assert not server.loaded
    finally:
        server.close()


async def _heir(pool: Pool) -> int:
    """The number of the process that loads the store, once it is there."""
    while pool._fork_servers._heir is None:
        await asyncio.sleep(0.001)
    return pool._fork_servers._heir._process.pid
