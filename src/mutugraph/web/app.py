"""The application: the site, the SPARQL endpoint, the identifiers."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from mutugraph import __version__
from mutugraph.engine.protocol import Engine
from mutugraph.pages.site import read_site
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits
from mutugraph.web import assets, entities, pages, problems, questions, sparql, status
from mutugraph.web.edge import Edge
from mutugraph.workspace import Workspace

_COMPRESSED_FROM = 1024


def create_app(
    workspace: Workspace,
    engine: Engine,
    *,
    limits: Limits | None = None,
    source: Path | None = None,
) -> FastAPI:
    """The application over one engine and one revision.

    `source` is the document's full text, shown only when its checksum is the pinned one.
    """
    app = FastAPI(title="mutugraph", version=__version__, docs_url=None, redoc_url=None)
    app.state.site = read_site(Catalogue(workspace, engine))
    app.state.limits = limits or Limits()
    app.state.source = source
    for part in (status, assets, sparql, entities, questions, pages):
        app.include_router(part.router)
    problems.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM)
    app.add_middleware(_edge, site=app)
    return app


def _edge(app: ASGIApp, site: FastAPI) -> ASGIApp:
    return Edge(app, site.state.site.schema)
