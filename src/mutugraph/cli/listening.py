"""The port of a server is its own from the start, before anything listens there."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mutugraph.errors import AddressRefused, PortTaken


@contextmanager
def kept_port(host: str, port: int) -> Iterator[int]:
    """The port, or a free one for 0, which no other program takes within the block.

    Each process of a server listens on its own (Linux, SO_REUSEPORT), some time after this: what is
    bound here and does not listen only keeps others away. Raises `AddressRefused`, `PortTaken`.
    """
    with _socket(host) as trial, _socket(host) as kept:
        try:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            chosen = int(trial.getsockname()[1])
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(host=host, port=port) from error
            detail = error.strerror or str(error)
            raise AddressRefused(host=host, port=port, detail=detail) from error
        trial.close()
        if sys.platform == "linux":
            # SO_REUSEADDR would let in others that have it; without it, what a former server has
            # not finished closing may refuse the place, and no one can take it then
            with suppress(OSError):
                kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                kept.bind((host, chosen))
        yield chosen


def _socket(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
