"""Reads a text file of the user's: UTF-8, with or without the mark that some editors put first."""

from __future__ import annotations

from pathlib import Path

from mutugraph.errors import FileMissing, FileNotText, FileUnreadable

BOM = "\ufeff"  # some editors put it first; it is no part of a text (RFC 3629 §6)


def read_text(path: Path, name: str | None = None) -> str:
    """The text of a file; `name` is what messages show, by default the path.

    Raises `FileMissing`, `FileUnreadable`, `FileNotText` with the place of the first byte that is
    not UTF-8 (RFC 3629).
    """
    shown = name or str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path=shown) from error
    except OSError as error:
        raise FileUnreadable(path=shown, detail=error.strerror or str(error)) from error
    return decoded(raw, shown)


def decoded(raw: bytes, name: str) -> str:
    """The text of bytes that come from a file or a stream called `name`. Raises `FileNotText`."""
    try:
        return raw.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        raise FileNotText(
            path=name,
            line=raw.count(b"\n", 0, error.start) + 1,
            column=error.start - raw.rfind(b"\n", 0, error.start),
            detail=f"0x{raw[error.start]:02x}",
        ) from error
