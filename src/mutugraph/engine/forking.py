"""The process that has imported everything, and forks a query process wherever one is wanted.

A fork takes milliseconds where an interpreter takes a tenth of a second, and shares its memory.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from mutugraph.settings import Limits

_MODULE = "mutugraph.engine.worker"
_ENVIRONMENT = (
    *("PATH", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONHOME"),
    *("LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a query process opens: a built store, and the file of prefixes.

    `confined` demands that the system confines it.
    """

    store: Path
    prefixes: Path
    limits: Limits
    confined: bool = False


def environment() -> dict[str, str]:
    """All that an interpreter needs of ours: an account for a remote engine is not among it."""
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


class ForkServer:
    """One such process; the query processes die with it, and it with the server."""

    def __init__(self, place: Place) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with theirs:
            given = (theirs.fileno(), place.store, place.prefixes, json.dumps(asdict(place.limits)))
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", _MODULE, *map(str, given)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=environment(),
            )

    def fork(self) -> socket.socket:
        """Has a query process made; the link to it. Raises `OSError` where none can be."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._socket, [b"F"], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    @property
    def over(self) -> bool:
        """Whether it has died."""
        return self._process.poll() is not None

    def close(self) -> None:
        """Ends it, and every query process with it."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
