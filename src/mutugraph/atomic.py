"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mutugraph.errors import FileUnwritable

_READABLE = 0o644


def write_file(path: Path, content: bytes) -> None:
    """Writes a file aside, then renames it over; a failure leaves what was there.

    A device or a pipe is written directly; a link stays one. Raises `FileUnwritable`.
    """
    aside = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else _READABLE
        descriptor, aside = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(aside).chmod(mode)
        Path(aside).rename(target)
    except OSError as error:
        if aside:
            with suppress(OSError):
                Path(aside).unlink()
        raise FileUnwritable(path=str(path), detail=error.strerror or str(error)) from error
