"""The application of the newest store: a rebuild is taken up without dropping a request.

Each revision has its own application, engine, query processes and cache. A request belongs to the
revision that it came to; the processes of the former one end when its requests have.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Thread

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from mutugraph.engine.ahead import yielding
from mutugraph.engine.building import Built, ensure_store, latest_store
from mutugraph.engine.ceiling import Room, keep_below
from mutugraph.engine.embedded import MOST_HELD, EmbeddedEngine
from mutugraph.engine.forking import Place
from mutugraph.engine.memory import give_back
from mutugraph.engine.pool import Pool
from mutugraph.engine.protocol import Engine
from mutugraph.engine.quick import QuickOrPooled
from mutugraph.engine.tally import Tally
from mutugraph.errors import MutugraphError
from mutugraph.law.legi.keeping import KeptTexts
from mutugraph.messages import message
from mutugraph.pages.presenters import about, search
from mutugraph.pages.rendering import compile_templates
from mutugraph.settings import Settings
from mutugraph.web import publication
from mutugraph.web.address import PublicAddress
from mutugraph.web.answers import Answers
from mutugraph.web.app import create_app
from mutugraph.web.observing import Figures, Observed
from mutugraph.web.pages import read_ahead
from mutugraph.web.status import read_faults
from mutugraph.web.streaming import StreamBroken
from mutugraph.workspace import PREFIXES, Workspace, find_workspace

_LOOK_S = 1.0
_BYTES_A_QUAD = 1500  # 330, in each of two processes, as much to load it, what scans copy
_SETTLED_S = 3.0


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves one revision."""

    app: FastAPI
    revision: str
    built: Built | None
    pool: Pool | None
    preparing: Thread


