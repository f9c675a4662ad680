"""A rebuild is taken up by the running application, and the former one is given back."""

from __future__ import annotations

import asyncio
import gc
import shutil
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message

from mutugraph.engine.building import ensure_store
from mutugraph.engine.protocol import Engine
from mutugraph.settings import Limits, Settings
from mutugraph.web.live import Live
from mutugraph.workspace import Workspace, find_workspace

PATIENCE_S = 120.0
ASKED = ("/", "/questions", "/services", "/recherche?q=finances", "/openapi.json", "/sante")


def test_a_former_revision_is_not_kept_in_memory(small: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(small.root, root)
    limits = Limits(deadline_s=1.0, workers=1)
    settings = Settings(workspace=root, store=tmp_path / "store", limits=limits)
    ensure_store(find_workspace(settings), settings)
    gc.disable()  # what frees it must not be chance
    try:
        asyncio.run(_rebuilt_while_it_serves(settings))
    finally:
        gc.enable()


@pytest.mark.parametrize("shared", [True, False])
def test_query_processes_share_a_store_in_memory_that_is_not_too_large(
    small: Workspace, small_settings: Settings, shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shared:
        monkeypatch.setattr("mutugraph.web.live.MOST_HELD", 0)
    # no ceiling: the process of a whole run of the tests leaves no room below one
    limits = replace(small_settings.limits, server_memory_bytes=0)
    settings = replace(small_settings, workspace=small.root, limits=limits)

    async def settled() -> None:
        async with _living(settings) as live, asyncio.timeout(PATIENCE_S):
            await _revision(live)
            assert live._serving is not None
            assert live._judge is not None
            pool = live._serving.pool
            assert pool is not None
            await live._judge
            while shared and pool.held < len(pool.pids):
                await asyncio.sleep(0.01)
            assert pool._fork_servers.wanted is shared

    asyncio.run(settled())


@asynccontextmanager
async def _living(settings: Settings) -> AsyncIterator[Live]:
    live = Live(settings)
    stop, started = asyncio.Event(), asyncio.Event()

    async def receive() -> Message:
        if started.is_set():
            await stop.wait()
        started.set()
        return {"type": "lifespan"}

    async def send(message: Message) -> None:
        assert not message["type"].endswith("failed")

    living = asyncio.create_task(live({"type": "lifespan"}, receive, send))
    yield live
    stop.set()
    await living


async def _rebuilt_while_it_serves(settings: Settings) -> None:
    async with _living(settings) as live:
        before = await _revision(live)
        assert await _answered(live) == [200] * len(ASKED)
        held = weakref.ref(_application(live)), weakref.ref(_engine(live))
        added = settings.workspace or Path()
        (added / "data/ttl/added.ttl").write_text("<urn:added> <urn:p> 1 .\n", encoding="utf-8")
        await asyncio.to_thread(ensure_store, find_workspace(settings), settings)
        async with asyncio.timeout(PATIENCE_S):
            while await _revision(live) == before or any(former() for former in held):
                await asyncio.sleep(0.1)


def _application(live: Live) -> FastAPI:
    serving = live._serving
    assert serving is not None
    return serving.app


def _engine(live: Live) -> Engine:
    engine: Engine = _application(live).state.site.catalogue.engine
    return engine


async def _answered(live: Live) -> list[int]:
    """The status of each of some pages: what they keep must go with the revision."""
    transport = httpx.ASGITransport(app=live)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return [(await client.get(path)).status_code for path in ASKED]


async def _revision(live: Live) -> str:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            transport = httpx.ASGITransport(app=live)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                if live._serving is not None:
                    sent = await client.get("/sante")
                    if sent.status_code == 200:  # a busy machine may say that it is not ready
                        return str(sent.json()["revision"])
            await asyncio.sleep(0.1)
