"""Tells when a server answers: its processes begin to listen some time after it has started."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from threading import Thread

_PAUSE_S, _PATIENCE_S = 0.02, 10
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where such a server is asked
_REQUEST = b"HEAD /sante HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def when_answering(host: str, port: int, tell: Callable[[], None]) -> None:
    """Calls `tell`, from a thread, once a request there has an answer."""

    def wait() -> None:
        while not _answers(_ANYWHERE.get(host, host), port):
            time.sleep(_PAUSE_S)
        tell()

    Thread(target=wait, daemon=True).start()


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE_S) as asked:
            asked.sendall(_REQUEST)
            return bool(asked.recv(1))
    except OSError:
        return False
