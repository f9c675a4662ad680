"""The process that has imported everything, and forks a query process wherever one is wanted.

A fork takes milliseconds where an interpreter takes a tenth of a second, and shares its memory:
that of the store too, where the process that forks holds it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from mutugraph.settings import Limits

_HOLD_AGAIN_S = 60.0
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
    """One such process; the query processes die with it, and it with the server.

    One that `holds` the store in memory forks once it has loaded it; it ends where it cannot.
    """

    def __init__(self, place: Place, *, holds: bool = False) -> None:
        self.holds = holds
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with theirs:
            limits = json.dumps(asdict(place.limits))
            given = (theirs.fileno(), place.store, place.prefixes, limits, int(holds))
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
    def loaded(self) -> bool:
        """Whether it has said that it holds the store."""
        with suppress(OSError):
            return bool(self._socket.recv(1))
        return False

    @property
    def over(self) -> bool:
        """Whether it has died."""
        return self._process.poll() is not None

    def release(self) -> None:
        """Lets it end when the last query process that it made has ended."""
        self._socket.close()

    def close(self) -> None:
        """Ends it, and every query process with it."""
        self._socket.close()
        self._process.kill()
        self._process.wait()


class ForkServers:
    """The one that forks, started again where it dies, and the heir that loads the store.

    The first reads the disk, so that it forks at once. In memory the store answers two to five
    times as quickly, and what the query processes read is there once for all of them.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._current: ForkServer | None = None
        self._heir: ForkServer | None = None
        self._former: list[ForkServer] = []
        self.wanted = False
        self._hold_from = 0.0

    @property
    def holds(self) -> bool:
        """Whether what is forked now reads the store in memory."""
        return self._current is not None and self._current.holds and not self._current.over

    def fork(self) -> socket.socket:
        """See `ForkServer.fork`."""
        if self._current and self._current.over:
            self._current.close()
            self._current = None
        self._current = self._current or ForkServer(self._place)
        return self._current.fork()

    def hold_in_memory(self) -> None:
        """From now on has the store loaded, again where who holds it dies."""
        self.wanted = True

    def look(self) -> None:
        """Has an heir load the store where one should, and hands over to it when it has."""
        self._former = [one for one in self._former if not one.over]
        if self._heir is None:
            if self.wanted and time.monotonic() > self._hold_from and not self.holds:
                self._hold_from = time.monotonic() + _HOLD_AGAIN_S
                self._heir = ForkServer(self._place, holds=True)
        elif self._heir.over:
            self._heir.close()
            self._heir = None
        elif self._heir.loaded:
            if self._current:
                self._current.release()
                self._former.append(self._current)
            self._current, self._heir = self._heir, None

    def close(self) -> None:
        """Ends them, and every query process with them."""
        for one in (self._current, self._heir, *self._former):
            if one:
                one.close()