class Live:
    """ASGI: starts with the server, serves the newest revision, drains at the end."""

    def __init__(
        self, settings: Settings, *, source: Path | None = None, shared: Path | None = None
    ) -> None:
        self._settings = settings
        self._source = source
        self._figures = Figures(shared)
        log = sys.stderr if settings.access_log else None
        self._address = PublicAddress.of(settings)
        self._room = Room(settings.limits.server_memory_bytes)
        self._observed = Observed(self._dispatch, self._figures, log)
        self._serving: Serving | None = None
        self._watch: asyncio.Task[None] | None = None
        self._judge: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self.tally = Tally()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._observed(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        serving = self._serving
        if scope["type"] != "http" or serving is None:
            return
        with suppress(StreamBroken):  # unfinished: granian cuts the connection
            await serving.app(scope, receive, send)

    def _now(self, serving: Serving) -> dict[str, float]:
        state = serving.app.state
        cache = state.cache
        figures: dict[str, float] = {
            "cache_bytes": cache.size,
            "cache_hits_total": cache.hits,
            "cache_misses_total": cache.misses,
            "pages_cache_bytes": state.pages.size,
            "requests_refused_busy_total": state.refusals.busy,
            "requests_refused_body_total": state.refusals.bodies,
            "memory_bytes": self._room.taken,
            "memory_limit_bytes": self._room.limit,
            "processes_given_up_total": self._room.given_up,
        }
        if serving.pool:
            tally = self.tally
            figures |= {
                "query_processes": len(serving.pool.pids),
                "query_processes_in_memory": serving.pool.held,
                "queries_waiting": serving.pool.waiting,
                "queries_total": tally.asked,
                "queries_stopped_total": tally.stopped,
                "queries_crashed_total": tally.crashed,
                "queries_refused_busy_total": tally.busy,
                "queries_long_total": tally.long,
                "queries_displaced_total": tally.displaced,
                "query_processes_started_total": tally.started,
            }
        return figures

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            self._serving = await self._start()
        except MutugraphError as error:
            await send({"type": "lifespan.startup.failed", "message": error.code})
            raise
        self._watch = asyncio.create_task(self._watching())
        self._judge = asyncio.create_task(self._settle(self._serving))
        first = multiprocessing.parent_process()
        root = (first.pid if first else None) or os.getpid()
        ceiling = asyncio.create_task(keep_below(self._room, root, self._relieve))
        await send({"type": "lifespan.startup.complete"})
        self._serving.preparing.start()
        await receive()
        ceiling.cancel()
        self._watch.cancel()
        self._judge.cancel()
        if self._serving.pool:
            await self._serving.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _relieve(self) -> None:
        if self._serving:
            state = self._serving.app.state
            state.cache.clear()
            state.pages.clear()
            state.site.catalogue.forget()
            publication.forget(self._serving.app)
        gc.collect()
        give_back()

    async def _start(self) -> Serving:
        workspace = find_workspace(self._settings)
        if self._settings.engine:
            from mutugraph.engine.remote import remote_engine  # noqa: PLC0415 - rarely asked

            remote = remote_engine(self._settings, workspace.namespaces)
            app = await asyncio.to_thread(self._application, workspace, remote)
            preparing = _preparing(app)
            return self._told(Serving(app, workspace.revision, None, None, preparing))
        built = await asyncio.to_thread(ensure_store, workspace, self._settings)
        return await self._serve(workspace, built)

    async def _serve(self, workspace: Workspace, built: Built) -> Serving:
        prefixes = workspace.root / PREFIXES
        settings = self._settings
        required = settings.sandbox == "required"
        place = Place(built.folder / "db", prefixes, settings.limits, confined=required)
        pool = Pool(place, tally=self.tally)
        engine = built.open(workspace, self._settings)
        answers = QuickOrPooled(engine, pool)
        app, _ = await asyncio.gather(
            asyncio.to_thread(self._application, workspace, engine, answers), pool.start()
        )
        if not pool.confined:
            print(message("serve_non_confine"), file=sys.stderr)  # noqa: T201 - to the operator
        preparing = _preparing(app, engine)
        return self._told(Serving(app, built.revision, built, pool, preparing))

    def _told(self, serving: Serving) -> Serving:
        """Gives the application the figures of the server, which it shows."""
        figures = self._figures
        serving.app.state.figures = lambda: figures.exposition(self._now(serving), serving.revision)
        return serving

    def _application(
        self, workspace: Workspace, engine: Engine, answers: Answers | None = None
    ) -> FastAPI:
        return create_app(
            workspace,
            engine,
            settings=replace(self._settings, shared=self._figures.shared),
            source=self._source,
            texts=KeptTexts(workspace.root),
            answers=answers,
            address=self._address,
            room=self._room,
        )

    async def _settle(self, serving: Serving) -> None:
        """What is done once the server answers: the home page says the last control's verdict.

        What is in memory by then stays: the collector, which stops everything for a tenth of a
        second to go through it, leaves it out from now on.
        """
        await asyncio.sleep(_SETTLED_S)
        while serving.preparing.is_alive():
            await asyncio.sleep(_LOOK_S)
        gc.collect()
        gc.freeze()
        give_back()
        site = serving.app.state.site
        judging = asyncio.to_thread(site.control.report, site.judged(site.default))
        await asyncio.gather(judging, self._hold(serving.pool, site.catalogue.engine))

    async def _hold(self, pool: Pool | None, engine: EmbeddedEngine) -> None:
        """Has the query processes share the store in memory too, once there is room for it."""
        if pool is None or (quads := await asyncio.to_thread(engine.size)) > MOST_HELD:
            return
        while self._ending or not self._room.has(quads * _BYTES_A_QUAD):  # not two revisions
            await asyncio.sleep(_LOOK_S)
        pool.hold_in_memory()

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            serving = self._serving
            if serving is None:
                return
            self._figures.flush(self._now(serving))
            if serving.built is None:
                continue
            newer = await asyncio.to_thread(self._newer, serving.built)
            if newer is not None:
                self._serving = await self._serve(*newer)
                self._serving.preparing.start()
                if self._judge:
                    self._judge.cancel()
                self._judge = asyncio.create_task(self._settle(self._serving))
                ending = asyncio.create_task(self._end(serving.pool, serving.preparing))
                self._ending.add(ending)
                ending.add_done_callback(self._ending.discard)

    def _newer(self, served: Built) -> tuple[Workspace, Built] | None:
        """Another store of the files as they are now, built by `mutugraph load`."""
        try:
            workspace = find_workspace(self._settings)
            latest = latest_store(workspace, self._settings)
            if latest is None or latest.folder == served.folder:
                return None
            return (workspace, latest) if workspace.revision == latest.revision else None
        except MutugraphError:  # files in the middle of a change
            return None

    async def _end(self, pool: Pool | None, preparing: Thread) -> None:
        """Requests that came before the change may still ask for a while, and what it prepares.

        The former application is full of cycles, and the collector may let 80 MB of them wait.
        """
        await asyncio.sleep(self._settings.limits.deadline_s)
        if pool:
            await pool.close()
        await asyncio.to_thread(preparing.join)
        gc.unfreeze()
        await asyncio.to_thread(gc.collect)
        gc.freeze()
        give_back()


def _preparing(app: FastAPI, engine: EmbeddedEngine | None = None) -> Thread:
    """What the first visitors would wait for, once the server answers: one thing after the other.

    Beside each other, and before, they would hold up the first answers. First what the first pages
    ask: the home page names the questions, services and texts rest on the law.
    """
    catalogue, control = app.state.site.catalogue, app.state.site.control

    def prepare() -> None:
        read_faults(app)
        compile_templates()
        _ = catalogue.questions
        read_ahead(app.state.site)
        if engine:
            yielding(engine.hold_in_memory)
        search.prepare(catalogue)
        for read in (control.rules, partial(about.prepare, catalogue.workspace)):
            with suppress(MutugraphError):  # the page says it
                read()
        publication.prepare(app)

    return Thread(target=prepare, daemon=True)
