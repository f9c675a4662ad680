"""Writes a file whole or not at all, with the rights that the user's umask gives."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from mutugraph.errors import FileUnwritable

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_RIGHTS = 0o666  # the umask takes from these
_TOKEN_BYTES = 6


def write_file(path: Path, content: bytes) -> None:
    """Writes a file aside, then renames it over; a failure leaves what was there.

    A file that is replaced keeps its rights, a new one has those of the umask. A device or a pipe
    is written directly; a link stays one. Raises `FileUnwritable`.
    """
    aside = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else None
        aside = _beside(target)
        with os.fdopen(os.open(aside, _NEW, _RIGHTS), "wb") as file:
            file.write(content)
        if mode is not None:
            aside.chmod(mode)
        aside.rename(target)
    except OSError as error:
        if aside:
            with suppress(OSError):
                aside.unlink()
        raise FileUnwritable(path=str(path), detail=error.strerror or str(error)) from error


def folder_aside(target: Path) -> Path:
    """A new folder beside `target`, to be filled and renamed. Raises `OSError`."""
    aside = _beside(target)
    aside.mkdir()
    return aside


def _beside(target: Path) -> Path:
    """A hidden name that nobody else takes; `tempfile` would take the user's rights away."""
    return target.with_name(f".{target.name}-{secrets.token_hex(_TOKEN_BYTES)}")
