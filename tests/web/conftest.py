"""What tests of the site share: the application, called in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import anyio
import httpx
import pytest
from fastapi import FastAPI

from mutugraph.questions.catalogue import Catalogue
from mutugraph.web.app import create_app

Call = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def app(catalogue: Catalogue) -> FastAPI:
    """The application over the repository's files; what it has made once is kept."""
    return create_app(catalogue.workspace, catalogue.engine)


@pytest.fixture(scope="module")
def call(app: FastAPI) -> Iterator[Call]:
    """Calls the application in this process."""

    async def send(method: str, path: str, **options: object) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **options)  # type: ignore[arg-type]

    def run(method: str, path: str, **options: object) -> httpx.Response:
        async def sent() -> httpx.Response:
            return await send(method, path, **options)

        return portal.call(sent)

    with anyio.from_thread.start_blocking_portal() as portal:
        yield run
