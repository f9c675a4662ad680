"""Takes from a process that works on strangers' bytes what it does not need (seccomp(2), prctl(2)).

The second line of defence: were a call to another server, or a fault of a library, to pass the
first, the kernel refuses what it would need. No new socket by any call, no other program or
process, no look into another process, no file written; memory, descriptors, a life of its own are
bounded. Threads are allowed. Linux only, x86-64 and ARM 64; elsewhere only the limits hold.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass

# linux/prctl.h, linux/seccomp.h, linux/audit.h, linux/bpf_common.h, linux/sched.h
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES, _SECCOMP, _FILTER_MODE = 1, 38, 22, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_FROM, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_OTHER_ABI = 0x40000000  # x32: the same calls by other numbers
_CLONE_THREAD = 0x10000
_DESCRIPTORS = 512


@dataclass(frozen=True, slots=True)
class _Machine:
    """The numbers of system calls (asm/unistd.h)."""

    audit: int
    sockets: tuple[int, ...]  # socket socketpair connect bind listen accept accept4
    others: tuple[int, ...]
    clone: int


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


# io_uring_setup _enter _register, pidfd_send_signal, pidfd_open, pidfd_getfd: the same everywhere
_NEW = (425, 426, 427, 424, 434, 438)
_CLONE3 = 435
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        (41, 53, 42, 49, 50, 43, 288),
        # execve execveat fork vfork, ptrace process_vm_readv process_vm_writev kill tkill,
        # unshare setns mount umount2 pivot_root chroot, bpf perf_event_open userfaultfd,
        # add_key request_key keyctl, open_by_handle_at kexec_load init_module finit_module,
        # sched_setscheduler
        _numbers(
            "59 322 57 58 101 310 311 62 200 272 308 165 166 155 161 321 298 323"
            " 248 249 250 304 246 175 313 144"
        ),
        clone=56,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (198, 199, 203, 200, 201, 202, 242),
        _numbers(
            "221 281 117 270 271 129 130 97 268 40 39 41 51 280 241 282"
            " 217 218 219 265 104 105 273 119"
        ),
        clone=220,
    ),
}


def confine(memory_bytes: int, *, file_bytes: int = 0, network: bool = False) -> bool:
    """Limits this process for good; says whether the kernel now refuses it all of the above.

    It may write `file_bytes` into a file; `network` leaves it its sockets.
    """
    _lower(resource.RLIMIT_AS, memory_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, file_bytes)
    _lower(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    machine = _MACHINES.get(platform.machine()) if platform.system() == "Linux" else None
    return machine is not None and _filtered(_program(machine, network=network))


def end_with_parent(number: signal.Signals, parent: int) -> None:
    """Has the kernel send this signal when the process that started this one dies."""
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_DEATH_SIGNAL, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)


def granted() -> bool:
    """Whether this system confines a process, tried in one of its own."""
    command = [sys.executable, "-m", __name__]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (bound, bound))


def _program(machine: _Machine, *, network: bool) -> bytes:
    """The filter: what is refused fails with EPERM; another architecture's call ends the process.

    `clone3` hides its flags from a filter: libc then takes `clone`, which may make threads.
    """
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    rules = [(_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_EQUAL, 1, 0, machine.audit)]
    rules += [
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_FROM, 0, 1, _OTHER_ABI),
        refuse,
    ]
    for number in (*_NEW, *machine.others, *(() if network else machine.sockets)):
        rules += [(_JUMP_EQUAL, 0, 1, number), refuse]
    rules += [(_JUMP_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS)]
    rules += [(_JUMP_EQUAL, 0, 3, machine.clone), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    rules += [(_JUMP_SET, 1, 0, _CLONE_THREAD), refuse, (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *rule) for rule in rules)


def _filtered(program: bytes) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    )
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER_MODE, ctypes.byref(header), 0, 0) == 0)


def _try() -> int:
    if not confine(1 << 32):
        return 1
    try:
        socket.socket().close()
    except PermissionError:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(_try())
