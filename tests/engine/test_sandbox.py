"""What the kernel refuses to a process that works on strangers' bytes."""

from __future__ import annotations

import platform
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

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
    "a place among those that come last": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
    "the limits of another process": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    "a signal to a thread of another process": "call(TGKILL, os.getppid(), os.getppid(), 0)",
    "a queued signal": "call(QUEUE, os.getppid(), 0, 0)",
    "a mount by the newer calls": "call(430, b'tmpfs', 0)",
    "a file of any length": "write()",
    "a new file": "open(FOLDER + '/new', 'w')",
    "a name for a file": "os.link(FOLDER + '/given', FOLDER + '/other')",
    "the removal of a file": "os.remove(FOLDER + '/given')",
    "the accounts of the system": "open('/etc/passwd')",
    "a file of the user": "open(HIDDEN)",
    "what another process was started with": "open(f'/proc/{os.getppid()}/environ')",
    "a folder that it was not given": "os.listdir('/tmp')",
}
ALLOWED = {
    "threads": "import threading; t = threading.Thread(target=int); t.start(); t.join()",
    "the file that it was given": "open(FOLDER + '/given').read()",
    "a name in the folder that it was given for itself": "os.mkdir(FOLDER + '/own/new')",
    "a module that it has not imported yet": "import xml.dom.minidom",
    "what it had open": "opened.read(9)",
    "its own limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
    "its memory": "bytearray(100_000_000)",
}
START = """
import ctypes, os, resource, socket, sys, tempfile
from pathlib import Path
from mutugraph.engine.sandbox import confine
libc = ctypes.CDLL(None, use_errno=True)
TRACE, UNSHARE = (101, 272) if os.uname().machine == "x86_64" else (117, 97)
TGKILL, QUEUE = (234, 129) if os.uname().machine == "x86_64" else (131, 138)
FOLDER, HIDDEN = sys.argv[1:]
opened = open(HIDDEN)
s = socket.socket()
file = tempfile.TemporaryFile(buffering=0)
def write():
    try: file.write(b"a")
    except OSError as error: raise PermissionError from error
def call(*numbers):
    if libc.syscall(*numbers) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
assert confine(400_000_000, read=[Path(FOLDER)], write=[Path(FOLDER) / "own"]).whole
"""


@pytest.fixture(autouse=True)
def linux() -> None:
    if platform.system() != "Linux" or not granted().whole:
        pytest.skip("needs a Linux kernel that confines processes (seccomp, Landlock)")


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


def test_it_may_end_itself() -> None:
    assert _status("os.abort()") == -signal.SIGABRT


def _status(lines: str) -> int:
    with tempfile.TemporaryDirectory() as given, tempfile.NamedTemporaryFile() as hidden:
        (Path(given) / "given").write_text("words", encoding="utf-8")
        (Path(given) / "own").mkdir()
        command = [sys.executable, "-c", START + lines, given, hidden.name]
        return subprocess.run(command, check=False).returncode
