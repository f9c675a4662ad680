"""The system calls that a process has no more: a filter of the kernel (seccomp(2), Linux).

What is refused fails with EPERM; a call of another architecture ends the process. Threads may be
made, processes not. x86-64 and ARM 64.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

# linux/prctl.h, linux/seccomp.h, linux/audit.h, linux/bpf_common.h, linux/sched.h
NO_NEW_PRIVILEGES = 38
_SET_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_FROM, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_OTHER_ABI = 0x40000000  # x32: the same calls by other numbers
_CLONE_THREAD = 0x10000


@dataclass(frozen=True, slots=True)
class _Machine:
    """The numbers of system calls (asm/unistd.h)."""

    audit: int
    seccomp: int
    sockets: tuple[int, ...]  # socket socketpair connect bind listen accept accept4
    others: tuple[int, ...]
    clone: int
    tgkill: int
    prlimit: int


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


# the same everywhere: io_uring_setup _enter _register, pidfd_send_signal pidfd_open pidfd_getfd,
# open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr, process_madvise
_NEW = _numbers("425 426 427 424 434 438 428 429 430 431 432 433 442 440")
_CLONE3 = 435
_MACHINES = {
    "x86_64": _Machine(
        audit=0xC000003E,
        seccomp=317,
        sockets=(41, 53, 42, 49, 50, 43, 288),
        # execve execveat fork vfork, ptrace process_vm_readv process_vm_writev kill tkill
        # rt_sigqueueinfo rt_tgsigqueueinfo, unshare setns mount umount2 pivot_root chroot,
        # bpf perf_event_open userfaultfd, add_key request_key keyctl, open_by_handle_at
        # kexec_load kexec_file_load init_module finit_module, reboot swapon sethostname
        # settimeofday clock_settime, sched_setscheduler sched_setaffinity setpriority ioprio_set
        others=_numbers(
            "59 322 57 58 101 310 311 62 200 129 297 272 308 165 166 155 161 321 298 323"
            " 248 249 250 304 246 320 175 313 169 167 170 164 227 144 203 141 251"
        ),
        clone=56,
        tgkill=234,
        prlimit=302,
    ),
    "aarch64": _Machine(
        audit=0xC00000B7,
        seccomp=277,
        sockets=(198, 199, 203, 200, 201, 202, 242),
        others=_numbers(
            "221 281 117 270 271 129 130 138 240 97 268 40 39 41 51 280 241 282"
            " 217 218 219 265 104 294 105 273 142 224 161 170 112 119 122 140 30"
        ),
        clone=220,
        tgkill=131,
        prlimit=261,
    ),
}


def filter_calls(*, network: bool) -> bool:
    """Leaves this process, for good, the calls that it needs; says whether the kernel does that."""
    machine = _MACHINES.get(platform.machine()) if platform.system() == "Linux" else None
    if machine is None:
        return False
    program = _program(machine, network=network)
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    )
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, header) == 0)


def _program(machine: _Machine, *, network: bool) -> bytes:
    """The filter in the kernel's own form.

    `clone3` hides its flags from a filter: libc then takes `clone`, which may make threads. A
    process may end itself (`abort`) and lower its own limits, no other's.
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
    for number, own in ((machine.tgkill, os.getpid()), (machine.prlimit, 0)):
        rules += [(_JUMP_EQUAL, 0, 4, number), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
        rules += [(_JUMP_EQUAL, 1, 0, own), refuse, (_RETURN, 0, 0, _ALLOW)]
    rules += [(_JUMP_EQUAL, 0, 3, machine.clone), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    rules += [(_JUMP_SET, 1, 0, _CLONE_THREAD), refuse, (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *rule) for rule in rules)
