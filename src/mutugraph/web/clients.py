"""How many queries one client has running: it may not take the places of all the others.

A client is an address. This machine's own is not counted: a reverse proxy stands there, for which
all clients are one, and which has a bound of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from starlette.types import Scope

from mutugraph.errors import ClientBusy


class Clients:
    """The queries under way in this process, by client."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._running: Counter[str] = Counter()

    @contextmanager
    def turn(self, scope: Scope) -> Iterator[None]:
        """Counts one query while it runs. Raises `ClientBusy`."""
        client = scope.get("client")
        address = client[0] if client else ""
        if not _is_elsewhere(address):
            yield
            return
        if self._running[address] >= self._limit:
            raise ClientBusy(limit=self._limit)
        self._running[address] += 1
        try:
            yield
        finally:
            self._running[address] -= 1
            if not self._running[address]:
                del self._running[address]


def _is_elsewhere(address: str) -> bool:
    try:
        return not ip_address(address).is_loopback
    except ValueError:  # a local socket, or a test
        return False
