"""What the death of a query process costs: an answer where it is the query's own doing."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import replace

import pytest

from engine.pools import COUNT, ENDLESS, FOUND, LONG, SHORT, asked, long_ones, whole, with_pool
from mutugraph.engine.forking import Place
from mutugraph.engine.memory import HEAVY, roughly
from mutugraph.engine.pool import Pool
from mutugraph.errors import QueryCrashed, QueryStopped

SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


async def killed(pool: Pool) -> None:
    """Kills every process of the pool, and waits until none of them is there."""
    there = set(pool.pids)
    for pid in there:
        os.kill(pid, signal.SIGKILL)
    while there & set(pool.pids):
        await asyncio.sleep(0.01)


def test_a_process_that_dies_twice_costs_one_answer(place: Place) -> None:
    async def work(pool: Pool) -> None:
        long = asyncio.ensure_future(pool.answer(asked(LONG)))
        for number in (1, 2):
            await long_ones(pool, number)
            await killed(pool)
        with pytest.raises(QueryCrashed):
            await long
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


def test_a_long_query_whose_process_is_killed_is_answered_by_another(place: Place) -> None:
    async def work(pool: Pool) -> None:
        long = asyncio.ensure_future(pool.answer(asked(LONG)))
        await long_ones(pool, 1)
        await killed(pool)
        assert FOUND in await whole(await long)
        assert pool.tally.crashed == 1

    with_pool(replace(place, limits=replace(SHORT, deadline_s=60.0)), work)


def test_the_second_process_has_what_the_first_left_of_the_time(place: Place) -> None:
    async def work(pool: Pool) -> None:
        began = time.monotonic()
        endless = asyncio.ensure_future(pool.answer(asked(ENDLESS)))
        await asyncio.sleep(4)
        await killed(pool)
        with pytest.raises(QueryStopped):
            await endless
        assert 5 <= time.monotonic() - began < 8

    with_pool(replace(place, limits=replace(SHORT, deadline_s=5.0)), work)


def test_a_query_that_takes_much_memory_is_not_tried_again(place: Place) -> None:
    async def work(pool: Pool) -> None:
        growing = asyncio.ensure_future(pool.answer(asked(SORTED)))
        await long_ones(pool, 1)
        while max(roughly([pid]) for pid in pool.pids) < 2 * HEAVY:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # the pool looks too
        await killed(pool)
        with pytest.raises(QueryCrashed):
            await growing
        assert pool.tally.crashed == 1

    with_pool(replace(place, limits=replace(SHORT, deadline_s=60.0)), work)
