"""Query processes: what each limit does, and what a death costs."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from engine.pools import COUNT, ENDLESS, LONG, SHORT, asked, whole, with_pool
from mutugraph.engine.forking import Place
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.pool import Pool
from mutugraph.engine.quick import is_look_up
from mutugraph.errors import (
    AnswerTooLarge,
    EngineBusy,
    QueryCrashed,
    QueryFormatUnknown,
    QueryMalformed,
    QueryStopped,
)


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
        assert all(isinstance(error, EngineBusy | QueryStopped) for error in found)
        assert sum(isinstance(error, EngineBusy) for error in found) >= 2

    with_pool(place, work)


def test_a_query_that_has_no_core_is_no_long_one(place: Place) -> None:
    async def work(pool: Pool) -> None:
        for pid in pool.pids:
            os.kill(pid, signal.SIGSTOP)
        waiting = asyncio.ensure_future(pool.answer(asked(COUNT)))
        await asyncio.sleep(0.4)  # twice what makes a long query of one that works
        assert pool.tally.long == 0
        for pid in pool.pids:
            os.kill(pid, signal.SIGCONT)
        assert b'"300"' in await whole(await waiting)

    with_pool(replace(place, limits=replace(SHORT, deadline_s=20.0)), work)


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
        before = set(pool.pids)
        await pool.answer(asked(LONG))
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
