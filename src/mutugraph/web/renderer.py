"""The live site asked without a network, page by page: what `publish` receives as its renderer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from fastapi import FastAPI, Request
from starlette.types import Message, Scope

from mutugraph.operations.publish.asking import Heard, asked_for
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.site import Rendered
from mutugraph.questions.noting import noting
from mutugraph.settings import Limits
from mutugraph.web.address import PublicAddress
from mutugraph.web.app import create_app
from mutugraph.web.entities import page_at
from mutugraph.web.responses import HTML

_SCHEME, _HOST, _PORT = "https", "publication.invalid", 443
_AT_ONCE = 4


def app_over(heard: Heard, files: Files) -> FastAPI:
    """The live application over the engine of the files that are published."""
    limits = Limits(page_cache_bytes=0)  # a page that is kept asks nothing
    app = create_app(files.catalogue.workspace, heard, limits=limits)
    app.state.holdings, app.state.files = files.holdings, files
    shown = replace(app.state.site, syntaxes=files.syntaxes, catalogue=files.catalogue)
    app.state.site = shown  # the questions are read once
    return app


class AppRenderer:
    """Asks an application over what is `heard`, made at the first asking, where that is.

    `origin` is the address that it believes to have; it exists nowhere.
    """

    origin = f"{_SCHEME}://{_HOST}"

    def __init__(self, heard: Heard, files: Files) -> None:
        self.heard, self._files = heard, files

    @cached_property
    def _app(self) -> FastAPI:
        return app_over(self.heard, self._files)

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()

    @property
    def common(self) -> str:
        """What pages show beside their subject; the revision is told apart."""
        site = self._app.state.site
        shown = (site.modified, site.licence, site.schemas, site.sheets, site.syntaxes)
        words = [(schema, sorted(own.items())) for schema, own in site.codes.own.items()]
        words.append(("", sorted(site.codes.common.items())))
        return repr((*shown, sorted(site.homes.items()), sorted(words)))

    def fetch(self, addresses: Sequence[str]) -> list[Rendered]:
        """What the application sends at each address, several at a time."""
        return self._loop.run_until_complete(self._all(addresses))

    def close(self) -> None:
        """Ends the loop."""
        self._loop.close()

    async def _all(self, addresses: Sequence[str]) -> list[Rendered]:
        limit = asyncio.Semaphore(_AT_ONCE)

        async def one(address: str) -> Rendered:
            if (described := self._described(address)) is not None:
                return described
            async with limit:
                return await self._ask(address)

        return list(await asyncio.gather(*(one(address) for address in addresses)))

    def _described(self, address: str) -> Rendered | None:
        """The page of a resource, by its own code: of the layers around it nothing is sent."""
        scope = self._scope(address)
        PublicAddress().arrive(scope)
        body = page_at(Request(scope), address)
        return None if body is None else Rendered(200, HTML, body)

    async def _ask(self, address: str) -> Rendered:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        with noting() as texts:
            await self._app(self._scope(address), receive, send)
        start = sent[0]
        headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        asked = asked_for(texts, self.heard.answers)
        return Rendered(start["status"], headers.get("content-type", ""), body, asked)

    def _scope(self, address: str) -> Scope:
        path, _, query = address.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": _SCHEME,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", _HOST.encode()), (b"accept", b"text/html, */*;q=0.1")],
            "client": None,
            "server": (_HOST, _PORT),
            "state": {},
            "app": self._app,
        }
