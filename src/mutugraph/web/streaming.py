"""A large answer sent as it comes, to a client that must take it: a query process stands behind.

Where it cannot be ended (deadline, limit, a client that does not read) the connection is cut, so
that no client takes it for complete.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile

from starlette.types import Receive, Send

from mutugraph.errors import MutugraphError
from mutugraph.web.coding import GZIP
from mutugraph.web.representation import Headers, send_unchanged

SLOWEST_BYTES_S = 256 * 1024
_IN_MEMORY = 1024 * 1024
_IN_GZIP = (b"content-encoding", GZIP.encode())
_LEVEL, _GZIP_WINDOW = 1, 31
_LASTS_S = 0.25  # what is answered sooner is worth no watch


class StreamBroken(Exception):
    """An answer that began and cannot be ended: the server must cut the connection."""


@asynccontextmanager
async def while_there(receive: Receive) -> AsyncIterator[None]:
    """What is done for a client, which ends when it leaves: a query holds a process until then.

    Its request must have been read. Raises `StreamBroken` where it has gone.
    """
    loop, watching = asyncio.get_running_loop(), list[asyncio.Task[None]]()
    try:
        async with asyncio.timeout(None) as there:

            async def watch() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                there.reschedule(loop.time())

            late = loop.call_later(_LASTS_S, lambda: watching.append(loop.create_task(watch())))
            try:
                yield
            finally:
                late.cancel()
                for task in watching:
                    task.cancel()
    except TimeoutError:
        raise StreamBroken from None


class Streamed:
    """The chunks of an answer; `patience_s` is how long a client may let them wait in all.

    Each `SLOWEST_BYTES_S` that it has taken gives it another second.
    """

    def __init__(self, chunks: AsyncIterator[bytes], send: Send, patience_s: float) -> None:
        self._chunks = chunks
        self._send = send
        self._left_s = patience_s

    async def all(self, start: Headers) -> None:
        """Sends everything. Raises `StreamBroken`."""
        try:
            await self._send({"type": "http.response.start", "status": 200, "headers": start})
            async for content in self._coded(start):
                await self._some(content)
        except MutugraphError as error:
            raise StreamBroken(error.code) from error
        except TimeoutError as error:
            raise StreamBroken from error
        finally:
            await _ended(self._chunks)
        await self._send({"type": "http.response.body", "body": b""})

    async def held(self, start: Headers) -> None:
        """Sends everything once it is there, with its length, so that a cut is seen.

        HTTP/1.0 has no other sign of it, and not every proxy hands it on (Caddy 2.6 ends a cut
        answer as if it were whole). Raises what the query raises.
        """
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
            try:
                async for content in self._coded(start):
                    kept.write(content)
            finally:
                await _ended(self._chunks)
            headers = [*start, (b"content-length", str(kept.tell()).encode())]
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})
            kept.seek(0)
            try:
                while some := kept.read(_IN_MEMORY):
                    await self._some(some)
            except TimeoutError as error:
                raise StreamBroken from error
        await self._send({"type": "http.response.body", "body": b""})

    async def drop(self, start: Headers) -> None:
        """Sends that the client has it, and ends the query."""
        await anext(self._chunks, b"")  # a generator that never began cannot be ended
        await _ended(self._chunks)
        await send_unchanged(self._send, start)

    async def _coded(self, start: Headers) -> AsyncIterator[bytes]:
        """The answer in the coding that was announced."""
        packing = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW) if _IN_GZIP in start else None
        async for chunk in self._chunks:
            yield await asyncio.to_thread(packing.compress, chunk) if packing else chunk
        if packing:
            yield packing.flush()

    async def _some(self, content: bytes) -> None:
        if not content:
            return
        began = time.monotonic()
        async with asyncio.timeout(self._left_s):
            await self._send({"type": "http.response.body", "body": content, "more_body": True})
        self._left_s += len(content) / SLOWEST_BYTES_S - (time.monotonic() - began)


async def _ended(chunks: AsyncIterator[bytes]) -> None:
    if hasattr(chunks, "aclose"):
        await chunks.aclose()
