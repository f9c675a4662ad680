"""The application of the newest store: a rebuild is taken up without dropping a request.

Each revision has its own application, engine, query processes and cache. A request belongs to the
revision that it came to; the processes of the former one end when its requests have.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from mutugraph.engine.building import Built, ensure_store, latest_store
from mutugraph.engine.members import Place
from mutugraph.engine.pool import Pool, Tally
from mutugraph.engine.protocol import Engine
from mutugraph.engine.quick import QuickOrPooled
from mutugraph.errors import MutugraphError
from mutugraph.settings import Settings
from mutugraph.web.answers import Answers
from mutugraph.web.app import create_app
from mutugraph.workspace import PREFIXES, Workspace, find_workspace

_LOOK_S = 1.0
Opened = Callable[[], Engine]


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves one revision."""

    app: ASGIApp
    built: Built | None
    pool: Pool | None


class Live:
    """ASGI: starts with the server, serves the newest revision, drains at the end."""

    def __init__(
        self, settings: Settings, *, source: Path | None = None, remote: Opened | None = None
    ) -> None:
        self._settings = settings
        self._source = source
        self._remote = remote
        self._serving: Serving | None = None
        self._watch: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self.tally = Tally()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._serving is not None:
            await self._serving.app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            self._serving = await self._start()
        except MutugraphError as error:
            await send({"type": "lifespan.startup.failed", "message": error.code})
            raise
        self._watch = asyncio.create_task(self._watching())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._watch.cancel()
        if self._serving.pool:
            await self._serving.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> Serving:
        workspace = find_workspace(self._settings)
        if self._remote is not None:
            app = await asyncio.to_thread(self._application, workspace, self._remote())
            return Serving(app, None, None)
        built = await asyncio.to_thread(ensure_store, workspace, self._settings)
        return await self._serve(workspace, built)

    async def _serve(self, workspace: Workspace, built: Built) -> Serving:
        prefixes = workspace.root / PREFIXES
        pool = Pool(Place(built.folder / "db", prefixes, self._settings.limits), tally=self.tally)
        await pool.start()
        engine = built.open(workspace, self._settings)
        answers = QuickOrPooled(engine, pool)
        app = await asyncio.to_thread(self._application, workspace, engine, answers)
        return Serving(app, built, pool)

    def _application(
        self, workspace: Workspace, engine: Engine, answers: Answers | None = None
    ) -> ASGIApp:
        limits = self._settings.limits
        return create_app(workspace, engine, limits=limits, source=self._source, answers=answers)

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            serving = self._serving
            if serving is None or serving.built is None:
                return
            newer = await asyncio.to_thread(self._newer, serving.built)
            if newer is not None:
                self._serving = await self._serve(*newer)
                ending = asyncio.create_task(self._end(serving))
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

    async def _end(self, former: Serving) -> None:
        """Requests that came before the change may still ask for a while."""
        await asyncio.sleep(self._settings.limits.deadline_s)
        if former.pool:
            await former.pool.close()
