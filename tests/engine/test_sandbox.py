"""What the kernel refuses to a process that works on strangers' bytes."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from mutugraph.engine.sandbox import granted

# each ends well only where it is refused with PermissionError
REFUSED = {
    "a socket": "import socket; socket.socket()",
    "a pair of sockets": "import socket; socket.socketpair()",
    "a connection of a socket that it has": "s.connect(('127.0.0.1', 9))",
    "io_uring": "call(425, 8, 0)",
    "another program": "os.execv('/bin/true', ['true'])",
    "another process": "os.fork()",
    "a look into another process": "call(TRACE, 16, os.getppid(), 0, 0)",
    "a signal to another process": "os.kill(os.getppid(), 0)",
    "another network": "call(UNSHARE, 0x40000000)",
    "the x32 numbers of a call": "call(0x40000000 + 41, 2, 1, 0)",
    "a place among those that come first": "os.sched_setscheduler(0, 0, os.sched_param(0))",
    "a file of any length": "write()",
}
ALLOWED = {
    "threads": "import threading; t = threading.Thread(target=int); t.start(); t.join()",
    "reading": "open(sys.executable, 'rb').read(9)",
    "its memory": "bytearray(100_000_000)",
}
START = """
import ctypes, os, socket, sys, tempfile
from mutugraph.engine.sandbox import confine
libc = ctypes.CDLL(None, use_errno=True)
TRACE, UNSHARE = (101, 272) if os.uname().machine == "x86_64" else (117, 97)
s = socket.socket()
file = tempfile.TemporaryFile(buffering=0)
def write():
    try: file.write(b"a")
    except OSError as error: raise PermissionError from error
def call(*numbers):
    if libc.syscall(*numbers) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
assert confine(400_000_000)
"""


@pytest.fixture(autouse=True)
def linux() -> None:
    if platform.system() != "Linux" or not granted():
        pytest.skip("needs a Linux kernel that filters system calls (seccomp)")


@pytest.mark.parametrize("what", REFUSED)
def test_what_it_does_not_need_is_refused(what: str) -> None:
    lines = f"try:\n    {REFUSED[what]}\nexcept PermissionError:\n    os._exit(7)\nos._exit(1)"
    assert _status(lines) == 7


@pytest.mark.parametrize("what", ALLOWED)
def test_what_it_needs_is_allowed(what: str) -> None:
    assert _status(ALLOWED[what]) == 0


def test_its_memory_is_bounded() -> None:
    lines = "try:\n    bytearray(500_000_000)\nexcept MemoryError:\n    os._exit(7)"
    assert _status(lines) == 7


def _status(lines: str) -> int:
    return subprocess.run([sys.executable, "-c", START + lines], check=False).returncode
