"""Query processes: what each limit does, and what a death costs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from mutugraph.engine.building import ensure_store
from mutugraph.engine.formats import FORMATS, RESULT_FORMATS
from mutugraph.engine.members import Place
from mutugraph.engine.pool import Pool, Reply
from mutugraph.engine.quick import is_look_up
from mutugraph.engine.wire import Asked
from mutugraph.errors import (
    AnswerTooLarge,
    EngineBusy,
    QueryCrashed,
    QueryFormatUnknown,
    QueryMalformed,
    QueryStopped,
)
from mutugraph.settings import Limits, Settings
from mutugraph.workspace import PREFIXES, Workspace

Tiny = Callable[..., Workspace]
DATA = {"data/ttl/a.ttl": "".join(f'<urn:s{i}> <urn:p> "{i}" .\n' for i in range(300))}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"
SHORT = Limits(deadline_s=0.6, workers=1, queue=1)


@pytest.fixture
def place(tiny: Tiny, settings: Settings) -> Place:
    workspace = tiny(DATA)
    built = ensure_store(workspace, settings)
    return Place(built.folder / "db", workspace.root / PREFIXES, SHORT)


def asked(text: str, table: str | None = "json", graph: str | None = "ttl") -> Asked:
    return Asked(text, FORMATS[table] if table else None, FORMATS[graph] if graph else None)


def with_pool(place: Place, work: Callable[[Pool], Awaitable[None]]) -> None:
    async def run() -> None:
        pool = Pool(place)
        await pool.start()
        try:
            await work(pool)
        finally:
            await pool.close(0)

    asyncio.run(run())


def test_an_answer_has_the_format_of_its_kind(place: Place) -> None:
    async def work(pool: Pool) -> None:
        assert (await pool.answer(asked(COUNT))).format == "json"
        assert (await pool.answer(asked("CONSTRUCT WHERE { ?s ?p ?o }"))).format == "ttl"
        with pytest.raises(QueryFormatUnknown):
            await pool.answer(asked(COUNT, table=None))
        with pytest.raises(QueryMalformed):
            await pool.answer(asked("SELECT"))

    with_pool(place, work)


def test_a_query_over_its_deadline_is_stopped_and_the_next_one_answered(place: Place) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(QueryStopped):
            await pool.answer(asked(ENDLESS))
        assert b'"300"' in await whole(await pool.answer(asked(COUNT)))

    with_pool(replace(place, limits=replace(SHORT, deadline_s=1.5)), work)


def test_a_process_that_dies_costs_one_answer(place: Place) -> None:
    async def work(pool: Pool) -> None:
        endless = asyncio.ensure_future(pool.answer(asked(ENDLESS)))
        await asyncio.sleep(0.1)
        os.kill(pool.pids[0], signal.SIGKILL)
        with pytest.raises(QueryCrashed):
            await endless
        assert b'"300"' in await whole(await pool.answer(asked(COUNT)))

    with_pool(replace(place, limits=replace(SHORT, deadline_s=20.0)), work)


def test_a_query_that_overflows_the_stack_costs_one_process(place: Place) -> None:
    deep = replace(SHORT, nesting=10**6, operators=10**6, disconnected=10**6, deadline_s=20.0)

    async def work(pool: Pool) -> None:
        with pytest.raises((QueryCrashed, QueryMalformed)):
            await pool.answer(asked("SELECT * " + "{" * 20_000 + "}" * 20_000))
        assert b'"300"' in await whole(await pool.answer(asked(COUNT)))

    with_pool(replace(place, limits=deep), work)


def test_more_than_may_wait_are_told_to_come_back(place: Place) -> None:
    async def work(pool: Pool) -> None:
        found = await asyncio.gather(
            *(pool.answer(asked(ENDLESS)) for _ in range(4)), return_exceptions=True
        )
        assert {type(error) for error in found} <= {EngineBusy, QueryStopped}
        assert sum(isinstance(error, EngineBusy) for error in found) >= 2

    with_pool(place, work)


@pytest.mark.parametrize("name", RESULT_FORMATS)
def test_a_row_over_the_limit_is_a_refusal_in_every_format(place: Place, name: str) -> None:
    query = "SELECT ?o ?t { ?s ?p ?o BIND('a\\r\\nb },{ <result> \"' AS ?t) } LIMIT "

    async def work(pool: Pool) -> None:
        await pool.answer(asked(query + "100", name))
        with pytest.raises(AnswerTooLarge):
            await pool.answer(asked(query + "101", name))

    with_pool(replace(place, limits=replace(SHORT, rows=100, deadline_s=20.0)), work)


def test_a_query_process_has_no_network_and_little_memory() -> None:
    code = (
        "import socket, sys; from mutugraph.engine.sandbox import confine\n"
        "closed = confine(300_000_000)\n"
        "try: bytearray(400_000_000); sys.exit(1)\n"
        "except MemoryError: pass\n"
        "try: socket.socket(); sys.exit(2 if closed else 0)\n"
        "except PermissionError: pass\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "quick"),
    [
        ("SELECT * { <urn:a> ?p ?o }", True),
        ("PREFIX a: <urn:a> SELECT ?p WHERE { a:b ?p ?o . } LIMIT 5", True),
        ("SELECT * { ?s ?p ?o } LIMIT 100", True),
        ("SELECT * { ?s ?p ?o } LIMIT 101", False),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { <urn:a> ?p ?o . ?o ?q ?r }", False),
        ("SELECT * { <urn:a> ?p+ ?o }", False),
        ("SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?o }", False),
        ("SELECT * { <urn:a> ?p ?o } ORDER BY ?o", False),
        ("SELECT DISTINCT ?p { ?s ?p ?o } LIMIT 5", False),
        ("SELECT * { SERVICE <urn:a> { ?s ?p ?o } }", False),
    ],
)
def test_only_one_range_of_an_index_is_read_in_the_server(text: str, quick: bool) -> None:
    assert is_look_up(asked(text)) is quick


async def whole(reply: Reply) -> bytes:
    content = reply.content
    return content if isinstance(content, bytes) else b"".join([part async for part in content])
