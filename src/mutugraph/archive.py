"""Archives of the same bytes from run to run; what reading a stranger's may raise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from lzma import LZMAError
from zlib import error as ZlibError  # noqa: N812 - an exception, whatever zlib calls it

# a version, a method, a place or a stream that is none; a password is a `RuntimeError`
BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, ZlibError, LZMAError),
    *(OSError, EOFError, LookupError, ValueError, OverflowError),
)
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first day that a zip archive can name


def rezipped(archive: bytes, change: Callable[[bytes], bytes] = bytes) -> bytes:
    """The entries, changed if need be, with one fixed date."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return zipped({name: change(read.read(name)) for name in read.namelist()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these entries, with one fixed date.

    ODF wants `mimetype` first and stored (ODF 1.2 §3.3).
    """
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as written:
        for name in sorted(parts, key=lambda name: (name != "mimetype", name)):
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            written.writestr(entry, parts[name])
    return output.getvalue()
