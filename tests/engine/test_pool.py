"""Query processes: what each limit does, and what a death costs."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from mutugraph.engine.building import ensure_store
from mutugraph.engine.forking import Place
from mutugraph.engine.formats import FORMATS, RESULT_FORMATS
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
SHORT = Limits(deadline_s=0.6, workers=1, queue=1, long_queries=1)


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
        while not pool.tally.long:
            await asyncio.sleep(0.01)
        killed = set(pool.pids)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(QueryCrashed):
            await endless
        while killed & set(pool.pids):
            await asyncio.sleep(0.01)
        assert b'"300"' in await whole(await pool.answer(asked(COUNT)))

    with_pool(replace(place, limits=replace(SHORT, deadline_s=20.0)), work)


def test_a_short_query_whose_process_is_killed_is_answered_by_another(place: Place) -> None:
    async def work(pool: Pool) -> None:
        (only,) = pool.pids
        os.kill(only, signal.SIGSTOP)
        short = asyncio.ensure_future(pool.answer(asked(COUNT)))
        await asyncio.sleep(0)
        os.kill(only, signal.SIGKILL)
        assert b'"300"' in await whole(await short)
        assert pool.tally.crashed == 1

    with_pool(replace(place, limits=replace(SHORT, workers=0, deadline_s=20.0)), work)


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


@pytest.mark.parametrize("endless", [1, 3, 9])
def test_short_queries_are_answered_whatever_the_number_of_endless_ones(
    place: Place, endless: int
) -> None:
    async def work(pool: Pool) -> None:
        runaways = [asyncio.ensure_future(pool.answer(asked(ENDLESS))) for _ in range(endless)]
        await asyncio.sleep(0)
        for _ in range(20):
            began = time.monotonic()
            assert b'"300"' in await whole(await pool.answer(asked(COUNT)))
            assert time.monotonic() - began < 2  # all but a tenth of it on a quiet machine
        ended = await asyncio.gather(*runaways, return_exceptions=True)
        assert sum(isinstance(error, QueryStopped) for error in ended) == min(endless, 2)
        assert sum(isinstance(error, EngineBusy) for error in ended) == max(0, endless - 2)

    limits = replace(SHORT, deadline_s=3.0, queue=16, long_queries=2)
    with_pool(replace(place, limits=limits), work)


def test_a_process_of_the_long_lane_is_replaced_and_not_used_again(place: Place) -> None:
    async def work(pool: Pool) -> None:
        few = "{ SELECT ?i { ?g ?h ?i } LIMIT 60 }"
        before = set(pool.pids)
        await pool.answer(asked(f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . {few} }}"))
        while before <= set(pool.pids):
            await asyncio.sleep(0.01)
        assert b'"300"' in await whole(await pool.answer(asked(COUNT)))

    with_pool(replace(place, limits=replace(SHORT, deadline_s=60.0)), work)


def test_where_the_process_that_forks_dies_another_takes_its_place(place: Place) -> None:
    async def work(pool: Pool) -> None:
        parents = {_parent(pid) for pid in pool.pids}
        assert len(parents) == 1
        os.kill(parents.pop(), signal.SIGKILL)
        async with asyncio.timeout(20):
            while True:
                with suppress(QueryCrashed):
                    assert b'"300"' in await whole(await pool.answer(asked(COUNT)))
                    break

    with_pool(replace(place, limits=replace(SHORT, deadline_s=20.0)), work)


def test_a_query_process_knows_no_password(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUTUGRAPH_ENGINE_PASSWORD", "secret")

    async def work(pool: Pool) -> None:
        for pid in pool.pids:
            assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()

    with_pool(place, work)


@pytest.mark.parametrize("name", RESULT_FORMATS)
def test_a_row_over_the_limit_is_a_refusal_in_every_format(place: Place, name: str) -> None:
    query = "SELECT ?o ?t { ?s ?p ?o BIND('a\\r\\nb },{ <result> \"' AS ?t) } LIMIT "

    async def work(pool: Pool) -> None:
        await pool.answer(asked(query + "100", name))
        with pytest.raises(AnswerTooLarge):
            await pool.answer(asked(query + "101", name))

    with_pool(replace(place, limits=replace(SHORT, rows=100, deadline_s=20.0)), work)


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
        ("SELECT * { ?x ?p ?x } LIMIT 5", False),
        ("SELECT * { <urn:a> ?x ?x } LIMIT 5", False),
        ("SELECT * { SERVICE <urn:a> { ?s ?p ?o } }", False),
    ],
)
def test_only_one_range_of_an_index_is_read_in_the_server(text: str, quick: bool) -> None:
    assert is_look_up(asked(text)) is quick


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


async def whole(reply: Reply) -> bytes:
    content = reply.content
    return content if isinstance(content, bytes) else b"".join([part async for part in content])
