"""The files that a process may open, and no other (landlock(7), Linux 5.13 and later).

What it has open already stays open. Nothing else may be written, made or removed. Where the kernel
knows them, TCP connections, abstract sockets and signals to others are refused here too.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from mutugraph.engine.seccomp import NO_NEW_PRIVILEGES

# linux/landlock.h; the numbers of the calls are the same on every machine
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_BENEATH = 1
_EXECUTE, _READ_FILE, _READ_FOLDER = 1, 4, 8
_RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}  # of files, by version
_TCP, _SCOPES = 3, 3
_NETWORK_FROM, _SCOPES_FROM = 4, 6
_PACKAGE = Path(__file__).parent.parent
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")


def keep_to(read: Iterable[Path], *, write: Iterable[Path] = (), network: bool) -> bool:
    """Lets this process read, for good, these files and folders and the code that it runs.

    It may do as it likes below the folders of `write`.
    Says whether the kernel does that. Other threads of the process keep what they had.
    """
    version = _version()
    if version < 1:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    files = _RIGHTS[min(version, max(_RIGHTS))]
    fields = [files]
    if version >= _NETWORK_FROM:
        fields.append(0 if network else _TCP)
    if version >= _SCOPES_FROM:
        fields.append(_SCOPES)
    handled = struct.pack(f"={len(fields)}Q", *fields)
    rules = libc.syscall(_CREATE, handled, len(handled), 0)
    if rules < 0:
        return False
    try:
        folders = set(write)
        for path in {*read, *folders, *_code()}:
            reads = _EXECUTE | _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
            rights = files if path in folders else reads
            if path.exists() and not _allow(libc, rules, path, rights):
                return False
        if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _version() -> int:
    if platform.system() != "Linux":
        return 0
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, 0, _ASK_VERSION))


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> bool:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        return bool(libc.syscall(_ADD, rules, _BENEATH, struct.pack("=Qi", rights, opened), 0) == 0)
    finally:
        os.close(opened)


def _code() -> set[Path]:
    """Where the program and its libraries are: all that may still be imported."""
    installed = {Path(path) for path in sysconfig.get_paths().values() if "python" in path}
    imported = {Path(path) for path in sys.path if path and Path(path).is_dir()}
    own = {_PACKAGE} | {path for path in imported if path.name != "" and path != Path.cwd()}
    return installed | own | {Path(path) for path in _LIBRARIES}
