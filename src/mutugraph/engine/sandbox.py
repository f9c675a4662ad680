"""Takes from a query process what it does not need: sockets, memory without end, a life of its own.

The second line of defence: were a call to another server to pass the guard, the kernel refuses the
socket that it needs. Linux only, x86-64 and ARM 64; elsewhere the guard stands alone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct

# linux/prctl.h, linux/seccomp.h, linux/audit.h, asm/unistd.h
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES, _SECCOMP, _FILTER_MODE = 1, 38, 22, 2
_ALLOW, _REFUSE_EPERM = 0x7FFF0000, 0x00050001
_SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE = 0, 4


def confine(memory_bytes: int, *, network: bool = False) -> bool:
    """Limits this process for good; says whether the kernel now refuses it new sockets."""
    _lower(resource.RLIMIT_AS, memory_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    if platform.system() != "Linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return not network and _without_sockets(libc)


def end_with_parent(number: signal.Signals, parent: int) -> None:
    """Has the kernel send this signal when the process that started this one dies."""
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_DEATH_SIGNAL, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (bound, bound))


def _without_sockets(libc: ctypes.CDLL) -> bool:
    """A seccomp filter (seccomp(2)): `socket` fails with EPERM, the rest is as before."""
    known = _SOCKET_CALL.get(platform.machine())
    if known is None:
        return False
    architecture, socket_call = known
    program = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in (
            (_LOAD, 0, 0, _ARCHITECTURE),
            (_JUMP_EQUAL, 0, 2, architecture),
            (_LOAD, 0, 0, _NUMBER),
            (_JUMP_EQUAL, 1, 0, socket_call),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _REFUSE_EPERM),
        )
    )
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    )
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER_MODE, ctypes.byref(header), 0, 0) == 0)
