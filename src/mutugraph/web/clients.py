"""Who asks, and how many queries one client has running: it may not take the places of the others.

A client is an address, of IPv6 the network that one subscriber has. This machine's own is not
counted: a reverse proxy stands there, for which all clients are one, and which has a bound of its
own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Network, ip_address

from starlette.types import Scope

from mutugraph.errors import ClientBusy

_SUBSCRIBER = 64  # bits; the rest of an address each machine chooses for itself (RFC 4291 §2.5.4)


class Clients:
    """The queries under way in this process, by client."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._running: Counter[str] = Counter()

    @contextmanager
    def turn(self, scope: Scope) -> Iterator[None]:
        """Counts one query while it runs. Raises `ClientBusy`."""
        client = client_of(scope)
        if not client:
            yield
            return
        if self._running[client] >= self._limit:
            raise ClientBusy(limit=self._limit)
        self._running[client] += 1
        try:
            yield
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]


def client_of(scope: Scope) -> str:
    """Whom a request counts for; empty for this machine, and for who has no address."""
    client = scope.get("client")
    return _subscriber(client[0] if client else "")


@lru_cache(maxsize=1024)
def _subscriber(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:  # a local socket, or a test
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address), _SUBSCRIBER), strict=False))
