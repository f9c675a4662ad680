"""Writes a file whole or not at all, with the rights that the user's umask gives."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mutugraph.errors import FileOutside, FileUnwritable

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_RIGHTS = 0o666  # the umask takes from these
_TOKEN_BYTES = 6


def write_file(path: Path, content: bytes, *, within: Path | None = None) -> None:
    """Writes a file aside, then renames it over; a failure leaves what was there.

    A file that is replaced keeps its rights, a new one has those of the umask. A device or a pipe
    is written directly; a link stays one. Raises `FileUnwritable`; `FileOutside` where a link leads
    out of the folder `within`.
    """
    if within is None and path.exists() and not path.is_file():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise _unwritable(path, error) from error
        return
    write_files({path: content}, within=within)


def write_files(contents: Mapping[Path, bytes | None], *, within: Path | None = None) -> None:
    """Writes several files, and removes those without content: each whole, and all or none.

    All are on the disk, aside, before the first one takes its place, so that a disk that is full, a
    right that is missing or a link that leads out (`within`) is met before anything has changed.
    Raises `FileUnwritable`, `FileOutside`.
    """
    aside: dict[Path, Path] = {}  # by the file whose place it takes
    path = Path()
    try:
        for path in contents:
            refuse_outside(path, within)
        for path, content in contents.items():
            if content is not None:
                target = path.resolve()
                if within is not None:
                    target.parent.mkdir(parents=True, exist_ok=True)
                aside[target] = _written(target, content)
        for path in (path for path, content in contents.items() if content is not None):
            target = path.resolve()
            aside[target].rename(target)
            del aside[target]
        for path in (path for path, content in contents.items() if content is None):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        for left in aside.values():
            with suppress(OSError):
                left.unlink()


def refuse_outside(path: Path, within: Path | None) -> None:
    """Raises `FileOutside` where a link leads a path out of a folder."""
    if within is not None and not path.resolve().is_relative_to(within.resolve()):
        raise FileOutside(path=str(path), within=str(within))


def folder_aside(target: Path) -> Path:
    """A new folder beside `target`, to be filled and renamed. Raises `OSError`."""
    aside = _beside(target)
    aside.mkdir()
    return aside


@contextmanager
def in_turn(lock: Path) -> Iterator[None]:
    """One process at a time, where the file of the lock can be."""
    try:
        held = lock.open("w")
    except OSError:
        yield
        return
    with held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _written(target: Path, content: bytes) -> Path:
    """A file beside `target` with its content and its rights. Raises `OSError`, leaving nothing."""
    aside = _beside(target)
    try:
        with os.fdopen(os.open(aside, _NEW, _RIGHTS), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a name may outlive a power cut, and not its content
        if target.exists():
            aside.chmod(target.stat().st_mode)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    return aside


def _unwritable(path: Path, error: OSError) -> FileUnwritable:
    return FileUnwritable(path=str(path), detail=error.strerror or str(error))


def _beside(target: Path) -> Path:
    """A hidden name that nobody else takes; `tempfile` would take the user's rights away."""
    return target.with_name(f".{target.name}-{os.urandom(_TOKEN_BYTES).hex()}")
