"""Who gives way in a long lane that is full, by client."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from engine.pools import ENDLESS, FOUND, LONG, SHORT, asked, long_ones, whole, with_pool
from mutugraph.engine.forking import Place
from mutugraph.engine.pool import Pool, Reply
from mutugraph.errors import EngineBusy, PlaceGiven, QueryStopped

ROOMY = replace(SHORT, deadline_s=30.0, queue=16, long_queries=3)


def running(pool: Pool, *clients: str, text: str = ENDLESS) -> list[asyncio.Task[Reply]]:
    """A query of each of these clients."""
    return [asyncio.create_task(pool.answer(asked(text, client=client))) for client in clients]


async def refused(task: asyncio.Task[Reply]) -> BaseException | None:
    await asyncio.wait([task])
    return task.exception()


async def ended(*tasks: asyncio.Task[Reply]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_the_newest_query_of_who_holds_most_gives_way(place: Place) -> None:
    async def work(pool: Pool) -> None:
        first, second = running(pool, "a"), running(pool, "b")
        await long_ones(pool, 2)
        last = running(pool, "a")
        await long_ones(pool, 3)
        (honest,) = running(pool, "c", text=LONG)
        # two places against none: the one that came last of them
        assert isinstance(await refused(last[0]), PlaceGiven)
        assert FOUND in await whole(await honest)
        assert not first[0].done() and not second[0].done()
        assert (pool.tally.displaced, pool.tally.busy) == (1, 0)
        await ended(*first, *second)

    with_pool(replace(place, limits=ROOMY), work)


def test_one_client_alone_keeps_its_places(place: Place) -> None:
    async def work(pool: Pool) -> None:
        held = running(pool, "a", "a", "a")
        await long_ones(pool, 3)
        (more,) = running(pool, "a")
        assert isinstance(await refused(more), EngineBusy)
        assert not any(task.done() for task in held)
        assert pool.tally.displaced == 0
        await ended(*held)

    with_pool(replace(place, limits=ROOMY), work)


def test_one_place_each_is_kept_from_however_many_new_clients(place: Place) -> None:
    async def work(pool: Pool) -> None:
        held = running(pool, "a", "b", "c")
        await long_ones(pool, 3)
        more = running(pool, *"defghij")
        while pool.tally.busy < 6:
            await asyncio.sleep(0.01)
        assert (pool.tally.displaced, pool.tally.long) == (0, 3)
        assert not any(task.done() for task in held)
        await ended(*held, *more)

    with_pool(replace(place, limits=ROOMY), work)


def test_who_finds_no_place_keeps_his_process_while_nobody_wants_it(place: Place) -> None:
    async def work(pool: Pool) -> None:
        held = running(pool, "a", "b", "c")
        await long_ones(pool, 3)
        (honest,) = running(pool, "d", text=LONG)
        assert FOUND in await whole(await honest)
        (stays,) = running(pool, "d")
        await asyncio.sleep(1)
        others = running(pool, "e", "f")  # one of them would wait for it
        assert isinstance(await refused(stays), EngineBusy)
        await ended(*held, *others)

    with_pool(replace(place, limits=ROOMY), work)


def test_who_was_stopped_a_moment_ago_gives_way_with_his_only_query(place: Place) -> None:
    async def work(pool: Pool) -> None:
        for number in (1, 2):
            held = running(pool, "a", "b", "c")
            await long_ones(pool, 3 * number)
            if number == 1:
                stopped = [await refused(task) for task in held]
                assert [type(error) for error in stopped] == [QueryStopped] * 3
        (fresh,) = running(pool, "d")
        await long_ones(pool, 7)
        assert pool.tally.displaced == 1
        await asyncio.wait(held, return_when=asyncio.FIRST_COMPLETED)
        (gave_way,) = [task for task in held if task.done()]
        assert isinstance(gave_way.exception(), PlaceGiven)
        await ended(*held, fresh)

    with_pool(replace(place, limits=replace(ROOMY, deadline_s=8.0)), work)


@pytest.mark.parametrize("newcomers", [1, 5])
def test_however_many_give_way_the_lane_is_no_wider(place: Place, newcomers: int) -> None:
    async def work(pool: Pool) -> None:
        held = running(pool, "a", "a", "a")
        await long_ones(pool, 3)
        others = running(pool, *(f"b{number}" for number in range(newcomers)))
        # of one client that held three, two go; then each holds one, and one stays where it is
        while sum(not task.done() for task in [*held, *others]) > min(4, 2 + newcomers):
            await asyncio.sleep(0.01)
        await asyncio.sleep(1)
        assert pool.tally.displaced == min(2, newcomers)
        assert sum(not task.done() for task in [*held, *others]) == min(4, 2 + newcomers)
        await ended(*held, *others)

    with_pool(replace(place, limits=ROOMY), work)
