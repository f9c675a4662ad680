"""Takes from a process that works on strangers' bytes what it does not need.

The second line of defence: were a call to another server, or a fault of a library, to pass the
first, the kernel refuses what it would need. No new socket by any call, no other program or
process, no look into another process (`engine.seccomp`); no file but what it is given, none
written elsewhere (`engine.landlock`); memory, processor, descriptors, a life of its own are
bounded. Linux only; elsewhere only the limits hold, and `granted` says so.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mutugraph.engine.landlock import keep_to
from mutugraph.engine.seccomp import filter_calls

_DEATH_SIGNAL = 1  # linux/prctl.h
_DESCRIPTORS = 512
_MAPPED = 2 * 1024 * 1024 * 1024  # addresses of files, stacks, reserves: no memory of its own


@dataclass(frozen=True, slots=True)
class Granted:
    """What the system confines a process by."""

    calls: bool
    files: bool

    @property
    def whole(self) -> bool:
        """Whether it confines it entirely."""
        return self.calls and self.files


def confine(
    memory_bytes: int,
    *,
    read: Iterable[Path] = (),
    write: Iterable[Path] = (),
    file_bytes: int = 0,
    processor_s: int | None = None,
    network: bool = False,
) -> Granted:
    """Limits this process for good; says what the kernel grants of all of the above.

    It may read the files and folders of `read`, and what it has open; write below the folders of
    `write`, and to what it has open, `file_bytes` into each file; use `memory_bytes` of memory of
    its own, and `processor_s` seconds of processor; `network` leaves it its sockets.
    """
    _lower(resource.RLIMIT_DATA, memory_bytes)
    _lower(resource.RLIMIT_AS, memory_bytes + _MAPPED)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, file_bytes)
    _lower(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    if processor_s is not None:
        _lower(resource.RLIMIT_CPU, processor_s)
    files = keep_to(read, write=write, network=network)
    return Granted(calls=filter_calls(network=network), files=files)


def end_with_parent(parent: int) -> None:
    """Has the kernel kill this process when the one that started it dies (prctl(2))."""
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)


def granted() -> Granted:
    """What this system confines a process by, tried in one of its own."""
    command = [sys.executable, "-m", __name__]
    told = subprocess.run(command, check=False, capture_output=True).stdout  # noqa: S603
    try:
        return Granted(**json.loads(told))
    except (ValueError, TypeError):
        return Granted(calls=False, files=False)


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (bound, bound))


def _try() -> dict[str, bool]:
    """What was granted, and proved: the kernel may accept a filter that it does not apply."""
    import socket  # noqa: PLC0415 - only here

    given = confine(1 << 32)

    def refused(act: object) -> bool:
        try:
            act()  # type: ignore[operator]
        except PermissionError:
            return True
        return False

    return {
        "calls": given.calls and refused(socket.socket),
        "files": given.files and refused(lambda: os.open("/etc/passwd", os.O_RDONLY)),
    }


if __name__ == "__main__":
    print(json.dumps(_try()))  # noqa: T201 - the answer to `granted`
