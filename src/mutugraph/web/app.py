"""The application: the site, the SPARQL endpoint, the identifiers."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from mutugraph import __version__
from mutugraph.engine.cache import Cache
from mutugraph.engine.ceiling import Room
from mutugraph.engine.protocol import Engine
from mutugraph.law.legi.keeping import KeptTexts
from mutugraph.operations.health import sentences_of_faults
from mutugraph.pages.books import Books
from mutugraph.pages.controlling import Control
from mutugraph.pages.site import read_site
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits, Settings, exposed
from mutugraph.web import (
    assets,
    deposit,
    description,
    discovery,
    downloads,
    entities,
    pages,
    problems,
    proposals,
    publication,
    status,
)
from mutugraph.web.address import PublicAddress
from mutugraph.web.answers import Answers, Threaded
from mutugraph.web.budget import Budget, Refusals
from mutugraph.web.edge import Edge
from mutugraph.web.entrance import Entrance
from mutugraph.web.mcp import McpRoute
from mutugraph.web.sparql import SparqlRoute
from mutugraph.workspace import Workspace


def create_app(
    workspace: Workspace,
    engine: Engine,
    *,
    limits: Limits | None = None,
    settings: Settings | None = None,
    source: Path | None = None,
    texts: KeptTexts | None = None,
    answers: Answers | None = None,
    address: PublicAddress | None = None,
    room: Room | None = None,
) -> FastAPI:
    """The application over one engine and one revision.

    `settings` are those of the server, of which `limits` are the part that tests change; `source`
    is the document's full text, shown only when its checksum is the pinned one; `texts` are those
    of the law that the user keeps, shown to who visits and never published; `answers` runs the
    public queries, by default `engine` in threads; `address` is where clients find it, `room` what
    is left of the server's memory.
    """
    app = FastAPI(
        title="mutugraph",
        version=__version__,
        openapi_url=None,  # `publication` sends it, as every other file
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nothing leaves; and time
    )
    given = settings or exposed(Settings(limits=limits or Limits()), beyond=True)
    bounds = given.limits
    control = Control(workspace, given)
    app.state.site = read_site(Catalogue(workspace, engine), control, source, texts)
    app.state.books = Books(workspace, Settings(limits=bounds))
    app.state.pages = Cache(bounds.page_cache_bytes)
    app.state.faults = cache(partial(sentences_of_faults, app.state.site.catalogue, given.shared))
    app.state.limits = bounds
    app.state.frames = given.frames
    app.state.shared = given.shared
    for part in (
        status,
        assets,
        description,
        discovery,
        downloads,
        entities,
        publication,
        proposals,
        deposit,
        pages,
    ):
        app.include_router(part.router)
    problems.install(app)
    app.state.cache = Cache(app.state.limits.cache_bytes)
    answering = answers or Threaded(engine, bounds)
    app.add_middleware(
        SparqlRoute,
        kept=app.state.cache,
        site=app.state.site,
        limits=app.state.limits,
        answers=answering,
    )
    app.add_middleware(McpRoute, site=app.state.site, limits=bounds, answers=answering)
    app.state.refusals = Refusals()
    taken = room or Room()
    app.add_middleware(Budget, limits=bounds, refusals=app.state.refusals, room=taken)
    found = address or PublicAddress()
    app.add_middleware(_edge, site=app, address=found, cors=given.cors)
    app.add_middleware(
        Entrance,
        site=app.state.site,
        address=found,
        by_origin=bool(given.cors) and "*" not in given.cors,
        answers=app.state.cache,
        pages=app.state.pages,
    )
    return app


def _edge(app: ASGIApp, site: FastAPI, address: PublicAddress, cors: tuple[str, ...]) -> ASGIApp:
    return Edge(app, site.state.site.located, address, cors)
