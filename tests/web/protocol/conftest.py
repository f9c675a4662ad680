"""The endpoint in this process, and a real server as `mutugraph serve` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import anyio
import httpx
import pytest
from starlette.types import ASGIApp

from mutugraph.engine.building import open_engine
from mutugraph.settings import Settings
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

PROGRAM = Path(sys.executable).parent / "mutugraph"


class Server:
    """A running server: its address and its process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        line = process.stdout.readline() if process.stdout else ""
        self.url = next(word for word in line.split() if word.startswith("http")).rstrip("/")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urlopen(f"{self.url}/sante", timeout=5).close()
                return
            except (URLError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError("the server did not come up")

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"


class Client:
    """Asks an application without a server or a socket."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._transport = httpx.ASGITransport(app=app)

    def request(self, method: str, address: str, **what: Any) -> httpx.Response:  # noqa: ANN401 - as httpx
        async def asked() -> httpx.Response:
            headers = {"Accept": "*/*", "Accept-Encoding": "identity", **what.pop("headers", {})}
            async with httpx.AsyncClient(
                transport=self._transport, base_url="http://testserver"
            ) as client:
                return await client.request(method, address, headers=headers, **what)

        return anyio.run(asked)

    def get(self, address: str, **what: Any) -> httpx.Response:  # noqa: ANN401 - as httpx
        return self.request("GET", address, **what)

    def post(self, address: str, **what: Any) -> httpx.Response:  # noqa: ANN401 - as httpx
        return self.request("POST", address, **what)


@contextmanager
def running(workspace: Path, store: Path, **environment: str) -> Iterator[Server]:
    """Starts a server on a free port, and stops it by its own number."""
    given = {f"MUTUGRAPH_{name.upper()}": value for name, value in environment.items()}
    process = subprocess.Popen(
        [PROGRAM, "--workspace", str(workspace), "serve", "--port", "0", "--workers", "1"],
        env={**os.environ, "MUTUGRAPH_STORE": str(store), **given},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(process)
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout:
            process.stdout.close()


@pytest.fixture(scope="session")
def client(repository: Workspace, store: Path) -> Client:
    """The application over the repository's files, without a server."""
    settings = Settings(store=store)
    return Client(create_app(repository, open_engine(repository, settings)))


@pytest.fixture(scope="session")
def server(repository: Workspace, store: Path) -> Iterator[Server]:
    """A real server with a short deadline and a small limit of rows."""
    with running(repository.root, store, deadline_s="5", rows="20000") as started:
        yield started
