"""Archives of the same bytes from run to run, whatever the clock says."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first day that a zip archive can name


def rezipped(archive: bytes) -> bytes:
    """The entries with one fixed date; ODF wants `mimetype` first and stored (ODF 1.2 §3.3)."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(output, "w") as written:
        for name in sorted(read.namelist(), key=lambda name: (name != "mimetype", name)):
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return output.getvalue()
